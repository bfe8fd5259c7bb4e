from __future__ import annotations

import asyncio
import gzip
import statistics
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from analytics.sharing import links
from analytics.sharing.bundle import assets
from analytics.web.attempts import Attempts
from analytics.web.share_pages import MISSING, SharePages
from analytics.web.viewings import Viewings
from tests.sharing.examples import NOW, shared
from tests.web.asgi import Asked, ask, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from analytics.sharing.links import NewLink
    from analytics.warehouse.store import Warehouse
    from tests.web.asgi import Answer

MANY = 1_000_000


@dataclass
class Site:
    """The share routes over one warehouse, with a clock that tests set."""

    warehouse: Warehouse
    most: int = MANY
    at: datetime = NOW
    seconds: float = 0.0
    app: Starlette = field(init=False)
    viewings: Viewings = field(init=False)

    def __post_init__(self) -> None:
        self.viewings = Viewings(lambda: self.warehouse, seconds=3600)
        pages = SharePages(
            lambda: self.warehouse,
            now=lambda: self.at,
            viewings=self.viewings,
            attempts=Attempts(self.most, 60, lambda: self.seconds),
        )
        self.app = Starlette(routes=pages.routes())

    def open(self, link: NewLink) -> Answer:
        """Open a link as a browser does, by the exchange."""
        first = ask(self.app, link.path)
        if first.status != 303:
            return first
        cookie = {"cookie": first.cookie}
        return ask(self.app, first.header("location"), headers=cookie)


@pytest.fixture
def site(warehouse: Warehouse) -> Iterator[Site]:
    made = Site(warehouse)
    yield made
    made.viewings.write()


def cookie(token: str) -> dict[str, str]:
    return {"cookie": f"steerco_share={token}"}


def test_a_link_leads_to_an_address_without_token(site: Site) -> None:
    link = shared(site.warehouse)
    first = ask(site.app, link.path)
    where = f"/s/v/{link.share_id}"
    assert (first.status, first.header("location")) == (303, where)
    assert first.body == b""
    said = first.header("set-cookie")
    assert "HttpOnly" in said
    assert "SameSite=lax" in said
    assert f"Path={where};" in said
    assert "Max-Age=1209600" in said
    page = site.open(link)
    assert page.status == 200
    assert link.token.encode() not in page.body
    assert b"May review" in page.body
    assert page.header("cache-control") == "no-store"


def test_the_cookie_is_only_for_https_where_there_is_https(site: Site) -> None:
    link = shared(site.warehouse)
    asked = Asked(link.path)
    scope = {**asked.scope(), "scheme": "https"}
    sent: list[dict[str, object]] = []

    async def call() -> None:
        async def take(message: dict[str, object]) -> None:
            sent.append(message)

        await site.app(scope, None, take)  # type: ignore[arg-type]

    asyncio.run(call())
    headers = dict(sent[0]["headers"])  # type: ignore[call-overload]
    assert b"Secure" in headers[b"set-cookie"]


def wrong_links(site: Site) -> dict[str, tuple[str, str]]:
    """Return token and share id of links that are wrong, each in its own way."""
    live, gone, over = (shared(site.warehouse) for _ in range(3))
    links.revoke(site.warehouse, gone.share_id, at=NOW)
    return {
        "unknown": ("A" * 43, "0" * 32),
        "malformed": ("..%2f" + "x" * 90, "../../etc"),
        "revoked": (gone.token, gone.share_id),
        "expired": (over.token, over.share_id),
        "of another page": (live.token, gone.share_id),
    }


def test_whatever_is_wrong_the_answer_is_the_same(site: Site) -> None:
    wrong = wrong_links(site)
    answers = []
    for kind, (token, share_id) in wrong.items():
        site.at = NOW + timedelta(days=20 if kind == "expired" else 0)
        paths = [f"/s/v/{share_id}", f"/s/v/{share_id}/report.html"]
        if kind != "of another page":
            paths.append(f"/s/{token}")
        answers += [ask(site.app, path, headers=cookie(token)) for path in paths]
    others = ["/s/", "/s/v/", "/s/a/nothing.js", "/s/v/x/y", "/s/a/b/c", "/s/%00"]
    answers += [ask(site.app, path) for path in others]
    answers += [ask(site.app, "/s/" + "A" * 43, method=m) for m in ("POST", "PUT")]
    seen = {(one.status, one.body, tuple(sorted(one.headers))) for one in answers}
    assert len(answers) > 15
    assert [(status, body) for status, body, _ in seen] == [(404, MISSING)]


def test_wrong_links_take_the_same_time(site: Site) -> None:
    wrong = wrong_links(site)

    async def measure() -> dict[str, float]:
        times: dict[str, list[float]] = {kind: [] for kind in wrong}
        for _ in range(60):
            for kind, (token, _) in wrong.items():
                if kind in {"of another page", "expired"}:
                    continue
                began = time.perf_counter()
                await send(site.app, Asked(f"/s/{token}"))
                times[kind].append(time.perf_counter() - began)
        return {kind: statistics.median(t) for kind, t in times.items() if t}

    medians = asyncio.run(measure()).values()
    assert max(medians) - min(medians) < 0.005


def test_expiry_holds_on_every_route(site: Site) -> None:
    link = shared(site.warehouse)
    site.open(link)
    paths = [link.path, f"/s/v/{link.share_id}", f"/s/v/{link.share_id}/report.html"]
    end = NOW + timedelta(days=14)
    site.at = end - timedelta(seconds=1)
    before = [ask(site.app, one, headers=cookie(link.token)).status for one in paths]
    site.at = end
    after = [ask(site.app, one, headers=cookie(link.token)).status for one in paths]
    assert (before, after) == ([303, 200, 200], [404, 404, 404])


