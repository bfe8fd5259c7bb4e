"""Let the parser read bytes, in this process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from analytics.intake.child import parse
from analytics.intake.request import Request
from analytics.settings import INTERACTIVE
from analytics.warehouse.staged import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.intake.report import Report
    from analytics.settings import Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parser made of a file."""

    report: Report
    folder: Path

    def rows(self, columns: str = "issue_key, summary") -> list[tuple[Any, ...]]:
        """Return staged rows in the order of the file."""
        rows = rows_of(self.folder, self.report.table)
        return duckdb.sql(f"select {columns} from {rows} order by line").fetchall()

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """Line and reason of what was set aside."""
        return [(line, reason) for line, reason, _ in self.report.quarantine]


def read(
    folder: Path,
    content: bytes,
    name: str = "board.csv",
    *,
    limits: Limits = INTERACTIVE,
    importer: str = "",
) -> Reading:
    """Parse content under a name; the checks of every file are made here.

    Raises:
        FileError: It is refused.
    """
    reading = parsed(folder, content, name, limits=limits, importer=importer)
    report = reading.report
    assert report.tables[report.table] == report.rows_loaded
    assert len(reading.rows("line")) == report.rows_loaded
    return reading


def parsed(
    folder: Path,
    content: bytes,
    name: str = "board.csv",
    *,
    limits: Limits = INTERACTIVE,
    importer: str = "",
) -> Reading:
    """Parse content whose records may be several rows each.

    Raises:
        FileError: It is refused.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path, work = folder / sha256, folder / f"{sha256}.stage"
    path.write_bytes(content)
    work.mkdir(exist_ok=True)
    report = parse(Request(path, name, sha256, work, limits, importer))
    reading = Reading(report, work)
    assert report.rows_read == report.rows_loaded + report.rows_quarantined
    return reading
