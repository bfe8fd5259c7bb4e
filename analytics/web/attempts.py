"""How often one address may try in vain before it has to wait."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ADDRESSES = 10_000


class Attempts:
    """Failed attempts per address within a sliding window."""

    def __init__(
        self,
        most: int = 30,
        seconds: float = 60.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Allow so many failures in so many seconds."""
        self._most, self._seconds, self._clock = most, seconds, clock
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def is_blocked(self, address: str) -> bool:
        """Say whether an address has to wait."""
        with self._lock:
            return len(self._recent(address)) >= self._most

    def failed(self, address: str) -> None:
        """Note a failure."""
        with self._lock:
            self._recent(address).append(self._clock())
            while len(self._failed) > MOST_ADDRESSES:
                self._failed.popitem(last=False)

    def _recent(self, address: str) -> deque[float]:
        times = self._failed.setdefault(address, deque(maxlen=self._most))
        self._failed.move_to_end(address)
        oldest = self._clock() - self._seconds
        while times and times[0] <= oldest:
            times.popleft()
        return times