def test_revocation_holds_from_the_next_request_on(site: Site) -> None:
    link = shared(site.warehouse)
    path = f"/s/v/{link.share_id}"

    async def readers() -> tuple[set[int], set[int]]:
        asked = [Asked(path, headers=cookie(link.token)) for _ in range(50)]
        before = await asyncio.gather(*(send(site.app, one) for one in asked))
        revoke = asyncio.to_thread(links.revoke, site.warehouse, link.share_id, at=NOW)
        await asyncio.gather(revoke, *(send(site.app, one) for one in asked))
        after = await asyncio.gather(*(send(site.app, one) for one in asked))
        return {one.status for one in before}, {one.status for one in after}

    assert asyncio.run(readers()) == ({200}, {404})


def test_a_link_of_another_review_opens_nothing(site: Site) -> None:
    one, other = (
        shared(site.warehouse, title="One"),
        shared(site.warehouse, title="Two"),
    )
    path = f"/s/v/{other.share_id}"
    assert ask(site.app, path, headers=cookie(one.token)).status == 404
    assert b"Two" in ask(site.app, path, headers=cookie(other.token)).body


NAMES = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=20)
VALUES = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"))
OURS = {"cookie", "accept-encoding", "host"}


@given(
    query=st.text(st.characters(codec="utf-8", exclude_characters="#"), max_size=200),
    headers=st.dictionaries(NAMES.filter(lambda one: one not in OURS), VALUES),
    cookies=st.dictionaries(NAMES, st.text("abc123", max_size=9), max_size=3),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_request_changes_the_page(
    site: Site, query: str, headers: dict[str, str], cookies: dict[str, str]
) -> None:
    link = KEPT.setdefault(id(site), shared(site.warehouse))
    path = f"/s/v/{link.share_id}"
    plain = ask(site.app, path, headers=cookie(link.token))
    more = "".join(f"; {name}={value}" for name, value in cookies.items())
    odd = {**headers, "cookie": f"steerco_share={link.token}{more}"}
    answer = ask(site.app, f"{path}?{query}", headers=odd)
    assert (answer.status, answer.body) == (200, plain.body)


KEPT: dict[int, NewLink] = {}


def test_compressed_and_plain_are_the_same_page(site: Site) -> None:
    link = shared(site.warehouse)
    path, own = f"/s/v/{link.share_id}", cookie(link.token)
    plain = ask(site.app, path, headers=own)
    packed = ask(site.app, path, headers={**own, "accept-encoding": "gzip, br"})
    assert packed.header("content-encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < 14_000


def test_the_file_is_a_download(site: Site) -> None:
    link = shared(site.warehouse)
    path = f"/s/v/{link.share_id}/report.html"
    answer = ask(site.app, path, headers=cookie(link.token))
    name = 'attachment; filename="harbour-2026-05-29.html"'
    assert answer.header("content-disposition") == name
    assert b"May review" in answer.body
    assert b"sha256-" in answer.body


def test_assets_are_kept_for_good(site: Site) -> None:
    for name, asset in assets().items():
        plain = ask(site.app, f"/s/a/{name}")
        packed = ask(site.app, f"/s/a/{name}", headers={"accept-encoding": "gzip"})
        assert plain.body == asset.plain == gzip.decompress(packed.body)
        assert "immutable" in plain.header("cache-control")
        assert plain.header("content-type") == asset.media_type


def test_thirty_wrong_links_a_minute_and_no_more(warehouse: Warehouse) -> None:
    site = Site(warehouse, most=30)
    link = shared(warehouse)
    statuses = [ask(site.app, f"/s/{'A' * 42}{n % 10}").status for n in range(1_000)]
    assert statuses == [404] * 30 + [429] * 970
    assert ask(site.app, link.path).status == 429
    assert ask(site.app, link.path, client="192.0.2.7").status == 303
    own = cookie(link.token)
    assert ask(site.app, f"/s/v/{link.share_id}", headers=own).status == 200
    site.seconds = 61
    assert ask(site.app, link.path).status == 303


def test_a_forged_forwarded_header_does_not_help(warehouse: Warehouse) -> None:
    site = Site(warehouse, most=3)
    statuses = [
        ask(site.app, "/s/x", headers={"x-forwarded-for": f"192.0.2.{n}"}).status
        for n in range(5)
    ]
    assert statuses == [404, 404, 404, 429, 429]


def test_views_are_counted_and_written_together(site: Site) -> None:
    link = shared(site.warehouse)
    for _ in range(3):
        site.open(link)
    assert links.listed(site.warehouse)[0].views == 0
    site.viewings.write()
    site.viewings.write()
    (listed,) = links.listed(site.warehouse)
    assert (listed.views, listed.last_viewed_at) == (3, NOW)


def test_views_are_written_after_a_while(warehouse: Warehouse) -> None:
    link = shared(warehouse)
    viewings = Viewings(lambda: warehouse, seconds=0.01)
    viewings.count(link.share_id, NOW)
    waited = 0.0
    while not links.listed(warehouse)[0].views and waited < 10:
        time.sleep(0.02)
        waited += 0.02
    assert links.listed(warehouse)[0].views == 1


def test_the_log_has_no_token(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        ask(site.app, "/s/" + "B" * 43)
    (line,) = [one.getMessage() for one in caplog.records if "share" in one.name]
    assert line.endswith(links.digest("B" * 43)[:8])
    assert "BBBB" not in line
