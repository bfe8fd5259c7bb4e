"""The receipt of a figure: which lines of which files it rests on.

Results carry ids of stored rows (`Basis`); only when somebody asks are they resolved
to file, line and upload, and the record read back from the kept original.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd

from analytics.errors import SteercoError
from analytics.importers.base import HEADER_ROWS
from analytics.intake.form import sniff
from analytics.intake.originals import original
from analytics.intake.scan import head_rows, open_text
from analytics.warehouse import file_reads

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.intake.form import Form
    from analytics.metrics.basis import Basis

COLUMNS = ("file", "line", "table", "upload", "reason")
MAX_RECORD_LINES = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a figure rests on, resolved.

    `used` and `left_out` have one row per line of a file: file, line, table, upload
    (the first 12 digits of the file's SHA-256); `left_out` adds the reason.
    """

    formula: str
    rests_on: str
    filters: str
    as_of: str
    rows_used: int
    used: pd.DataFrame
    left_out: pd.DataFrame


def receipt(facts: Facts, basis: Basis, *, most: int = 5_000) -> Receipt:
    """Resolve what a figure rests on, at most so many lines of each kind."""
    used = [
        _lines(facts, table, list(ids[:most])).assign(table=table)
        for table, ids in basis.used.items()
    ]
    left = basis.left_out.head(most)
    out = [
        _lines(facts, str(table), rows["version_id"].tolist())
        .merge(rows[["version_id", "subject", "reason"]], on="version_id")
        .assign(table=table)
        for table, rows in left.groupby("table")
    ]
    return Receipt(
        basis.formula,
        basis.rests_on,
        facts.filters.sentence(),
        facts.as_of.isoformat(),
        basis.rows_used,
        _shown(used, ("file", "line", "table", "upload")),
        _shown(out, ("file", "line", "table", "upload", "subject", "reason")),
    )


def _lines(facts: Facts, table: str, ids: list[int]) -> pd.DataFrame:
    found = file_reads.lines(facts.warehouse, facts.import_ids, table, ids)
    return found.rename(columns={"filename": "file", "source_line": "line"}).assign(
        upload=found["sha256"].astype("str").str[:12]
    )


def _shown(parts: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    together = pd.concat(parts, ignore_index=True)
    return (
        together[list(columns)]
        .drop_duplicates()
        .sort_values(["file", "line"], kind="stable")
        .reset_index(drop=True)
    )


def record(facts: Facts, sha256: str, filename: str, line: int) -> dict[str, str]:
    """Return the record that starts on a line of a kept original, by header.

    Workbooks and JSON give the text of that row or line as it stands.
    """
    path = original(facts.warehouse.home, sha256)
    try:
        form = sniff(path, filename)
    except SteercoError:
        return {}
    if form.kind != "csv":
        return {}
    with open_text(path, form) as stream:
        rest = islice(stream, line - 1, line - 1 + MAX_RECORD_LINES)
        row = next(csv.reader(rest, delimiter=form.delimiter), [])
    header = _header(path, form, len(row))
    shown: dict[str, str] = {}
    for name, value in zip(header, row, strict=True):
        if value.strip():
            shown[name] = f"{shown[name]}, {value}" if name in shown else value
    return shown


def _header(path: Path, form: Form, width: int) -> list[str]:
    """Return the first row that has a name for every cell; titles stand above it."""
    rows = [list(row) for row, _ in head_rows(path, form, HEADER_ROWS)]
    wide = [row for row in rows if len(row) == width]
    full = next((row for row in wide if all(map(str.strip, row))), None)
    return full or next(iter(wide), [f"column {n}" for n in range(1, width + 1)])


def to_json(found: Receipt) -> str:
    """Return the receipt as JSON, for a download beside the figure."""
    return json.dumps(
        {
            "formula": found.formula,
            "rests_on": found.rests_on,
            "filters": found.filters,
            "as_of": found.as_of,
            "rows_used": found.rows_used,
            "used": found.used.to_dict("records"),
            "left_out": found.left_out.to_dict("records"),
        },
        ensure_ascii=False,
        default=str,
    )
