"""Columns of impacts: which hold amounts, and which the levels of a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers.base import quoted
from analytics.importers.headers import plain
from analytics.importers.number_shapes import CASTABLE, ways
from analytics.importers.numbers import amounts, column, read
from analytics.importers.scales import IMPACT
from analytics.importers.units import unit

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

HIGHEST_LEVEL = 10


def money_first(
    raw: RawTable, positions: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the columns of the best name that holds amounts, and those of levels.

    A register may tell the level of an impact in one column, the amount in another.
    Where none holds amounts the best name counts alone.
    """
    named: dict[str, tuple[int, ...]] = {}
    for position in positions:
        name = plain(raw.header[position])
        named[name] = (*named.get(name, ()), position)
    if len(named) == 1:
        return positions, ()
    amounts_in = [one for one in named.values() if _holds_money(raw, one)]
    if not amounts_in:
        return positions, ()
    levels_in = (one for one in named.values() if one not in amounts_in)
    return amounts_in[0], next(levels_in, ())


def _holds_money(raw: RawTable, positions: tuple[int, ...]) -> bool:
    cell, name, _ = column(raw, positions)
    if unit(name).top or levels(raw, cell, name):
        return False
    value = amounts(read(raw, positions, money=True)).expression
    (count,) = raw.fetch(f"count({value})")[0]
    return bool(count)


def tells_levels(raw: RawTable, position: int) -> bool:
    """Say whether all filled cells of a column are levels of an impact, or words."""
    cell = raw.cell(position)
    labels = ", ".join(map(quoted, IMPACT.values))
    number = f"try_cast({cell} as double) between 1 and {HIGHEST_LEVEL}"
    filled, others = raw.fetch(
        f"count({cell}), count({cell}) filter "
        f"(where not (lower({cell}) in ({labels}) or coalesce({number}, false)))"
    )[0]
    return bool(filled) and not others


def levels(raw: RawTable, cell: str, name: str) -> float | None:
    """Return the highest number where all are levels, None where they are money."""
    if unit(name).money:
        return None
    number = f"try_cast({cell} as double)"
    highest, least = raw.fetch(f"max({number}), min({number})")[0]
    others = any(
        way.parts.body and not CASTABLE.fullmatch(way.form) for way in ways(raw, cell)
    )
    if highest is None or others or highest > HIGHEST_LEVEL or least < 0:
        return None
    return float(highest) if highest > 0 else None
