"""One set of trials for date and cost: the work, its time, and the risks together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analytics.metrics.exposure.register import open_days, open_lines
from analytics.metrics.exposure.shapes import Shape
from analytics.metrics.exposure.simulation import Drawn, drawn
from analytics.metrics.exposure.terms import Term, Terms
from analytics.metrics.forecast.simulate import TRIALS, simulated_blocks
from analytics.metrics.forecast.when import NO_GROWTH, block_ends

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from analytics.metrics.confidence.spending import Spending
    from analytics.metrics.exposure.register import Line, Taken
    from analytics.metrics.exposure.shapes import Floats, Name
    from analytics.metrics.forecast.when import Assumptions, Standing
    from analytics.metrics.scales import RiskScale

SEED = 20_260_630
"""Any number does; it is fixed so that two people see the same figures."""
LONGEST = 3_653
"""Days: what would take more than ten years counts as never done."""
NOTHING = Shape("point", 0.0, 0.0, 0.0)


class Peril(NamedTuple):
    """The open risks as they are drawn, and the rows they come from."""

    terms: Terms
    money: Taken
    delay: Taken


class Run(NamedTuple):
    """What one run of trials rests on; `struck` are its risks, once they are drawn."""

    standing: Standing
    spending: Spending
    peril: Peril
    assumptions: Assumptions
    trials: int = TRIALS
    seed: int = SEED
    struck: Drawn | None = None

    @property
    def seeds(self) -> list[int]:
        """Seeds of the streams of work, money and risks."""
        return [int(n) for n in np.random.SeedSequence(self.seed).generate_state(3)]

    def with_risks(self) -> Run:
        """Return the run with its risks drawn, which no scope changes."""
        return self._replace(struck=_strikes(self))

    @property
    def why_no_date(self) -> str:
        """Why no date can be drawn, empty where one can."""
        past = self.standing.past
        if self.standing.remaining <= 0:
            return ""
        if self.assumptions.scope == "growing" and past.growth is None:
            return NO_GROWTH
        return past.why_none


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """What came of each trial, in the same order everywhere.

    Attributes:
        days: Days from the as-of date to the end, delay of the risks included;
            infinite where the work is never done.
        cost: Cost in the end; infinite likewise. None where no cost can be drawn.
        risk_cost: What the risks cost, without the time that they take.
        delay: Days of delay by the risks.
    """

    days: Floats
    cost: Floats | None
    risk_cost: Floats
    delay: Floats


def peril(
    risks: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    scale: RiskScale,
    correlation: float = 0.0,
    three: Name = "pert",
) -> Peril:
    """Return the open risks after their responses, cost and delay side by side.

    A risk with an amount and with days strikes once and brings both.
    """
    money = open_lines(risks, as_of=as_of, currency=currency, scale=scale, three=three)
    delay = open_days(risks, as_of=as_of, scale=scale)
    late = {one.version_id: one.residual.shape.mode for one in delay.lines}
    terms = [_with_days(one, late.pop(one.version_id, 0.0)) for one in money.lines]
    terms += [
        one.residual._replace(shape=NOTHING, days=one.residual.shape.mode)
        for one in delay.lines
        if one.version_id in late
    ]
    return Peril(Terms(terms, correlation=correlation), money, delay)


def _with_days(line: Line, days: float) -> Term:
    return line.residual._replace(days=days)


def draw(run: Run) -> Trials:
    """Draw date and cost of the end in every trial.

        end  = end of the block in which nothing is left + days of the risks
        cost = spent + what the days to the end cost + what the risks cost

    The blocks come from the pace of the past, the days from its ledger, the risks
    from the register, each from its own stream of one seed. As the days to the end
    hold those of the risks, a delay costs what the team costs meanwhile. An end lies
    never before the as-of date.

    Two runs that differ only in what is left meet the same blocks, months and risks,
    so that with less left no trial ends later.
    """
    work, money, _ = run.seeds
    struck = _strikes(run)
    days = np.maximum(_end_of_work(run, work) + np.ceil(struck.days - 1e-9), 0.0)
    days = np.where(days > LONGEST, np.inf, days)
    cost = None
    if not run.spending.why:
        ends = np.isfinite(days)
        to_go = run.spending.to_go(
            np.where(ends, days, 0.0), np.random.default_rng(money)
        )
        cost = np.where(ends, run.spending.spent + to_go + struck.totals, np.inf)
    return Trials(days, cost, struck.totals, struck.days)


def _strikes(run: Run) -> Drawn:
    seed = run.seeds[2]
    return run.struck or drawn(run.peril.terms, trials=run.trials, seed=seed)


def _end_of_work(run: Run, seed: int) -> Floats:
    """Return the days until nothing is left, infinite where that never is."""
    standing = run.standing
    if standing.remaining <= 0:
        return np.zeros(run.trials)
    blocks = simulated_blocks(
        standing.remaining,
        standing.past,
        assumptions=run.assumptions,
        trials=run.trials,
        seed=seed,
    )
    count = int(blocks.max(initial=0)) + 1
    ends = block_ends(standing.as_of, count, standing.past.block, standing.calendar)
    after = np.array([(end - standing.as_of).days for end in ends], dtype=np.float64)
    days: Floats = np.where(blocks > 0, after[blocks], np.inf)
    return days
