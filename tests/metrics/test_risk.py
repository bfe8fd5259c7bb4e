"""Risk exposure: exact edges, what must hold for any register, published numbers."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.metrics.risk import (
    RiskExposure,
    contingency_confidence,
    emv,
    risk_exposure,
)
from analytics.metrics.risk_sum import EXACT_RISKS, STEPS, sum_of_risks
from analytics.metrics.scales import RiskScale, score_matrix
from analytics.metrics.three_point import (
    Estimate,
    beta_pert,
    in_sequence,
    pert,
    triangular,
    uniform,
)
from tests.factories_money import costs, risks

JUNE = date(2026, 6, 30)
SCALE = RiskScale()


def measure(register: pd.DataFrame, **given_too: object) -> RiskExposure:
    return risk_exposure(
        register,
        as_of=JUNE,
        currency="EUR",
        scale=SCALE,
        **given_too,  # type: ignore[arg-type]
    )


def loss(
    probability: float | None, amount: float | None, **more: object
) -> dict[str, object]:
    return {"probability": probability, "impact_amount": amount, **more}


def left_out(result: RiskExposure) -> dict[str, str]:
    rows = result.basis.left_out
    return dict(zip(rows["subject"], rows["reason"], strict=True))


class TestPublished:
    TENSTEP = (
        *((0.8, 10_000), (0.3, 30_000), (0.5, 8000)),
        *((0.1, 40_000), (0.3, 20_000), (0.25, 10_000)),
    )

    def test_six_risks_of_tenstep(self) -> None:
        """Golden risk-emv-tenstep: EMV 33,500, total impact 118,000."""
        result = measure(risks(*[loss(p, i) for p, i in self.TENSTEP]))
        assert result.risks["exposure"].tolist() == pytest.approx(
            [8000, 9000, 4000, 4000, 6000, 2500]
        )
        assert result.inherent is not None
        assert (result.inherent.net, result.inherent.worst_case) == (33_500, 118_000)
        # Derived, not published: exact enumeration of 2^6 outcomes.
        assert result.inherent.confidence == pytest.approx(0.54495)
        total = result.inherent.total
        found = [total.percentile(share) for share in (0.5, 0.8, 0.9)]
        assert found == [30_000, 50_000, 60_000]

    def test_four_risks_of_ciucias(self) -> None:
        """Golden risk-emv-ciucias: -7,200, printed negative; worst case -9,800."""
        register = [(0.75, 5000), (0.75, 2500), (0.75, 2000), (0.25, 300)]
        result = measure(risks(*[loss(p, i) for p, i in register]))
        assert [emv(p, -i) for p, i in register] == [-3750, -1875, -1500, -75]
        assert result.inherent is not None
        assert (result.inherent.net, result.inherent.worst_case) == (7200, 9800)

    def test_schedule_reserve_in_days(self) -> None:
        """Golden risk-reserve-days: 6 - 2 + 12 + 30 - 10 = 36 days."""
        register = [
            ("threat", 0.2, 30),
            ("opportunity", 0.1, 20),
            ("threat", 0.15, 80),
            ("threat", 0.3, 100),
            ("opportunity", 0.25, 40),
        ]
        result = measure(
            risks(
                *[
                    {"risk_kind": kind, "probability": p, "impact_days": days}
                    for kind, p, days in register
                ]
            )
        )
        assert result.risks["exposure_days"].tolist() == [6, -2, 12, 30, -10]
        assert result.days == pytest.approx(36)
        assert result.inherent is None

    def test_matrix_of_the_pmbok_guide(self) -> None:
        """Golden risk-pmbok-matrix: rounded half up."""
        assert score_matrix([0.9, 0.7, 0.5, 0.3, 0.1], [0.05, 0.1, 0.2, 0.4, 0.8]) == [
            [0.05, 0.09, 0.18, 0.36, 0.72],
            [0.04, 0.07, 0.14, 0.28, 0.56],
            [0.03, 0.05, 0.1, 0.2, 0.4],
            [0.02, 0.03, 0.06, 0.12, 0.24],
            [0.01, 0.01, 0.02, 0.04, 0.08],
        ]

    def test_chain_of_four_tasks(self) -> None:
        """Golden risk-pert-schematex: 17.83 days, deviation 1.69."""
        chain = in_sequence(
            [
                Estimate(3.1667, 0.5**2),
                pert(5, 8, 14),
                Estimate(4.1667, 0.5**2),
                Estimate(2.0, 0.3333**2),
            ]
        )
        assert pert(5, 8, 14) == Estimate(8.5, 2.25)
        assert (round(chain.mean, 2), round(chain.deviation, 2)) == (17.83, 1.69)

    def test_normal_triangular_and_uniform(self) -> None:
        """Golden risk-mcs-indep-pra: deviation 3.11 +- 0.06 by simulation."""
        total = in_sequence([Estimate(10, 4), triangular(5, 10, 15), uniform(8, 12)])
        assert total.mean == 30
        assert total.deviation == pytest.approx(3.11, abs=0.06)
        assert total.deviation == pytest.approx(3.082207, abs=1e-6)


class TestThreePoints:
    @pytest.mark.parametrize("rule", [pert, beta_pert, triangular])
    def test_points_out_of_order_are_refused(self, rule: object) -> None:
        assert callable(rule)
        with pytest.raises(RequestError, match="in order"):
            rule(3, 2, 4)

    @pytest.mark.parametrize("rule", [pert, beta_pert, triangular])
    def test_three_equal_points_are_certain(self, rule: object) -> None:
        assert callable(rule)
        assert rule(7, 7, 7) == Estimate(7, 0)

    def test_the_beta_deviation_is_not_a_sixth_of_the_range(self) -> None:
        assert beta_pert(0, 0, 6).variance == pytest.approx(1 * 5 / 7)


class TestScale:
    @pytest.mark.parametrize(
        ("ratio", "words", "level"),
        [
            (0.0, "", 1),
            (0.2, "", 1),
            (0.5, "Rare", 3),
            (1.0, "", 5),
            (None, "Almost  CERTAIN", 5),
            (None, "4 - Likely", 4),
            (None, "Possible (3)", 3),
            (None, "2", 2),
            (None, "9", None),
            (None, "perhaps", None),
            (None, float("nan"), None),
        ],
    )
    def test_levels_of_probability(
        self, ratio: float | None, words: object, level: int | None
    ) -> None:
        assert SCALE.probability_level(ratio, words) == level

    @pytest.mark.parametrize(
        ("amount", "level"), [(0, 1), (10_000, 1), (10_001, 2), (-300_000, 5)]
    )
    def test_levels_of_impact_are_those_of_a_gain_too(
        self, amount: float, level: int
    ) -> None:
        assert SCALE.impact_level(amount, "") == level

    @pytest.mark.parametrize(
        ("levels", "grade"),
        [((1, 1), "low"), ((5, 1), "low"), ((2, 3), "moderate"), ((5, 3), "high")],
    )
    def test_grades_compare_the_unrounded_score(
        self, levels: tuple[int, int], grade: str
    ) -> None:
        assert SCALE.grade(*levels) == grade


class TestEdges:
    def test_an_empty_register_is_undefined_not_zero(self) -> None:
        result = measure(risks(), contingency=100)
        assert result.inherent is None
        assert result.days is None
        assert contingency_confidence(result) is None
        assert result.matrix["risks"].sum() == 0
        assert len(result.matrix) == 50
        assert result.attention.empty
        assert result.occurred.empty

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (loss(None, 10), "no probability"),
            (loss(0.5, None), "no impact in money"),
            (loss(1.5, 10), "probability outside 0 to 1"),
            (
                loss(0.5, 10, residual_probability=2),
                "residual probability outside 0 to 1",
            ),
            (loss(0.5, 10, currency="USD"), "not in EUR, the project's currency"),
            (loss(0.5, -10), "a threat whose impact is a gain"),
            (
                loss(0.5, 10, risk_kind="opportunity"),
                "an opportunity whose impact is a loss",
            ),
            (
                loss(0.5, 10, risk_kind=None, residual_impact_amount=-1),
                "impact before and after the response differ in sign",
            ),
        ],
    )
    def test_what_cannot_be_quantified_is_listed_never_zero(
        self, row: dict[str, object], reason: str
    ) -> None:
        result = measure(risks(loss(0.5, 100), row))
        assert result.inherent is not None
        assert result.inherent.net == 50
        assert result.unquantified["reason"].tolist() == [reason]
        assert left_out(result) == {"R2": reason}

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ({"state": "closed"}, "closed"),
            ({"state": "closed", "closed_on": "2026-06-30"}, "closed"),
            ({"state": "occurred"}, "has struck: an issue, no longer a risk"),
            ({"identified_on": "2026-07-01"}, "identified after the as-of date"),
            ({"state": "dormant"}, "state is not known"),
        ],
    )
    def test_only_open_risks_count(self, row: dict[str, object], reason: str) -> None:
        result = measure(risks(loss(0.5, 100), loss(0.5, 100, **row)))
        assert result.inherent is not None
        assert result.inherent.net == 50
        assert left_out(result) == {"R2": reason}

    @pytest.mark.parametrize(
        "row",
        [
            {"state": "closed", "closed_on": "2026-07-01"},
            {"state": "occurred", "occurred_on": "2026-07-01"},
        ],
    )
    def test_what_ended_later_was_still_open(self, row: dict[str, object]) -> None:
        result = measure(risks(loss(0.5, 100, **row)))
        assert result.inherent is not None
        assert result.inherent.net == 50

    def test_threats_and_opportunities_stay_apart(self) -> None:
        result = measure(risks(loss(0.5, 100), loss(0.25, -40, risk_kind=None)))
        outlook = result.inherent
        assert outlook is not None
        assert (outlook.threats, outlook.opportunities, outlook.net) == (50, -10, 40)
        assert (outlook.worst_case, outlook.best_case) == (100, -40)
        assert result.risks["risk_kind"].tolist() == ["threat", "opportunity"]

    def test_a_missing_residual_gets_no_credit_for_the_response(self) -> None:
        result = measure(
            risks(
                loss(0.5, 100),
                loss(0.5, 100, residual_probability=0.1),
                loss(0.5, 100, residual_impact_amount=0),
            )
        )
        assert result.risks["residual_exposure"].tolist() == [50, 10, 0]
        assert result.risks["is_residual_assessed"].tolist() == [False, True, True]

    def test_labels_alone_fill_the_matrix(self) -> None:
        register = risks(
            {"probability_text": "Likely", "impact_text": "Severe"},
            {"probability_text": "Likely", "impact_text": "Severe"},
            {"probability_text": "Likely"},
        )
        result = measure(register)
        filled = result.matrix[result.matrix["risks"] > 0]
        assert filled.to_dict("records") == [
            {
                "risk_kind": "threat",
                "probability_level": 4,
                "impact_level": 5,
                "risks": 2,
                "score": 0.56,
                "grade": "high",
            }
        ]
        assert result.unplaced == 1

    def test_what_struck_is_listed_with_what_it_cost(self) -> None:
        register = risks(
            loss(
                0.5, 100, state="occurred", occurred_on="2026-02-01", actual_amount=90
            ),
            loss(
                0.5, 100, state="occurred", occurred_on="2026-01-01", actual_amount=70
            ),
        )
        ledger = costs(
            {"amount": 30, "risk_id": "r1"},
            {"amount": 20, "risk_id": "R1"},
            {"amount": 99, "risk_id": "R1", "currency": "USD"},
            {"amount": 99, "risk_id": "R1", "booked_on": "2026-07-01"},
        )
        assert measure(register).occurred["booked_amount"].tolist() == [70, 90]
        found = measure(register, costs=ledger).occurred
        assert found["risk_id"].tolist() == ["R2", "R1"]
        assert found["booked_amount"].tolist() == [70, 50]

    def test_what_nobody_looks_after_is_listed(self) -> None:
        register = risks(
            {"owner": "Ana", "reviewed_on": "2026-05-01", "due_on": "2026-06-30"},
            {"owner": "Ana", "reviewed_on": "2026-04-30", "due_on": "2026-06-29"},
            {"owner": " ", "identified_on": "2026-06-01"},
            {"owner": "Ana"},
            {"state": "closed"},
        )
        found = measure(register).attention
        assert list(zip(found["risk_id"], found["matter"], strict=True)) == [
            ("R2", "not reviewed lately"),
            ("R2", "past due"),
            ("R3", "no owner"),
            ("R4", "never reviewed"),
        ]


class TestContingency:
    @pytest.mark.parametrize(
        ("reserve", "confidence"), [(-1, 0), (0, 0.5), (99.99, 0.5), (100, 1)]
    )
    def test_the_reserve_covers_the_residual_exposure(
        self, reserve: float, confidence: float
    ) -> None:
        register = risks(loss(0.9, 100, residual_probability=0.5))
        found = contingency_confidence(measure(register, contingency=reserve))
        assert found == confidence

    def test_what_a_risk_that_struck_has_cost_covers_no_other_risk(self) -> None:
        register = risks(
            loss(0.5, 100), loss(0.9, 60, state="occurred", actual_amount=50)
        )
        found = measure(register, contingency=120)
        assert (found.reserve.contingency, found.reserve.left) == (120, 70)
        assert contingency_confidence(found) == 0.5
        assert contingency_confidence(measure(register, contingency=150)) == 1
        paid = costs({"risk_id": "R2", "amount": 20, "booked_on": "2026-05-01"})
        booked = measure(register, contingency=120, costs=paid)
        assert (booked.reserve.left, contingency_confidence(booked)) == (100, 1)


class TestSum:
    def test_no_risks_cost_nothing_for_certain(self) -> None:
        total = sum_of_risks([], [])
        assert (total.mean, total.at_most(0), total.at_most(-0.01)) == (0, 1, 0)

    def test_certain_and_impossible_risks(self) -> None:
        total = sum_of_risks([1, 0], [100, 50])
        assert total.amounts.tolist() == [100]
        assert total.percentile(0.01) == 100

    def test_many_round_impacts_are_exact_and_agree_with_the_binomial(self) -> None:
        total = sum_of_risks([0.5] * 40, [1000.0] * 40)
        assert total.is_exact
        assert len(total.amounts) == 41
        assert total.mean == pytest.approx(20_000)
        assert total.at_most(0) == pytest.approx(0.5**40)

    def test_many_odd_impacts_are_spread_over_a_grid_that_keeps_the_mean(self) -> None:
        impacts = [1000.01 + 3713.37 * n * (-1) ** n for n in range(30)]
        chances = [0.1 + 0.02 * n for n in range(30)]
        total = sum_of_risks(chances, impacts)
        expected = sum(p * i for p, i in zip(chances, impacts, strict=True))
        assert not total.is_exact
        assert len(total.amounts) <= STEPS + 2 * len(impacts)
        assert total.mean == pytest.approx(expected)

    def test_the_two_ways_agree_where_both_are_possible(self) -> None:
        impacts = [100.0 * n for n in range(1, EXACT_RISKS + 1)]
        chances = [0.04 * n for n in range(1, EXACT_RISKS + 1)]
        one = sum_of_risks(chances, impacts)
        other = sum_of_risks([*chances, 0], [*impacts, 100.0])
        assert one.amounts.tolist() == other.amounts.tolist()
        assert one.cumulative.tolist() == pytest.approx(other.cumulative.tolist())


RISK = st.tuples(
    st.integers(0, 100).map(lambda n: n / 100),
    st.integers(-500_000, 1_000_000).map(lambda n: n / 100),
)
REGISTER = st.lists(RISK, min_size=1, max_size=8)
Pairs = list[tuple[float, float]]


def register_of(pairs: Pairs) -> pd.DataFrame:
    return risks(*[loss(p, i, risk_kind=None) for p, i in pairs])


class TestRelations:
    @settings(max_examples=40)
    @given(REGISTER)
    def test_percentiles_and_probabilities_rise(self, pairs: Pairs) -> None:
        total = sum_of_risks(*zip(*pairs, strict=True))
        p50, p80, p90 = (total.percentile(share) for share in (0.5, 0.8, 0.9))
        assert p50 <= p80 <= p90
        assert (total.cumulative[1:] >= total.cumulative[:-1]).all()
        assert total.cumulative[-1] == 1
        assert total.at_most(p80) >= 0.8 - 1e-9
        assert total.mean == pytest.approx(sum(p * i for p, i in pairs), abs=0.01)

    @settings(max_examples=15)
    @given(REGISTER, st.integers(0, 999))
    def test_the_order_of_risks_does_not_matter(self, pairs: Pairs, seed: int) -> None:
        register = register_of(pairs)
        one, other = (
            measure(register),
            measure(register.sample(frac=1, random_state=seed)),
        )
        pd.testing.assert_frame_equal(one.risks, other.risks)
        pd.testing.assert_frame_equal(one.matrix, other.matrix)
        assert one.inherent is not None
        assert other.inherent is not None
        assert one.inherent.net == other.inherent.net
        assert (
            one.inherent.total.amounts.tolist() == other.inherent.total.amounts.tolist()
        )

    @settings(max_examples=15)
    @given(REGISTER, REGISTER)
    def test_two_registers_add_up(self, one: Pairs, other: Pairs) -> None:
        parts = [measure(register_of(pairs)).inherent for pairs in (one, other)]
        both = measure(register_of([*one, *other])).inherent
        assert both is not None
        sums = [(part.threats, part.opportunities) for part in parts if part]
        assert sum(threats for threats, _ in sums) == pytest.approx(
            both.threats, abs=0.02
        )
        assert sum(gains for _, gains in sums) == pytest.approx(
            both.opportunities, abs=0.02
        )

    @settings(max_examples=15)
    @given(REGISTER, st.integers(2, 100))
    def test_the_currency_unit_scales_amounts_and_no_probability(
        self, pairs: Pairs, unit: int
    ) -> None:
        one = measure(register_of(pairs)).inherent
        other = measure(register_of([(p, i * unit) for p, i in pairs])).inherent
        assert one is not None
        assert other is not None
        assert other.net == pytest.approx(one.net * unit, abs=0.01 * unit)
        assert other.total.percentile(0.8) == pytest.approx(
            one.total.percentile(0.8) * unit
        )

    @settings(max_examples=15)
    @given(REGISTER)
    def test_a_certain_zero_risk_changes_nothing(self, pairs: Pairs) -> None:
        one = measure(register_of(pairs)).inherent
        other = measure(register_of([*pairs, (1.0, 0.0)])).inherent
        assert one is not None
        assert other is not None
        assert one.net == other.net
        assert one.total.amounts.tolist() == other.total.amounts.tolist()


def test_damage_that_is_booked_later_is_not_spent_yet() -> None:
    struck = loss(0.5, 100, state="occurred", actual_amount=90.0)
    lines = costs({"risk_id": "R1", "amount": 80, "booked_on": "2026-07-15"})
    assert measure(risks(struck), costs=lines).occurred["booked_amount"].item() == 0
    other = costs({"risk_id": "R9", "amount": 80})
    assert measure(risks(struck), costs=other).occurred["booked_amount"].item() == 90
