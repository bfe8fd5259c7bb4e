"""CSV and XLSX: from the opened file to the cells of one table.

Two readers look at every CSV: the strict scan (`scan.py`) and DuckDB. They must
agree on the number of records and on every value of the key column, or the file is
refused. A sound UTF-8 file is read by DuckDB as it lies; any other is first written
out cleanly, with the damaged records set aside.
"""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from analytics.errors import DamagedFileError
from analytics.importers.base import RawTable
from analytics.intake.own_database import lines_in_order
from analytics.intake.quick_scan import quick_scan
from analytics.intake.scan import Below, Scan, scan_records
from analytics.settings import MAX_DAMAGED_RATIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.importers.base import Found
    from analytics.intake.table_file import TableFile

    Connect = Callable[[], DuckDBPyConnection]

READ = (
    "read_csv('{path}', auto_detect=false, header=false, skip={skip}, "
    "delim='{delimiter}', quote='\"', escape='\"', nullstr='', strict_mode=true, "
    "max_line_size={line}, buffer_size={buffer}, columns={{{columns}}})"
)
JOIN_LINES = (
    "create view raw as select scanned.line, quick.* from scanned positional join quick"
)
"""Only the columns that a question names are joined, so a view costs nothing."""


class Quick(NamedTuple):
    """The table `quick` that DuckDB read from the file as it lies.

    Trimming changes nothing in its `plain` columns.
    """

    connection: DuckDBPyConnection
    records: int
    plain: frozenset[int]


def load_raw(
    file: TableFile, found: Found, connect: Connect, work: Path
) -> tuple[RawTable, Scan]:
    """Load the cells of the found columns into the relation `raw`.

    The quick read has a database of its own: a file on which DuckDB gives up takes
    only that one with it, and the careful way starts afresh.

    Raises:
        DamagedFileError: Too much of the file is damaged, or two readers differ.
    """
    positions = sorted({p for where in found.columns.values() for p in where})
    key = positions[0]
    quick = None
    if file.form.kind == "xlsx":
        scan = _write_sheet(file, found, work / "clean.csv", key)
    else:
        scan, quick = _scan_csv(file, found, connect, work, positions)
    _judge_damage(file.filename, scan)
    if quick is not None:
        connection, _, plain = quick
        _keep_lines(connection, scan)
        connection.execute(JOIN_LINES)
    else:
        connection = connect()
        _load_clean(connection, work, found, positions)
        plain = _plain(connection, "raw", positions)
    _must_agree(connection, key, scan, file.filename)
    is_typed = file.form.kind == "xlsx"
    damaged = tuple(line for line, _, _ in scan.damaged)
    return RawTable(
        connection,
        "raw",
        found.header,
        frozenset(positions),
        is_typed,
        damaged,
        plain,
    ), scan


def _plain(
    connection: DuckDBPyConnection, cells: str, positions: list[int]
) -> frozenset[int]:
    """Return the columns in which trimming changes nothing, told without trimming.

    A column with letters beyond ASCII is not looked at more closely: a blank of
    another script could stand at the ends of its cells.
    """
    doubts = ", ".join(
        f"bool_or(c{one} < '!' or ends_with(c{one}, ' ') or strlen(c{one}) <> "
        f"length(c{one}))"
        for one in positions
    )
    found = connection.execute(f"select {doubts} from {cells}").fetchall()[0]
    return frozenset(
        one for one, doubtful in zip(positions, found, strict=True) if not doubtful
    )


def _scan_csv(
    file: TableFile, found: Found, connect: Connect, work: Path, positions: list[int]
) -> tuple[Scan, Quick | None]:
    """Read a CSV as it lies where that is safe, else write a clean copy.

    Returns the scan, and DuckDB's quick read where it can be used.
    """
    below = Below(file.header_ends[found.header_row], len(found.header), positions[0])
    if _can_be_read_as_it_lies(file, found):
        with ThreadPoolExecutor(max_workers=1) as pool:
            reading = pool.submit(_read_quickly, file, connect, below, positions)
            scan = quick_scan(file.path, file.form, below=below, limits=file.limits)
            scan = scan or scan_records(
                file.path, file.form, below=below, limits=file.limits
            )
        quick = reading.result()
        if quick and not scan.damaged and quick.records == len(scan.lines):
            return scan, quick
    with (work / "clean.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        scan = scan_records(
            file.path,
            file.form,
            below=below,
            limits=file.limits,
            write=writer.writerow,
        )
    return scan, None


