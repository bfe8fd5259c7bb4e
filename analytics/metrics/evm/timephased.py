"""Baseline cost by stretch of time, where a schedule states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.evm.grid import Entries, ordinals
from analytics.metrics.plan.rows import keyed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.metrics.evm.grid import Floats

CENT = 1.0
DAY = 24 * 60 * 60
MEASURES = {"hours": ("baseline_work", "hours")}
COST = ("baseline_cost", "amount")


def stretches(
    timephased: pd.DataFrame, keys: pd.Series, budget: Floats, *, number: int, unit: str
) -> tuple[Entries, NDArray[np.bool_]]:
    """Return the timephased baseline by task, and which tasks it covers.

    A task is covered where its stretches add up to its baseline amount to the cent (a
    cent of rounding for each stretch). Values of the task itself come before those of
    its assignments, so that nothing counts twice. A stretch from 8:00 to 8:00 of the
    next day is one day.

    Args:
        timephased: Table timephased.
        keys: Key of each task.
        budget: Baseline amount of each task, in hundredths.
        number: The baseline.
        unit: `hours`, or a currency.
    """
    measure, column = MEASURES.get(unit, COST)
    rows = timephased[
        (timephased["measure"] == measure)
        & timephased["baseline_number"].fillna(0).eq(number)
        & timephased[column].notna()
        & (timephased["finish_at"] > timephased["start_at"])
    ]
    rows = keyed(rows)
    place = pd.Series(np.arange(len(keys)), index=keys.to_numpy())
    rows = rows.assign(task=rows["key"].map(place), cents=rows[column] * 100)
    rows = rows[rows["task"].notna()]
    own = set(rows.loc[rows["assignment_id"].isna(), "task"])
    rows = rows[rows["assignment_id"].isna() | ~rows["task"].isin(own)]
    task = rows["task"].to_numpy("int64")
    cents = rows["cents"].to_numpy("float64")
    size = len(keys)
    total = np.bincount(task, weights=cents, minlength=size)
    count = np.bincount(task, minlength=size)
    covered = (count > 0) & (np.abs(total - budget) <= CENT * count)
    # What rounding of the stretches leaves over, so that the whole is the baseline.
    factor = np.divide(budget, total, out=np.ones(size), where=total != 0)
    first = ordinals(rows["start_at"])
    length = (rows["finish_at"] - rows["start_at"]).dt.total_seconds() / DAY
    stop = first + np.maximum(np.round(length.to_numpy("float64")), 1).astype("int64")
    entries = Entries(task, first, stop, cents * factor[task])
    return entries.only(covered[task]), covered
