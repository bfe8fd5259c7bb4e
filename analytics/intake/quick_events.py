"""Reads the change logs of many issues.

Most changes are like others: the same field from the same value to the same. Each
different list of changed fields is understood once, by the code that reads every other
file; DuckDB puts together what is said of it and who made the change when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from analytics.importers.base import quoted
from analytics.importers.jira_fields import named_changes
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_json_events import event_rows, shown_name
from analytics.importers.tracker_rows import inner
from analytics.intake.json_pieces import DoubtError, decoded
from analytics.intake.quick_names import learn
from analytics.intake.staging import row_line, rows_in, write_rows
from analytics.schema import ISSUE_EVENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.intake.quick_names import Guess, Told
    from analytics.intake.quick_records import History, Issue

WHEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)"
COLUMNS = ("item_no", "field", "field_name", "from_id", "to_id", "from_text", "to_text")
MOST_KNOWN = 200_000
"""Different lists of changed fields that are remembered."""
LONGEST_KNOWN = 1_000
"""Bytes of a list beyond which no other is expected to be like it."""
_ENTRY = (
    "{'n': 'BIGINT', 'history_id': 'VARCHAR', 'created': 'VARCHAR', "
    "'text_id': 'BIGINT', 'author_id': 'BIGINT'}"
)


class Events:
    """The changes of the issues of one span, as files for DuckDB to join."""

    def __init__(self, names: Guess, folder: Path) -> None:
        """Begin the files."""
        self.names = names
        self.told: Told = {}
        self.paths = [folder / f"{one}.rows" for one in ("entry", "item", "author")]
        self._entries, self._items, self._people = self._streams = [
            path.open("w", encoding="utf-8", newline="\n") for path in self.paths
        ]
        self._held = self._lists = 0
        self._texts: dict[bytes, str] = {}
        self._authors: dict[bytes, str] = {}
        self._named: dict[str, tuple[tuple[str, str], ...]] = {}

    def __enter__(self) -> Self:
        """Keep the files open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        for stream in self._streams:
            stream.close()

    def take(self, issues: Sequence[Issue], first: int) -> None:
        """Note the changes of issues that are numbered from `first` on.

        Raises:
            DoubtError: A change cannot be read as it is.
        """
        numbers: list[str] = []
        entries: list[History] = []
        for number, issue in enumerate(issues, first):
            if issue.changelog is not None:
                held = issue.changelog.histories
                numbers += [str(number)] * len(held)
                entries += held
        self._held += len(entries)
        texts, authors = self._texts, self._authors
        ids = ["" if one.id is None else str(one.id) for one in entries]
        created = [one.created for one in entries]
        items = [bytes(one.items) for one in entries]
        text_ids = [texts.get(one) or self._text(one) for one in items]
        people = [bytes(one.author) for one in entries]
        author_ids = [authors.get(one) or self._author(one) for one in people]
        rows = zip(numbers, ids, created, text_ids, author_ids, strict=True)
        self._entries.write("\n".join([*map(",".join, rows), ""]))
        self._learn(text_ids, created)
        if len(texts) > MOST_KNOWN:
            texts.clear()
            self._named.clear()

    def _text(self, items: bytes) -> str:
        """Understand a list of changed fields; return its number."""
        self._lists += 1
        cells = Cells(self._lists, [])
        history = {"items": decoded(items)}
        for row in event_rows(history, cells=cells, names=self.names, issue={}):
            kept = {column: row[column] for column in COLUMNS}
            self._items.write(row_line({"line": self._lists, **kept}))
        if cells.problems:
            raise DoubtError
        number = str(self._lists)
        if len(items) <= LONGEST_KNOWN:
            self._texts[items] = number
        if named := tuple(named_changes(history["items"])):
            self._named[number] = named
        return number

    def _author(self, author: bytes) -> str:
        """Understand who made a change; return the number of that."""
        number = len(self._authors) + 1
        cells = Cells(number, [])
        name = shown_name(inner({"by": decoded(author)}, "by", "displayName"), cells)
        if cells.problems:
            raise DoubtError
        self._people.write(row_line({"line": number, "author": name}))
        self._authors[author] = str(number)
        return str(number)

    def _learn(self, text_ids: list[str], created: list[str]) -> None:
        """Learn from the latest of these changes what fields are called."""
        latest: dict[str, str] = {}
        named = self._named
        for text_id, when in zip(text_ids, created, strict=True):
            if text_id in named and when > latest.get(text_id, ""):
                latest[text_id] = when
        for text_id, when in latest.items():
            for key, name in named[text_id]:
                learn(self.told, when, key, name)

    def write(self, connection: DuckDBPyConnection, target: Path) -> int:
        """Write the typed events to a Parquet file; return how many.

        Args:
            connection: A database with the issues of the span in `quick_row`.
            target: The file.

        Raises:
            DoubtError: A change cannot be read as it is.
        """
        entries, items, people = self.paths
        connection.execute(
            "create table quick_entry as select n, history_id, text_id, author_id, "
            f"{instant('created')} as changed_at, contains(created, 'T24:') "
            f"or not regexp_full_match(created, '{WHEN}') as is_odd from read_csv("
            f"{quoted(str(entries))}, auto_detect=false, header=false, "
            f"delim=',', quote='', escape='', columns={_ENTRY})"
        )
        self._check(connection)
        count = write_rows(
            connection,
            ISSUE_EVENT,
            {
                "issue_key": "quick_row.issue_key",
                "issue_number": "quick_row.issue_number",
                "history_id": "quick_entry.history_id",
                "changed_at": "quick_entry.changed_at",
                "author": "person.author",
                **{column: f"item.{column}" for column in COLUMNS},
            },
            f"quick_entry inner join {rows_in(items, ISSUE_EVENT)} as item "
            "on text_id = item.line "
            f"inner join {rows_in(people, ISSUE_EVENT)} as person "
            "on author_id = person.line inner join quick_row using (n)",
            target,
            line="quick_row.line",
        )
        connection.execute("drop table quick_entry")
        return count

    def _check(self, connection: DuckDBPyConnection) -> None:
        """Raise where an entry is not plainly sound, or is there twice."""
        held, odd, numbered, numbers = connection.execute(
            "select count(*), count(*) filter (changed_at is null or is_odd or not "
            "regexp_full_match(coalesce(history_id, '1'), "
            "'[0-9A-Za-z_][\\w-]*')), count(history_id), "
            "count(distinct hash(n, history_id)) filter (history_id is not null) "
            "from quick_entry"
        ).fetchall()[0]
        if odd or held != self._held or numbered != numbers:
            raise DoubtError


def instant(column: str) -> str:
    """Return SQL of an instant in UTC, from text as `WHEN` describes it."""
    offset = f"regexp_replace({column}, '([+-]\\d\\d):?(\\d\\d)$', '\\1:\\2')"
    aware = f"make_timestamp(epoch_us(try_cast({offset} as timestamptz)))"
    own = f"try_cast(left({column}, length({column}) - 5) as timestamp)"
    return f"case when ends_with({column}, '+0000') then {own} else {aware} end"
