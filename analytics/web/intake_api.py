"""Loopback routes for the command line while a server holds the warehouse.

Each takes the token of the server file in a header and calls the same function that
the command line calls where no server runs.

    POST /api/import      {"files": [path, ...], "project", "as_of", "dry_run"}
    POST /api/import?name=board.csv&project=...    the file itself as the body;
                          further: importer, partial, before (project of the file
                          before it)
    GET  /api/show        ?metric=&project=&as_of=&KEY=VALUE
    GET  /api/imports     ?project=
    GET  /api/check
    GET  /api/projects
    GET  /api/metrics
    POST /api/backup
    POST /api/purge       ?project=

The answer is the JSON that the command prints, or {"error": sentence} with 400.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from analytics import commands
from analytics.errors import RequestError, SteercoError
from analytics.showing import to_day

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from analytics.warehouse.store import Warehouse

TOKEN_HEADER = "x-steerco-token"  # noqa: S105 - the name of the header
OWN = ("metric", "project", "as_of")


class IntakeApi:
    """What the command line may ask of a running server."""

    def __init__(
        self, warehouse: Callable[[], Warehouse], token: Callable[[], str]
    ) -> None:
        """Work on a warehouse for whoever holds the token."""
        self._warehouse, self._token = warehouse, token

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            self._route("/api/import", self._import, "POST"),
            self._route("/api/show", self._show, "GET"),
            self._route("/api/imports", self._imports, "GET"),
            self._route("/api/projects", self._projects, "GET"),
            self._route("/api/metrics", self._metrics, "GET"),
            self._route("/api/backup", self._backup, "POST"),
            self._route("/api/check", self._check, "GET"),
            self._route("/api/purge", self._purge, "POST"),
        ]

    def _route(
        self, path: str, answer: Callable[[Request], Awaitable[Any]], method: str
    ) -> Route:
        async def guarded(request: Request) -> JSONResponse:
            given, token = request.headers.get(TOKEN_HEADER, ""), self._token()
            if not token or not hmac.compare_digest(given.encode(), token.encode()):
                return JSONResponse({"error": "The token is wrong."}, 401)
            try:
                return JSONResponse(await answer(request))
            except SteercoError as error:
                return JSONResponse({"error": str(error)}, 400)

        return Route(path, guarded, methods=[method])

    async def _import(self, request: Request) -> list[commands.Json]:
        if request.headers.get("content-type", "").startswith("application/json"):
            wanted = await _wanted(request)
            files = [(Path(one).name, Path(one)) for one in _paths(wanted)]
            return await self._run(files, wanted)
        name = request.query_params.get("name", "upload")
        stage = self._warehouse().home.stage
        with tempfile.NamedTemporaryFile(dir=stage, prefix=".sent-") as kept:
            async for part in request.stream():
                await asyncio.to_thread(kept.write, part)
            kept.flush()
            return await self._run([(name, Path(kept.name))], request.query_params)

    async def _run(
        self, files: list[tuple[str, Path]], wanted: Mapping[str, Any]
    ) -> list[commands.Json]:
        options = commands.Options(
            project=str(wanted.get("project") or ""),
            as_of=to_day(str(wanted.get("as_of") or "")),
            is_dry_run=wanted.get("dry_run") in {True, "true", "1"},
            importer=str(wanted.get("importer") or ""),
            is_partial=_flag(wanted.get("partial")),
            before=str(wanted.get("before") or ""),
        )
        return await asyncio.to_thread(
            commands.run_import, self._warehouse(), files, options
        )

    async def _show(self, request: Request) -> commands.Json:
        asked = dict(request.query_params)
        return await asyncio.to_thread(
            commands.run_show,
            self._warehouse(),
            asked.get("metric", ""),
            project=asked.get("project", ""),
            as_of=asked.get("as_of", ""),
            parameters={name: asked[name] for name in asked if name not in OWN},
        )

    async def _imports(self, request: Request) -> list[commands.Json]:
        project = request.query_params.get("project", "")
        return await asyncio.to_thread(
            commands.list_imports, self._warehouse(), project
        )

    async def _projects(self, _: Request) -> list[commands.Json]:
        return await asyncio.to_thread(commands.list_projects, self._warehouse())

    async def _metrics(self, _: Request) -> list[commands.Json]:
        return commands.list_metrics()

    async def _backup(self, _: Request) -> commands.Json:
        return await asyncio.to_thread(commands.backup, self._warehouse())

    async def _purge(self, request: Request) -> commands.Json:
        project = request.query_params.get("project", "")
        return await asyncio.to_thread(commands.purge, self._warehouse(), project)

    async def _check(self, _: Request) -> commands.Json:
        return await asyncio.to_thread(commands.check, self._warehouse())


def _flag(given: object) -> bool | None:
    """Read yes, no, or nothing said."""
    return {"true": True, "false": False}.get(str(given or "").lower())


async def _wanted(request: Request) -> dict[str, Any]:
    try:
        wanted = json.loads(await request.body())
    except ValueError:
        wanted = None
    if not isinstance(wanted, dict):
        message = "The request is no JSON object."
        raise RequestError(message)
    return wanted


def _paths(wanted: Mapping[str, Any]) -> list[str]:
    paths = wanted.get("files")
    if not isinstance(paths, list) or not all(isinstance(one, str) for one in paths):
        message = "Say which files, as a list of paths."
        raise RequestError(message)
    return paths
