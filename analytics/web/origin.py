"""Where a request comes from, and whether it names this server.

A page of another site can make a browser send requests here. It cannot choose the
Host and Origin that the browser writes, so both are checked on everything.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
HOST = re.compile(r"[\w.-]+(:\d*)?|\[[\da-fA-F:.]+\](:\d*)?", re.ASCII)
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def host_name(host: str) -> str:
    """Return the name of a Host header without its port; empty if it is none.

    >>> host_name("LocalHost:8501"), host_name("[::1]:8501"), host_name("a@b")
    ('localhost', '::1', '')
    """
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return ""
    if parts.netloc != host or not HOST.fullmatch(host) or not parts.hostname:
        return ""
    return parts.hostname.rstrip(".")


def is_loopback(address: str) -> bool:
    """Say whether an address is this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def client_address(scope: Scope) -> str:
    """Return the address of the client; empty if unknown."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_local(scope: Scope) -> bool:
    """Say whether a request was made on this machine, and not passed on by a proxy."""
    headers = Headers(scope=scope)
    return (
        is_loopback(client_address(scope))
        and host_name(headers.get("host", "")) in LOOPBACK_NAMES
        and not any(name in headers for name in FORWARDED)
    )


class KnownHosts:
    """Refuse what does not name this server, or comes from a page of another site."""

    def __init__(self, app: ASGIApp, names: Callable[[], Sequence[str]]) -> None:
        """Wrap an app; `names` gives the further names that are configured."""
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "websocket" and not self._may_connect(scope):
            await WebSocketClose(code=1008)(scope, receive, send)
        elif scope["type"] == "http" and not self._may_ask(scope):
            refusal = PlainTextResponse("This server has another name.", 421)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _may_ask(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        if not self._is_known(headers, scope):
            return False
        return scope["method"] not in UNSAFE or self._is_own(headers, default=True)

    def _may_connect(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        return self._is_known(headers, scope) and self._is_own(headers, default=False)

    def _is_known(self, headers: Headers, scope: Scope) -> bool:
        """Say whether the Host is ours; an IP only if it is the one called."""
        hosts = headers.getlist("host")
        name = host_name(hosts[0]) if len(hosts) == 1 else ""
        server = scope.get("server")
        called = str(server[0]) if server else ""
        allowed = LOOPBACK_NAMES | {one.lower() for one in self._names()}
        return bool(name) and (name in allowed or name == called)

    @staticmethod
    def _is_own(headers: Headers, *, default: bool) -> bool:
        """Say whether the Origin is the Host that was called, port included."""
        origins = headers.getlist("origin")
        if not origins:
            return default
        origin = urlsplit(origins[0])
        return (
            len(origins) == 1
            and origin.scheme in {"http", "https"}
            and origin.netloc.lower() == headers["host"].lower()
        )
