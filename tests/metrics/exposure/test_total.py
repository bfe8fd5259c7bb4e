"""The sum of risks: computed against drawn, and what no correlation may change."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.metrics.exposure.measure import outcome
from analytics.metrics.exposure.nodes import nodes
from analytics.metrics.exposure.shapes import Shape, shape_of
from analytics.metrics.exposure.simulation import drawn, simulated_total
from analytics.metrics.exposure.terms import Term, Terms
from analytics.metrics.exposure.total import (
    FEW,
    MOST_POINTS,
    NODES,
    REACH,
    exact_total,
    given_factor,
    on_grid,
)
from analytics.metrics.exposure.waves import many
from analytics.metrics.risk_sum import sum_of_risks

TENSTEP = (
    *((0.8, 10_000), (0.3, 30_000), (0.5, 8000)),
    *((0.1, 40_000), (0.3, 20_000), (0.25, 10_000)),
)
SHARES = (0.05, 0.2, 0.5, 0.8, 0.95)


def point(amount: float) -> Shape:
    return Shape("point", amount, amount, amount)


def mixed(number: int, *, groups: int = 3) -> list[Term]:
    """Return risks of every shape, threats and opportunities."""
    rng = np.random.default_rng(number)
    found = []
    for place in range(number):
        low, mode, high = np.sort(rng.uniform(1000, 100_000, 3))
        sign = -1 if place % 5 == 3 else 1
        three = sorted(sign * amount for amount in (low, mode, high))
        name = ("triangular", "pert", "range", "point")[place % 4]
        shape = point(three[1]) if name == "point" else Shape(name, *three)  # type: ignore[arg-type]
        chance = float(rng.uniform(0.02, 0.7))
        found.append(Term(chance, shape, f"group {place % groups}"))
    return found


shapes = st.builds(
    lambda name, low, up, more: (
        point(low) if name == "point" else Shape(name, low, low + up, low + up + more)
    ),
    st.sampled_from(["point", "triangular", "pert", "range"]),
    st.floats(-50_000, 50_000).map(lambda x: round(x, 2)),
    st.floats(0, 20_000).map(lambda x: round(x, 2)),
    st.floats(1, 20_000).map(lambda x: round(x, 2)),
)
terms = st.lists(
    st.builds(Term, st.floats(0, 1), shapes, st.sampled_from(["", "people", "vendor"])),
    min_size=1,
    max_size=7,
)


class TestPublished:
    def test_tenstep_six_risks(self) -> None:
        total = exact_total(Terms([Term(p, point(x)) for p, x in TENSTEP]))
        assert total is not None
        assert total.mean == pytest.approx(33_500)
        assert total.at_most(33_500) == pytest.approx(0.54495)
        found = [total.percentile(share) for share in (0.5, 0.8, 0.9)]
        assert found == [30_000, 50_000, 60_000]

    def test_grid_gives_the_same_as_every_combination(self) -> None:
        total = on_grid(Terms([Term(p, point(x)) for p, x in TENSTEP]))
        assert total.at_most(33_500) == pytest.approx(0.54495, abs=1e-9)
        found = [total.percentile(share) for share in (0.5, 0.8, 0.9)]
        assert found == pytest.approx([30_000, 50_000, 60_000])

    def test_emv_of_four_losses(self) -> None:
        """Golden risk-emv-ciucias: -7,200 is the mean, the worst case is -9,800."""
        losses = ((0.75, 5000), (0.75, 2500), (0.75, 2000), (0.25, 300))
        ts = Terms([Term(p, point(x)) for p, x in losses])
        total = exact_total(ts)
        assert total is not None
        assert ts.mean == 7200
        assert total.amounts.max() == 9800

    def test_reserve_in_days_with_opportunities(self) -> None:
        """Golden risk-reserve-days: 36 days."""
        days = ((0.2, 30), (0.1, -20), (0.15, 80), (0.3, 100), (0.25, -40))
        each = [Term(p, point(x)).mean for p, x in days]
        assert each == pytest.approx([6, -2, 12, 30, -10])
        assert Terms([Term(p, point(x)) for p, x in days]).mean == pytest.approx(36)

    def test_sum_of_triangle_and_range(self) -> None:
        """PRA book, appendix E: variances 4.1667 and 1.3333 add up."""
        parts = Shape("triangular", 5, 10, 15), Shape("range", 8, 10, 12)
        found = outcome(Terms([Term(1.0, one) for one in parts]))
        assert found.mean == pytest.approx(20)
        assert found.deviation == pytest.approx(sqrt(4.1667 + 1.3333), rel=1e-4)


class TestShapes:
    @pytest.mark.parametrize("name", ["triangular", "pert", "range"])
    @pytest.mark.parametrize("mode", [0.0, 30.0, 100.0])
    def test_moments_of_atoms_nodes_and_draws_agree(
        self, name: str, mode: float
    ) -> None:
        shape = Shape(name, 0.0, mode, 100.0)  # type: ignore[arg-type]
        fine, weights = shape.atoms()
        assert fine @ weights == pytest.approx(shape.mean, rel=1e-4)
        spread = (fine - shape.mean) ** 2 @ weights
        assert spread == pytest.approx(shape.variance, rel=1e-4)
        few, shares = nodes([shape])
        assert shares.sum() == pytest.approx(1)
        assert (few * shares).sum() == pytest.approx(shape.mean, rel=1e-9)
        spread = ((few - shape.mean) ** 2 * shares).sum()
        assert spread == pytest.approx(shape.variance, rel=1e-9)
        rng = np.random.default_rng(1)
        drawn = shape.draw(rng.random(40_000), rng)
        error = 5 * sqrt(shape.variance / 40_000)
        assert abs(drawn.mean() - shape.mean) < error

    def test_deviation_of_pert_is_not_the_rule_of_thumb(self) -> None:
        shape = Shape("pert", 0, 0, 60)
        assert shape.variance == pytest.approx(10 * 50 / 7)
        assert shape.variance != pytest.approx(10.0**2)

    def test_triangular_variance_is_the_published_one(self) -> None:
        assert Shape("triangular", 5, 10, 15).variance == pytest.approx(25 / 6)

    @pytest.mark.parametrize(
        ("numbers", "name"),
        [
            ((5, 2, 9), "pert"),
            ((None, 2, 9), "range"),
            ((5, None, 9), "point"),
            ((5, 5, 5), "point"),
            ((-5, -2, -9), "pert"),
        ],
    )
    def test_numbers_of_a_register_make_a_shape(
        self, numbers: tuple[float | None, float, float], name: str
    ) -> None:
        found = shape_of(*numbers)
        assert isinstance(found, Shape)
        assert found.name == name
        assert found.low <= found.mode <= found.high

    @pytest.mark.parametrize("numbers", [(10, 2, 9), (5, 9, 2), (None, 9, 2)])
    def test_contradictory_numbers_are_refused(
        self, numbers: tuple[float, float, float]
    ) -> None:
        assert shape_of(*numbers) == "low, most likely and high are not in order"


class TestComputedAgainstDrawn:
    @pytest.mark.parametrize(
        ("number", "correlation"),
        [(1, 0.0), (6, 0.0), (40, 0.0), (160, 0.0), (500, 0.0), (6, 0.5), (40, 0.8)],
    )
    def test_within_sampling_error(self, number: int, correlation: float) -> None:
        ts = Terms(mixed(number), correlation=correlation)
        exact = exact_total(ts)
        assert exact is not None
        trials = 20_000
        drawn = simulated_total(ts, trials=trials)
        for share in SHARES:
            amount = exact.percentile(share)
            held = exact.at_most(amount)
            slack = 4.5 * sqrt(held * (1 - held) / trials) + 2e-3
            # Totals of ranges lie between cells; a cell up or down is allowed for.
            step = np.diff(exact.amounts[:2]).max(initial=0.0)
            assert drawn.at_most(amount - step) <= held + slack
            assert drawn.at_most(amount + step) >= held - slack

    def test_grid_and_series_agree(self) -> None:
        ts = Terms(mixed(FEW))
        one, other = on_grid(ts), many(ts)
        spread = sqrt(sum(term.variance for term in ts.terms))
        for share in SHARES:
            apart = one.percentile(share) - other.percentile(share)
            assert abs(apart) < 0.01 * spread

    def test_series_of_many_points_agrees_with_every_combination(self) -> None:
        rng = np.random.default_rng(3)
        chances = rng.uniform(0.1, 0.6, MOST_POINTS).tolist()
        impacts = (100 * rng.integers(10, 500, MOST_POINTS)).tolist()
        ts = Terms([Term(p, point(x)) for p, x in zip(chances, impacts, strict=True)])
        other, one = many(ts), sum_of_risks(chances, impacts)
        spread = sqrt(sum(term.variance for term in ts.terms))
        for share in SHARES:
            apart = one.percentile(share) - other.percentile(share)
            assert abs(apart) < 0.01 * spread

    def test_many_risks_that_move_together_are_drawn(self) -> None:
        ts = Terms(mixed(FEW + 1), correlation=0.3)
        assert exact_total(ts) is None
        found = outcome(ts, trials=500)
        assert not found.is_computed
        assert found.total is found.drawn

    def test_risks_that_cannot_strike_cost_nothing(self) -> None:
        total = many(Terms([Term(0.0, point(5))]))
        assert total.percentile(0.99) == 0


class TestCorrelation:
    @pytest.mark.parametrize("correlation", [0.0, 0.3, 0.6, 0.9])
    def test_every_risk_keeps_its_probability_exactly(self, correlation: float) -> None:
        chances = (0.001, 0.05, 0.3, 0.5, 0.97)
        ts = Terms([Term(p, point(10), "g") for p in chances], correlation=correlation)
        factors = np.linspace(-REACH, REACH, NODES)
        weights = np.exp(-(factors**2) / 2)
        weights /= weights.sum()
        for place, chance in enumerate(ts.probabilities):
            mean = weights @ given_factor(ts, place, factors)
            assert mean == pytest.approx(chance, abs=1e-12)

    @pytest.mark.parametrize("correlation", [0.3, 0.9])
    def test_drawn_risks_keep_theirs_within_sampling_error(
        self, correlation: float
    ) -> None:
        ts, trials = Terms(mixed(30), correlation=correlation), 40_000
        shares = drawn(ts, trials=trials).shares
        for chance, share in zip(ts.probabilities, shares, strict=True):
            assert abs(share - chance) < 4.5 * sqrt(chance * (1 - chance) / trials)

    def test_mean_stays_and_spread_grows(self) -> None:
        threats = [term for term in mixed(20) if term.shape.mean > 0]
        found = [
            outcome(Terms(threats, correlation=rho), trials=100)
            for rho in (0.0, 0.3, 0.6, 0.9)
        ]
        for one in found:
            assert one.total.mean == pytest.approx(found[0].mean, rel=1e-4)
        assert all(a.deviation < b.deviation for a, b in pairwise(found))

    def test_of_zero_changes_nothing(self) -> None:
        plain = [term._replace(group="") for term in mixed(12)]
        together, apart = exact_total(Terms(mixed(12))), exact_total(Terms(plain))
        assert together is not None
        assert apart is not None
        assert [together.percentile(share) for share in SHARES] == pytest.approx(
            [apart.percentile(share) for share in SHARES], rel=1e-9
        )

    def test_threats_and_gains_of_a_group_do_not_make_up_for_each_other(self) -> None:
        pair = [Term(0.5, point(100), "g"), Term(0.5, point(-100), "g")]
        total = exact_total(Terms(pair, correlation=0.9))
        assert total is not None
        both_or_none = total.at_most(0) - total.at_most(-1)
        assert both_or_none < 0.3

    def test_two_of_a_group_strike_together_as_often_as_the_formula_says(self) -> None:
        """P(both) = 1/4 + arcsin(rho) / (2 pi) at p = 1/2 (Sheppard, 1899)."""
        pair = [Term(0.5, point(100), "g")] * 2
        total = exact_total(Terms(pair, correlation=0.5))
        assert total is not None
        assert 1 - total.at_most(100) == pytest.approx(1 / 4 + 1 / 12, abs=1e-9)

    @pytest.mark.parametrize("correlation", [-0.1, 0.95, float("nan")])
    def test_outside_its_bounds_is_refused(self, correlation: float) -> None:
        with pytest.raises(RequestError, match="between 0 and"):
            Terms([], correlation=correlation)


class TestRelations:
    @settings(max_examples=40)
    @given(terms, st.sampled_from([0.0, 0.5]))
    def test_chance_never_falls_and_mean_is_the_sum(
        self, given_terms: list[Term], correlation: float
    ) -> None:
        ts = Terms(given_terms, correlation=correlation)
        total = exact_total(ts)
        assert total is not None
        assert (np.diff(total.cumulative) >= 0).all()
        assert (np.diff(total.amounts) > 0).all()
        assert total.cumulative[-1] == 1
        reach = sum(max(abs(x) for x in term.shape[1:]) for term in given_terms)
        assert total.mean == pytest.approx(ts.mean, abs=1e-3 * reach + 1e-6)

    @settings(max_examples=15)
    @given(terms, st.permutations(range(7)))
    def test_order_of_risks_does_not_matter(
        self, given_terms: list[Term], order: list[int]
    ) -> None:
        mixed_up = [given_terms[i] for i in order if i < len(given_terms)]
        one, other = (outcome(Terms(ts), trials=50) for ts in (given_terms, mixed_up))
        assert one.drawn.amounts.tolist() == other.drawn.amounts.tolist()
        assert one.total.amounts.tolist() == other.total.amounts.tolist()

    def test_same_seed_gives_the_same_to_the_last_digit(self) -> None:
        ts = Terms(mixed(10), correlation=0.4)
        one, other = (drawn(ts, trials=1000, seed=7).totals for _ in range(2))
        assert one.tolist() == other.tolist()
        assert one.tolist() != drawn(ts, trials=1000, seed=8).totals.tolist()
