"""The trend of findings as a picture, a sentence and a table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.figures.quality import (
    WEIGHTS,
    effect_words,
    plot_trend,
    read_trend,
    table_trend,
)
from analytics.metrics.quality.finding import Effect
from analytics.metrics.quality.trend import Trend, Upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    Counts = Mapping[str, int | None]

ONE: Counts = {
    "unestimated_open": 4,
    "open_past_due": 2,
    "lead": None,
}
TWO: Counts = {"unestimated_open": 9, "open_past_due": 0, "lead": 1}


def trend(*counts: Counts) -> Trend:
    return Trend(
        tuple(
            Upload(number, f"<b>{number}</b>.csv", date(2026, 3, number), count)
            for number, count in enumerate(counts, 1)
        )
    )


def test_each_severity_is_a_line_with_a_mark_of_its_own() -> None:
    figure = plot_trend(trend(ONE, TWO))
    drawn = {line.name: list(line.y) for line in figure.data}
    assert drawn == {
        WEIGHTS["high"]: [4, 9],
        WEIGHTS["medium"]: [2, 0],
        WEIGHTS["low"]: [0, 1],
    }
    assert len({(line.line.dash, line.marker.symbol) for line in figure.data}) == 3
    assert "<b>" not in str(figure.data[0].customdata)


def test_axis_stays_legible_with_many_uploads() -> None:
    figure = plot_trend(trend(*[ONE] * 31))
    assert len(figure.layout.xaxis.tickvals) <= 5
    assert figure.layout.xaxis.ticktext[0] == "1<br>1 Mar"


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([], "No upload was counted yet."),
        (
            [TWO],
            (
                "After the newest upload there are 10 findings; most often: "
                "open without an estimate (9)."
            ),
        ),
        (
            [ONE, TWO],
            (
                "After the newest upload there are 10 findings, 4 more than after "
                "upload 1; most often: open without an estimate (9)."
            ),
        ),
        (
            [TWO, {"lead": 1}],
            (
                "After the newest upload there is 1 finding, 9 fewer than after "
                "upload 1; most often: link with a negative lag (1)."
            ),
        ),
        (
            [{"lead": 0}, {"lead": None}],
            "After the newest upload there are 0 findings, as many as after upload 1.",
        ),
    ],
)
def test_sentence_says_whether_it_gets_better(
    counts: list[Counts], sentence: str
) -> None:
    assert read_trend(trend(*counts)) == sentence


def test_table_tells_nothing_found_from_not_checked() -> None:
    table = table_trend(trend(ONE, TWO)).set_index("Check")
    assert table.columns[0] == "1. <b>1</b>.csv, 1 Mar 2026"
    assert list(table.loc["Open past the due date"]) == [2, 0]
    gaps = table.isna().loc["Link with a negative lag"]
    assert list(gaps) == [True, False]
    assert len(table) == 3


def test_empty_trend_says_so() -> None:
    figure = plot_trend(trend())
    assert figure.layout.annotations[0].text == "No upload was counted yet."
    assert table_trend(trend()).empty


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect(), "Moves no headline figure."),
        (Effect("Left", "points", 5.0), "Moves no headline figure."),
        (
            Effect("Left", "items", 5.5, 0.0, None),
            "Left is at least 5.5 items.",
        ),
        (
            Effect("Spent", "EUR", None, 0.0, None, note="the register expected 5"),
            (
                "Spent could be higher by an amount that nobody knows; the register "
                "expected 5."
            ),
        ),
        (
            Effect("Spent", "EUR", None, None, None, note="the amount is not known"),
            "Spent could be anything else: the amount is not known.",
        ),
        (
            Effect("Spent", "EUR", 100.0, -30.0, 70.0),
            "Spent could be €\xa030 lower to €\xa070 higher (now €\xa0100).",
        ),
        (
            Effect("Budget", "USD", 100.0, 0.0, 2e6, note="if every sign is wrong"),
            (
                "Budget could be up to USD\xa02.00\xa0M higher (now USD\xa0100) if "
                "every sign is wrong."
            ),
        ),
        (
            Effect("Expected cost", "EUR", None, 0.0, 10.0),
            "Expected cost could be up to €\xa010 higher.",
        ),
    ],
)
def test_effect_is_a_sentence(effect: Effect, words: str) -> None:
    assert effect_words(effect) == words
