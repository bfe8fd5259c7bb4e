"""What two computations of the same figures said of each other, kept per state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse.reads import limited

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.warehouse.store import Warehouse


def save_check(
    warehouse: Warehouse,
    set_id: str,
    frames: int,
    changes: int,
    note: str,
    differences: Sequence[tuple[str, str, str, float, float]],
) -> None:
    """Store how the two computations of a state compare."""
    with warehouse.writing() as cursor:
        cursor.execute("delete from figure_check where set_id = ?", [set_id])
        cursor.execute("delete from figure_check_run where set_id = ?", [set_id])
        cursor.execute(
            "insert into figure_check_run values (?, ?, ?, ?)",
            [set_id, frames, changes, note],
        )
        for difference in differences:
            cursor.execute(
                "insert into figure_check values (?, ?, ?, ?, ?, ?)",
                [set_id, *difference],
            )


def check_of(warehouse: Warehouse, set_id: str) -> tuple[str, pd.DataFrame]:
    """Return the note of the last comparison, and the figures that differ."""
    with limited(warehouse) as cursor:
        notes = cursor.execute(
            "select note from figure_check_run where set_id = ?", [set_id]
        ).fetchall()
        found = cursor.execute(
            "select frame_id, figure, unit, warehouse, independent "
            "from figure_check where set_id = ? order by frame_id, figure, unit",
            [set_id],
        ).df()
    return (notes[0][0] if notes else ""), found
