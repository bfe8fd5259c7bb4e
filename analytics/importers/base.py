"""What every importer is made of.

Two families share one road. A *table importer* (CSV, XLSX) is a table of columns:
for each canonical column the headers it may have and how its cells are read. A
*document importer* (JSON) walks a parsed document and emits rows. Both run in the
parser process, see `analytics.intake.child`, and decide no meaning: they rename,
and they normalise form.

Cells of a table importer are read by SQL expressions over a `RawTable`, so that a
million cells cost no Python. An expression is built only from column positions and
constants of ours: no text of a file ever becomes SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from analytics.importers.headers import (
    names_in,
    places,
    places_of_units,
    plain,
    plain_names,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from analytics.schema import Table

HEADER_ROWS = 40
"""How many rows from the top may be titles before the header."""


def quoted(text: str) -> str:
    """Return `text` as an SQL string constant.

    >>> quoted("d'août")
    "'d''août'"
    """
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class RawTable:
    """The text cells of one file, in a relation of the parser's own DuckDB.

    The relation has `line` (BIGINT, the line each record starts on) and one VARCHAR
    column `c<position>` for each position in `positions` (0 is the left-most).
    `typed` says that numbers come from number cells (XLSX): their point is a decimal
    point, where the text of a CSV could leave it open. `damaged` are the lines of
    records that were set aside. In the columns of `plain` no cell is empty or has a
    blank at its ends: trimming all cells of a large file takes longer than reading it.
    `told` are the answers given so far.
    """

    connection: DuckDBPyConnection
    relation: str
    header: tuple[str, ...]
    positions: frozenset[int]
    typed: bool = False
    damaged: tuple[int, ...] = ()
    plain: frozenset[int] = frozenset()
    told: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def cell(self, position: int) -> str:
        """Return the SQL expression of a cell: trimmed text, NULL where blank."""
        if position not in self.positions:
            message = f"column {position} was not loaded"
            raise KeyError(message)
        if position in self.plain:
            return f"c{position}"
        return f"nullif(trim(c{position}), '')"

    def fetch(self, select: str) -> list[tuple[Any, ...]]:
        """Run `select <select>` over the relation and return all its rows.

        The cells never change, so what is asked again is not looked up again.
        """
        query = f"select {select} from {self.relation}"
        if query not in self.told:
            self.told[query] = self.connection.execute(query).fetchall()
        return self.told[query]


@dataclass(frozen=True, slots=True)
class Fitted:
    """How the cells of one canonical column are read, decided from all of them.

    `expression` is SQL of the canonical type. `unreadable` is SQL that is true where
    a cell is filled and cannot be read (None where that cannot happen), `why` the
    sentence said of such a cell. `extra` fills further canonical columns that the
    same cells carry, such as a currency. `notes` tell the user what was decided.
    """

    expression: str
    unreadable: str | None = None
    why: str = "cannot be read"
    extra: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Spec(Protocol):
    """How one canonical column is found and read."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The headers it may have, best first."""

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Decide from the whole column how its cells are read.

        `positions` are the columns of the file found by alias: best alias first,
        columns of one name from left to right.
        """


Group: TypeAlias = "Mapping[str, tuple[Spec, tuple[int, ...]]]"
"""Canonical column -> how it is read and where it is."""


@runtime_checkable
class Together(Protocol):
    """A spec that is decided beside its like in the file, such as a date."""

    @property
    def together(self) -> Callable[[RawTable, Group], Mapping[str, Fitted]]:
        """The function that fits all columns of that kind at once."""


@runtime_checkable
class Settling(Protocol):
    """An importer that lets the cells decide what a header of two meanings names."""

    def settled(self, raw: RawTable, found: Found) -> tuple[Found, tuple[str, ...]]:
        """Return the columns as decided, and what to tell of it."""


@runtime_checkable
class Open(Protocol):
    """A spec that takes further columns by the form of their header."""

    def accepts(self, header: str) -> bool:
        """Say whether a header (in its plain form) is one of them."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it stands; of several columns the first filled one counts."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the first filled cell."""
        cells = ", ".join(raw.cell(position) for position in positions)
        return Fitted(f"coalesce({cells})" if len(positions) > 1 else cells)


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of texts from repeated columns, empty cells left out, order kept."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Collect the filled cells from left to right."""
        cells = ", ".join(raw.cell(position) for position in sorted(positions))
        return Fitted(f"list_filter([{cells}], lambda x: x is not null)")


