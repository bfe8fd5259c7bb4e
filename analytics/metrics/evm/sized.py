"""Which milestones a work package earns by: those with weights, else with units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.money import joined

if TYPE_CHECKING:
    from analytics.metrics.evm.grid import Ints

NEVER = np.iinfo("int64").max
"""The day of what has not happened, or is not planned."""
NEGATIVE = "a weight or a number of units cannot be less than nothing"
NO_PACKAGE = "a weight or units without a work package"
NO_ACCOUNT = "no control account has the name of its work package"
NO_WEIGHT = "no weight, where other milestones of its work package have one"
NO_UNITS = "no units, where other milestones of its work package have some"
NOTHING = "the weights of its work package add up to nothing"
NOTHING_PLANNED = "no units are planned in its work package"
UNDATED = "units are done on a day that is not known: they earn nothing"
LATER = "units are done after the day that progress speaks of: they earn nothing yet"
UNCOUNTED = "reached, but no units done are told: it earns nothing"


def sized(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `size`, `made` and `has_units`; milestones of neither kind are dropped.

    A work package in which anything has a weight earns by weights, so that units
    beside them, such as a note on volumes, do not change what it earned.
    """
    own = rows["weight"].notna()
    weighs = own | _beside(rows, own)
    counted = rows[["units_planned", "units_done"]].notna().any(axis=1)
    counts = ~weighs & (counted | _beside(rows, counted))
    stated = rows[["units_planned", "units_done"]].fillna(0.0)
    size, made = (stated[name].where(counted) for name in stated)
    return rows.assign(
        has_units=counts,
        size=rows["weight"].mask(counts, size),
        made=rows["weight"].mask(counts, made),
    )[weighs | counts]


def _beside(rows: pd.DataFrame, some: pd.Series) -> pd.Series:
    return rows["package"].isin(set(rows.loc[some, "package"]) - {""})


def unearned(used: pd.DataFrame, reached: Ints) -> pd.DataFrame:
    """List the units done that earn nothing, and why."""
    waiting = used["has_units"] & used["made"].gt(0) & (reached == NEVER)
    undated = used["actual_on"].isna()
    uncounted = used["has_units"] & used["units_done"].isna() & (reached != NEVER)
    kinds = ((waiting & undated, UNDATED), (waiting & ~undated, LATER))
    return joined(
        [
            left_out("milestone", used[mask], "name", why)
            for mask, why in (*kinds, (uncounted, UNCOUNTED))
        ]
    )


def chosen(rows: pd.DataFrame, effort: set[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the milestones that count, and the others with the reason."""
    has_units, negative = rows["has_units"], rows[["size", "made"]].lt(0).any(axis=1)
    total = rows["size"].mask(negative, 0).groupby(rows["package"]).transform("sum")
    reasons = (
        (rows["package"].eq(""), NO_PACKAGE),
        (rows["place"].lt(0), NO_ACCOUNT),
        (rows["package"].isin(effort), "its work package is level of effort"),
        (rows["size"].isna() & ~has_units, NO_WEIGHT),
        (rows["size"].isna(), NO_UNITS),
        (negative, NEGATIVE),
        (total.le(0) & ~has_units, NOTHING),
        (total.le(0), NOTHING_PLANNED),
    )
    rest = pd.Series(data=True, index=rows.index)
    parts = [nothing_left_out()]
    for mask, why in reasons:
        parts.append(left_out("milestone", rows[rest & mask], "name", why))
        rest &= ~mask
    return rows[rest], joined(parts)
