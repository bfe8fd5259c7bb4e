"""What the checks found after each upload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analytics.metrics.quality.measure import SEVERITIES
from analytics.metrics.quality.registry import CHECKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Upload(NamedTuple):
    """One upload and the counts of the state after it.

    Attributes:
        number: Its place among the uploads, from 1.
        name: Name of the file.
        day: Day on which it was loaded.
        counts: Count per check; None where nothing could be checked.
    """

    number: int
    name: str
    day: date
    counts: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Trend:
    """The uploads that were counted, oldest first."""

    uploads: tuple[Upload, ...]

    def by_severity(self) -> pd.DataFrame:
        """Return the counts per upload (rows) added up by severity (columns)."""
        severity = {check.key: check.severity for check in CHECKS}
        rows = [
            {
                name: sum(
                    count or 0
                    for key, count in one.counts.items()
                    if severity[key] == name
                )
                for name in SEVERITIES
            }
            for one in self.uploads
        ]
        numbers = [one.number for one in self.uploads]
        return pd.DataFrame(rows, index=numbers, columns=list(SEVERITIES))

    def totals(self) -> list[int]:
        """Return the sum of all counts per upload."""
        return [sum(filter(None, one.counts.values())) for one in self.uploads]

    def of(self, key: str) -> list[int | None]:
        """Return the counts of one check, upload by upload.

        >>> from datetime import date
        >>> days = date(2026, 3, 2), date(2026, 3, 9)
        >>> uploads = [Upload(n, "a", day, {"lead": n}) for n, day in enumerate(days)]
        >>> Trend(tuple(uploads)).of("lead")
        [0, 1]
        """
        return [one.counts.get(key) for one in self.uploads]
