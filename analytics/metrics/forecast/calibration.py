"""How often forecasts made in the past came true: the past asked the same questions.

From each of some past days the forecast is made again with what was known that day,
and compared with what came. Two questions: how much is finished in the next blocks,
and when is a given amount finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.metrics.forecast.pace import FEWEST, Pace, pace
from analytics.metrics.forecast.scores import Coverage, coverage, pinball
from analytics.metrics.forecast.trials import (
    Asked,
    Trial,
    column,
    how_many_trial,
    when_trial,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.metrics.scope import Unit

Question = Literal["how_many", "when"]
FORECASTS = ("ours", "last_value", "median")
"""Ours, and the two that it must beat."""
ENOUGH = 20
"""With fewer forecasts the shares say little (`metrics.md`, section 5)."""
MEDIAN = 0.5
LOWEST, HIGHEST = 0.05, 0.999
"""Levels that a recalibrated forecast may ask for."""
JUST_ABOVE = 1e-6
TOO_SHORT = (
    "The history is too short: a forecast needs {before} working days before it and "
    "{after} after it."
)
NO_PACE = "The forecasts of the past named no day: nothing was finished before them."
DEFAULT = Asked()


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What became of the forecasts of the past, for one question.

    Attributes:
        question: how_many or when.
        unit: What is counted.
        asked: What was asked from each past day.
        trials: One row per past day whose forecasts are all over: origin, outcome
            (how_many: finished in the next blocks; when: blocks until the amount was
            finished), told (the chance given to a better outcome), one column per
            percentile with what was forecast, and the naive last_value and median.
        coverage: Percentile -> how often it held, of the forecasts that are over.
        bias: Mean of outcome - the forecast of P50; None without trials.
        pinball: Forecast -> mean pinball loss over the percentiles: ours, last_value
            and median.
        unresolved: Rows of `trials` whose amount is not finished even now; they count
            as finished in the next block, the earliest there still can be.
        apart: Trials that do not overlap: the number that counts as independent.
        why: Why there is nothing, an empty text otherwise.
    """

    question: Question
    unit: Unit
    asked: Asked
    trials: pd.DataFrame
    coverage: Mapping[float, Coverage]
    bias: float | None
    pinball: Mapping[str, float]
    unresolved: int = 0
    apart: int = 0
    why: str = ""

    @property
    def beats_naive(self) -> bool | None:
        """Whether ours has the smallest pinball loss; None without trials."""
        if not self.pinball:
            return None
        ours, *naive = (self.pinball[name] for name in FORECASTS)
        return ours < min(naive)

    def level_for(self, p: float) -> float | None:
        """Return the level that would have held with chance p in the past.

        Asking for this percentile instead of p is the recalibrated forecast: where
        85 % held only 61 % of the time, it is higher. It is just above the k-th
        smallest `told`, k = ceil((n + 1) p), as one more forecast is to come. None
        with fewer than 20 trials.

        Source: split conformal prediction (Vovk and others, 2005).
        """
        if len(self.trials) < ENOUGH:
            return None
        told = np.sort(self.trials["told"].to_numpy(dtype=np.float64))
        rank = ceil((len(told) + 1) * p - JUST_ABOVE)
        if rank > len(told):
            return HIGHEST
        return min(max(float(told[rank - 1]) + JUST_ABOVE, LOWEST), HIGHEST)


def how_many_calibration(
    days: pd.DataFrame, *, unit: Unit, as_of: date, asked: Asked = DEFAULT
) -> Calibration:
    """Ask from past days how much is finished in the next blocks, and compare.

    A forecast of p holds where at least as much was finished as it said. Only what
    was known on that day is used: the ledger of days up to it. Every block of the
    history is an origin that has enough blocks before it and `ahead` after it; such
    windows overlap, so `apart` says how many do not.

        coverage(p) = forecasts that held / forecasts that are over
        bias = mean of (outcome - forecast of P50)
        pinball = mean over percentiles and days of the pinball loss

    Not defined with fewer than 9 blocks of history.

    Source: the back-test of Lighthouse (one window), made rolling; pinball loss and
    two naive forecasts to beat: the last blocks again, and the median block.

    >>> found = coverage(0.85, [True] * 28 + [False] * 18)
    >>> round(found.share, 2)  # "our 85 % was right 61 % of 46 times"
    0.61

    Args:
        days: One row per day as in `Burndown.days`.
        unit: points, items or hours.
        as_of: The last day that is known.
        asked: What is asked from each past day.
    """
    blocks = pace(days, unit=unit, as_of=as_of, last=None)
    done = blocks.done
    found = [
        (start, how_many_trial(asked.window(done, start), done[start:], asked))
        for start in asked.starts(len(done))
    ]
    return _judged("how_many", blocks, asked, found)


