"""Turns the change log inside an issue into events."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analytics.importers.jira_fields import FieldNames, event_field
from analytics.importers.jira_json_cells import EXCERPT, Cells
from analytics.importers.json_document import removed_characters
from analytics.importers.tracker_rows import inner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.documents import Document

Row = dict[str, Any]


def event_rows(
    history: Mapping[str, Any], *, cells: Cells, names: FieldNames, issue: Row
) -> list[Row]:
    """Turn one entry of a change log into events, in the order of its items.

    Args:
        history: The entry: id, created, items.
        cells: Collects what cannot be read.
        names: What the fields of the document are called.
        issue: `issue_key` and `issue_number` of the issue.
    """
    items = history.get("items")
    if not isinstance(items, list):
        cells.unreadable(items, "changelog", "a list of changed fields")
        return []
    head = {
        **issue,
        "history_id": cells.text(history.get("id"), "history_id"),
        "changed_at": cells.instant(history.get("created"), "changed_at"),
        "author": shown_name(inner(history, "author", "displayName"), cells),
        "line": cells.line,
    }
    rows = []
    for position, item in enumerate(items):
        if isinstance(item, dict):
            rows.append(
                _event(
                    item, cells=cells, names=names, head=head | {"item_no": position}
                )
            )
        else:
            cells.unreadable(item, "changelog", "a changed field")
    return rows


def shown_name(name: object, cells: Cells) -> str | None:
    """Return who made a change by the name that is shown; never a mail address.

    >>> shown_name(" Ada P. ", Cells(1, [])), shown_name("ada@a.org", Cells(1, []))
    ('Ada P.', None)
    """
    text = cells.text(name, "author")
    return None if text and "@" in text else text


def _event(
    item: Mapping[str, Any], *, cells: Cells, names: FieldNames, head: Row
) -> Row:
    event = event_field(item)
    row = head | {
        "field": event,
        "field_name": names.event_name(item, event),
        "from_id": cells.text(item.get("from"), "from_id"),
        "to_id": cells.text(item.get("to"), "to_id"),
        "from_text": cells.text(item.get("fromString"), "from_text"),
        "to_text": cells.text(item.get("toString"), "to_text"),
    }
    if event == "other":
        for column in ("from_id", "to_id", "from_text", "to_text"):
            row[column] = row[column] and row[column][:EXCERPT]
    return row


def chronological(rows: list[Row]) -> list[Row]:
    """Sort events by instant, then by history id, then by item.

    Jira Cloud lists the newest first, Jira Data Center the oldest. Events without a
    readable instant come last.
    """

    def order(row: Row) -> tuple[bool, str, float, str, int]:
        history = row["history_id"] or ""
        number = float(history[:EXCERPT]) if history.isdecimal() else math.inf
        instant = row["changed_at"]
        return (instant is None, instant or "", number, history, row["item_no"])

    return sorted(rows, key=order)


def histories_of(issue: Mapping[str, Any]) -> list[Any] | None:
    """Return the history entries of an issue; None where it carries no change log."""
    log = issue.get("changelog")
    if isinstance(log, dict):
        log = log.get("histories")
    return log if isinstance(log, list) else None


def issue_events(
    record: Mapping[str, Any], *, cells: Cells, names: FieldNames, issue: Row
) -> list[Row]:
    """Return the events of one issue in chronological order.

    Entries that two overlapping pages both hold are taken once.
    """
    log = record.get("changelog")
    histories = histories_of(record)
    if histories is None:
        if isinstance(log, dict) or log is not None:
            cells.unreadable(log, "changelog", "a change log")
        return []
    rows: list[Row] = []
    seen: set[str] = set()
    for history in histories:
        if not isinstance(history, dict):
            cells.unreadable(history, "changelog", "an entry of a change log")
            continue
        identity = str(history.get("id"))
        if history.get("id") is not None and identity in seen:
            cells.refuse("changelog", f"entry {identity} is there twice, taken once")
            continue
        seen.add(identity)
        rows += event_rows(history, cells=cells, names=names, issue=issue)
    return chronological(rows)


def missing_entries(record: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return how many entries an issue holds and has, where it holds too few."""
    log = record.get("changelog")
    total = log.get("total") if isinstance(log, dict) else None
    held = len(histories_of(record) or ())
    return (held, total) if isinstance(total, int) and total > held else None


def incomplete(short: Mapping[str, tuple[int, int]]) -> list[str]:
    """Return a note naming the issues whose change log is incomplete.

    Args:
        short: Per issue the number of entries in the file and in Jira.
    """
    if not short:
        return []
    named = [
        f"{issue} ({held:,} of {total:,})"
        for issue, (held, total) in list(short.items())[:5]
    ]
    more = f" and {len(short) - 5:,} more" if len(short) > len(named) else ""
    sentence = (
        f"The change log is incomplete for {', '.join(named)}{more}: Jira hands out "
        "long change logs in pages. Save all pages of these issues' change log "
        "(/rest/api/3/issue/KEY/changelog) and upload them too."
    )
    return [sentence]


def removed(document: Document) -> list[str]:
    """Return a note about characters that were taken out."""
    count = removed_characters(document)
    if not count:
        return []
    which = "1 character" if count == 1 else f"{count:,} characters"
    return [f"Left out {which} that cannot be stored (NUL or half a surrogate pair)."]
