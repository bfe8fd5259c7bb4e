"""How often shared pages were looked at: counted at once, written a little later."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from analytics.errors import SteercoError
from analytics.warehouse import share_links

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from analytics.warehouse.store import Warehouse

SECONDS = 5.0
"""A page that many open at once must not mean as many writes to the disk."""


class Viewings:
    """Views that are not written yet."""

    def __init__(
        self, warehouse: Callable[[], Warehouse], seconds: float = SECONDS
    ) -> None:
        """Write to a warehouse, so many seconds after the first view."""
        self._warehouse, self._seconds = warehouse, seconds
        self._counted: dict[str, tuple[datetime, int]] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def count(self, share_id: str, at: datetime) -> None:
        """Count one view."""
        with self._lock:
            _, views = self._counted.get(share_id, (at, 0))
            self._counted[share_id] = (at, views + 1)
            if self._timer is None:
                self._timer = threading.Timer(self._seconds, self.write)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Write what was counted; a view that cannot be written is no error."""
        with self._lock:
            counted, self._counted = self._counted, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not counted:
            return
        try:
            share_links.add_views(self._warehouse(), counted)
        except SteercoError:
            return
