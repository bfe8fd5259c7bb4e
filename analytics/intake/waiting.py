"""Which staged files somebody still waits to accept, so that no other is kept.

A stage folder is shared by all who uploaded the same file. It is held by the `Staged`
values that name it: once an import is accepted and nobody else in this process holds
its folder, the folder goes. What is never accepted is swept at the next start, see
`replay`; whatever is gone is read again from the original.
"""

from __future__ import annotations

import os
import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.intake.originals import Received
    from analytics.intake.report import Report


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Staged:
    """A parsed file that waits for accept."""

    received: Received
    folder: Path
    report: Report


_WAITING: WeakSet[Staged] = WeakSet()
_LOCK = threading.Lock()


def hold(staged: Staged) -> bool:
    """Keep a folder for one who waits; say whether it is there."""
    with _LOCK:
        _WAITING.add(staged)
        return staged.folder.exists()


def release(staged: Staged) -> None:
    """Let go of a folder, and remove it where nobody else waits for it."""
    with _LOCK:
        _WAITING.discard(staged)
        if any(other.folder == staged.folder for other in _WAITING):
            return
        # As what is being written, so that the next start sweeps what is left of it.
        gone = staged.folder.with_name(f"{staged.folder.name}.{os.getpid()}.gone")
        try:
            staged.folder.rename(gone)
        except OSError:
            return
    shutil.rmtree(gone, ignore_errors=True)
