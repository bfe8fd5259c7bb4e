"""The scope ledgers computed a second time, in plain Python from the raw events.

The warehouse builds the same rows with SQL. This replay shares nothing with it but
the definition, so where the two agree a figure was computed twice; `compare` lists
where they do not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analytics.metrics.replay import RANKS, Move, Story, Window, book, story_of
from analytics.metrics.scope import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNITS = ("points", "items", "hours")
AMOUNTS = (*UNITS, *(f"done_{unit}" for unit in UNITS))
COLUMNS = (
    *("frame_id", "issue_key", "version_id", "table", "at", "day", "ledger"),
    *AMOUNTS,
)


class Difference(NamedTuple):
    """A headline figure on which two ledgers disagree."""

    frame_id: str
    figure: str
    unit: str
    first: float
    second: float


def ledger_from_events(
    issues: pd.DataFrame, events: pd.DataFrame, *, window: Window
) -> pd.DataFrame:
    """Replay the events of every issue and book what happens to one frame.

    Args:
        issues: issue_key, version_id, is_done, points, hours, created_at (an instant;
            without it created_day), sprints, fix_versions: lists of ids; is_subtask
            where some may be.
        events: issue_key, version_id, at, seq (number of the history entry), field,
            old, new. Events of issues that `issues` does not hold are not used.
        window: The frame.

    Returns:
        Rows as in fct_scope_delta.
    """
    return ledger(stories(issues, events), window=window)


def stories(issues: pd.DataFrame, events: pd.DataFrame) -> list[Story]:
    """Put the events of each issue in order; do it once for several windows."""
    ranked = events.assign(rank=events["field"].map(RANKS))
    ranked = ranked.sort_values(["at", "seq", "rank"], kind="stable")
    moves: dict[object, list[Move]] = {key: [] for key in issues["issue_key"]}
    before: dict[object, dict[str, object]] = {key: {} for key in moves}
    columns = ["issue_key", "at", "field", "old", "new", "version_id"]
    for row in zip(*(ranked[name] for name in columns), strict=True):
        key, at, name, old, new, version = row
        if key in moves:
            moves[key].append(Move(at, str(name), new, version))
            before[key].setdefault(str(name), old)
    return [
        story_of(today, moves[today["issue_key"]], before[today["issue_key"]])
        for today in issues.to_dict("records")
    ]


def ledger(told: Iterable[Story], *, window: Window) -> pd.DataFrame:
    """Book what happens to one frame, oldest first."""
    rows = [(window.frame_id, *row) for story in told for row in book(story, window)]
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "day"])
    at = pd.to_datetime(table["at"]).astype("datetime64[us]")
    local = at.dt.tz_localize("UTC").dt.tz_convert(window.zone).dt.tz_localize(None)
    table = table.assign(at=at, day=local.dt.normalize())
    table = table.astype(dict.fromkeys(AMOUNTS, "float64"))
    return table[list(COLUMNS)].sort_values("at", kind="stable", ignore_index=True)


def compare(first: pd.DataFrame, second: pd.DataFrame) -> list[Difference]:
    """List the headline figures per frame on which two ledgers disagree."""
    a, b = _headlines(first), _headlines(second)
    a, b = a.align(b, fill_value=0.0)
    apart = ((a - b).abs() > TOLERANCE).to_numpy()
    return [
        Difference(frame_id, figure, unit, float(one), float(other))
        for (frame_id, figure, unit), one, other in zip(
            a.index[apart], a[apart], b[apart], strict=True
        )
    ]


def from_scope_change_payload(
    payload: Mapping[str, Any],
) -> list[tuple[datetime, Mapping[str, Any]]]:
    """Return instant and entry of each change in Jira's scope-change payload.

    The payload is undocumented. Its keys are epoch milliseconds written as text in
    no order; they are sorted as numbers, and the entries stay as they are.
    """
    changes: Mapping[str, list[Mapping[str, Any]]] = payload["changes"]
    return [
        (from_milliseconds(int(key)), entry)
        for key in sorted(changes, key=int)
        for entry in changes[key]
    ]


def from_milliseconds(epoch: int) -> datetime:
    """Return the instant of an epoch in milliseconds.

    >>> from_milliseconds(1767600000000).isoformat()
    '2026-01-05T08:00:00+00:00'
    """
    return datetime.fromtimestamp(epoch / 1000, tz=UTC)


def _headlines(rows: pd.DataFrame) -> pd.Series:
    """Sum each ledger, what is left and what is done, per frame and unit."""
    sums = rows.groupby(["frame_id", "ledger"], observed=True)[list(UNITS)].sum()
    sums.index = sums.index.set_names(["frame_id", "figure"])
    ends = rows.groupby("frame_id", observed=True)[list(AMOUNTS)].sum()
    left, done = ends[list(UNITS)], ends[list(AMOUNTS[len(UNITS) :])]
    done.columns = pd.Index(UNITS)
    ends = pd.concat({"remaining": left, "done": done}, names=["figure"]).swaplevel()
    table = pd.concat([sums, ends]).reset_index()
    table = table.melt(["frame_id", "figure"], list(UNITS), var_name="unit")
    return table.set_index(["frame_id", "figure", "unit"])["value"].sort_index()
