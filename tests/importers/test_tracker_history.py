"""Histories of Trello and Azure DevOps through the whole road: exact burn-downs."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from analytics.commands import run_show
from tests.homes import load
from tests.importers.json_files import GOLDEN

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse


def loaded(warehouse: Warehouse, folder: Path, *names: str) -> None:
    """Load the recorded files of importers into one project."""
    paths = []
    for name in names:
        path = folder / f"{name}.json"
        shutil.copy(GOLDEN / name / "reference.json", path)
        paths.append(path)
    load(warehouse, *paths, project="Shop")


def remaining(warehouse: Warehouse, as_of: str, **parameters: str) -> dict[str, Any]:
    """Return what remained at the end of each day on which it changed."""
    shown = run_show(warehouse, "burndown", as_of=as_of, parameters=parameters)
    assert shown["evidence"] == "change log"
    changes: dict[str, Any] = {}
    for row in shown["rows"]:
        if row["remaining"] is None or row["remaining"] in [*changes.values()][-1:]:
            continue
        changes[str(row["day"])] = row["remaining"]
    return changes


def test_the_burn_down_of_a_trello_board_follows_its_actions(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    loaded(warehouse, tmp_path, "trello_json")
    # Five cards are created; one is finished on the 8th; one is archived on the 12th,
    # taken back on the 13th, archived again on the 14th; a list goes on the 20th.
    assert remaining(warehouse, "2026-01-25", unit="items") == {
        "2026-01-01": 1,
        "2026-01-02": 2,
        "2026-01-03": 3,
        "2026-01-04": 4,
        "2026-01-05": 5,
        "2026-01-08": 4,
        "2026-01-12": 3,
        "2026-01-13": 4,
        "2026-01-14": 3,
        "2026-01-20": 2,
    }


def test_a_sprint_of_azure_devops_follows_the_updates(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    names = ("azure_devops_json", "azure_devops_updates", "azure_devops_iterations")
    loaded(warehouse, tmp_path, *names)
    shown = run_show(
        warehouse,
        "burndown",
        as_of="2026-01-09",
        parameters={"frame": "Sprint 1", "unit": "points"},
    )
    days = {str(row["day"]): row["remaining"] for row in shown["rows"]}
    # Planned into the sprint with 3 points on its first day, 5 the day after, closed on
    # the third.
    assert [days[f"2026-01-0{day}"] for day in (5, 6, 7)] == [3, 5, 0]
    figures = shown["figures"]
    assert (figures["added"], figures["re_estimated"]) == (3, 2)
    assert (figures["completed"], figures["done"]) == (5, 5)


def test_events_of_github_date_the_closing_and_the_reopening(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    loaded(warehouse, tmp_path, "github_json", "github_events")
    days = {
        str(row["day"]): row["done"]
        for row in run_show(
            warehouse,
            "burndown",
            as_of="2026-01-20",
            parameters={"unit": "items", "issue_type": "Bug"},
        )["rows"]
    }
    # Closed on the 17th, reopened on the 18th, closed for good on the 20th.
    shown = [days[f"2026-01-{day}"] for day in (16, 17, 18, 19, 20)]
    assert shown == [0, 1, 0, 0, 1]
