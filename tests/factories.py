"""Small frames for tests: ledgers as the warehouse hands them out, issues, events."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from analytics.metrics.burndown import Frame
from analytics.metrics.replay import RANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analytics.metrics.scope import Evidence, Kind

UNITS = ("points", "items", "hours")
HOURS_PER_POINT = 4
Row = tuple[str, int, str, float]
"""Issue, day of January 2026, ledger, estimate (a re-estimate: its change)."""

OPEN = {"initial": 1, "added": 1, "removed": -1, "re_estimated": 1}
OPEN |= {"completed": -1, "reopened": 1}
DONE = {"completed": 1, "reopened": -1}


def january(day: int) -> date:
    """Return a day of January 2026; the 5th is a Monday."""
    return date(2026, 1, day)


def sprint(
    start: int = 5,
    end: int | None = 19,
    closed: int | None = None,
    *,
    frame_id: str = "7",
    evidence: Evidence = "change log",
    kind: Kind = "sprint",
) -> Frame:
    """Return a sprint of January 2026."""
    return Frame(
        frame_id,
        kind,
        f"Sprint {frame_id}",
        january(start),
        january(end) if end else None,
        january(closed) if closed else None,
        evidence,
    )


def deltas(rows: Sequence[Row], *, frame_id: str = "7") -> pd.DataFrame:
    """Build a ledger from one line per change."""
    table = pd.DataFrame(rows, columns=["issue_key", "day", "ledger", "points"])
    since = pd.to_timedelta(table["day"] - 1, unit="D")
    day = (pd.Timestamp(january(1)) + since).astype("datetime64[us]")
    points = table["points"].to_numpy(dtype="float64")
    left = table["ledger"].map(OPEN).fillna(1).to_numpy()
    done = table["ledger"].map(DONE).fillna(0).to_numpy()
    moves = np.where(table["ledger"] == "re_estimated", 0, 1)
    result = pd.DataFrame(
        {
            "frame_id": frame_id,
            "issue_key": table["issue_key"].astype("str"),
            "version_id": np.arange(1, len(table) + 1),
            "table": np.where(table["ledger"] == "initial", "issue", "issue_event"),
            "at": day + pd.to_timedelta(np.arange(len(table)), unit="s"),
            "day": day,
            "ledger": table["ledger"].astype("str"),
            "points": points * left,
            "items": left * moves,
            "hours": points * left * HOURS_PER_POINT,
            "done_points": points * done,
            "done_items": done * moves,
            "done_hours": points * done * HOURS_PER_POINT,
        }
    )
    return result.astype({"table": "str", "at": "datetime64[us]"})


@st.composite
def ledgers(draw: st.DrawFn, first: int = 5, last: int = 18) -> pd.DataFrame:
    """Draw a ledger that adds up: each issue goes in, out, done and back."""
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 6))):
        key, points = f"A-{number}", float(draw(st.integers(0, 8)))
        state = draw(st.sampled_from(["out", "open"]))
        if state == "open":
            rows.append((key, first, "initial", points))
        for day in sorted(draw(st.lists(st.integers(first, last), max_size=6))):
            moves = {
                "out": {"added": "open"},
                "open": {"completed": "done", "removed": "out", "re_estimated": "open"},
                "done": {"reopened": "open"},
            }[state]
            move = draw(st.sampled_from(sorted(moves)))
            state, value = moves[move], points
            if move == "re_estimated":
                value = float(draw(st.integers(1, 5)))
                points += value
            rows.append((key, day, move, value))
    return deltas(rows or [("A-0", first, "initial", 3.0)])


def issues(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    """Build issues as they are today; what a row does not say is plain."""
    plain = {
        "is_done": False,
        "points": np.nan,
        "hours": np.nan,
        "created_at": datetime(2025, 12, 1),  # noqa: DTZ001 - the warehouse is UTC
        "sprints": (),
        "fix_versions": (),
    }
    table = pd.DataFrame([{**plain, **row} for row in rows])
    table["version_id"] = np.arange(1, len(table) + 1)
    table["created_at"] = pd.to_datetime(table["created_at"]).astype("datetime64[us]")
    table["created_day"] = table["created_at"].dt.normalize()
    return table


def events(rows: Iterable[tuple[str, datetime, str, object, object]]) -> pd.DataFrame:
    """Build events: issue, instant, field, old, new; each its own history entry."""
    listed = list(rows)
    names = ["issue_key", "at", "field", "old", "new"]
    table = pd.DataFrame(
        {name: [row[i] for row in listed] for i, name in enumerate(names)},
        columns=names,
    )
    assert set(table["field"]) <= set(RANKS)
    table["at"] = pd.to_datetime(table["at"]).astype("datetime64[us]")
    table["seq"] = table["version_id"] = np.arange(1001, 1001 + len(table))
    return table
