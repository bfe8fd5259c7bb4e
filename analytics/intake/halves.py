"""Write the typed rows of a table; of a large one, half here, half in a fork.

Each row is read by itself, so two processes need half of the time of one. Two threads
of one process would not: they wait for each other in the allocator.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.importers.base import quoted
from analytics.intake.beside import PROCESSES, beside
from analytics.intake.own_database import LACKS, lines_in_order
from analytics.intake.staging import (
    create_typed,
    part_of,
    view_parts,
    write_parquet,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.importers.base import RawTable
    from analytics.schema import Table

LEAST = 20_000
"""Rows of a table below which a fork takes longer than it saves."""


def write_typed(
    raw: RawTable,
    target: Table,
    expressions: Mapping[str, str],
    folder: Path,
    *,
    aside: Sequence[int] = (),
    least: int = LEAST,
) -> int:
    """Write the typed rows of a table and let `typed_<table>` show them.

    Args:
        raw: The cells, one row for each line that is read.
        target: The canonical table.
        expressions: What each of its columns is read with.
        folder: Where the Parquet files go.
        aside: Lines that are no records of the table.
        least: From how many rows on a table is large.

    Returns:
        The number of rows written.
    """
    rows = raw.relation
    if aside:
        rows = f"(select * from {rows} where line not in {lines_in_order(aside)})"
    if raw.fetch("count(*)")[0][0] < least:
        # In memory: what is asked of a small table then needs no file.
        create_typed(raw.connection, target, expressions, rows)
        return write_parquet(raw.connection, target, folder)
    write = partial(write_rows, raw.connection, target, expressions)
    own, other = (part_of(folder, target, number) for number in (1, 2))
    has_spilled = any((folder / "spill").glob("*"))  # two would write into one file
    if has_spilled or PROCESSES == 1:
        count, parts = write(rows, own), [own]
    else:
        (middle,) = raw.fetch("quantile_disc(line, 0.5)")[0]
        here, there = (
            f"(from {rows} where line {way} {middle})" for way in ("<=", ">")
        )

        def second() -> bytes:  # pragma: no cover - in the fork
            spill = quoted(str(folder / "spill.2"))
            raw.connection.execute(f"set temp_directory = {spill}")
            return b"%d" % write(there, other)

        with beside(second, LACKS) as rest:
            count, parts = write(here, own) + int(rest()), [own, other]
    view_parts(raw.connection, target, parts)
    return count
