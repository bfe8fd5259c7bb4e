"""The one clock of what is stored; metrics never read it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time to stamp on stored things: UTC, without its zone."""
    return datetime.now(UTC).replace(tzinfo=None)
