"""Exposure of a register: the reserve and its base, what is left out, the tornado."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import schema
from analytics.errors import RequestError
from analytics.metrics.exposure.cover import Wanted, contingency
from analytics.metrics.exposure.measure import Exposure, exposure
from analytics.metrics.exposure.milestones import delayed
from analytics.metrics.reserve import Reserve
from analytics.metrics.risk import contingency_confidence, risk_exposure
from analytics.metrics.scales import RiskScale
from tests.factories_money import frame, risks

if TYPE_CHECKING:
    import pandas as pd

JUNE = date(2026, 6, 30)
TENSTEP = (
    *((0.8, 10_000), (0.3, 30_000), (0.5, 8000)),
    *((0.1, 40_000), (0.3, 20_000), (0.25, 10_000)),
)

REGISTERED = st.fixed_dictionaries(
    {"probability": st.sampled_from([0.1, 0.5, 1.0])},
    optional={
        "impact_amount": st.integers(0, 100),
        "impact_low_amount": st.integers(-10, 60),
        "impact_high_amount": st.integers(40, 200),
        "residual_probability": st.sampled_from([0.0, 0.3]),
        "residual_impact_amount": st.integers(0, 50),
    },
)
"""Risks with a point, with bounds in and out of order, with a response or without."""


def measure(
    register: pd.DataFrame,
    wanted: Wanted | None = None,
    reserve: Reserve | None = None,
) -> Exposure:
    return exposure(
        register,
        as_of=JUNE,
        currency="EUR",
        scale=RiskScale(),
        wanted=wanted,
        reserve=reserve,
    )


def tenstep(**more: object) -> pd.DataFrame:
    return risks(*({"probability": p, "impact_amount": x, **more} for p, x in TENSTEP))


class TestReserve:
    def test_needed_is_a_percentile_and_never_the_mean(self) -> None:
        result = measure(tenstep(), reserve=Reserve(60_000, 15_000))
        assert result.residual is not None
        assert (result.residual.mean, result.needed) == (33_500, 50_000)
        assert contingency(result) == 50_000
        assert result.residual.mean_confidence == pytest.approx(0.54495)
        assert result.needed_above_mean == 16_500
        assert (result.left, result.gap) == (45_000, -5000)
        assert result.covered == result.residual.total.at_most(45_000)

    def test_grows_with_the_confidence(self) -> None:
        found = [
            measure(tenstep(), Wanted(share)).needed for share in (0.5, 0.8, 0.9, 0.95)
        ]
        assert found == sorted(found, key=float)  # type: ignore[arg-type]
        assert found[2] == 60_000

    def test_is_not_negative_where_gains_outweigh(self) -> None:
        gain = {"risk_kind": "opportunity", "probability": 0.9, "impact_amount": -500}
        result = measure(risks(gain), Wanted(0.5))
        assert result.needed == 0
        assert result.needed_above_mean == 0

    def test_without_contingency_nothing_is_left(self) -> None:
        result = measure(tenstep())
        assert (result.left, result.gap, result.covered) == (None, None, None)

    @pytest.mark.parametrize("confidence", [0.0, 1.0, 80.0, float("nan")])
    def test_confidence_lies_between_none_and_all(self, confidence: float) -> None:
        with pytest.raises(RequestError, match="such as"):
            Wanted(confidence)


class TestRegister:
    def test_without_an_amount_there_is_no_outcome(self) -> None:
        result = measure(risks({"probability": 0.5}, {"impact_amount": 10}))
        assert (result.inherent, result.residual, result.days) == (None, None, None)
        assert (result.needed, result.needed_above_mean) == (None, None)
        assert result.covered is None
        left = result.basis.left_out
        assert set(left["reason"]) == {"no impact in money", "no probability"}

    def test_every_open_risk_is_used_or_left_out_with_the_reason(self) -> None:
        register = risks(
            {"probability": 0.5, "impact_amount": 100},
            {"probability": 0.5, "impact_low_amount": 50, "impact_high_amount": 90},
            {
                "probability": 0.5,
                "impact_amount": 100,
                "impact_low_amount": 200,
                "impact_high_amount": 300,
            },
            {"probability": 1.5, "impact_amount": 100},
            {"probability": 0.5, "impact_amount": 100, "state": "closed"},
        )
        result = measure(register)
        assert result.risks == result.basis.rows_used == 2
        reasons = dict(
            zip(
                result.basis.left_out["subject"],
                result.basis.left_out["reason"],
                strict=True,
            )
        )
        assert reasons == {
            "R3": "low, most likely and high are not in order",
            "R4": "probability outside 0 to 1",
        }

    def test_range_alone_has_its_middle_as_mean(self) -> None:
        result = measure(
            risks(
                {"probability": 0.5, "impact_low_amount": 50, "impact_high_amount": 90}
            )
        )
        assert result.residual is not None
        assert result.residual.mean == pytest.approx(35)

    def test_three_points_are_pert_or_a_triangle(self) -> None:
        row = {
            "probability": 1.0,
            "impact_amount": 3,
            "impact_low_amount": 0,
            "impact_high_amount": 12,
        }
        pert, triangle = (
            measure(risks(row)),
            measure(risks(row), Wanted(three="triangular")),
        )
        assert pert.residual is not None
        assert triangle.residual is not None
        assert pert.residual.mean == pytest.approx(4)
        assert triangle.residual.mean == pytest.approx(5)

    def test_response_moves_the_whole_range_in_proportion(self) -> None:
        row = {
            "probability": 1.0,
            "impact_amount": 100,
            "impact_low_amount": 50,
            "impact_high_amount": 200,
            "residual_impact_amount": 10,
        }
        result = measure(risks(row))
        assert result.inherent is not None
        assert result.residual is not None
        assert result.residual.mean == pytest.approx(result.inherent.mean / 10)
        assert result.residual.total.amounts.max() == pytest.approx(20, rel=0.01)

    def test_response_that_ends_the_impact_leaves_nothing(self) -> None:
        row = {
            "probability": 1.0,
            "impact_amount": 100,
            "impact_low_amount": 50,
            "impact_high_amount": 200,
            "residual_impact_amount": 0,
        }
        result = measure(risks(row))
        assert result.residual is not None
        assert result.residual.total.percentile(0.99) == 0

    def test_a_range_around_nothing_stays_without_a_residual_value(self) -> None:
        row = {
            "probability": 1.0,
            "impact_amount": 0,
            "impact_low_amount": 0,
            "impact_high_amount": 12,
        }
        result = measure(risks(row))
        assert result.residual is not None
        assert result.residual.mean == pytest.approx(2)

    @given(st.lists(REGISTERED, min_size=1, max_size=6), st.integers(0, 300))
    @settings(max_examples=25)
    def test_the_register_and_its_distribution_say_the_same(
        self, rows: list[dict[str, float]], contingency: int
    ) -> None:
        register = risks(*rows)
        listed = risk_exposure(
            register,
            as_of=JUNE,
            currency="EUR",
            scale=RiskScale(),
            contingency=contingency,
        )
        spread = measure(register, reserve=listed.reserve)
        assert contingency_confidence(listed) == spread.covered
        assert (listed.residual is None) == (spread.residual is None)
        if listed.residual is not None and spread.residual is not None:
            assert listed.residual.net == pytest.approx(spread.residual.mean, abs=0.01)
            total = listed.quantified["residual_exposure"].sum()
            assert listed.residual.net == pytest.approx(total, abs=0.01)

    def test_category_is_the_group_that_moves_together(self) -> None:
        apart = measure(tenstep(category="People"))
        together = measure(tenstep(category="People"), Wanted(correlation=0.6))
        alone = measure(tenstep(), Wanted(correlation=0.6))
        assert apart.residual is not None
        assert together.residual is not None
        assert alone.residual is not None
        assert together.residual.mean == apart.residual.mean
        assert together.residual.deviation > 1.2 * apart.residual.deviation
        assert alone.needed == apart.needed
        assert "move together, by 0.6" in together.basis.formula


class TestDelay:
    DAYS = (
        *(("threat", 0.2, 30), ("opportunity", 0.1, 20), ("threat", 0.15, 80)),
        *(("threat", 0.3, 100), ("opportunity", 0.25, 40)),
    )

    def register(self) -> pd.DataFrame:
        return risks(
            *(
                {"risk_kind": kind, "probability": p, "impact_days": days}
                for kind, p, days in self.DAYS
            )
        )

    def test_mean_is_the_published_reserve_of_36_days(self) -> None:
        """Golden risk-reserve-days; the impact in days alone is enough."""
        result = measure(self.register())
        assert result.days is not None
        assert result.days.mean == pytest.approx(36)
        assert result.residual is None
        assert result.days_basis.rows_used == 5

    def test_milestones_to_come_are_moved_by_the_percentiles(self) -> None:
        result = measure(self.register())
        assert result.days is not None
        table = frame(
            schema.MILESTONE,
            [
                {"name": "Go-live", "planned_on": "2026-08-01"},
                {"milestone_id": "M2", "planned_on": "2026-07-01"},
                {"name": "Kick-off", "planned_on": "2026-01-10"},
                {
                    "name": "Early",
                    "planned_on": "2026-08-01",
                    "actual_on": "2026-06-01",
                },
                {"name": "Undated"},
            ],
        )
        rows = delayed(table, result.days, as_of=JUNE)
        assert rows["milestone"].tolist() == ["M2", "Go-live"]
        late = rows["p80_on"].sub(rows["planned_on"]).dt.days
        assert late.tolist() == [result.days.total.percentile(0.8)] * 2
        ordered = rows[["planned_on", "p50_on", "p80_on", "p95_on"]].to_numpy()
        assert (ordered[:, 1:] >= ordered[:, :-1]).all()


class TestTornado:
    def test_swing_is_from_p10_to_p90_of_one_input(self) -> None:
        table = measure(tenstep()).tornado.set_index("risk_id")
        assert list(table.loc["R2", ["low", "high"]]) == [24_500, 54_500]
        assert list(table.loc["R1", ["low", "high"]]) == [25_500, 35_500]
        assert table["swing"].tolist() == sorted(table["swing"], reverse=True)
        assert table["variance_share"].sum() == pytest.approx(1)

    def test_rare_and_dear_risk_has_no_swing_but_a_share(self) -> None:
        table = measure(tenstep()).tornado.set_index("risk_id")
        assert table.loc["R4", "swing"] == 0
        assert table.loc["R4", "variance_share"] == pytest.approx(0.3079, abs=1e-4)

    def test_gain_lowers_the_total_at_its_p10(self) -> None:
        gain = {"risk_kind": "opportunity", "probability": 0.5, "impact_amount": -500}
        row = measure(risks(gain)).tornado.iloc[0]
        assert (row["low"], row["high"]) == (-500, 0)

    def test_certain_points_have_neither(self) -> None:
        row = measure(risks({"probability": 1, "impact_amount": 5})).tornado.iloc[0]
        assert row["swing"] == 0
        assert row["variance_share"] is None
