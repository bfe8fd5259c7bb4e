"""Dates are read by the pattern of the whole column, and say how sure that is."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.importers import date_columns
from analytics.importers.date_patterns import read_pattern
from analytics.importers.dates import Date, Instant, Order, Period, fit_dates
from analytics.importers.month_names import ENGLISH, LANGUAGES, english_month
from tests.importers.raw import Read, raw_table, read_column, select

LONG = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def instants(*cells: str | None, order: Order | None = None) -> Read:
    return read_column(Instant(("When",), order), cells, "TIMESTAMP")


def days(*cells: str | None) -> Read:
    return read_column(Date(("When",)), cells, "DATE")


def periods(*cells: str | None) -> list[tuple[Any, Any]]:
    read = read_column(Period(("When",)), cells, "DATE")
    return [(row["value"], row["ends_before"]) for row in read.rows]


@pytest.mark.parametrize(
    "cell",
    [
        "Tue May 14 2024 22:53:33 GMT+0200 (Central European Summer Time)",
        "Tue May 14 2024 20:53:33 GMT+0000 (GMT+00:00)",
        "Tuesday, May 14, 2024 20:53:33 UTC",
    ],
)
def test_a_date_as_scripts_print_it_is_read(cell: str) -> None:
    assert instants(cell).column("value") == [datetime(2024, 5, 14, 20, 53, 33)]


def test_the_day_of_a_printed_date_is_the_one_that_is_written() -> None:
    cell = "Tue May 14 2024 23:30:00 GMT-0500 (CDT)"
    assert days(cell).column("value") == [date(2024, 5, 14)]


@pytest.mark.parametrize(
    "cells",
    [
        ("Mo 04.03.24", "Fr 15.03.24"),
        ("Montag, 04.03.2024", "Freitag, 15.03.2024"),
        ("Lun 04/03/24", "Ven 15/03/24"),
        ("lun. 04/03/2024", "vie. 15/03/2024"),
        ("Mon 3/4/24", "Fri 3/15/24"),
    ],
)
def test_the_day_of_the_week_before_a_date_is_no_part_of_it(
    cells: tuple[str, str],
) -> None:
    assert days(*cells).column("value") == [date(2024, 3, 4), date(2024, 3, 15)]


def test_a_month_or_another_word_before_a_date_is_no_day_of_the_week() -> None:
    assert days("Mar 15, 2024").column("value") == [date(2024, 3, 15)]
    assert days("from 15.03.2024").column("value") == [None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("17/Aug/23 10:48 AM", datetime(2023, 8, 17, 10, 48)),
        ("17/Aug/23 10:48 pm", datetime(2023, 8, 17, 22, 48)),
        ("7/AUG/23 1:48 AM", datetime(2023, 8, 7, 1, 48)),
        ("17/Aug/23 12:00 AM", datetime(2023, 8, 17, 0, 0)),
        ("17/Aug/23 12:00 PM", datetime(2023, 8, 17, 12, 0)),
        ("17/Aug/23 12:59 AM", datetime(2023, 8, 17, 0, 59)),
        ("17/Aug/23 10:48\u202fPM", datetime(2023, 8, 17, 22, 48)),
        ("17/Aug/23 10:48PM", datetime(2023, 8, 17, 22, 48)),
        ("17/Aug/23 22:48", datetime(2023, 8, 17, 22, 48)),
        ("29/Feb/24 1:05 PM", datetime(2024, 2, 29, 13, 5)),
        # Spanish, Portuguese, Polish, German, French, Dutch, Italian
        ("17/ago/23 10:48 a. m.", datetime(2023, 8, 17, 10, 48)),
        ("17/ago./23 10:48 p.\u00a0m.", datetime(2023, 8, 17, 22, 48)),
        ("17/ene/23 12:10 a.m.", datetime(2023, 1, 17, 0, 10)),
        ("17 de agosto de 2023", datetime(2023, 8, 17)),
        ("17/out/23 10:48 PM", datetime(2023, 10, 17, 22, 48)),
        ("17/SIE/23 22:48", datetime(2023, 8, 17, 22, 48)),
        ("17 września 2023", datetime(2023, 9, 17)),
        ("17 października 2023 08:05", datetime(2023, 10, 17, 8, 5)),
        ("17/Mär/23 10:48 nachm.", datetime(2023, 3, 17, 22, 48)),
        ("17. Dezember 2023", datetime(2023, 12, 17)),
        ("17/août/23 10:48 PM", datetime(2023, 8, 17, 22, 48)),
        ("17 févr. 2023", datetime(2023, 2, 17)),
        ("17-mrt-2023 22:48", datetime(2023, 3, 17, 22, 48)),
        ("17/mag/23 22:48", datetime(2023, 5, 17, 22, 48)),
        # Numbers
        ("17.08.2023 22:48", datetime(2023, 8, 17, 22, 48)),
        ("17.08.2023, 22:48:09", datetime(2023, 8, 17, 22, 48, 9)),
        ("17/08/2023", datetime(2023, 8, 17)),
        ("17-08-23", datetime(2023, 8, 17)),
        ("8/17/23 10:48 PM", datetime(2023, 8, 17, 22, 48)),
        ("08/17/2023", datetime(2023, 8, 17)),
        ("20230817", datetime(2023, 8, 17)),
        # Names in English
        ("17 August 2023", datetime(2023, 8, 17)),
        ("Aug 17, 2023", datetime(2023, 8, 17)),
        ("September 7, 2023 1:05 PM", datetime(2023, 9, 7, 13, 5)),
        ("7 Sept 2023", datetime(2023, 9, 7)),
        ("2023-Aug-17", datetime(2023, 8, 17)),
        # ISO
        ("2023-08-17", datetime(2023, 8, 17)),
        ("2023/08/17 22:48", datetime(2023, 8, 17, 22, 48)),
        ("2023-08-17 22:48:01", datetime(2023, 8, 17, 22, 48, 1)),
        ("2023-08-17T22:48:01.5", datetime(2023, 8, 17, 22, 48, 1, 500000)),
        ("2023-08-17T22:48:01.1234567Z", datetime(2023, 8, 17, 22, 48, 1, 123456)),
        ("2023-08-17T22:48:01Z", datetime(2023, 8, 17, 22, 48, 1)),
        ("2023-08-17 22:48 UTC", datetime(2023, 8, 17, 22, 48)),
        ("2023-08-17T01:48:01.000+0200", datetime(2023, 8, 16, 23, 48, 1)),
        ("2023-08-17T22:48:01-05:30", datetime(2023, 8, 18, 4, 18, 1)),
        ("45155.75", datetime(2023, 8, 17, 18, 0)),
    ],
)
def test_every_pattern_is_read(cell: str, expected: datetime) -> None:
    read = instants(cell, "", None)
    assert read.column("value") == [expected, None, None]
    assert read.problems == []


@pytest.mark.parametrize(
    "cell",
    [
        *("29/Feb/23 1:05 PM", "31/04/2023", "2023-02-30", "17/Aug/23 13:05 PM"),
        *("17/Foo/23", "tomorrow", "0001-01-01", "12345", "99999", "17/08", "8"),
        *("17/Aug/23 0:48 AM", "2023-08-17T24:00", "203-01-01", "17/08/203"),
    ],
)
def test_what_is_no_date_is_null_and_reported(cell: str) -> None:
    read = instants(cell)
    assert read.column("value") == [None]
    assert [problem[0] for problem in read.problems] == [2]


def test_a_blank_column_says_nothing() -> None:
    read = instants("", None, "  ")
    assert read.column("value") == [None, None, None]
    assert (read.notes, read.problems) == ([], [])


def test_a_day_above_twelve_decides_the_column() -> None:
    read = instants("01/02/2023", "14/02/2023", "03/04/2023")
    assert read.column("value")[0] == datetime(2023, 2, 1)
    assert read.notes == [
        "When: read as day/month/year (certain: 1 cell has a day above 12)."
    ]
    read = instants("01/02/2023", "02/14/2023", "02/15/2023")
    assert read.column("value")[0] == datetime(2023, 1, 2)
    assert "certain: 2 cells have a day above 12" in read.notes[0]


def test_an_undecidable_column_says_that_it_is_a_guess() -> None:
    read = instants("01/02/2023", "03/04/2023 10:00")
    assert read.column("value")[0] == datetime(2023, 2, 1)
    assert "ambiguous: no cell decides, and most countries" in read.notes[0]
    read = instants("1/2/23 1:00 PM")
    assert read.column("value") == [datetime(2023, 1, 2, 13)]
    assert "ambiguous" in read.notes[0]


def test_the_user_decides_over_the_column() -> None:
    read = instants("01/02/2023", "14/02/2023", order="mdy")
    assert read.column("value") == [datetime(2023, 1, 2), None]
    assert "as chosen on the mapping page" in read.notes[0]
    assert "1 of 2 cells cannot be read so" in read.notes[0]


def test_contradicting_cells_follow_the_majority() -> None:
    read = instants("14/02/2023", "15/02/2023", "02/16/2023")
    assert read.column("value")[2] is None
    assert "likely: 2 cells can only be read so, 1 only in the other" in read.notes[0]
    reason = "is no valid date of the form day/month/year, such as 14/02/2023"
    assert read.problems == [(4, "value", reason)]


def test_two_patterns_follow_the_majority() -> None:
    read = instants("2023-02-14", "2023-02-15", "16/Feb/23")
    assert read.column("value")[2] is None
    assert len(read.problems) == 1
    assert "1 of 3 cells cannot be read so: left empty" in read.notes[0]


def test_a_finer_time_is_the_same_pattern() -> None:
    read = instants("2023-02-14", "2023-02-15 10:00", "2023-02-16 10:00:01.25")
    assert read.problems == []
    read = instants("14/02/23", "15/02/2023 10:00")
    assert read.column("value") == [datetime(2023, 2, 14), datetime(2023, 2, 15, 10)]


def test_offsets_and_z_mix_but_not_with_times_of_no_zone() -> None:
    read = instants("2023-02-14T10:00:00Z", "2023-02-14T10:00:00+0100", "2023-02-14")
    assert read.column("value") == [
        datetime(2023, 2, 14, 10),
        datetime(2023, 2, 14, 9),
        None,
    ]
    assert "converted to UTC" in read.notes[0]


def test_a_date_is_the_day_that_is_written() -> None:
    read = days("2023-08-17T00:30:00.000+0200", "2023-08-18T23:30:00Z")
    assert read.column("value") == [date(2023, 8, 17), date(2023, 8, 18)]
    assert "UTC" not in read.notes[0]
    assert days("31/May/23 12:00 AM").column("value") == [date(2023, 5, 31)]
    assert days("x").column("value") == [None]


def test_excel_numbers_count_only_where_all_cells_are() -> None:
    read = instants("45155", "45156.5")
    assert read.column("value")[1] == datetime(2023, 8, 18, 12)
    assert "read as Excel day numbers (certain:" in read.notes[0]
    read = instants("45155", "12")
    assert read.column("value") == [None, None]
    read = instants("45155", "45156", "17/Aug/23")
    assert read.column("value") == [None, None, datetime(2023, 8, 17)]


def fit_two(first: list[str], second: list[str], order: Order | None = None) -> Read:
    records = [
        (2 + n, list(cells)) for n, cells in enumerate(zip(first, second, strict=True))
    ]
    raw = raw_table(["Created", "Resolved"], records)
    group = {
        "created_at": (Instant(("Created",), order), (0,)),
        "resolved_at": (Instant(("Resolved",)), (1,)),
    }
    kinds = dict.fromkeys(group, "TIMESTAMP")
    return select(raw, fit_dates(raw, group), kinds)


def test_a_certain_column_decides_for_the_others() -> None:
    read = fit_two(["02/14/2023", "02/15/2023"], ["01/02/2023", ""])
    assert read.column("resolved_at")[0] == datetime(2023, 1, 2)
    assert "no cell of its own decides, but Created is written so" in read.notes[1]
    read = fit_two(["14/02/2023"], ["1/2/23 1:00 PM"])
    assert read.column("resolved_at") == [datetime(2023, 2, 1, 13)]


def test_columns_that_contradict_each_other_decide_nothing() -> None:
    raw = raw_table(["A", "B", "C"], [(2, ["14/02/2023", "02/14/2023", "01/02/2023"])])
    fitted = fit_dates(raw, {n: (Date((n,)), (p,)) for p, n in enumerate("ABC")})
    assert "ambiguous" in fitted["C"].notes[0]


def test_what_the_user_said_of_one_column_decides_no_other() -> None:
    read = fit_two(["14/02/2023"], ["1/2/23 1:00 PM"], order="dmy")
    assert "ambiguous" in read.notes[1]


def test_the_first_filled_of_two_columns_counts() -> None:
    raw = raw_table(["A", "B"], [(2, ["", "2023-02-14"]), (3, ["2023-02-13", "x"])])
    fitted = Date(("A", "B")).fit(raw, (0, 1))
    read = select(raw, {"value": fitted}, {"value": "DATE"})
    assert read.column("value") == [date(2023, 2, 14), date(2023, 2, 13)]


def test_what_the_sample_does_not_show_is_found_by_the_count() -> None:
    # Line 4,999 of 9,000 is in no sample of every third, fifth or seventh line.
    cells = ["01/02/2023"] * 9000
    cells[5000 - 3] = "02/28/2023"
    read = instants(*cells)
    assert read.column("value")[0] == datetime(2023, 1, 2)
    assert "certain: 1 cell has" in read.notes[0]
    cells = ["2023-02-14"] * 9000
    cells[5000 - 3] = "2023-02-14 10:00"
    assert instants(*cells).problems == []
    cells = [""] * 9000
    cells[5000 - 3] = "17/ago/23"
    assert instants(*cells).column("value")[5000 - 3] == datetime(2023, 8, 17)


def test_the_search_for_a_pattern_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_columns, "MAX_ROUNDS", 1)
    read = instants("2023-02-14", "2023-02-15", "16/Feb/23")
    assert read.column("value")[2] is None


def test_a_column_that_was_not_loaded_cannot_be_read() -> None:
    with pytest.raises(KeyError, match="column 1 was not loaded"):
        Date(("When",)).fit(raw_table(["When"], []), (1,))


def test_months_have_one_meaning_in_all_languages() -> None:
    for months in LANGUAGES.values():
        names = [forms.split("/") for forms in months.split()]
        assert len(names) == 12
        for number, forms in enumerate(names):
            assert {english_month(form) for form in forms} == {ENGLISH[number]}


FORMATS = (
    *("%d/{b}/%y %I:%M %p", "%d/{b}/%y %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%y %I:%M %p"),
    *("%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%Y-%m-%d", "%Y%m%d"),
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%SZ"),
    *("%d {B} %Y", "{b} %d, %Y", "{B} %d, %Y %H:%M", "%d. {B} %Y"),
)
moments = st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31))


def written(moment: datetime, form: str) -> str:
    names = {"b": ENGLISH[moment.month - 1], "B": LONG[moment.month - 1]}
    return moment.strftime(form.format(**names))


@settings(max_examples=150)
@given(st.sampled_from(FORMATS), st.lists(moments, min_size=1, max_size=5))
def test_what_is_written_in_one_pattern_is_read_back(
    form: str, values: list[datetime]
) -> None:
    values = [*values, datetime(2023, 8, 17, 22, 48)]
    cells = [written(value, form) for value in values]
    read = instants(*cells)
    expected = [
        datetime.strptime(value.strftime(plain), plain)  # noqa: DTZ007
        for value in values
        for plain in [form.format(b="%m", B="%m").rstrip("Z")]
    ]
    assert read.column("value") == expected
    assert read.problems == []


@given(st.datetimes(datetime(1971, 1, 1), datetime(2068, 1, 1)), st.integers(-14, 14))
def test_offsets_are_turned_into_utc(moment: datetime, hours: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    read = instants(aware.isoformat())
    assert read.column("value") == [aware.astimezone(UTC).replace(tzinfo=None)]


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(cell: str) -> None:
    cell = cell.replace("\x00", "")
    read_pattern(cell)
    read = instants(cell, "2023-08-17")
    assert read.column("value")[1] == datetime(2023, 8, 17)


@pytest.mark.parametrize(
    ("cell", "first", "after"),
    [
        ("2025-09", date(2025, 9, 1), date(2025, 10, 1)),
        ("202512", date(2025, 12, 1), date(2026, 1, 1)),
        ("Sep 2025", date(2025, 9, 1), date(2025, 10, 1)),
        ("Sep-25", date(2025, 9, 1), date(2025, 10, 1)),
        ("September 2025", date(2025, 9, 1), date(2025, 10, 1)),
        ("września 2025", date(2025, 9, 1), date(2025, 10, 1)),
        ("setembro de 2025", date(2025, 9, 1), date(2025, 10, 1)),
        ("2025 Dez", date(2025, 12, 1), date(2026, 1, 1)),
        ("09/2025", date(2025, 9, 1), date(2025, 10, 1)),
        ("9/25", date(2025, 9, 1), date(2025, 10, 1)),
        ("Q3 2025", date(2025, 7, 1), date(2025, 10, 1)),
        ("2025-Q4", date(2025, 10, 1), date(2026, 1, 1)),
        ("2025Q1", date(2025, 1, 1), date(2025, 4, 1)),
        ("T2 2025", date(2025, 4, 1), date(2025, 7, 1)),
        ("3T25", date(2025, 7, 1), date(2025, 10, 1)),
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("15/Oct/25", date(2025, 10, 1), date(2025, 11, 1)),
        ("2025-02-28", date(2025, 2, 1), date(2025, 3, 1)),
        ("FY2025", None, None),
        ("Q5 2025", None, None),
        ("Foo 2025", None, None),
        ("13/2025", None, None),
        ("", None, None),
    ],
)
def test_periods_run_to_the_first_day_after(
    cell: str, first: date | None, after: date | None
) -> None:
    assert periods(cell, "") == [(first, after), (None, None)]


def test_periods_of_several_kinds_are_read_side_by_side() -> None:
    cells = ["2025-09", "Q3 2025", "Q4 2025", "2025", "2025-01-31", "soon"]
    read = read_column(Period(("When",)), cells, "DATE")
    assert read.column("value")[4] == date(2025, 1, 1)
    (note,) = read.notes
    assert note == (
        "When: periods are 1 x month, 2 x quarter, 1 x calendar year, "
        "1 x date, read as year-month-day and taken for its month."
    )
    assert [line for line, _, _ in read.problems] == [7]


@pytest.mark.parametrize("blank", ["\u2014", "-", "n/a", "N/A"])
def test_a_sign_for_no_date_is_no_problem(blank: str) -> None:
    result = read_column(Date(("When",)), ["2026-03-05", blank, None], "DATE")
    assert result.column("value") == [date(2026, 3, 5), None, None]
    assert result.problems == []
    assert read_column(Date(("When",)), [blank, None], "DATE").problems == []
