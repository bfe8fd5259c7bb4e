"""Turns the change logs of many issues into events at once, in DuckDB.

It does in SQL what `importers.jira_json_events` does for one issue, for values that
need no second look. Which field is meant, and what it is called, is still asked of
`importers.jira_fields`, once for each combination that the file holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.base import quoted
from analytics.importers.jira_fields import FieldNames, event_field, field_names
from analytics.importers.jira_json_cells import EXCERPT
from analytics.intake.json_pieces import DoubtError
from analytics.intake.staging import create_typed
from analytics.schema import ISSUE_EVENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What Python takes for white space."""

WHEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)"
WHOLE = r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,3}[1-9]|\.0)?"
"""Numbers that every reader writes alike."""

NUMBER = r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})"
NO_NUMBER = "inf|infinity|nan"
SIDES = ("from", "fromString", "to", "toString")


def log_type(side: str) -> str:
    """Return the type of a change log; `side` is the type of old and new values."""
    sides = ", ".join(f'"{name}" {side}' for name in SIDES)
    items = f'STRUCT(field VARCHAR, fieldtype VARCHAR, "fieldId" VARCHAR, {sides})[]'
    return (
        "STRUCT(total JSON, histories "
        'STRUCT(id VARCHAR, created VARCHAR, author STRUCT("displayName" VARCHAR), '
        f"items {items})[])"
    )


def lines_of(path: str, *, side: str = "VARCHAR") -> str:
    """Return SQL that reads the lines that `json_pieces.cut` wrote."""
    record = (
        'STRUCT("key" JSON, id JSON, fields JSON, names JSON, '
        f"changelog {log_type(side)})"
    )
    return (
        f"read_json({quoted(path)}, format='newline_delimited', auto_detect=false, "
        f"maximum_object_size=67108864, columns={{'line': 'BIGINT', 'r': '{record}'}})"
    )


def flat(path: str, *, side: str = "VARCHAR") -> str:
    """Return SQL of one row for each changed field."""
    return (
        "select line, key, id, h.id as history_id, h.created as created, "
        'h.author."displayName" as author, '
        "unnest(range(len(h.items))) as item_no, unnest(h.items) as i "
        "from (select line, r.\"key\" ->> '$' as key, r.id ->> '$' as id, "
        "unnest(r.changelog.histories) as h "
        f"from {lines_of(path, side=side)})"
    )


def collect(connection: DuckDBPyConnection, path: str) -> None:
    """Read all changed fields into a table.

    Raises:
        DoubtError: A value may be another than it seems.
    """
    connection.execute(
        "create or replace table quick_event as select line, key, id, history_id, "
        'created, author, item_no, i.field, i.fieldtype, i."fieldId" as field_id, '
        'i."from" as from_id, i."fromString" as from_text, i."to" as to_id, '
        f'i."toString" as to_text from ({flat(path)})'
    )
    sides = ("from_id", "from_text", "to_id", "to_text")
    bad_when = f"coalesce(not regexp_full_match(created, '{WHEN}'), true)"
    no_day = f"{_instant('created')} is null or contains(created, 'T24:')"
    doubtful, odd = connection.execute(
        f"select count(*) filter ({bad_when} or {no_day} or {_odd('history_id')} "
        f"or {_odd('author')}), "
        f"count(*) filter ({' or '.join(map(_odd, sides))}) from quick_event"
    ).fetchall()[0]
    if doubtful or (odd and _is_raw(connection, path)):
        raise DoubtError


def _odd(column: str) -> str:
    """Return SQL: whether a value may have been an object, a flag or a number."""
    number = (
        f"regexp_matches({column}, '^[-+.0-9]') "
        f"and not regexp_full_match({column}, '{WHOLE}') or {column} = '-0'"
    )
    return (
        f"coalesce(case when {column} < ':' then {number} "
        f"when {column} >= '[' and {column} < chr(92) then true "
        f"when {column} >= '{{' and {column} < '|' then true "
        f"else {column} in ('true', 'false', 'NaN', 'Infinity') end, false)"
    )


def _is_raw(connection: DuckDBPyConnection, path: str) -> bool:
    """Say whether a value that looks odd is none of text, and no plain number."""
    raw = " or ".join(
        f'(left(i."{side}"::varchar, 1) <> \'"\' '
        f"and i.\"{side}\"::varchar <> 'null' "
        f"and not regexp_full_match(i.\"{side}\"::varchar, '{WHOLE}') "
        f"or i.\"{side}\"::varchar = '-0')"
        for side in SIDES
    )
    (count,) = connection.execute(
        f"select count(*) from ({flat(path, side='JSON')}) where {raw}"
    ).fetchall()[0]
    return bool(count)


