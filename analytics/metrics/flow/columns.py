"""The columns that work flows through, and which of them are work.

With a board its columns count, from the left; all statuses that are done by the
project's rule are one last column. Without a board nobody knows the order of the
statuses, so there are three columns: to do, in progress, done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

OFF_BOARD, TO_DO, IN_PROGRESS, DONE = (
    "Not on the board",
    "To do",
    "In progress",
    "Done",
)
BY_CATEGORY = {"todo": TO_DO, "doing": IN_PROGRESS, "done": DONE}
NO_START = (
    "No status counts as in progress, so nobody knows when work began. Say which does "
    "in the settings of the project."
)
WAITING = re.compile(
    r"\b(wait\w*|review\w*|block\w*|hold|paused?|parked|pending|queued?|ready|backlog"
    r"|impeded|impediment|approval|to be \w+|warte\w*|blockiert|pausiert|bereit"
    r"|attente|bloqué\w*|pausa|espera|bloquead\w*|czeka\w*)\b"
)
"""Words of statuses in which work waits, whatever their category says."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """The columns from left to right, the last one being done.

    Attributes:
        columns: Their names.
        stage_of: The place of each status, 0 being the first column.
        started: Work has begun from this column on; None where no column says so.
        active: Statuses in which somebody works, by the words of their names.
        has_board: Whether the columns are those of a board.
    """

    columns: tuple[str, ...]
    stage_of: dict[str, int]
    started: int | None
    active: tuple[str, ...]
    has_board: bool

    @property
    def done(self) -> int:
        """The place of the last column."""
        return len(self.columns) - 1

    @property
    def start_name(self) -> str:
        """The column in which work begins, an empty text where there is none."""
        return "" if self.started is None else self.columns[self.started]


def workflow(
    statuses: pd.DataFrame, *, start: str = "", active: Sequence[str] = ()
) -> Workflow:
    """Put the statuses of a project into columns.

    Work begins in the first column that has a status of the category `doing`, unless
    `start` names another. A status that the board does not show is before its first
    column. Active are, unless chosen, the statuses of the category `doing` whose
    names do not say that work waits.

    Args:
        statuses: dim_status: status, category, is_done, position, column_name.
        start: Name of the column in which work begins.
        active: Statuses in which somebody works.

    Raises:
        RequestError: There is no such column or status.
    """
    rows = statuses.sort_values("status")
    has_board = bool(rows["position"].notna().any())
    names = _column_names(rows) if has_board else _categories(rows)
    order = [name for name in _in_order(rows, names) if name != DONE]
    columns = (*order, DONE)
    stage_of = {
        status: columns.index(name)
        for status, name in zip(rows["status"], names, strict=True)
    }
    doing = rows[(rows["category"] == "doing") & ~rows["is_done"].astype("bool")]
    return Workflow(
        columns,
        stage_of,
        _started(columns, [stage_of[one] for one in doing["status"]], start),
        _active(rows, doing, active),
        has_board,
    )


def works(status: str) -> bool:
    """Say whether the name of a status says that somebody works.

    >>> works("In Progress"), works("Code Review"), works("Waiting for customer")
    (True, False, False)
    """
    return WAITING.search(status.casefold()) is None


def _column_names(rows: pd.DataFrame) -> list[str]:
    shown = rows["column_name"].where(rows["position"].notna(), OFF_BOARD)
    shown = shown.where(shown != DONE, f"{DONE} (board)")
    return shown.where(~rows["is_done"].astype("bool"), DONE).astype("str").tolist()


def _categories(rows: pd.DataFrame) -> list[str]:
    shown = rows["category"].map(BY_CATEGORY).where(rows["category"] != "done", TO_DO)
    return shown.where(~rows["is_done"].astype("bool"), DONE).astype("str").tolist()


def _in_order(rows: pd.DataFrame, names: list[str]) -> list[str]:
    if not rows["position"].notna().any():
        return [TO_DO, IN_PROGRESS] if IN_PROGRESS in names else [TO_DO]
    places = rows.assign(name=names, place=rows["position"].astype("float").fillna(0))
    first = places.groupby("name")["place"].min()
    return [str(name) for name in first.sort_values(kind="stable").index]


def _started(columns: tuple[str, ...], doing: list[int], start: str) -> int | None:
    if not start:
        on_board = [stage for stage in doing if columns[stage] != OFF_BOARD]
        return min(on_board, default=None)
    for place, name in enumerate(columns[:-1]):
        if name.casefold() == start.casefold():
            return place
    known = ", ".join(columns[:-1])
    message = (
        f"There is no column {start!r} in which work could begin; there are {known}."
    )
    raise RequestError(message)


def _active(
    rows: pd.DataFrame, doing: pd.DataFrame, chosen: Sequence[str]
) -> tuple[str, ...]:
    if not chosen:
        return tuple(status for status in doing["status"] if works(status))
    known = {str(status).casefold(): str(status) for status in rows["status"]}
    for one in chosen:
        if one.casefold() not in known:
            message = (
                f"There is no status {one!r}; there are {', '.join(known.values())}."
            )
            raise RequestError(message)
    return tuple(known[one.casefold()] for one in chosen)
