"""Open milestones with the delay that the open risks may bring."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import after, text

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.exposure.measure import Outcome

SHARES = (0.5, 0.8, 0.95)
COLUMNS = ("version_id", "milestone", "planned_on", "p50_on", "p80_on", "p95_on")


def delayed(milestones: pd.DataFrame, days: Outcome, *, as_of: date) -> pd.DataFrame:
    """Add the delay of the open risks to the dates of milestones to come.

        day at P80 = planned day + 80th percentile of the delay, in calendar days

    rounded up to whole days. All open risks are taken to be on the path to every
    milestone, which is the worst reading; the register does not say which are.

    Args:
        milestones: One milestone per row (table milestone).
        days: The delay of the open risks (`Exposure.days`).
        as_of: Milestones reached by then, or planned before, are not listed.

    Returns:
        One row per milestone, columns `COLUMNS`, the earliest first.
    """
    end = after(as_of)
    is_open = milestones["actual_on"].isna() | milestones["actual_on"].ge(end)
    rows = milestones[is_open & milestones["planned_on"].ge(pd.Timestamp(as_of))]
    name = text(rows["name"])
    table = pd.DataFrame(
        {
            "version_id": rows["version_id"],
            "milestone": name.where(name != "", text(rows["milestone_id"])),
            "planned_on": rows["planned_on"],
        }
    )
    for share, column in zip(SHARES, COLUMNS[3:], strict=True):
        late = ceil(days.total.percentile(share) - 1e-9)
        table[column] = rows["planned_on"] + pd.Timedelta(days=late)
    return table.sort_values(["planned_on", "milestone"], ignore_index=True)
