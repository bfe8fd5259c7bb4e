from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from analytics.settings import Home
from analytics.web.access import LONGEST, Gate, Sessions, access_key, is_key
from analytics.web.attempts import Attempts
from analytics.web.login import Login
from analytics.web.origin import KnownHosts, host_name, is_local
from tests.web.asgi import HOST, Asked, ask

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp
    from starlette.websockets import WebSocket

FAR = "192.0.2.9"


async def _said(_: Request) -> Response:
    return PlainTextResponse("inside")


async def _talk(socket: WebSocket) -> None:
    await socket.accept()


INSIDE = Starlette(
    routes=[
        Route("/{rest:path}", _said, methods=["GET", "PUT", "POST"]),
        WebSocketRoute("/_stcore/stream", _talk),
    ]
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def sessions() -> Sessions:
    return Sessions()


def gate(sessions: Sessions, *, is_private: bool = True) -> ASGIApp:
    return Gate(INSIDE, sessions, is_private=lambda: is_private, clock=lambda: 0.0)


def test_the_key_is_made_once_and_only_its_owner_can_read_it(home: Home) -> None:
    key = access_key(home)
    assert len(key) == 43
    assert access_key(home) == key
    assert home.access_key.stat().st_mode & 0o777 == 0o600
    assert is_key(home, f" {key}\n")
    assert not is_key(home, key[:-1])
    assert not is_key(home, "")


def test_this_machine_needs_no_key(sessions: Sessions) -> None:
    assert ask(gate(sessions), "/").body == b"inside"


@pytest.mark.parametrize(
    "more",
    [
        {"client": FAR},
        {"host": "steerco.example"},
        {"headers": {"x-forwarded-for": FAR}},
        {"headers": {"forwarded": f"for={FAR}"}},
        {"headers": {"x-real-ip": FAR}},
    ],
)
def test_nobody_else_gets_in(sessions: Sessions, more: dict[str, object]) -> None:
    app = gate(sessions)
    page = ask(app, "/budget", **more)
    assert (page.status, page.header("location")) == (303, "/login?next=/budget")
    upload = ask(app, "/_stcore/upload_file/a/b", method="PUT", **more)
    assert upload.status == 401
    stream = ask(app, "/_stcore/stream", kind="websocket", **more)
    assert stream.status == 403
    for path in ("/_stcore/metrics", "/api/show", "/_stcore/agent/openapi.json"):
        assert ask(app, path, **more).status == 404


def test_a_server_for_others_asks_everybody_for_the_key(sessions: Sessions) -> None:
    app = gate(sessions, is_private=False)
    assert ask(app, "/").status == 303
    assert ask(app, "/_stcore/stream", kind="websocket").status == 403
    assert ask(app, "/api/show").body == b"inside"


def test_only_shared_pages_and_the_login_are_public(sessions: Sessions) -> None:
    app = gate(sessions, is_private=False)
    open_to_all = ["/s/x", "/login", "/healthz", "/robots.txt"]
    closed = ["/", "/static/js/a.js", "/s", "/share", "/loginx", "/media/x", "//s/x"]
    assert [ask(app, path, client=FAR).status for path in open_to_all] == [200] * 4
    assert {ask(app, path, client=FAR).status for path in closed} == {303}


def test_a_share_cookie_opens_no_session(sessions: Sessions) -> None:
    app = gate(sessions, is_private=False)
    headers = {"cookie": f"steerco_share={'A' * 43}"}
    stream = ask(app, "/_stcore/stream", kind="websocket", client=FAR, headers=headers)
    assert stream.status == 403
    assert ask(app, "/s/x", kind="websocket", client=FAR).status == 403


def test_a_session_ends(sessions: Sessions) -> None:
    cookie = sessions.begin(0.0)
    assert sessions.holds(cookie, LONGEST - 1)
    assert not sessions.holds(cookie, LONGEST)
    assert not sessions.holds("", 1.0)
    assert cookie not in repr(vars(sessions))


def login(home: Home, sessions: Sessions, *, most: int = 30) -> Starlette:
    made = Login(lambda: home, sessions, Attempts(most, 60, lambda: 0.0))
    return Starlette(routes=made.routes())


def test_the_key_is_exchanged_for_a_session(home: Home, sessions: Sessions) -> None:
    body = urlencode({"key": access_key(home), "next": "/budget?by=vendor"}).encode()
    answer = ask(login(home, sessions), "/login", method="POST", body=body)
    said = answer.header("set-cookie")
    assert (answer.status, answer.header("location")) == (303, "/budget?by=vendor")
    assert "HttpOnly" in said
    assert "SameSite=strict" in said
    assert access_key(home) not in said
    headers = {"cookie": answer.cookie}
    app = Gate(INSIDE, sessions, is_private=lambda: False)
    assert ask(app, "/", client=FAR, headers=headers).body == b"inside"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil", "", "x", "/\n"]
)
def test_the_login_leads_nowhere_else(
    home: Home, sessions: Sessions, target: str
) -> None:
    body = urlencode({"key": access_key(home), "next": target}).encode()
    answer = ask(login(home, sessions), "/login", method="POST", body=body)
    assert answer.header("location") == "/"