@dataclass(frozen=True, slots=True)
class Grid:
    """The top of one sheet: what identification sees of a CSV or XLSX file."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a table importer found its header, and which column is which.

    `columns` maps canonical names to positions. `header_row` counts the records
    (rows) of the file from 0.
    """

    sheet: str
    header_row: int
    header: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]


Rejects: TypeAlias = (
    "Callable[[RawTable, Mapping[str, tuple[int, ...]]], Sequence[tuple[str, str]]]"
)


@dataclass(frozen=True, slots=True)
class MoreRows:
    """Rows of a second table that the lines of a file carry, such as links of tasks.

    `expressions` fill its columns from the relation `source`, which has `line`;
    `problems` are (line, header, message) of what could not be read.
    """

    table: Table
    expressions: Mapping[str, str]
    source: str
    problems: Sequence[tuple[int, str, str]] = ()
    notes: tuple[str, ...] = ()


More: TypeAlias = "Callable[[RawTable, Mapping[str, tuple[int, ...]]], MoreRows | None]"


@dataclass(frozen=True, slots=True)
class TableImporter:
    """An importer for CSV and XLSX files, as a table of columns.

    It claims a file when, in one of the first rows, all columns of one of its
    `signatures` are found by alias and none of the headers in `forbids` is there.
    `kind` is what people call such a file; `table` is the canonical table. `rejects`
    returns (SQL condition, reason) pairs, given the raw table and the positions: rows
    that meet a condition are no records of this table and go to quarantine. `instants`
    is utc where the format writes all times in UTC. `more` returns rows of a second
    table, once those of the first are typed; columns that this one does not have are
    not loaded, they are there for it.
    """

    name: str
    title: str
    kind: str
    table: Table
    columns: Mapping[str, Spec]
    signatures: tuple[tuple[str, ...], ...]
    forbids: tuple[str, ...] = ()
    rejects: Rejects | None = None
    instants: str = "project"
    more: More | None = None
    _needed: tuple[tuple[frozenset[str], ...], ...] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Note the headers of each signature, so that a row is soon passed over."""
        needed = tuple(
            tuple(
                frozenset(plain_names(spec.aliases))
                for name in signature
                if not isinstance(spec := self.columns[name.rstrip("?")], Open)
            )
            for signature in self.signatures
        )
        object.__setattr__(self, "_needed", needed)

    def may_match(self, row: tuple[str, ...]) -> bool:
        """Say whether a row could be a header of this importer: most cannot."""
        names = names_in(row)
        return any(not any(map(names.isdisjoint, columns)) for columns in self._needed)

    def match(self, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Return the positions of the canonical columns found by alias."""
        where = places(tuple(header))
        found = {}
        for column, spec in self.columns.items():
            names = plain_names(spec.aliases)
            # Asking `isinstance(spec, Open)` takes as long as all the rest of it.
            if (accepts := getattr(spec, "accepts", None)) is not None:
                names = {**names, **dict.fromkeys(filter(accepts, where))}
            found[column] = tuple(p for name in names for p in where.get(name, ()))
        self._match_units(header, found)
        return {column: positions for column, positions in found.items() if positions}

    def _match_units(
        self, header: Sequence[str], found: dict[str, tuple[int, ...]]
    ) -> None:
        """Find columns still missing under headers with a unit: "Amount (EUR)"."""
        where = places_of_units(tuple(header))
        if not where:
            return
        taken = {position for positions in found.values() for position in positions}
        for column, spec in self.columns.items():
            if not found[column]:
                names = plain_names(spec.aliases)
                open_ = (p for n in names for p in where.get(n, ()) if p not in taken)
                found[column] = tuple(open_)

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Decide how the found columns are read, those of one group together."""
        fitted: dict[str, Fitted] = {}
        groups: dict[Any, dict[str, tuple[Spec, tuple[int, ...]]]] = {}
        for column, positions in columns.items():
            spec = self.columns[column]
            if isinstance(spec, Together):
                groups.setdefault(spec.together, {})[column] = (spec, positions)
            else:
                fitted[column] = spec.fit(raw, positions)
        for together, group in groups.items():
            fitted |= together(raw, group)
        return {column: fitted[column] for column in columns}

    def find(self, grid: Grid) -> Found | None:
        """Return the header row that this importer recognises, if any."""
        forbidden = {plain(name) for name in self.forbids}
        for number, row in enumerate(grid.rows[:HEADER_ROWS]):
            if not self.may_match(row):
                continue
            columns = self.match(row)
            if any(set(names) <= columns.keys() for names in self.signatures) and (
                not forbidden & places(tuple(row)).keys()
            ):
                return Found(grid.sheet, number, tuple(row), columns)
        return None
