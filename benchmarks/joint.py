"""One run of joint confidence, beside the same model written down in plain numpy.

`performance.md`, section 4: a simulation takes at most 1.5 times the numpy figure. The
yardstick draws the same things for as many trials: past weeks until nothing is left,
past months by category with open orders as a floor, and risks that strike with their
chance, cost a triangular amount and delay. Both sides run in the same process and are
compared by processor time. The whole answer, with the mixes that would hold and the
least cut of the scope, draws the work again for each scope; it is for the record.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np

from analytics.calendar import WorkingCalendar
from analytics.metrics.basis import nothing_left_out
from analytics.metrics.confidence.joint import Promise, joint_confidence
from analytics.metrics.confidence.spending import Spending
from analytics.metrics.confidence.trials import Peril, Run, draw
from analytics.metrics.estimates import DAYS_A_MONTH
from analytics.metrics.exposure.register import Taken
from analytics.metrics.exposure.shapes import Shape
from analytics.metrics.exposure.terms import Term, Terms
from analytics.metrics.forecast.pace import pace
from analytics.metrics.forecast.simulate import TRIALS
from analytics.metrics.forecast.when import Assumptions, Standing
from benchmarks.forecast import BACKLOG, history
from benchmarks.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RISKS, CATEGORIES, MONTHS, WEEK = 100, 7, 6, 7
ROUNDS = 9
GATE = 1.5
MILLISECONDS = 1_000


def run() -> list[Measured]:
    """Measure both sides in turn and compare their medians."""
    asked = _asked()
    plan = Promise(
        asked.standing.as_of.replace(year=asked.standing.as_of.year + 2), 9e6
    )
    sides: dict[str, Callable[[], object]] = {
        "ours": lambda: draw(asked),
        "numpy": lambda: _numpy(asked),
        "whole": lambda: joint_confidence(asked, plan, currency="EUR", p=0.8),
    }
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, work in sides.items():
            before = time.process_time()
            work()
            took[name].append(time.process_time() - before)
    cpu = {name: statistics.median(times) for name, times in took.items()}
    drawn = draw(asked).cost
    if drawn is None:
        raise RuntimeError("six months of spending are enough to draw the cost")
    means = [float(cost[np.isfinite(cost)].mean()) for cost in (drawn, _numpy(asked))]
    of = f"{TRIALS:,} trials, {RISKS} risks"
    return [
        Measured(f"one run: {of}", cpu["ours"] * MILLISECONDS, "ms"),
        Measured("the same in plain numpy", cpu["numpy"] * MILLISECONDS, "ms"),
        Measured("run / plain numpy", cpu["ours"] / cpu["numpy"], "x", GATE),
        Measured("mean cost apart", 100 * abs(means[0] / means[1] - 1), "%", 1.0),
        Measured("the whole answer, mixes and cut", cpu["whole"], "s"),
    ]


def _asked() -> Run:
    days = history()
    past = pace(days, unit="items", as_of=days.index[-1].date())
    rng = np.random.default_rng(4)
    money = Spending(
        spent=1e6,
        first=(),
        months=rng.gamma(2.0, 10_000.0, (MONTHS, CATEGORIES)),
        orders=rng.uniform(0.0, 60_000.0, CATEGORIES),
    )
    rated, sizes = rng.uniform(0.02, 0.6, RISKS), rng.uniform(1e3, 1e5, (RISKS, 3))
    terms = [
        Term(
            float(p), Shape("triangular", *map(float, np.sort(size))), days=float(n % 5)
        )
        for n, (p, size) in enumerate(zip(rated, sizes, strict=True))
    ]
    nothing = Taken((), nothing_left_out())
    risks = Peril(Terms(terms), nothing, nothing)
    standing = Standing(past.as_of, float(BACKLOG), past, WorkingCalendar())
    return Run(standing, money, risks, Assumptions())


def _numpy(asked: Run) -> NDArray[np.float64]:
    """Return the cost in the end of each trial, as one writes it down."""
    rng, done = np.random.default_rng(5), asked.standing.past.done
    terms, known = asked.peril.terms.terms, asked.spending
    low, mode, high = (
        np.array([getattr(one.shape, name) for one in terms])
        for name in ("low", "mode", "high")
    )
    struck = rng.random((TRIALS, RISKS)) < np.array([one.probability for one in terms])
    damage = (struck * rng.triangular(low, mode, high, (TRIALS, RISKS))).sum(axis=1)
    delay = struck @ np.array([one.days for one in terms])
    weeks = int(2 * BACKLOG / done.mean())
    drawn = done[rng.integers(0, len(done), (TRIALS, weeks))]
    ends = (BACKLOG - drawn.cumsum(axis=1) > 0).sum(axis=1) + 1
    months = (WEEK * ends + delay) / DAYS_A_MONTH
    each = np.arange(int(np.ceil(months.max())))
    shares = np.clip(months[:, None] - each, 0.0, 1.0)
    places = rng.integers(0, MONTHS, shares.shape)
    costs = (known.months[places] * shares[:, :, None]).sum(axis=1)
    to_go = np.maximum(costs, known.orders).sum(axis=1)
    return np.asarray(known.spent + to_go + damage)
