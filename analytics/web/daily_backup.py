"""The daily backup: written beside everything else, never in its way."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from analytics.errors import SteercoError
from analytics.warehouse import backup

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.warehouse.store import Warehouse

LOG = logging.getLogger("steerco.backup")
FIRST_SECONDS = 30.0
"""Whoever opens a page right after the start must not wait for a copy."""
SECONDS = 4 * 3600.0
STOP_SECONDS = 5.0


class DailyBackup:
    """Looks every few hours whether there is a backup of today, and writes it."""

    def __init__(
        self,
        warehouse: Callable[[], Warehouse],
        *,
        first: float = FIRST_SECONDS,
        every: float = SECONDS,
    ) -> None:
        """Look so many seconds after the start, then again and again."""
        self._warehouse, self._first, self._every = warehouse, first, every
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._is_over.clear()
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more."""
        self._is_over.set()

    def wait(self) -> None:
        """Wait a little for what is under way; closing the warehouse ends it."""
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        seconds = self._first
        while not self._is_over.wait(seconds):
            self._look()
            seconds = self._every

    def _look(self) -> None:
        try:
            written = backup.daily(self._warehouse())
        except SteercoError as error:
            if not self._is_over.is_set():
                LOG.warning("There is no backup of today: %s", error)
        except Exception:
            LOG.exception("There is no backup of today, for a reason nobody foresaw.")
        else:
            if written is not None:
                LOG.info("The backup of today is written: %s.", written.name)
