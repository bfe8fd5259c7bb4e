"""Microsoft Project's XML: the golden file by hand, odd values, damage, real files."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analytics import schema
from analytics.importers.mspdi import MSPDI
from analytics.importers.mspdi_cells import Cells, duration_hours
from analytics.importers.xml_document import read_xml
from tests.importers.xml_text import claimed, parsed

if TYPE_CHECKING:
    from analytics.errors import Problem
    from analytics.importers.documents import Extract

GOLDEN = Path(__file__).parents[1] / "golden" / "mspdi"
HEAD = '<Project xmlns="http://schemas.microsoft.com/project">'


def extract(folder: Path, inner: str) -> Extract:
    """Read what stands inside <Project>."""
    name, found = claimed(parsed(folder, f"{HEAD}\n{inner}\n</Project>"))
    assert name == "mspdi"
    return found


def only_task(folder: Path, fields: str) -> dict[str, Any]:
    found = extract(folder, f"<Tasks><Task><UID>1</UID>{fields}</Task></Tasks>")
    (row,) = found.rows["task"]
    return row | {"problems": [(p.column, p.message) for p in found.problems]}


def golden() -> Extract:
    return MSPDI.read(read_xml(GOLDEN / "reference.xml", "", "reference.xml"))


def test_the_golden_file_is_read_as_recorded() -> None:
    document = read_xml(GOLDEN / "reference.xml", "", "reference.xml")
    name, found = claimed(document)
    result = json.loads(json.dumps({"importer": name, **asdict(found)}))
    expected = (GOLDEN / "reference.expected.json").read_text(encoding="utf-8")
    assert result == json.loads(expected)


def test_counts_and_sums_of_the_golden_file_are_those_made_by_hand() -> None:
    found = golden()
    rows = found.rows
    kinds = Counter(row["task_kind"] for row in rows["task"])
    assert kinds == {"project": 1, "summary": 1, "task": 4, "blank": 1, "milestone": 1}
    assert found.rows_read == len(rows["task"]) == 8
    assert {name: len(of) for name, of in rows.items()} == {
        "task": 8,
        "task_baseline": 3,
        "task_link": 4,
        "resource": 4,
        "assignment": 3,
        "timephased": 6,
        "calendar_day": 23,
        "schedule": 1,
    }
    leaves = [row for row in rows["task"] if row["task_kind"] in ("task", "milestone")]
    cost = sum(Decimal(row["cost_amount"] or 0) for row in leaves)
    assert cost == Decimal("14950.50") == Decimal(rows["task"][0]["cost_amount"])
    assert found.instants == "project"
    assert not found.problems
    assert not found.quarantined


def test_rows_have_only_columns_of_their_table() -> None:
    for name, rows in golden().rows.items():
        columns = {*schema.table(name).names, "line"}
        assert all("line" in row and row.keys() <= columns for row in rows), name


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("PT81H8M24S", 81.14),
        ("PT0H0M0S", 0),
        ("PT30M", 0.5),
        ("P1DT1H", 25),
        ("PT0.5S", 0.5 / 3600),
        ("-PT8H", -8),
        ("P1M", None),
        ("P", None),
        ("PT", None),
        ("8h", None),
        (f"PT{'9' * 400}H", None),
        ("", None),
    ],
)
def test_durations(text: str, hours: float | None) -> None:
    assert duration_hours(text) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("fields", "column", "value"),
    [
        ("<OutlineNumber>1.2.3</OutlineNumber>", "outline_level", 3),
        ("<OutlineNumber>0</OutlineNumber>", "task_kind", "project"),
        ("<OutlineNumber>4.5</OutlineNumber>", "wbs", "4.5"),
        ("<Summary>1</Summary><Milestone>1</Milestone>", "task_kind", "summary"),
        ("<Milestone>true</Milestone>", "task_kind", "milestone"),
        ("<ConstraintType>7</ConstraintType>", "constraint_type", "fnlt"),
        ("<EarnedValueMethod>0</EarnedValueMethod>", "earned_value_method", "percent"),
        ("<DurationFormat>53</DurationFormat>", "is_estimated", True),
        ("<DurationFormat>8</DurationFormat>", "is_elapsed", True),
        ("<DurationFormat>7</DurationFormat>", "is_elapsed", False),
        ("<Estimated>0</Estimated>", "is_estimated", False),
        ("<TotalSlack>-2400</TotalSlack>", "total_slack_hours", -4),
        ("<Cost>352625</Cost>", "cost_amount", "3526.25"),
        ("<Cost>0.5</Cost>", "cost_amount", "0.00"),
        ("<Cost>1e4</Cost>", "cost_amount", "100.00"),
        ("<Finish>2026-01-31</Finish>", "finish_at", "2026-01-31T00:00:00"),
        ("<Finish>2026-01-31T09:08:24</Finish>", "finish_at", "2026-01-31T09:08:24"),
        ("<Finish/>", "finish_at", None),
        ("<Active>0</Active>", "is_active", False),
        ("", "is_active", True),
        ("", "is_critical", None),
        ("<CalendarUID>-1</CalendarUID>", "calendar_name", None),
    ],
)
def test_cells_of_a_task(
    tmp_path: Path, fields: str, column: str, value: object
) -> None:
    row = only_task(tmp_path, fields)
    assert row[column] == value
    assert row["problems"] == []


@pytest.mark.parametrize(
    ("fields", "column", "problem"),
    [
        ("<Cost>much</Cost>", "cost_amount", ("Cost", "'much' is not a number")),
        ("<Cost>NaN</Cost>", "cost_amount", ("Cost", "'NaN' is not a number")),
        (
            "<Cost>1e30</Cost>",
            "cost_amount",
            ("Cost", "'1e30' is too large to be money"),
        ),
        ("<ID>1.5</ID>", "row_number", ("ID", "'1.5' is not a whole number")),
        ("<ID>1e30</ID>", "row_number", ("ID", "'1e30' is not a whole number")),
        (
            "<Duration>3 days</Duration>",
            "duration_hours",
            ("Duration", "'3 days' is not a duration"),
        ),
        (
            "<Start>2026-02-30T08:00:00</Start>",
            "start_at",
            ("Start", "'2026-02-30T08:00:00' is not a date and time"),
        ),
        (
            "<ConstraintType>8</ConstraintType>",
            "constraint_type",
            ("ConstraintType", "'8' is none of 0 to 7"),
        ),
        ("<Critical>yes</Critical>", "is_critical", ("Critical", "'yes' is neither")),
    ],
)
def test_a_cell_that_cannot_be_read_is_empty_and_said(
    tmp_path: Path, fields: str, column: str, problem: tuple[str, str]
) -> None:
    row = only_task(tmp_path, fields)
    assert row[column] is None
    ((name, message),) = row["problems"]
    assert name == problem[0]
    assert message.startswith(problem[1])


def test_a_zone_is_not_applied_and_that_is_said(tmp_path: Path) -> None:
    row = only_task(tmp_path, "<Start>2026-01-31T09:00:00+02:00</Start>")
    assert row["start_at"] == "2026-01-31T09:00:00"
    assert row["problems"] == [
        ("Start", "the zone of '2026-01-31T09:00:00+02:00' was not applied")
    ]


def test_a_task_without_uid_and_a_doubled_one_are_set_aside(tmp_path: Path) -> None:
    found = extract(
        tmp_path,
        "<Tasks>\n<Task><Name>Lost</Name></Task>\n"
        "<Task><UID>1</UID><Name>Old</Name></Task>\n"
        "<Task><UID>1</UID><Name>New</Name></Task></Tasks>",
    )
    assert [row["name"] for row in found.rows["task"]] == ["New"]
    assert found.quarantined == [
        (3, "has no UID, by which links and dates name it", "Lost"),
        (4, "task 1 is there again on line 5, which counts", "1 Old"),
    ]
    assert found.rows_read == len(found.rows["task"]) + len(found.quarantined)


def test_what_names_nothing_is_left_out_and_said(tmp_path: Path) -> None:
    found = extract(
        tmp_path,
        "<Calendars><Calendar><Name>X</Name></Calendar></Calendars>"
        "<Tasks><Task><UID>1</UID><PredecessorLink/></Task></Tasks>"
        "<Resources><Resource><Name>Ada</Name></Resource></Resources>"
        "<Assignments><Assignment><UID>1</UID></Assignment></Assignments>",
    )
    assert [len(rows) for rows in found.rows.values()].count(0) == 6
    assert {problem.column for problem in found.problems} == {
        "UID",
        "PredecessorUID",
        "TaskUID",
    }


def test_a_baseline_on_the_first_day_of_the_tool_is_none(tmp_path: Path) -> None:
    none = "<Start>1984-01-01T00:00:00</Start><Finish>1984-01-01T00:00:00</Finish>"
    real = "<Start>2026-01-05T08:00:00</Start><Finish>2026-01-09T17:00:00</Finish>"
    found = extract(
        tmp_path,
        f"<Tasks><Task><UID>1</UID><Baseline><Number>0</Number>{none}</Baseline></Task>"
        f"<Task><UID>2</UID><Baseline><Number>0</Number>{real}</Baseline></Task></Tasks>",
    )
    assert [row["task_id"] for row in found.rows["task_baseline"]] == ["2"]
    first, second = found.rows["task"]
    assert first.get("baseline_start_at") is None
    assert second["baseline_start_at"] == "2026-01-05T08:00:00"


def test_parents_follow_the_outline(tmp_path: Path) -> None:
    levels = (0, 1, 2, 3, 2, 1)
    tasks = "".join(
        f"<Task><UID>{uid}</UID><OutlineLevel>{level}</OutlineLevel></Task>"
        for uid, level in enumerate(levels)
    )
    found = extract(tmp_path, f"<Tasks>{tasks}</Tasks>")
    parents = [row["parent_id"] for row in found.rows["task"]]
    assert parents == [None, "0", "1", "2", "1", "0"]


def test_a_file_without_a_currency_code_says_so_where_it_has_costs(
    tmp_path: Path,
) -> None:
    head = "<CurrencySymbol>£</CurrencySymbol><Tasks><Task><UID>1</UID>"
    found = extract(tmp_path, f"{head}<Cost>100</Cost></Task></Tasks>")
    (note,) = found.notes
    assert note.startswith("The file says its currency only by its sign, '£'")
    assert extract(tmp_path, f"{head}</Task></Tasks>").notes == []


def test_a_schedule_without_tasks_says_so(tmp_path: Path) -> None:
    found = extract(tmp_path, "<Title>Empty</Title>")
    assert found.notes == ["The schedule holds no tasks."]
    assert found.rows["schedule"][0]["name"] == "Empty"


WORK = "<DayWorking>1</DayWorking>"
PERIOD = (
    "<TimePeriod><FromDate>{}T00:00:00</FromDate>"
    "<ToDate>{}T23:59:00</ToDate></TimePeriod>"
)


def calendar_days(folder: Path, *calendars: str) -> tuple[list[Any], list[Problem]]:
    inner = "".join(f"<Calendar>{one}</Calendar>" for one in calendars)
    found = extract(folder, f"<Calendars>{inner}</Calendars>")
    return found.rows["calendar_day"], found.problems


def test_days_that_differ_until_2007_stand_among_the_weekdays(tmp_path: Path) -> None:
    period = PERIOD.format("2003-12-25", "2003-12-26")
    rows, _ = calendar_days(
        tmp_path,
        "<UID>1</UID><WeekDays><WeekDay><DayType>0</DayType>"
        f"<DayWorking>0</DayWorking>{period}</WeekDay></WeekDays>",
    )
    (row,) = rows
    assert (row["starts_on"], row["ends_before"]) == ("2003-12-25", "2003-12-27")
    assert (row["is_working"], row["working_hours"]) == (False, 0)


def test_periods_that_make_no_sense_give_no_days(tmp_path: Path) -> None:
    exceptions = "".join(
        f"<Exception>{period}</Exception>"
        for period in (
            "",
            "<TimePeriod><FromDate>2026-01-01T00:00:00</FromDate></TimePeriod>",
            PERIOD.format("2026-01-02", "2026-01-01"),
        )
    )
    weeks = "<WorkWeeks><WorkWeek><Name>x</Name></WorkWeek></WorkWeeks>"
    days = "<WeekDays><WeekDay><DayType>9</DayType></WeekDay></WeekDays>"
    rows, problems = calendar_days(
        tmp_path, f"<UID>1</UID><Exceptions>{exceptions}</Exceptions>{weeks}{days}"
    )
    assert rows == problems == []


def test_days_for_ever_are_cut_and_that_is_said(tmp_path: Path) -> None:
    period = PERIOD.format("1984-01-01", "9999-12-31")
    rows, problems = calendar_days(
        tmp_path,
        f"<UID>1</UID><Exceptions><Exception>{period}<Type>1</Type><Period>2</Period>"
        f"{WORK}</Exception><Exception>{period}<Type>1</Type></Exception></Exceptions>",
    )
    assert len(rows) == 10_001
    assert rows[0]["working_hours"] is None
    assert rows[-1]["ends_before"] == "2200-01-01"
    assert [problem.message for problem in problems] == [
        "only its first 10,000 days are read"
    ]


def test_calendars_that_follow_each_other_in_a_circle_end(tmp_path: Path) -> None:
    week = f"<WeekDays><WeekDay><DayType>2</DayType>{WORK}</WeekDay></WeekDays>"
    rows, _ = calendar_days(
        tmp_path,
        "<UID>1</UID><BaseCalendarUID>2</BaseCalendarUID>",
        "<UID>2</UID><BaseCalendarUID>1</BaseCalendarUID>",
        f"<UID>3</UID><BaseCalendarUID>3</BaseCalendarUID>{week}",
    )
    assert [row["weekday"] for row in rows] == [1]


@pytest.mark.parametrize(
    ("start", "end", "hours", "problems"),
    [
        ("08:00:00", "12:30:00", 4.5, 0),
        ("22:00:00", "00:00:00", 2, 0),
        ("8 am", "12:00:00", None, 1),
        ("", "12:00:00", None, 0),
    ],
)
def test_hours_of_a_weekday(
    tmp_path: Path, start: str, end: str, hours: float | None, problems: int
) -> None:
    times = f"<FromTime>{start}</FromTime><ToTime>{end}</ToTime>"
    rows, told = calendar_days(
        tmp_path,
        f"<UID>1</UID><WeekDays><WeekDay><DayType>2</DayType>{WORK}<WorkingTimes>"
        f"<WorkingTime>{times}</WorkingTime></WorkingTimes></WeekDay></WeekDays>",
    )
    assert [row["working_hours"] for row in rows] == [hours]
    assert len(told) == problems


def test_long_values_are_quoted_short() -> None:
    cells = Cells(1, {"Cost": "x" * 99}, [])
    assert cells.money("Cost") is None
    assert cells.problems[0].message == f"'{'x' * 59}…' is not a number"


@pytest.mark.parametrize(
    ("text", "is_claimed"),
    [
        ("<Project><Tasks/></Project>", True),
        ("<Project/>", False),
        ('<Project xmlns="urn:other"><Tasks/></Project>', False),
        (f"{HEAD}</Project>", True),
        ("<APIBusinessObjects><Project/></APIBusinessObjects>", False),
    ],
)
def test_only_a_project_of_microsoft_is_claimed(
    tmp_path: Path, text: str, *, is_claimed: bool
) -> None:
    assert MSPDI.claims(parsed(tmp_path, text)) is is_claimed


def test_lists_in_elements_of_their_own_name_are_read(tmp_path: Path) -> None:
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID></PredecessorLink>"
    links = f"<PredecessorLink>{link.format(1)}{link.format(2)}</PredecessorLink>"
    times = "<FromTime>09:00:00</FromTime><ToTime>15:00:00</ToTime>"
    day = (
        "<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>"
        f"<WorkingTime><WorkingTime>{times}</WorkingTime></WorkingTime>"
        "</WorkingTimes></WeekDay>"
    )
    calendar = (
        f"<UID>1</UID><Name>Six</Name><WeekDays><WeekDay>{day}</WeekDay></WeekDays>"
    )
    found = extract(
        tmp_path,
        f"<CalendarUID>1</CalendarUID><Calendars><Calendar><Calendar>{calendar}"
        "</Calendar></Calendar></Calendars><Tasks>"
        f"<Task><UID>3</UID><Name>a</Name>{links}</Task></Tasks>",
    )
    assert [row["predecessor_id"] for row in found.rows["task_link"]] == ["1", "2"]
    assert [row["working_hours"] for row in found.rows["calendar_day"]] == [6]
    assert found.problems == []
