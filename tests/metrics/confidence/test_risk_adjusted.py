"""The risk-adjusted estimate: no reserve is counted twice, and none is left out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.metrics.budget import budget_variance
from analytics.metrics.budget_rows import Records
from analytics.metrics.confidence.risk_adjusted import RiskAdjusted, risk_adjusted
from analytics.metrics.estimates import Work, cost_estimates
from analytics.metrics.exposure.cover import Wanted
from analytics.metrics.exposure.measure import exposure
from analytics.metrics.scales import RiskScale
from analytics.metrics.spending import burn_rate
from tests.factories_money import budget_lines, commitments, costs, risks

if TYPE_CHECKING:
    from collections.abc import Mapping

JUNE = date(2026, 6, 30)
OPEN = {"probability": 0.5, "impact_amount": 100}


def measured(
    *lines: Mapping[str, object], register: pd.DataFrame | None = None, p: float = 0.8
) -> RiskAdjusted:
    ledger = costs({"amount": 400})
    money = budget_variance(
        Records(budget_lines(*lines), ledger, commitments()),
        as_of=JUNE,
        currency="EUR",
    )
    burn = burn_rate(money.months, remaining_amount=None)
    known = exposure(
        risks(OPEN) if register is None else register,
        as_of=JUNE,
        currency="EUR",
        scale=RiskScale(),
        wanted=Wanted(p),
    )
    return risk_adjusted(cost_estimates(money, burn=burn, work=Work(0.5)), known, money)


def of(found: RiskAdjusted, method: str, column: str) -> float:
    rows = found.table.set_index("method")
    return float(rows.loc[method, column])  # type: ignore[arg-type]


def test_risks_are_added_to_the_estimate_and_the_contingency_to_the_budget() -> None:
    reserve = {"amount": 150, "budget_kind": "contingency"}
    found = measured({"amount": 1000}, reserve)
    assert (found.mean, found.reserve) == (50, 100)
    assert (found.budget, found.contingency, found.allowed) == (1000, 150, 1150)
    assert of(found, "work", "at_completion") == 800
    assert of(found, "work", "with_mean") == 850
    assert of(found, "work", "with_reserve") == 900
    assert of(found, "work", "left_of_budget") == 250


def test_contingency_never_moves_the_estimate() -> None:
    lines = {"amount": 1000}, {"amount": 150, "budget_kind": "contingency"}
    bare, kept = measured(lines[0]), measured(*lines)
    same = ["at_completion", "with_mean", "with_reserve"]
    pd.testing.assert_frame_equal(bare.table[same], kept.table[same])
    gain = kept.table["left_of_budget"] - bare.table["left_of_budget"]
    assert gain.dropna().tolist() == pytest.approx([150] * len(gain.dropna()))


def test_management_reserve_is_not_the_projects_to_spend() -> None:
    more = {"amount": 500, "budget_kind": "management_reserve"}
    assert measured({"amount": 1000}, more).allowed == 1000


def test_risk_that_struck_is_booked_and_added_no_more() -> None:
    struck = risks({**OPEN, "state": "occurred"}, OPEN)
    assert measured({"amount": 1000}, register=struck).mean == 50


def test_lower_bound_is_no_estimate_to_adjust() -> None:
    assert "ordered" not in set(measured({"amount": 1000}).table["method"])


def test_without_amounts_the_adjusted_estimate_is_unknown() -> None:
    found = measured({"amount": 1000}, register=risks({"probability": 0.5}))
    assert (found.mean, found.reserve) == (None, None)
    assert found.table["with_mean"].isna().all()
    assert found.table["left_of_budget"].isna().all()


def test_without_a_budget_nothing_is_left_of_it() -> None:
    found = measured()
    assert (found.budget, found.allowed) == (None, None)
    assert of(found, "work", "with_reserve") == 900
    assert found.table["left_of_budget"].isna().all()


def test_gains_make_it_cheaper() -> None:
    gain = {"risk_kind": "opportunity", "probability": 0.9, "impact_amount": -60}
    found = measured({"amount": 1000}, register=risks(gain), p=0.5)
    assert (found.mean, found.reserve) == (-54, -60)
    assert of(found, "work", "with_reserve") == 740
