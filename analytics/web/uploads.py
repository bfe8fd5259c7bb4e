"""Bounds on what may be uploaded at once; Streamlit keeps uploads in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from analytics.settings import MIB

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)")
PER_SESSION, IN_FLIGHT = 100 * MIB, 500 * MIB
FULL = "This session has uploaded as much as it may. Remove a file, or open a new tab."
BUSY = "Too much is being uploaded at this moment. Try again in a minute."
MOST_SESSIONS = 1_000


class UploadGuard:
    """Count what each session holds and what is under way."""

    def __init__(
        self, app: ASGIApp, per_session: int = PER_SESSION, in_flight: int = IN_FLIGHT
    ) -> None:
        """Wrap an app."""
        self._app, self._per_session, self._most = app, per_session, in_flight
        self._held: dict[str, dict[str, int]] = {}
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let an upload through while there is room for it."""
        asked = UPLOAD.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if asked is None:
            await self._app(scope, receive, send)
        elif scope["method"] == "PUT":
            await self._put(asked["session"], asked["file"], (scope, receive, send))
        else:
            if scope["method"] == "DELETE":
                self._held.get(asked["session"], {}).pop(asked["file"], None)
            await self._app(scope, receive, send)

    async def _put(
        self, session: str, file: str, asgi: tuple[Scope, Receive, Send]
    ) -> None:
        scope, receive, send = asgi
        files = self._files(session)
        files.pop(file, None)
        announced = Headers(scope=scope).get("content-length", "0")
        size = int(announced) if announced.isascii() and announced.isdigit() else 0
        if refusal := self._refusal(files, size):
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, send)
            return
        files[file] = taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            part = len(message.get("body", b""))
            if refusal := self._refusal(files, part):
                raise HTTPException(*refusal)
            taken += part
            files[file] = taken
            self._under_way += part
            return message

        statuses: list[int] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        try:
            await self._app(scope, counted, watched)
        finally:
            self._under_way -= taken
            if not statuses or statuses[0] >= 300:  # noqa: PLR2004 - not stored
                files.pop(file, None)

    def _files(self, session: str) -> dict[str, int]:
        if session not in self._held and len(self._held) >= MOST_SESSIONS:
            del self._held[next(iter(self._held))]
        return self._held.setdefault(session, {})

    def _refusal(self, files: dict[str, int], more: int) -> tuple[int, str] | None:
        if sum(files.values()) + more > self._per_session:
            return 413, FULL
        if self._under_way + more > self._most:
            return 429, BUSY
        return None
