"""A dashboard of its own for the benchmarks: start, ask for a page, stop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251 - the wire format
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251 - likewise
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.client import ClientConnection

START = "import sys; from analytics.cli import main; sys.exit(main())"
ROOT = Path(__file__).resolve().parents[1]


class Server:
    """A running dashboard and the processor time it has used."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        """Watch a started server."""
        self.port = port
        self.process = process
        self.watched = psutil.Process(process.pid)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Return the processor seconds used so far."""
        used = self.watched.cpu_times()
        return float(used.user + used.system)

    def memory(self) -> int:
        """Return the resident bytes."""
        return int(self.watched.memory_info().rss)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open one visitor's connection."""
        with connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            origin=Origin(self.url),
            max_size=None,
            subprotocols=[Subprotocol("streamlit")],
        ) as socket_:
            yield Session(socket_)


class Session:
    """One visitor: asks for pages and waits until the script has finished."""

    def __init__(self, connection: ClientConnection) -> None:
        """Speak over an open connection."""
        self.connection = connection

    def ask(self, page: str, query: str = "") -> float:
        """Run a page; return the seconds until its script has finished."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        start = time.perf_counter()
        self.connection.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            received = self.connection.recv(timeout=120)
            answer.ParseFromString(
                received if isinstance(received, bytes) else received.encode()
            )
            if answer.WhichOneof("type") == "script_finished":
                return time.perf_counter() - start


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """Run a dashboard on a home folder until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", START, "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "STEERCO_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            message = f"the server ended with code {process.returncode}"
            raise RuntimeError(message)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = "the server did not answer in two minutes"
    raise RuntimeError(message)
