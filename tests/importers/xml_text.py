"""Reads a text as the XML family of importers does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers.registry import XML_IMPORTERS
from analytics.importers.xml_document import XmlDocument, read_xml

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.importers.documents import Extract


def parsed(folder: Path, text: str | bytes) -> XmlDocument:
    """Return the text as a document, read from a file of that folder."""
    path = folder / "file.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_xml(path, "utf-8", "file.xml")


def claimed(document: XmlDocument) -> tuple[str, Extract]:
    """Read a document with the one importer that claims it."""
    (importer,) = (one for one in XML_IMPORTERS if one.claims(document))
    return importer.name, importer.read(document)
