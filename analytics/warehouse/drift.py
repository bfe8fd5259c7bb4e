"""Drift: what a later file of a source does differently from the file before it.

Columns that are called differently, statuses never seen, rows that are gone, values
that are all eight times what they were: each is a sentence before the file is
accepted, because the figures would follow without a word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analytics.schema import table
from analytics.warehouse import drift_values
from analytics.warehouse.drift_values import Pair
from analytics.warehouse.sources import ADD_UP
from analytics.warehouse.sql_files import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

FALLS = 0.2
"""When more than this share of the rows is gone, the file may be a part only."""
NAMED = 5
FILTERS = {
    "issue": {
        "sprint": "array_to_string(sprints, ', ')",
        "type": "issue_type",
        "status": "status",
    }
}
"""What an export of issues can have been filtered by."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What is different, in sentences.

    Attributes:
        sentences: One per difference, most of them to be acted on in the source.
        new_statuses: Statuses never seen, and what each counts as until mapped.
        asks_if_partial: Why the file may hold only a part; empty when it need not.
    """

    sentences: tuple[str, ...] = ()
    new_statuses: tuple[tuple[str, str], ...] = ()
    asks_if_partial: str = ""


def drift_of(
    cursor: DuckDBPyConnection, import_id: int, set_id: str, zone: str
) -> Drift:
    """Compare an import that was just loaded with those before it.

    Args:
        cursor: The transaction that has loaded it.
        import_id: The import.
        set_id: The state that was built with it, for what statuses count as.
        zone: The time zone of the project.
    """
    found = _drift_of_source(cursor, import_id, set_id)
    shared = _shared_hours(cursor, import_id, set_id, zone)
    return replace(found, sentences=(*found.sentences, *shared))


def _shared_hours(
    cursor: DuckDBPyConnection, import_id: int, set_id: str, zone: str
) -> Iterator[str]:
    """Say which other files hold bookings of hours that this one holds as well."""
    if not cursor.execute(
        "select 1 from import_row where import_id = ? and table_name = 'worklog' "
        "limit 1",
        [import_id],
    ).fetchall():
        return
    shared = cursor.execute(
        "select other.filename, booking.counted_id = $i as is_own, count(*) "
        f"from ({sql('reads/worklogs')}) as booking inner join import as other on "
        "other.import_id = case when booking.counted_id = $i then booking.import_id "
        "else booking.counted_id end where not booking.is_counted and "
        "booking.import_id <> booking.counted_id and "
        "$i in (booking.import_id, booking.counted_id) group by all order by all",
        {"s": set_id, "z": zone, "i": import_id},
    ).fetchall()
    for filename, is_own, count in shared:
        many = "1 booking" if count == 1 else f"{count:,} bookings"
        taken = "this file" if is_own else repr(filename)
        yield (
            f"{many} of hours {'is' if count == 1 else 'are'} in {filename!r} as well: "
            f"each counts once, as {taken} has it."
        )


def _drift_of_source(cursor: DuckDBPyConnection, import_id: int, set_id: str) -> Drift:
    """Compare an import with the one of its source before it.

    Where it speaks of the earliest day of all, with the newest.
    """
    found = cursor.execute(
        "select earlier.import_id, earlier.filename, earlier.report, own.report, "
        "own.kind "
        "from import as own inner join import as earlier "
        "on own.source_id = earlier.source_id and own.import_id <> earlier.import_id "
        "where own.import_id = ? and earlier.undone_at is null "
        "order by coalesce(earlier.as_of, earlier.imported_at) "
        "> coalesce(own.as_of, own.imported_at), earlier.is_partial, "
        "coalesce(earlier.as_of, earlier.imported_at) desc, "
        "earlier.import_id desc limit 1",
        [import_id],
    ).fetchall()
    if not found:
        return Drift()
    before, filename, was, now, kind = found[0]
    old, new = json.loads(was), json.loads(now)
    pair = Pair(cursor, table(new["table"]), before, import_id)
    statuses = _new_statuses(pair, set_id)
    gone, asks = ((), "") if kind in ADD_UP else _gone(pair, filename)
    sentences = (
        *_columns(old, new),
        *drift_values.emptied(pair),
        *drift_values.units(pair),
        *drift_values.currencies(pair),
        *drift_values.turned_dates(pair),
        *(
            f"The status {status!r} was never seen before; it counts as {category} "
            "until you say otherwise."
            for status, category in statuses
        ),
        *gone,
    )
    return Drift(sentences, statuses, asks)


def _columns(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Compare the headers: renamed, missing, new."""
    was, now = _headers(old), _headers(new)
    for column in was.keys() & now.keys():
        left, right = was[column] - now[column], now[column] - was[column]
        if left and right:
            yield (
                f"The column {_listed(left)} is now called {_listed(right)}; it was "
                f"read as the same ({column.replace('_', ' ')})."
            )
    fresh = set(new["unknown_columns"]) - set(old["unknown_columns"])
    for column in sorted(was.keys() - now.keys()):
        hint = f" New here: {_listed(fresh)}." if fresh else ""
        yield (
            f"The column {_listed(was[column])} is missing: what it said of "
            f"{column.replace('_', ' ')} is empty now.{hint}"
        )
    for column in sorted(now.keys() - was.keys()):
        yield f"The column {_listed(now[column])} is new and is read."


