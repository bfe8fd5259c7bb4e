"""Charts of money: what they show, say and list, also with nothing to show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from analytics.figures.budget import MOST, plot_budget, read_budget, table_budget
from analytics.figures.budget_curve import (
    plot_budget_curve,
    read_budget_curve,
    table_budget_curve,
)
from analytics.metrics.budget import BudgetVariance, budget_variance
from analytics.metrics.budget_rows import Records
from tests.factories_money import budget_lines, commitments, costs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

HOSTILE = "<img src=x onerror=alert(1)> %{x} & $a$"


def measure(
    budget: Sequence[Mapping[str, object]],
    ledger: Sequence[Mapping[str, object]],
    orders: Sequence[Mapping[str, object]] | None = None,
    as_of: date = date(2026, 3, 31),
) -> BudgetVariance:
    return budget_variance(
        Records(budget_lines(*budget), costs(*ledger), commitments(*(orders or []))),
        as_of=as_of,
        currency="EUR",
    )


YEAR = {"starts_on": "2026-01-01", "ends_before": "2027-01-01"}
USUAL = measure(
    [
        {"amount": 365_000, **YEAR},
        {"amount": 1000, "category": HOSTILE, **YEAR},
        {"amount": 20_000, "budget_kind": "contingency", "category": None},
    ],
    [{"amount": 100_000}, {"amount": 500, "category": "Travel"}],
    [{"amount": 40_000, "invoiced_amount": 10_000}],
)
NOTHING = measure([], [])
PLOTS = (plot_budget, plot_budget_curve)


@pytest.mark.parametrize("plot", PLOTS)
def test_nothing_to_show_is_an_empty_figure_with_titles_and_a_reason(
    plot: type[go.Figure],
) -> None:
    figure = plot(NOTHING)
    assert not figure.data
    assert figure.layout.xaxis.title.text
    assert figure.layout.yaxis.title.text
    assert figure.layout.annotations[0].text.startswith("No budget")


@pytest.mark.parametrize("plot", PLOTS)
def test_units_are_on_the_axes_and_texts_of_the_data_are_safe(
    plot: type[go.Figure],
) -> None:
    figure = plot(USUAL)
    titles = figure.layout.xaxis.title.text + figure.layout.yaxis.title.text
    assert "(EUR)" in titles
    assert "<img" not in figure.to_json()
    assert "%{x}" not in figure.to_json()


def test_budget_spent_and_ordered_are_three_bars_with_three_looks() -> None:
    figure = plot_budget(USUAL)
    bars = {trace.name: trace for trace in figure.data}
    assert list(bars) == [
        "Budget",
        "Spent",
        "Ordered, not invoiced",
        "Estimate at completion",
    ]
    assert list(bars["Budget"].x) == [365_000, 1000, 0]
    assert list(bars["Spent"].x) == [100_000, 0, 500]
    assert list(bars["Ordered, not invoiced"].base) == [100_000, 0, 500]
    assert bars["Ordered, not invoiced"].marker.pattern.shape == "/"
    assert bars["Estimate at completion"].marker.symbol == "diamond"
    assert bars["Spent"].text[0] == "€ 100,000.00"


def test_many_names_end_in_one_bar_of_the_others() -> None:
    many = [{"amount": 100 + n, "category": f"Name {n}", **YEAR} for n in range(50)]
    result = measure(many, [{"amount": 1, "category": "Name 1"}])
    figure = plot_budget(result)
    assert len(figure.data[0].x) == MOST
    assert figure.layout.yaxis.ticktext[-1] == "31 others"
    assert sum(figure.data[0].x) == result.total.budget


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (NOTHING, "There is neither a budget nor a ledger to read."),
        (
            measure([], [{"amount": 10}]),
            "€\xa010 is spent; there is no budget for it.",
        ),
        (
            measure([{"amount": 10}], []),
            "The budget is €\xa010; what is spent is not known: no ledger lines.",
        ),
        (
            measure([{"amount": 365, **YEAR}], [{"amount": 100}]),
            (
                "By 31 Mar 2026 €\xa0100 of €\xa0365 (27 %) is spent, and €\xa0375 is"
                " expected in the end: €\xa010 over budget."
            ),
        ),
        (
            measure([{"amount": 365, **YEAR}], [{"amount": 80}]),
            (
                "By 31 Mar 2026 €\xa080 of €\xa0365 (22 %) is spent, and €\xa0355 is"
                " expected in the end: €\xa010 under budget."
            ),
        ),
        (
            measure([{"amount": 0, **YEAR}], [{"amount": 0}]),
            (
                "By 31 Mar 2026 €\xa00 of €\xa00 is spent, and €\xa00 is expected in"
                " the end: exactly the budget."
            ),
        ),
    ],
)
def test_the_reading_is_one_sentence(result: BudgetVariance, sentence: str) -> None:
    assert read_budget(result) == sentence


def test_the_table_has_the_lines_their_total_and_the_reserves() -> None:
    table = table_budget(USUAL)
    assert table["Name"].tolist() == [
        "Build",
        HOSTILE,
        "Travel",
        "Total",
        "Contingency, apart",
    ]
    assert table["Budget"].tolist() == [365_000, 1000, 0, 366_000, 20_000]
    assert table["Note"].tolist()[2:] == ["no budget", "", "Contingency, apart"]


def test_the_curve_starts_at_nothing_and_stops_at_the_status_date() -> None:
    figure = plot_budget_curve(USUAL)
    lines = {trace.name: trace for trace in figure.data}
    assert list(lines["Spent"].y) == [0, 100_500, 100_500, 100_500]
    assert list(lines["Budget"].y)[-1] == 366_000
    assert str(lines["Spent"].x[-1]).startswith("2026-03-31")
    assert lines["Budget"].line.dash == "dash"
    assert lines["Spent"].line.dash == "solid"
    assert figure.layout.annotations[0].text == "31 Mar 2026"


def test_a_curve_without_a_ledger_is_the_budget_alone() -> None:
    figure = plot_budget_curve(measure([{"amount": 10, **YEAR}], []))
    assert [trace.name for trace in figure.data] == ["Budget"]


def test_a_curve_without_a_budget_is_the_spending_alone() -> None:
    figure = plot_budget_curve(measure([], [{"amount": 10}]))
    assert [trace.name for trace in figure.data] == ["Spent"]


def test_a_century_is_drawn_with_few_points_and_listed_with_all() -> None:
    lasting = [{"amount": 1e6, "starts_on": "1950-01-01", "ends_before": "2050-01-01"}]
    result = measure(lasting, [{"amount": 10}])
    figure = plot_budget_curve(result)
    assert sum(len(trace.x) for trace in figure.data) <= 2000
    assert list(figure.data[0].y)[-1] == 1e6
    assert len(table_budget_curve(result)) == 1200


@pytest.mark.parametrize(
    ("spent", "words"),
    [
        (80, "€\xa010 less than planned"),
        (90, "as planned"),
        (100, "€\xa010 more than planned"),
    ],
)
def test_the_curve_says_whether_spending_is_ahead(spent: float, words: str) -> None:
    result = measure([{"amount": 365, **YEAR}], [{"amount": spent}])
    assert read_budget_curve(result).endswith(f"€\xa090 was planned: {words}.")


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (NOTHING, "no ledger lines"),
        (measure([], [{"amount": 1}]), "no budget lines"),
        (
            measure([{"amount": 1, "starts_on": None}], [{"amount": 1}]),
            "budget without periods",
        ),
    ],
)
def test_the_curve_says_why_it_cannot_compare(result: BudgetVariance, why: str) -> None:
    assert read_budget_curve(result).endswith(f"to date: {why}.")


def test_the_table_by_month_names_the_months() -> None:
    table = table_budget_curve(USUAL)
    assert table["Month"].tolist()[:2] == ["Jan 2026", "Feb 2026"]
    assert table_budget_curve(NOTHING).empty


def test_many_ledger_lines_are_few_points() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n % 90) for n in range(3000)]
    result = measure([], [{"amount": 1, "booked_on": day} for day in days])
    assert len(plot_budget_curve(result).data[0].x) == 4
