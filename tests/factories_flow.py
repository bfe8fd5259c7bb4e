"""Small flows for tests: items and the statuses they visited, day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.flow.columns import workflow
from analytics.metrics.flow.items import read_flow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.metrics.flow.columns import Workflow
    from analytics.metrics.flow.items import Flow

    Visit = tuple[str, datetime | int]
    Histories = dict[str, Sequence[Visit]]

COLUMNS = ("Backlog", "Committed", "Build", "Test", "Done")
FIRST = datetime(2018, 1, 1)  # noqa: DTZ001 - the warehouse is UTC


def day(number: int) -> date:
    """Return a day of January 2018; the 1st is a Monday."""
    return date(2018, 1, 1) + timedelta(days=number - 1)


def statuses(
    names: Sequence[str] = COLUMNS, *, todo: Sequence[str] = ("Backlog",)
) -> pd.DataFrame:
    """Return a board: one column per status, the last one being done."""
    done = names[-1]
    return pd.DataFrame(
        {
            "status": names,
            "category": [
                "done" if name == done else "todo" if name in todo else "doing"
                for name in names
            ],
            "is_done": [name == done for name in names],
            "position": range(1, len(names) + 1),
            "column_name": names,
        }
    )


def flow(
    histories: Mapping[str, Sequence[Visit]],
    *,
    columns: Workflow | None = None,
    unlogged: Sequence[tuple[str, int, int | None]] = (),
) -> Flow:
    """Build a flow: per item its visits in order, as status and instant or day.

    `unlogged` are items without a change log: key, day created, day done.
    """
    issues, spans = tables(histories, unlogged=unlogged)
    return read_flow(issues, spans, columns or workflow(statuses()))


def tables(
    histories: Mapping[str, Sequence[Visit]],
    *,
    unlogged: Sequence[tuple[str, int, int | None]] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the issues and the visits, as the warehouse hands them out."""
    rows: list[dict[str, object]] = []
    spans: list[dict[str, object]] = []
    for key, visits in histories.items():
        at = [instant(when) for _, when in visits]
        rows.append(_issue(key, at[0] if at else None, None, has_log=True))
        for place, (status, _) in enumerate(visits):
            spans.append(
                {
                    "issue_key": key,
                    "visit": place + 1,
                    "version_id": 1000 + len(spans) if place else len(rows),
                    "table": "issue_event" if place else "issue",
                    "status": status,
                    "entered_at": at[place],
                    "left_at": at[place + 1] if place + 1 < len(at) else None,
                    "entered_day": at[place].replace(hour=0, minute=0, second=0),
                }
            )
    for key, created, done in unlogged:
        ended = instant(done) if done else None
        rows.append(_issue(key, instant(created), ended, has_log=False))
    issues = pd.DataFrame(rows, columns=list(_issue("", None, None, has_log=True)))
    issues["version_id"] = range(1, len(issues) + 1)
    for name in ("created_day", "done_day"):
        issues[name] = pd.to_datetime(issues[name]).dt.normalize()
    names = ["issue_key", "visit", "version_id", "table", "status"]
    table = pd.DataFrame(
        spans, columns=[*names, "entered_at", "left_at", "entered_day"]
    )
    for name in ("entered_at", "left_at", "entered_day"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    return issues, table


def instant(when: datetime | int) -> datetime:
    """Return nine o'clock of a day of January 2018, or the instant given."""
    if isinstance(when, datetime):
        return when
    return FIRST + timedelta(days=when - 1, hours=9)


def _issue(
    key: str, created: datetime | None, done: datetime | None, *, has_log: bool
) -> dict[str, object]:
    return {
        "issue_key": key,
        "version_id": 0,
        "summary": f"Summary of {key}",
        "issue_type": "Story",
        "status": "Done" if done else "Backlog",
        "is_done": done is not None,
        "has_log": has_log,
        "is_subtask": False,
        "is_container": False,
        "created_day": created,
        "done_day": done,
    }
