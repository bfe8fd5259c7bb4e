"""What the JSON of every tracker needs: records told apart, changes as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.importers.jira_json_cells import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from analytics.importers.documents import Extract

Row = dict[str, Any]
EMPTY: Mapping[str, Any] = {
    "sprints": (),
    "sprint_numbers": (),
    "fix_versions": (),
    "components": (),
    "labels": (),
    "numbers": {},
}
"""The columns of an issue that hold lists or numbers, where a tracker has none."""


class Side(NamedTuple):
    """What a field held before or after a change: raw and readable."""

    id: str | None = None
    text: str | None = None


NOTHING = Side()


class Found(NamedTuple):
    """A record that can be loaded: what people call it, its line, itself."""

    key: str
    line: int
    record: Mapping[str, Any]


def distinct(
    records: Iterable[tuple[int, Any]],
    extract: Extract,
    *,
    key: Callable[[Mapping[str, Any]], str | None],
    missing: str,
) -> list[Found]:
    """Return the records that can be loaded, and put the others into quarantine.

    Args:
        records: Line and record, as the document holds them.
        extract: Takes what is put aside.
        key: What people call a record; nothing where it cannot be told.
        missing: The reason said of a record without key, such as "has no number".
    """
    found: dict[str, Found] = {}
    for line, record in records:
        name = key(record) if isinstance(record, dict) else None
        if name is None:
            extract.quarantined.append((line, missing, excerpt(record)))
            continue
        if name in found:
            twin = found.pop(name)
            reason = f"{name} is in the file again at line {line}, which counts"
            extract.quarantined.append((twin.line, reason, excerpt(twin.record)))
        found[name] = Found(name, line, record)
    return list(found.values())


def members(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list, also where GraphQL wraps it into nodes.

    >>> members({"nodes": [{"name": "web"}, None]})
    [{'name': 'web'}]
    """
    if isinstance(value, dict):
        value = value.get("nodes")
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, dict)]


def name_of(value: object) -> str | None:
    """Return an id that others point to, None where it is no text.

    >>> name_of("5f1"), name_of(["5f1"])
    ('5f1', None)
    """
    return value if isinstance(value, str) else None


def inner(record: Mapping[str, Any], *path: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what lies under a path of names, None where it ends early.

    >>> inner({"card": {"id": "5"}}, "card", "id"), inner({}, "card", "id")
    ('5', None)
    """
    value: Any = record
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def change(head: Row, field: str, name: str, *, before: Side, after: Side) -> Row:
    """Return one change of one field.

    Args:
        head: issue_key, issue_number, history_id, item_no, changed_at and line.
        field: Our name of the field.
        name: The tracker's name of the field.
        before: What it held.
        after: What it holds since.
    """
    return {
        **head,
        "field": field,
        "field_name": name,
        "from_id": before.id,
        "to_id": after.id,
        "from_text": before.text,
        "to_text": after.text,
    }


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Sort changes by instant; those of one instant stay as they are."""
    return sorted(rows, key=lambda row: row["changed_at"])


def count_of(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> count_of(1, "card is", "cards are"), count_of(1200, "card is", "cards are")
    ('1 card is', '1,200 cards are')
    """
    return f"{number:,} {one if number == 1 else many}"