def _can_be_read_as_it_lies(file: TableFile, found: Found) -> bool:
    """Say whether nothing but sound records can stand between DuckDB and the cells."""
    has_plain_header = file.header_ends[found.header_row] == found.header_row + 1
    return file.form.encoding in {"utf-8", "utf-8-sig"} and has_plain_header


def _source(path: Path, skip: int, delimiter: str, names: list[str], line: int) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return READ.format(
        path=str(path).replace("'", "''"),
        skip=skip,
        delimiter=delimiter.replace("\t", "\\t"),
        columns=columns,
        line=2 * line,
        buffer=max(32 << 20, 16 * line),
    )


def _read_quickly(
    file: TableFile, connect: Connect, below: Below, positions: list[int]
) -> Quick | None:
    """Let DuckDB read the file as it lies, beside the strict scan; None if it fails."""
    names = [f"c{number}" for number in range(below.width)]
    source = _source(
        file.path, below.skip, file.form.delimiter, names, file.limits.record_bytes
    )
    chosen = ", ".join(f"c{position}" for position in positions)
    try:
        connection = connect()
        (count,) = connection.execute(
            f"create table quick as select {chosen} from {source}"
        ).fetchall()[0]
        return Quick(connection, count, _plain(connection, "quick", positions))
    except Exception:  # noqa: BLE001 - whatever it is, the careful way decides
        return None


def _keep_lines(connection: DuckDBPyConnection, scan: Scan) -> None:
    """Put the line of each scanned record into the table `scanned`, in order."""
    connection.execute(
        f"create table scanned as select line from {lines_in_order(scan.lines)}"
    )


def _write_sheet(file: TableFile, found: Found, target: Path, key: int) -> Scan:
    """Write the rows of a sheet below its header as a clean CSV."""
    width = len(found.header)
    scan = Scan(width)
    rows = file.rows[found.sheet][found.header_row + 1 :]
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for line, cells in rows:
            row = [cell.replace("\x00", "") for cell in cells[:width]]
            row += [""] * (width - len(row))
            if not any(map(str.strip, row)):
                continue
            scan.lines.append(line)
            scan.keys.append(row[key])
            writer.writerow([line, *row])
    return scan


def _load_clean(
    connection: DuckDBPyConnection, work: Path, found: Found, positions: list[int]
) -> None:
    names = ["line", *(f"c{number}" for number in range(len(found.header)))]
    chosen = ", ".join(f"c{position}" for position in positions)
    source = _source(work / "clean.csv", 0, ",", names, 1 << 20)
    connection.execute(
        "create or replace table raw as "
        f"select line::bigint as line, {chosen} from {source}"
    )


def _judge_damage(filename: str, scan: Scan) -> None:
    if scan.records == 0:
        message = (
            f"{filename} has a header but no rows. Check the filter of the export."
        )
        raise DamagedFileError(message)
    if len(scan.damaged) > max(1, MAX_DAMAGED_RATIO * scan.records) or not scan.lines:
        line, reason, _ = scan.damaged[0]
        message = (
            f"{filename}: {len(scan.damaged):,} of {scan.records:,} records are "
            f"damaged, too many to trust the rest. The first is on line {line}: "
            f"{reason}. Export the file again."
        )
        raise DamagedFileError(message)


def _must_agree(
    connection: DuckDBPyConnection, key: int, scan: Scan, filename: str
) -> None:
    """Check that both readers saw the same records, with the same keys, in order.

    As one text: only where it differs is it looked at record by record.
    """
    (lines, keys) = connection.execute(
        "select string_agg(line::varchar, ' '), "
        f"string_agg(coalesce(c{key}, ''), chr(31)) from raw"
    ).fetchall()[0]
    if lines == " ".join(map(str, scan.lines)) and keys == "\x1f".join(scan.keys):
        return
    seen = connection.execute(f"select line, coalesce(c{key}, '') from raw").fetchall()
    expected = list(zip(scan.lines, scan.keys, strict=True))
    if seen != expected:
        differing = sum(
            one != other for one, other in zip_longest(seen, expected, fillvalue=None)
        )
        message = (
            f"{filename}: two readers disagree on {differing:,} records, so none is "
            "loaded. Export the file again, or save it as XLSX."
        )
        raise DamagedFileError(message)
