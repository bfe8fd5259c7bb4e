"""Small sets of bookings, items and capacity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.metrics.hours.booked import choose

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from analytics.metrics.hours.booked import Booked

Row = dict[str, Any]
APRIL = date(2026, 4, 30)
BOOKING = {
    "import_id": 1,
    "item": "A-1",
    "day": "2026-03-02",
    "booked_on": None,
    "author": "Ada",
    "team": None,
    "activity": None,
    "account": None,
    "seconds": 3600.0,
    "billable_seconds": None,
}
ITEM = {
    "issue_key": "A-1",
    "issue_type": "Story",
    "team": None,
    "parent_key": None,
    "epic_key": None,
    "is_subtask": False,
    "is_done": False,
    "done_day": None,
    "created_day": "2026-01-01",
    "is_later": False,
    "summary": "One",
    "estimate_seconds": None,
    "remaining_seconds": None,
    "spent_seconds": None,
}
LINE = {
    "import_id": 1,
    "team": None,
    "person": None,
    "role": None,
    "starts_on": "2026-03-02",
    "ends_before": "2026-03-16",
    "capacity_hours": 40.0,
}
DAYS = ("day", "booked_on", "done_day", "created_day", "starts_on", "ends_before")
NUMBERS = (
    *("seconds", "billable_seconds", "estimate_seconds", "remaining_seconds"),
    *("spent_seconds", "capacity_hours"),
)


def table(usual: Mapping[str, Any], rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows with what they do not say as usual, typed as from the database."""
    found = pd.DataFrame([{**usual, **row} for row in rows], columns=list(usual))
    for name in found:
        if name in DAYS:
            found[name] = pd.to_datetime(found[name]).astype("datetime64[us]")
        elif name in NUMBERS:
            found[name] = found[name].astype("float64")
    return found.assign(version_id=range(1, len(found) + 1))


def bookings(*rows: Row) -> pd.DataFrame:
    """Return bookings; `hours` may stand for seconds."""
    return table(
        BOOKING,
        [
            {**row, "seconds": row["hours"] * 3600} if "hours" in row else row
            for row in rows
        ],
    )


def items(*rows: Row) -> pd.DataFrame:
    """Return items; estimate, remaining and spent may stand in hours."""
    times = ("estimate", "remaining", "spent")
    return table(
        ITEM,
        [
            row | {f"{name}_seconds": row[name] * 3600 for name in times if name in row}
            for row in rows
        ],
    )


def lines(*rows: Row) -> pd.DataFrame:
    """Return lines of capacity; `hours` may stand for capacity_hours."""
    return table(
        LINE,
        [
            {**row, "capacity_hours": row["hours"]} if "hours" in row else row
            for row in rows
        ],
    )


def booked(
    *rows: Row,
    of: Sequence[Row] = ({},),
    as_of: date = APRIL,
    shown: Collection[str] | None = None,
) -> Booked:
    """Sort out bookings on items, by default one item called A-1."""
    return choose(bookings(*rows), items(*of), as_of=as_of, shown=shown)
