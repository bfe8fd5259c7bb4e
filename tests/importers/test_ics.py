"""Calendars: every way to say that nobody works on a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dateutil.rrule import DAILY, rrule
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import DamagedFileError, TooLargeError
from analytics.importers import ics
from analytics.importers.ics import ICS, unknown_ics
from analytics.importers.ics_document import read_ics
from analytics.importers.ics_repeat import FIRST, LAST
from tests.intake.reading import parsed

if TYPE_CHECKING:
    from analytics.importers.documents import Extract

GOLDEN = Path(__file__).parents[1] / "golden" / "ics" / "reference.ics"
DAY = ("DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260502")


def calendar(*events: tuple[str, ...], head: tuple[str, ...] = ()) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head]
    for number, event in enumerate(events):
        uid = () if any(one.startswith("UID") for one in event) else (f"UID:{number}",)
        lines += ["BEGIN:VEVENT", *uid, *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def extract(*events: tuple[str, ...], head: tuple[str, ...] = ()) -> Extract:
    return ICS.read(read_ics(calendar(*events, head=head), "team.ics"))


def rows(*events: tuple[str, ...], head: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = extract(*events, head=head).rows["calendar_day"]
    return found


def spans(*events: tuple[str, ...], head: tuple[str, ...] = ()) -> list[Any]:
    return [(one["starts_on"], one["ends_before"]) for one in rows(*events, head=head)]


def begun(*event: str) -> list[str]:
    return [start for start, _ in spans(event)]


def test_the_reference_calendar_is_read_whole() -> None:
    document = read_ics(GOLDEN.read_text(encoding="utf-8"), GOLDEN.name)
    found = ICS.read(document)
    assert (found.rows_read, found.quarantined, found.problems) == (18, [], [])
    listed = found.rows["calendar_day"]
    assert {row["calendar_name"] for row in listed} == {"Days off, office"}
    by_name: dict[str, list[Any]] = {}
    for row in listed:
        by_name.setdefault(row["name"], []).append(row)
    counts = {name: len(found) for name, found in by_name.items()}
    assert counts == {
        "New Year's Day": 50,
        "Easter Monday": 1,
        "Good Friday": 1,
        "May Day, Labour Day": 4,
        "Thanksgiving": 5,
        "Spring bank holiday": 3,
        "Company closed between the years; offices are locked and the heating is "
        "turned down": 1,
        "Brückentag \N{EN DASH} Büro zu": 1,
        "Summer Friday": 6,
        "Summer Friday moved to Thursday": 1,
        "Founders' day": 1,
        "Autumn outing": 1,
        "Half day before the holidays": 1,
        "Stand-up": 1,
        "Annual leave": 1,
        "Training": 2,
        "Valentine's Day": 1,
        "Inventory": 3,
    }
    working = {row["name"] for row in listed if row["is_working"]}
    assert working == {"Half day before the holidays", "Stand-up", "Valentine's Day"}
    people = [row["person"] for row in listed if row["person"]]
    assert people == ["Poe, Ada", "bo@example.org", "Cy"]
    (outing,) = by_name["Autumn outing"]
    assert (outing["starts_on"], outing["line"]) == ("2026-09-22", 119)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (DAY, [("2026-05-01", "2026-05-02")]),
        (("DTSTART;VALUE=DATE:20260501",), [("2026-05-01", "2026-05-02")]),
        (("DTSTART:20260501",), [("2026-05-01", "2026-05-02")]),
        (
            ("DTSTART;VALUE=DATE:20260501", "DURATION:P3D"),
            [("2026-05-01", "2026-05-04")],
        ),
        (
            ("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20270102"),
            [("2026-12-24", "2027-01-02")],
        ),
        (
            ("DTSTART:20260501T000000", "DTEND:20260502T000000"),
            [("2026-05-01", "2026-05-02")],
        ),
        # From Friday noon to Tuesday noon three days are off as a whole.
        (
            ("DTSTART:20260501T120000", "DTEND:20260505T120000"),
            [("2026-05-02", "2026-05-05")],
        ),
    ],
)
def test_the_end_of_an_event_is_the_first_moment_after_it(
    event: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert spans(event) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=YEARLY;COUNT=3", ["2026-05-01", "2027-05-01", "2028-05-01"]),
        ("FREQ=YEARLY;UNTIL=20270501", ["2026-05-01", "2027-05-01"]),
        ("FREQ=YEARLY;UNTIL=20270501T000000Z", ["2026-05-01", "2027-05-01"]),
        ("FREQ=YEARLY;UNTIL=20270430T220000Z", ["2026-05-01"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["2026-05-01", "2026-05-15"]),
        ("FREQ=WEEKLY;BYDAY=FR,MO;COUNT=3", ["2026-05-01", "2026-05-04", "2026-05-08"]),
        ("FREQ=MONTHLY;BYDAY=1FR;COUNT=2", ["2026-05-01", "2026-06-05"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=1", ["2026-05-01", "2026-05-31"]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=1FR;COUNT=2", ["2026-05-01", "2027-05-07"]),
    ],
)
def test_rules_of_repetition_are_followed(rule: str, expected: list[str]) -> None:
    assert begun(*DAY, f"RRULE:{rule}") == expected


def test_an_endless_rule_is_followed_inside_the_window_and_that_is_said() -> None:
    old = ("DTSTART;VALUE=DATE:19800229", "RRULE:FREQ=YEARLY", "SUMMARY:Leap")
    assert [start[:4] for start, _ in spans(old)] == [
        str(year) for year in range(2000, 2050, 4)
    ]
    assert (
        "1 event repeated without an end: followed from 2000 to 2049."
        in extract(old).notes
    )
    assert (FIRST.year, LAST.year) == (2000, 2050)


@given(st.integers(1, 40), st.integers(0, 300))
def test_a_daily_rule_gives_each_day_once(interval: int, count: int) -> None:
    rule = f"RRULE:FREQ=DAILY;INTERVAL={interval};COUNT={count + 1}"
    first = FIRST.replace(year=2026, month=5)
    wanted = rrule(DAILY, interval=interval, count=count + 1, dtstart=first)
    assert begun(*DAY, rule) == [one.date().isoformat() for one in wanted if one < LAST]


def test_excluded_added_and_moved_days_are_told_apart() -> None:
    weekly = (*DAY, "UID:w", "RRULE:FREQ=WEEKLY;COUNT=4")
    assert begun(*weekly, "EXDATE;VALUE=DATE:20260508") == [
        *("2026-05-01", "2026-05-15", "2026-05-22")
    ]
    assert begun(*DAY, "RDATE;VALUE=DATE:20260601,20260701") == [
        *("2026-05-01", "2026-06-01", "2026-07-01")
    ]
    moved = (
        *("UID:w", "RECURRENCE-ID;VALUE=DATE:20260508"),
        *("DTSTART;VALUE=DATE:20260509", "DTEND;VALUE=DATE:20260510"),
    )
    assert sorted(start for start, _ in spans(weekly, moved)) == [
        *("2026-05-01", "2026-05-09", "2026-05-15", "2026-05-22")
    ]
    timed = (
        *("DTSTART;TZID=Europe/Paris:20260501T000000", "DURATION:P1D"),
        *("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260507T220000Z"),
        "EXDATE;VALUE=DATE:20260515",
    )
    assert begun(*timed) == ["2026-05-01"]


def test_a_cancelled_day_is_a_working_day_and_is_listed() -> None:
    weekly = (*DAY, "UID:w", "RRULE:FREQ=WEEKLY;COUNT=2")
    gone = (
        *("UID:w", "RECURRENCE-ID;VALUE=DATE:20260508", "STATUS:CANCELLED"),
        "DTSTART;VALUE=DATE:20260508",
    )
    found = extract(weekly, gone, (*DAY, "SUMMARY:Party", "STATUS:CANCELLED"))
    assert [row["starts_on"] for row in found.rows["calendar_day"]] == ["2026-05-01"]
    assert [(line, text) for line, _, text in found.quarantined] == [
        *((9, ""), (15, "Party"))
    ]
    assert "cancelled" in found.quarantined[0][1]
    assert rows((*DAY,), head=("METHOD:CANCEL",)) == []


def test_times_in_utc_are_those_of_the_calendars_own_zone() -> None:
    event = ("DTSTART:20260430T220000Z", "DTEND:20260501T220000Z")
    assert [row["is_working"] for row in rows(event)] == [True]
    (row,) = rows(event, head=("X-WR-TIMEZONE:Europe/Berlin",))
    assert (row["starts_on"], row["is_working"]) == ("2026-05-01", False)
    assert rows(event, head=("X-WR-TIMEZONE:Nowhere/Land",))[0]["is_working"] is True


def test_free_time_is_working_time_only_where_a_calendar_tells_it_apart() -> None:
    free, busy = (*DAY, "TRANSP:TRANSPARENT"), (*DAY, "TRANSP:OPAQUE")
    assert [row["is_working"] for row in rows(free, free)] == [False, False]
    assert [row["is_working"] for row in rows(free, busy)] == [True, False]
    absence = (*DAY, "ATTENDEE;CN=Ada:mailto:ada@example.org")
    assert [row["is_working"] for row in rows(free, absence)] == [False, False]


def test_an_absence_belongs_to_its_people_and_not_to_the_project() -> None:
    event = (*DAY, "ATTENDEE;CN=Ada:mailto:a@example.org", "ATTENDEE:mailto:b@x.org")
    assert [(row["person"], row["is_project_calendar"]) for row in rows(event)] == [
        *(("Ada", False), ("b@x.org", False))
    ]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (("SUMMARY:No start",), "has no start (DTSTART)"),
        (("DTSTART;VALUE=DATE:20261331",), "DTSTART cannot be read"),
        ((*DAY, "RRULE:FREQ=SOMETIMES"), "RRULE cannot be read"),
        ((*DAY, "RRULE:FREQ=HOURLY"), "repeats within a day, which no day off does"),
        ((*DAY, "RRULE:FREQ=YEARLY;BYDAY=9XX"), "RRULE cannot be read"),
        ((*DAY, "RRULE:FREQ=DAILY;INTERVAL=0"), "repeats more than 60,000 times"),
        (
            ("DTSTART;VALUE=DATE:18991231", "RRULE:FREQ=YEARLY"),
            "repeats since 1899, too long ago to be followed",
        ),
        (
            (*DAY, "RRULE:FREQ=YEARLY;RSCALE=HEBREW"),
            "repeats by a rule that cannot be followed",
        ),
        (
            (*DAY, "RRULE:FREQ=DAILY;COUNT=3", "EXRULE:FREQ=DAILY;COUNT=1"),
            "leaves days out by a rule (EXRULE): list them",
        ),
        ((*DAY, "SUMMARY:" + "x" * 1_100_000), "is longer than 1 MiB"),
        (
            ("DTSTART;VALUE=DATE:20260502", "DTEND;VALUE=DATE:20260501"),
            "ends (2026-05-01) before it starts (2026-05-02)",
        ),
        (
            ("DTSTART;VALUE=DATE:20260501", "DTEND:20260501T120000"),
            "ends with a time and starts without one",
        ),
        (
            ("DTSTART:20260501T120000", "DTEND;VALUE=DATE:20260502"),
            "starts with a time and ends without one",
        ),
        (
            ("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20290101"),
            "lasts 1,096 days, longer than any time off",
        ),
        (
            ("DTSTART;VALUE=DURATION:P1D",),
            "is not written as a calendar should be (RFC 5545)",
        ),
        (
            ("DTSTART;VALUE=DATE,DATE:20260501",),
            "is not written as a calendar should be (RFC 5545)",
        ),
    ],
)
def test_an_event_that_cannot_be_used_is_set_aside_with_its_reason(
    event: tuple[str, ...], reason: str
) -> None:
    found = extract(event, DAY)
    assert [(line, why) for line, why, _ in found.quarantined] == [(3, reason)]
    assert found.rows_read == 2
    assert len(found.rows["calendar_day"]) == 1


def test_a_rule_without_any_day_ends() -> None:
    never = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"
    assert begun(*DAY, never) == ["2026-05-01"]


def test_a_damaged_time_zone_or_event_takes_nothing_else_with_it() -> None:
    zone = "BEGIN:VTIMEZONE\r\nno property\r\nEND:VTIMEZONE\r\n"
    timed = ("DTSTART;TZID=Own:20260501T000000", "DURATION:P1D")
    broken = (*DAY, "END:VALARM", "BEGIN:VALARM")
    text = calendar(timed, broken, DAY).replace("BEGIN:VE", f"{zone}BEGIN:VE", 1)
    found = ICS.read(read_ics(text, "team.ics"))
    assert [row["starts_on"] for row in found.rows["calendar_day"]] == [
        *("2026-05-01", "2026-05-01")
    ]
    assert [why for _, why, _ in found.quarantined] == [
        "is not written as a calendar should be (RFC 5545)"
    ]


def test_what_is_odd_and_can_be_read_is_said() -> None:
    same = ("DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260501", "nonsense")
    later = (*DAY, "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260501")
    found = extract(same, later)
    assert [(one.line, one.column) for one in found.problems] == [
        *((3, "DTEND"), (3, ""), (9, "RECURRENCE-ID"))
    ]
    assert spans(same) == [("2026-05-01", "2026-05-02")]


def test_a_calendar_that_was_cut_keeps_its_whole_events_and_says_so() -> None:
    text = calendar(DAY, ("DTSTART;VALUE=DATE:20260601",))
    cut = read_ics(text[: text.rindex("20260601") + 4], "team.ics")
    found = ICS.read(cut)
    assert [row["starts_on"] for row in found.rows["calendar_day"]] == ["2026-05-01"]
    assert [(line, why) for line, why, _ in found.quarantined] == [
        (8, "the file ends inside this event")
    ]
    assert "ends before its calendar does" in found.partial


def test_a_calendar_without_a_name_is_called_by_its_file() -> None:
    assert rows(DAY)[0]["calendar_name"] == "team"
    assert rows(DAY, head=("NAME:Holidays",))[0]["calendar_name"] == "Holidays"


def test_nothing_but_tasks_is_no_calendar_of_days() -> None:
    text = calendar().replace("END:VC", "BEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VC")
    document = read_ics(text, "team.ics")
    assert not ICS.claims(document)
    assert "tasks" in unknown_ics(document)
    assert "holds no events" in unknown_ics(read_ics(calendar(), "team.ics"))
    with pytest.raises(DamagedFileError):
        read_ics("BEGIN:VCARD\r\nEND:VCARD", "card.ics")


def test_a_calendar_of_too_many_days_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ics, "MOST_ROWS", 49)
    with pytest.raises(TooLargeError, match="more than 49 days"):
        extract((*DAY, "RRULE:FREQ=YEARLY", "RRULE:FREQ=WEEKLY;COUNT=90"))


def test_a_calendar_is_told_by_its_content(tmp_path: Path) -> None:
    found = parsed(tmp_path, GOLDEN.read_bytes(), "export.txt")
    assert (found.report.importer, found.report.rows_read) == ("ics", 18)
    assert found.report.identity == ["Days off, office"]
    assert found.report.as_of == ""
