"""Cells that only Asana writes: ids of 16 digits, parents by name, several projects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.date_columns import first_filled
from analytics.importers.jira_headers import CATEGORIES
from analytics.importers.listed import texts
from analytics.importers.words import as_hex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import RawTable

ROUNDED = r"[0-9](?:[.,][0-9]+)?[eE][+]?[0-9]+"
LONG = "[0-9]{16,}"
ENOUGH = 4
"""So many ids that all end in 0 are no chance: one in ten thousand."""
WHY_ROUNDED = (
    "its Task ID was rounded by a spreadsheet program (1.2E+15), and nobody can say "
    "which task it is: export the CSV again and upload it without opening it"
)
WHY_CUT = (
    "its Task ID ends in 0 like all others: a spreadsheet program has cut the last "
    "digit. Export the CSV again and upload it without opening it"
)


def rejects(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]]
) -> Sequence[tuple[str, str]]:
    """Reject tasks whose id is no longer the one that Asana gave."""
    if "issue_key" not in columns:
        return ()
    cell = first_filled(raw, columns["issue_key"])
    conditions = [(f"regexp_full_match({cell}, '{ROUNDED}')", WHY_ROUNDED)]
    long = f"regexp_full_match({cell}, '{LONG}')"
    ids, cut = raw.fetch(
        f"count(*) filter (where {long}), "
        f"count(*) filter (where {long} and ends_with({cell}, '0'))"
    )[0]
    if ids >= ENOUGH and ids == cut:
        conditions.append((long, WHY_CUT))
    return conditions


def state(raw: RawTable, columns: Mapping[str, tuple[int, ...]]) -> dict[str, Fitted]:
    """Return status and category: completed is done, of the rest Asana says nothing."""
    finished = columns.get("resolved_at")
    completed = f"{first_filled(raw, finished)} is not null" if finished else "false"
    place = columns.get("status")
    section = first_filled(raw, place) if place else "null"
    status = f"case when {completed} then 'Completed' "
    status += f"else coalesce({section}, 'Incomplete') end"
    notes = _only_moved(raw, section, completed) if place else ()
    return {
        "status": Fitted(status, notes=notes),
        "status_category": Fitted(f"case when {completed} then 'done' end"),
    }


def _only_moved(raw: RawTable, section: str, completed: str) -> tuple[str, ...]:
    """Say that tasks stand among the finished ones and are not completed."""
    names = ", ".join(map(quoted, CATEGORIES["done"]))
    (count,) = raw.fetch(
        f"count(*) filter (where not ({completed}) and lower({section}) in ({names}))"
    )[0]
    if not count:
        return ()
    return (
        (
            "Tasks that are not completed but stand in a section called Done or alike: "
            f"{count:,}. They count by the name of the section; the settings of the "
            "project can say otherwise."
        ),
    )


def parent(raw: RawTable, columns: Mapping[str, tuple[int, ...]]) -> Fitted:
    """Return the id of the parent, where one task only has the name that is given."""
    name = first_filled(raw, columns["summary"])
    key = first_filled(raw, columns["issue_key"])
    named = first_filled(raw, columns["parent_key"])
    found = (
        f"(select one.key from (select {name} as name, any_value({key}) as key "
        f"from {raw.relation} group by 1 having count(*) = 1) as one "
        f"where one.name = {named})"
    )
    (missed,) = raw.fetch(
        f"count(*) filter (where {named} is not null and {found} is null)"
    )[0]
    return Fitted(
        found,
        f"{named} is not null and {found} is null" if missed else None,
        "is the name of no task in the file, or of several: the parent is left empty",
    )


def project(raw: RawTable, columns: Mapping[str, tuple[int, ...]]) -> Fitted:
    """Return the project that was exported; a task may be in several.

    It is the one that most tasks name. A subtask names none and belongs to it; a task
    of others alone has the first it names.
    """
    names = texts(first_filled(raw, columns["project_name"]))
    counted = (
        f"(select name, count(*) as tasks from (select unnest({names}) as name "
        f"from {raw.relation}) group by name)"
    )
    found = replace(raw, relation=counted).fetch("arg_max(name, (tasks, name))")
    if found[0][0] is None:
        return Fitted("cast(null as varchar)")
    main = as_hex(found[0][0])
    is_main = f"len({names}) = 0 or list_contains({names}, {main})"
    return Fitted(f"case when {is_main} then {main} else {names}[1] end")
