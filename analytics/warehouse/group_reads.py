"""Frames, and the changes of what is or was in a sprint, an epic or a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse.reads import frame, limited
from analytics.warehouse.sql_files import sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.warehouse.store import Warehouse


def frames(warehouse: Warehouse, set_id: str) -> pd.DataFrame:
    """Return what a burn-down can be drawn for."""
    with limited(warehouse) as cursor:
        return frame(cursor, sql("reads/groups"), {"set_id": set_id})


def member_changes(
    warehouse: Warehouse,
    set_id: str,
    import_ids: Sequence[int],
    *,
    kind: str,
    member: str,
) -> pd.DataFrame:
    """Return the changes of the issues that moved in or out of an epic or label.

    Of a sprint: of all that are or were in it.
    """
    asked = {
        "set_id": set_id,
        "import_ids": list(import_ids),
        "kind": kind,
        "member": member,
    }
    with limited(warehouse) as cursor:
        return frame(cursor, sql("reads/member_changes"), asked)
