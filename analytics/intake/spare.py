"""Parser processes, one of which may be started before it is needed.

A process that has its modules loaded waits for its request on standard input, so that
it can start while a file is still on its way. It ends by itself when nobody asks it
anything and the server goes.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from analytics.intake.child import main; main()"
)
_LOCK = threading.Lock()
_WAITING: list[Started] = []


class Started(NamedTuple):
    """A parser process and the file that takes its complaints."""

    process: subprocess.Popen[str]
    complaints: IO[bytes]


def prepare() -> None:
    """Start a process for the next request, where none is waiting yet."""
    with _LOCK:
        if not _WAITING:
            _WAITING.append(_start())


def take() -> Started:
    """Return the process that waits, or a new one."""
    with _LOCK:
        found = _WAITING.pop() if _WAITING else None
    if found is None:
        return _start()
    if found.process.poll() is None:
        return found
    _end(found)
    return _start()


@atexit.register
def dismiss() -> None:
    """Let the waiting process go."""
    with _LOCK:
        while _WAITING:
            _end(_WAITING.pop())


def _end(started: Started) -> None:
    started.process.communicate("")
    started.complaints.close()


def _start() -> Started:
    complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who reads it
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-I", "-c", START, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        text=True,
        encoding="utf-8",
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    return Started(process, complaints)
