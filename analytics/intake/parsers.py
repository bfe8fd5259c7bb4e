"""Parser processes: each a fork of one template that has its modules loaded.

The template is started when the first file begins to arrive, and kept. It ends by
itself when the server goes. A parser that is there belongs to one request alone.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from analytics.errors import RequestError

ROOT = Path(__file__).resolve().parents[2]
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from analytics.intake.template import main; main()"
)
TRIES = 2
"""A template that has died in the meantime is replaced once."""
UNKNOWN = 1
"""How a parser ended that nobody saw end."""
_LOCK = threading.Lock()
_READY: list[Template] = []


class Template(NamedTuple):
    """The process that is forked, and the socket that it listens to."""

    process: subprocess.Popen[bytes]
    asking: socket.socket


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser process: its number, its standard streams, and how it ends."""

    pid: int
    stdin: IO[str]
    stdout: IO[str]
    complaints: IO[bytes]
    _told: IO[bytes]

    def wait(self) -> int:
        """Wait for its end; return its code, or minus the signal that ended it."""
        line = self._told.readline().strip()
        self._told.close()
        return int(line) if line else UNKNOWN

    def close(self) -> None:
        """Let go of its streams."""
        for stream in (self.stdin, self.stdout, self.complaints, self._told):
            with suppress(BrokenPipeError):
                stream.close()


def prepare() -> None:
    """Start the template, where it is not there yet."""
    with _LOCK:
        _template()


def take() -> Parser:
    """Return a new parser that waits for its request on standard input.

    Raises:
        RequestError: The system gives no process.
    """
    with _LOCK:
        for _ in range(TRIES):
            parser = _fork(_template())
            if parser is not None:
                return parser
            _end()
    message = "The reader could not be started; nothing was loaded. Try again later."
    raise RequestError(message)


@atexit.register
def dismiss() -> None:
    """Let the template go."""
    with _LOCK:
        _end()


def _template() -> Template:
    if _READY and _READY[0].process.poll() is not None:
        _end()
    if not _READY:
        _READY.append(_start())
    return _READY[0]


def _end() -> None:
    while _READY:
        process, asking = _READY.pop()
        asking.close()
        process.wait()


def _start() -> Template:
    ours, its = socket.socketpair()
    with its:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-I", "-c", START, str(ROOT)],
            stdin=its.fileno(),
            stdout=subprocess.DEVNULL,
            env={
                "PATH": os.environ.get("PATH", ""),
                "LANG": "C.UTF-8",
                "OPENBLAS_NUM_THREADS": "1",  # what is forked must have one thread
            },
            start_new_session=True,
        )
    return Template(process, ours)


def _fork(template: Template) -> Parser | None:
    """Ask for a parser; None where the template does not answer."""
    with ExitStack() as its:
        read_asked, write_asked = os.pipe()
        read_said, write_said = os.pipe()
        read_told, write_told = os.pipe()
        complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who reads it
        handed = (read_asked, write_said, complaints.fileno(), write_told)
        for descriptor in (read_asked, write_said, write_told):
            its.callback(os.close, descriptor)
        stdin = os.fdopen(write_asked, "w", encoding="utf-8")
        stdout = os.fdopen(read_said, "r", encoding="utf-8")
        told = os.fdopen(read_told, "rb")
        try:
            socket.send_fds(template.asking, [b"+"], handed)
        except OSError:
            pid = b""
        else:
            its.close()
            pid = told.readline()
    parser = Parser(int(pid or 0), stdin, stdout, complaints, told)
    if not pid:
        parser.close()
        return None
    return parser
