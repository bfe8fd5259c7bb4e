"""The real server: what it refuses, what it sends, how it begins and ends."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from analytics.settings import Home
from analytics.web.intake_api import TOKEN_HEADER
from analytics.web.security_headers import HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@dataclass
class Server:
    """One running server."""

    home: Home
    port: int
    process: subprocess.Popen[str]

    @property
    def host(self) -> str:
        """Host and port as a browser names them."""
        return f"127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request; underscores in names of headers are hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return answer.status, found, body

    def connects(self, **headers: str) -> bool:
        """Say whether a websocket is accepted."""
        url = f"ws://{self.host}/_stcore/stream"
        try:
            with connect(url, additional_headers=headers, proxy=None):
                return True
        except InvalidStatus:
            return False


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def command(port: int, *more: str) -> list[str]:
    run = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    return [*run, "--server.port", str(port), *more]


@contextmanager
def running(folder: Path, *more: str) -> Iterator[Server]:
    """Start a server on an empty home, without the sample, and end it."""
    home = Home(folder).create()
    (folder / "sample.offered").touch()
    port = free_port()
    process = subprocess.Popen(
        command(port, *more),
        env={**os.environ, "STEERCO_HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(home, port, process)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert not home.server_file.exists()


def _wait(server: Server) -> None:
    for _ in range(600):
        assert server.process.poll() is None, server.process.communicate()[1]
        try:
            if server.ask("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("private") / "home") as started:
        yield started


def test_a_socket_needs_our_host_and_our_origin(server: Server) -> None:
    own = {"Origin": f"http://{server.host}"}
    assert server.connects(**own)
    for origin in ("null", "https://evil.example", "http://localhost:1", "file://"):
        assert not server.connects(Origin=origin)
    assert not server.connects()
    assert not server.connects(**own, Host="evil.example")
    both = {"Origin": "http://evil.example", "Host": "evil.example"}
    assert not server.connects(**both)
    assert not server.connects(**own, **{"X-Forwarded-For": "192.0.2.1"})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/budget", 200),
        ("/healthz", 200),
        ("/robots.txt", 200),
        ("/login", 200),
        ("/s/unknown", 404),
        ("/s/v/unknown", 404),
        ("/s/a/unknown", 404),
        ("/api/projects", 401),
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/_stcore/metrics", 200),
        ("/media/unknown", 404),
        ("/static/unknown.js", 200),
        ("/..%2f..%2fetc", 400),
    ],
)
def test_every_route_sends_the_headers(server: Server, path: str, status: int) -> None:
    got, headers, body = server.ask(path)
    assert got == status
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert str(server.home.path).encode() not in body


def test_another_host_is_refused_with_the_headers(server: Server) -> None:
    status, headers, _ = server.ask("/", Host="evil.example")
    assert status == 421
    assert headers["x-content-type-options"] == "nosniff"


def test_scripts_are_sent_compressed(server: Server) -> None:
    _, _, index = server.ask("/")
    name = index.decode().partition("./static/js/index.")[2].partition('"')[0]
    path = f"/static/js/index.{name}"
    _, headers, packed = server.ask(path, Accept_Encoding="gzip")
    _, _, plain = server.ask(path)
    assert headers["content-encoding"] == "gzip"
    assert len(packed) < len(plain) / 2


def test_the_command_line_finds_the_server(server: Server) -> None:
    said = json.loads(server.home.server_file.read_text(encoding="utf-8"))
    assert server.home.server_file.stat().st_mode & 0o777 == 0o600
    assert (said["address"], said["port"]) == ("127.0.0.1", server.port)
    assert said["pid"] == server.process.pid
    token = {TOKEN_HEADER.replace("-", "_"): said["token"]}
    assert server.ask("/api/projects", **token)[2] == b"[]"
    assert server.ask("/api/projects")[0] == 401


def test_a_second_server_says_so_and_ends(server: Server) -> None:
    second = subprocess.run(
        command(free_port()),
        env={**os.environ, "STEERCO_HOME": str(server.home.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert str(server.process.pid) in second.stderr
    assert "Traceback" not in second.stderr
    assert server.ask("/healthz")[0] == 200


def test_small_answers_are_sent_at_once(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    times = []
    for _ in range(30):
        began = time.perf_counter()
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
        times.append(time.perf_counter() - began)
    connection.close()
    assert sorted(times)[15] < 0.03


def test_a_server_for_others_needs_the_key(tmp_path: Path) -> None:
    with running(tmp_path / "home", "--server.address", "0.0.0.0") as server:  # noqa: S104 - the case at hand
        own = {"Origin": f"http://{server.host}"}
        assert server.home.access_key.stat().st_mode & 0o777 == 0o600
        status, headers, _ = server.ask("/")
        assert (status, headers["location"]) == (303, "/login?next=/")
        assert not server.connects(**own)
        assert server.ask("/s/unknown")[0] == 404
        key = server.home.access_key.read_text(encoding="ascii").strip()
        cookie = _enter(server, key)
        assert server.ask("/", Cookie=cookie)[0] == 200
        assert server.connects(**own, Cookie=cookie)
        assert not server.connects(Cookie=cookie)


def _enter(server: Server, key: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login", f"key={key}", form)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 303
    return str(answer.headers["set-cookie"]).partition(";")[0]
