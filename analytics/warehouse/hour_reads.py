"""What hours are asked: bookings that count, and what items say of their time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse.reads import frame, limited
from analytics.warehouse.sql_files import sql

if TYPE_CHECKING:
    import pandas as pd

    from analytics.warehouse.store import Warehouse

KNOWN = ", ".join(
    f"fct_issue.{column}"
    for column in (
        *("issue_key", "issue_type", "team", "parent_key", "epic_key", "is_subtask"),
        *("is_done", "done_day", "created_day", "updated_at"),
    )
)
"""What is known of an item whatever the filters."""


def bookings(warehouse: Warehouse, set_id: str, zone: str) -> pd.DataFrame:
    """Return each booking of hours once, with its item and its days in the zone.

    What two files have in common counts once (`reads/worklogs.sql`).
    """
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            "select stored.version_id, booking.import_id, booking.source_line, "
            "booking.item, booking.started_on::timestamp as day, "
            "booking.booked_on::timestamp as booked_on, stored.author, stored.team, "
            "stored.activity, stored.account, stored.spent_seconds as seconds, "
            f"stored.billable_seconds from ({sql('reads/worklogs')}) as booking "
            "inner join raw_worklog as stored using (version_id) "
            "where booking.is_counted order by import_id, source_line, version_id",
            {"s": set_id, "z": zone},
        )


def items(warehouse: Warehouse, set_id: str) -> pd.DataFrame:
    """Return all items of a state, whatever the filters, with their own times."""
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            f"select version_id, {KNOWN}, raw_issue.summary, "
            "raw_issue.original_estimate_seconds as estimate_seconds, "
            "raw_issue.remaining_seconds, raw_issue.spent_seconds "
            "from mart.fct_issue inner join raw_issue using (version_id) "
            "where set_id = ? order by import_id, source_line",
            [set_id],
        )
