"""Who may use the dashboard: this machine, or whoever holds the access key.

The key is made when it is first needed and entered once; the browser then holds a
session cookie of which only the hash is kept. Links to frozen reviews are the one
thing that anybody may open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.websockets import WebSocketClose

from analytics.web.origin import is_local

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from analytics.settings import Home

COOKIE = "steerco_access"
LONGEST = 12 * 3600
PUBLIC = ("/s/",)
PUBLIC_EXACT = frozenset({"/login", "/healthz", "/robots.txt"})
LOCAL_ONLY = ("/api/", "/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health")
MOST_SESSIONS = 1_000


def access_key(home: Home) -> str:
    """Return the access key, made on first need and readable by its owner only."""
    home.create()
    try:
        handle = os.open(home.access_key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return home.access_key.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        key = secrets.token_urlsafe(32)
        stream.write(key + "\n")
    return key


class Sessions:
    """Who has entered the key: hashes of cookies and when they end."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._ends: dict[str, float] = {}
        self._lock = threading.Lock()

    def begin(self, now: float) -> str:
        """Return the cookie of a new session."""
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            live = {name: end for name, end in self._ends.items() if end > now}
            self._ends = dict(list(live.items())[-MOST_SESSIONS:])
            self._ends[_hash(cookie)] = now + LONGEST
        return cookie

    def holds(self, cookie: str, now: float) -> bool:
        """Say whether a cookie is one of ours and still good."""
        with self._lock:
            return self._ends.get(_hash(cookie), 0.0) > now


def is_key(home: Home, given: str) -> bool:
    """Compare a key in constant time."""
    return hmac.compare_digest(_hash(given.strip()), _hash(access_key(home)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Gate:
    """Let in who is on this machine or holds access; all else sees the login page."""

    def __init__(
        self,
        app: ASGIApp,
        sessions: Sessions,
        *,
        is_private: Callable[[], bool],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Wrap an app; `is_private` says that it listens to this machine only."""
        self._app, self._sessions = app, sessions
        self._is_private, self._clock = is_private, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"} or self._may_pass(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await self._refusal(scope)(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if path.startswith(LOCAL_ONLY):
            return is_local(scope)
        # Behind a proxy everybody seems to be on this machine, so being here is
        # proof only while nobody else was meant to reach the server.
        if self._is_private() and is_local(scope):
            return True
        if scope["type"] == "http" and (
            path in PUBLIC_EXACT or path.startswith(PUBLIC)
        ):
            return True
        cookie = HTTPConnection(scope).cookies.get(COOKIE, "")
        return self._sessions.holds(cookie, self._clock())

    @staticmethod
    def _refusal(scope: Scope) -> Response:
        path: str = scope["path"]
        if path.startswith(LOCAL_ONLY):
            return JSONResponse({"error": "Not found."}, 404)
        if scope["method"] in {"GET", "HEAD"} and not path.startswith("/_stcore/"):
            return RedirectResponse(f"/login?next={quote(path, safe='/')}", 303)
        return JSONResponse({"error": "Enter the access key first."}, 401)
