from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from analytics.settings import Home
from analytics.web import server_file
from analytics.web.attempts import MOST_ADDRESSES, Attempts
from analytics.web.packed import Packed
from analytics.web.security_headers import HEADERS, SecurityHeaders
from analytics.web.uploads import UploadGuard
from tests.web.asgi import Asked, ask, send

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

MEGABYTE = 1_000_000


async def _stored(request: Request) -> Response:
    size = 0
    async for part in request.stream():
        size += len(part)
        await asyncio.sleep(0)
    return Response(str(size), 204 if request.method == "DELETE" else 200)


STORE = Starlette(routes=[Route("/{rest:path}", _stored, methods=["PUT", "DELETE"])])


def guarded(**limits: int) -> Starlette:
    app = Starlette()
    app.add_middleware(UploadGuard, **limits)
    app.router.routes = STORE.router.routes
    return app


def put(path: str, size: int, *, is_announced: bool = True) -> Asked:
    headers = {"content-length": str(size)} if is_announced else {}
    return Asked(path, "PUT", headers=headers, body=b"x" * size)


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_session_holds_so_much_and_no_more(*, is_announced: bool) -> None:
    app = guarded(per_session=2 * MEGABYTE)

    def upload(name: str, size: int, session: str = "s") -> int:
        path = f"/_stcore/upload_file/{session}/{name}"
        asked = put(path, size, is_announced=is_announced)
        return asyncio.run(send(app, asked)).status

    assert upload("a", MEGABYTE) == 200
    assert upload("b", MEGABYTE) == 200
    assert upload("c", 1) == 413
    assert upload("c", 1, "other") == 200
    assert upload("b", MEGABYTE) == 200
    assert ask(app, "/_stcore/upload_file/s/a", method="DELETE").status == 204
    assert upload("c", MEGABYTE) == 200


def test_a_length_that_lies_does_not_help() -> None:
    app = guarded(per_session=MEGABYTE)
    lying = Asked(
        "/_stcore/upload_file/s/a",
        "PUT",
        headers={"content-length": "1"},
        body=b"x" * (2 * MEGABYTE),
    )
    assert asyncio.run(send(app, lying)).status == 413


def test_so_much_is_under_way_and_no_more() -> None:
    app = guarded(per_session=4 * MEGABYTE, in_flight=2 * MEGABYTE)

    async def at_once() -> list[int]:
        paths = [f"/_stcore/upload_file/s{n}/a" for n in range(4)]
        asked = [put(path, MEGABYTE, is_announced=False) for path in paths]
        answers = await asyncio.gather(*(send(app, one) for one in asked))
        return sorted(one.status for one in answers)

    assert 429 in asyncio.run(at_once())
    alone = put("/_stcore/upload_file/z/a", MEGABYTE)
    assert asyncio.run(send(app, alone)).status == 200


def test_twenty_uploads_to_invented_places_hold_no_more_than_one_session() -> None:
    app = guarded(per_session=10 * MEGABYTE)
    statuses = [
        asyncio.run(send(app, put(f"/_stcore/upload_file/s/{n}", 2 * MEGABYTE))).status
        for n in range(20)
    ]
    assert statuses == [200] * 5 + [413] * 15


@pytest.mark.parametrize("path", ["/s/x", "/login", "/", "/_stcore/health", "/api/x"])
@pytest.mark.parametrize("status", [200, 404, 500])
def test_every_answer_has_the_headers(path: str, status: int) -> None:
    async def answer(_: Request) -> Response:
        return Response(b"", status, {"content-security-policy": "default-src *"})

    app = Starlette(routes=[Route("/{rest:path}", answer)])
    got = ask(SecurityHeaders(app), path)
    assert {name: got.header(name) for name in HEADERS} == HEADERS
    policies = [value for name, value in got.headers if "security-policy" in name]
    (policy,) = policies
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self'" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "static"
    (inside / "js").mkdir(parents=True)
    (inside / "js" / "app.js").write_text("let a = 1;" * 1_000)
    (inside / "font.woff2").write_bytes(b"font")
    (tmp_path / "secret.js").write_text("secret")
    return inside


def test_scripts_are_compressed_once(folder: Path) -> None:
    app = Packed(STORE, folder=folder)
    headers = {"accept-encoding": "gzip"}
    first = ask(app, "/static/js/app.js", headers=headers)
    (folder / "js" / "app.js").write_text("changed")
    again = ask(app, "/static/js/app.js", headers=headers)
    assert gzip.decompress(first.body) == b"let a = 1;" * 1_000
    assert first.body == again.body
    assert first.header("content-type").startswith("text/javascript")
    assert ask(app, "/static/js/app.js", method="HEAD", headers=headers).body == b""


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.js",
        "/static/js/../../secret.js",
        "/static/none.js",
        "/static/font.woff2",
        "/static//secret.js",
        "/js/app.js",
        "/static/js",
    ],
)
def test_other_files_are_left_to_the_server(folder: Path, path: str) -> None:
    app = Packed(STORE, folder=folder)
    answer = ask(app, path, headers={"accept-encoding": "gzip"})
    assert answer.status == 405
    assert ask(app, "/static/js/app.js").status == 405


def test_old_failures_are_forgotten() -> None:
    clock = [0.0]
    attempts = Attempts(2, 60, lambda: clock[0])
    attempts.failed("a")
    clock[0] = 30.0
    attempts.failed("a")
    assert attempts.is_blocked("a")
    assert not attempts.is_blocked("b")
    clock[0] = 60.0
    assert not attempts.is_blocked("a")


def test_addresses_are_forgotten_in_the_end() -> None:
    attempts = Attempts(1)
    for number in range(MOST_ADDRESSES + 5):
        attempts.failed(str(number))
    assert not attempts.is_blocked("0")
    assert attempts.is_blocked(str(MOST_ADDRESSES))


def test_the_server_file_is_its_owners(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    assert server_file.read(home) is None
    running = server_file.write(home, "::1", 8501)
    assert home.server_file.stat().st_mode & 0o777 == 0o600
    assert server_file.read(home) == running
    assert running.url == "http://[::1]:8501"
    server_file.remove(home)
    assert not home.server_file.exists()
    home.server_file.write_text("{")
    assert server_file.read(home) is None
    server_file.remove(home)
