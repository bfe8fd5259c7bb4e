"""A table with months as columns, gathered into one row per month and amount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Found, RawTable, Settling, TableImporter, quoted
from analytics.importers.spread import SpreadImporter

if TYPE_CHECKING:
    from analytics.importers.spread import Spread

PERIODS = "periods"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cells to read, and the records of the file as they stand."""

    raw: RawTable
    found: Found
    records: RawTable
    notes: tuple[str, ...] = ()


def gather(importer: TableImporter, raw: RawTable, found: Found) -> Gathered:
    """Return what is to be read; an ordinary table is that already.

    A table of periods gives a relation with a row for each amount, on the line of its
    record; a blank cell gives none.
    """
    if isinstance(importer, Settling):
        found, notes = importer.settled(raw, found)
        return Gathered(raw, found, raw, notes)
    spread = importer.spread(found) if isinstance(importer, SpreadImporter) else None
    if spread is None:
        return Gathered(raw, found, raw)
    width = len(found.header)
    header = tuple(
        "" if position in spread.periods else name
        for position, name in enumerate(found.header)
    )
    header = (*header, "Period", f"Amount{spread.unit}")
    columns = {**spread.columns, "starts_on": (width,), "amount": (width + 1,)}
    _unpivot(raw, spread, width)
    positions = frozenset(p for where in columns.values() for p in where)
    return Gathered(
        replace(raw, relation=PERIODS, header=header, positions=positions),
        replace(found, header=header, columns=columns),
        raw,
        spread.notes,
    )


def _unpivot(raw: RawTable, spread: Spread, width: int) -> None:
    """Make a relation with a row per filled amount."""
    kept = sorted({p for where in spread.columns.values() for p in where})
    said = "".join(f"c{position}, " for position in kept)
    parts = " union all ".join(
        f"select line, {said}{quoted(text)} as c{width}, c{position} as c{width + 1} "
        f"from {raw.relation} where {raw.cell(position)} is not null"
        for position, text in spread.periods.items()
    )
    raw.connection.execute(
        f"create table {PERIODS} as select * from ({parts}) order by all"
    )
