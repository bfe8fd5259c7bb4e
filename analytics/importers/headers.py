"""Headers as they are compared, and where each stands in a row."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.importers.units import bare, scaled

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 300
"""Characters of a cell that are compared with headers; longer ones are data."""
JOINED = re.compile(r"[A-Za-z][a-z]+(?:[A-Z][a-z]+|ID)+")
"""Words without blanks, each with a capital; the first has two letters or more."""
BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])")
KEPT = 256
"""Rows whose places are kept: all importers look at the same rows of a file."""


def plain(header: str) -> str:
    r"""Return a header in the form in which headers are compared.

    >>> plain("  Issue\u00a0KEY ")
    'issue key'
    """
    return _plain(header[:LONGEST])


@lru_cache(maxsize=1 << 15)
def _plain(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).replace("\ufeff", "")
    return re.sub(r"[\s_]+", " ", text).strip().casefold()


@lru_cache(maxsize=1 << 13)
def plain_names(aliases: tuple[str, ...]) -> Mapping[str, None]:
    """Return headers in plain form, in order, each once."""
    return dict.fromkeys(map(plain, aliases))


@lru_cache(maxsize=KEPT)
def places(row: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return the positions of each header of a row, by its plain form.

    A name of several words without blanks, as programs write it, is also found by
    its words, unless a column has these as its name.

    >>> places(("Key", "Sprint", "SPRINT "))
    {'key': (0,), 'sprint': (1, 2)}
    >>> places(("IssueID", "StoryPoints", "Story Points"))["story points"]
    (2,)
    >>> places(("IssueID", "dueDate"))["issue id"], places(("dueDate",))["due date"]
    ((0,), (0,))
    """
    found: dict[str, tuple[int, ...]] = {}
    for position, name in enumerate(row):
        found[plain(name)] = (*found.get(plain(name), ()), position)
    for position, name in enumerate(row):
        if words := in_words(name):
            found.setdefault(words, (position,))
    return found


def in_words(header: str) -> str:
    """Return the words of a header such as "StoryPoints"; empty for any other.

    >>> in_words("StoryPoints"), in_words("dueDate"), in_words("Story points")
    ('story points', 'due date', '')
    >>> in_words("SAP"), in_words("IDs"), in_words("iPhone")
    ('', '', '')
    """
    text = header.strip()
    if not JOINED.fullmatch(text):
        return ""
    return plain(BREAK.sub(" ", text))


@lru_cache(maxsize=KEPT)
def places_of_units(row: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return the positions of the headers with a unit, by what stands before it.

    >>> places_of_units(("Category", "Amount (EUR)"))
    {'amount': (1,)}
    """
    found: dict[str, tuple[int, ...]] = {}
    for position, name in enumerate(row):
        if start := bare(name):
            found[plain(start)] = (*found.get(plain(start), ()), position)
    return found


@lru_cache(maxsize=KEPT)
def places_of_scales(row: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return the positions of the headers that name levels, by what stands before.

    >>> places_of_scales(("Risk", "L_1to5", "Impact 1..10"))
    {'l': (1,), 'impact': (2,)}
    """
    found: dict[str, tuple[int, ...]] = {}
    for position, name in enumerate(row):
        if start := scaled(name)[0]:
            found[start] = (*found.get(start, ()), position)
    return found


@lru_cache(maxsize=KEPT)
def names_in(row: tuple[str, ...]) -> frozenset[str]:
    """Return all headers of a row in plain form, and those with a unit without it.

    >>> sorted(names_in(("Category", "Amount (EUR)")))
    ['amount', 'amount (eur)', 'category']
    """
    return frozenset((*places(row), *places_of_units(row)))
