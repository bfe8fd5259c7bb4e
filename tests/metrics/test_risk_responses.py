from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.metrics.risk import risk_exposure
from analytics.metrics.risk_responses import RESPONSES, responses
from analytics.metrics.scales import RiskScale
from tests.factories_money import risks

if TYPE_CHECKING:
    import pandas as pd


def listed(*rows: dict[str, object]) -> pd.DataFrame:
    register = risks(*rows)
    exposure = risk_exposure(
        register, as_of=date(2026, 6, 30), currency="EUR", scale=RiskScale()
    )
    return responses(register, exposure).set_index("risk_id")


def scored(**more: object) -> dict[str, object]:
    return {"probability": 0.5, "impact_amount": 1000, **more}


def test_what_a_response_wins_is_set_against_its_cost() -> None:
    table = listed(
        scored(residual_probability=0.1, response="Test", response_amount=150),
        scored(residual_probability=0.2, response_amount=500, proximity="May"),
    )
    assert table["won"].tolist() == [400, 300]
    assert table["worth"].tolist() == [250, -200]
    assert table["response"].tolist() == ["Test", ""]
    assert table["proximity"].tolist() == ["", "May"]


def test_what_is_not_known_is_not_zero() -> None:
    table = listed(
        scored(response_amount=10),
        scored(residual_probability=0.1),
        {"residual_probability": 0.1, "response_amount": 10},
    )
    assert table["won"].notna().to_dict() == {"R2": True, "R1": False, "R3": False}
    assert table["worth"].isna().all()


def test_largest_win_comes_first_and_closed_risks_not_at_all() -> None:
    table = listed(
        scored(residual_probability=0.4),
        scored(residual_probability=0.1),
        scored(residual_probability=0.0, state="closed"),
    )
    assert table.index.tolist() == ["R2", "R1"]


def test_without_risks_the_list_is_empty() -> None:
    table = listed()
    assert table.empty
    assert table.columns.tolist() == [one for one in RESPONSES if one != "risk_id"]


def test_target_is_what_the_plan_aims_at() -> None:
    table = listed(
        scored(target_probability=0.1, target_impact_amount=300, trigger_text="Strike"),
        scored(residual_probability=0.2, target_impact_amount=300),
        scored(residual_impact_amount=800, target_probability=0.25),
        scored(residual_probability=0.1),
        scored(target_probability=7),
        {"probability": 0.5, "target_probability": 0.1},
    )
    known = table["target_exposure"].dropna()
    assert known.to_dict() == {"R1": 30, "R2": 60, "R3": 200}
    assert table.loc["R1", "trigger_text"] == "Strike"
    assert table.loc["R2", "trigger_text"] == ""
