"""Tells that a list of records is only the first page of what a tracker has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def cut_off(filename: str, held: int, *, tool: str, sizes: Sequence[int]) -> str:
    """Say that a file probably ends at the end of a page; nothing where it does not.

    Args:
        filename: What the file is called.
        held: How many records it holds.
        tool: Who hands them out in pages.
        sizes: What a page may hold: the usual number first, the most last.

    >>> cut_off("a.json", 42, tool="GitHub", sizes=(30, 100))
    ''
    """
    if held == 0 or (held not in sizes and held % max(sizes)):
        return ""
    return (
        f"{filename} holds exactly {held:,} issues, and {tool} hands them out in pages "
        f"of {sizes[0]} to {sizes[-1]}: there are probably more. Save all pages."
    )
