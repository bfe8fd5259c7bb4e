"""Charts of hours: what is drawn, what is said, and what is not drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analytics.calendar import WorkingCalendar
from analytics.figures.hours import capacity as capacity_figure
from analytics.figures.hours import items as item_figure
from analytics.figures.hours import weeks as week_figure
from analytics.metrics.hours.after_done import hours_after_done
from analytics.metrics.hours.capacity import per_week, utilisation
from analytics.metrics.hours.estimated import hours_estimates
from analytics.metrics.hours.logged import hours_logged
from tests.factories_hours import APRIL, booked, lines

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.hours.booked import Booked

CALENDAR = WorkingCalendar()
HOSTILE = "<b>Ada</b> %{x}"
NAMES = [f"P{number}" for number in range(7)]
BUSY = booked(
    *({"author": name, "hours": 2, "team": name} for name in NAMES),
    {"day": "2026-03-17", "author": HOSTILE, "hours": 9, "team": HOSTILE},
    {"day": "2026-04-28", "item": "A-2", "hours": 5},
    of=(
        {"estimate": 10, "summary": HOSTILE, "remaining": 3},
        {"issue_key": "A-2", "is_done": True, "done_day": "2026-04-01", "estimate": 6},
    ),
)
NOTHING = booked(of=())
LINES = lines(
    {"team": "P1", "hours": 1},
    {"team": "P2", "hours": 8},
    {"team": "P3", "hours": 0},
)


def weeks(known: Booked) -> tuple[go.Figure, str, pd.DataFrame]:
    found = hours_logged(known, as_of=date(2026, 4, 29))
    used = utilisation(known, LINES, calendar=CALENDAR, as_of=APRIL)
    starts = pd.Series(found.weeks["start"])
    available = per_week(used.lines, starts, calendar=CALENDAR)
    return (
        week_figure.plot_weeks(found, available, {"no team": "Nobody's"}),
        week_figure.read_weeks(found, used.figures["utilisation"]),
        week_figure.table_weeks(found, available),
    )


def used(known: Booked) -> tuple[go.Figure, str, pd.DataFrame]:
    rows = LINES if len(known.rows) else LINES[:0]
    found = utilisation(known, rows, calendar=CALENDAR, as_of=APRIL)
    return (
        capacity_figure.plot_capacity(found),
        capacity_figure.read_capacity(found),
        capacity_figure.table_capacity(found),
    )


def estimated(known: Booked) -> tuple[go.Figure, str, pd.DataFrame]:
    found = hours_estimates(known, as_of=APRIL)
    return (
        item_figure.plot_estimates(found),
        item_figure.read_estimates(found),
        item_figure.table_estimates(found.rows),
    )


def after(known: Booked) -> tuple[go.Figure, str, pd.DataFrame]:
    found = hours_after_done(known, as_of=APRIL)
    return (
        item_figure.plot_after(found),
        item_figure.read_after(found),
        item_figure.table_after(found),
    )


SAID = {
    weeks: "28 hours were booked from 2 Mar 2026 to 28 Apr 2026, 3 a week on "
    "average; where the capacity is known, 44 % of it was booked.",
    used: "4 hours of 9 available were booked, 44 %; in 1 of 2 periods more than there "
    "was. Of 1 period the share is unknown.",
    estimated: "2 items were estimated at 16 hours: 28 logged, 3 to go; 1 takes more "
    "than estimated, by 16 hours; what is done took 83 % of its estimate.",
    after: "5 hours (17.9 %) went into 1 item after the day on which they were done.",
}


@pytest.mark.parametrize("case", SAID)
def test_a_chart_has_traces_units_a_sentence_and_a_table(case: Any) -> None:  # noqa: ANN401 - one of the above
    figure, sentence, table = case(BUSY)
    assert figure.data
    assert figure.layout.xaxis.title.text
    assert figure.layout.yaxis.title.text
    assert sentence == SAID[case]
    assert len(table)
    assert "<b>" not in figure.to_json().replace("\\u003cb\\u003e", "<b>")


@pytest.mark.parametrize("case", SAID)
def test_without_data_nothing_is_drawn_and_the_reason_is_written(case: Any) -> None:  # noqa: ANN401 - one of the above
    figure, sentence, table = case(NOTHING)
    assert not figure.data
    assert figure.layout.annotations[0].text
    assert "No" in sentence
    assert table.empty


def test_the_largest_groups_are_drawn_apart_and_the_others_together() -> None:
    figure, _, _ = weeks(BUSY)
    names = [trace.name for trace in figure.data]
    assert names == [
        *("&lt;b&gt;Ada&lt;/b&gt; &#37;{x}", "P0", "P1", "Nobody's"),
        *("All others", "Available"),
    ]
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert sum(sum(trace.y) for trace in bars) == 28
    assert bars[0].marker.pattern.shape[-1] == "/"


def test_nothing_over_is_said_and_drawn_as_nothing() -> None:
    known = booked({"hours": 1}, of=({"estimate": 8, "spent": 4},))
    figure, sentence, _ = estimated(known)
    assert not figure.data
    assert figure.layout.annotations[0].text == item_figure.NONE_OVER
    assert sentence == (
        "1 item was estimated at 8 hours: 1 logged; none takes more than its "
        "estimate. Of 1 item the bookings "
        "add up to another time than the item itself says: bookings are missing, or "
        "the item holds others."
    )


def test_more_teams_than_lines_can_tell_are_one_line() -> None:
    many = lines(*({"team": name, "hours": 4} for name in NAMES))
    found = utilisation(BUSY, many, calendar=CALENDAR, as_of=APRIL)
    (line,) = capacity_figure.plot_capacity(found).data
    assert (line.name, list(line.y)) == (capacity_figure.ALL, [0.5])


def test_groups_are_listed_under_their_name_without_people_of_a_person() -> None:
    found = hours_logged(BUSY, as_of=APRIL, by="person")
    table = week_figure.table_groups(found.groups, "Person", {})
    assert list(table)[:2] == ["Person", "Hours"]
    assert "People" not in table
    named = week_figure.table_groups(found.groups, "Item", {"P1": "P1 Sign in"})
    assert "P1 Sign in" in set(named["Item"])
    assert "People" in named
