"""What the parser found in a file: the report that is shown before accept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PEEK = "peek"
PEEK_FILE = "peek.json"
"""What the parser leaves when it is asked for the top of a file only."""
UNPACK = "unpack"
UNPACKED_FILE = "unpacked.json"
"""What the parser leaves when it is asked to take an archive apart."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Columns chosen by hand for a file that no importer recognises.

    Attributes:
        importer: Name of the table importer whose canonical columns are filled.
        sheet: Sheet of the workbook, empty for CSV.
        header_row: Row of the header, counted from 0.
        columns: Canonical column -> positions, 0 is the left-most.
    """

    importer: str
    sheet: str
    header_row: int
    columns: Mapping[str, tuple[int, ...]]

    def to_json(self) -> str:
        """Return a stable text of the mapping."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ColumnMapping:
        """Read what `to_json` wrote."""
        raw = json.loads(text)
        columns = {name: tuple(where) for name, where in raw["columns"].items()}
        return cls(raw["importer"], raw["sheet"], raw["header_row"], columns)


def one_sheet(sheet: str) -> str:
    """Return the mapping that reads one sheet of a workbook as its importer does.

    >>> sheet_of(one_sheet("Risks")), sheet_of("")
    ('Risks', None)
    """
    return json.dumps({"sheet": sheet})


def sheet_of(mapping: str) -> str | None:
    """Return the sheet that a mapping reads without naming columns, if it is so."""
    raw = json.loads(mapping) if mapping else {}
    return raw.get("sheet") if "columns" not in raw else None


def columns_of(mapping: str) -> ColumnMapping | None:
    """Return the columns that a mapping names, None where it names none."""
    if not mapping or sheet_of(mapping) is not None:
        return None
    return ColumnMapping.from_json(mapping)


@dataclass(slots=True)
class Report:
    """One file as the parser understood it.

    Rows are records of the file's main table: `rows_read = rows_loaded +
    rows_quarantined`. `tables` counts the rows of every table that was filled.
    `hints` pre-fill the project's settings. Where a workbook has several sheets that
    are read, `sheet` is the one of this report and `other_sheets` are the others, each
    with the mapping that reads it; `read_sheet` is the one that was read in any case.
    Lists are capped at `settings.MAX_LISTED`; the counts are exact.
    """

    filename: str
    sha256: str
    importer: str
    title: str
    kind: str
    table: str
    rows_read: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    distinct_keys: int | None = None
    tables: dict[str, int] = field(default_factory=dict)
    columns: list[tuple[str, str]] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    problem_count: int = 0
    quarantine: list[tuple[int, str, str]] = field(default_factory=list)
    partial: str = ""
    instants: str = "project"
    as_of: str = ""
    identity: list[str] = field(default_factory=list)
    mapping: str = ""
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)
    read_sheet: str = ""
    hints: dict[str, Any] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write the report beside the staged tables."""
        text = json.dumps(asdict(self), ensure_ascii=False)
        (folder / "report.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Report:
        """Read the report of a staged file."""
        raw = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        for name in ("columns", "problems", "quarantine"):
            raw[name] = [tuple(entry) for entry in raw[name]]
        return cls(**raw)

    @property
    def as_of_instant(self) -> datetime | None:
        """The latest instant that the content speaks of, if it has any."""
        return datetime.fromisoformat(self.as_of) if self.as_of else None
