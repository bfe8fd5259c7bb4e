"""Hours against what items were estimated at: which take more than was thought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import Basis, left_out
from analytics.metrics.hours.after_done import done_days
from analytics.metrics.hours.booked import NO_ITEMS, SECONDS, in_hours, together

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.hours.booked import Booked

ROWS = (
    *("item", "summary", "issue_type", "team", "is_done", "estimate", "logged"),
    *("remaining", "expected", "over", "ratio", "logged_by"),
)
FORMULA = (
    "Over = hours logged + hours remaining - original estimate, sub-tasks added to "
    "their item; nothing remains of what is done."
)
RESTS_ON = "estimates as the files state them; hours from bookings, else from the item"
BOOKINGS, OWN, BOTH = "bookings", "the item itself", "bookings and items"
NO_ESTIMATE = "No item has an original estimate in hours."
NOT_SAID = "Not every open item says how many hours remain."
NONE_DONE = "No estimated item is done yet."
UNESTIMATED, CREATED_LATER = "it has hours and no estimate", "it was created later"
CHANGED_LATER = (
    "it was changed after the day looked at, so its own spent and remaining time may "
    "hold later hours"
)
TOLERANCE = 60.0
"""Seconds by which bookings and the item's own spent time may differ: rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class EstimatedHours:
    """Estimates and hours, item by item.

    Attributes:
        rows: One row per item with an estimate or with hours, sub-tasks added to
            their item: item, summary, issue_type, team, is_done, estimate, logged,
            remaining, expected (logged + remaining, at least where remaining is
            unknown), over (expected - estimate), ratio, logged_by; the largest
            overrun first.
        figures: items (with an estimate), estimate_hours, logged_hours (on them),
            remaining_hours, over_items, over_hours, done_ratio (logged / estimate of
            done items), unestimated_hours, differing_items (whose own spent time is
            not what was booked).
        why: The reason for each figure that is None.
        basis: Rows used and left out.
    """

    rows: pd.DataFrame
    figures: Mapping[str, float | None]
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def over(self) -> pd.DataFrame:
        """The items that take more than their estimate."""
        return self.rows[self.rows["over"] > 0]

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def hours_estimates(booked: Booked, *, as_of: date) -> EstimatedHours:
    """Compare what items were estimated at with the hours that went into them.

        expected(i) = logged(i) + remaining(i)
        over(i)     = expected(i) - original estimate(i)
        ratio       = sum of logged / sum of estimate, of the items that are done

    in hours. A sub-task is added to its item, estimate, hours and rest alike, as
    Jira's sums do; a sub-task whose item is not shown stands for itself. Logged are
    the item's bookings; where none is loaded, the time that the item itself says was
    spent. Nothing remains of what is done. Where the rest is unknown the item takes
    at least what was logged. What an item says of itself is left out if it was
    changed after the as-of day: it may hold later hours. Items with hours and no
    estimate stand in the list without an overrun, and in no sum. None without an
    estimate.

    >>> estimate, logged, remaining = 8.0, 7.0, 3.5
    >>> logged + remaining - estimate
    2.5

    Args:
        booked: The bookings, sorted out by `booked.choose`.
        as_of: The last day that counts.
    """
    own = booked.items.drop_duplicates("issue_key")
    if booked.shown is not None:
        own = own[own["issue_key"].isin(booked.shown)]
    is_born = ~own["created_day"].gt(pd.Timestamp(as_of))
    parts = _parts(own[is_born], booked, as_of)
    rows = _rows(parts)
    has_estimate = rows["estimate"].gt(0)
    counted = rows[has_estimate]
    parts = parts.assign(counts=parts["head"].isin(counted["item"]))
    figures = _figures(rows, counted, parts)
    basis = _basis(booked, parts, own[~is_born])
    why = dict.fromkeys(figures, NO_ESTIMATE if len(parts) else NO_ITEMS)
    if len(counted):
        why |= {"done_ratio": NONE_DONE, "remaining_hours": NOT_SAID}
    return EstimatedHours(rows, figures, basis, why)


