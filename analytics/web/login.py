"""The page where the access key is entered once."""

from __future__ import annotations

from html import escape
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from analytics.sharing.bundle import style
from analytics.web.access import COOKIE, LONGEST, is_key
from analytics.web.origin import client_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from analytics.settings import Home
    from analytics.web.access import Sessions
    from analytics.web.attempts import Attempts

MOST_BYTES = 4096
WRONG = "That is not the access key."
WAIT = "Too many tries. Wait a minute."
NO_STORE = {"cache-control": "no-store"}


class Login:
    """Show the form and check the key."""

    def __init__(
        self, home: Callable[[], Home], sessions: Sessions, attempts: Attempts
    ) -> None:
        """Check against the key of a home folder."""
        self._home, self._sessions, self._attempts = home, sessions, attempts

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/login", self.show, methods=["GET"]),
            Route("/login", self.enter, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show the form."""
        return _form(own_path(request.query_params.get("next", "/")))

    async def enter(self, request: Request) -> Response:
        """Let in who knows the key; anybody else may try thirty times a minute."""
        fields = parse_qs(await _body(request), keep_blank_values=True)
        target = own_path(fields.get("next", ["/"])[0])
        address = client_address(request.scope)
        if self._attempts.is_blocked(address):
            return _form(target, WAIT, 429)
        if not is_key(self._home(), fields.get("key", [""])[0]):
            self._attempts.failed(address)
            return _form(target, WRONG, 403)
        response = RedirectResponse(target, 303, headers=NO_STORE)
        response.set_cookie(
            COOKIE,
            self._sessions.begin(monotonic()),
            max_age=LONGEST,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response


async def _body(request: Request) -> str:
    """Return the start of the body; a longer one is no form of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return ""
    return body.decode("utf-8", "replace")


def own_path(path: str) -> str:
    r"""Return a path of this server, the start page for anything else.

    >>> own_path("/budget?by=vendor"), own_path("//evil.example"), own_path("/\\x")
    ('/budget?by=vendor', '/', '/')
    """
    is_own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_own and path.isprintable() and path.isascii() else "/"


def _form(target: str, complaint: str = "", status: int = 200) -> Response:
    said = f'<p role="alert"><strong>{escape(complaint)}</strong></p>'
    return HTMLResponse(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Access key \N{MIDDLE DOT} Steerco</title>"
        f'<link rel="stylesheet" href="/s/a/{style().name}"></head><body>'
        '<header class="top"><div><p class="eyebrow">Steerco</p><h1>Access key</h1>'
        "<p>Whoever runs this server finds the key in the file <code>access.key"
        "</code> of its data folder.</p>"
        f"{said if complaint else ''}"
        '<form class="enter" method="post" action="/login">'
        f'<input type="hidden" name="next" value="{escape(target, quote=True)}">'
        '<label>Key <input name="key" type="password" required autofocus '
        'autocomplete="current-password"></label> <button>Enter</button></form>'
        "</div></header></body></html>",
        status,
        NO_STORE,
    )
