"""What a canonical table is made of.

One `Table` per kind of record. The warehouse creates all of them before anything is
loaded, so a project without risks has an empty table, not a missing one. Names end
in what they are: `_on` is a date, `_at` an instant, `_amount` money with a
`currency` beside it, `_seconds` a duration, `_ratio` a share between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT = "VARCHAR"
TEXTS = "VARCHAR[]"
NUMBER = "DOUBLE"
NUMBERS = "MAP(VARCHAR, DOUBLE)"
MONEY = "DECIMAL(18,2)"
DATE = "DATE"
INSTANT = "TIMESTAMP"
WHOLE = "BIGINT"
FLAG = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column: its name, SQL type and meaning."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    `key` is the column that names the entity (empty where lines have no name of
    their own, as in a ledger); `singular` and `plural` are for sentences.
    """

    name: str
    grain: str
    plural: str
    key: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def make_table(
    name: str, grain: str, plural: str, key: str, *columns: tuple[str, str, str]
) -> Table:
    """Return a table from rows of (name, type, meaning)."""
    return Table(name, grain, plural, key, tuple(Column(*c) for c in columns))