def _instant(column: str) -> str:
    """Return SQL of an instant in UTC."""
    offset = f"regexp_replace({column}, '([+-]\\d\\d):?(\\d\\d)$', '\\1:\\2')"
    aware = f"make_timestamp(epoch_us(try_cast({offset} as timestamptz)))"
    own = f"try_cast(left({column}, length({column}) - 5) as timestamp)"
    return f"case when ends_with({column}, '+0000') then {own} else {aware} end"


def learn_names(connection: DuckDBPyConnection, names: object) -> FieldNames:
    """Learn what fields are called, from the response and from the latest changes."""
    latest = connection.execute(
        f"select field_id, max((created, {_stripped('field')})) from quick_event "
        f"where starts_with(field_id, 'customfield_') and {_stripped('field')} <> '' "
        "group by 1"
    ).fetchall()
    return field_names(
        [names],
        (
            {"created": created, "items": [{"fieldId": key, "field": name}]}
            for key, (created, name) in latest
        ),
    )


def create_events(connection: DuckDBPyConnection, names: FieldNames) -> None:
    """Create the typed table of events.

    Raises:
        DoubtError: It cannot be told whether a value is a number.
    """
    connection.execute(
        "create or replace table quick_field (field varchar, fieldtype varchar, "
        "field_id varchar, event varchar, name varchar, other varchar, "
        "other_name varchar)"
    )
    combinations = connection.execute(
        "select distinct field, fieldtype, field_id from quick_event"
    ).fetchall()
    for field, kind, identity in combinations:
        row = _meaning(field, kind, identity, names)
        connection.execute("insert into quick_field values (?, ?, ?, ?, ?, ?, ?)", row)
    joined = (
        "quick_event inner join quick_field on "
        "quick_event.field is not distinct from quick_field.field "
        "and quick_event.fieldtype is not distinct from quick_field.fieldtype "
        "and quick_event.field_id is not distinct from quick_field.field_id"
    )
    unclear = f"{_unclear('from_text')} or {_unclear('to_text')}"
    number = f"{_is_number('from_text')} and {_is_number('to_text')}"
    connection.execute(
        "create or replace table quick_named as select * exclude (is_other), "
        "case when is_other then other else event end as meant, "
        "case when is_other then other_name else name end as shown from ("
        "select quick_event.*, event, other, name, other_name, "
        f"case when event = other then false else not ({number}) end as is_other, "
        f"case when event = other then false else {unclear} end as is_unclear "
        f"from {joined})"
    )
    (doubtful,) = connection.execute(
        "select count(*) filter (is_unclear) from quick_named"
    ).fetchall()[0]
    if doubtful:
        raise DoubtError
    connection.execute("drop table quick_event")
    create_typed(connection, ISSUE_EVENT, _expressions(), "quick_named")
    connection.execute("drop table quick_named")


def _expressions() -> Mapping[str, str]:
    sides = {
        column: f"case when meant = 'other' then left({_text(column)}, {EXCERPT}) "
        f"else {_text(column)} end"
        for column in ("from_id", "to_id", "from_text", "to_text")
    }
    return {
        "issue_key": _text("key"),
        "issue_number": _text("id"),
        "history_id": _text("history_id"),
        "item_no": "item_no",
        "changed_at": _instant("created"),
        "field": "meant",
        "field_name": "shown",
        **sides,
        "author": f"case when not contains(author, '@') then {_text('author')} end",
    }


def _stripped(column: str) -> str:
    return f"trim({column}, {quoted(BLANKS)})"


def _text(column: str) -> str:
    """Return SQL of text without white space around it; few values have any."""
    plain = f"{column} > ' ' and {column} < chr(127) and right({column}, 1) > ' '"
    ends = f"right({column}, 1) < chr(127)"
    return (
        f"case when {plain} and {ends} then {column} "
        f"else nullif({_stripped(column)}, '') end"
    )


def _is_number(column: str) -> str:
    return (
        f"coalesce({column} = '' or "
        f"regexp_full_match({_stripped(column)}, '{NUMBER}'), true)"
    )


def _unclear(column: str) -> str:
    """Return SQL: whether Python may see a number where SQL sees none."""
    text = f"lower(ltrim({_stripped(column)}, '+-'))"
    return (
        f"(not {_is_number(column)} and (not regexp_matches({text}, '[a-df-z]') "
        f"or regexp_full_match({text}, '{NO_NUMBER}')))"
    )


def _meaning(
    field: str | None, kind: str | None, identity: str | None, names: FieldNames
) -> tuple[Any, ...]:
    """Return what a field means where its values are numbers, and where they are not.

    Raises:
        DoubtError: A name may have been something else than text.
    """
    for value in (field, kind, identity):
        if value is not None and (
            value[:1] in "{[+-.0123456789" or value in ("true", "false", "NaN")
        ):
            raise DoubtError
    item = {"field": field, "fieldtype": kind, "fieldId": identity}
    event, other = event_field(item), event_field({**item, "toString": "no number"})
    name, other_name = names.event_name(item, event), names.event_name(item, other)
    return field, kind, identity, event, name, other, other_name
