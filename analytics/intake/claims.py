"""Who reads a file: by mapping, by choice, or the one importer that claims it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.errors import AmbiguousFileError, FileError, UnknownFileError
from analytics.importers.base import Found
from analytics.importers.registry import TABLE_IMPORTERS
from analytics.intake import describe
from analytics.intake.report import ColumnMapping
from analytics.intake.tabular import choose

if TYPE_CHECKING:
    from analytics.importers.base import TableImporter
    from analytics.importers.documents import DocumentImporter, Family, Named
    from analytics.intake.tabular import TableFile


def claim_table(
    file: TableFile, *, importer: str, mapping: str
) -> tuple[TableImporter, Found]:
    """Find the importer and the header, by mapping, by choice or by content."""
    if mapping:
        return _mapped(file, ColumnMapping.from_json(mapping))
    among = (_named(importer),) if importer else TABLE_IMPORTERS
    claims = choose(file, among)
    if len(claims) > 1:
        raise AmbiguousFileError(file.filename, tuple(one.title for one, _ in claims))
    if not claims:
        raise UnknownFileError(describe.nobody_claims(file.filename, file))
    return claims[0]


def _mapped(file: TableFile, mapping: ColumnMapping) -> tuple[TableImporter, Found]:
    """Return the importer and header that somebody has named by hand."""
    grid = next((g for g in file.grids if g.sheet == mapping.sheet), None)
    if grid is None or mapping.header_row >= len(grid.rows):
        message = f"{file.filename} has no such sheet or header row."
        raise FileError(message)
    header = grid.rows[mapping.header_row]
    columns = {name: where for name, where in mapping.columns.items() if where}
    if any(p >= len(header) for where in columns.values() for p in where):
        message = f"{file.filename} has fewer columns than the mapping names."
        raise FileError(message)
    found = Found(mapping.sheet, mapping.header_row, header, columns)
    return _named(mapping.importer), found


def _named(name: str) -> TableImporter:
    found = next((i for i in TABLE_IMPORTERS if i.name == name), None)
    if found is None:
        message = f"There is no importer called {name!r} for tables."
        raise FileError(message)
    return found


def claim_document(
    document: Named, family: Family, *, importer: str
) -> DocumentImporter[Any]:
    """Find the importer by choice or by content."""
    claims = [
        one
        for one in family.importers
        if (not importer or one.name == importer) and one.claims(document)
    ]
    if len(claims) > 1:
        raise AmbiguousFileError(document.filename, tuple(one.title for one in claims))
    if not claims:
        message = f"{document.filename}: {family.nobody(document)}"
        raise UnknownFileError(message)
    return claims[0]
