"""Start the dashboard: `steerco serve`."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from analytics.client import running_server
from analytics.errors import BusyError, RequestError
from analytics.settings import Home


def app_file() -> Path:
    """Return app.py: in the repository, or inside the wheel."""
    package = Path(__file__).resolve().parent
    beside = package.parent / "app.py"
    return beside if beside.is_file() else package / "_app" / "app.py"


def serve(address: str, port: int) -> int:
    """Become the server; returns only where it cannot.

    Raises:
        BusyError: A server runs on this data already.
        RequestError: The address or port cannot be used.
    """
    home = Home.from_environment().create()
    running = running_server(home)
    if running is not None:
        message = f"Steerco runs already (process {running.pid}): {running.url}"
        raise BusyError(message)
    _check_port(address, port)
    host = f"[{address}]" if ":" in address else address
    sys.stdout.write(f"Steerco: http://{host}:{port}  (Ctrl-C stops it)\n")
    sys.stdout.flush()
    app = app_file()
    os.chdir(app.parent)
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(app)),
        f"--server.address={address}",
        f"--server.port={port}",
        "--server.headless=true",
    ]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter


def _check_port(address: str, port: int) -> None:
    """See that nobody else listens there.

    Raises:
        RequestError: Somebody does, or it is no address of this machine.
    """
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, OverflowError) as error:
        message = f"{address!r} with port {port} is no address of this machine."
        raise RequestError(message) from error
    family, kind, protocol, _, where = found[0]
    with socket.socket(family, kind, protocol) as probe:
        with suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            message = f"{address} port {port} cannot be used: {error.strerror}."
            raise RequestError(message) from error
