"""Reads the change logs of many issues at once, in DuckDB.

Most changes are like others: the same field from the same value to the same. DuckDB
takes the log apart and collects what is different; each different list of changed
fields is then understood once, by the code that reads every other file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.base import quoted
from analytics.importers.jira_fields import FieldNames, field_names
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_json_events import event_rows, shown_name
from analytics.intake.json_pieces import LONGEST, DoubtError, decoded
from analytics.intake.staging import create_typed, row_line, rows_in
from analytics.schema import ISSUE_EVENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What Python takes for white space."""

WHEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)"
COLUMNS = ("item_no", "field", "field_name", "from_id", "to_id", "from_text", "to_text")
ROWS = 10_000
TABLES = (
    "text (text_id BIGINT, items VARCHAR)",
    "author (author_id BIGINT, author VARCHAR)",
    "latest (text_id BIGINT, created VARCHAR)",
    (
        "entry (n BIGINT, history_id VARCHAR, changed_at TIMESTAMP, text_id BIGINT, "
        "author_id BIGINT)"
    ),
    (
        "issue (n BIGINT, line BIGINT, key VARCHAR, number VARCHAR, fields VARCHAR, "
        "is_logged BOOLEAN, held BIGINT, total VARCHAR)"
    ),
)
_RECORD = {
    "key": "JSON",
    "id": "JSON",
    "fields": "JSON",
    "names": "JSON",
    "changelog": "STRUCT(total JSON, histories "
    'STRUCT(id VARCHAR, created VARCHAR, author STRUCT("displayName" JSON), '
    "items JSON)[])",
}


def prepare(connection: DuckDBPyConnection) -> None:
    """Create the tables that `take` fills."""
    for table in TABLES:
        connection.execute(f"create or replace table quick_{table}")


def take(
    connection: DuckDBPyConnection, path: Path, *, line: int, lines: list[int]
) -> None:
    """Add the issues of one piece, and the entries of their change logs.

    Raises:
        DoubtError: One of them is not as issues are.
    """
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in _RECORD.items())
    connection.execute(
        "create or replace table quick_record as select key::varchar as key, "
        "id::varchar as id, fields::varchar as fields, names, changelog, "
        "changelog.total::varchar as total, changelog.histories as log "
        f"from read_json({quoted(str(path))}, format='array', auto_detect=false, "
        f"maximum_object_size={LONGEST}, columns={{{columns}}})"
    )
    first, count = connection.execute(
        "select (select count(*) from quick_issue), count(*) from quick_record"
    ).fetchall()[0]
    if lines and len(lines) != count:
        raise DoubtError
    _take_issues(connection, first, lines or [line] * count)
    connection.execute(
        "create or replace table quick_read as select n, h.id as history_id, "
        "h.created as created, h.items::varchar as items, coalesce("
        "h.author.\"displayName\"::varchar, 'null') as author, h is null as is_none "
        f"from (select rowid + {first} as n, unnest(log) as h from quick_record)"
    )
    _check_entries(connection)
    _take_entries(connection)


def _take_issues(connection: DuckDBPyConnection, first: int, lines: list[int]) -> None:
    key, number = "substr(key, 2, length(key) - 2)", "id ->> '$'"
    plain_key = f"key[1] = '\"' and not contains(key, chr(92)) and {_bare(key)} <> ''"
    plain_id = "id is null or id[1] = '\"' or regexp_full_match(id, '[0-9]{1,18}')"
    (odd,) = connection.execute(
        "select count(*) from quick_record where names is not null or not coalesce("
        f"{plain_key} and {_bare(key)} = {key}, false) or not ({plain_id}) "
        "or coalesce(fields[1] <> '{', true) or fields = '{}' "
        "or changelog is not null and log is null "
        "or not regexp_full_match(coalesce(total, '0'), '[0-9]{1,9}')"
    ).fetchall()[0]
    if odd:
        raise DoubtError
    connection.execute(
        f"insert into quick_issue select record.rowid + {first}, line, {key}, "
        f"nullif({_bare(number)}, ''), fields, log is not null, "
        "coalesce(len(log), 0), total "
        "from quick_record as record positional join "
        "(select unnest(?::bigint[]) as line)",
        [lines],
    )


def _bare(text: str) -> str:
    return f"trim({text}, {quoted(BLANKS)})"


