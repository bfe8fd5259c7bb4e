"""JSON texts read by the one importer that claims them, and files recorded so."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics import schema
from analytics.importers.json_document import read_document
from analytics.importers.registry import JSON_IMPORTERS

if TYPE_CHECKING:
    from analytics.importers.documents import Extract

GOLDEN = Path(__file__).parents[1] / "golden"


def claimed(value: object, filename: str = "file.json") -> tuple[str, Extract]:
    """Read a text, or a value as JSON, with the one importer that claims it."""
    text = value if isinstance(value, str) else json.dumps(value)
    document = read_document(text, filename)
    (importer,) = (found for found in JSON_IMPORTERS if found.claims(document))
    return importer.name, importer.read(document)


def reference(name: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return the recorded file of an importer, to be changed by a test."""
    return json.loads((GOLDEN / name / "reference.json").read_text(encoding="utf-8"))


def holds_as_recorded(name: str) -> None:
    """Check that the recorded file gives what is recorded, in columns that exist."""
    text = (GOLDEN / name / "reference.json").read_text(encoding="utf-8")
    importer, found = claimed(text, "reference.json")
    assert importer == name
    result = json.loads(json.dumps(asdict(found)))
    expected = GOLDEN / name / "reference.expected.json"
    assert result == json.loads(expected.read_text(encoding="utf-8"))
    for table, rows in found.rows.items():
        columns = {*schema.table(table).names, "line"}
        assert all("line" in row and row.keys() <= columns for row in rows), table
    main = next(one for one in JSON_IMPORTERS if one.name == name).table.name
    if main in {"issue", "sprint", "status"}:
        assert found.rows_read == len(found.rows[main]) + len(found.quarantined)


def by_key(found: Extract, column: str) -> dict[str, Any]:
    """Return one column of the issues by the end of their keys."""
    return {row["issue_key"]: row.get(column) for row in found.rows["issue"]}


def moves(found: Extract, field: str = "status") -> list[tuple[Any, ...]]:
    """Return instant, issue, before and after of the changes of one field."""
    return [
        (row["changed_at"], row["issue_key"], row["from_text"], row["to_text"])
        for row in found.rows["issue_event"]
        if row["field"] == field
    ]
