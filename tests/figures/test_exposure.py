from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.figures import tornado, total_risk
from analytics.metrics.exposure.cover import Wanted
from analytics.metrics.exposure.measure import Exposure, exposure
from analytics.metrics.reserve import Reserve
from analytics.metrics.scales import RiskScale
from tests.factories_money import risks

if TYPE_CHECKING:
    import pandas as pd

TENSTEP = (
    *((0.8, 10_000), (0.3, 30_000), (0.5, 8000)),
    *((0.1, 40_000), (0.3, 20_000), (0.25, 10_000)),
)
HOSTILE = "<script>alert(1)</script>"


def measure(register: pd.DataFrame, reserve: Reserve | None = None) -> Exposure:
    return exposure(
        register,
        as_of=date(2026, 6, 30),
        currency="EUR",
        scale=RiskScale(),
        wanted=Wanted(),
        reserve=reserve,
    )


def tenstep(reserve: Reserve | None = None) -> Exposure:
    rows = ({"probability": p, "impact_amount": x, "title": "T"} for p, x in TENSTEP)
    return measure(risks(*rows), reserve)


NOTHING = measure(risks())


def test_reading_names_the_mean_a_mean_and_says_what_is_left() -> None:
    said = total_risk.read_total_cost(tenstep(Reserve(60_000, 15_000)))
    assert "With a chance of 80 % the open risks cost no more than €\xa050,000" in said
    assert "mean of €\xa033,500 is kept with 54 % only" in said
    assert "has €\xa045,000 left, €\xa05,000 too little" in said
    assert "more than needed" in total_risk.read_total_cost(tenstep(Reserve(60_000)))
    assert "no contingency to compare" in total_risk.read_total_cost(tenstep())


def test_curves_rise_to_all_and_the_simulation_stands_beside() -> None:
    figure = total_risk.plot_total_cost(tenstep(Reserve(60_000)))
    names = [trace.name for trace in figure.data]
    assert names[:3] == ["Before responses", "After responses", "Simulated, as a check"]
    assert names[-1] == "Contingency left: € 60,000"
    for trace in figure.data[:3]:
        assert (trace.y[1:] >= trace.y[:-1]).all()
        assert trace.y[-1] > 99
    assert {"P50: € 30,000", "P80: € 50,000"} < set(names)


def test_table_has_the_percentiles_and_the_mean() -> None:
    table = total_risk.table_total_cost(tenstep()).set_index("Chance")
    assert table.loc["80 %", "After responses"] == 50_000
    assert table.loc["Mean (EMV)", "After responses"] == 33_500
    assert total_risk.table_total_days(tenstep()).empty


def test_without_risks_everything_says_why() -> None:
    for read in (
        total_risk.read_total_cost,
        total_risk.read_total_days,
        tornado.read_tornado,
    ):
        assert "cannot be said" in read(NOTHING)
    for plot in (
        total_risk.plot_total_cost,
        total_risk.plot_total_days,
        tornado.plot_tornado,
    ):
        figure = plot(NOTHING)
        assert not figure.data
        assert figure.layout.annotations
    assert tornado.table_tornado(NOTHING).empty


def test_days_are_said_to_lie_on_the_critical_path() -> None:
    result = measure(risks({"probability": 0.5, "impact_days": 10}))
    said = total_risk.read_total_days(result)
    assert "no more than 10.0 days, on average by 5.0" in said
    assert "critical path" in said
    assert len(total_risk.table_total_days(result))
    assert total_risk.plot_total_days(result).data


def test_tornado_is_named_by_its_swings_and_the_rare_dear_risk_is_not_hidden() -> None:
    said = tornado.read_tornado(tenstep())
    assert said.startswith(
        "The total moves most, from P10 to P90, with R2 T (€\xa030,000)"
    )
    assert "R4" not in said  # it has 31 % of the spread, R2 has more
    rare = measure(
        risks(
            {"probability": 0.05, "impact_amount": 900_000, "title": "Fire"},
            *({"probability": 0.3, "impact_amount": 10_000} for _ in range(4)),
        )
    )
    assert "R1 Fire strikes too seldom to move P90" in tornado.read_tornado(rare)
    figure = tornado.plot_tornado(tenstep())
    assert len(figure.data) == 2
    assert figure.data[1].x[0] == 54_500 - 33_500
    assert tornado.table_tornado(tenstep())["Risk"].iloc[0] == "R2"


def test_risk_that_moves_nothing_has_no_bar() -> None:
    figure = tornado.plot_tornado(tenstep())
    assert len(figure.data[0].y) == 5
    certain = measure(risks({"probability": 1, "impact_amount": 10}))
    assert not tornado.plot_tornado(certain).data


def test_texts_of_the_register_are_escaped() -> None:
    result = measure(risks({"probability": 0.5, "impact_amount": 10, "title": HOSTILE}))
    assert "<script>" not in tornado.plot_tornado(result).to_json()
