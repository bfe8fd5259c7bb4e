"""Who reads a file: by mapping, by choice, or the one importer that claims it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analytics.errors import AmbiguousFileError, FileError, UnknownFileError
from analytics.importers.base import Found
from analytics.importers.registry import TABLE_IMPORTERS
from analytics.intake import describe
from analytics.intake.report import ColumnMapping, columns_of, sheet_of
from analytics.intake.sum_sheets import without_sums
from analytics.intake.table_file import choose

if TYPE_CHECKING:
    from analytics.importers.base import Grid, TableImporter
    from analytics.importers.documents import DocumentImporter, Family, Named
    from analytics.intake.table_file import TableFile


@dataclass(frozen=True, slots=True)
class Claim:
    """Who reads a sheet of a table file, and its header; a CSV has one sheet.

    `others` are the further sheets that are claimed; `is_twin` says that one of them
    is of the same kind; `unread` are those in which nobody finds a table.
    """

    importer: TableImporter
    found: Found
    others: tuple[str, ...] = ()
    is_twin: bool = False
    sums: str = ""
    unread: tuple[Grid, ...] = ()


def claim_table(file: TableFile, *, importer: str, mapping: str) -> Claim:
    """Find the importer and the header, by mapping, by choice or by content.

    Of several sheets that are claimed it is the first, or the one that the mapping
    names; the others are named in the answer.

    Raises:
        AmbiguousFileError: Several importers claim one sheet.
        UnknownFileError: None claims any.
    """
    named = columns_of(mapping)
    among = (_named(importer),) if importer else TABLE_IMPORTERS
    wanted = named.sheet if named else sheet_of(mapping)
    every = choose(file, TABLE_IMPORTERS if named else among)
    claims, sums = without_sums(file, every, kept=wanted or "")
    if named is not None:
        reader, found = _mapped(file, named)
        return _beside(reader, found, claims, sums)
    here = [one for one in claims if wanted in (None, one[1].sheet)]
    if not here:
        raise UnknownFileError(describe.nobody_claims(file.filename, file))
    reader, found = here[0]
    titles = [one.title for one, where in here if where.sheet == found.sheet]
    if len(titles) > 1:
        sheet = f"{file.filename} / {found.sheet}" if found.sheet else file.filename
        raise AmbiguousFileError(sheet, tuple(titles))
    if wanted:
        return _beside(reader, found, claims, "")
    claimed = {where.sheet for _, where in every}
    unread = tuple(g for g in file.grids if g.rows and g.sheet not in claimed)
    return replace(_beside(reader, found, claims, sums), unread=unread)


def _beside(
    importer: TableImporter,
    found: Found,
    claims: list[tuple[TableImporter, Found]],
    sums: str,
) -> Claim:
    """Return a claim with what else is claimed in the file."""
    rest = [(one, where.sheet) for one, where in claims if where.sheet != found.sheet]
    is_twin = any(one.name == importer.name for one, _ in rest)
    return Claim(
        importer, found, tuple(dict.fromkeys(s for _, s in rest)), is_twin, sums
    )


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
    importer = _named(mapping.importer)
    if unknown := sorted(columns.keys() - importer.columns.keys()):
        message = (
            f"The column mapping names {', '.join(map(repr, unknown))}, which is no "
            f"column of {importer.title}. Name the columns of {file.filename} anew on "
            "the column-mapping page and save them."
        )
        raise FileError(message)
    return importer, Found(mapping.sheet, mapping.header_row, header, columns)


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
