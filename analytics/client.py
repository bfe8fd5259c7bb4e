"""Where a command is carried out: here, or by the server that holds the warehouse.

Two processes cannot open one warehouse. While a server runs, commands go to it over
loopback, with the token that only the owner of the home folder can read; both answer
with the same JSON.
"""

from __future__ import annotations

import http.client
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from analytics.errors import RequestError, StoreError
from analytics.web import server_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from analytics.asked import ImportOptions
    from analytics.local import Here
    from analytics.settings import Home

Json = dict[str, Any]
TOKEN_HEADER = "X-Steerco-Token"  # noqa: S105 - the name of the header
SECONDS_TO_FIND = 3
SECONDS_TO_WORK = 3_600
_OPENER = build_opener(ProxyHandler({}))
"""Loopback is never reached through a proxy."""


@dataclass(frozen=True, slots=True)
class There:
    """A running server has it open."""

    running: server_file.RunningServer
    said: tuple[str, ...] = ()

    def import_files(self, paths: Sequence[Path], options: ImportOptions) -> list[Json]:
        """Send files, one after the other; an archive answers for each member."""
        outcomes: list[Json] = []
        before = ""
        for path in paths:
            for outcome in self._send_file(path, options, before):
                before = outcome["project"] or before
                outcomes.append(outcome)
        return outcomes

    def _send_file(self, path: Path, options: ImportOptions, before: str) -> list[Json]:
        partial = "" if options.is_partial is None else str(options.is_partial)
        wanted = {
            "name": path.name,
            "project": options.project,
            "as_of": options.as_of.isoformat() if options.as_of else "",
            "dry_run": "1" if options.is_dry_run else "",
            "importer": options.importer,
            "partial": partial.lower(),
            "before": before,
        }
        try:
            with path.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                found = self._ask("POST", "/api/import", wanted, stream, size)
        except OSError as error:
            from analytics.commands import nothing_yet  # noqa: PLC0415 - rare, heavy

            why = error.strerror or "it cannot be read"
            return [nothing_yet(path.name) | {"error": f"{path.name}: {why}."}]
        return _rows(found)

    def show(
        self, metric: str, project: str, as_of: str, parameters: Mapping[str, str]
    ) -> Json:
        """Let the server measure one metric."""
        asked = {**parameters, "metric": metric, "project": project, "as_of": as_of}
        return _row(self._ask("GET", "/api/show", asked))

    def imports(self, project: str) -> list[Json]:
        """Let the server list imports."""
        return _rows(self._ask("GET", "/api/imports", {"project": project}))

    def projects(self) -> list[Json]:
        """Let the server list projects."""
        return _rows(self._ask("GET", "/api/projects"))

    def backup(self) -> Json:
        """Let the server write a backup."""
        return _row(self._ask("POST", "/api/backup"))

    def purge(self, project: str) -> Json:
        """Let the server erase a project for good."""
        return _row(self._ask("POST", "/api/purge", {"project": project}))

    def check(self) -> Json:
        """Let the server look for damage."""
        return _row(self._ask("GET", "/api/check"))

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: IO[bytes] | None = None,
        size: int = 0,
    ) -> object:
        """Send one request and return its JSON.

        Raises:
            RequestError: The server refused; the sentence is its own.
            StoreError: It stopped answering.
        """
        url = f"{self.running.url}{path}?{urlencode(query or {})}"
        headers = {TOKEN_HEADER: self.running.token}
        if body is not None:
            headers["Content-Type"] = "application/octet-stream"
            headers["Content-Length"] = str(size)
        request = Request(url, data=body, headers=headers, method=method)  # noqa: S310 - our own server
        try:
            with _OPENER.open(request, timeout=SECONDS_TO_WORK) as answer:
                found: object = json.load(answer)
                return found
        except http.client.HTTPException as error:
            raise StoreError(_GONE) from error
        except OSError as error:
            raise _refusal(error) from error


def _row(found: object) -> Json:
    return cast("Json", found)


def _rows(found: object) -> list[Json]:
    return cast("list[Json]", found)


_GONE = (
    "The running server stopped answering. What it had not finished is not loaded; "
    "send it again, nothing will be doubled."
)


def _refusal(error: OSError) -> RequestError | StoreError:
    """Return the sentence of the server where it sent one."""
    read = getattr(error, "read", None)
    if read is None:
        return StoreError(_GONE)
    try:
        return RequestError(str(json.loads(read())["error"]))
    except (ValueError, KeyError, TypeError):
        return StoreError("The running server could not do it. Look at its log.")


def running_server(home: Home) -> server_file.RunningServer | None:
    """Return the server that holds a home folder, None where none answers."""
    running = server_file.read(home)
    if running is None or not _is_alive(running.pid):
        return None
    request = Request(  # noqa: S310 - our own server
        f"{running.url}/api/metrics", headers={TOKEN_HEADER: running.token}
    )
    try:
        with _OPENER.open(request, timeout=SECONDS_TO_FIND) as answer:
            return running if answer.status == http.client.OK else None
    except (OSError, http.client.HTTPException):
        return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@contextmanager
def connected(home: Home) -> Iterator[Here | There]:
    """Give the running server, or the warehouse opened here.

    Raises:
        BusyError: Another process has the warehouse open and does not answer.
    """
    running = running_server(home)
    if running is not None:
        yield There(running)
        return
    from analytics.local import opened  # noqa: PLC0415 - heavy, and not needed above

    with opened(home) as here:
        yield here
