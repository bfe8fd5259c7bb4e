"""Charts of risks: what they show, say and list, also with nothing to show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.figures.exposure import (
    MOST,
    plot_exposure,
    read_exposure,
    table_exposure,
)
from analytics.figures.exposure_curve import (
    plot_exposure_curve,
    read_exposure_curve,
    table_exposure_curve,
)
from analytics.figures.risk_matrix import (
    plot_risk_matrix,
    read_risk_matrix,
    table_risk_matrix,
)
from analytics.metrics.risk import RiskExposure, risk_exposure
from analytics.metrics.scales import RiskScale
from tests.factories_money import risks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

HOSTILE = "<img src=x onerror=alert(1)> %{x} & $a$"


def measure(
    *rows: Mapping[str, object], contingency: float | None = None
) -> RiskExposure:
    return risk_exposure(
        risks(*rows),
        as_of=date(2026, 3, 31),
        currency="EUR",
        scale=RiskScale(),
        contingency=contingency,
    )


def loss(probability: float, amount: float, **more: object) -> dict[str, object]:
    return {"probability": probability, "impact_amount": amount, **more}


GAIN = loss(0.5, -20_000, risk_kind="opportunity", title="Grant")
LABELS = {"probability_text": "Likely", "impact_text": "Severe", "title": "Only words"}
USUAL = measure(
    loss(0.9, 300_000, title=HOSTILE, residual_probability=0.1),
    loss(0.3, 30_000, title="Vendor late"),
    GAIN,
    LABELS,
    {"title": "Nothing known"},
    contingency=40_000,
)
NOTHING = measure()
WORDS = measure(LABELS)
PLOTS = (plot_risk_matrix, plot_exposure, plot_exposure_curve)


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("result", [NOTHING, measure({"title": "Nothing known"})])
def test_nothing_to_show_is_an_empty_figure_with_titles_and_a_reason(
    plot: type[go.Figure], result: RiskExposure
) -> None:
    figure = plot(result)
    assert not figure.data
    assert figure.layout.xaxis.title.text
    assert figure.layout.yaxis.title.text
    assert "open risk" in figure.layout.annotations[0].text


@pytest.mark.parametrize("plot", PLOTS)
def test_texts_of_the_data_are_safe(plot: type[go.Figure]) -> None:
    drawn = plot(USUAL).to_json()
    assert "<img" not in drawn
    assert "%{x} &" not in drawn


def test_cells_carry_count_and_letter_and_name_their_risks() -> None:
    figure = plot_risk_matrix(USUAL)
    threats, gains = figure.data
    assert (threats.name, gains.name) == ("Threats", "Opportunities")
    assert threats.text[4][4] == "<b>1</b> H"
    assert threats.text[0][0] == "L"
    assert threats.customdata[3][4] == "High<br>R4 Only words"
    assert threats.z[1][1] == 0
    assert figure.layout.xaxis2.autorange == "reversed"
    assert figure.layout.xaxis.title.text == "Impact (level)"


def test_a_full_cell_names_a_few_and_counts_the_rest() -> None:
    figure = plot_risk_matrix(measure(*[LABELS] * 7))
    assert len(figure.data) == 1
    assert figure.data[0].customdata[3][4].endswith("<br>and 2 more")


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (NOTHING, "There is no open risk in the register."),
        (WORDS, "Of 1 open risk 1 is high and none moderate."),
        (measure(LABELS, LABELS), "Of 2 open risks 2 are high and none moderate."),
        (
            USUAL,
            (
                "Of 5 open risks 2 are high and none moderate; 1 cannot be"
                " placed, a level is missing."
            ),
        ),
    ],
)
def test_the_matrix_is_read_in_one_sentence(
    result: RiskExposure, sentence: str
) -> None:
    assert read_risk_matrix(result) == sentence


def test_the_table_of_the_matrix_names_the_levels() -> None:
    table = table_risk_matrix(USUAL)
    assert table["Probability"].tolist()[:2] == ["Very high", "Low"]
    assert table["Impact"].tolist()[3] == "Very high"
    assert table["Grade"].tolist()[4].endswith("(a level is missing)")


def test_exposure_before_and_after_are_told_apart_without_colour() -> None:
    figure = plot_exposure(USUAL)
    names = [trace.name for trace in figure.data]
    assert names == [
        "Before response",
        "After response, threat",
        "After response, opportunity",
    ]
    assert [trace.marker.pattern.shape for trace in figure.data] == ["/", "", "."]
    assert list(figure.data[0].x) == [270_000, -10_000, 9000]
    assert list(figure.data[1].x) == [30_000, 9000]
    assert list(figure.data[2].x) == [-10_000]
    assert "EUR" in figure.layout.xaxis.title.text


def test_a_kind_that_is_not_there_has_no_series() -> None:
    names = [trace.name for trace in plot_exposure(measure(GAIN)).data]
    assert names == ["Before response", "After response, opportunity"]


def test_only_the_largest_are_drawn_and_all_are_listed() -> None:
    result = measure(*[loss(0.5, 1000 + n) for n in range(30)], LABELS)
    assert len(plot_exposure(result).data[0].x) == MOST
    assert len(table_exposure(result)) == 31


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (NOTHING, "There is no open risk in the register."),
        (WORDS, "No open risk has both a probability and an impact in money."),
        (
            USUAL,
            (
                "3 open risks may cost €\xa029,000 on average after responses"
                " (€\xa0269,000 before them), gains of €\xa010,000 set off; 2 more are"
                " not quantified."
            ),
        ),
        (
            measure(loss(0.5, 100)),
            (
                "1 open risk may cost €\xa050 on average after responses (€\xa050"
                " before them)."
            ),
        ),
        (
            measure(GAIN, LABELS),
            (
                "1 open risk may gain €\xa010,000 on average after responses"
                " (-€\xa010,000 before them), gains of €\xa010,000 set off; 1 more is"
                " not quantified."
            ),
        ),
    ],
)
def test_exposure_is_read_in_one_sentence(result: RiskExposure, sentence: str) -> None:
    assert read_exposure(result) == sentence


def test_the_table_says_why_a_risk_has_no_exposure() -> None:
    table = table_exposure(USUAL)
    assert table["Why there is no exposure"].tolist()[3:] == ["no probability"] * 2
    assert table_exposure(NOTHING).empty


def test_the_curve_marks_percentiles_and_contingency() -> None:
    figure = plot_exposure_curve(USUAL)
    names = [trace.name for trace in figure.data]
    assert names == [
        "Before responses",
        "After responses",
        "P50: € 0",
        "P80: € 30,000",
        "P90: € 30,000",
        "Contingency left: € 40,000",
    ]
    assert [trace.line.shape for trace in figure.data[:2]] == ["hv", "hv"]
    assert figure.data[1].y[0] == 0
    assert list(figure.data[1].y)[-1] == pytest.approx(100)


def test_the_curve_of_many_risks_has_few_points() -> None:
    result = measure(*[loss(0.3, 1000 + 7.13 * n * n) for n in range(18)])
    figure = plot_exposure_curve(result)
    assert sum(len(trace.x) for trace in figure.data) <= 2000


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            WORDS,
            (
                "Whether the reserve is enough cannot be said: no open risk has"
                " both a probability and an impact in money."
            ),
        ),
        (
            measure(loss(0.5, 100)),
            (
                "In four of five cases the open risks cost no more than €\xa0100;"
                " there is no contingency to compare it with."
            ),
        ),
        (
            measure(loss(0.999, 100), contingency=99),
            (
                "The €\xa099 left of the contingency cover the open risks with a chance"
                " of under 1 %; €\xa0100 would cover them in four of five cases."
            ),
        ),
        (
            measure(loss(0.5, 100), contingency=50),
            (
                "The €\xa050 left of the contingency cover the open risks with a chance"
                " of 50 %; €\xa0100 would cover them in four of five cases."
            ),
        ),
    ],
)
def test_the_curve_is_read_in_one_sentence(result: RiskExposure, sentence: str) -> None:
    assert read_exposure_curve(result) == sentence


def test_the_table_of_the_curve_rises() -> None:
    table = table_exposure_curve(USUAL)
    assert table["Chance"].tolist()[-1] == "99 %"
    assert table["After responses"].is_monotonic_increasing
    assert table_exposure_curve(NOTHING).empty
    assert isinstance(table, pd.DataFrame)
