"""Drift of values: emptied, in another unit or currency, with day and month turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.schema import NUMBERS, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

FEW = 3
"""Fewer rows than this show no pattern."""
FILLED, EMPTY = 0.5, 0.02
"""A column that was filled in half of the rows and is now empty but for these."""
MOST = 0.5
"""A pattern holds for at least this share of the values of the rows in both."""
NEAR = 0.001
MEASURES = {"DOUBLE", "DECIMAL(18,2)"}
DAYS = {"DATE", "TIMESTAMP"}


@dataclass(frozen=True, slots=True)
class Pair:
    """The file before and this one, both loaded."""

    cursor: DuckDBPyConnection
    target: Table
    before: int
    after: int

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Ask with `was` and `now`, the rows of the two files."""
        rows = (
            "select stored.* from import_row inner join "
            f"raw_{self.target.name} as stored using (version_id) "
            f"where import_row.table_name = '{self.target.name}' and import_id = "
        )
        text = f"with was as ({rows} $1), now as ({rows} $2) {question}"
        return self.cursor.execute(text, [self.before, self.after]).fetchall()


def _measured(pair: Pair) -> dict[str, str]:
    """Return name and expression of every number of the table."""
    found = {
        column.name.replace("_", " "): column.name
        for column in pair.target.columns
        if column.type in MEASURES
    }
    for column in pair.target.columns:
        if column.type == NUMBERS:
            names = pair.ask(
                f"select distinct unnest(map_keys({column.name})) from was order by 1"
            )
            for (name,) in names:
                quoted = name.replace("'", "''")
                found[name] = f"{column.name}['{quoted}']"
    return found


def emptied(pair: Pair) -> Iterator[str]:
    """Find what was filled and is empty now."""
    texts = {
        column.name.replace("_", " "): column.name
        for column in pair.target.columns
        if column.type not in MEASURES and column.type != NUMBERS
    }
    wanted = {**texts, **_measured(pair)}
    counts = ", ".join(f"count({expression})" for expression in wanted.values())
    (was,) = pair.ask(f"select count(*), {counts} from was")
    (now,) = pair.ask(f"select count(*), {counts} from now")
    if min(was[0], now[0]) < FEW:
        return
    for name, before, after in zip(wanted, was[1:], now[1:], strict=True):
        if before / was[0] >= FILLED and after / now[0] <= EMPTY:
            yield (
                f"{name} was filled in {100 * before / was[0]:.0f} % of the rows and "
                f"is {100 - 100 * after / now[0]:.0f} % empty now. Nothing of it "
                "counts as 0; look at the export."
            )


def units(pair: Pair) -> Iterator[str]:
    """Find numbers that are all the same multiple of what they were."""
    key = pair.target.key
    if not key:
        return
    for name, value in _measured(pair).items():
        ((count, factor, same),) = pair.ask(
            f", ratio as (select now.{value} / was.{value} as r from was "
            f"inner join now using ({key}) where was.{value} > 0 and now.{value} > 0), "
            "usual as (select mode(round(r, 4)) as factor from ratio) "
            f"select count(*), any_value(factor), count(*) filter "
            f"(abs(r - factor) <= {NEAR} * factor) from ratio cross join usual"
        )
        if count >= FEW and abs(factor - 1) > NEAR and same / count >= MOST:
            yield (
                f"{name} of {same} of {count} rows is {factor:g} times what it was. "
                "Has the unit changed?"
            )


def currencies(pair: Pair) -> Iterator[str]:
    """Find amounts that are in another currency now."""
    if "currency" not in pair.target.names:
        return
    was, now = (
        {row[0] for row in pair.ask(f"select distinct currency from {side}")} - {None}
        for side in ("was", "now")
    )
    if was and now and was != now:
        yield (
            f"The currency was {' and '.join(sorted(was))} and is "
            f"{' and '.join(sorted(now))} now. Amounts are not converted."
        )


def turned_dates(pair: Pair) -> Iterator[str]:
    """Find days whose day and month have changed places."""
    key = pair.target.key
    for column in pair.target.columns if key else ():
        if column.type.upper() not in DAYS:
            continue
        name = column.name
        ((changed, turned),) = pair.ask(
            "select count(*), count(*) filter ("
            f"day(was.{name}) = month(now.{name}) and month(was.{name}) = "
            f"day(now.{name})) from was inner join now using ({key}) "
            f"where was.{name}::date <> now.{name}::date"
        )
        if changed >= FEW and turned / changed >= MOST:
            yield (
                f"Day and month of {name.replace('_', ' ')} have changed places in "
                f"{turned} rows: the order of the date has changed in the export."
            )
