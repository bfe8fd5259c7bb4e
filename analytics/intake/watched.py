"""Run the parser process for one request, watch it, and raise what it answers."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from analytics import errors
from analytics.errors import (
    DamagedFileError,
    FileError,
    RequestError,
    SteercoError,
    TooLargeError,
)
from analytics.intake import parsers

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.intake.parsers import Parser
    from analytics.settings import Limits

LOG = logging.getLogger("steerco.intake")
POLL_SECONDS = 0.2
PRIVATE = {"Private_Clean:", "Private_Dirty:"}
BACKGROUND = 2
_SLOTS = threading.BoundedSemaphore(BACKGROUND)
"""Two parsers at once: more would starve the people who read."""


class CancelledError(SteercoError):
    """The import was cancelled; nothing was loaded."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("Cancelled. Nothing was loaded.")


def run(
    request: dict[str, Any],
    *,
    limits: Limits,
    size: int,
    on_progress: Callable[[float, str], None] | None = None,
    cancelled: threading.Event | None = None,
) -> None:
    """Wait for a turn, run the parser process to its end and raise what it answers.

    Args:
        request: What `request.Request` holds, as JSON takes it.
        limits: What the file may cost.
        size: Bytes of the file.
        on_progress: Told the share that is done, and what is being done.
        cancelled: Set by whoever wants it to stop.

    Raises:
        FileError: The file is refused; the message says why and what to do.
        CancelledError: Somebody pressed cancel.
    """
    with _SLOTS:
        _run(request, limits, size, on_progress, cancelled)


def _run(
    request: dict[str, Any],
    limits: Limits,
    size: int,
    on_progress: Callable[[float, str], None] | None,
    cancelled: threading.Event | None,
) -> None:
    if cancelled is not None and cancelled.is_set():
        raise CancelledError
    child = parsers.take()
    ended = threading.Event()
    reason: list[str] = []
    watchdog = threading.Thread(
        target=_watch,
        args=(child, ended, limits, size, cancelled, reason),
        daemon=True,
    )
    watchdog.start()
    answer: dict[str, Any] = {}
    try:
        child.stdin.write(json.dumps(request))
        child.stdin.close()
        for line in child.stdout:
            answer = _told(line)
            if on_progress is not None and "share" in answer:
                on_progress(answer["share"], answer["doing"])
    except BrokenPipeError:
        answer = {}
    finally:
        code = child.wait()
        ended.set()
        watchdog.join()
        _note(child.complaints, request["sha256"])
        child.close()
    _judge(answer, code, reason, request["filename"])


def _told(line: str) -> dict[str, Any]:
    """Return one line of the child's answers; anything else says nothing."""
    try:
        told = json.loads(line)
    except ValueError:
        LOG.warning("parser said %r", line[:200])
        return {}
    return told if isinstance(told, dict) else {}


def _note(complaints: IO[bytes], sha256: str) -> None:
    """Put what the child complained of into the log, for the administrator."""
    complaints.seek(0)
    text = complaints.read(8192).decode("utf-8", "replace").strip()
    if text:
        LOG.warning("parser of %s: %r", sha256[:12], text)


def _watch(
    child: Parser,
    ended: threading.Event,
    limits: Limits,
    size: int,
    cancelled: threading.Event | None,
    reason: list[str],
) -> None:
    """End the child when it takes too long, too much memory, or is cancelled."""
    deadline = time.monotonic() + limits.wall_for(size)
    pause = POLL_SECONDS if size > 1 << 20 else POLL_SECONDS / 10
    while not ended.wait(pause):
        if cancelled is not None and cancelled.is_set():
            reason.append("cancelled")
        elif time.monotonic() > deadline:
            reason.append("time")
        elif resident(child.pid) > limits.memory_bytes:
            reason.append("memory")
        if reason:
            _end(child)
            return


def _end(child: Parser) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def resident(pid: int) -> int:
    """Return the resident memory of a process, and what its forks have beside it.

    What a fork has in common with the process counts once. It is 0 where the system
    does not tell.
    """
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return _resident_by_ps(pid)
    return int(pages) * os.sysconf("SC_PAGE_SIZE") + sum(map(_private, _forks(pid)))


def _private(pid: int) -> int:
    """Return the memory that a fork shares with nobody; 0 once it has ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    fields = (line.split() for line in told.splitlines()[1:])
    return 1024 * sum(int(kib) for name, kib, *_ in fields if name in PRIVATE)


def _forks(pid: int) -> list[int]:
    """Return the processes that a process has forked, where the system tells."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(number) for number in told.split()]


def _resident_by_ps(pid: int) -> int:
    """Ask `ps`, as on macOS, where there is no /proc."""
    if sys.platform == "linux":
        return 0
    told = subprocess.run(  # noqa: S603 - fixed command
        ["/bin/ps", "-o", "rss=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return int(told) * 1024 if told.isdigit() else 0


def _judge(answer: dict[str, Any], code: int, reason: list[str], filename: str) -> None:
    if answer.get("ok"):
        return
    if "error" in answer:
        kind = getattr(errors, answer["error"], FileError)
        raise _revive(kind, answer["message"])
    if reason == ["cancelled"]:
        raise CancelledError
    if reason == ["time"] or code == -signal.SIGXCPU:
        message = f"{filename} takes too long to read. Split the export."
        raise TooLargeError(message)
    if reason == ["memory"] or code == -signal.SIGKILL:
        message = f"{filename} needs more memory than one file may use. Split it."
        raise TooLargeError(message)
    if code in {-signal.SIGXFSZ, 0}:
        message = f"{filename} could not be staged; nothing was loaded. Try again."
        raise RequestError(message)
    message = f"{filename} made the reader stop. Nothing was loaded; export it again."
    raise DamagedFileError(message)


def _revive(kind: type[SteercoError], message: str) -> SteercoError:
    """Make an error of the child's kind without its own constructor's wording."""
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    return error
