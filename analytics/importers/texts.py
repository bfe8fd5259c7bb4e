"""The different texts of a column: what is decided of it needs each only once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

LONGEST, MOST = 100, 10_000
"""Characters of a cell that may decide how its column is read, and how many texts may:
what is longer, or comes after so many more frequent ones, is no number or word that
people write, but it is read where it is written as others are."""


def texts_of(raw: RawTable, cell: str, form: str) -> list[str]:
    """Return the different texts of a column, the most frequent first.

    `form` is SQL of the form in which they are wanted, such as in small letters.
    """
    relation = (
        f"{raw.relation} where length({cell}) <= {LONGEST} group by 1 "
        f"order by count(*) desc, 1 limit {MOST}"
    )
    return [text for (text,) in replace(raw, relation=relation).fetch(form)]
