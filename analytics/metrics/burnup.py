"""Burn-up: what is done against what there is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.burndown import burndown

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.scope import Frame, Unit


def burnup(
    deltas: pd.DataFrame,
    *,
    frame: Frame,
    unit: Unit,
    calendar: WorkingCalendar,
    as_of: date,
) -> Burndown:
    """Measure how much is done and how much there is to do, at the end of each day.

        scope(d) = remaining(d) + done(d)

    Two lines, never their ratio alone: the scope falls when work is cut, and a ratio
    would call that progress. The distance between the lines is what the burn-down
    shows; both are the same measurement, with its units and its edge cases. Reopened
    work leaves `done` again, so the done line may fall.

    >>> scope, done = 15.0, 3.0  # after S4 came in, see the burn-down
    >>> scope - done
    12.0
    """
    return burndown(deltas, frame=frame, unit=unit, calendar=calendar, as_of=as_of)