def _headers(report: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for column, header in report["columns"]:
        found.setdefault(column, set()).add(header)
    return found


def _listed(names: set[str]) -> str:
    shown = sorted(names)[:NAMED]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(repr(name) for name in shown) + more


def _new_statuses(pair: Pair, set_id: str) -> tuple[tuple[str, str], ...]:
    """Return statuses that the file before did not have, with what they count as."""
    if pair.target.name != "issue":
        return ()
    named = {
        row[0]
        for row in pair.ask(
            "select distinct status from now where status is not null "
            "and status not in (select status from was where status is not null)"
        )
    }
    rows = pair.cursor.execute(
        "select status, category from mart.dim_status where set_id = ? "
        "and category_from <> 'project settings' order by status",
        [set_id],
    ).fetchall()
    return tuple((status, category) for status, category in rows if status in named)


def _gone_keys(pair: Pair) -> list[object]:
    """Return the keys of the rows that are gone; none where rows have no key."""
    key = pair.target.key
    if not key:
        return []
    rows = pair.ask(
        f"select distinct {key} from was where {key} is not null and {key} "
        f"not in (select {key} from now where {key} is not null) order by 1"
    )
    return [row[0] for row in rows]


def _gone(pair: Pair, filename: str) -> tuple[tuple[str, ...], str]:
    """Say which rows are gone, and whether that looks like a part of the whole."""
    ((before, after),) = pair.ask(
        "select (select count(*) from was), (select count(*) from now)"
    )
    keys = _gone_keys(pair)
    sentences: tuple[str, ...] = ()
    if keys:
        more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
        told = ", ".join(map(str, keys[:NAMED])) + more
        sentences = (f"{len(keys)} of {before} rows of {filename} are gone: {told}.",)
    missing = len(keys) if pair.target.key else max(before - after, 0)
    if before and missing / before > FALLS:
        return sentences, (
            f"{100 * missing / before:.0f} % of the rows of {filename} are not in this "
            "file. Does it hold everything, or only a part?"
        )
    for name, expression in FILTERS.get(pair.target.name, {}).items():
        many, one, which = (
            pair.ask(f"select count(distinct {expression}) from was")[0][0],
            *pair.ask(
                f"select count(distinct {expression}), min({expression}) from now"
            )[0],
        )
        if one == 1 and many > 1 and missing:
            return sentences, (
                f"All rows have the {name} {which!r}, the file before had {many}. Does "
                "it hold everything, or only a part?"
            )
    return sentences, ""
