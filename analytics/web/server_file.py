"""Where the command line finds the running server: address, port, token, process."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.settings import Home


@dataclass(frozen=True, slots=True)
class RunningServer:
    """One running server; the token opens its loopback routes."""

    address: str
    port: int
    token: str
    pid: int

    @property
    def url(self) -> str:
        """Where it answers."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"http://{host}:{self.port}"


def write(home: Home, address: str, port: int) -> RunningServer:
    """Say that this process serves a home folder; only its owner may read it."""
    running = RunningServer(address, port, secrets.token_urlsafe(32), os.getpid())
    handle, name = tempfile.mkstemp(dir=home.path, prefix=".server-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(running), stream)
    Path(name).replace(home.server_file)
    return running


def read(home: Home) -> RunningServer | None:
    """Return the server that says it runs, None where none does."""
    try:
        raw = json.loads(home.server_file.read_text(encoding="utf-8"))
        return RunningServer(**raw)
    except (OSError, ValueError, TypeError):
        return None


def remove(home: Home) -> None:
    """Say that this process serves no longer."""
    running = read(home)
    if running is not None and running.pid == os.getpid():
        home.server_file.unlink(missing_ok=True)
