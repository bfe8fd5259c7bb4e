"""Texts that leave the house: no e-mail addresses, no paths, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

EMAIL = re.compile(r"[^\s@<>()\[\]\"',;:&]+@[\w.\-…]+")
"""Also one that a chart has cut short."""
PATH = re.compile(
    r"(?<![\w<&:/.])/(?:[\w.-]+/)+[\w.-]+|\b[A-Za-z]:\\[^\s\"'<>]+|\\\\[\w.-]+\\[^\s\"'<>]+"
)
INVISIBLE = {"Cc", "Cf", "Co", "Cs"}


def clean(text: str) -> str:
    """Mask addresses and paths, drop characters that cannot be seen.

    >>> clean("ask ada@example.org, see /srv/share/plan.xlsx")
    'ask [address], see [path]'
    """
    seen = "".join(
        " " if one in "\t\n" else one
        for one in text
        if one in "\t\n" or unicodedata.category(one) not in INVISIBLE
    )
    return PATH.sub("[path]", EMAIL.sub("[address]", seen))


def cleaned(value: object) -> object:
    """Return a JSON value with every text in it cleaned, names of fields included.

    >>> cleaned({"name": ["a@b.org", 1.5, None]})
    {'name': ['[address]', 1.5, None]}
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {
            name: part if name == "bdata" else cleaned(part)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [cleaned(part) for part in value]
    return value
