"""What the checks of the data counted after each upload, counted once and kept.

A state is named by all that its counts depend on: its files, their days, the settings
and the code. So undoing an upload changes no count, it only asks for other states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from analytics.warehouse.store import Warehouse

Counts = dict[str, int | None]
MOST = 500
"""States of a project beyond which those go that nobody asks for any more."""


def kept(warehouse: Warehouse, project_id: str) -> dict[str, Counts]:
    """Return the counts by check of each state of a project that was counted."""
    rows = (
        warehouse.cursor()
        .execute(
            "select state, check_key, found from quality_count where project_id = ?",
            [project_id],
        )
        .fetchall()
    )
    found: dict[str, Counts] = {}
    for state, check, count in rows:
        found.setdefault(state, {})[check] = count
    return found


def keep(
    warehouse: Warehouse,
    project_id: str,
    counted: Mapping[str, Mapping[str, int | None]],
    states: Collection[str],
) -> None:
    """Keep counts, in place of any of the same states.

    Args:
        warehouse: Where to.
        project_id: Whose they are.
        counted: The counts by check, by state.
        states: All states of the project that are asked for now.
    """
    rows = [
        (project_id, state, check, count)
        for state, counts in counted.items()
        for check, count in counts.items()
    ]
    gone = set(counted)
    before = kept(warehouse, project_id).keys() | counted.keys()
    if len(before) > MOST:
        gone |= before - set(states)
    with warehouse.writing() as cursor:
        cursor.execute(
            "delete from quality_count where project_id = ? "
            "and list_contains(?::varchar[], state)",
            [project_id, sorted(gone)],
        )
        cursor.executemany("insert into quality_count values (?, ?, ?, ?)", rows)
