"""The pace of the past: what each block of working days finished and added.

Forecasts draw from it. A block is a number of working days (five by default), counted
back from the as-of day, so that no block is cut off at its young end and no holiday
makes one shorter. What happens on a day off belongs to the working day before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.scope import tidy

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.scope import Floats, Unit

BLOCK = 5
"""Working days in a block: a week without holidays."""
LAST = 26
"""Blocks that count unless told otherwise: about half a year."""
FEWEST = 5
"""With fewer blocks there is no forecast (`metrics.md`, section 5)."""
MOVES = {
    "done": {"completed": 1, "reopened": -1},
    "growth": {"added": 1, "removed": -1, "re_estimated": 1},
}


@dataclass(frozen=True, slots=True, eq=False)
class Pace:
    """What was finished and added in each block, the oldest block first.

    Attributes:
        unit: points, items or hours.
        block: Working days in a block.
        blocks: One row per block: first_day, last_day, done (finished less reopened)
            and growth (added less removed, re-estimates included; NaN where only a
            change log could tell).
        as_of: The last day of the youngest block.
        unused_days: Days of the history that are in no block: those that fill none
            at the old end, and those before the window.
    """

    unit: Unit
    block: int
    blocks: pd.DataFrame
    as_of: date
    unused_days: int

    @property
    def done(self) -> Floats:
        """What each block finished."""
        return self.blocks["done"].to_numpy(dtype=np.float64)

    @property
    def growth(self) -> Floats | None:
        """What each block added to the scope; None where nobody knows."""
        values: Floats = self.blocks["growth"].to_numpy(dtype=np.float64)
        return None if np.isnan(values).any() else values

    def between(self, first: date | None, last: date | None) -> Pace:
        """Return the pace of the blocks that lie in [first, last], both days included.

        None leaves that side open. What lies outside counts as unused.
        """
        begins = pd.Timestamp.min if first is None else pd.Timestamp(first)
        ends = pd.Timestamp.max if last is None else pd.Timestamp(last)
        inside = (self.blocks["first_day"] >= begins) & (
            self.blocks["last_day"] <= ends
        )
        spans = self.blocks["last_day"] - self.blocks["first_day"]
        outside = int((spans.dt.days + 1)[~inside].sum())
        return replace(
            self,
            blocks=self.blocks[inside].reset_index(drop=True),
            unused_days=self.unused_days + outside,
        )

    @property
    def why_none(self) -> str:
        """Why nothing can be forecast from it, an empty text where it can."""
        count = len(self.blocks)
        if count < FEWEST:
            return (
                f"A forecast needs {FEWEST * self.block} working days of history; "
                f"there are fewer than {(count + 1) * self.block}."
            )
        if not np.any(self.done > 0):
            return (
                f"Nothing was finished in the last {count * self.block} working days."
            )
        return ""


def pace(
    days: pd.DataFrame,
    *,
    unit: Unit,
    as_of: date,
    block: int = BLOCK,
    last: int | None = LAST,
) -> Pace:
    """Cut the days of a burn-down into blocks of working days.

        done = completed - reopened;  growth = added - removed + re-estimated

    in `unit` per block. A block in which nothing happened stays, as 0: dropping it
    would promise a pace that the team does not have.

    Source: Focused Objective, "Throughput Simulation": past weeks are drawn with
    replacement, those without a finished item included.

    >>> days = pd.date_range("2026-01-05", "2026-01-18")  # two weeks from a Monday
    >>> table = pd.DataFrame({"working": days.day_of_week < 5}, index=days)
    >>> table = table.assign(completed=1.0, reopened=0.0, added=0.0, removed=0.0)
    >>> table = table.assign(re_estimated=0.0)
    >>> found = pace(table, unit="items", as_of=days[-1].date())
    >>> found.done.tolist()  # a week and its weekend
    [7.0, 7.0]

    Args:
        days: One row per day without a gap, as `Burndown.days`: working, completed,
            reopened, added, removed, re_estimated.
        unit: points, items or hours.
        as_of: The last day that counts; later rows are not looked at.
        block: Working days in a block.
        last: At most so many blocks, the youngest; None takes all.
    """
    known = days[days.index <= pd.Timestamp(as_of)]
    working = known["working"].to_numpy(dtype=bool)
    number = (working[::-1].cumsum()[::-1] - working) // block  # counted from the end
    whole = int(working.sum()) // block
    kept = whole if last is None else min(whole, last)
    inside = number < kept
    blocks = known[inside].groupby(number[inside])
    index = known.index[inside].to_series()
    edges = index.groupby(number[inside]).agg(["min", "max"])
    table = pd.DataFrame({"first_day": edges["min"], "last_day": edges["max"]})
    for name, signs in MOVES.items():
        # Unknown reopening is none; unknown growth stays unknown.
        least = int(name == "growth")
        sums = sum(
            sign * blocks[column].sum(min_count=least) for column, sign in signs.items()
        )
        table[name] = tidy(np.asarray(sums, dtype=np.float64))
    table = table.iloc[::-1].reset_index(drop=True)
    return Pace(unit, block, table, as_of, int(len(known) - inside.sum()))