def test_the_login_page_shows_nothing_that_was_sent(
    home: Home, sessions: Sessions
) -> None:
    app = login(home, sessions)
    page = ask(app, '/login?next=/"><script>x')
    assert page.status == 200
    assert b"<script" not in page.body
    body = urlencode({"key": "<script>"}).encode()
    assert b"<script" not in ask(app, "/login", method="POST", body=body).body


def test_thirty_wrong_keys_a_minute(home: Home, sessions: Sessions) -> None:
    app = login(home, sessions)
    wrong = urlencode({"key": "no"}).encode()
    right = urlencode({"key": access_key(home)}).encode()
    statuses = [ask(app, "/login", method="POST", body=wrong).status for _ in range(31)]
    assert statuses == [403] * 30 + [429]
    assert ask(app, "/login", method="POST", body=right).status == 429
    other = ask(app, "/login", method="POST", body=right, client=FAR)
    assert other.status == 303


def test_a_huge_form_is_no_key(home: Home, sessions: Sessions) -> None:
    app = login(home, sessions)
    body = b"key=" + access_key(home).encode() + b"&x=" + b"a" * 10_000
    assert ask(app, "/login", method="POST", body=body).status == 403


HOSTS = {HOST: True, "localhost:8501": True, "evil.example": False, "": False}
ORIGINS = {
    "same": True,
    "": False,
    "null": False,
    "https://evil.example": False,
    "http://localhost:9999": False,
    "http://127.0.0.1": False,
    "file://": False,
    "http://127.0.0.1:8501.evil.example": False,
}


@pytest.mark.parametrize(("host", "knows"), HOSTS.items())
@pytest.mark.parametrize(("origin", "is_own"), ORIGINS.items())
def test_a_socket_needs_our_host_and_our_origin(
    host: str, origin: str, *, knows: bool, is_own: bool
) -> None:
    app = KnownHosts(INSIDE, names=lambda: ())
    origin = f"http://{host}" if origin == "same" else origin
    headers = {"origin": origin} if origin else {}
    answer = ask(app, "/_stcore/stream", kind="websocket", host=host, headers=headers)
    assert (answer.status == 101) is (knows and is_own)
    assert (ask(app, "/", host=host).status == 200) is knows


def test_a_form_of_another_site_is_refused() -> None:
    app = KnownHosts(INSIDE, names=lambda: ())
    foreign = {"origin": "https://evil.example"}
    assert ask(app, "/", method="POST", headers=foreign).status == 421
    assert ask(app, "/", method="POST").status == 200
    assert ask(app, "/", headers=foreign).status == 200


def test_configured_names_and_the_own_address_are_known() -> None:
    app = KnownHosts(INSIDE, names=lambda: ("Steerco.Example",))
    assert ask(app, "/", host="steerco.example:443").status == 200
    assert ask(app, "/", host="192.0.2.1:8501").status == 421


@pytest.mark.parametrize(
    "host", ["a b", "a/b", "a?b", "a#b", "u@a", "a:b", "a:99999", "[::1", ""]
)
def test_what_is_no_host_has_no_name(host: str) -> None:
    assert host_name(host) == ""


def test_an_unknown_client_is_not_local() -> None:
    scope = {**Asked("/").scope(), "client": None}
    assert not is_local(scope)
    assert not is_local({**scope, "client": ("unix", 0)})
    assert is_local(Asked("/").scope())
