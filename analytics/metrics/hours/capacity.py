"""How many hours people and teams can take on, and how many of them they booked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.calendar import DAY
from analytics.metrics.basis import Basis
from analytics.metrics.hours.booked import SECONDS, together
from analytics.metrics.hours.lines import NO_LINES, Line, chosen
from analytics.metrics.hours.people import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.hours.booked import Booked

ROWS = ("team", "person", "start", "end", "available", "logged", "ratio", "why")
FORMULA = (
    "Hours booked in the period / hours available in it, absences off; of a period "
    "that is not over, the share of its working days so far."
)
RESTS_ON = "lines of capacity, and bookings of hours on the day of the work"
DIGITS = 9
"""Sums are cut here: thirds of a period leave dust."""
NOT_BOOKED = "Nobody of that name has booked hours."
NO_CAPACITY = "There is no capacity in this period."
NOTHING_TO_DIVIDE = "No line of capacity has hours to compare with."


@dataclass(frozen=True, slots=True, eq=False)
class Utilisation:
    """Hours booked against hours available.

    Attributes:
        rows: One row per person or team and period: team, person, start, end (its
            last day), available (so far), logged, ratio, why (the reason where ratio
            is undefined).
        lines: The lines of capacity that count, for `per_week`.
        figures: available_hours, logged_hours, utilisation, periods.
        why: The reason for each figure that is None.
        basis: Rows used and left out.
    """

    rows: pd.DataFrame
    lines: tuple[Line, ...]
    figures: Mapping[str, float | None]
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def utilisation(
    booked: Booked,
    lines: pd.DataFrame,
    *,
    calendar: WorkingCalendar,
    as_of: date,
    narrowed: str = "",
) -> Utilisation:
    """Divide the hours that were booked by the hours that were available.

        utilisation = hours booked / hours available
        available   = hours that can be planned, as the file states them

    as a ratio, per line of capacity and over all of them. The file's hours are those
    that can be planned: leave and holidays are off already, as in "72 hours, 8 away".
    Of a period that is not over on the as-of day its working days so far count. More
    than 100 % is shown, not clipped; a capacity of 0 and a person who never booked
    have no utilisation. Counted are logged hours on the project's items, not planned
    ones. A line of a team counts all that its people booked; where its people have
    lines of their own in that time, these count and the team's does not.

    >>> logged, available = 54.0, 72.0
    >>> logged / available
    0.75

    Args:
        booked: The bookings, sorted out by `booked.choose`.
        lines: version_id, import_id, team, person, role, starts_on, ends_before,
            capacity_hours.
        calendar: The project's working days.
        as_of: The last day that counts.
        narrowed: Why filters make the comparison meaningless, where they do.
    """
    counted, unused = chosen(lines, as_of=as_of)
    counted = () if narrowed else counted
    rows = _rows(booked, counted, calendar, as_of)
    with_ratio = rows[rows["ratio"].notna()]
    available, logged = (
        round(float(with_ratio[name].sum()), DIGITS) for name in ("available", "logged")
    )
    why = narrowed or (NO_LINES if lines.empty else booked.why)
    is_known = not why and len(with_ratio) > 0
    figures = {
        "available_hours": available if is_known else None,
        "logged_hours": logged if is_known else None,
        "utilisation": logged / available if is_known else None,
        "periods": len(rows),
    }
    used = {"capacity": np.array([one.version_id for one in counted], dtype=np.int64)}
    if is_known:
        used["worklog"] = booked.rows["version_id"].to_numpy()
    basis = Basis(FORMULA, used, together((unused, booked.left_out)), RESTS_ON)
    return Utilisation(
        rows, counted, figures, basis, dict.fromkeys(figures, why or NOTHING_TO_DIVIDE)
    )


def per_week(
    lines: Iterable[Line], weeks: pd.Series, *, calendar: WorkingCalendar
) -> pd.Series:
    """Spread the available hours evenly over the working days, and add them per week.

    NaN for a week of which no line speaks.

    >>> from analytics.calendar import WorkingCalendar
    >>> line = Line(1, "Portal", "", date(2026, 1, 5), date(2026, 1, 19), 60.0)
    >>> weeks = pd.Series(pd.to_datetime(["2026-01-05", "2026-01-19"]))
    >>> per_week([line], weeks, calendar=WorkingCalendar()).tolist()
    [30.0, nan]
    """
    found = [np.nan] * len(weeks)
    table = tuple(lines)
    for place, monday in enumerate(one.date() for one in weeks):
        sunday = monday + timedelta(days=7)
        parts = [
            one.hours * _share(calendar, one, monday, sunday)
            for one in table
            if one.start < sunday and one.before > monday
        ]
        if parts:
            found[place] = float(sum(parts))
    return pd.Series(found, weeks.index, dtype="float64")


def _share(calendar: WorkingCalendar, line: Line, first: date, stop: date) -> float:
    """Return which share of the working days of a line lies in [first, stop)."""
    whole = calendar.working_days(line.start, line.before)
    inside = calendar.working_days(max(line.start, first), min(line.before, stop))
    return inside / whole if whole else float(line.before <= stop)


def _rows(
    booked: Booked, lines: tuple[Line, ...], calendar: WorkingCalendar, as_of: date
) -> pd.DataFrame:
    logged = _Logged(booked.rows, lines)
    table = []
    for one in lines:
        until = min(one.before, as_of + DAY)
        so_far = one.hours * _share(calendar, one, one.start, until)
        spent = logged.of(one.team, one.person, one.start, until)
        why = NOT_BOOKED if spent is None else "" if so_far > 0 else NO_CAPACITY
        ratio = None if why or spent is None else spent / so_far
        days = (pd.Timestamp(one.start), pd.Timestamp(one.before - DAY))
        table.append((one.team, one.person, *days, so_far, spent, ratio, why))
    rows = pd.DataFrame(table, columns=list(ROWS))
    return rows.astype(
        {"available": "float64", "logged": "float64", "ratio": "float64"}
    )


class _Logged:
    """The hours of a person or team in a range of days."""

    def __init__(self, rows: pd.DataFrame, lines: Iterable[Line]) -> None:
        """Sort the bookings by who and day."""
        self._rows = rows.assign(
            who=rows["person"].map(same_name), crew=rows["team"].map(same_name)
        ).sort_values("day")
        teams: dict[str, set[str]] = {}
        for one in lines:
            teams.setdefault(same_name(one.person), set()).add(same_name(one.team))
        self._in_several = {who for who, crews in teams.items() if len(crews) > 1}
        self._known: dict[tuple[str, str], pd.DataFrame] = {}

    def of(self, team: str, person: str, start: date, before: date) -> float | None:
        """Return the hours in [start, before); None where nobody of them ever booked.

        Of somebody with capacity in several teams those of the team.
        """
        who, crew = same_name(person), same_name(team)
        if who and who not in self._in_several:
            crew = ""
        rows = self._of(who, crew)
        if rows.empty:
            return None
        first, stop = np.searchsorted(
            rows["day"].to_numpy(), [np.datetime64(start), np.datetime64(before)]
        )
        return float(rows["seconds"].iloc[first:stop].sum()) / SECONDS

    def _of(self, who: str, crew: str) -> pd.DataFrame:
        if (who, crew) not in self._known:
            rows = self._rows
            is_meant = pd.Series(data=True, index=rows.index)
            for column, wanted in (("who", who), ("crew", crew)):
                if wanted:
                    is_meant &= rows[column] == wanted
            self._known[who, crew] = rows[is_meant]
        return self._known[who, crew]
