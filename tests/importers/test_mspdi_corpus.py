"""Our reader of Microsoft Project's XML agrees with MPXJ on real files.

MPXJ's own counts lie beside the files (STEERCO_CORPUS); without them the test is
skipped.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from analytics.importers.mspdi import MSPDI
from analytics.importers.xml_document import read_xml

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.importers.documents import Extract

FILES = (
    "aspose_Project.xml",
    "mpxj_mspdiduration.xml",
    "mpxj_mspdinulltasks.xml",
    "mpxj_mspdiresource.xml",
    "mpxj_mspdisplittask.xml",
    "mpxj_mspditimephased.xml",
    "mpxj_sample.xml",
    "mpxj_task-baselines-project2019-mspdi.xml",
)
DERIVED = ("derived_aspose_Software_Development.mspdi.xml", 90)
"""Written by MPXJ from a .mpp: it adds an assignment of nobody to 13 bare tasks."""


def read(folder: Path, name: str) -> Extract:
    return MSPDI.read(read_xml(folder / name, "", name))


def said(folder: Path, name: str) -> dict[str, Any]:
    """Return what MPXJ counted in a file."""
    text = (folder / "_mpxj_expected_counts.json").read_text(encoding="utf-8")
    return next(one for one in json.loads(text) if one["file"] == name)


def counted(found: Extract) -> dict[str, Any]:
    """Count as MPXJ does: without the project's own summary, costs of leaves."""
    tasks = [row for row in found.rows["task"] if row["task_kind"] != "project"]
    leaves = [row for row in tasks if row["task_kind"] in ("task", "milestone")]

    def sum_of(column: str) -> float:
        return float(sum(Decimal(row.get(column) or 0) for row in leaves))

    return {
        "tasks_without_root": len(tasks),
        "summary": sum(row["task_kind"] == "summary" for row in tasks),
        "milestones": sum(row["task_kind"] == "milestone" for row in tasks),
        "resources_named": len(found.rows["resource"]),
        "assignments": len(found.rows["assignment"]),
        "links": len(found.rows["task_link"]),
        "with_baseline_finish": sum(bool(t.get("baseline_finish_at")) for t in tasks),
        "with_actual_start": sum(bool(t.get("actual_start_at")) for t in tasks),
        "with_actual_finish": sum(bool(t.get("actual_finish_at")) for t in tasks),
        "leaf_cost": sum_of("cost_amount"),
        "leaf_baseline_cost": sum_of("baseline_cost_amount"),
        "leaf_actual_cost": sum_of("actual_cost_amount"),
        "start": minute(found.rows["schedule"][0]["start_at"]),
        "finish": minute(found.rows["schedule"][0]["finish_at"]),
        "first_tasks": [first(row) for row in tasks[:4]],
    }


def minute(instant: str | None) -> str:
    """Write an instant as MPXJ does: without seconds that are zero."""
    return str(instant).removesuffix(":00")


def first(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["row_number"],
        "level": row.get("outline_level"),
        "name": str(row.get("name")),
        "start": minute(row.get("start_at")),
        "finish": minute(row.get("finish_at")),
        "pct": 100 * (row.get("complete_ratio") or 0),
    }


@pytest.mark.parametrize("name", FILES)
def test_counts_costs_and_dates_are_those_of_mpxj(corpus: Path, name: str) -> None:
    folder = corpus / "ms_project"
    expected = said(folder, name)
    found = counted(read(folder, name))
    assert found == {key: expected[key] for key in found}


@pytest.mark.parametrize("name", FILES)
def test_sums_of_the_project_itself_are_those_of_mpxj(corpus: Path, name: str) -> None:
    folder = corpus / "ms_project"
    expected = said(folder, name)["root"]
    (row,) = (
        one
        for one in read(folder, name).rows["task"]
        if one["task_kind"] == "project" or one["task_id"] == "0"
    )
    shown = {
        "cost": float(row["cost_amount"]),
        "actual_cost": float(row["actual_cost_amount"]),
        "baseline_cost": float(row.get("baseline_cost_amount") or 0),
        "percent_complete": 100 * row["complete_ratio"],
    }
    assert shown == {key: expected[key] for key in shown}
    # MPXJ tells work in days of the project's own length.
    (schedule,) = read(folder, name).rows["schedule"]
    days = float(expected["work"].removesuffix("d"))
    assert row["work_hours"] == pytest.approx(days * schedule["hours_per_day"])


def test_what_mpxj_writes_of_a_mpp_is_what_it_counted_there(corpus: Path) -> None:
    folder = corpus / "ms_project"
    name, assignments = DERIVED
    expected = said(folder, "aspose_Software_Development.mpp")
    found = counted(read(folder, name))
    assert found.pop("assignments") == assignments == expected["assignments"] + 13
    assert found == {key: expected[key] for key in found}


def test_every_file_of_microsofts_xml_is_among_them(corpus: Path) -> None:
    claimed = {
        path.name
        for path in (corpus / "ms_project").glob("*.xml")
        if MSPDI.claims(read_xml(path, "", path.name))
    }
    assert claimed == {*FILES, DERIVED[0]}
