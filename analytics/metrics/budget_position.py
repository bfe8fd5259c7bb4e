"""Where a budget stands on one day: what its estimates at completion rest on."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.budget_table import by_name, forecast, periods, total
from analytics.metrics.budget_words import reasons
from analytics.metrics.spending import by_month

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.budget_rows import Sources
    from analytics.metrics.budget_table import Comparison


@dataclass(frozen=True, slots=True)
class Position:
    """Budget, actual cost and commitments of a project on a status date.

    Attributes:
        as_of: Status date; its whole day counts.
        currency: Currency of all amounts.
        by: What `lines` are grouped by.
        total: The sums of `lines`.
        reasons: For each figure of `total` that is None, why.
        lines: One row per name, columns `budget_table.LINES`; NaN is undefined.
        months: One row per month, columns `spending.MONTHS`.
        forecast: What the budget file's own forecast expects after `as_of`.
        plan_ends: The first day after the plan, None without periods.
    """

    as_of: date
    currency: str
    by: str
    total: Comparison
    reasons: Mapping[str, str]
    lines: pd.DataFrame
    months: pd.DataFrame
    forecast: float | None
    plan_ends: date | None

    @property
    def is_known(self) -> bool:
        """Whether there is a budget or a ledger at all."""
        return self.total.budget is not None or self.total.actual is not None


def position(
    sources: Sources, *, as_of: date, currency: str, by: str = "category"
) -> Position:
    """Compare the budget with what was spent and ordered, as `budget_variance` says.

    Args:
        sources: The lines that count on the status date.
        as_of: Status date.
        currency: The project's currency.
        by: What the lines are grouped by.
    """
    lines, plan = by_name(sources, by=by, as_of=as_of), sources.current
    sums = total(lines)
    last = plan.loc[plan["has_period"].astype("bool"), "ends_before"].max()
    return Position(
        as_of=as_of,
        currency=currency,
        by=by,
        total=sums,
        reasons=MappingProxyType(reasons(sums, sources, lines)),
        lines=lines,
        months=by_month(
            periods(plan),
            sources.costs.used,
            as_of=as_of,
            is_spent_known=sources.spent_from == "ledger",
        ),
        forecast=forecast(sources, as_of),
        plan_ends=None if pd.isna(last) else last.date(),
    )
