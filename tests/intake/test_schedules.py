"""A schedule along the whole road: its day, its name, its money, its rows as facts."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analytics.facts import load_facts
from analytics.intake import road
from analytics.warehouse import projects

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.intake.waiting import Staged
    from analytics.warehouse.store import Warehouse

REFERENCE = Path(__file__).parents[1] / "golden" / "mspdi" / "reference.xml"
HEAD = '<Project xmlns="http://schemas.microsoft.com/project">'
TASK = "<Tasks><Task><UID>1</UID><ActualStart>{}</ActualStart></Task></Tasks>"


def staged(warehouse: Warehouse, folder: Path, text: str) -> Staged:
    path = folder / "plan.xml"
    path.write_text(text, encoding="utf-8")
    with path.open("rb") as stream:
        return road.stage(warehouse, road.take_in(warehouse, stream, path.name))


def reference(warehouse: Warehouse, folder: Path) -> tuple[Staged, Facts]:
    """Load the reference into a project of its own."""
    there = staged(warehouse, folder, REFERENCE.read_text(encoding="utf-8"))
    project = projects.create_project(warehouse, "Plan")
    road.accept(warehouse, there, project.project_id)
    return there, load_facts(warehouse, project.project_id)


def test_tasks_of_a_schedule_are_facts_with_their_lines(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    there, facts = reference(warehouse, tmp_path)
    assert there.report.rows_read == there.report.rows_loaded == 8
    assert there.report.problem_count == 0
    tasks = facts.table("task").set_index("task_id", drop=False)
    assert tasks["task_kind"].value_counts().to_dict() == {
        "task": 4,
        "project": 1,
        "summary": 1,
        "blank": 1,
        "milestone": 1,
    }
    by_id = {row["task_id"]: row for row in tasks.to_dict("records")}
    milestone, draw = by_id["17"], by_id["12"]
    assert (milestone["name"], milestone["task_kind"]) == ("Go live", "milestone")
    assert milestone["finish_at"] == datetime(2026, 4, 24, 17)  # noqa: DTZ001 - local
    assert milestone["baseline_finish_at"] == datetime(2026, 4, 17, 17)  # noqa: DTZ001
    lines = REFERENCE.read_text(encoding="utf-8").split("\n")
    assert lines[draw["source_line"] - 1].strip() == "<Task>"
    assert draw["cost_amount"] == 8000.5
    assert draw["duration_hours"] == pytest.approx(81.14)
    assert list(draw["resources"]) == ["Ada"]
    counts = {
        name: len(facts.table(name))
        for name in ("task_link", "task_baseline", "resource", "assignment")
    }
    assert counts == {
        "task_link": 4,
        "task_baseline": 3,
        "resource": 4,
        "assignment": 3,
    }


def test_the_status_date_dates_the_file(warehouse: Warehouse, tmp_path: Path) -> None:
    there, facts = reference(warehouse, tmp_path)
    assert there.report.as_of == "2026-03-16T17:00:00"
    assert there.report.instants == "project"
    assert facts.as_of == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("head", "as_of"),
    [
        ("<LastSaved>2026-03-17T18:05:00</LastSaved>", "2026-03-17T18:05:00"),
        (
            "<LastSaved>2026-03-17</LastSaved><StatusDate>2026-03-01</StatusDate>",
            "2026-03-01T00:00:00",
        ),
        ("", "2026-03-02T08:00:00"),
    ],
)
def test_a_file_without_a_status_date_is_of_the_day_it_was_saved(
    warehouse: Warehouse, tmp_path: Path, head: str, as_of: str
) -> None:
    inner = head + TASK.format("2026-03-02T08:00:00")
    there = staged(warehouse, tmp_path, f"{HEAD}{inner}</Project>")
    assert there.report.as_of == as_of


def test_name_and_currency_are_those_of_the_schedule(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    there, _ = reference(warehouse, tmp_path)
    assert there.report.identity == ["Ticket app"]
    assert there.report.hints["currencies"] == ["EUR"]
    code = "<CurrencyCode>GBP</CurrencyCode>"
    free = staged(warehouse, tmp_path, f"{HEAD}{code}<Tasks/></Project>")
    assert free.report.hints["currencies"] == []
    assert free.report.identity == []


def test_holidays_of_the_project_are_days_off(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _, facts = reference(warehouse, tmp_path)
    assert date(2026, 4, 3) in facts.calendar.holidays
    assert date(2026, 3, 23) not in facts.calendar.holidays  # of one person only


def test_the_next_state_of_a_schedule_replaces_the_last(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _, facts = reference(warehouse, tmp_path)
    text = REFERENCE.read_text(encoding="utf-8")
    later = text.replace("<Name>Build</Name>", "<Name>Build it</Name>")
    later = later.replace("2026-03-16T17:00:00</StatusDate>", "2026-03-23T17:00:00"
                          "</StatusDate>")  # fmt: skip
    there = staged(warehouse, tmp_path, later)
    road.accept(warehouse, there, facts.project.project_id)
    now = load_facts(warehouse, facts.project.project_id)
    assert min(now.table("task")["name"].dropna()) == "Build it"
    assert len(now.table("task")) == 8
    assert now.as_of == date(2026, 3, 23)
