"""Reads JSON text into a `Document`: records, and the line each starts on.

Accepted are one object, a bare list, an object with a main list under one of
`json_scan.LIST_KEYS`, JSON lines, and several of these one after the other: the saved
pages of one search are merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.errors import DamagedFileError
from analytics.importers.documents import Document
from analytics.importers.json_scan import COUNT, PAGE, Reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAGES = "(pages)"
REMOVED = "(removed)"
__all__ = ["COUNT", "PAGE", "pages", "read_document", "removed_characters"]


def pages(document: Document) -> list[Mapping[str, Any]]:
    """Return what stands beside each page's list; `COUNT` holds its record count."""
    found: list[Mapping[str, Any]] = document.envelope.get(PAGES, [])
    return found


def removed_characters(document: Document) -> int:
    """Return how many NUL characters and broken surrogates were taken out."""
    return int(document.envelope.get(REMOVED, 0))


def read_document(text: str, filename: str) -> Document:
    """Read JSON text.

    Args:
        text: The decoded file, with or without a byte order mark.
        filename: What messages call it.

    Raises:
        DamagedFileError: The text is not JSON, is cut off, or nests too deeply.
    """
    reader = Reader(text, filename)
    parts = list(reader.parts())
    if not any(part.is_container for part in parts):
        raise DamagedFileError(
            f"{filename} holds a single value and no records. Upload the JSON "
            "export itself."
        )
    envelope = _merged([part.envelope for part in parts if part.list_key])
    if reader.removed:
        envelope[REMOVED] = reader.removed
    return Document(
        filename=filename,
        list_key=next((part.list_key for part in parts if part.list_key), ""),
        envelope=envelope,
        records=list(reader.numbered(parts)),
    )


def _merged(envelopes: list[dict[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for envelope in envelopes:
        for key, value in envelope.items():
            known = merged.get(key)
            if isinstance(known, dict) and isinstance(value, dict):
                merged[key] = {**known, **value}
            else:
                merged[key] = value
    if envelopes:
        merged[PAGES] = envelopes
    return merged


def open_json(path: Path, encoding: str, filename: str) -> Document:
    """Read a JSON file."""
    return read_document(path.read_text(encoding=encoding, errors="replace"), filename)
