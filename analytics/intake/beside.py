"""Do a part of the work in a fork of this process, on another processor."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import contextmanager, suppress
from functools import partial
from typing import IO, TYPE_CHECKING

from analytics.intake.forked import end_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DONE, FAILED = b"+-"
PROCESSES = min(2, os.cpu_count() or 1)


@contextmanager
def beside(
    work: Callable[[], bytes], raised: tuple[type[Exception], ...] = ()
) -> Iterator[Callable[[], bytes]]:
    """Begin some work in a fork; give what waits for its result.

    A fork that is ended, by the limits of the system say, takes this process with it.

    >>> with beside(lambda: b"%d" % sum(range(4))) as result:
    ...     result()
    b'6'

    Args:
        work: What is done; this process must have one thread.
        raised: What the work may raise; it is raised again by who waits.
    """
    read, write = os.pipe()
    sys.stdout.flush()
    number = os.fork()
    if number == 0:
        os.close(read)
        end_with(partial(_tell, work, raised, write))
    os.close(write)
    waited: list[int] = []
    try:
        with os.fdopen(read, "rb") as stream:
            yield partial(_result, stream, raised, number, waited)
    finally:
        if not waited:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)


def _tell(
    work: Callable[[], bytes], raised: tuple[type[Exception], ...], write: int
) -> None:
    """Work, and write down the result or what was raised."""
    try:
        told = bytes([DONE]) + work()
    except raised as error:
        args = [one for one in error.args if isinstance(one, str | int)]
        place = next(n for n, kind in enumerate(raised) if isinstance(error, kind))
        told = bytes([FAILED]) + json.dumps([place, args]).encode()
    with os.fdopen(write, "wb") as stream:
        stream.write(told)


def _result(
    stream: IO[bytes],
    raised: tuple[type[Exception], ...],
    number: int,
    waited: list[int],
) -> bytes:
    told = stream.read()
    _, status = os.waitpid(number, 0)
    waited.append(number)
    if os.WIFSIGNALED(status):
        os.kill(os.getpid(), os.WTERMSIG(status))  # pragma: no cover - the end
    if not told:
        message = "the process beside this one has failed"
        raise RuntimeError(message)
    if told[0] == FAILED:
        place, args = json.loads(told[1:])
        raise raised[place](*args)
    return told[1:]
