"""What a burn-down may say, by what it rests on: change log, uploads, or one file.

A change log tells every change to the instant. Several uploads tell it between two of
them: it is booked on the first day on which it is known, and everything it leaves open
is given as a range. One file alone tells only how things stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.scope import LEDGERS, long_day, numbers, tidy

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.burndown import Burndown

RECONSTRUCTED = (
    "reconstructed with today's scope and today's estimates; "
    "no commitment, additions or removals can be known"
)
NO_CHANGE_LOG = (
    "The file has no change log: only today's scope and estimates are known. "
    "Upload an export with its change log (JSON)."
)
UNKNOWABLE = (
    "commitment",
    "added",
    "removed",
    "re_estimated",
    "final_commitment",
    "reopened",
    "over_ideal",
    "ideal",
)
"""What needs a change log, or an upload of the day of the start."""
MOVED = ("added", "removed", "re_estimated")


def as_known(
    result: Burndown, used: pd.DataFrame, doubts: pd.DataFrame | None
) -> Burndown:
    """Take away what the evidence of the frame cannot tell, or give it as a range.

    Args:
        result: Measured as if every change were exact.
        used: The rows of the frame that were measured.
        doubts: What may have happened before it is booked.
    """
    frame = result.frame
    if frame.evidence == "reconstructed":
        return _without(result, NO_CHANGE_LOG, RECONSTRUCTED)
    if frame.evidence != "between uploads" or doubts is None:
        return result
    label = _label(result, doubts)
    result = replace(result, band=band(result, doubts), label=label)
    if frame.knows_opening:
        return result
    if frame.start_after is None or frame.start_before is None:
        return _without(result, _too_late(result), label)
    ranges = opening_ranges(result, used, doubts)
    low, high = ranges["commitment"]
    days = between(frame.start_after, frame.start_before)
    why = (
        f"The start lies between two uploads, {days}, so what was in it then was from "
        f"{low:g} to {high:g}. Upload an export of the day of the start."
    )
    return replace(_without(result, why, label), ranges=ranges)


def _without(result: Burndown, why: str, label: str) -> Burndown:
    """Take away what cannot be known."""
    table = result.days.copy()
    unknown = [name for name in LEDGERS if name != "completed"]
    if result.frame.known_from is None:
        table[["ideal", *unknown]] = np.nan
    else:
        early = table.index <= pd.Timestamp(result.frame.known_from)
        table["ideal"] = np.nan
        table.loc[early, unknown] = np.nan
    return replace(
        result,
        days=table,
        commitment=None,
        added=None,
        removed=None,
        re_estimated=None,
        final_commitment=None,
        reopened=None,
        over_ideal=None,
        why={**result.why, **dict.fromkeys(UNKNOWABLE, why)},
        label=label,
    )


def _too_late(result: Burndown) -> str:
    """Say since when changes are known, and what moved since then."""
    known = result.frame.known_from
    if known is None:
        return NO_CHANGE_LOG
    days = result.days.loc[result.days.index > pd.Timestamp(known)]
    parts = [f"{days[name].sum():g} {name.replace('_', '-')}" for name in MOVED]
    return (
        f"The first upload is of {long_day(known)}, after the start. Since then: "
        f"{', '.join(parts)}."
    )


def between(first: date, last: date) -> str:
    """Name the days between two uploads as short as can be.

    >>> from datetime import date
    >>> between(date(2026, 3, 3), date(2026, 3, 10))
    'between 3 and 10 March 2026'
    >>> between(date(2026, 2, 24), date(2026, 3, 3))
    'between 24 February and 3 March 2026'
    """
    if (first.year, first.month) == (last.year, last.month):
        return f"between {first.day} and {long_day(last)}"
    if first.year == last.year:
        return f"between {first.day} {first:%B} and {long_day(last)}"
    return f"between {long_day(first)} and {long_day(last)}"


def _label(result: Burndown, doubts: pd.DataFrame) -> str:
    """Say what the lines rest on, and when the last change can have been."""
    text = "from successive uploads, each change on the first day it is known"
    known = doubts[doubts["day"] <= pd.Timestamp(result.until or result.as_of)]
    if known.empty:
        return text
    last = known.loc[known["day"] == known["day"].max()]
    span = between(last["earliest"].min().date(), last["day"].max().date())
    return f"{text}; the last ones happened {span}"


def band(result: Burndown, doubts: pd.DataFrame) -> pd.DataFrame:
    """Return between what and what the remaining work was at the end of each day.

    low(d) = remaining(d) + the least that changes booked later, but possible by d,
    can have moved; high(d) with the most. Both equal remaining(d) where nothing is
    open. Indexed by day, up to the last day that counts.
    """
    days = result.days.loc[: pd.Timestamp(result.until or result.as_of)]
    begins = days.index.searchsorted(doubts["earliest"])
    ends = days.index.searchsorted(doubts["day"])
    table = pd.DataFrame(index=days.index)
    for name in ("low", "high"):
        amounts = numbers(doubts, f"{name}_{result.unit}")
        step = np.zeros(len(days) + 1)
        np.add.at(step, begins, amounts)
        np.subtract.at(step, ends, amounts)
        table[name] = tidy(days["remaining"].to_numpy() + step[:-1].cumsum())
    return table


def opening_ranges(
    result: Burndown, used: pd.DataFrame, doubts: pd.DataFrame
) -> dict[str, tuple[float, float]]:
    """Return between what and what the commitment and the changes of scope were.

    The start lies between two uploads. What happened between these two can have been
    before the start, then it belongs to the commitment, or after it.
    """
    start = pd.Timestamp(result.frame.start or result.as_of)
    inside = doubts[(doubts["earliest"] <= start) & (doubts["day"] > start)]
    opening = result.opening or 0.0
    low, high = (
        opening + float(numbers(inside, f"{name}_{result.unit}").sum())
        for name in ("low", "high")
    )
    booked = used[(used["earliest"] <= start) & (used["day"] > start)]
    booked = booked.assign(change=np.abs(numbers(booked, result.unit)))
    sums = booked.groupby("ledger")["change"].sum()
    ranges = {"commitment": (low, high)}
    for name in ("added", "removed"):
        total = float(getattr(result, name) or 0.0)
        ranges[name] = (total - float(sums.get(name, 0.0)), total)
    return ranges
