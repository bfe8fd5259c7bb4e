"""People as bookings name them: one person, however the name is written."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

SPELLINGS = ("person", "spellings", "count")
NO_NAME = "no name"


def same_name(name: str) -> str:
    """Return a name without what spelling alone changes: case and spaces.

    >>> same_name(" Ada  Quill ") == same_name("ada quill")
    True
    """
    return " ".join(name.split()).casefold()


def alike(name: str) -> str:
    """Return the words of a name in order of the alphabet, bare of accents.

    Two names of which these are equal may be one person: nothing is added up under
    this name, it only warns.

    >>> alike("Quill, Ada") == alike("ada.quill@example.com") == alike("Ada Quill")
    True
    """
    local = name.split("@", maxsplit=1)[0]
    bare = unicodedata.normalize("NFKD", local.casefold())
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return " ".join(sorted(re.findall(r"\w+", letters.replace("_", " "))))


def persons(authors: pd.Series) -> pd.Series:
    """Return who each booking is of, by the spelling that is used most.

    Names that differ in case and spaces only are one person. A booking without a name
    is of `NO_NAME`.
    """
    written = authors.astype("str").str.strip()
    counts = written[written.ne("")].value_counts()
    order = sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
    usual: dict[str, str] = {}
    for name, _ in order:
        usual.setdefault(same_name(str(name)), " ".join(str(name).split()))
    known = {str(name): usual[same_name(str(name))] for name in counts.index}
    return written.map(known).astype("str").fillna(NO_NAME)


def spellings(people: Iterable[str]) -> pd.DataFrame:
    """List people whose names look like one name: counted apart, and told.

    One row per such name: person (the first spelling), spellings (all of them), count.
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(set(people) - {NO_NAME}):
        groups.setdefault(alike(name), []).append(name)
    found = [
        (names[0], ", ".join(names), len(names))
        for words, names in groups.items()
        if words and len(names) > 1
    ]
    return pd.DataFrame(found, columns=list(SPELLINGS))
