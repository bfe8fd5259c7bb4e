"""Shared links as they are stored: the hash of the token, never the token."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from analytics.warehouse.store import Warehouse


class Changes:
    """Counts writes, so that what was read before one is known to be old."""

    def __init__(self) -> None:
        """Begin with no write."""
        self._lock = threading.Lock()
        self.number = 0

    def note(self) -> None:
        """Note that a write has been committed."""
        with self._lock:
            self.number += 1


CHANGES = Changes()
"""Of the links of this process, which is the only one that has the file open."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One stored link without its payload."""

    share_id: str
    project_id: str
    token_sha256: str
    title: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListedLink:
    """One link with how often and when it was last looked at."""

    link: LinkRow
    views: int
    last_viewed_at: datetime | None


FIELDS = "share_id, project_id, token_sha256, title, created_at, expires_at, revoked_at"


def insert(warehouse: Warehouse, row: LinkRow, payload: str) -> None:
    """Store a link with what it shows."""
    with warehouse.writing() as cursor:
        cursor.execute(
            f"insert into share_link ({FIELDS}, payload) "
            "values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                row.share_id,
                row.project_id,
                row.token_sha256,
                row.title,
                row.created_at,
                row.expires_at,
                row.revoked_at,
                payload,
            ],
        )


def by_token(warehouse: Warehouse, token_sha256: str) -> LinkRow | None:
    """Return the link with this hash of a token."""
    cursor = warehouse.cursor()
    try:
        rows = cursor.execute(
            f"select {FIELDS} from share_link where token_sha256 = ?", [token_sha256]
        ).fetchall()
    finally:
        cursor.close()
    return LinkRow(*rows[0]) if rows else None


def payload(warehouse: Warehouse, share_id: str) -> str:
    """Return what a link shows, empty where there is no such link."""
    cursor = warehouse.cursor()
    try:
        rows = cursor.execute(
            "select payload from share_link where share_id = ?", [share_id]
        ).fetchall()
    finally:
        cursor.close()
    return str(rows[0][0]) if rows else ""


def listed(warehouse: Warehouse, project_id: str | None) -> tuple[ListedLink, ...]:
    """Return the links of a project, or of all, the newest first."""
    rows = (
        warehouse.cursor()
        .execute(
            f"select {FIELDS}, coalesce(seen.views, 0), seen.last_viewed_at "
            "from share_link left join (select share_id, sum(views)::bigint as views, "
            "max(viewed_at) as last_viewed_at from share_view group by share_id) "
            "as seen using (share_id) "
            "where ?::varchar is null or project_id = ? "
            "order by created_at desc, share_id",
            [project_id, project_id],
        )
        .fetchall()
    )
    return tuple(ListedLink(LinkRow(*row[:7]), row[7], row[8]) for row in rows)


def revoke(warehouse: Warehouse, share_id: str, at: datetime) -> None:
    """End a link for good; a link that has ended stays as it is."""
    with warehouse.writing() as cursor:
        cursor.execute(
            "update share_link set revoked_at = ? "
            "where share_id = ? and revoked_at is null",
            [at, share_id],
        )
    CHANGES.note()


def revoke_all(warehouse: Warehouse, project_id: str | None, at: datetime) -> None:
    """End every link of a project, or of all."""
    with warehouse.writing() as cursor:
        cursor.execute(
            "update share_link set revoked_at = ? where revoked_at is null "
            "and (?::varchar is null or project_id = ?)",
            [at, project_id, project_id],
        )
    CHANGES.note()


def add_views(
    warehouse: Warehouse, counted: Mapping[str, tuple[datetime, int]]
) -> None:
    """Add what was looked at since the last time, one row per link."""
    with warehouse.writing() as cursor:
        for share_id, (viewed_at, views) in counted.items():
            cursor.execute(
                "insert into share_view values (?, ?, ?)", [share_id, viewed_at, views]
            )
