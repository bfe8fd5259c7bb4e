"""What cycle time and lead time share: days of finished items, and expectations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.flow.day_numbers import dates
from analytics.metrics.ranks import LEVELS, expectation, too_few

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.day_numbers import Days
    from analytics.metrics.flow.items import Mask

COLUMNS = ("issue_key", "summary", "issue_type", "start", "end", "days", "finishes")
NOT_FINISHED = "it was not done in the stretch of time looked at"
NONE_FINISHED = "No item was done in the stretch of time looked at."


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """How many days finished items took.

    Attributes:
        label: "cycle time" or "lead time".
        items: One row per finished item, in order of their end: issue_key, summary,
            issue_type, start, end, days, finishes (how often it was done so far).
        start_name: Where the time begins.
        basis: Rows used and left out.
        why: The reason for each figure that is None.
        to_last: The 85 % expectation if reopened items count to their last finish.
    """

    label: str
    items: pd.DataFrame
    start_name: str
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)
    to_last: float | None = None

    @property
    def count(self) -> int:
        """How many items were finished."""
        return len(self.items)

    @property
    def mean(self) -> float | None:
        """Mean of the days, None without items."""
        return float(self.items["days"].mean()) if self.count else None

    @property
    def reopened(self) -> int:
        """How many of the items were done more than once."""
        return int((self.items["finishes"] > 1).sum())

    def within(self, share: float) -> float | None:
        """Return the days that `share` of the items did not exceed."""
        return expectation(self.items["days"].tolist(), share)

    @property
    def figures(self) -> dict[str, float | None]:
        """Count, mean and expectations."""
        return {
            "items": self.count,
            "mean_days": self.mean,
            **{name(level): self.within(level) for level in LEVELS},
            "reopened": self.reopened,
            "p85_days_to_last_finish": self.to_last,
        }

    @property
    def rows(self) -> pd.DataFrame:
        """The items as a plain table."""
        return self.items

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def name(level: float) -> str:
    """Return the name of the figure of a probability.

    >>> name(0.85)
    'p85_days'
    """
    return f"p{level * 100:.0f}_days"


def elapsed(start: Days, end: Days) -> Days:
    """Return end - start + 1: the first and the last day both count."""
    return end - start + 1


def item_table(
    rows: pd.DataFrame, inside: Mask, start: Days, end: Days
) -> pd.DataFrame:
    """Return the items that count with their start, their end and their days."""
    chosen = rows.loc[inside]
    return pd.DataFrame(
        {
            "issue_key": chosen["issue_key"].to_numpy(),
            "summary": chosen["summary"].to_numpy(),
            "issue_type": chosen["issue_type"].to_numpy(),
            "start": dates(start[inside]),
            "end": dates(end[inside]),
            "days": elapsed(start[inside], end[inside]),
        }
    )


def ordered(items: pd.DataFrame) -> pd.DataFrame:
    """Return the items in order of their end."""
    columns = list(COLUMNS)
    return items.sort_values(["end", "issue_key"])[columns].reset_index(drop=True)


def reasons(count: int, why: str) -> dict[str, str]:
    """Say of each figure why it is None."""
    expected = why or (NONE_FINISHED if not count else too_few(count))
    found = {name(level): expected for level in LEVELS}
    return found | {
        "mean_days": why or NONE_FINISHED,
        "p85_days_to_last_finish": expected,
    }
