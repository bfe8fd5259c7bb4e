"""Rows of a register that hold no record: numbered ahead, never filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import RawTable, Rejects


def unfilled(noun: str, *content: str) -> Rejects:
    """Return what rejects rows without anything in the columns `content`.

    `noun` is what such a row would be ("a decision").
    """

    def rejects(
        raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> Sequence[tuple[str, str]]:
        there = {p for name in content for p in columns.get(name, ())}
        cells = [raw.cell(position) for position in sorted(there & raw.positions)]
        empty = " and ".join(f"{cell} is null" for cell in cells)
        return ((empty, f"a line without {noun}"),) if empty else ()

    return rejects
