"""What a shared page holds: only these fields, each a text, a number or a chart.

The list is closed on purpose. What is not named here cannot be shared by accident:
no rows of the files, no people, no file names, no paths, nothing of the session.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from analytics.sharing.clean import cleaned

Chart = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure: its name, the value as text, and what to know of it.

    `value` is a dash where the figure is undefined; `note` then says why.
    """

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is read; `numeric` says which columns hold numbers."""

    title: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of risks by level; a cell is count and grade, the likeliest row first."""

    title: str
    impacts: tuple[str, ...]
    chances: tuple[str, ...]
    cells: tuple[tuple[tuple[int, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the meeting and what answers it."""

    key: str
    question: str
    term: str
    readings: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    matrices: tuple[Matrix, ...] = ()
    tables: tuple[Table, ...] = ()
    method: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One import that the figures rest on: kind of file and start of its SHA-256."""

    kind: str
    sha8: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A review as it was when the link was made; nothing in it changes any more."""

    title: str
    project: str
    is_sample: bool
    as_of: date
    filters: str
    imports: tuple[Stamp, ...]
    created_at: datetime
    expires_at: datetime
    sections: tuple[Section, ...]

    def to_json(self) -> str:
        """Return the text that is stored; equal reviews give equal texts."""
        values = cleaned(asdict(self))
        return json.dumps(
            values, ensure_ascii=False, sort_keys=True, default=str, allow_nan=False
        )

    @classmethod
    def from_json(cls, text: str) -> Frozen:
        """Read what `to_json` wrote."""
        raw: dict[str, Any] = json.loads(text)
        return cls(
            title=raw["title"],
            project=raw["project"],
            is_sample=raw["is_sample"],
            as_of=date.fromisoformat(raw["as_of"]),
            filters=raw["filters"],
            imports=tuple(Stamp(**one) for one in raw["imports"]),
            created_at=datetime.fromisoformat(raw["created_at"]),
            expires_at=datetime.fromisoformat(raw["expires_at"]),
            sections=tuple(_section(one) for one in raw["sections"]),
        )


def _section(raw: dict[str, Any]) -> Section:
    return Section(
        key=raw["key"],
        question=raw["question"],
        term=raw["term"],
        readings=tuple(raw["readings"]),
        figures=tuple(Figure(**one) for one in raw["figures"]),
        chart=raw["chart"],
        matrices=tuple(_matrix(one) for one in raw["matrices"]),
        tables=tuple(_table(one) for one in raw["tables"]),
        method=raw["method"],
    )


def _table(raw: dict[str, Any]) -> Table:
    return Table(
        title=raw["title"],
        columns=tuple(raw["columns"]),
        numeric=tuple(raw["numeric"]),
        rows=tuple(tuple(row) for row in raw["rows"]),
    )


def _matrix(raw: dict[str, Any]) -> Matrix:
    return Matrix(
        title=raw["title"],
        impacts=tuple(raw["impacts"]),
        chances=tuple(raw["chances"]),
        cells=tuple(
            tuple((int(count), str(grade)) for count, grade in row)
            for row in raw["cells"]
        ),
    )
