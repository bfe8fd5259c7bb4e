"""Every check there is, area by area, in the order in which they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotFoundError
from analytics.metrics.quality import (
    backlog,
    bookings,
    budget,
    estimates,
    issues,
    ledger,
    links,
    milestones,
    network,
    orders,
    progress,
    registers,
    risk_numbers,
    risks,
    schedule,
    sprints,
)

if TYPE_CHECKING:
    from analytics.metrics.quality.finding import Check

CHECKS: tuple[Check, ...] = (
    *issues.CHECKS,
    *progress.CHECKS,
    *estimates.CHECKS,
    *backlog.CHECKS,
    *links.CHECKS,
    *sprints.CHECKS,
    *ledger.CHECKS,
    *bookings.CHECKS,
    *budget.CHECKS,
    *orders.CHECKS,
    *risks.CHECKS,
    *risk_numbers.CHECKS,
    *schedule.CHECKS,
    *network.CHECKS,
    *milestones.CHECKS,
    *registers.CHECKS,
)


def check(key: str) -> Check:
    """Return the check of that key.

    Raises:
        NotFoundError: There is none.
    """
    for one in CHECKS:
        if one.key == key:
            return one
    raise NotFoundError(f"There is no check {key!r}.")
