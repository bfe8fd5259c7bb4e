"""Shares done and working time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.importers.amounts_of_work import Hours, Share
from tests.importers.raw import raw_table, read_column


def shares(header: str, *cells: str) -> list[float | None]:
    raw = raw_table([header], list(enumerate(([cell] for cell in cells), start=2)))
    fitted = Share((header,)).fit(raw, (0,))
    return [value for (value,) in raw.fetch(fitted.expression)]


@pytest.mark.parametrize(
    ("header", "cells", "wanted"),
    [
        ("Done", ["45%", "100 %", "0%", ""], [0.45, 1, 0, None]),
        ("Done", ["45", "100", "0", "1"], [0.45, 1, 0, 0.01]),
        ("Done", ["0.45", "1", "0"], [0.45, 1, 0]),
        ("% complete", ["0", "1"], [0, 1]),
        ("Done", ["45,5", "100"], [0.455, 1]),
        ("Done", ["120", "-5", "50"], [None, None, 0.5]),
        ("Done", ["most", "50"], [None, 0.5]),
    ],
)
def test_a_share_is_read_by_its_column(
    header: str, cells: list[str], wanted: list[float | None]
) -> None:
    assert shares(header, *cells) == pytest.approx(wanted)


def test_a_lone_one_under_a_percent_header_is_said() -> None:
    raw = raw_table(["% complete"], [(2, ["1"]), (3, ["0"])])
    (note,) = Share(("% complete",)).fit(raw, (0,)).notes
    assert note == "% complete: 1 was read as all of it, not as 1 %."


@given(st.lists(st.integers(2, 100), min_size=1))
def test_percents_are_read_alike_with_and_without_the_sign(numbers: list[int]) -> None:
    plain = shares("Done", *map(str, numbers))
    assert plain == shares("Done", *(f"{number}%" for number in numbers))


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        *(("8", 8), ("2.5", 2.5), ("2,5h", 2.5), ("40 Std.", 40), ("30 min", 0.5)),
        *(("2 days", 16), ("1 Tag", 8), ("3 jours", 24), ("2w", 80), ("1 mo", 160)),
        *(("5 days?", 40), ("soon", None), ("2 d 4 h", 20), ("-3", None)),
        *(("7h 30m", 7.5), ("1h30m", 1.5), ("1w 1d", 48), ("1:30", 1.5)),
        *(("100:15:00", 100.25), ("1:75", None), ("2 d 4", None), ("h", None)),
    ],
)
def test_time_is_read_in_hours(cell: str, hours: float | None) -> None:
    read = read_column(Hours(("When",)), [cell], "DOUBLE")
    assert read.column("value") == [hours]
    assert len(read.problems) == (hours is None)


def test_what_a_day_counts_is_said_where_there_are_days() -> None:
    assert read_column(Hours(("When",)), ["8", "2h"], "DOUBLE").notes == []
    (note,) = read_column(Hours(("When",)), ["2d"], "DOUBLE").notes
    assert "a day counts as 8 hours" in note


def test_bare_numbers_have_the_unit_of_the_header() -> None:
    raw = raw_table(["Duration (days)"], [(2, ["3"])])
    assert raw.fetch(Hours(("x",)).fit(raw, (0,)).expression) == [(24.0,)]