def _check_entries(connection: DuckDBPyConnection) -> None:
    """Raise where an entry is not plainly sound, or is there twice."""
    odd, numbered, numbers = connection.execute(
        "select count(*) filter (is_none or items is null "
        f"or coalesce(not regexp_full_match(created, '{WHEN}'), true) "
        f"or {instant('created')} is null or contains(created, 'T24:') "
        "or not regexp_full_match(coalesce(history_id, '1'), '[0-9A-Za-z_][\\w-]*') "
        "or history_id in ('true', 'false', 'NaN')), "
        "count(history_id), count(distinct hash(n, history_id)) "
        "filter (history_id is not null) from quick_read"
    ).fetchall()[0]
    if odd or numbered != numbers:
        raise DoubtError


def _take_entries(connection: DuckDBPyConnection) -> None:
    for name, column in (("text", "items"), ("author", "author")):
        connection.execute(
            f"insert into quick_{name} select (select count(*) from quick_{name}) "
            f"+ row_number() over () - 1, {column} from (select distinct {column} "
            f"from quick_read anti join quick_{name} using ({column}))"
        )
    connection.execute(
        f"insert into quick_entry select n, history_id, {instant('created')}, text_id, "
        "author_id from quick_read inner join quick_text using (items) "
        "inner join quick_author using (author)"
    )
    connection.execute(
        "insert into quick_latest select text_id, max(created) "
        "from quick_read inner join quick_text using (items) group by 1"
    )


def instant(column: str) -> str:
    """Return SQL of an instant in UTC, from text as `WHEN` describes it."""
    offset = f"regexp_replace({column}, '([+-]\\d\\d):?(\\d\\d)$', '\\1:\\2')"
    aware = f"make_timestamp(epoch_us(try_cast({offset} as timestamptz)))"
    own = f"try_cast(left({column}, length({column}) - 5) as timestamp)"
    return f"case when ends_with({column}, '+0000') then {own} else {aware} end"


def learn_names(connection: DuckDBPyConnection, names: object) -> FieldNames:
    """Learn what fields are called, from the response and from the latest changes."""
    texts = connection.execute(
        "select max(created), items from quick_latest inner join quick_text "
        "using (text_id) where contains(items, 'customfield_') group by items"
    )
    return field_names(
        [names],
        (
            {"created": created, "items": decoded(items)}
            for created, items in all_rows(texts)
        ),
    )


def all_rows(found: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """Yield what a question found, a part at a time."""
    while rows := found.fetchmany(ROWS):
        yield from rows


def create_events(
    connection: DuckDBPyConnection, names: FieldNames, folder: Path
) -> None:
    """Create the typed table of events.

    Raises:
        DoubtError: A change cannot be read as it is.
    """
    items, authors = folder / "changes.ndjson", folder / "authors.ndjson"
    _write_items(connection, names, items)
    _write_authors(connection, authors)
    source = (
        f"quick_entry inner join {rows_in(items, ISSUE_EVENT)} as item "
        "on quick_entry.text_id = item.line "
        f"inner join {rows_in(authors, ISSUE_EVENT)} as person "
        "on quick_entry.author_id = person.line inner join quick_issue using (n)"
    )
    create_typed(
        connection,
        ISSUE_EVENT,
        {
            "issue_key": "key",
            "issue_number": "number",
            "history_id": "quick_entry.history_id",
            "changed_at": "quick_entry.changed_at",
            "author": "person.author",
            **{column: f"item.{column}" for column in COLUMNS},
        },
        source,
        line="quick_issue.line",
    )
    for table in ("record", "read", "entry", "text", "author", "latest"):
        connection.execute(f"drop table quick_{table}")


def _write_items(connection: DuckDBPyConnection, names: FieldNames, path: Path) -> None:
    """Understand each different list of changed fields once."""
    cells = Cells(0, [])
    found = connection.cursor().execute("select text_id, items from quick_text")
    with path.open("w", encoding="utf-8") as stream:
        for number, items in all_rows(found):
            history = {"items": decoded(items)}
            for row in event_rows(history, cells=cells, names=names, issue={}):
                kept = {column: row[column] for column in COLUMNS}
                stream.write(row_line({"line": number, **kept}))
            if cells.problems:
                raise DoubtError


def _write_authors(connection: DuckDBPyConnection, path: Path) -> None:
    cells = Cells(0, [])
    found = connection.cursor().execute("select author_id, author from quick_author")
    with path.open("w", encoding="utf-8") as stream:
        for number, author in all_rows(found):
            name = shown_name(decoded(author), cells)
            stream.write(row_line({"line": number, "author": name}))
            if cells.problems:
                raise DoubtError
