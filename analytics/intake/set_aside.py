"""Rows that are no records of their table, told apart before anything is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.importers.base import Found, RawTable, TableImporter
    from analytics.intake.report import Report

SHOWN = 2_000
"""Characters of a record that the report keeps."""


def set_aside(
    importer: TableImporter, raw: RawTable, found: Found, report: Report, keys: str
) -> list[int]:
    """Set aside rows that are no records of the table: totals, rows without a key.

    Args:
        importer: Says which rows it rejects, and why.
        raw: The records as they stand in the file.
        found: Which of its columns are read.
        report: Takes the rows, each with the first reason that holds.
        keys: SQL of `line` and `key` of every record.

    Returns:
        The lines set aside.
    """
    earlier, asked = "false", []
    for condition, reason in _conditions(importer, raw, found, keys):
        asked.append((f"({condition}) and not coalesce({earlier}, false)", reason))
        earlier += f" or ({condition})"
    counts = ", ".join(f"count(*) filter (where {these})" for these, _ in asked)
    met = raw.fetch(counts)[0] if asked else ()
    gone = [
        (line, reason, text[:SHOWN])
        for (these, reason), count in zip(asked, met, strict=True)
        if count
        for line, text in _records(raw, these)
    ]
    report.quarantine.extend(gone)
    report.rows_quarantined += len(gone)
    aside = {line for line, _, _ in report.quarantine}
    told = len(report.problems)
    report.problems = [told for told in report.problems if told[0] not in aside]
    report.problem_count -= told - len(report.problems)
    return [line for line, _, _ in gone]


def _conditions(
    importer: TableImporter, raw: RawTable, found: Found, keys: str
) -> Iterator[tuple[str, str]]:
    """Give conditions and what is said of the rows that meet them."""
    if importer.rejects is not None:
        yield from importer.rejects(raw, found.columns)
    key = importer.table.key
    if key and key in found.columns:
        condition = f"line in (select line from {keys} where key is null)"
        yield condition, f"it has no {key.replace('_', ' ')}"


def _records(raw: RawTable, these: str) -> list[tuple[int, str]]:
    cells = " || ' | ' || ".join(
        f"coalesce(c{position}, '')" for position in sorted(raw.positions)
    )
    found: list[tuple[int, str]] = raw.connection.execute(
        f"select line, {cells} from {raw.relation} where {these} order by line"
    ).fetchall()
    return found
