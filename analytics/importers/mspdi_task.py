"""Turns the tasks of Microsoft Project's XML into rows: tasks, baselines, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.mspdi_cells import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.errors import Problem
    from analytics.importers.xml_document import Element

Row = dict[str, Any]
CONSTRAINTS = ("asap", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
LINKS = ("FF", "FS", "SF", "SS")
EARNED_VALUE = ("percent", "physical")
FIRST_INSTANT = "1984-01-01T00:00:00"
"""The first instant that Microsoft Project can hold; it stands for "NA"."""
ELAPSED = frozenset((4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52))
"""Formats of durations that count all hours of the day."""
SHARES = frozenset((19, 20, 51, 52))
"""Formats of lags that are a share of the predecessor's duration."""
ESTIMATED = frozenset((*range(35, 45), 51, 52, 53))
"""Formats that carry a question mark."""
INSTANTS = {
    "start_at": "Start",
    "finish_at": "Finish",
    "actual_start_at": "ActualStart",
    "actual_finish_at": "ActualFinish",
    "early_start_at": "EarlyStart",
    "early_finish_at": "EarlyFinish",
    "late_start_at": "LateStart",
    "late_finish_at": "LateFinish",
    "deadline_at": "Deadline",
    "constraint_at": "ConstraintDate",
}
HOURS = {
    "duration_hours": "Duration",
    "actual_duration_hours": "ActualDuration",
    "remaining_duration_hours": "RemainingDuration",
    "work_hours": "Work",
    "actual_work_hours": "ActualWork",
    "remaining_work_hours": "RemainingWork",
}
AMOUNTS = {
    "cost_amount": "Cost",
    "actual_cost_amount": "ActualCost",
    "remaining_cost_amount": "RemainingCost",
    "fixed_cost_amount": "FixedCost",
}
RATIOS = {
    "complete_ratio": "PercentComplete",
    "work_complete_ratio": "PercentWorkComplete",
    "physical_complete_ratio": "PhysicalPercentComplete",
}


@dataclass(slots=True)
class Outline:
    """The summary tasks above the task that is read, by level."""

    above: list[tuple[int, str]] = field(default_factory=list)

    def place(self, level: int, task_id: str) -> str | None:
        """Return the parent of a task of that level, and remember the task."""
        while self.above and self.above[-1][0] >= level:
            self.above.pop()
        parent = self.above[-1][1] if self.above else None
        self.above.append((level, task_id))
        return parent


def task_row(
    cells: Cells,
    *,
    outline: Outline,
    calendars: Mapping[str, str],
    currency: str | None,
) -> Row:
    """Turn a task with a UID into a row, without baseline and resources.

    Args:
        cells: The task.
        outline: The summary tasks above it.
        calendars: Name of each calendar by UID.
        currency: ISO code of the amounts, where the file says it.
    """
    task_id = cells.fields["UID"]
    place: Row = {
        "task_id": task_id,
        "row_number": cells.whole("ID"),
        "line": cells.line,
    }
    if cells.flag("IsNull"):
        return place | {"task_kind": "blank"}
    level = _level(cells)
    row = place | {
        "wbs": cells.text("WBS") or cells.text("OutlineNumber"),
        "outline_level": level,
        "parent_id": None if level is None else outline.place(level, task_id),
        "name": cells.text("Name"),
        "task_kind": _kind(cells, level),
        "is_active": cells.flag("Active", default=True),
        "is_manual": cells.flag("Manual", default=False),
        "is_critical": cells.flag("Critical"),
        "is_external": cells.flag("ExternalTask", default=False),
        "constraint_type": cells.choice("ConstraintType", CONSTRAINTS),
        "is_estimated": _estimated(cells),
        "currency": currency,
        "earned_value_method": cells.choice("EarnedValueMethod", EARNED_VALUE),
        "free_slack_hours": cells.tenths("FreeSlack"),
        "total_slack_hours": cells.tenths("TotalSlack"),
        "calendar_name": calendars.get(cells.identity("CalendarUID") or ""),
        "priority": cells.number("Priority"),
        "note": cells.text("Notes"),
        "is_elapsed": is_elapsed(cells),
    }
    return row | _measured(cells)


