"""Which bookings of hours count: those on the project's items by the as-of day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.hours.people import NO_NAME, persons, spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

SECONDS = 3600.0
NAMES = {
    "team": "no team",
    "person": NO_NAME,
    "issue_type": "no type",
    "epic": "no epic",
    "item": "no item",
    "activity": "no activity",
    "account": "no account",
}
"""What hours can be broken down by, and what stands where a booking does not say."""
TEXTS = ("item", "author", "team", "activity", "account")
NO_BOOKINGS = (
    "No file tells of hours booked. Upload Jira's worklogs, Tempo's report of logged "
    "time, or a table of hours."
)
NO_ITEMS = "No work items are loaded, so nobody can tell which hours are the project's."
NO_HOURS, NO_DAY = "it says no hours", "it does not say on which day the work was done"
LATER = "the work was done, or booked, after the day looked at"
FILTERED = "its item is not under the filters"
OUTSIDE = "its item is in none of the files"
NONE_COUNTS = "No booking counts under these filters by that day."


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """Bookings as the figures of hours count them.

    Attributes:
        rows: Bookings on the project's items: version_id, item, day, seconds,
            billable_seconds, and each of `NAMES`.
        outside: Those on items that no file holds, with the same columns.
        left_out: The others with their reason, as `Basis.left_out`.
        items: All items, as given.
        shown: Keys of the items under the filters; None where there are none.
        alike: Names that look like one person (`people.spellings`).
        why: Why `rows` is empty, where it is.
    """

    rows: pd.DataFrame
    outside: pd.DataFrame
    left_out: pd.DataFrame
    items: pd.DataFrame
    shown: Collection[str] | None
    alike: pd.DataFrame
    why: str = ""

    @property
    def knows_items(self) -> bool:
        """Whether any work item is loaded.

        Without one nobody can tell which hours are the project's: all are in `rows`.
        """
        return len(self.items) > 0

    @property
    def hours(self) -> float:
        """The hours on the project's items."""
        return float(self.rows["seconds"].sum()) / SECONDS


def choose(
    bookings: pd.DataFrame,
    items: pd.DataFrame,
    *,
    as_of: date,
    shown: Collection[str] | None = None,
) -> Booked:
    """Sort bookings into those that count, those outside the items, and the others.

    Left out is a booking without hours or without its day; one of work done, or
    booked, after the as-of day: nobody knew of it then; and, under filters, one whose
    item they do not show. A negative booking is a correction and is added as it is.
    The team is the booking's own, else that of its item; the epic that of the item,
    else of its parent.

    Args:
        bookings: version_id, item, day, booked_on, author, team, activity, account,
            seconds, billable_seconds; each booking once.
        items: All items whatever the filters: issue_key, version_id, summary,
            issue_type, team, parent_key, epic_key, is_subtask, is_done, done_day,
            created_day, estimate_seconds, remaining_seconds, spent_seconds, and
            is_later: whether it was changed after the as-of day.
        as_of: The last day that counts.
        shown: Keys of the items under the filters; None where there are none.
    """
    rows = _described(bookings, items)
    end = pd.Timestamp(as_of)
    is_known = rows["item"].isin(items["issue_key"])
    reasons = pd.Series("", rows.index, dtype="str")
    for reason, wrong in (
        (FILTERED, ~rows["item"].isin(shown or ()) & (shown is not None)),
        (LATER, rows["day"].gt(end) | rows["booked_on"].gt(end)),
        (NO_DAY, rows["day"].isna()),
        (NO_HOURS, rows["seconds"].isna()),
    ):
        reasons = reasons.mask(wrong, reason)
    counts = reasons.eq("")
    is_outside = counts & ~is_known & (len(items) > 0)
    used = rows[counts & ~is_outside]
    return Booked(
        used,
        rows[is_outside],
        _listed(rows, reasons),
        items,
        shown,
        spellings(rows.loc[counts, "person"]),
        NO_BOOKINGS if rows.empty else NONE_COUNTS if used.empty else "",
    )


def _described(bookings: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Say of each booking who it is of and on what kind of item."""
    # A column without any value may have come with another type.
    rows = bookings.astype(dict.fromkeys(TEXTS, "str"))
    known = items.drop_duplicates("issue_key").set_index("issue_key")
    team, kind = (
        rows["item"].map(known[name]).astype("str") for name in ("team", "issue_type")
    )
    said = rows["team"].where(rows["team"].str.strip().ne(""))
    rows = rows.assign(
        team=said.fillna(team),
        person=persons(rows["author"]),
        issue_type=kind,
        epic=rows["item"].map(epics(items)),
    )
    return rows.assign(
        **{name: _filled(rows[name], word) for name, word in NAMES.items()}
    )


def _filled(values: pd.Series, word: str) -> pd.Series:
    texts = values.astype("str").str.strip()
    return texts.where(texts.ne("")).fillna(word)


def epics(items: pd.DataFrame) -> pd.Series:
    """Return the epic of each item by its key: its own, else that of its parent.

    A parent that is no parent of a sub-task is the epic itself, as in Jira.
    """
    known = items.drop_duplicates("issue_key").set_index("issue_key")
    parent = known["parent_key"].astype("str")
    own = known["epic_key"].astype("str")
    is_part = known["is_subtask"].astype("bool")
    direct = own.fillna(parent.mask(is_part))
    return direct.fillna(parent.where(is_part).map(direct).astype("str"))


def _listed(rows: pd.DataFrame, reasons: pd.Series) -> pd.DataFrame:
    return together(
        left_out("worklog", rows[reasons == reason], "item", str(reason))
        for reason in reasons[reasons.ne("")].unique()
    )


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return several lists of rows left out as one."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else nothing_left_out()


def in_hours(seconds: float | None) -> float | None:
    """Return seconds as hours; None stays None.

    >>> in_hours(5400.0)
    1.5
    """
    return None if seconds is None or pd.isna(seconds) else float(seconds) / SECONDS
