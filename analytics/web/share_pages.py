"""The routes of shared reviews: a token is exchanged once, then read without it.

Whatever is wrong with a link, the answer is the same. Nothing of the request but the
cookie decides what is shown, and expiry and revocation are looked up on each request.
"""

from __future__ import annotations

import gzip
import logging
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from analytics.sharing import links
from analytics.sharing.bundle import assets, plotly, script, style
from analytics.sharing.page import page
from analytics.sharing.report import filename, report
from analytics.warehouse.share_links import CHANGES
from analytics.web.origin import client_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from analytics.warehouse.share_links import LinkRow
    from analytics.warehouse.store import Warehouse
    from analytics.web.attempts import Attempts
    from analytics.web.viewings import Viewings

LOG = logging.getLogger("steerco.share")
COOKIE = "steerco_share"
NO_STORE = {"cache-control": "no-store", "vary": "Accept-Encoding, Cookie"}
FOREVER = {
    "cache-control": "public, immutable, max-age=31536000",
    "vary": "Accept-Encoding",
}


def notice(title: str, said: str) -> bytes:
    """Return a page that says one thing."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="/s/a/{style().name}">'
        f'</head><body><header class="top"><div><h1>{title}</h1><p>{said}</p></div>'
        "</header></body></html>"
    ).encode()


MISSING = notice(
    "This link does not open a review",
    "It may be incomplete, have ended, or have been withdrawn. Ask whoever sent it to "
    "you for a new one. If you copied it from the address bar, use the link you were "
    "given instead.",
)
WAIT = notice("Too many tries", "Wait a minute, then open the link again.")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A shared page as bytes, plain and compressed."""

    page: bytes
    packed: bytes


K = TypeVar("K")
V = TypeVar("V")


class Newest(Generic[K, V]):
    """The newest so many values; used by the one thread of the event loop."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return what is kept under a key."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    def keep(self, key: K, value: V) -> None:
        """Keep a value; the oldest goes."""
        self._kept[key] = value
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


class SharePages:
    """Everything under `/s/`."""

    def __init__(
        self,
        warehouse: Callable[[], Warehouse],
        *,
        now: Callable[[], datetime],
        viewings: Viewings,
        attempts: Attempts,
    ) -> None:
        """Read links from a warehouse by a clock."""
        self._warehouse, self._now = warehouse, now
        self._viewings, self._attempts = viewings, attempts
        self._pages: Newest[str, Rendered] = Newest(32)
        self._links: Newest[tuple[int, str], LinkRow] = Newest(1_000)

    def routes(self) -> list[Route]:
        """Return the routes; the last one takes whatever else begins with `/s/`."""
        get = ["GET"]
        return [
            Route("/s/a/{name}", self.asset, methods=get),
            Route("/s/v/{share_id}", self.view, methods=get),
            Route("/s/v/{share_id}/report.html", self.download, methods=get),
            Route("/s/{token}", self.exchange, methods=get),
            Route("/s/{rest:path}", self.nothing, methods=ANY),
        ]

    async def exchange(self, request: Request) -> Response:
        """Put the token into a cookie of one path and show a URL without it."""
        token: str = request.path_params["token"]
        if self._attempts.is_blocked(client_address(request.scope)):
            return self._wait()
        link = await self._resolve(token)
        if link is None:
            return self._missing(request)
        where = f"/s/v/{link.share_id}"
        response = RedirectResponse(where, 303, headers=NO_STORE)
        response.set_cookie(
            COOKIE,
            token,
            max_age=int((link.expires_at - self._now()).total_seconds()),
            path=where,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def view(self, request: Request) -> Response:
        """Show the page."""
        link = await self._opened(request)
        if link is None:
            return self._missing(request)
        self._viewings.count(link.share_id, self._now())
        rendered = self._pages.get(link.share_id)
        if rendered is None:
            rendered = await run_in_threadpool(
                _render, self._warehouse(), link.share_id
            )
            self._pages.keep(link.share_id, rendered)
        return _sent(request, rendered.page, rendered.packed)

    async def download(self, request: Request) -> Response:
        """Give the page as one file."""
        link = await self._opened(request)
        if link is None:
            return self._missing(request)
        self._viewings.count(link.share_id, self._now())
        return await run_in_threadpool(_file, self._warehouse(), link.share_id)

    async def asset(self, request: Request) -> Response:
        """Give a style sheet or script; its name changes with its content."""
        found = assets().get(request.path_params["name"])
        if found is None:
            return HTMLResponse(MISSING, 404, NO_STORE)
        packed = _takes_gzip(request)
        headers = {**FOREVER, **({"content-encoding": "gzip"} if packed else {})}
        body = found.packed if packed else found.plain
        return Response(body, media_type=found.media_type, headers=headers)

    async def nothing(self, request: Request) -> Response:
        """Answer for everything else as for an unknown link."""
        return self._missing(request)

    async def _opened(self, request: Request) -> LinkRow | None:
        """Return the live link that the cookie of this very page opens."""
        link = await self._resolve(request.cookies.get(COOKIE, ""))
        own = request.path_params["share_id"]
        return link if link is not None and link.share_id == own else None

    async def _resolve(self, token: str) -> LinkRow | None:
        """Return the live link of a token.

        A link is remembered until any link is revoked; whether it has ended is
        asked of the clock each time.
        """
        key = (CHANGES.number, links.digest(token))
        link = self._links.get(key)
        if link is None:
            resolve = partial(links.resolve, self._warehouse(), token, at=self._now())
            link = await run_in_threadpool(resolve)
            if link is not None:
                self._links.keep(key, link)
        return link if link is not None and links.is_live(link, self._now()) else None

    def _missing(self, request: Request) -> Response:
        address = client_address(request.scope)
        if self._attempts.is_blocked(address):
            return self._wait()
        self._attempts.failed(address)
        token = str(request.path_params.get("token", ""))
        LOG.info("no share for token hash %s", links.digest(token)[:8])
        return HTMLResponse(MISSING, 404, NO_STORE)

    @staticmethod
    def _wait() -> Response:
        return HTMLResponse(WAIT, 429, {**NO_STORE, "retry-after": "60"})


ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def _render(warehouse: Warehouse, share_id: str) -> Rendered:
    frozen = links.frozen_of(warehouse, share_id)
    # Inside the page: the first text need not wait for a second answer.
    head = f"<style>{style().plain.decode()}</style>"
    tail = "".join(
        f'<script defer src="/s/a/{one.name}"></script>' for one in (plotly(), script())
    )
    where = f"/s/v/{share_id}/report.html"
    body = page(frozen, head=head, tail=tail, download=where).encode()
    return Rendered(body, gzip.compress(body, mtime=0))


def _file(warehouse: Warehouse, share_id: str) -> Response:
    frozen = links.frozen_of(warehouse, share_id)
    name = f'attachment; filename="{filename(frozen)}"'
    return HTMLResponse(
        report(frozen), headers={**NO_STORE, "content-disposition": name}
    )


def _sent(request: Request, plain: bytes, packed: bytes) -> Response:
    if not _takes_gzip(request):
        return HTMLResponse(plain, headers=NO_STORE)
    return HTMLResponse(packed, headers={**NO_STORE, "content-encoding": "gzip"})


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "").lower()