def _measured(cells: Cells) -> Row:
    """Return all times, hours, amounts and shares of a task."""
    row: Row = {column: cells.instant(name) for column, name in INSTANTS.items()}
    row |= {column: cells.hours(name) for column, name in HOURS.items()}
    row |= {column: cells.money(name) for column, name in AMOUNTS.items()}
    return row | {column: cells.percent(name) for column, name in RATIOS.items()}


def _level(cells: Cells) -> int | None:
    """Return the outline level; the outline number 1.2.3 is level 3."""
    level = cells.whole("OutlineLevel")
    number = cells.text("OutlineNumber")
    if level is not None or number is None:
        return level
    return 0 if number == "0" else number.count(".") + 1


def _kind(cells: Cells, level: int | None) -> str:
    """Say what a task is; a summary that is marked as a milestone is a summary."""
    if level == 0:
        return "project"
    if cells.flag("Summary"):
        return "summary"
    return "milestone" if cells.flag("Milestone") else "task"


def _estimated(cells: Cells) -> bool | None:
    if cells.whole("DurationFormat") in ESTIMATED:
        return True
    return cells.flag("Estimated")


def is_elapsed(cells: Cells) -> bool:
    """Say whether the duration of a task counts all hours of the day."""
    return cells.whole("DurationFormat") in ELAPSED


def baseline_rows(
    task: Element, task_id: str, problems: list[Problem]
) -> Iterator[Row]:
    """Yield the baselines of a task; 0 is the one that is compared with.

    A baseline that starts and ends on the first instant that Microsoft Project can
    hold, and states no duration, is how the tool writes that there is none.
    """
    for element in task.all("Baseline"):
        cells = Cells.of(element, problems)
        if _is_no_baseline(cells):
            continue
        yield {
            "task_id": task_id,
            "baseline_number": cells.whole("Number") or 0,
            "start_at": cells.instant("Start"),
            "finish_at": cells.instant("Finish"),
            "duration_hours": cells.hours("Duration"),
            "work_hours": cells.hours("Work"),
            "cost_amount": cells.money("Cost"),
            "fixed_cost_amount": cells.money("FixedCost"),
            "line": cells.line,
        }


def _is_no_baseline(cells: Cells) -> bool:
    days = {cells.text("Start"), cells.text("Finish")}
    return days == {FIRST_INSTANT} and not cells.hours("Duration")


def with_baseline(row: Row, baselines: list[Row]) -> Row:
    """Add the columns of baseline 0 to the row of its task."""
    first = next((one for one in baselines if one["baseline_number"] == 0), None)
    if first is None:
        return row
    return row | {
        "baseline_start_at": first["start_at"],
        "baseline_finish_at": first["finish_at"],
        "baseline_duration_hours": first["duration_hours"],
        "baseline_work_hours": first["work_hours"],
        "baseline_cost_amount": first["cost_amount"],
    }


def link_rows(task: Element, task_id: str, problems: list[Problem]) -> Iterator[Row]:
    """Yield the dependencies of a task on its predecessors.

    The lag is tenths of a minute, or a percentage where its format says so.
    """
    for element in task.all("PredecessorLink"):
        cells = Cells.of(element, problems)
        if cells.text("PredecessorUID") is None:
            cells.refuse("PredecessorUID", "a dependency names no predecessor")
            continue
        form = cells.whole("LagFormat")
        share = form in SHARES
        kind = cells.choice("Type", LINKS) if cells.text("Type") else "FS"
        yield {
            "predecessor_id": cells.text("PredecessorUID"),
            "successor_id": task_id,
            "link_type": kind,
            "lag_hours": None if share else cells.tenths("LinkLag"),
            "lag_ratio": cells.percent("LinkLag") if share else None,
            "is_elapsed": form in ELAPSED,
            "is_external": bool(cells.flag("CrossProject")),
            "line": cells.line,
        }
