"""The files that draw a shared page: one style sheet, two scripts, nothing fetched."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
PLOTLY_VERSION = "4.1.1"
PLOTLY_SHA256 = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
"""Of plotly-basic.min.js as its makers publish it; held by a test."""
LEVEL = 9


@dataclass(frozen=True, slots=True)
class Asset:
    """One file with its name for links; the name changes with the content."""

    name: str
    media_type: str
    plain: bytes
    packed: bytes


@cache
def style() -> Asset:
    """Return the style sheet of shared pages."""
    return _asset("share", "css", (FOLDER / "share.css").read_bytes())


@cache
def script() -> Asset:
    """Return the script that puts the charts into a shared page."""
    return _asset("share", "js", (FOLDER / "share.js").read_bytes())


@cache
def plotly() -> Asset:
    """Return the drawing library: its basic bundle, stored compressed."""
    packed = (FOLDER / f"plotly-basic-{PLOTLY_VERSION}.min.js.gz").read_bytes()
    return _asset("plotly", "js", gzip.decompress(packed), packed)


@cache
def assets() -> dict[str, Asset]:
    """Return all files by name."""
    return {one.name: one for one in (style(), script(), plotly())}


def _asset(stem: str, kind: str, plain: bytes, packed: bytes | None = None) -> Asset:
    name = f"{stem}-{hashlib.sha256(plain).hexdigest()[:16]}.{kind}"
    media_type = {"css": "text/css", "js": "text/javascript"}[kind] + "; charset=utf-8"
    packed = packed or gzip.compress(plain, LEVEL, mtime=0)
    return Asset(name, media_type, plain, packed)
