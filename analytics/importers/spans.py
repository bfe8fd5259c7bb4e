"""First and last days of a line: two dates, or the name of a period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.dates import Date, fit_dates
from analytics.importers.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.importers.base import Fitted, Group, RawTable


@dataclass(frozen=True, slots=True)
class SpanStart:
    """The first day of a line: a period such as "2026-03" or "Q1 2026", or a date.

    A full date under one of the headers in `starts`, or beside a last day, is that
    day; anywhere else it stands for its month.
    """

    aliases: tuple[str, ...]

    @property
    def together(self) -> Callable[[RawTable, Group], Mapping[str, Fitted]]:
        """The two ends of a line are decided together."""
        return fit_spans

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Decide without a last day."""
        return fit_spans(raw, {"starts_on": (self, positions)})["starts_on"]


@dataclass(frozen=True, slots=True)
class SpanEnd:
    """The last day of a line, written as a date or a period; it is included."""

    aliases: tuple[str, ...]

    @property
    def together(self) -> Callable[[RawTable, Group], Mapping[str, Fitted]]:
        """The two ends of a line are decided together."""
        return fit_spans

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Decide without a first day."""
        return fit_spans(raw, {"ends_before": (self, positions)})["ends_before"]


def fit_spans(raw: RawTable, group: Group) -> dict[str, Fitted]:
    """Decide how first and last days are read."""
    named = {
        column: Period(spec.aliases).fit(raw, positions)
        for column, (spec, positions) in group.items()
    }
    days = fit_dates(
        raw,
        {c: (Date(spec.aliases), positions) for c, (spec, positions) in group.items()},
    )
    exact = {column for column in group if _all_days(raw, named[column], days[column])}
    fitted = {c: days[c] if c in exact else named[c] for c in group}
    if "ends_before" not in group:
        return named if "starts_on" in group else fitted
    if "starts_on" in group:
        fitted["starts_on"] = replace(fitted["starts_on"], extra={})
    end = fitted["ends_before"]
    after = (
        f"cast({end.expression} + interval 1 day as date)"
        if "ends_before" in exact
        else end.extra["ends_before"]
    )
    name = raw.header[group["ends_before"][1][0]].strip()
    note = f"{name}: the last day is included."
    fitted["ends_before"] = replace(
        end, expression=after, extra={}, notes=(*end.notes, note)
    )
    return fitted


def _all_days(raw: RawTable, named: Fitted, days: Fitted) -> bool:
    """Tell whether every cell that is a period is a full date."""
    periods, dates = raw.fetch(f"count({named.expression}), count({days.expression})")[
        0
    ]
    return bool(dates and dates >= periods)
