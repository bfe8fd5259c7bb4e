"""What became of each closed sprint, from its first commitment to what spilled over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.commitment import closed_sprints, commitments, counts
from analytics.metrics.forecast.scores import coverage
from analytics.metrics.scope import LEDGERS, SIGNS, numbers, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.metrics.scope import Frame, Unit

MOVED = ("added", "removed", "re_estimated", "reopened")
SUMMED = (
    *MOVED,
    *("spill_over", "spill_over_items", "committed_items", "kept_items"),
)
"""0 in a sprint that never held an item."""
COLUMNS = (
    *("frame_id", "name", "start", "closed", "evidence", "commitment"),
    *("added", "removed", "re_estimated", "final_commitment", "completed", "kept"),
    *("reopened", "spill_over", "spill_over_items", "committed_items", "kept_items"),
    *("say_do", "kept_low", "kept_high"),
)


def sprint_table(
    deltas: pd.DataFrame, *, frames: Sequence[Frame], unit: Unit, as_of: date
) -> pd.DataFrame:
    """Follow every closed sprint from what was promised to what was left.

        final commitment = commitment + added - removed + re-estimated
        spill-over = what was in the sprint and not done when it closed

    Added, removed and re-estimated stay apart: eight in and eight out is churn, not
    nothing. A sprint that completed nothing stays in the table. Promise kept (say/do)
    is the committed estimate that was kept / the commitment; kept_low and kept_high
    are Wilson's 95 % interval of the share of committed *items* that were kept: few
    items tell little. Undefined is NaN: what a change log (or an upload of the day of
    the start) would have to tell, and a share of nothing.

    Source: Atlassian, velocity chart; Wilson (1927); the worked number is that of
    Agile Angel: 8 promised, 10 added.

    >>> commitment, added, removed, re_estimated = 8, 10, 0, 0
    >>> commitment + added - removed + re_estimated
    18

    Args:
        deltas: Rows of fct_scope_delta.
        frames: The sprints of the project, closed or not.
        unit: points, items or hours.
        as_of: Sprints closed by the end of this day count.

    Returns:
        One row per sprint closed by `as_of`, oldest first.
    """
    closed = closed_sprints(frames, as_of)
    table = commitments(deltas, frames=frames, unit=unit, as_of=as_of)
    rows = deltas[counts(deltas, closed)]
    rows = rows.assign(frame_id=rows["frame_id"].astype("str"))
    table = table.join(_moved(rows, unit), on="frame_id")
    table = table.join(_left(rows, unit), on="frame_id")
    table = table.join(_promised(rows), on="frame_id")
    table[list(SUMMED)] = table[list(SUMMED)].fillna(0.0)
    unknown = table["commitment"].isna()
    table.loc[unknown, [*MOVED, "committed_items", "kept_items"]] = np.nan
    table["final_commitment"] = (
        table["commitment"] + table["added"] - table["removed"] + table["re_estimated"]
    )
    table["kept_low"], table["kept_high"] = _interval(table)
    return table[list(COLUMNS)]


def _moved(rows: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Sum the ledgers of each sprint, as positive amounts."""
    sign = dict(zip(LEDGERS, SIGNS, strict=True))
    amounts = numbers(rows, unit)
    ledger = rows["ledger"].to_numpy(dtype="str")
    moved = {
        name: np.where(ledger == name, amounts * sign[name], 0.0) for name in MOVED
    }
    table = pd.DataFrame({"frame_id": rows["frame_id"].to_numpy(), **moved})
    sums = table.groupby("frame_id").sum()
    return pd.DataFrame(tidy(sums.to_numpy()), sums.index, sums.columns)


def _left(rows: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Sum what was open when each sprint closed."""
    left = pd.DataFrame(
        {
            "frame_id": rows["frame_id"],
            "spill_over": numbers(rows, unit),
            "spill_over_items": numbers(rows, "items"),
        }
    )
    sums = left.groupby("frame_id").sum()
    return pd.DataFrame(tidy(sums.to_numpy()), sums.index, sums.columns)


def _promised(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the committed items of each sprint, and those of them that were kept."""
    is_initial = (rows["ledger"] == "initial").to_numpy()
    items = pd.DataFrame(
        {
            "frame_id": rows["frame_id"],
            "issue_key": rows["issue_key"].astype("str"),
            "committed_items": np.where(is_initial, numbers(rows, "items"), 0.0),
            "done": numbers(rows, "done_items"),
        }
    )
    items = items.groupby(["frame_id", "issue_key"], sort=False).sum()
    items["kept_items"] = items["committed_items"].where(items["done"] > 0, 0.0)
    return items.groupby("frame_id")[["committed_items", "kept_items"]].sum()


def _interval(table: pd.DataFrame) -> tuple[list[float], list[float]]:
    """Return Wilson's interval of the committed items that were kept."""
    lows, highs = [], []
    for committed, kept in zip(
        table["committed_items"], table["kept_items"], strict=True
    ):
        count = 0 if pd.isna(committed) else int(committed)
        held = 0 if pd.isna(kept) else int(kept)
        found = coverage(1.0, [True] * held + [False] * (count - held))
        lows.append(np.nan if found.low is None else found.low)
        highs.append(np.nan if found.high is None else found.high)
    return lows, highs
