"""Tables as files for a spreadsheet, in which no text of the data may run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from analytics.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable


def to_csv(table: pd.DataFrame) -> bytes:
    """Write a table for a spreadsheet: texts are harmless, numbers stay numbers."""
    safe = pd.DataFrame(
        {
            place: table.iloc[:, place].map(_cell, na_action="ignore")
            if not pd.api.types.is_numeric_dtype(table.dtypes.iloc[place])
            else table.iloc[:, place]
            for place in range(table.shape[1])
        }
    )
    header = [harmless(str(name)) for name in table.columns]
    # The mark tells Excel that the file is UTF-8.
    text = safe.to_csv(index=False, header=header, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def file_name(words: Iterable[str], ending: str) -> str:
    """Return a file name made of words.

    >>> file_name(["Harbour (sample)", "burn-down"], "csv")
    'harbour-sample-burn-down.csv'
    """
    stem = re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
    return f"{stem[:100]}.{ending}"


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value
