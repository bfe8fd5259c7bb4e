"""The template of all parser processes: it has loaded its modules, and only forks.

Loading DuckDB, NumPy and all importers takes half a second; a fork takes a hundredth
of that. The template has one thread, opens no file, keeps its database empty, and reads
nothing that anybody sent: each parser starts as clean as the one before. `parsers` asks
it.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
import time
from contextlib import suppress

import duckdb

from analytics.intake import child, own_database
from analytics.intake.forked import end_with

HANDED = 4
"""Standard input, output and error of a parser, and where its end is told."""
LAST_LOOKS, PAUSE_SECONDS = 20, 0.01


def main() -> None:
    """Fork a parser for each request on the socket, until the other side is gone."""
    # DuckDB loads pandas where it can as soon as a question has a parameter: a quarter
    # of a second in each parser, for nothing.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    duckdb.close()  # the database that importing it opens has a thread: never fork one
    own_database.prepare()
    gc.collect()
    gc.freeze()  # else the first collection of each parser copies all pages
    asked = socket.socket(fileno=os.dup(0))
    while True:
        _reap()
        message, handed, _, _ = socket.recv_fds(asked, 1, HANDED)
        if not message:
            _leave()
            return
        if os.fork() == 0:
            asked.close()
            _mind(*handed)
        for descriptor in handed:
            os.close(descriptor)


def _reap() -> bool:
    """Let go of the minders that have ended; say whether any is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _leave() -> None:
    """Give the last minder a moment, so that what it used is added up."""
    for _ in range(LAST_LOOKS):
        if not _reap():
            return
        time.sleep(PAUSE_SECONDS)


def _mind(stdin: int, stdout: int, stderr: int, told: int) -> None:
    """Fork the parser, tell its number, wait for it, and tell how it ended."""
    number = os.fork()
    if number == 0:
        os.close(told)
        _parse(stdin, stdout, stderr)
    for descriptor in (0, 1, 2, stdin, stdout, stderr):
        os.close(descriptor)
    os.setpgid(number, number)  # so that all of it can be ended
    os.write(told, f"{number}\n".encode())
    _, status = os.waitpid(number, 0)
    with suppress(BrokenPipeError):
        os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _parse(*handed: int) -> None:
    """Become a parser."""
    for place, descriptor in enumerate(handed):
        os.dup2(descriptor, place)
        os.close(descriptor)
    end_with(child.main)
