"""Hours that were booked on items after they were done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.basis import Basis
from analytics.metrics.hours.booked import NO_ITEMS, SECONDS, in_hours
from analytics.metrics.hours.logged import RESTS_ON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.hours.booked import Booked

ROWS = ("item", "summary", "done_on", "hours", "bookings", "people", "last_day")
FORMULA = (
    "Sum of the hours of work done on a later day than the one on which its item was "
    "done; items that are open again do not count."
)


@dataclass(frozen=True, slots=True, eq=False)
class HoursAfterDone:
    """Work on what was finished.

    Attributes:
        rows: One row per item: item, summary, done_on, hours (after that day),
            bookings, people, last_day; the most hours first.
        figures: hours, items, bookings, share (of all hours on the project's items).
        why: The reason for each figure that is None.
        basis: Rows used and left out.
    """

    rows: pd.DataFrame
    figures: Mapping[str, float | None]
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def hours_after_done(booked: Booked, *, as_of: date) -> HoursAfterDone:
    """Add up the hours that went into items after the day on which they were done.

        hours after done = sum of hours of bookings with day > done day of the item

    in hours, for items that are done on the as-of day. Work on the very day does not
    count: nobody can tell whether it came before or after. An item that was reopened
    and finished again was done when it was finished last. Many such hours say that
    items are closed before they are finished, or that hours are booked on whatever
    item is at hand. None where there are no bookings or no items.

    >>> done, bookings = 10, {9: 4.0, 10: 2.0, 11: 1.5}  # day of March: hours
    >>> sum(hours for day, hours in bookings.items() if day > done)
    1.5

    Args:
        booked: The bookings, sorted out by `booked.choose`.
        as_of: The last day that counts.
    """
    items = booked.items
    done_on = done_days(items, as_of)
    # Not `map`: by an empty column of days it fails.
    ended = done_on.reindex(booked.rows["item"]).set_axis(booked.rows.index)
    late = booked.rows.assign(done_on=ended)[booked.rows["day"] > ended]
    rows = _rows(late, items)
    why = booked.why or ("" if booked.knows_items else NO_ITEMS)
    total = float(booked.rows["seconds"].sum())
    seconds = float(late["seconds"].sum())
    figures = {
        "hours": None if why else in_hours(seconds),
        "items": None if why else len(rows),
        "bookings": None if why else len(late),
        "share": None if why or total <= 0 else seconds / total,
    }
    ended_items = items[items["issue_key"].isin(late["item"])]
    used = {
        "worklog": late["version_id"].to_numpy(),
        "issue": ended_items["version_id"].to_numpy(),
    }
    return HoursAfterDone(
        rows,
        figures,
        Basis(FORMULA, used, booked.left_out, RESTS_ON),
        dict.fromkeys(figures, why) | {"share": why or "The hours add up to none."},
    )


def done_days(items: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the day on which each item was done, by key: those done by the as-of day.

    Args:
        items: issue_key, is_done, done_day.
        as_of: The last day that counts.
    """
    is_done = items["is_done"].astype("bool")
    known = items[is_done & items["done_day"].le(pd.Timestamp(as_of))]
    return known.drop_duplicates("issue_key").set_index("issue_key")["done_day"]


def _rows(late: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    found = late.groupby("item", as_index=False).agg(
        done_on=("done_on", "first"),
        seconds=("seconds", "sum"),
        bookings=("seconds", "size"),
        people=("person", "nunique"),
        last_day=("day", "max"),
    )
    names = items.drop_duplicates("issue_key").set_index("issue_key")["summary"]
    found = found.assign(
        hours=found["seconds"] / SECONDS, summary=found["item"].map(names)
    )
    return found.sort_values(
        ["hours", "item"], ascending=[False, True], ignore_index=True
    )[list(ROWS)]
