"""Which parts of an issue are made of which fields, as SQL over many issues.

A cell is one part of one issue: the fields it is made of, as one text. It is understood
by `importers.jira_json_issue`, once for each different text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import quoted
from analytics.importers.jira_fields import SortedFields
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_json_issue import TEXTS, Around
from analytics.importers.jira_json_rows import SprintBook, StatusBook
from analytics.intake.quick_events import BLANKS, WHEN, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analytics.importers.jira_json_issue import Part


@dataclass(frozen=True, slots=True)
class Column:
    """One part of the issues of a step, and the fields that hold it.

    Where several hold the same, it counts in which order an issue has them.
    """

    number: int
    part: Part
    keys: tuple[str, ...]
    in_order: bool
    is_plain: bool


def filled_by(part: Part) -> Iterable[str]:
    """Return the columns that a part fills."""
    around = Around("", SprintBook(), StatusBook())
    return part.read(SortedFields(), Cells(0, []), around)


def taken_out(places: Mapping[str, int]) -> str:
    """Return SQL of the values of these fields as JSON: NULL where one is missing."""
    pointers = ", ".join(
        quoted("/" + key.replace("~", "~0").replace("/", "~1")) for key in places
    )
    return f"json_extract(fields, [{pointers}]::varchar[])"


def value_of(column: Column, places: Mapping[str, int]) -> str:
    """Return SQL of all that a part is made of, as one text."""
    texts = [f"coalesce(v[{places[key]}]::varchar, chr(30))" for key in column.keys]
    if column.in_order:
        keys = ", ".join(map(quoted, column.keys))
        texts.append(f"to_json(list_filter(keys, lambda k: k in ({keys})))::varchar")
    if column.part.of_key:
        texts.append("prefix")
    return f"concat_ws(chr(31), {', '.join(texts)})" if texts else "''"


def unclear(column: Column) -> str:
    """Return SQL: whether a cell is one that DuckDB does not read itself."""
    value = f"p{column.number}"
    if not column.is_plain:
        return "true"
    is_empty = f"{value} in ('', chr(30), 'null', '\"\"')"
    if column.part.roles[0] in TEXTS:
        return f"not ({is_empty} or {value}[1] = '\"')"
    when = f"substr({value}, 2, length({value}) - 2)"
    return (
        f"not ({is_empty} or regexp_full_match({value}, '\"{WHEN}\"') "
        f"and {instant(when)} is not null and not contains({value}, 'T24:'))"
    )


def cell_of(column: Column, name: str) -> str:
    """Return SQL of a cell."""
    value, own = f"p{column.number}", f"d{column.number}"
    if not column.is_plain:
        return f"{own}.{name}"
    if column.part.roles[0] in TEXTS:
        text = f"nullif(trim({value} ->> '$', {quoted(BLANKS)}), '')"
        read = f"case when {value}[1] = '\"' then {text} end"
    else:
        read = instant(f"substr({value}, 2, length({value}) - 2)")
    return f"case when {own}.value is null then ({read})::varchar else {own}.{name} end"
