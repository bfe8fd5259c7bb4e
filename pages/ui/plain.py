"""Text that others wrote, made safe to stand in Markdown."""

from __future__ import annotations

import re
import unicodedata

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=\"'@/])")
CONTROL = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
JOINER = "\u2060"
"""Breaks what Markdown would turn into a link, a picture or a code, and is unseen."""
LINKS = (
    (re.compile(r"(?i)(https?)(?=://)"), rf"\1{JOINER}"),
    (re.compile(r"(?i)(www)(?=\.)"), rf"\1{JOINER}"),
    (re.compile(r"(?=@)"), JOINER),
    (re.compile(r":(?=[^\s:]+:)"), rf":{JOINER}"),
)


def visible(text: str) -> str:
    r"""Return text without control, bidirectional and other unseen characters.

    >>> visible("pass\u202ewd\n.csv")
    'passwd .csv'
    """
    spaced = re.sub(r"[\t\r\n]+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in CONTROL)


def plain(text: object, *, most: int = 2_000) -> str:
    r"""Return any text so that Markdown shows it as it stands, on one line.

    >>> plain("*Budget* [2026](x)")
    '\\*Budget\\* \\[2026\\]\\(x\\)'
    """
    shown = visible(str(text))
    shown = shown if len(shown) <= most else shown[: most - 1] + "…"
    for pattern, replacement in LINKS:
        shown = pattern.sub(replacement, shown)
    return SPECIAL.sub(r"\\\1", shown)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "entry", "entries")
    ('1 row', '1,200 rows', '2 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
