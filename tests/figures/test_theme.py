"""Colours that everybody can tell apart, and numbers that read the same everywhere."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.labels import escape, shorten
from analytics.figures.lights import RAG
from analytics.figures.theme import (
    CLEAR,
    COLOURS,
    DASH,
    TEMPLATE,
    TEXT_ON_DARK,
    TEXT_ON_LIGHT,
    canvas,
    dash,
    day,
    explain,
    money,
    money_exact,
    money_signed,
    month,
    number,
    percent,
    signed,
    themed,
)

NAN = float("nan")
NEEDED = {
    *("remaining", "scope", "done", "ideal", "current_ideal", "threat"),
    *("opportunity", "budget", "actual", "committed", "forecast"),
    *("contingency", "good", "bad", "neutral"),
}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["#FFFFFF", "#0E1624"])
def test_every_colour_stands_out_on_both_pages(ground: str) -> None:
    assert set(COLOURS) >= NEEDED
    faint = {name for name, c in COLOURS.items() if contrast(c, ground) < 3}
    assert not faint


def test_text_is_legible_on_its_page() -> None:
    assert contrast(TEXT_ON_LIGHT, "#FFFFFF") > 7
    assert contrast(TEXT_ON_DARK, "#0E1624") > 7


def test_a_traffic_light_is_known_by_shape_and_letter_alone() -> None:
    assert [str(light) for light in RAG.values()] == ["● G", "▲ A", "■ R", f"○ {DASH}"]
    assert len({light.shape for light in RAG.values()}) == len(RAG)


def test_a_themed_figure_is_a_copy_on_transparent_ground() -> None:
    figure = canvas(x_title="Day", y_title="Points")
    dark = themed(figure, dark=True)
    assert dark.layout.font.color == TEXT_ON_DARK
    assert themed(figure, dark=False).layout.font.color == TEXT_ON_LIGHT
    assert figure.layout.font.color is None
    assert TEMPLATE.layout.paper_bgcolor == TEMPLATE.layout.plot_bgcolor == CLEAR
    assert isinstance(dark, go.Figure)


def test_an_empty_figure_keeps_its_titles_and_says_why() -> None:
    figure = explain(canvas(x_title="Day", y_title="Points"), "No <issue> yet")
    assert figure.layout.xaxis.title.text == "Day"
    assert figure.layout.annotations[0].text == "No &lt;issue&gt; yet"


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (0.5, 0, "1"),
        (-0.5, 0, "-1"),
        (-0.0, 1, "0.0"),
        (1.005, 2, "1.01"),
        (1e20, 0, "100,000,000,000,000,000,000"),
        (None, 0, DASH),
        (NAN, 0, DASH),
        (float("inf"), 0, DASH),
    ],
)
def test_numbers(x: float | None, digits: int, text: str) -> None:
    assert number(x, digits) == text


@pytest.mark.parametrize(
    ("x", "currency", "short", "exact"),
    [
        (0, "EUR", "€\xa00", "€\xa00.00"),
        (-0.4, "EUR", "€\xa00", "-€\xa00.40"),
        (999_999.49, "GBP", "£\xa0999,999", "£\xa0999,999.49"),
        (999_999.5, "EUR", "€\xa01.00\xa0M", "€\xa0999,999.50"),
        (-1_234_567, "CHF", "-CHF\xa01.23\xa0M", "-CHF\xa01,234,567.00"),
        (12, None, "12", "12.00"),
        (None, "EUR", DASH, DASH),
        (NAN, "EUR", DASH, DASH),
    ],
)
def test_amounts(x: float | None, currency: str | None, short: str, exact: str) -> None:
    assert (money(x, currency), money_exact(x, currency)) == (short, exact)


def test_signs_are_written_only_where_something_is_left_after_rounding() -> None:
    assert [signed(x) for x in (0.4, 0.6, -0.6, None)] == ["0", "+1", "-1", DASH]
    assert money_signed(1e6, "EUR") == "+€\xa01.00\xa0M"
    assert money_signed(NAN, "EUR") == DASH


def test_days_ratios_and_reasons() -> None:
    assert day(pd.Timestamp("2026-03-12")) == "12 Mar 2026"
    assert day(None) == month(None) == percent(NAN) == DASH
    assert day(pd.Series([pd.NaT]).iloc[0]) == DASH
    assert month(date(2026, 12, 1)) == "Dec 2026"
    assert percent(1.005) == "101 %"
    assert dash("no data").endswith("(no data)")


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_a_greater_number_never_reads_smaller(one: float, other: float) -> None:
    low, high = sorted([one, other])
    read = [float(number(x, 2).replace(",", "")) for x in (low, high)]
    assert all(a <= b for a, b in pairwise(read))


@given(st.text())
def test_no_text_of_the_data_can_become_markup(text: str) -> None:
    for safe in (escape(text), shorten(text, 12)):
        assert not set("<>\n\r\t\u202e\u200b") & set(safe)
        assert "%{" not in safe
        assert "$" not in safe


def test_missing_texts_are_empty_and_other_values_are_written() -> None:
    assert [escape(x) for x in (NAN, None, 12)] == ["", "", "12"]
    assert [shorten(x) for x in (NAN, "short", 7)] == ["", "short", "7"]
    assert shorten("a" * 40, 10) == "a" * 9 + "…"