def when_calibration(
    days: pd.DataFrame, *, unit: Unit, as_of: date, asked: Asked = DEFAULT
) -> Calibration:
    """Ask from past days when the next amount is finished, and compare.

    The amount is what `ahead` mean blocks of that day's history finish, so that the
    question has the same size everywhere. A forecast of p holds where the amount was
    finished in the block it named or before. Whether a forecast counts is settled by
    the block it named alone: it counts once that block is over. Counting a forecast
    as soon as it came true would leave out the late ones.

    Args:
        days: One row per day as in `Burndown.days`.
        unit: points, items or hours.
        as_of: The last day that is known.
        asked: What is asked from each past day.
    """
    blocks = pace(days, unit=unit, as_of=as_of, last=None)
    done = blocks.done
    found = []
    for start in asked.starts(len(done)):
        known = asked.window(done, start)
        if known.sum() > 0:
            amount = max(round(float(known.mean()) * asked.ahead), 1)
            found.append((start, when_trial(known, done[start:], amount, asked)))
    return _judged("when", blocks, asked, found)


def _judged(
    question: Question, blocks: Pace, asked: Asked, found: list[tuple[int, Trial]]
) -> Calibration:
    """Compare forecasts with outcomes."""
    if not found:
        return _nothing(question, blocks, asked)
    table = pd.DataFrame([trial for _, trial in found])
    last_days = blocks.blocks["last_day"].to_numpy()
    table.insert(0, "origin", last_days[np.array([start for start, _ in found]) - 1])
    names = [column(p) for p in asked.percentiles]
    over = {name: _is_over(table, name) for name in names}
    covered = {
        p: coverage(p, _held(question, table[over[column(p)]], p))
        for p in asked.percentiles
    }
    trials = table[np.logical_and.reduce(list(over.values()))].reset_index(drop=True)
    is_open = trials["is_open"].sum() if "is_open" in trials else 0
    return Calibration(
        question,
        blocks.unit,
        asked,
        trials,
        covered,
        _bias(trials, asked.percentiles),
        _losses(question, trials, asked.percentiles),
        unresolved=int(is_open),
        apart=ceil(len(trials) / asked.ahead),
    )


def _is_over(
    table: pd.DataFrame, name: str
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if "seen" not in table:
        return np.ones(len(table), dtype=np.bool_)
    return (table[name] <= table["seen"]).to_numpy(dtype=np.bool_)


def _held(question: Question, over: pd.DataFrame, p: float) -> list[bool]:
    said, came = over[column(p)], over["outcome"]
    return list(said <= came if question == "how_many" else said >= came)


def _bias(trials: pd.DataFrame, percentiles: Sequence[float]) -> float | None:
    if MEDIAN not in percentiles or trials.empty:
        return None
    return float((trials["outcome"] - trials[column(MEDIAN)]).mean())


def _losses(
    question: Question, trials: pd.DataFrame, percentiles: Sequence[float]
) -> dict[str, float]:
    """Return the mean pinball loss of ours and of the two naive forecasts.

    At least so much with chance p is the quantile at 1 - p; by then with chance p is
    the quantile at p.
    """
    if trials.empty:
        return {}
    outcomes = trials["outcome"].tolist()

    def loss(name: str, p: float) -> float:
        said = trials[column(p) if name == "ours" else name].tolist()
        return pinball(outcomes, said, p if question == "when" else 1 - p)

    return {
        name: sum(loss(name, p) for p in percentiles) / len(percentiles)
        for name in FORECASTS
    }


def _nothing(question: Question, blocks: Pace, asked: Asked) -> Calibration:
    """Say why no day of the past has a forecast to compare."""
    before, after = FEWEST * blocks.block, asked.ahead * blocks.block
    is_short = not asked.starts(len(blocks.blocks))
    why = TOO_SHORT.format(before=before, after=after) if is_short else NO_PACE
    empty = {p: coverage(p, []) for p in asked.percentiles}
    return Calibration(
        question, blocks.unit, asked, pd.DataFrame(), empty, None, {}, why=why
    )
