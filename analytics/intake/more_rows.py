"""Rows of a second table that the lines of a table file carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.intake import staging
from analytics.settings import MAX_LISTED

if TYPE_CHECKING:
    from analytics.importers.base import Found, RawTable, TableImporter
    from analytics.intake.report import Report


def create_more(
    importer: TableImporter, raw: RawTable, found: Found, report: Report
) -> None:
    """Create the typed second table, if the file has one; note what is unclear.

    The rows of the first are typed, and those that are no records are gone.
    """
    more = importer.more(raw, found.columns) if importer.more is not None else None
    if more is None:
        return
    staging.create_typed(raw.connection, more.table, more.expressions, more.source)
    report.problem_count += len(more.problems)
    report.problems.extend(more.problems[:MAX_LISTED])
    report.notes.extend(more.notes)
