"""Links to frozen reviews: made, resolved, listed, ended.

A link holds a token of 256 random bits that is shown once. Stored is its SHA-256, so
that neither the database nor a backup opens a link. Unknown, malformed, expired and
revoked tokens are the same to whoever asks.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.errors import RequestError
from analytics.sharing.frozen import Frozen
from analytics.warehouse import share_links
from analytics.warehouse.share_links import LinkRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from analytics.warehouse.share_links import ListedLink
    from analytics.warehouse.store import Warehouse

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
SHARE_ID = re.compile(r"[a-f0-9]{32}", re.ASCII)
DAYS, LONGEST_DAYS = 14, 90


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made; the token is nowhere else."""

    share_id: str
    token: str

    @property
    def path(self) -> str:
        """The path that is passed on."""
        return f"/s/{self.token}"


def expiry(created_at: datetime, days: int = DAYS) -> datetime:
    """Return when a link made now ends.

    Raises:
        RequestError: Fewer than one day or more than ninety.
    """
    if not 1 <= days <= LONGEST_DAYS:
        message = f"A link lives from 1 to {LONGEST_DAYS} days."
        raise RequestError(message)
    return created_at + timedelta(days=days)


def create(warehouse: Warehouse, frozen: Frozen, *, project_id: str) -> NewLink:
    """Store a frozen review under a new link.

    Raises:
        RequestError: It would live longer than a link may.
    """
    lives = frozen.expires_at - frozen.created_at
    if not timedelta(0) < lives <= timedelta(days=LONGEST_DAYS):
        message = f"A link lives from 1 to {LONGEST_DAYS} days."
        raise RequestError(message)
    link = NewLink(secrets.token_hex(16), secrets.token_urlsafe(32))
    row = LinkRow(
        share_id=link.share_id,
        project_id=project_id,
        token_sha256=digest(link.token),
        title=frozen.title,
        created_at=frozen.created_at,
        expires_at=frozen.expires_at,
        revoked_at=None,
    )
    share_links.insert(warehouse, row, frozen.to_json())
    return link


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def resolve(warehouse: Warehouse, token: str, *, at: datetime) -> LinkRow | None:
    """Return the live link of a token, or None whatever is wrong with it."""
    if not TOKEN.fullmatch(token):
        return None
    wanted = digest(token)
    found = share_links.by_token(warehouse, wanted)
    if found is None or not hmac.compare_digest(found.token_sha256, wanted):
        return None
    return found if is_live(found, at) else None


def is_live(link: LinkRow, at: datetime) -> bool:
    """Say whether a link opens at an instant."""
    return link.revoked_at is None and link.created_at <= at < link.expires_at


def frozen_of(warehouse: Warehouse, share_id: str) -> Frozen:
    """Return what a link shows."""
    return Frozen.from_json(share_links.payload(warehouse, share_id))


def listed(warehouse: Warehouse, project_id: str | None = None) -> Sequence[ListedLink]:
    """Return the links of a project, or of all, with their views."""
    return share_links.listed(warehouse, project_id)


def revoke(warehouse: Warehouse, share_id: str, *, at: datetime) -> None:
    """End a link at once and for good."""
    share_links.revoke(warehouse, share_id, at)


def revoke_all(
    warehouse: Warehouse, *, at: datetime, project_id: str | None = None
) -> None:
    """End every link of a project, or of all, at once and for good."""
    share_links.revoke_all(warehouse, project_id, at)
