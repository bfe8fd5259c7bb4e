"""Cells that only Linear writes: cycles, days as instants, states by their dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from analytics.importers.base import Fitted
from analytics.importers.dates import Instant
from analytics.importers.headers import plain
from analytics.importers.tracker_cells import category

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

STATES = {
    "todo": ("backlog", "todo", "triage", "unstarted"),
    "doing": ("in progress", "in review", "started"),
    "done": ("done", "completed", "canceled", "cancelled", "duplicate"),
}
"""The states every team of Linear begins with."""

NOON = "interval 12 hours"


@dataclass(frozen=True, slots=True)
class Reached:
    """The category of a state, from the dates that Linear keeps beside it.

    Linear fills Completed and Canceled exactly while an issue is in a state of that
    type, whatever the team calls it; Started says that work has begun.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Ask the dates first, then the names that every team begins with."""
        cells = _cells(raw, positions)
        over = [cells[name] for name in ("completed", "canceled") if name in cells]
        cases = [f"when {cell} is not null then 'done'" for cell in over]
        if "status" in cells:
            named = category(cells["status"], STATES)
            cases.append(f"when {named} is not null then {named}")
        if "started" in cells:
            cases.append(f"when {cells['started']} is not null then 'doing'")
        return Fitted(f"case {' '.join(cases)} end")


@dataclass(frozen=True, slots=True)
class Canceled:
    """The resolution of an issue that was given up."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Say Canceled where there is a date."""
        return Fitted(
            f"case when {raw.cell(positions[0])} is not null then 'Canceled' end"
        )


@dataclass(frozen=True, slots=True)
class Cycle:
    """The cycle of an issue: its name, or its number, which is the team's own.

    Teams count their cycles apart, so the number goes with the key of the team:
    cycle 5 of the team of ENG-12 is `ENG-5`. A cycle without a name is `Cycle 5`.
    `is_list` makes it a list, as an issue has it.
    """

    aliases: tuple[str, ...]
    part: Literal["name", "number"]
    is_list: bool = False

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Put name or number together."""
        cells = _cells(raw, positions)
        number = cells.get("cycle number", "cast(null as varchar)")
        team = f"regexp_extract({cells.get('id', 'null')}, '^(.+)-[0-9]+$', 1)"
        if self.part == "number":
            value = f"{team} || '-' || {number}"
        else:
            name = cells.get("cycle name", "cast(null as varchar)")
            value = f"coalesce({name}, 'Cycle ' || {number})"
        if not self.is_list:
            return Fitted(value)
        return Fitted(f"list_filter([{value}], lambda x: x is not null)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day; Linear writes it as midnight of somebody's time zone, in UTC.

    23:00 of 25 June is midnight of 26 June one hour east of Greenwich: the nearest
    day is meant, which is right from twelve hours west to just under twelve east.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Round to the nearest day."""
        instant = Instant(self.aliases).fit(raw, positions)
        moved = f"({instant.expression})::time <> time '00:00'"
        (some,) = raw.fetch(f"count(*) filter (where {moved})")[0]
        label = raw.header[positions[0]].strip()
        note = f"{label}: written as an instant, the nearest day is taken."
        return replace(
            instant,
            expression=f"cast({instant.expression} + {NOON} as date)",
            notes=(*instant.notes, note) if some else instant.notes,
        )


def _cells(raw: RawTable, positions: tuple[int, ...]) -> dict[str, str]:
    return {plain(raw.header[p]): raw.cell(p) for p in reversed(positions)}
