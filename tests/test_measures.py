"""What is measured of all sprints at once is what is measured of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analytics import measures
from analytics.facts import days_off, load_facts
from analytics.filters import Filters
from analytics.metrics.burndown import burndown
from analytics.metrics.velocity import velocity
from analytics.project import ProjectSettings, SprintDates, TeamCalendar
from analytics.warehouse import ledger_reads, projects
from tests import factories
from tests.homes import HEADER as COLUMNS
from tests.homes import csv_text, issue_rows, load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.metrics.scope import Unit
    from analytics.warehouse.store import Warehouse

SPRINTS = "Sprint,Start,End,Complete\n" + "".join(
    f"Sprint {number},2026-0{number}-01,2026-0{number}-27,2026-0{number}-27\n"
    for number in (1, 2, 3)
)
EVERY = (
    Filters(),
    Filters(team=("Cassini",)),
    Filters(issue_type=("Bug",)),
    Filters(team=("Nobody",)),
)


def one_by_one(facts: Facts, kind: str) -> pd.DataFrame:
    """Ask once per frame, as a page of one sprint does."""
    parts = [facts.deltas(frame) for frame in measures.frames_of(facts, kind)]
    return pd.concat([part for part in parts if len(part)] or parts[:1])


def ordered(deltas: pd.DataFrame) -> pd.DataFrame:
    return deltas.sort_values(list(deltas.columns), ignore_index=True)


def without_log(warehouse: Warehouse, tmp_path: Path) -> str:
    """Load issues without a change log, in sprints with and without dates."""
    rows = [
        [
            *row,
            *([f"Sprint {1 + n % 4}"] + [f"Sprint {n % 3}"] * (n % 5 == 0) + [""])[:2],
        ]
        for n, row in enumerate(issue_rows(60))
    ]
    for row in rows:
        if len(row) < len(COLUMNS) + 2:
            row.append("")
    board, dates = tmp_path / "board.csv", tmp_path / "sprints.csv"
    header = (*COLUMNS, "Sprint", "Sprint")
    board.write_text(csv_text(rows, header), encoding="utf-8")
    dates.write_text(SPRINTS, encoding="utf-8")
    load(warehouse, board, dates)
    return "App"


@pytest.mark.parametrize("filters", EVERY, ids=str)
@pytest.mark.parametrize("kind", ["sprint", "release", "project"])
def test_all_ledgers_at_once_are_those_of_each(
    sample_warehouse: Warehouse, filters: Filters, kind: str
) -> None:
    (project,) = projects.list_projects(sample_warehouse)
    facts = load_facts(sample_warehouse, project.project_id, filters=filters)
    if not measures.frames_of(facts, kind):
        pytest.skip(f"the sample has no {kind}")
    found = facts.all_deltas(kind)
    assert_frame_equal(ordered(found), ordered(one_by_one(facts, kind)))


@pytest.mark.parametrize("kind", ["sprint", "release", "project"])
def test_what_is_reconstructed_is_the_same(
    warehouse: Warehouse, tmp_path: Path, kind: str
) -> None:
    project = projects.find_project(warehouse, without_log(warehouse, tmp_path))
    assert project is not None
    facts = load_facts(warehouse, project.project_id)
    frames = measures.frames_of(facts, kind)
    found = facts.all_deltas(kind)
    if kind == "sprint":
        dated = {frame.frame_id for frame in frames if frame.start is not None}
        named = set(found["frame_id"])
        assert len(named) > 1
        assert named <= dated
    if frames:
        assert_frame_equal(ordered(found), ordered(one_by_one(facts, kind)))
    else:
        assert found.empty


@pytest.mark.parametrize("unit", ["points", "items", "hours"])
def test_velocity_is_that_of_the_frames_one_by_one(
    sample_warehouse: Warehouse, unit: str
) -> None:
    (project,) = projects.list_projects(sample_warehouse)
    facts = load_facts(sample_warehouse, project.project_id)
    told = cast("Unit", unit)
    found = measures.velocity_of(facts, told)
    wanted = velocity(
        one_by_one(facts, "sprint"),
        frames=measures.frames_of(facts, "sprint"),
        unit=told,
        as_of=facts.as_of,
    )
    assert_frame_equal(found.sprints, wanted.sprints)
    assert (found.mean, found.say_do) == (wanted.mean, wanted.say_do)
    assert found.why == wanted.why
    assert {name: sorted(ids) for name, ids in found.basis.used.items()} == {
        name: sorted(ids) for name, ids in wanted.basis.used.items()
    }
    assert len(found.basis.left_out) == len(wanted.basis.left_out)


def test_velocity_asks_once(
    sample_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project,) = projects.list_projects(sample_warehouse)
    facts = load_facts(sample_warehouse, project.project_id)
    asked, ask = [], ledger_reads.deltas

    def count(store: Warehouse, wanted: ledger_reads.Wanted) -> pd.DataFrame:
        asked.append(wanted.frame_id)
        return ask(store, wanted)

    monkeypatch.setattr(ledger_reads, "deltas", count)
    measures.velocity_of(facts, "points")
    assert asked == [None]


def test_a_project_without_sprints_has_no_velocity(warehouse: Warehouse) -> None:
    project = projects.create_project(warehouse, "Empty")
    found = measures.velocity_of(load_facts(warehouse, project.project_id), "points")
    assert (found.mean, len(found.sprints)) == (None, 0)


def test_the_ideal_line_is_flat_on_the_holidays_of_a_calendar(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    holidays = (
        "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Holidays\r\n"
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260107\r\n"
        "DTEND;VALUE=DATE:20260109\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20260112\r\n"
        "ATTENDEE;CN=Ada:mailto:ada@example.org\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20260113T090000Z\r\n"
        "DTEND:20260113T170000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    without_log(warehouse, tmp_path)
    (project,) = projects.list_projects(warehouse)
    before = load_facts(warehouse, project.project_id)
    assert before.calendar.is_working(date(2026, 1, 7))
    calendar = tmp_path / "holidays.ics"
    calendar.write_text(holidays, encoding="utf-8", newline="")
    load(warehouse, calendar)
    facts = load_facts(warehouse, project.project_id)
    assert facts.calendar.holidays == {date(2026, 1, 7), date(2026, 1, 8)}
    committed = factories.deltas([("A-1", 1, "initial", 10.0)])
    measured = burndown(
        committed,
        frame=factories.sprint(),
        unit="points",
        calendar=facts.calendar,
        as_of=date(2026, 1, 18),
    )
    # Eight working days are left of the ten between 5 and 18 January.
    assert measured.days["ideal"].tolist()[:6] == [8.75, 7.5, 7.5, 7.5, 6.25, 6.25]


def test_a_team_with_a_calendar_of_its_own_follows_that(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = [
        (f"A-{n}", f"Item {n}", "Story", "To Do", "01/Jan/26 9:00 AM", "S1", team)
        for n, team in enumerate(["East", "East", ""], 1)
    ]
    header = (
        *("Issue key", "Summary", "Issue Type", "Status", "Created", "Sprint"),
        "Custom field (Team Name)",
    )
    path = tmp_path / "board.csv"
    path.write_text(csv_text(rows, header), encoding="utf-8")
    load(warehouse, path)
    east = TeamCalendar("East", (4, 5), (date(2026, 1, 7),))
    settings = ProjectSettings(
        sprint_dates=(SprintDates("S1", date(2026, 1, 5), date(2026, 1, 12)),),
        team_calendars=(east,),
    )
    projects.change_settings(warehouse, "app", settings)
    assert ProjectSettings.from_json(settings.to_json()) == settings

    def off(facts: Facts) -> list[int]:
        """Return the days of January without work in the burn-down of the sprint."""
        (frame,) = measures.frames_of(facts, "sprint")
        days = measures.burndown_of(facts, frame, "items").days
        off_work = days.index[~days["working"].astype("bool")]
        return [pd.Timestamp(str(day)).day for day in off_work]

    # Monday to Sunday. One item names no team, which does not matter.
    facts = load_facts(warehouse, "app", as_of=date(2026, 1, 6))
    assert off(facts) == [7, 9, 10]
    assert facts.calendar.weekend == {5, 6}
    alone = replace(facts, filters=Filters(team=("East",)))
    assert alone.calendar.weekend == {4, 5}
    other = settings.with_changes(team_calendars=(replace(east, team="West"),))
    projects.change_settings(warehouse, "app", other)
    assert off(load_facts(warehouse, "app", as_of=date(2026, 1, 6))) == [10, 11]


def test_days_off_are_those_of_the_whole_project_only() -> None:
    columns = ["starts_on", "ends_before", "is_working", "person"]
    rows = pd.DataFrame(
        [
            ("2026-05-01", "2026-05-03", False, None),
            ("2026-05-05", None, False, None),
            ("2026-05-06", "2026-05-07", True, None),
            ("2026-05-07", "2026-05-08", False, "Ada"),
            (None, None, False, None),
        ],
        columns=columns,
    )
    rows[columns[:2]] = rows[columns[:2]].apply(pd.to_datetime)
    rows["is_project_calendar"] = [None, True, True, False, None]
    assert days_off(rows) == {date(2026, 5, day) for day in (1, 2, 5)}
    rows["is_project_calendar"] = False
    assert days_off(rows) == frozenset()
    assert days_off(rows.iloc[:0]) == frozenset()
