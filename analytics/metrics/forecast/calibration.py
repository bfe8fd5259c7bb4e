"""How often forecasts made in the past came true: the past asked the same questions.

From each of some past days the forecast is made again with what was known that day,
and compared with what came. Two questions: how much is finished in the next blocks,
and when is a given amount finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.forecast import exact
from analytics.metrics.forecast.grid import grid_for
from analytics.metrics.forecast.pace import FEWEST, LAST, Pace, pace
from analytics.metrics.forecast.scores import Coverage, coverage, nearest_rank, pinball
from analytics.metrics.forecast.when import PERCENTILES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.metrics.scope import Floats, Unit

AHEAD = 4
"""Blocks looked ahead: a month, the usual distance between two reviews."""
ORIGINS = 40
"""Past days at most; the youngest count."""
ENOUGH = 20
"""With fewer forecasts the shares say little (`metrics.md`, section 5)."""
MEDIAN = 0.5
TOO_SHORT = (
    "The history is too short: a forecast needs {fewest} blocks before it and "
    "{ahead} after it."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked from each past day.

    Attributes:
        ahead: Blocks looked ahead.
        last: Blocks that a forecast draws from, at most; None takes all.
        origins: Past days at most, the youngest.
        percentiles: The chances that are checked.
    """

    ahead: int = AHEAD
    last: int | None = LAST
    origins: int = ORIGINS
    percentiles: tuple[float, ...] = PERCENTILES

    def window(self, done: Floats, start: int) -> Floats:
        """Return the blocks that were known before `start` and are drawn from."""
        return done[max(start - (self.last or start), 0) : start]

    def starts(self, count: int) -> list[int]:
        """Return the blocks of a history that a past forecast may start at."""
        return list(range(FEWEST, count - self.ahead + 1))[-self.origins :]


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What became of the forecasts of the past, for one question.

    Attributes:
        question: how_many or when.
        unit: What is counted.
        asked: What was asked from each past day.
        trials: One row per past day: origin, outcome (how_many: finished in the next
            blocks; when: blocks until it was finished, NaN where it has not been),
            told (the chance that the forecast gave to an outcome as good), one column
            per percentile with what was forecast, and the two naive forecasts
            last_value and median.
        coverage: Percentile -> how often it held.
        bias: Mean of outcome - the forecast of P50; None without trials.
        pinball: Forecast -> mean pinball loss over the percentiles: ours, last_value
            and median.
        unresolved: Past days whose outcome is not known yet.
        apart: Trials that do not overlap: the number that counts as independent.
        why: Why there is nothing, an empty text otherwise.
    """

    question: str
    unit: Unit
    asked: Asked
    trials: pd.DataFrame
    coverage: Mapping[float, Coverage]
    bias: float | None
    pinball: Mapping[str, float]
    unresolved: int = 0
    apart: int = 0
    why: str = ""

    def level_for(self, p: float) -> float | None:
        """Return the level that would have held with p in the past.

        Asking for this percentile instead of p is the recalibrated forecast: where
        85 % held only 61 % of the time, it is higher. None with fewer than 20 trials.
        """
        told = self.trials["told"].dropna().tolist() if len(self.trials) else []
        if len(told) < ENOUGH:
            return None
        return min(nearest_rank(told, p), 0.999)


DEFAULT = Asked()


def how_many_calibration(
    days: pd.DataFrame,
    *,
    unit: Unit,
    as_of: date,
    asked: Asked = DEFAULT,
) -> Calibration:
    """Ask from past days how much is finished in the next blocks, and compare.

    A forecast of p holds where at least as much was finished as it said. Only what
    was known on that day is used: the ledger of days up to it. Every block of the
    history is an origin that has enough blocks before it and `ahead` after it; such
    windows overlap, so `apart` says how many do not.

    Source: the back-test of Lighthouse (one window), made rolling; pinball loss and
    two naive forecasts to beat: the last blocks again, and the median block.

    Args:
        days: One row per day as in `Burndown.days`.
        unit: points, items or hours.
        as_of: The last day that is known.
        asked: What is asked from each past day.
    """
    blocks = pace(days, unit=unit, as_of=as_of, last=None)
    done = blocks.done
    starts = asked.starts(len(done))
    if not starts:
        return _nothing("how_many", unit, asked)
    rows = []
    for start in starts:
        known = asked.window(done, start)
        outcome = float(done[start : start + asked.ahead].sum())
        rows.append(_how_many_trial(known, outcome, asked))
    trials = _table(rows, blocks, starts)
    return _judged("how_many", unit, asked, trials, holds=np.less_equal)


def when_calibration(
    days: pd.DataFrame,
    *,
    unit: Unit,
    as_of: date,
    asked: Asked = DEFAULT,
) -> Calibration:
    """Ask from past days when the next amount is finished, and compare.

    The amount is what `ahead` mean blocks of that day's history finish, so that the
    question has the same size everywhere. A forecast of p holds where the amount was
    finished in the block it named or before. Where it is not finished yet, it counts
    as missed by the percentiles that are over, and the trial is unresolved.

    Args:
        days: One row per day as in `Burndown.days`.
        unit: points, items or hours.
        as_of: The last day that is known.
        asked: What is asked from each past day.
    """
    blocks = pace(days, unit=unit, as_of=as_of, last=None)
    done = blocks.done
    starts = asked.starts(len(done))
    if not starts:
        return _nothing("when", unit, asked)
    rows, kept = [], []
    for start in starts:
        known = asked.window(done, start)
        if known.sum() <= 0:
            continue
        amount = max(round(float(known.mean()) * asked.ahead), 1)
        rows.append(_when_trial(known, done[start:], amount, asked))
        kept.append(start)
    if not kept:
        return _nothing("when", unit, asked)
    trials = _table(rows, blocks, kept)
    return _judged("when", unit, asked, trials, holds=np.greater_equal)


def _how_many_trial(known: Floats, outcome: float, asked: Asked) -> dict[str, float]:
    grid = grid_for(known)
    low, chance = exact.total_after(grid.steps(known), asked.ahead)
    at_least = chance[::-1].cumsum()[::-1]
    place = round(outcome / grid.step) - low
    told = 0.0 if place >= len(chance) else float(at_least[max(place, 0)])
    quantiles = {
        _name(p): exact.largest_with(low, chance, p) * grid.step
        for p in asked.percentiles
    }
    naive = {
        "last_value": float(known[-asked.ahead :].mean()) * asked.ahead,
        "median": float(np.median(known)) * asked.ahead,
    }
    return {"outcome": outcome, "told": told, **quantiles, **naive}


def _when_trial(
    known: Floats, coming: Floats, amount: float, asked: Asked
) -> dict[str, float]:
    grid = grid_for(known, np.array([amount]))
    steps = round(amount / grid.step)
    zeros = np.zeros(len(known), dtype=np.int64)
    chance = exact.finished_by(exact.certain(steps), grid.steps(known), zeros)
    reached = np.flatnonzero(coming.cumsum() >= amount - exact.TOLERANCE)
    blocks = float(reached[0] + 1) if len(reached) else np.nan
    told = float(chance[min(int(blocks), len(chance) - 1)]) if len(reached) else np.nan
    quantiles = {}
    for p in asked.percentiles:
        found = exact.smallest_reaching(chance, p)
        quantiles[_name(p)] = float(len(chance) if found is None else found)
    median, latest = float(np.median(known)), float(known[-asked.ahead :].mean())
    naive = {
        "last_value": float(np.ceil(amount / latest)) if latest > 0 else np.nan,
        "median": float(np.ceil(amount / median)) if median > 0 else np.nan,
    }
    seen = {"seen": float(len(coming))}
    return {"outcome": blocks, "told": told, **quantiles, **naive, **seen}


def _name(p: float) -> str:
    """Return the column of a percentile.

    >>> _name(0.85)
    'p85'
    """
    return f"p{100 * p:g}"


def _table(
    rows: list[dict[str, float]], blocks: Pace, starts: Sequence[int]
) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    last_days = blocks.blocks["last_day"].to_numpy()
    table.insert(0, "origin", last_days[np.array(starts) - 1])
    return table


def _judged(
    question: str,
    unit: Unit,
    asked: Asked,
    trials: pd.DataFrame,
    *,
    holds: np.ufunc,
) -> Calibration:
    """Compare forecasts with outcomes; what is not over yet may already be missed."""
    known = trials["outcome"].notna()
    covered = {}
    for p in asked.percentiles:
        told = trials[_name(p)]
        held = pd.Series(holds(told, trials["outcome"])) & known
        over = known if "seen" not in trials else known | (told <= trials["seen"])
        covered[p] = coverage(p, held[over].tolist())
    resolved = trials[known]
    bias = None
    if len(resolved) and MEDIAN in asked.percentiles:
        bias = float((resolved["outcome"] - resolved[_name(MEDIAN)]).mean())
    return Calibration(
        question,
        unit,
        asked,
        trials,
        covered,
        bias,
        _losses(question, resolved, asked.percentiles),
        unresolved=int((~known).sum()),
        apart=-(-len(resolved) // asked.ahead),
    )


def _losses(
    question: str, resolved: pd.DataFrame, percentiles: Sequence[float]
) -> dict[str, float]:
    """Return the mean pinball loss of ours and of the two naive forecasts.

    At least so much with chance p is the quantile at 1 - p; by then with chance p is
    the quantile at p.
    """
    resolved = resolved.dropna()
    if not len(resolved):
        return {}
    outcomes = resolved["outcome"].tolist()
    losses: dict[str, list[float]] = {"ours": [], "last_value": [], "median": []}
    for p in percentiles:
        tau = p if question == "when" else 1 - p
        for name, taken in losses.items():
            column = _name(p) if name == "ours" else name
            taken.append(pinball(outcomes, resolved[column].tolist(), tau))
    return {name: sum(taken) / len(taken) for name, taken in losses.items()}


def _nothing(question: str, unit: Unit, asked: Asked) -> Calibration:
    why = TOO_SHORT.format(fewest=FEWEST, ahead=asked.ahead)
    empty = {p: coverage(p, []) for p in asked.percentiles}
    return Calibration(question, unit, asked, pd.DataFrame(), empty, None, {}, why=why)
