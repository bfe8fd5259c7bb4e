"""What an item is after each change, whatever the order in which its log tells it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from analytics import crosscheck
from analytics.facts import load_facts
from analytics.warehouse import models
from tests.homes import load
from tests.test_groups import NAMES, SPRINT, item, made

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

PLANNED = item("Sprint", "", "7") | {"fieldtype": "custom"}


def sized(before: str, after: str) -> dict[str, Any]:
    """Return how an estimate changes in a change log."""
    return item("Story Points", before, after) | {"fieldtype": "custom"}


SIZED = sized("5", "3")


def booked(
    warehouse: Warehouse, folder: Path, *issues: dict[str, Any]
) -> list[tuple[str, int, str, float]]:
    """Load items; return day, ledger and points of the project and of the sprint."""
    path = folder / "app.json"
    path.write_text(json.dumps({"issues": issues, "names": NAMES}), encoding="utf-8")
    load(warehouse, path)
    facts = load_facts(warehouse, "app")
    assert crosscheck.check_project(warehouse, "app") == 0
    return [
        (kind, day.day, ledger, points)
        for kind in ("project", "sprint")
        for day, ledger, points in zip(
            *(facts.all_deltas(kind)[name] for name in ("at", "ledger", "points")),
            strict=True,
        )
    ]


def test_what_is_logged_before_the_creation_happened_with_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    early = made(
        "APP-1",
        "2026-01-07",
        ("2026-01-06", SIZED),
        ("2026-01-06", PLANNED),
        customfield_10020=[SPRINT],
    )
    assert booked(warehouse, tmp_path, early) == [
        ("project", 7, "added", 5),
        ("project", 7, "re_estimated", -2),
        ("sprint", 7, "added", 3),
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_estimate_given_with_the_plan_comes_first(
    order: tuple[int, int], warehouse: Warehouse, tmp_path: Path
) -> None:
    one = made("APP-1", "2026-01-02", customfield_10020=[SPRINT])
    items = [(PLANNED, SIZED)[place] for place in order]
    at = "2026-01-08T12:00:00.000+0000"
    one["changelog"]["histories"] = [{"id": "12", "created": at, "items": items}]
    assert booked(warehouse, tmp_path, one) == [
        ("project", 2, "added", 5),
        ("project", 8, "re_estimated", -2),
        ("sprint", 8, "added", 3),
    ]


def test_ids_of_entries_that_are_texts_order_the_changes_of_one_instant(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    one = made("APP-1", "2026-01-02", customfield_10016=3)
    at = "2026-01-08T12:00:00.000+0000"
    one["changelog"]["histories"] = [
        {"id": name, "created": at, "items": [sized(before, after)]}
        for name, before, after in (
            ("5f-c", "8", "3"),
            ("5f-a", "5", "2"),
            ("12", "1", "5"),
            ("5f-b", "2", "8"),
        )
    ]
    assert booked(warehouse, tmp_path, one) == [
        ("project", 2, "added", 1),
        *(("project", 8, "re_estimated", points) for points in (4, -3, 6, -5)),
    ]


def test_the_ledger_is_the_same_however_many_issues_are_sorted_at_once(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issues = [
        made(
            f"APP-{number}",
            "2026-01-02",
            ("2026-01-06", PLANNED),
            (f"2026-01-{7 + number:02}", SIZED),
            customfield_10020=[SPRINT],
        )
        for number in range(1, 8)
    ]
    whole = booked(warehouse, tmp_path, *issues)
    monkeypatch.setattr(models, "SLICE", 3)
    with warehouse.writing() as cursor:
        models.drop_set(cursor, load_facts(warehouse, "app").set_id)
    assert booked(warehouse, tmp_path, *issues) == whole
    assert len(whole) == 4 * len(issues)
