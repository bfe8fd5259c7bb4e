"""Burn-down and burn-up charts, their sentences and their tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.calendar import WorkingCalendar
from analytics.figures.burndown import plot_burndown, read_burndown, table_burndown
from analytics.figures.burnup import plot_burnup, read_burnup, table_burnup
from analytics.figures.scope_chart import NARROW, POINTS
from analytics.metrics.burndown import Burndown, Frame, burndown
from tests.factories import Row, deltas, january, sprint

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.scope import Unit

ROWS: list[Row] = [
    ("A", 5, "initial", 8),
    ("B", 5, "initial", 5),
    ("C", 5, "initial", 13),
    ("A", 7, "completed", 8),
    ("D", 8, "added", 6),
    ("B", 10, "completed", 5),
]


def measure(
    rows: list[Row] = ROWS,
    frame: Frame | None = None,
    unit: Unit = "points",
    as_of: date | None = None,
) -> Burndown:
    return burndown(
        deltas(rows),
        frame=frame or sprint(),
        unit=unit,
        calendar=WorkingCalendar(),
        as_of=as_of or january(14),
    )


def names(figure: go.Figure) -> list[str]:
    return [trace.name for trace in figure.data]


def texts(figure: go.Figure) -> str:
    return " ".join(note.text for note in figure.layout.annotations)


def test_lines_differ_by_dash_and_colour() -> None:
    figure = plot_burndown(measure())
    assert names(figure) == [
        "Remaining",
        "Scope",
        "Ideal from the start",
        "Ideal for today's scope",
    ]
    assert len({trace.line.dash for trace in figure.data}) == 4
    assert len({trace.line.color for trace in figure.data}) == 4
    assert figure.layout.yaxis.title.text == "Story points"
    assert names(plot_burnup(measure())) == ["Scope", "Done"]


@pytest.mark.parametrize(
    ("unit", "title"),
    [("points", "Story points"), ("items", "Items"), ("hours", "Hours")],
)
def test_the_axis_names_the_unit(unit: Unit, title: str) -> None:
    assert plot_burnup(measure(unit=unit)).layout.yaxis.title.text == title


def test_a_line_starts_at_the_opening_value() -> None:
    remaining, scope, ideal, _ = plot_burndown(measure()).data
    assert list(remaining.y[:4]) == [26, 26, 26, 18]
    assert len(remaining.y) == 1 + 10
    assert len(ideal.y) == 1 + 14
    assert ideal.y[-1] == 0
    assert scope.y[0] == 26
    assert pd.Timestamp(remaining.x[1]).date() == january(5)


def test_what_was_done_before_the_view_is_in_the_opening_scope() -> None:
    figure = plot_burnup(measure(frame=sprint(start=8, kind="release")))
    scope, done = figure.data
    assert (scope.y[0], done.y[0]) == (26, 8)


def test_days_off_and_marks_are_drawn() -> None:
    figure = plot_burndown(measure())
    shades = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert len(shades) == 2
    assert pd.Timestamp(shades[0].x0) == pd.Timestamp(january(10))
    assert pd.Timestamp(shades[0].x1) == pd.Timestamp(january(12))
    assert "as of 14 Jan 2026" in texts(figure)
    assert "planned end 18 Jan 2026" in texts(figure)
    closed = plot_burndown(measure(frame=sprint(closed=13)))
    assert "closed 13 Jan 2026" in texts(closed)
    endless = plot_burndown(measure(frame=sprint(end=None)))
    assert "planned end" not in texts(endless)
    assert names(endless) == ["Remaining", "Scope"]


def test_an_empty_result_gives_an_empty_chart_with_the_reason() -> None:
    result = measure(as_of=january(4))
    for figure in (plot_burndown(result), plot_burnup(result)):
        assert names(figure) == []
        assert "It starts on 5 January 2026" in texts(figure)
        assert figure.layout.yaxis.title.text == "Story points"
    assert read_burndown(result).startswith("There is no burn-down. It starts on")
    assert read_burnup(result).startswith("There is no burn-up. It starts on")
    assert table_burndown(result).empty
    assert table_burnup(result).empty


def test_names_from_the_file_are_escaped() -> None:
    frame = replace(sprint(), name="<img src=x onerror=alert(1)>")
    figure = plot_burndown(measure(frame=frame))
    assert "<img" not in figure.to_json()
    assert "&lt;img" in figure.layout.xaxis.title.text


def test_a_long_frame_is_thinned_and_not_shaded() -> None:
    frame = replace(sprint(kind="project"), start=date(2010, 1, 1))
    figure = plot_burndown(measure(frame=frame))
    assert max(len(trace.y) for trace in figure.data) <= POINTS
    assert all(shape.type == "line" for shape in figure.layout.shapes)
    assert figure.data[0].y[-1] == measure(frame=frame).remaining


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            ROWS,
            (
                "19 of 32 points are left on 14 Jan 2026, 13.8 more than the ideal "
                "line; 6 points were added after the start."
            ),
        ),
        (
            [("A", 5, "initial", 1)],
            (
                "1 of 1 point is left on 14 Jan 2026, 0.8 more than the ideal line; "
                "nothing was added or removed after the start."
            ),
        ),
        (
            [
                ("A", 5, "initial", 10),
                ("A", 6, "re_estimated", -7.5),
                ("B", 6, "added", 1),
                ("B", 7, "removed", 1),
            ],
            (
                "2.5 of 2.5 points are left on 14 Jan 2026, 0.5 more than the ideal "
                "line; 1 point was added and 1 removed after the start, and new "
                "estimates made it 7.5 fewer."
            ),
        ),
        (
            [("A", 5, "initial", 10), ("A", 6, "completed", 10), ("B", 7, "added", 2)],
            (
                "2 of 12 points are left on 14 Jan 2026, on the ideal line; 2 points "
                "were added after the start."
            ),
        ),
    ],
)
def test_the_sentence(rows: list[Row], sentence: str) -> None:
    assert read_burndown(measure(rows)) == sentence


def test_the_sentence_of_work_ahead() -> None:
    result = measure(as_of=january(7), rows=ROWS[:4])
    assert ", 0.2 fewer than the ideal line;" in read_burndown(result)


def test_the_sentence_of_a_burnup() -> None:
    assert read_burnup(measure()) == (
        "13 of 32 points are done on 14 Jan 2026; 6 points were added after the start."
    )
    one = measure(
        [("A", 5, "initial", 2), ("B", 5, "initial", 1), ("B", 6, "completed", 1)],
        sprint(closed=12),
    )
    assert read_burnup(one).startswith("1 of 3 points was done when it closed on 12")
    assert "were left when it closed on 12 Jan 2026" in read_burndown(one)


def test_logged_hours_are_no_scope_change() -> None:
    rows: list[Row] = [("A", 5, "initial", 8), ("A", 6, "re_estimated", -2)]
    assert "estimates" not in read_burndown(measure(rows, unit="hours"))
    grown: list[Row] = [("A", 5, "initial", 8), ("A", 6, "re_estimated", 2)]
    assert "made it 2 more" in read_burndown(measure(grown))


def test_a_reconstructed_line_says_so() -> None:
    result = measure(frame=sprint(evidence="reconstructed"))
    assert "reconstructed with today's scope" in read_burndown(result)
    assert "reconstructed with today's scope" in read_burnup(result)
    figure = plot_burndown(result)
    assert "reconstructed with today's scope" in figure.layout.xaxis.title.text
    below = figure.layout.xaxis.title.text.split(">", 2)[2].split("<br>")
    assert max(map(len, below)) <= len("</span>") + NARROW
    assert "Ideal from the start" not in names(figure)


def test_without_a_planned_end_no_ideal_is_spoken_of() -> None:
    assert "ideal" not in read_burndown(measure(frame=sprint(end=None)))


def test_tables_hold_the_days_that_count() -> None:
    table = table_burndown(measure())
    assert table["Day"].tolist()[0] == "5 Jan 2026"
    assert len(table) == len(table_burnup(measure())) == 10
    assert table["Remaining"].tolist() == [26, 26, 18, 24, 24, 19, 19, 19, 19, 19]
    assert table["Added"].sum() == 6
