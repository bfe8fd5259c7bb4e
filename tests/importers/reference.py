"""The reference file of an importer, read as an upload is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analytics.importers.base import Grid
from tests.intake.reading import parsed

if TYPE_CHECKING:
    from analytics.importers.base import TableImporter
    from tests.intake.reading import Reading

GOLDEN = Path(__file__).parents[1] / "golden"


def reference(folder: Path, importer: TableImporter) -> Reading:
    """Read tests/golden/<importer>/reference.csv; its own importer must claim it."""
    path = GOLDEN / importer.name / "reference.csv"
    reading = parsed(folder, path.read_bytes(), path.name)
    assert reading.report.importer == importer.name
    return reading


def claims(importer: TableImporter, header: str) -> bool:
    """Say whether an importer claims a table with this header."""
    return importer.find(Grid("", (tuple(header.split(",")),))) is not None
