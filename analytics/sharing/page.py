"""The shared page: a frozen review as HTML that can be read without any script.

Everything that comes from data goes through `text`; charts travel as JSON in a block
that no browser runs.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

from analytics.figures import theme
from analytics.sharing.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from analytics.sharing.frozen import Chart, Figure, Frozen, Matrix, Section, Table

HAND_ON = (
    "To pass this review on, send the link you were given: the address above opens it "
    "in this browser only."
)
ALONE = "This file holds the whole review. It needs no connection and asks nobody."
LETTERS = {"low": "L", "moderate": "M", "high": "H"}
ANCHOR = re.compile(r"<(?=/?a\b)", re.IGNORECASE)
_JSON = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": " ", "\u2029": " "}
)


def text(value: object) -> str:
    """Write a text so that it is nothing but text, in a body or an attribute.

    >>> text('<img src=x onerror="alert(1)">')
    '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'
    """
    return escape(clean(str(value)), quote=True).replace("€ ", "€\N{NO-BREAK SPACE}")


def page(frozen: Frozen, *, head: str, tail: str, download: str = "") -> str:
    """Return the whole page.

    Args:
        frozen: What it shows.
        head: Our own markup for the head: style sheet and policy.
        tail: Our own markup for the end of the body: scripts.
        download: Path of the page as one file; empty in that file itself.
    """
    title = f"{frozen.title} \N{MIDDLE DOT} {frozen.project}"
    parts = "".join(_section(section) for section in frozen.sections)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="robots" content="noindex, nofollow, noarchive">'
        '<link rel="icon" href="data:,">'  # else the browser asks for one
        f"<title>{text(title)}</title>{head}</head>\n<body>\n"
        f"{_top(frozen, download)}<main>{parts}</main>\n{_foot(frozen)}{tail}"
        "</body></html>\n"
    )


def _top(frozen: Frozen, download: str) -> str:
    sample = '<span class="badge">Sample data</span>' if frozen.is_sample else ""
    shown = "" if frozen.filters == "everything" else f", {text(frozen.filters)} only"
    note = HAND_ON if download else ALONE
    link = (
        f'<a class="noprint" href="{escape(download)}">Save as one file</a>'
        if download
        else ""
    )
    return (
        f'<header class="top"><div><p class="eyebrow">{text(frozen.project)}{sample}'
        f"</p><h1>{text(frozen.title)}</h1>"
        f'<p class="asof">As of {theme.day(frozen.as_of)}{shown}</p>'
        f'<p class="bar"><span>{note}</span>{link}</p></div></header>\n'
    )


def _section(section: Section) -> str:
    figures = "".join(_figure(one) for one in section.figures)
    readings = "".join(f"<li>{text(one)}</li>" for one in section.readings)
    name = text(section.key)
    return (
        f'<section id="{name}" aria-labelledby="{name}-title">'
        f'<h2 id="{name}-title">{text(section.question)}</h2>'
        f'<p class="term">{text(section.term)}</p>'
        + (f'<dl class="figures">{figures}</dl>' if figures else "")
        + f'<ul class="readings">{readings}</ul>'
        + _chart(section.chart, " ".join(section.readings))
        + _matrices(section.matrices)
        + "".join(_table(table) for table in section.tables)
        + _method(section.method)
        + "</section>\n"
    )


def _figure(one: Figure) -> str:
    return (
        f'<div><dt>{text(one.label)}</dt><dd class="value">{text(one.value)}</dd>'
        f'<dd class="note">{text(one.note)}</dd></div>'
    )


def _chart(chart: Chart | None, reading: str) -> str:
    if chart is None:
        return ""
    return (
        '<div class="chart" hidden><script type="application/json">'
        f"{block(chart)}</script>"
        f'<div class="plot" role="img" aria-label="{text(reading)}"></div></div>'
    )


def block(value: object) -> str:
    r"""Write JSON that cannot end the element it stands in, and holds no links.

    The drawing library makes anchors of anchors in its texts; figures of ours have
    none, so none is let through.

    >>> print(block({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    packed = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return ANCHOR.sub("&lt;", packed).translate(_JSON)


def _matrices(matrices: Iterable[Matrix]) -> str:
    drawn = "".join(_matrix(one) for one in matrices)
    key = "Rows: probability. Columns: impact. L low, M moderate, H high; a number is"
    return drawn and (
        f'<div class="matrices">{drawn}</div><p class="key">{key} how many open risks '
        "are there.</p>"
    )


def _matrix(one: Matrix) -> str:
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in one.impacts)
    body = "".join(
        f'<tr><th scope="row">{text(chance)}</th>{"".join(map(_cell, cells))}</tr>'
        for chance, cells in zip(one.chances, one.cells, strict=True)
    )
    return (
        f'<table class="matrix"><caption>{text(one.title)}</caption><thead><tr>'
        f"<td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(cell: tuple[int, str]) -> str:
    count, grade = cell
    letter = LETTERS.get(grade, "")
    css = grade if letter else ""
    return f'<td class="{css}">{count or ""}<small>{letter}</small></td>'


def _table(table: Table) -> str:
    kinds = ["n" if numeric else "" for numeric in table.numeric]
    head = "".join(
        f'<th scope="col" class="{kind}">{text(name)}</th>'
        for name, kind in zip(table.columns, kinds, strict=True)
    )
    body = "".join(f"<tr>{_row(row, kinds)}</tr>" for row in table.rows)
    title = text(table.title)
    return (
        f"<details><summary>{title}</summary>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        "</div></details>"
    )


def _row(row: tuple[str, ...], kinds: list[str]) -> str:
    cells = zip(row, kinds, strict=True)
    return "".join(
        f'<th scope="row" class="{kind}">{text(value)}</th>'
        if place == 0
        else f'<td class="{kind}">{text(value)}</td>'
        for place, (value, kind) in enumerate(cells)
    )


def _method(method: str) -> str:
    if not method:
        return ""
    return (
        "<details><summary>How this is measured</summary>"
        f"<p>{text(method)}</p></details>"
    )


def _foot(frozen: Frozen) -> str:
    imports = ", ".join(
        f"{text(one.kind)} <code>{text(one.sha8)}</code>" for one in frozen.imports
    )
    return (
        f'<footer class="foot"><div><p>Data as of {theme.day(frozen.as_of)}. '
        f"Frozen on {_instant(frozen.created_at)}; nothing on this page changes any "
        f"more. The link ends on {_instant(frozen.expires_at)}.</p>"
        f"<p>Shown: {text(frozen.filters)}.</p>"
        f"<p>Files it rests on, by the start of their SHA-256: {imports or 'none'}.</p>"
        "<p>Made with Steerco.</p></div></footer>\n"
    )


def _instant(at: datetime) -> str:
    return f"{theme.day(at.date())}, {at:%H:%M} UTC"
