"""Cells that only Redmine writes: parents, and the work that remains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted
from analytics.importers.headers import plain
from analytics.importers.number_fields import measured
from analytics.importers.redmine_headers import HEADERS
from analytics.importers.tracker_cells import Hours

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

PARENT = "^(?:[^#]*#)?([0-9]+)(?::.*)?$"
"""`12`, `#12`, or `Bug #12: subject`, as older versions write it."""


@dataclass(frozen=True, slots=True)
class Parent:
    """The parent of an issue, by its number."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Find the number."""
        cell = raw.cell(positions[0])
        key = f"'#' || nullif(regexp_extract({cell}, '{PARENT}', 1, 's'), '')"
        return Fitted(
            key, f"{cell} is not null and ({key}) is null", "is not an issue number"
        )


@dataclass(frozen=True, slots=True)
class Remaining:
    """The work that remains, as Redmine shows it.

    Where its column is not in the file, it is what Redmine itself puts there
    (IssueQuery, ESTIMATED_REMAINING_HOURS_SQL): estimated time times (100 - % done)
    / 100. An issue without an estimate has none.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column, or compute it from the two that make it."""
        names = {plain(raw.header[p]): p for p in reversed(positions)}
        where = {
            part: [names[plain(n)] for n in HEADERS[part] if plain(n) in names]
            for part in ("remaining", "estimated", "done")
        }
        if where["remaining"]:
            return Hours(HEADERS["remaining"]).fit(raw, tuple(where["remaining"]))
        if not where["estimated"] or not where["done"]:
            return Fitted("cast(null as double)")
        hours, *_ = measured(raw, raw.cell(where["estimated"][0]))
        percent = f"replace({raw.cell(where['done'][0])}, '%', '')"
        done, *_ = measured(raw, f"coalesce(nullif(trim({percent}), ''), '0')")
        within = f"case when {done} between 0 and 100 then {done} end"
        note = (
            "Remaining work is the estimated time times (100 - % done) / 100, as "
            "Redmine itself reckons."
        )
        return Fitted(f"36 * {hours} * (100 - {within})", notes=(note,))
