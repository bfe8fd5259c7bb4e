"""Ask an ASGI app without a network."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message

HOST = "127.0.0.1:8501"


@dataclass(slots=True)
class Answer:
    """What came back; a refused websocket has the status 403."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return a header, empty where there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def cookie(self) -> str:
        """The name and value of the cookie that is set."""
        return self.header("set-cookie").partition(";")[0]


@dataclass(slots=True)
class Asked:
    """One request."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    client: str = "127.0.0.1"
    host: str = HOST
    kind: str = "http"
    chunk: int = 1 << 16

    def scope(self) -> dict[str, Any]:
        """Return it as ASGI says it."""
        path, _, query = self.path.partition("?")
        headers = {"host": self.host, **self.headers}
        return {
            "type": self.kind,
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http" if self.kind == "http" else "ws",
            "path": path,
            "raw_path": path.encode("utf-8", "surrogateescape"),
            "query_string": query.encode("utf-8", "surrogateescape"),
            "root_path": "",
            "headers": [
                (name.lower().encode(), value.encode("latin-1", "replace"))
                for name, value in headers.items()
            ],
            "client": (self.client, 50_000),
            "server": ("127.0.0.1", 8501),
            "subprotocols": [],
            "extensions": {},
        }


def ask(app: ASGIApp, path: str, **more: Any) -> Answer:  # noqa: ANN401 - fields of Asked
    """Send one request and wait for the whole answer."""
    return asyncio.run(send(app, Asked(path, **more)))


async def send(app: ASGIApp, asked: Asked) -> Answer:
    """Send one request inside a running loop."""
    answer, sent = Answer(), 0

    async def receive() -> Message:
        nonlocal sent
        if asked.kind == "websocket":
            return {"type": "websocket.connect"}
        part = asked.body[sent : sent + asked.chunk]
        sent += len(part)
        more = sent < len(asked.body)
        return {"type": "http.request", "body": part, "more_body": more}

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [
                (key.decode(), value.decode()) for key, value in message["headers"]
            ]
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")
        elif message["type"] == "websocket.accept":
            answer.status = 101
        elif message["type"] == "websocket.close":
            answer.status = 403

    await app(asked.scope(), receive, take)
    return answer
