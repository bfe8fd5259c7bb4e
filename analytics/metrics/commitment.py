"""What each closed sprint promised, and what became of the promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.scope import Frame, Unit, numbers, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

COLUMNS = (
    *("frame_id", "name", "start", "closed", "evidence"),
    *("commitment", "completed", "kept", "say_do"),
)


def closed_sprints(frames: Sequence[Frame], as_of: date) -> list[Frame]:
    """Return the sprints closed by the end of `as_of`, oldest first."""
    closed = [frame for frame in frames if frame.is_closed(as_of)]
    return sorted(closed, key=lambda frame: (frame.closed, frame.name, frame.frame_id))


def counts(deltas: pd.DataFrame, frames: Sequence[Frame]) -> NDArray[np.bool_]:
    """Say for each row whether it is of these sprints, up to the day of closing."""
    # Other rows find the last place, which has no day and so counts nothing.
    ids = pd.Index([frame.frame_id for frame in frames], dtype="str")
    place = ids.get_indexer(pd.Index(deltas["frame_id"].astype("str")))
    closed = np.array([*(frame.closed for frame in frames), None], "datetime64[us]")
    early: NDArray[np.bool_] = deltas["day"].to_numpy() <= closed[place]
    return early


def commitments(
    deltas: pd.DataFrame, *, frames: Sequence[Frame], unit: Unit, as_of: date
) -> pd.DataFrame:
    """Measure promise and delivery of every closed sprint.

    commitment = sum of the estimates valid at the start of what was in the sprint
    then and not done; added or re-estimated later changes nothing. completed = what
    is done inside the sprint when it closes, additions included; what was done
    elsewhere, removed or reopened is not. kept = the committed estimates of the
    committed issues that are done at the close.

        say/do = kept / commitment

    so unplanned work cannot hide a broken promise. In points, items or hours; say/do
    is a ratio from 0 to 1. No say/do where nothing was committed; without a change
    log or an upload of the day of the start there is no commitment either. A sprint
    that never held an issue completed 0.

    >>> kept, commitment = 5.0, 8.0  # S3 of S1, S2 and S3 was finished
    >>> kept / commitment
    0.625

    Returns:
        One row per sprint closed by `as_of`, oldest first: frame_id, name, start,
        closed, evidence, commitment, completed, kept, say_do; NaN is undefined.
    """
    closed = closed_sprints(frames, as_of)
    rows = deltas[counts(deltas, closed)]
    done = numbers(rows, f"done_{unit}")
    issues = pd.DataFrame(
        {
            "frame_id": rows["frame_id"].astype("str"),
            "issue_key": rows["issue_key"].astype("str"),
            "commitment": np.where(rows["ledger"] == "initial", numbers(rows, unit), 0),
            "completed": done,
            "is_done": numbers(rows, "done_items"),
        }
    )
    issues = issues.groupby(["frame_id", "issue_key"], sort=False).sum()
    issues["kept"] = issues["commitment"].where(issues["is_done"] > 0, 0.0)
    sums = issues.groupby("frame_id")[["commitment", "completed", "kept"]].sum()
    sums = sums.reindex([frame.frame_id for frame in closed], fill_value=0.0)
    table = _described(closed).join(sums.map(_tidy), on="frame_id")
    unknown = [frame.frame_id for frame in closed if not frame.knows_opening]
    table.loc[table["frame_id"].isin(unknown), ["commitment", "kept"]] = np.nan
    table["say_do"] = table["kept"] / table["commitment"].replace(0.0, np.nan)
    return table[list(COLUMNS)]


def _tidy(value: float) -> float:
    return float(tidy(np.array([value]))[0])


def _described(frames: Sequence[Frame]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "frame_id": pd.Series([frame.frame_id for frame in frames], dtype="str"),
            "name": pd.Series([frame.name for frame in frames], dtype="str"),
            "start": np.array([frame.start for frame in frames], "datetime64[us]"),
            "closed": np.array([frame.closed for frame in frames], "datetime64[us]"),
            "evidence": pd.Series([frame.evidence for frame in frames], dtype="str"),
        }
    )
