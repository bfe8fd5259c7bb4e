"""The parent of a work item of GitLab: an issue has an epic, a task has an issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted
from analytics.importers.headers import plain
from analytics.importers.repository_cells import repository_of

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

PARTS = "('task')"
"""Types whose parent is an issue of the same project."""


@dataclass(frozen=True, slots=True)
class Parent:
    """The parent by its number: `web#12` of a task, `&12` of anything else.

    GitLab writes epics with an ampersand. Without a type nothing tells which it is:
    the parent stays empty and a note says so.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the number as an issue or as an epic."""
        named = {plain(raw.header[position]): position for position in positions}
        if not {"parent iid", "type"} <= named.keys():
            return Fitted("cast(null as varchar)")
        number, kind = raw.cell(named["parent iid"]), raw.cell(named["type"])
        is_part = f"lower({kind}) in {PARTS} and {number} is not null"
        repository = repository_of(raw, ("URL",), ())
        issue = f"coalesce({repository}, '') || '#' || {number}"
        return Fitted(
            f"case when {is_part} then {issue} end",
            extra={
                "epic_key": f"case when lower({kind}) not in {PARTS} "
                f"then '&' || {number} end",
                "is_subtask": is_part,
            },
        )