def _parts(items: pd.DataFrame, booked: Booked, as_of: date) -> pd.DataFrame:
    """Return what each item says of its time, and which item it is added to."""
    keys = items["issue_key"]
    parent = items["parent_key"].astype("str")
    is_part = items["is_subtask"].astype("bool") & parent.isin(keys)
    sums = booked.rows.groupby("item")["seconds"].sum()
    booked_seconds = keys.map(sums).astype("float64")
    numbers = {
        name: items[f"{name}_seconds"].astype("float64")
        for name in ("estimate", "remaining", "spent")
    }
    is_later = items["is_later"].astype("bool")
    is_done = keys.isin(done_days(items, as_of).index)
    spent = numbers["spent"].where(~is_later)
    remaining = numbers["remaining"].where(~is_later).mask(is_done, 0.0)
    has_time = booked_seconds.notna() | numbers["estimate"].gt(0) | spent.gt(0)
    return items.assign(
        head=keys.where(~is_part, parent),
        is_done=is_done,
        estimate=numbers["estimate"],
        booked=booked_seconds,
        spent=spent,
        logged=booked_seconds.fillna(spent),
        remaining=remaining.where(has_time),
        has_time=has_time,
    )


def _rows(parts: pd.DataFrame) -> pd.DataFrame:
    """Add the parts to their items; items without any time are no rows."""
    timed = parts[parts["has_time"]]
    sums = timed.groupby("head")[["estimate", "logged", "remaining"]].sum(min_count=1)
    # One part whose rest is unknown leaves the rest of the whole unknown.
    open_ended = timed[timed["remaining"].isna()]["head"].unique()
    sums.loc[sums.index.isin(open_ended), "remaining"] = np.nan
    heads = parts.set_index("issue_key").loc[sums.index]
    hours = sums / SECONDS
    expected = hours["logged"].fillna(0.0) + hours["remaining"].fillna(0.0)
    known = hours["estimate"].where(hours["estimate"] > 0)
    table = hours.assign(
        item=sums.index,
        summary=heads["summary"],
        issue_type=heads["issue_type"],
        team=heads["team"],
        is_done=heads["is_done"],
        logged=hours["logged"].fillna(0.0),
        expected=expected,
        over=expected - known,
        ratio=expected / known,
        logged_by=_sources(timed).reindex(sums.index),
    )
    return table.sort_values(
        ["over", "item"], ascending=[False, True], ignore_index=True
    )[list(ROWS)]


def _sources(timed: pd.DataFrame) -> pd.Series:
    """Say of each item whether its hours were booked, or stated by itself."""
    is_booked = timed["booked"].notna().groupby(timed["head"]).any()
    is_own = (
        (timed["booked"].isna() & timed["spent"].gt(0)).groupby(timed["head"]).any()
    )
    said = np.select([is_booked & is_own, is_booked, is_own], [BOTH, BOOKINGS, OWN], "")
    return pd.Series(said, is_booked.index, dtype="str").replace("", "nothing yet")


def _figures(
    rows: pd.DataFrame, counted: pd.DataFrame, parts: pd.DataFrame
) -> dict[str, float | None]:
    over = counted[counted["over"] > 0]
    done = counted[counted["is_done"].astype("bool")]
    differ = (parts["booked"] - parts["spent"]).abs() > TOLERANCE
    unestimated = rows.loc[~rows["estimate"].gt(0), "logged"].sum() * SECONDS
    is_known = len(counted) > 0
    return {
        "items": len(counted),
        "estimate_hours": float(counted["estimate"].sum()) if is_known else None,
        "logged_hours": float(counted["logged"].sum()) if is_known else None,
        "remaining_hours": float(counted["remaining"].sum())
        if is_known and counted["remaining"].notna().all()
        else None,
        "over_items": len(over) if is_known else None,
        "over_hours": float(over["over"].sum()) if is_known else None,
        "done_ratio": float(done["logged"].sum() / done["estimate"].sum())
        if len(done)
        else None,
        "unestimated_hours": in_hours(unestimated) if len(parts) else None,
        "differing_items": int(differ.sum()) if len(parts) else None,
    }


def _basis(booked: Booked, parts: pd.DataFrame, later: pd.DataFrame) -> Basis:
    used = parts[parts["counts"] & parts["has_time"]]
    bare = parts[~parts["counts"] & parts["has_time"]]
    changed = used[used["is_later"].astype("bool")]
    is_used = booked.rows["item"].isin(used["issue_key"])
    return Basis(
        FORMULA,
        {
            "issue": used["version_id"].to_numpy(),
            "worklog": booked.rows.loc[is_used, "version_id"].to_numpy(),
        },
        together(
            (
                left_out("issue", bare, "issue_key", UNESTIMATED),
                left_out("issue", changed, "issue_key", CHANGED_LATER),
                left_out("issue", later, "issue_key", CREATED_LATER),
                booked.left_out,
            )
        ),
        RESTS_ON,
    )
