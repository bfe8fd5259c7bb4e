"""Headers as they are compared, and where each stands in a row."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.importers.units import bare

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 300
"""Characters of a cell that are compared with headers; longer ones are data."""
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

    >>> places(("Key", "Sprint", "SPRINT "))
    {'key': (0,), 'sprint': (1, 2)}
    """
    found: dict[str, tuple[int, ...]] = {}
    for position, name in enumerate(row):
        found[plain(name)] = (*found.get(plain(name), ()), position)
    return found


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
def names_in(row: tuple[str, ...]) -> frozenset[str]:
    """Return all headers of a row in plain form, and those with a unit without it.

    >>> sorted(names_in(("Category", "Amount (EUR)")))
    ['amount', 'amount (eur)', 'category']
    """
    return frozenset((*places(row), *places_of_units(row)))
