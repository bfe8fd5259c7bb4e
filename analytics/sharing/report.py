"""The shared page as one file: style, scripts and charts inside, no request at all."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from analytics.project import slug
from analytics.sharing.bundle import plotly, script, style
from analytics.sharing.page import page

if TYPE_CHECKING:
    from analytics.sharing.frozen import Frozen

END = re.compile(r"</(?=script)|<!--", re.IGNORECASE)


def report(frozen: Frozen) -> bytes:
    """Return the page as a file that can be sent and opened without a server."""
    scripts = [inline(plotly().plain.decode()), inline(script().plain.decode())]
    css = style().plain.decode()
    head = (
        '<meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; script-src {' '.join(map(allowed, scripts))}; "
        "style-src 'unsafe-inline'; img-src data: blob:; connect-src 'none'; "
        "base-uri 'none'; form-action 'none'\">"
        f"<style>{css}</style>"
    )
    tail = "".join(f"<script>{one}</script>\n" for one in scripts)
    return page(frozen, head=head, tail=tail).encode()


def inline(code: str) -> str:
    """Return a script that cannot end the element it stands in."""
    return END.sub(lambda found: found.group().replace("<", "\\x3c"), code)


def allowed(code: str) -> str:
    """Name a script in a policy by its hash."""
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
    )


def filename(frozen: Frozen) -> str:
    """Name the file after project and day, in letters that every system takes."""
    return f"{slug(frozen.project)}-{frozen.as_of.isoformat()}.html"
