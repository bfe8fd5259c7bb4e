"""What every document importer is made of.

A document is parsed whole (JSON, XML, a calendar) and walked by the one importer
that claims it; rows of the canonical tables come out. A *family* is one form of
document: how it is opened, who may claim it, and what is said when nobody does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from analytics.errors import Problem
    from analytics.schema import Table

D_contra = TypeVar("D_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed JSON file.

    `records` are the elements of its main list with the line each starts on; a file
    that is one object has one record. `list_key` names the list ("issues",
    "values", ...; empty for a bare list, a bare object or JSON lines), `envelope` is
    everything beside it.
    """

    filename: str
    list_key: str
    envelope: Mapping[str, Any]
    records: Sequence[tuple[int, Any]]


@dataclass(slots=True)
class Extract:
    """What a document importer made of a document.

    `rows[table]` holds one mapping per row: canonical column -> value, and "line".
    Values are None, text, numbers, booleans, ISO dates ("2026-01-31"), ISO instants
    in UTC without offset ("2026-01-31T09:30:00"), lists of text, or a mapping of
    text to number. `rows_read` counts records of the main table;
    `quarantined` holds (line, reason, excerpt) of records that could not be loaded.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows_read: int = 0
    quarantined: list[tuple[int, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    partial: str = ""
    """Why the file is known to hold only a part, empty where it is whole."""
    instants: str = "utc"
    """utc, or project where times are those of the project's own time zone."""


class DocumentImporter(Protocol[D_contra]):
    """An importer for documents of one form: JSON, XML, a calendar."""

    @property
    def name(self) -> str:
        """Its name in links and on the command line."""

    @property
    def title(self) -> str:
        """What it reads, in the words of people."""

    @property
    def kind(self) -> str:
        """What people call such a file."""

    @property
    def table(self) -> Table:
        """The main table, whose records are counted."""

    def claims(self, document: D_contra) -> bool:
        """Say whether this is a document of that kind, by content."""

    def read(self, document: D_contra) -> Extract:
        """Turn the document into rows of the canonical tables."""


class Named(Protocol):
    """Whatever a family opens: it knows what messages call it."""

    @property
    def filename(self) -> str:
        """The name of the file."""


def whole(_document: Named, _importer: DocumentImporter[Any]) -> str:
    """Take every document of a family for whole."""
    return ""


@dataclass(frozen=True, slots=True)
class Family:
    """One form of document and its importers.

    `open` gets path, encoding and the file's name for messages. `nobody` says, of a
    document that no importer claims, what it is or what to export instead; `part`
    says why a document that an importer claims is only a part, or nothing.
    """

    form: str
    called: str
    open: Callable[[Path, str, str], Any]
    importers: tuple[DocumentImporter[Any], ...]
    nobody: Callable[[Any], str]
    part: Callable[[Any, DocumentImporter[Any]], str] = whole
