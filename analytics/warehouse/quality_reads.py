"""What only the checks of the data ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse.reads import frame, limited

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from analytics.warehouse.store import Warehouse

TEXTS = ("issue_key", "epic_key", "parent_key", "issue_number", "parent_number")


def family(warehouse: Warehouse, set_id: str) -> pd.DataFrame:
    """Return all issues of a state with their parents, whatever the filters.

    A parent that is named by its id only has the key of the issue with that id, or
    `id` and the number where no file holds it.
    """
    with limited(warehouse) as cursor:
        rows = frame(
            cursor,
            "select fct_issue.issue_key, fct_issue.epic_key, is_done, "
            "fct_issue.parent_key, raw_issue.issue_number, raw_issue.parent_number "
            "from mart.fct_issue inner join raw_issue using (version_id) "
            "where set_id = ?",
            [set_id],
        )
    # A column without any value may have come with another type.
    rows = rows.astype(dict.fromkeys(TEXTS, "str"))
    named = rows["parent_number"]
    numbers = rows[rows["issue_number"].notna()].drop_duplicates("issue_number")
    keys = named.map(numbers.set_index("issue_number")["issue_key"]).astype("str")
    parent = rows["parent_key"].fillna(keys).fillna("id " + named)
    return rows[["issue_key", "epic_key", "is_done"]].assign(parent=parent)


def sprint_members(warehouse: Warehouse, set_id: str) -> pd.DataFrame:
    """Return which issue is in which sprint: issue_key, sprint_id."""
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            "select issue_key, unnest(list_distinct(sprint_ids)) as sprint_id "
            "from mart.fct_issue where set_id = ? order by issue_key, sprint_id",
            [set_id],
        )


def known_on(warehouse: Warehouse, import_ids: Sequence[int], zone: str) -> date | None:
    """Return the last day of which files can know anything: not after their upload.

    A file that speaks of a later day than the one it was uploaded on is wrong there.
    """
    rows = (
        warehouse.cursor()
        .execute(
            "with upload as (select case when instants = 'utc' "
            "then timezone($2, timezone('UTC', as_of)) else as_of end as as_of, "
            "timezone($2, timezone('UTC', imported_at)) as imported_at "
            "from import where list_contains($1::bigint[], import_id)) "
            "select coalesce(max(least(as_of, imported_at)) "
            "filter (as_of is not null), max(imported_at))::date from upload",
            [list(import_ids), zone],
        )
        .fetchall()
    )
    found: date | None = rows[0][0]
    return found
