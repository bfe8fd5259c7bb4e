"""Columns of tables that name linked work items, as rows of `issue_link`.

Jira repeats a column for each type and direction, "Outward issue link (Blocks)";
other trackers list the items of one kind in one cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, MoreRows, quoted
from analytics.importers.headers import plain
from analytics.importers.issue_links import INWARD, OUTWARD
from analytics.importers.words import as_hex
from analytics.schema import ISSUE_LINK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.importers.base import RawTable

KEY = r"[[:alpha:]]\w*-[0-9]+"
WHY = "does not name a work item by its key"
NO_TITLE = "is the title of no task in the file, or of several: no link is made"
_LINK = r"\blink|verknüpf|\benlace|łącze|\blien|vínculo|ligação|koppeling|collegament"
_WAYS = {
    OUTWARD: r"\boutward|salient|ausgehend|zewnętrz|sortant|saída|uitgaand|in uscita",
    INWARD: r"\binward|intern|entrante|eingehend|wewnętrz|entrant|entrada|inkomend"
    r"|in entrata",
}
"""Words of the headers, in the languages of Jira's menus."""
_TYPE = re.compile(r"^(?P<words>[^(]*) \((?P<type>.+)\)$")


def header_of(header: str) -> tuple[str, str] | None:
    """Return direction and type of a column of links, None for any other column.

    >>> header_of("Outward issue link (Issue split)")
    ('outward', 'Issue split')
    >>> header_of("Enlace a la incidencia interna (Blocks)"), header_of("Links")
    (('inward', 'Blocks'), None)
    """
    found = _TYPE.match(" ".join(header.split()))
    words = plain(found["words"]) if found else ""
    if not found or not re.search(_LINK, words):
        return None
    ways = (way for way, pattern in _WAYS.items() if re.search(pattern, words))
    way = next(ways, None)
    return (way, found["type"].strip()) if way else None


