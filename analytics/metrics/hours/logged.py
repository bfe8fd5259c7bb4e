"""Hours logged per week, and by who did them or by what they went into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.metrics.basis import Basis, left_out
from analytics.metrics.flow.window import WEEK
from analytics.metrics.hours.booked import (
    NO_BOOKINGS,
    NO_ITEMS,
    OUTSIDE,
    SECONDS,
    in_hours,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.hours.booked import Booked

Group = Literal["team", "person", "issue_type", "epic", "item", "activity", "account"]
FORMULA = (
    "Sum of the hours booked on the project's items, each booking once, by the week "
    "in which the work was done; a week in which nobody booked counts as 0."
)
RESTS_ON = "bookings of hours, each once, on the day of the work"
NO_WEEK = "No week of bookings is over yet."
NO_BILLABLE = "No booking says how much of it is billed."
UNFILTERED = (
    "No filter can tell of items that are in none of the files: clear the filters to "
    "see these hours."
)
WEEKS = ("start", "end", "hours", "bookings", "people", "is_partial")
GROUPS = ("group", "hours", "share", "bookings", "people", "first_day", "last_day")


@dataclass(frozen=True, slots=True, eq=False)
class HoursLogged:
    """Hours by week and by group.

    Attributes:
        by: What they are broken down by.
        weeks: One row per week without a gap, from the first booking to the last:
            start (a Monday), end (its Sunday), hours, bookings, people, is_partial
            (not over on the as-of day).
        groups: One row per group: group, hours, share, bookings, people, first_day,
            last_day; in the order of the alphabet, so that it ranks nobody.
        cells: Hours of each week and group: start, group, hours.
        outside: Hours on items in none of the files, one row per item, as `groups`.
        figures: hours, bookings, people, weeks, weeks_over, hours_per_week (of the
            weeks that are over), billable_hours, outside_hours, outside_bookings,
            outside_items.
        why: The reason for each figure that is None.
        basis: Rows used and left out.
    """

    by: Group
    weeks: pd.DataFrame
    groups: pd.DataFrame
    cells: pd.DataFrame
    outside: pd.DataFrame
    figures: Mapping[str, float | None]
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def hours_logged(booked: Booked, *, as_of: date, by: Group = "team") -> HoursLogged:
    """Add up the hours that were booked, per week and by who or what.

        hours(w, g) = sum of hours of the bookings of group g in week w
        hours per week = sum of hours / weeks, of the weeks that are over

    in hours of work, on the day on which the work was done in the project's time
    zone. Weeks begin on Monday; they reach from the first booking to the last, weeks
    in between without any count as 0, and of later ones nothing is known. A booking
    that two files or two tools tell of counts once: told by its number on its item,
    else by item, person, day and time worked. Names that differ in case and spaces
    only are one person. Hours on items that no file holds stand apart (`outside`):
    they are other projects', or their items were deleted. Corrections below zero are
    added as they are. Hours that the as-of day could not know, work done or booked
    after it, are left out.

    Source: Jira's and Tempo's reports of logged time, by worker and by week.

    >>> booked = {"2026-03-02": 6.0, "2026-03-05": 2.5, "2026-03-16": 4.0}
    >>> first, second, third = 6.0 + 2.5, 0.0, 4.0  # weeks of 2, 9 and 16 March
    >>> round((first + second + third) / 3, 2)
    4.17

    Args:
        booked: The bookings, sorted out by `booked.choose`.
        as_of: The last day that counts.
        by: What they are broken down by.
    """
    rows = booked.rows.assign(start=_mondays(booked.rows["day"]), group=booked.rows[by])
    weeks = _weeks(rows, as_of)
    cells = rows.groupby(["start", "group"], as_index=False)["seconds"].sum()
    outside = booked.outside.assign(group=booked.outside["item"])
    figures = _figures(rows, weeks, outside)
    return HoursLogged(
        by,
        weeks,
        _grouped(rows),
        cells.assign(hours=cells["seconds"] / SECONDS)[["start", "group", "hours"]],
        _grouped(outside),
        figures | (_NO_OUTSIDE if _no_outside(booked) else {}),
        _basis(booked),
        _why(booked),
    )


_NO_OUTSIDE: dict[str, float | None] = {
    "outside_hours": None,
    "outside_bookings": None,
    "outside_items": None,
}


def _mondays(days: pd.Series) -> pd.Series:
    mondays: pd.Series = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    return mondays


def _weeks(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the weeks from the first booking to the last, without a gap."""
    if rows.empty:
        return pd.DataFrame(columns=list(WEEKS), dtype="object")
    first, last = rows["start"].min(), rows["start"].max()
    starts = pd.date_range(first, last, freq=pd.Timedelta(WEEK), name="start")
    sums = rows.groupby("start").agg(
        seconds=("seconds", "sum"),
        bookings=("seconds", "size"),
        people=("person", "nunique"),
    )
    table = sums.reindex(starts, fill_value=0).reset_index()
    table["end"] = table["start"] + pd.Timedelta(days=6)
    table["hours"] = table["seconds"] / SECONDS
    table["is_partial"] = table["end"] > pd.Timestamp(as_of)
    return table[list(WEEKS)]


def _grouped(rows: pd.DataFrame) -> pd.DataFrame:
    found = rows.groupby("group", as_index=False).agg(
        seconds=("seconds", "sum"),
        bookings=("seconds", "size"),
        people=("person", "nunique"),
        first_day=("day", "min"),
        last_day=("day", "max"),
    )
    total = float(found["seconds"].sum())
    share = found["seconds"] / total if total > 0 else np.nan
    return found.assign(hours=found["seconds"] / SECONDS, share=share)[list(GROUPS)]


def _figures(
    rows: pd.DataFrame, weeks: pd.DataFrame, outside: pd.DataFrame
) -> dict[str, float | None]:
    over = weeks.loc[~weeks["is_partial"].astype("bool"), "hours"]
    is_known = len(rows) > 0
    return {
        "hours": in_hours(rows["seconds"].sum()) if is_known else None,
        "bookings": len(rows),
        "people": rows["person"].nunique() if is_known else None,
        "weeks": len(weeks),
        "weeks_over": len(over),
        "hours_per_week": float(over.sum()) / len(over) if len(over) else None,
        "billable_hours": in_hours(rows["billable_seconds"].sum(min_count=1)),
        "outside_hours": in_hours(outside["seconds"].sum()),
        "outside_bookings": len(outside),
        "outside_items": outside["item"].nunique(),
    }


def _why(booked: Booked) -> dict[str, str]:
    none = booked.why
    return {
        **dict.fromkeys(("hours", "people"), none),
        "hours_per_week": none or NO_WEEK,
        "billable_hours": none or NO_BILLABLE,
        **dict.fromkeys(_NO_OUTSIDE, _no_outside(booked)),
    }


def _no_outside(booked: Booked) -> str:
    """Return why nobody can tell which hours are outside the items, if so."""
    if booked.why == NO_BOOKINGS or not booked.knows_items:
        return booked.why or NO_ITEMS
    return UNFILTERED if booked.shown is not None else ""


def _basis(booked: Booked) -> Basis:
    apart = left_out("worklog", booked.outside, "item", OUTSIDE)
    return Basis(
        FORMULA,
        {"worklog": booked.rows["version_id"].to_numpy()},
        together((apart, booked.left_out)),
        RESTS_ON,
    )


def last_day(booked: Booked) -> date | None:
    """Return the day of the last booking that counts; None without any."""
    rows = booked.rows
    return None if rows.empty else rows["day"].max().date()
