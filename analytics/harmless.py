"""Texts that go to a spreadsheet, where none of them may run."""

from __future__ import annotations

FORMULA = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet read a text as a formula, full-width forms included."""


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Apollo")
    ("'=1+1", 'Apollo')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
