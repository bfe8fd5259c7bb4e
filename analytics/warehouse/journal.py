"""The journal: what was promised, in a file of its own beside the warehouse.

Each line says how one thing stands after a change that was acknowledged: a project,
an import, a removal, a column mapping, a scenario, a restored backup. It is on disk
before the change is acknowledged, so that a damaged warehouse can be brought back to
what was promised: the originals are kept, and the journal says what was made of them.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.project import Project
    from analytics.settings import Home

Entry = dict[str, Any]
Assumed = dict[str, str]
Key = tuple[str, str, str, str]
"""What makes an import the same one: project, SHA-256, importer, mapping."""


@dataclass(slots=True)
class Promised:
    """How everything stands after the last line of the journal."""

    projects: dict[str, Entry] = field(default_factory=dict)
    imports: dict[Key, Entry] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    mappings: dict[str, str] = field(default_factory=dict)
    """Column mappings by header; an empty one was forgotten."""
    scenarios: dict[tuple[str, str], Assumed | None] = field(default_factory=dict)
    """Assumptions by project and name; None where it was deleted."""


def path_of(home: Home) -> Path:
    """Return where the journal is."""
    return home.path / "journal.ndjson"


def append(home: Home, entries: Iterable[Entry]) -> None:
    """Write lines, and return when they are on disk.

    Raises:
        OSError: They could not be written.
    """
    text = "".join(json.dumps(entry, sort_keys=True) + "\n" for entry in entries)
    if not text:
        return
    path = path_of(home)
    is_new = not path.exists()
    if not is_new and not _ends_whole(path):
        text = "\n" + text
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        sync_folder(home.path)


def _ends_whole(path: Path) -> bool:
    """Say whether the last line is whole; a power cut can tear it."""
    with path.open("rb") as stream:
        if stream.seek(0, os.SEEK_END) == 0:
            return True
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as the files behind them."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def project_entry(project: Project) -> Entry:
    """Return how a project stands."""
    return {
        "what": "project",
        "project_id": project.project_id,
        "name": project.name,
        "is_sample": project.is_sample,
        "settings": project.settings.to_json(),
    }


def mapping_entry(header_hash: str, mapping: str) -> Entry:
    """Return how the column mapping of a header stands; empty where forgotten."""
    return {"what": "mapping", "header_hash": header_hash, "mapping": mapping}


def scenario_entry(project_id: str, name: str, asked: Assumed | None) -> Entry:
    """Return how a scenario stands; None where it was deleted."""
    return {
        "what": "scenario",
        "project_id": project_id,
        "name": name,
        "asked": asked,
    }


FIELDS = (
    *("project_id", "sha256", "importer", "mapping", "filename"),
    *("as_of", "is_partial", "is_undone"),
)
STANDING = (
    "select import_id, project_id, sha256, importer, mapping, filename, "
    "as_of::varchar as as_of, is_partial, undone_at is not null as is_undone "
    "from import"
)


def import_entry(cursor: DuckDBPyConnection, import_id: int) -> Entry:
    """Return how an import stands, as the given transaction sees it."""
    return _standing(cursor, f"{STANDING} where import_id = ?", [import_id])[import_id]


def import_entries(cursor: DuckDBPyConnection) -> dict[int, Entry]:
    """Return how every import stands, the oldest first."""
    return _standing(cursor, f"{STANDING} order by import_id", [])


def _standing(
    cursor: DuckDBPyConnection, question: str, parameters: list[int]
) -> dict[int, Entry]:
    return {
        import_id: {"what": "import", **dict(zip(FIELDS, rest, strict=True))}
        for import_id, *rest in cursor.execute(question, parameters).fetchall()
    }


def key_of(entry: Entry) -> Key:
    """Return what makes an import the same one."""
    return (
        entry["project_id"],
        entry["sha256"],
        entry["importer"],
        entry["mapping"],
    )


def promised(home: Home) -> Promised:
    """Return what the journal promises; a torn line was never acknowledged."""
    found = Promised()
    path = path_of(home)
    if not path.exists():
        return found
    with path.open("rb") as stream:
        for line in stream:
            entry = _parsed(line)
            if entry is not None:
                _take(found, entry)
    return found


def _parsed(line: bytes) -> Entry | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _take(found: Promised, entry: Entry) -> None:
    what = entry.get("what")
    if what == "project":
        found.projects[entry["project_id"]] = entry
        found.removed.discard(entry["project_id"])
    elif what == "mapping":
        found.mappings[entry["header_hash"]] = entry["mapping"]
    elif what == "scenario":
        found.scenarios[entry["project_id"], entry["name"]] = entry["asked"]
    elif what == "import":
        found.imports[key_of(entry)] = entry
    elif what == "removed":
        gone = entry["project_id"]
        found.removed.add(gone)
        found.projects.pop(gone, None)
        for key in [key for key in found.imports if key[0] == gone]:
            del found.imports[key]
        for one in [one for one in found.scenarios if one[0] == gone]:
            del found.scenarios[one]
    elif what == "restored":
        # The restored file is the truth; what was promised before it is not.
        found.projects.clear()
        found.imports.clear()
        found.removed.clear()
        found.mappings.clear()
        found.scenarios.clear()
