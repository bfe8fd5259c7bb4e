"""The server around the pages: routes, middleware, start and end.

`app.py` hands these to Streamlit. One process serves one home folder: a second one
says so and ends.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
import secrets
import socket
import stat
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from streamlit import config

from analytics.errors import SteercoError
from analytics.intake import parsers
from analytics.settings import Home
from analytics.warehouse.clock import now
from analytics.web import server_file, service
from analytics.web.access import Gate, Sessions, access_key
from analytics.web.attempts import Attempts
from analytics.web.daily_backup import DailyBackup
from analytics.web.intake_api import IntakeApi
from analytics.web.login import Login
from analytics.web.origin import KnownHosts, is_loopback
from analytics.web.packed import Packed
from analytics.web.security_headers import SecurityHeaders
from analytics.web.share_pages import SharePages
from analytics.web.uploads import UploadGuard
from analytics.web.viewings import Viewings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

LOG = logging.getLogger("steerco.server")
WARM = (
    "pandas",
    "plotly.graph_objects",
    "streamlit.elements.plotly_chart",
    "streamlit.elements.arrow",
    "streamlit.dataframe_util",
    "analytics.receipt",
    "analytics.commands",
    "analytics.sharing.freeze",
)
MOST_HANDLES = 256
ROBOTS = "User-agent: *\nDisallow: /s/\nDisallow: /\n"

_sessions = Sessions()
_viewings = Viewings(service.open_warehouse)
_shares = SharePages(
    service.open_warehouse, now=now, viewings=_viewings, attempts=Attempts()
)
_backups = DailyBackup(service.open_warehouse)
_login = Login(Home.from_environment, _sessions, Attempts())


def _token() -> str:
    running = server_file.read(Home.from_environment())
    return running.token if running else ""


def bound_address() -> str:
    """Return the address the server listens on; empty means every one."""
    return str(config.get_option("server.address") or "")


def further_names() -> Sequence[str]:
    """Return the host names that are configured beside the loopback ones."""
    return [str(one) for one in config.get_option("server.allowedHosts") or []]


def is_private() -> bool:
    """Say whether only this machine is meant to reach the server."""
    address = bound_address()
    is_here = address == "localhost" or is_loopback(address)
    return is_here and not further_names()


def healthz(_: Request) -> Response:
    """Say whether the warehouse answers."""
    try:
        service.open_warehouse().cursor().execute("select 1").fetchall()
    except Exception:  # noqa: BLE001 - whatever it is, the answer is no
        return JSONResponse({"status": "down"}, 503)
    return JSONResponse({"status": "ok"})


def robots(_: Request) -> Response:
    """Ask search engines to stay away."""
    return PlainTextResponse(ROBOTS)


ROUTES = [
    Route("/healthz", healthz, methods=["GET"]),
    Route("/robots.txt", robots, methods=["GET"]),
    *_login.routes(),
    *_shares.routes(),
    *IntakeApi(service.open_warehouse, _token).routes(),
]
MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(KnownHosts, names=further_names),
    Middleware(Gate, sessions=_sessions, is_private=is_private),
    Middleware(UploadGuard),
    Middleware(Packed, folder=Path(st.__file__).parent / "static" / "static"),
]


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[dict[str, object]]:
    """Open the warehouse, warm up, say where we are; close it all at the end."""
    home = Home.from_environment()
    try:
        await asyncio.to_thread(_start)
    except SteercoError as error:
        _refuse(error)
    address, port = bound_address(), int(config.get_option("server.port"))
    here = address if is_loopback(address) else "127.0.0.1"
    server_file.write(home, here, port)
    if not is_private():
        access_key(home)
        print(f"The access key is in {home.access_key}", file=sys.stderr)  # noqa: T201
    send_at_once()
    gc.collect()
    gc.freeze()
    _backups.start()
    try:
        yield {}
    finally:
        _backups.stop()
        _viewings.write()
        server_file.remove(home)
        service.close_warehouse()
        _backups.wait()


def send_at_once() -> None:
    """Let the listening socket send small answers at once.

    Headers and body are two writes. The kernel holds the second back until the client
    has confirmed the first, 40 ms later, unless the socket says otherwise; Streamlit
    makes the socket in a way that asyncio does not recognise as TCP.
    """
    for handle in range(3, MOST_HANDLES):
        try:
            if not stat.S_ISSOCK(os.fstat(handle).st_mode):
                continue
            with socket.socket(fileno=os.dup(handle)) as one:
                if one.family in {socket.AF_INET, socket.AF_INET6}:
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            continue


def _start() -> None:
    parsers.prepare()  # while the rest gets warm, so that the first file does not wait
    warehouse = service.open_warehouse()
    for name in WARM:
        importlib.import_module(name)
    try:
        service.ensure_sample(warehouse)
    except SteercoError as error:
        LOG.warning("The sample project could not be loaded: %s", error)


def _refuse(error: SteercoError) -> None:
    """Say why the server cannot start, and end at once.

    Raising would do the same with a page of traceback from the server's own code.
    """
    print(error, file=sys.stderr, flush=True)  # noqa: T201 - before there is a log
    os._exit(1)


def on_error(error: Exception) -> bool:
    """Tell the reader what he can act on; keep the details for the log."""
    if isinstance(error, SteercoError):
        st.error(str(error))
        return True
    reference = secrets.token_hex(4)
    LOG.error("reference %s", reference, exc_info=error)
    st.error(
        f"This part of the page could not be shown. If it happens again, report "
        f"reference {reference}; the log of the server has the details."
    )
    return True
