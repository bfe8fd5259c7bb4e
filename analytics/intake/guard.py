"""Limits of the parser process: memory, processor time, file size, no network."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.settings import Limits

NICENESS = 10
CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000


def confine(limits: Limits, size: int, disk_bytes: int) -> None:
    """Bound this process before it touches the file.

    Linux bounds the address space; where the system cannot (macOS ignores the
    limit), the parent's watchdog ends the process instead.
    """
    bound(limits.cpu_for(size), disk_bytes)
    if sys.platform == "linux":
        _bound(resource.RLIMIT_AS, 2 * limits.memory_bytes, 2 * limits.memory_bytes)


def bound(cpu_seconds: int, disk_bytes: int) -> None:
    """Bound processor time and size of files, and leave the network.

    Whoever reads pages goes first: the process yields the processor to the server.
    """
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    _bound(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 5)
    _bound(resource.RLIMIT_FSIZE, disk_bytes, disk_bytes)
    _bound(resource.RLIMIT_CORE, 0, 0)
    if sys.platform == "linux":
        _leave_network()


def _bound(kind: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))


def _leave_network() -> None:
    """Move into an empty network namespace where the kernel allows it."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
        libc.unshare(flags)
