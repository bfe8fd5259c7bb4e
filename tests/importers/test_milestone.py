"""Lists of milestones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.importers.milestone import MILESTONE
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference
from tests.intake.reading import read as parse

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_below_its_title_rows(tmp_path: Path) -> None:
    read = reference(tmp_path, MILESTONE)
    assert read.reasons == [(11, "a line without a milestone")]
    rows = read.rows("milestone_id, baseline_on, planned_on, actual_on, complete_ratio")
    assert rows[3] == ("M4", date(2026, 6, 30), date(2026, 7, 15), None, 0.35)
    assert len(rows) == 5
    assert read.rows("is_contractual")[:2] == [(True,), (False,)]
    units = [(None, None), (1200, 950), (300, 0)]
    assert read.rows("units_planned, units_done")[1:4] == units
    assert read.report.unknown_columns == []


def test_without_a_number_the_name_is_the_key(tmp_path: Path) -> None:
    content = b"Milestone,Due date\nGo live,2026-07-01\nHandover,2026-08-01\n"
    rows = parse(tmp_path, content).rows("milestone_id, name, planned_on")
    assert rows[0] == ("Go live", "Go live", date(2026, 7, 1))


@pytest.mark.parametrize(
    "header",
    [
        *("Milestone,Baseline,Forecast,Actual", "ID,Milestone name,Due date"),
        *("Meilenstein,Basistermin,Plantermin", "Jalon,Date prévue,Date réelle"),
        "Hito,Fecha prevista",
    ],
)
def test_milestones_are_claimed(header: str) -> None:
    assert claims(MILESTONE, header)


@pytest.mark.parametrize(
    "header",
    [
        *("Title,Due date,Status", "Issue ID,Title,Milestone,Due Date"),
        *("Milestone,Amount,Due date", "ID,Title,Assignee,Milestone,Due date"),
        *("Task,Milestone,Predecessors,Finish", "Milestone,Owner"),
    ],
)
def test_what_only_names_a_milestone_is_not_claimed(header: str) -> None:
    assert not claims(MILESTONE, header)


def test_milestones_of_two_work_packages_may_share_a_name(tmp_path: Path) -> None:
    content = (
        b"Milestone,Work package,Due date,Weight\n"
        b"Accepted,Portal,2026-07-01,80%\nAccepted,Data,2026-08-01,3\n"
        b"Go live,,2026-09-01,\n"
    )
    read = parse(tmp_path, content)
    assert read.rows("milestone_id, name, work_package, weight") == [
        ("Portal: Accepted", "Accepted", "Portal", 0.8),
        ("Data: Accepted", "Accepted", "Data", 3.0),
        ("Go live", "Go live", None, None),
    ]
    assert read.report.problems == []


@pytest.mark.parametrize(
    ("planned", "done"),
    [
        *(("Units planned", "Units done"), ("Planned units", "Completed units")),
        *(("Planned quantity", "Quantity done"), ("Qty planned", "Qty done")),
        *(("Soll-Menge", "Ist-Menge"), ("units_planned", "units_done")),
    ],
)
def test_units_of_a_work_package_are_read(
    tmp_path: Path, planned: str, done: str
) -> None:
    content = (
        f"Milestone,Work package,Due date,{planned},{done}\n"
        'Loaves,Bread,2026-07-01,"1,400","1,080.5"\nRolls,Bread,2026-08-01,20,many\n'
    )
    read = parse(tmp_path, content.encode())
    assert read.rows("units_planned, units_done") == [(1400.0, 1080.5), (20.0, None)]
    assert read.report.unknown_columns == []
    assert len(read.report.problems) == 1


def test_a_revised_date_is_the_one_planned_now() -> None:
    text = (
        "Milestone,Planned date,Revised date\nA,2024-03-01,2024-03-15\nB,2024-06-01,\n"
    )
    assert read_csv(MILESTONE, text).column("planned_on") == [
        *(date(2024, 3, 15), date(2024, 6, 1)),
    ]
