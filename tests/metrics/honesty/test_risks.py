"""Honesty of ratings: bands, intervals, what is corrected and from when on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.honesty.risks import (
    EDGES,
    FEWEST,
    FEWEST_STRUCK,
    NONE_OVER,
    OWN,
    WHOLE,
    RiskHonesty,
    risk_honesty,
)
from analytics.metrics.risk import risk_exposure
from analytics.metrics.scales import RiskScale
from tests.factories_money import costs, risks

if TYPE_CHECKING:
    import pandas as pd

JUNE = date(2026, 6, 30)
OPEN = {"probability": 0.5, "impact_amount": 100, "category": "Build"}


def measured(
    *registers: pd.DataFrame, ledger: pd.DataFrame | None = None
) -> RiskHonesty:
    known = risk_exposure(
        registers[-1],
        as_of=JUNE,
        currency="EUR",
        scale=RiskScale(),
        costs=ledger,
    )
    return risk_honesty(registers, known)


def over(
    count: int, struck: int, probability: float = 0.7, **more: object
) -> list[dict[str, object]]:
    """Return risks that are over, the first so many of which struck."""
    row = {"probability": probability, "impact_amount": 100, "category": "Build"}
    return [
        {**row, "state": "occurred" if place < struck else "closed", **more}
        for place in range(count)
    ]


def band(found: RiskHonesty, low: float) -> dict[str, float]:
    rows = found.bands[found.bands["low"] == low]
    return {str(name): float(rows[name].iloc[0]) for name in rows.columns}


def test_of_the_risks_rated_60_to_80_four_of_ten_struck() -> None:
    found = measured(risks(*over(10, 4)))
    told = band(found, 0.6)
    assert (told["risks"], told["struck"], told["share"]) == (10, 4, 0.4)
    assert told["rated"] == pytest.approx(0.7)
    # Wilson's interval for 4 of 10, Newcombe (1998), table I method 3.
    assert (told["share_low"], told["share_high"]) == pytest.approx(
        (0.168, 0.687), abs=0.001
    )
    assert found.tally.expected == pytest.approx(7)
    assert found.bands["risks"].sum() == 10


@pytest.mark.parametrize(
    ("probability", "low"),
    [(0.0, 0.0), (0.2, 0.2), (0.399, 0.2), (0.6, 0.6), (0.8, 0.8), (1.0, 0.8)],
)
def test_band_holds_its_lower_end_and_the_last_one_both(
    probability: float, low: float
) -> None:
    assert band(measured(risks(*over(1, 1, probability))), low)["risks"] == 1


def test_band_without_risks_has_no_share() -> None:
    found = measured(risks(*over(3, 1)))
    assert found.bands["share"].notna().sum() == 1
    assert len(found.bands) == len(EDGES) - 1


def test_corrected_exposure_is_what_came_times_what_is_stated() -> None:
    found = measured(risks(*over(20, 10, 0.4), OPEN))
    assert found.tally.chance_factor == pytest.approx(1.25)
    assert (found.before, found.after) == (50, 50)
    assert found.unbiased == pytest.approx(62.5)
    assert found.reason == ""


def test_booked_cost_corrects_the_impact_too() -> None:
    ledger = costs(*({"amount": 150, "risk_id": f"R{n}"} for n in range(1, 7)))
    found = measured(risks(*over(12, 6, 0.5), OPEN), ledger=ledger)
    assert (found.tally.predicted, found.tally.booked) == (600, 900)
    assert found.tally.impact_factor == pytest.approx(1.5)
    assert found.unbiased == pytest.approx(75)


def test_corrected_probability_is_never_above_one() -> None:
    found = measured(risks(*over(10, 10, 0.2), {**OPEN, "probability": 0.9}))
    assert found.tally.chance_factor == pytest.approx(5)
    assert found.unbiased == pytest.approx(100)


def test_too_few_risks_correct_nothing_and_say_so() -> None:
    found = measured(risks(*over(FEWEST - 1, 4), OPEN))
    assert found.unbiased is None
    assert found.reason == "Only 9 rated risks are over; a correction needs 10."
    assert found.tally.struck == 4
    alone = measured(risks(*over(1, 1), OPEN))
    assert alone.reason == "Only 1 rated risk is over; a correction needs 10."


def test_too_few_booked_costs_leave_the_impact_as_stated() -> None:
    ledger = costs(
        *({"amount": 150, "risk_id": f"R{n}"} for n in range(1, FEWEST_STRUCK))
    )
    found = measured(risks(*over(20, 10, 0.5), OPEN), ledger=ledger)
    assert found.tally.impact_factor is None
    assert found.unbiased == pytest.approx(50)


def test_category_with_enough_risks_is_corrected_by_its_own() -> None:
    found = measured(
        risks(
            *over(10, 8, 0.4),
            *over(10, 0, 0.4, category="Law"),
            OPEN,
            {**OPEN, "category": "Law"},
            {**OPEN, "category": "New"},
        )
    )
    rows = found.categories.set_index("category")
    assert rows["unbiased"].to_dict() == pytest.approx(
        {"Build": 100.0, "Law": 0.0, "New": 50.0}
    )
    assert rows["corrected_by"].to_dict() == {"Build": OWN, "Law": OWN, "New": WHOLE}


def test_rating_is_the_last_one_of_the_time_when_the_risk_was_open() -> None:
    first = risks({"probability": 0.3, "impact_amount": 10, "category": "Build"})
    second = risks({"probability": 0.65, "impact_amount": 40, "category": "Build"})
    closed = risks({"probability": 0.0, "impact_amount": 0, "state": "closed"})
    found = measured(first, second, closed)
    assert band(found, 0.6)["risks"] == 1
    assert found.rests_on == "ratings of earlier uploads"
    assert measured(closed).rests_on == "ratings of today's register"
    later = risks(
        {"probability": 0.0, "state": "closed"}, {"probability": 0.9, "state": "closed"}
    )
    mixed = measured(first, later)
    assert mixed.rests_on == "ratings of earlier uploads and of today's register"


def test_rating_after_the_risk_struck_is_not_taken() -> None:
    first = risks({"probability": 0.3})
    struck = risks({"probability": 1.0, "state": "occurred"})
    found = measured(first, struck, struck)
    assert found.tally.expected == pytest.approx(0.3)


def test_risk_without_a_number_cannot_be_followed() -> None:
    first = risks({"risk_id": None, "probability": 0.3})
    closed = risks({"risk_id": None, "probability": 0.9, "state": "closed"})
    assert measured(first, closed).tally.expected == pytest.approx(0.9)


def test_risk_closed_after_the_day_is_still_open_on_it() -> None:
    row = {"probability": 0.5, "state": "closed", "closed_on": "2026-07-01"}
    assert measured(risks(row)).tally.risks == 0


def test_unrated_risks_are_left_out_with_the_reason() -> None:
    found = measured(
        risks(*over(1, 0), {"state": "closed"}, {"state": "closed", "probability": 7})
    )
    left = found.basis.left_out
    assert dict(zip(left["subject"], left["reason"], strict=True)) == {
        "R2": "no probability",
        "R3": "probability outside 0 to 1",
    }
    assert found.basis.used["risk"].tolist() == [1]


def test_empty_register_says_that_none_is_over() -> None:
    found = measured(risks(OPEN))
    assert found.reason == NONE_OVER
    assert found.tally.risks == 0
    assert found.bands["share"].isna().all()


def test_ratings_of_nothing_cannot_be_corrected() -> None:
    found = measured(risks(*over(12, 2, 0.0), OPEN))
    assert found.reason == "The risks that are over were rated 0 %."


def test_without_an_open_risk_there_is_nothing_to_correct() -> None:
    found = measured(risks(*over(12, 2)))
    assert (found.before, found.unbiased) == (None, None)
    assert found.categories["reason"].tolist() == ["no open risk with an amount"]


@settings(max_examples=6)
@given(
    st.lists(
        st.tuples(st.floats(0.05, 1), st.booleans(), st.integers(1, 999)),
        min_size=FEWEST,
        max_size=30,
    ),
    st.integers(2, 1000),
)
def test_currency_changes_no_factor_and_scales_the_correction(
    rows: list[tuple[float, bool, int]], unit: int
) -> None:
    one, other = (
        measured(
            risks(
                *(
                    {
                        "probability": chance,
                        "impact_amount": amount * scale,
                        "state": "occurred" if struck else "closed",
                        "actual_amount": 2 * amount * scale,
                    }
                    for chance, struck, amount in rows
                ),
                {**OPEN, "impact_amount": 100 * scale},
            )
        )
        for scale in (1, unit)
    )
    assert one.tally.chance_factor == other.tally.chance_factor
    assert one.tally.impact_factor == pytest.approx(other.tally.impact_factor)
    assert one.unbiased is not None
    assert other.unbiased == pytest.approx(unit * one.unbiased)
