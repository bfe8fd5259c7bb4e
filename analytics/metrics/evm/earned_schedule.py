"""Earned schedule: when the work done now was planned to be done."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Factor = Literal["planned", "schedule", "cost_and_schedule"]
TINY = 1e-9
"""Shares of the budget below which two amounts are one, so that sums of cents count."""


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """How far the project is in time, against its plan.

    Attributes:
        periods: ES, in periods of the plan.
        elapsed: AT, periods since the start.
        planned: PD, planned duration in periods.
        variance: SV(t) = ES - AT; negative is late. None before the start.
        index: SPI(t) = ES / AT; None before the start.
        needed: TSPI(t) = (PD - ES) / (PD - AT): the pace that still meets the plan;
            None once the planned end has passed.
        why: Why variance and index are None.
    """

    periods: float
    elapsed: float
    planned: float
    variance: float | None
    index: float | None
    needed: float | None
    why: str = ""

    def finish(
        self, factor: Factor = "schedule", *, cost_index: float | None = None
    ) -> float | None:
        """Forecast the duration in periods: IEAC(t) = AT + (PD - ES) / PF.

        PF is 1 (as planned from now on), SPI(t), or SPI(t) x CPI. Never before AT.
        None where nothing is earned, or the CPI is needed and unknown.

        Source: pmknowledgecenter.com, nodes 163 and 167: in week 7 of 9 the forecast
        is 12.25 weeks.

        >>> plan = [5, 10, 25, 55, 85, 120, 130, 140, 150]
        >>> round(earned_schedule(plan, earned=90, elapsed=7).finish(), 2)
        12.25
        """
        rest = max(self.planned - self.periods, 0.0)
        if not rest:
            return self.elapsed
        pace = 1.0 if factor == "planned" else self.index
        if factor == "cost_and_schedule":
            pace = None if pace is None or cost_index is None else pace * cost_index
        return self.elapsed + rest / pace if pace else None


def earned_schedule(
    plan: Sequence[float], *, earned: float, elapsed: float
) -> EarnedSchedule:
    """Find when the plan had earned what is earned now.

        ES = C + (EV - PV_C) / (PV_{C+1} - PV_C), C the last period with PV_C < EV

    in periods, PV_0 being 0. Where EV meets a plateau of the plan this is its first
    arrival, and never more than the planned duration: counting the last period with
    PV <= EV instead jumps to the end of the plateau. Nothing earned is 0 periods.

    Source: Lipke's earned schedule as worked through by Vanhoucke,
    pmknowledgecenter.com, node 167.

    >>> plan = [5, 10, 25, 55, 85, 120, 130, 140, 150, 150, 150]
    >>> round(earned_schedule(plan, earned=90, elapsed=7).periods, 2)
    5.14
    >>> found = earned_schedule(plan, earned=150, elapsed=11)
    >>> found.periods, round(found.index, 2)  # two weeks late, where EV / PV is 1
    (9.0, 0.82)

    Args:
        plan: Cumulative planned value at the end of each period, never falling.
        earned: Cumulative earned value.
        elapsed: Periods since the start, fractions allowed.

    Raises:
        ValueError: The plan falls, or is empty.
    """
    if not plan or any(after < before for before, after in pairwise(plan)):
        message = "a plan is a rising series of cumulative amounts"
        raise ValueError(message)
    total = plan[-1]
    dust = TINY * abs(total)
    planned = float(next(n for n, pv in enumerate(plan, 1) if pv >= total - dust))
    periods = _reached(plan, min(earned, total), dust)
    periods = min(periods, planned)
    needed = None
    if elapsed < planned:
        needed = (planned - periods) / (planned - elapsed)
    if elapsed <= 0:
        why = "It has not started."
        return EarnedSchedule(periods, elapsed, planned, None, None, needed, why)
    return EarnedSchedule(
        periods, elapsed, planned, periods - elapsed, periods / elapsed, needed
    )


def _reached(plan: Sequence[float], earned: float, dust: float) -> float:
    before = 0.0
    for number, value in enumerate(plan):
        if value >= earned - dust:
            step = value - before
            return number + ((earned - before) / step if step > dust else 0.0)
        before = value
    return float(len(plan))


def adherence(planned_at: Sequence[float], earned: Sequence[float]) -> float | None:
    """Return the p-factor: how much of the work done is the work planned first.

        p = sum of min(PV_i at ES, EV_i) / sum of PV_i at ES

    a ratio from 0 to 1 over the tasks i, 1 at the end. None while ES is 0. A low value
    says that later work is done before earlier work, which may have to be redone.

    Source: Lipke; pmknowledgecenter.com, node 170.

    >>> adherence([10, 10, 0], [10, 4, 6])
    0.7

    Raises:
        ValueError: Not one amount for each task.
    """
    total = sum(planned_at)
    if total <= 0:
        return None
    kept = sum(min(p, e) for p, e in zip(planned_at, earned, strict=True))
    return kept / total
