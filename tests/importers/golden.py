"""Reads the fixtures of an importer, as the reading child does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.importers.raw import Read, read_csv

if TYPE_CHECKING:
    from analytics.importers.base import TableImporter

GOLDEN = Path(__file__).parents[1] / "golden"


def read_golden(
    importer: TableImporter,
    name: str = "reference.csv",
    *,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> Read:
    """Read a fixture of an importer."""
    data = (GOLDEN / importer.name / name).read_bytes()
    return read_csv(importer, data.decode(encoding), delimiter)


def by_key(read: Read) -> dict[str, dict[str, Any]]:
    """Return the rows by their key, without what is empty."""
    return {
        row["issue_key"]: {k: v for k, v in row.items() if v not in (None, [])}
        for row in read.rows
    }
