"""Labels: texts of the data as a figure may draw them, harmless and short."""

from __future__ import annotations

import textwrap
import unicodedata

import pandas as pd

_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "%": "&#37;", "$": "&#36;"}
)


def escape(text: object) -> str:
    """Make a text of the data safe to put into a figure.

    The drawing library reads tags, entities, `%{...}` and `$...$` in every text it
    draws; they are written so that they appear as they are. Control characters,
    also those that turn the direction of the text, are dropped.

    >>> escape("<b>R&D</b>"), escape(float("nan"))
    ('&lt;b&gt;R&amp;D&lt;/b&gt;', '')
    """
    if not isinstance(text, str):
        text = "" if pd.isna(text) else str(text)  # type: ignore[call-overload]
    words = " ".join(str(text).split())
    kept = "".join(c for c in words if unicodedata.category(c) not in {"Cc", "Cf"})
    return kept.translate(_ENTITIES)


def shorten(text: object, width: int = 32) -> str:
    """Cut a text of the data to `width` characters and make it safe to draw.

    >>> shorten("Integration environment", 12)
    'Integration…'
    """
    if not isinstance(text, str):
        return escape(text)
    words = " ".join(text.split())
    return escape(words if len(words) <= width else words[: width - 1].rstrip() + "…")


def wrapped(text: object, line: int = 18) -> str:
    """Put a text of the data on two lines at most, so that labels keep apart.

    >>> wrapped("R-01 Northgate exceeds the effort that was agreed")
    'R-01 Northgate<br>exceeds the…'
    """
    words = " ".join(str("" if pd.isna(text) else text).split())  # type: ignore[call-overload]
    lines = textwrap.wrap(words, line, max_lines=2, placeholder="…")
    return "<br>".join(escape(part) for part in lines)
