"""Streamlit's own files, compressed once and kept.

Streamlit sends its scripts and styles as they are: 10 MB before the first page is
seen. Their names change with their content, so each is compressed once, in a thread,
and served from memory from then on.
"""

from __future__ import annotations

import gzip
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/static/"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
LEVEL = 9
FOREVER = "public, immutable, max-age=31536000"


class Packed:
    """Answer for the compressible files of one folder."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        """Wrap an app; `folder` is what it serves under `/static/`."""
        self._app, self._folder = app, folder.resolve()
        self._kept: dict[Path, bytes] = {}
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the compressed file, or let the app answer."""
        path = self._file(scope)
        if path is None:
            await self._app(scope, receive, send)
            return
        body = self._kept.get(path)
        if body is None:
            body = await run_in_threadpool(self._pack, path)
        response = Response(
            body if scope["method"] == "GET" else b"",
            media_type=TYPES[path.suffix],
            headers={
                "content-encoding": "gzip",
                "vary": "Accept-Encoding",
                "cache-control": FOREVER,
                "content-length": str(len(body)),
            },
        )
        await response(scope, receive, send)

    def _file(self, scope: Scope) -> Path | None:
        """Return the file asked for, if it is one that is worth compressing."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        asked: str = scope["path"]
        if not asked.startswith(PREFIX) or Path(asked).suffix not in TYPES:
            return None
        if "gzip" not in Headers(scope=scope).get("accept-encoding", "").lower():
            return None
        path = (self._folder / asked.removeprefix(PREFIX)).resolve()
        inside = path.is_relative_to(self._folder) and path.is_file()
        return path if inside else None

    def _pack(self, path: Path) -> bytes:
        with self._lock:
            if path not in self._kept:
                packed = gzip.compress(path.read_bytes(), LEVEL, mtime=0)
                self._kept[path] = packed
            return self._kept[path]
