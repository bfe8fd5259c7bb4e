"""What happened: scope ledgers, what they leave open, and changes between uploads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.warehouse.reads import frame, limited, long_frame
from analytics.warehouse.sql_files import sql

if TYPE_CHECKING:
    import pandas as pd

    from analytics.filters import Filters
    from analytics.warehouse.store import Warehouse


class Wanted(NamedTuple):
    """Whose ledger: of one frame, or of all of a kind where `frame_id` is None."""

    set_id: str
    filters: Filters
    kind: str
    frame_id: str | None
    time_zone: str

    @property
    def parameters(self) -> dict[str, Any]:
        """What the questions ask for."""
        return {
            "set_id": self.set_id,
            "kind": self.kind,
            "frame_id": self.frame_id,
            "time_zone": self.time_zone,
            "team": list(self.filters.team),
            "issue_type": list(self.filters.issue_type),
            "epic": list(self.filters.epic),
            "label": list(self.filters.label),
        }


Question = Callable[["Warehouse", Wanted], "pd.DataFrame"]


def deltas(warehouse: Warehouse, wanted: Wanted) -> pd.DataFrame:
    """Return the scope ledger under filters, in order of time."""
    with limited(warehouse) as cursor:
        return long_frame(cursor, sql("reads/deltas"), wanted.parameters)


def doubts(warehouse: Warehouse, wanted: Wanted) -> pd.DataFrame:
    """Return what may have happened before the ledger books it."""
    with limited(warehouse) as cursor:
        return frame(cursor, sql("reads/doubts"), wanted.parameters)


def corrections(warehouse: Warehouse, wanted: Wanted) -> pd.DataFrame:
    """Return what happened to closed sprints after they were closed."""
    with limited(warehouse) as cursor:
        return frame(cursor, sql("reads/corrections"), wanted.parameters)


def status_spans(warehouse: Warehouse, set_id: str, filters: Filters) -> pd.DataFrame:
    """Return the visits of the items under filters to their statuses, in order."""
    parameters = {
        "set_id": set_id,
        "team": list(filters.team),
        "issue_type": list(filters.issue_type),
        "epic": list(filters.epic),
        "label": list(filters.label),
    }
    with limited(warehouse) as cursor:
        return long_frame(cursor, sql("reads/status_spans"), parameters)


def authors(warehouse: Warehouse, version_ids: Iterable[int]) -> dict[int, str]:
    """Return who made the changes that these stored events tell, where it is known."""
    with limited(warehouse) as cursor:
        rows = cursor.execute(
            "select version_id, author from raw_issue_event semi join "
            "(select unnest(?::bigint[]) as version_id) as asked using (version_id) "
            "where author is not null",
            [[int(one) for one in version_ids]],
        ).fetchall()
    return dict(rows)


def changes(
    warehouse: Warehouse, set_id: str, *, entity: str | None = None, most: int = 1_000
) -> pd.DataFrame:
    """Return what happened, newest first: entity, key, field, before and after.

    Each change has the instants (UTC) between which it happened and its evidence: the
    same instant twice where it was `logged`, the uploads around it where it lies
    `between_imports`.
    """
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            sql("reads/changes"),
            {"set_id": set_id, "entity": entity, "most": most},
        )


def timeline(warehouse: Warehouse, project_id: str, set_id: str) -> pd.DataFrame:
    """Return what each import brought, in the order of the days they speak of.

    Returns:
        import_id, filename, title, spoken_on (as the file gives it), rows_loaded,
        new_rows (stored for the first time), changes, appeared, vanished (against the
        upload of its source before it), is_partial, is_undone.
    """
    with limited(warehouse) as cursor:
        return frame(cursor, sql("reads/timeline"), {"p": project_id, "s": set_id})


def changes_of(
    warehouse: Warehouse, set_id: str, import_id: int, *, most: int = 1_000
) -> pd.DataFrame:
    """Return what an upload shows to have changed since the one before it."""
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            "select entity, key, field, from_text, to_text, earliest_at, latest_at "
            "from mart.fct_change where set_id = ? and to_import = ? "
            "order by entity, key, field limit ?",
            [set_id, import_id, most],
        )
