"""Burn-down and burn-up: what is left, what is done, and how the scope moved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.calendar import DAY, WorkingCalendar, days
from analytics.metrics.evidence import RECONSTRUCTED, UNKNOWABLE, as_known
from analytics.metrics.ideal import ideal_lines, no_ideal
from analytics.metrics.scope import (
    LEDGERS,
    Frame,
    LedgerMismatchError,
    Unit,
    basis_of,
    daily,
    done_before,
    long_day,
    open_without_estimate,
    scope_changes,
    split,
    tidy,
    undefined,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, timedelta

    from analytics.metrics.basis import Basis
    from analytics.metrics.scope import Floats

__all__ = [
    "RECONSTRUCTED",
    "UNKNOWABLE",
    "Burndown",
    "Frame",
    "LedgerMismatchError",
    "burndown",
    "scope_changes",
]

FORMULA = (
    "Left at the end of a day = opening total + added - removed + re-estimated "
    "- completed + reopened, each issue with the estimate valid at that instant."
)
FIGURES = (*UNKNOWABLE, "completed", "remaining", "done", "scope", "unestimated")
COLUMNS = ("remaining", "scope", "done", "ideal", "current_ideal", "working", *LEDGERS)


@dataclass(frozen=True, slots=True, eq=False)
class Burndown:
    """One burn-down (and burn-up) with the figures that summarise it.

    Attributes:
        frame: The sprint, release or project measured.
        unit: points, items or hours.
        as_of: Last day that may be known.
        until: Last day drawn: `as_of`, or the day of closing. None if undefined.
        days: Per day, as it is when the day is over: remaining, scope, done, ideal,
            current_ideal, working, and what each ledger moved on that day (positive;
            re_estimated signed). NaN after `until`, except the ideal lines.
        opening: Left at the start; `opening_done` was done by then.
        commitment: `opening`, where the evidence can tell it.
        final_commitment: commitment + added - removed + re_estimated.
        completed: Booked as completed; what was reopened later is in it.
        done: Done inside the frame at the end of `until`.
        scope: remaining + done.
        over_ideal: remaining - ideal; positive is behind.
        unestimated: Open issues without an estimate.
        why: The reason for each figure that is None.
        label: What must be written beside a line that no change log tells.
        band: Of work known from several uploads, per day the least (low) and the most
            (high) that can have been left; None with a change log.
        ranges: Figures that are None but known to lie between two values.
        basis: Rows used and left out.
    """

    frame: Frame
    unit: Unit
    as_of: date
    days: pd.DataFrame
    basis: Basis
    until: date | None = None
    opening: float | None = None
    opening_done: float | None = None
    commitment: float | None = None
    added: float | None = None
    removed: float | None = None
    re_estimated: float | None = None
    final_commitment: float | None = None
    completed: float | None = None
    reopened: float | None = None
    remaining: float | None = None
    done: float | None = None
    scope: float | None = None
    over_ideal: float | None = None
    unestimated: int | None = None
    why: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    band: pd.DataFrame | None = None
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def evidence(self) -> str:
        """What the ledgers rest on."""
        return self.frame.evidence

    @property
    def is_defined(self) -> bool:
        """Whether there is anything to draw."""
        return self.until is not None


def burndown(
    deltas: pd.DataFrame,
    *,
    frame: Frame,
    unit: Unit,
    calendar: WorkingCalendar,
    as_of: date,
    doubts: pd.DataFrame | None = None,
) -> Burndown:
    """Measure how much work is left at the end of each day.

    Every change is booked in exactly one of six ledgers. From the start to day d

        remaining(d) = initial + added - removed + re_estimated - completed + reopened

    in points, items or (remaining) hours. `initial` is the commitment: the estimates
    that were valid at the start instant, of what was in the frame and not done. An
    issue counts with the estimate valid at each instant, without an estimate as 0.
    Done work that entered from outside never burns. In hours, logged work shows as
    re-estimation, because trackers lower the remaining hours themselves.

    The ideal line falls from the commitment to 0 over the working days, flat on days
    off, and later changes do not move it. The current ideal line is that of the
    scope at the end of each day, so it steps when the scope changes. A release or
    project is looked at from the start the caller gives; what happened before is
    rolled into `initial`.

    Undefined (None with the reason) without a start date, without issues, before the
    start, and in a unit in which not one issue is estimated. One file without a change
    log tells only today's scope, what is done and what is left; several tell changes
    between two of them, booked on the first day on which they are known, with a band
    (see `analytics.metrics.evidence`). Ledgers that do not add up on any day are
    refused.

    Source: Atlassian, burn-down chart; the worked number is that of Agile Angel,
    "Sprint scope creep and Jira reporting".

    >>> from datetime import date
    >>> deltas = pd.DataFrame(
    ...     [
    ...         ("S1", 5, "initial", 1, 0),
    ...         ("S2", 5, "initial", 2, 0),
    ...         ("S3", 5, "initial", 5, 0),
    ...         ("S1", 6, "completed", -1, 1),
    ...         ("S2", 7, "completed", -2, 2),
    ...         ("S4", 8, "added", 10, 0),
    ...     ],
    ...     columns=["issue_key", "day", "ledger", "points", "done_points"],
    ... )
    >>> deltas["day"] = pd.Timestamp(2026, 1, 1) + pd.to_timedelta(
    ...     deltas["day"] - 1, unit="D"
    ... )
    >>> deltas = deltas.assign(
    ...     frame_id="7", table="issue", version_id=range(6),
    ...     items=deltas["points"].clip(-1, 1), done_items=deltas["done_points"] > 0,
    ... )
    >>> sprint = Frame("7", "sprint", "Sprint 7", date(2026, 1, 5), date(2026, 1, 10))
    >>> result = burndown(
    ...     deltas, frame=sprint, unit="points", calendar=WorkingCalendar(),
    ...     as_of=date(2026, 1, 8),
    ... )
    >>> result.days["remaining"].tolist()
    [8.0, 7.0, 5.0, 15.0, nan]
    >>> result.commitment, result.added, result.completed
    (8.0, 10.0, 3.0)

    Args:
        deltas: Rows of fct_scope_delta, of this frame or of several.
        frame: What to measure.
        unit: points, items or hours.
        calendar: The working days of the project.
        as_of: Last day that may be known, to its end.
        doubts: What may have happened before it is booked: per issue and interval
            earliest, day, low_<unit>, high_<unit>; only between uploads.

    Raises:
        LedgerMismatchError: The ledgers do not add up.
    """
    until = frame.until(as_of)
    used, later = split(deltas, frame, as_of)
    reason = undefined(frame, used, unit, as_of)
    basis = basis_of(
        FORMULA,
        used[:0] if reason else used,
        later,
        why=f"after {long_day(until)}, the last day that counts",
        rests_on=frame.evidence,
    )
    empty = Burndown(frame, unit, as_of, _no_days(), basis)
    if reason or frame.start is None:
        return replace(empty, why=dict.fromkeys(FIGURES, reason))
    span = days(frame.start, max(until + DAY, frame.end or until))
    table = daily(used, frame=frame, unit=unit, span=span)
    lines = ideal_lines(table, span=span, end=frame.end, calendar=calendar)
    table["ideal"], table["current_ideal"] = lines
    shown = _drawn(table, span, until).assign(working=calendar.working(span))
    result = replace(empty, until=until, days=shown[list(COLUMNS)])
    result = _measured(result, table, until - frame.start, no_ideal(frame, calendar))
    blank = open_without_estimate(used, frame=frame, unit=unit, day=until)
    result = replace(
        result,
        opening_done=done_before(used, unit=unit, start=frame.start),
        unestimated=None if unit == "items" else blank,
    )
    return as_known(result, used, doubts)


def _no_days() -> pd.DataFrame:
    nothing = np.array([], dtype="datetime64[us]")
    index = pd.DatetimeIndex(nothing, name="day")
    return pd.DataFrame(index=index, columns=list(COLUMNS), dtype="float64")


def _drawn(
    table: Mapping[str, Floats], span: pd.DatetimeIndex, until: date
) -> pd.DataFrame:
    """Hide what comes after the last day that counts."""
    later = span > pd.Timestamp(until)
    plans = ("ideal", "current_ideal")
    return pd.DataFrame(
        {
            name: values if name in plans else np.where(later, np.nan, values)
            for name, values in table.items()
        },
        index=span,
    )


def _measured(
    empty: Burndown, table: Mapping[str, Floats], elapsed: timedelta, no_ideal: str
) -> Burndown:
    """Sum the ledgers and read the last day that counts."""
    last = {name: float(values[elapsed.days]) for name, values in table.items()}
    total = {name: float(tidy(table[name].sum(keepdims=True))[0]) for name in LEDGERS}
    change = total["added"] - total["removed"] + total["re_estimated"]
    return replace(
        empty,
        opening=total["initial"],
        commitment=total["initial"],
        added=total["added"],
        removed=total["removed"],
        re_estimated=total["re_estimated"],
        final_commitment=total["initial"] + change,
        completed=total["completed"],
        reopened=total["reopened"],
        remaining=last["remaining"],
        done=last["done"],
        scope=last["scope"],
        over_ideal=None if no_ideal else last["remaining"] - last["ideal"],
        why=_reasons(empty.unit, no_ideal),
    )


def _reasons(unit: Unit, no_ideal: str) -> dict[str, str]:
    reasons = dict.fromkeys(("ideal", "over_ideal"), no_ideal) if no_ideal else {}
    if unit == "items":
        reasons["unestimated"] = "Items are counted, whatever their estimate."
    return reasons
