"""Earned schedule on the days of a plan: dates rather than periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.evm.earned_schedule import adherence, earned_schedule
from analytics.metrics.evm.grid import to_date

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.evm.earned_schedule import EarnedSchedule, Factor
    from analytics.metrics.evm.grid import Entries, Floats, Span


@dataclass(frozen=True, slots=True)
class Pace:
    """How far the project is in time, in days and as dates.

    Attributes:
        found: ES, AT, PD, SV(t), SPI(t), TSPI(t), in calendar days.
        start: The first day on which anything was planned.
        cost_index: CPI, for the forecast that it enters.
        adherence: The p-factor; None where no tasks are known or ES is 0.
    """

    found: EarnedSchedule
    start: date
    cost_index: float | None
    adherence: float | None = None

    @property
    def earned_on(self) -> date:
        """The day on which the plan had earned what is earned now."""
        return self.start + timedelta(days=max(int(np.ceil(self.found.periods)) - 1, 0))

    @property
    def planned_end(self) -> date:
        """The last day of the plan."""
        return self.start + timedelta(days=max(int(self.found.planned) - 1, 0))

    def finish(self, factor: Factor = "schedule") -> date | None:
        """Forecast the last day: start + IEAC(t); None where it is undefined."""
        days = self.found.finish(factor, cost_index=self.cost_index)
        if days is None or days > LONGEST:
            return None
        return self.start + timedelta(days=max(int(np.ceil(days)) - 1, 0))

    def followed(self, planned: Entries, earned: Floats, span: Span) -> float | None:
        """Return the p-factor of tasks: `planned` by task, `earned` of each."""
        if not len(planned.account):
            return None
        tasks, places = np.unique(planned.account, return_inverse=True)
        day = np.datetime64(self.start, "D").astype("int64") + self.found.periods
        due = due_by(planned, places, float(day), span)
        return adherence(list(due), list(earned[tasks]))


LONGEST = 365 * 200
"""Beyond this a forecast is no date that anybody would believe."""


def due_by(planned: Entries, places: np.ndarray, day: float, span: Span) -> Floats:
    """Return what was planned of each task before a moment, parts of a day counted."""
    worked = np.concatenate([[0], np.cumsum(span.working)])
    first, stop = planned.first - span.first, planned.stop - span.first
    at = min(max(day - span.first, 0.0), float(len(span)))
    whole = int(at)
    now = worked[whole] + (at - whole) * (
        worked[min(whole + 1, len(span))] - worked[whole]
    )
    length = worked[stop] - worked[first]
    even = np.clip((now - worked[first]) / np.maximum(length, 1), 0.0, 1.0)
    share = np.where(length > 0, even, np.clip(at - (stop - 1), 0.0, 1.0))
    size = int(places.max()) + 1
    due = np.bincount(places, weights=share * planned.cents, minlength=size)
    return due.astype("float64")


def pace_of(
    planned: Floats,
    *,
    earned: float,
    first: int,
    status: int,
    cost_index: float | None,
) -> Pace | None:
    """Return the earned schedule of a plan by day; None where nothing is planned.

    Days before anything is planned do not count: time begins with the plan. A day of
    the plan is one period, and a day off, on which nothing is planned, is a plateau.

    Args:
        planned: Cumulative planned value at the end of each day.
        earned: Earned value at the end of the status date.
        first: Number of the first day of `planned`.
        status: Number of the status date.
        cost_index: CPI.
    """
    total = planned[-1] if len(planned) else 0.0
    begun = np.flatnonzero(planned > 0)
    if total <= 0 or not len(begun):
        return None
    opening = int(begun[0])
    plan = np.maximum.accumulate(planned[opening:])
    elapsed = float(status - first - opening + 1)
    found = earned_schedule(plan.tolist(), earned=earned, elapsed=elapsed)
    return Pace(found, to_date(first + opening), cost_index)