@dataclass(frozen=True, slots=True)
class LinkColumns:
    """The repeated columns of links of a Jira CSV; `jira_csv_links` reads them."""

    aliases: tuple[str, ...] = ()

    def accepts(self, header: str) -> bool:
        """Say whether a header is that of a column of links."""
        return header_of(header) is not None

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read nothing into the table of issues; name the cells that hold no key."""
        strange = " or ".join(
            f"not regexp_full_match({raw.cell(one)}, '{KEY}')" for one in positions
        )
        return Fitted("NULL", f"coalesce({strange}, false)", WHY)


def jira_csv_links(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]]
) -> MoreRows | None:
    """Return the links that the columns of a Jira CSV name, if it has any."""
    parts = []
    for position in columns.get("links", ()):
        found = header_of(raw.header[position])
        if found is not None:
            way, kind = quoted(found[0]), as_hex(found[1])
            cell = raw.cell(position)
            parts.append(
                f"select r.line, t.issue_key, {cell} as linked_key, {kind} as link_type"
                f", {way} as direction from {raw.relation} as r "
                "inner join typed_issue as t using (line) "
                f"where regexp_full_match({cell}, '{KEY}')"
            )
    if not parts:
        return None
    names = ("issue_key", "linked_key", "link_type", "direction")
    source = f"({' union all '.join(parts)} order by 1)"
    return MoreRows(ISSUE_LINK, dict(zip(names, names, strict=True)), source)


@dataclass(frozen=True, slots=True)
class Listed:
    """A column whose cells list linked items, read by `listed_links`.

    `says` is the link in words from the item. Where it is empty each entry says it
    before the number, as in "Blocks #12".
    """

    aliases: tuple[str, ...]
    says: str = ""

    def fit(self, _raw: RawTable, _positions: tuple[int, ...]) -> Fitted:
        """Read nothing into the table of issues."""
        return Fitted("NULL")


ENTRY = r"^(.*?) ?(?:\([^)]*\) ?)?(#[0-9]+)$"


def _split(cell: str) -> str:
    return f"regexp_split_to_array({cell}, '[,;]')"


def _numbers(cell: str) -> str:
    """Return SQL for numbers such as "12, 13", or "Task #12: Title" in a list."""
    bare = _split(f"replace({cell}, '#', '')")
    return (
        f"case when regexp_full_match({cell}, '[#0-9,; ]+') then {bare} "
        f"when contains({cell}, '#') then regexp_extract_all({cell}, '#([0-9]+)', 1) "
        f"else {_split(cell)} end"
    )


def listed_links(
    specs: Mapping[str, Listed],
    raw: RawTable,
    columns: Mapping[str, tuple[int, ...]],
    *,
    entries: Callable[[str], str] = _split,
    key: str = ".+",
) -> MoreRows | None:
    """Return the links that columns of lists name, if there are any such columns.

    `entries` gives SQL for the entries of a cell, `key` is what names an item where
    the column says the link.
    """
    parts = []
    for name in sorted(specs.keys() & columns.keys()):
        position, says = columns[name][0], quoted(specs[name].says)
        cell = raw.cell(position)
        parts.append(
            f"select r.line, t.issue_key, {position} as position, {says} as says, "
            f"trim(unnest({entries(cell)})) as token "
            f"from {raw.relation} as r inner join typed_issue as t using (line) "
            f"where {cell} is not null"
        )
    if not parts:
        return None
    source = (
        f"(select *, case when says <> '' then regexp_extract(token, {quoted(key)}) "
        f"else regexp_extract(token, {quoted(ENTRY)}, 2) end as linked, "
        f"case when says <> '' then says "
        f"else nullif(regexp_extract(token, {quoted(ENTRY)}, 1), '') end as words "
        f"from ({' union all '.join(parts)}) where token <> '' order by line)"
    )
    strange = f"(select * from {source} where linked = '')"
    unread = replace(raw, relation=strange).fetch("line, position, token")
    return MoreRows(
        ISSUE_LINK,
        {"issue_key": "issue_key", "linked_key": "linked", "link_text": "words"},
        f"(select * from {source} where linked <> '')",
        tuple(
            (line, raw.header[where], f"{token!r} {WHY}")
            for line, where, token in unread
        ),
    )


TITLES = (
    "(select title, any_value(issue_key) as key from (select issue_key, "
    "unnest([summary, issue_key]) as title from typed_issue) "
    "group by 1 having count(distinct issue_key) = 1)"
)
"""The titles and ids that one task alone has."""


def named_links(
    specs: Mapping[str, Listed],
    raw: RawTable,
    columns: Mapping[str, tuple[int, ...]],
    *,
    bare: Callable[[str], str] = str,
) -> MoreRows | None:
    """Return the links of columns that name tasks by title or id, commas between them.

    A title that several tasks have, or none, is a problem of its line. A cell that is
    as a whole the title of a task names that one, whatever commas it holds. `bare`
    gives SQL for a cell without what the tool writes around a list.
    """
    parts = []
    for name in sorted(specs.keys() & columns.keys()):
        position = columns[name][0]
        cell = bare(raw.cell(position))
        parts.append(
            f"select r.line, t.issue_key, {position} as position, "
            f"{quoted(specs[name].says)} as says, trim(unnest(case when whole.key "
            f"is null then string_split({cell}, ',') else [{cell}] end)) as token "
            f"from {raw.relation} as r inner join typed_issue as t using (line) "
            f"left join {TITLES} as whole on whole.title = {cell} "
            f"where {cell} is not null"
        )
    if not parts:
        return None
    told = (
        f"(select told.*, titles.key from ({' union all '.join(parts)}) as told "
        f"left join {TITLES} as titles on titles.title = told.token "
        "where told.token <> '' order by told.line)"
    )
    strange = f"(select * from {told} where key is null)"
    unread = replace(raw, relation=strange).fetch("line, position, token")
    return MoreRows(
        ISSUE_LINK,
        {"issue_key": "issue_key", "linked_key": "key", "link_text": "says"},
        f"(select * from {told} where key is not null)",
        tuple(
            (line, raw.header[where], f"{token!r} {NO_TITLE}")
            for line, where, token in unread
        ),
    )


LINEAR = {
    "related": Listed(("Related to",), "relates to"),
    "blocked_by": Listed(("Blocked by",), "is blocked by"),
    "duplicate_of": Listed(("Duplicate of",), "duplicates"),
}
REDMINE = {"related": Listed(("Related issues",))}
ASANA = {
    "blocked_by": Listed(("Blocked By (Dependencies)",), "is blocked by"),
    "blocking": Listed(("Blocking (Dependencies)",), "blocks"),
}
CLICKUP = {
    "waiting_on": Listed(("Waiting on", "Blocked by"), "is blocked by"),
    "blocking": Listed(("Blocking", "Blocks"), "blocks"),
    "linked": Listed(("Linked tasks", "Linked Tasks"), "relates to"),
}
FOLLOWS = ("Predecessors", "Predecessor", "Vorgänger", "Nachfolger von")
PRECEDES = ("Successors", "Successor", "Nachfolger", "Vorgänger von")
OPENPROJECT = {
    name: Listed((says, f"{says} relations", *also), words)
    for name, says, words, also in (
        ("related", "Related to", "relates to", ("Relates to", "In Beziehung mit")),
        ("follows", "Follows", "follows", FOLLOWS),
        ("precedes", "Precedes", "precedes", PRECEDES),
        ("blocks", "Blocks", "blocks", ("Blockiert",)),
        ("blocked_by", "Blocked by", "is blocked by", ("Blockiert durch",)),
        ("duplicates", "Duplicates", "duplicates", ("Duplikat von",)),
        ("duplicated_by", "Duplicated by", "is duplicated by", ("Dupliziert durch",)),
        ("includes", "Includes", "includes", ("Beinhaltet",)),
        ("part_of", "Part of", "is part of", ("Teil von",)),
        ("requires", "Requires", "depends on", ("Erfordert",)),
        ("required_by", "Required by", "is a dependency of", ("Erforderlich für",)),
    )
}
"""Relations of OpenProject, from the work package; what it requires comes before it."""


def _listed_cell(cell: str) -> str:
    """Return SQL for a cell of ClickUp: a list in brackets, or the word null."""
    return (
        f"case when {cell} like '[%]' then nullif({cell}[2:-2], '') "
        f"else nullif({cell}, 'null') end"
    )


clickup_links = partial(named_links, CLICKUP, bare=_listed_cell)
openproject_links = partial(listed_links, OPENPROJECT, entries=_numbers, key="^[0-9]+$")
asana_csv_links = partial(named_links, ASANA)
linear_links = partial(listed_links, LINEAR)
redmine_links = partial(listed_links, REDMINE)
