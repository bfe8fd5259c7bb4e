"""Turns resources, assignments and timephased values of MSPDI into rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.mspdi_cells import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.errors import Problem
    from analytics.importers.xml_document import Element

Row = dict[str, Any]
KINDS = ("material", "work", "cost")
BASELINE = 16
"""Type of the first timephased value of baseline 1; each baseline has six types."""
PER_BASELINE = 6
MEASURES: dict[int, str] = {
    1: "work",
    2: "actual_work",
    3: "actual_overtime_work",
    4: "baseline_work",
    5: "baseline_cost",
    6: "actual_cost",
    7: "baseline_work",
    8: "baseline_cost",
    9: "baseline_work",
    10: "baseline_cost",
}
BASELINES = range(BASELINE, BASELINE + 10 * PER_BASELINE)


def resource_row(
    cells: Cells, *, calendars: Mapping[str, str], currency: str | None
) -> Row:
    """Turn a resource with a UID into a row; rates are per hour, or per unit."""
    kind = cells.choice("Type", KINDS)
    if kind == "material" and cells.flag("IsCostResource"):
        kind = "cost"
    return {
        "resource_id": cells.fields["UID"],
        "name": cells.text("Name"),
        "resource_kind": kind,
        "team": cells.text("Group"),
        "initials": cells.text("Initials"),
        "unit": cells.text("MaterialLabel"),
        "max_units_ratio": cells.number("MaxUnits"),
        "rate_amount": cells.price("StandardRate"),
        "overtime_rate_amount": cells.price("OvertimeRate"),
        "cost_per_use_amount": cells.money("CostPerUse"),
        "work_hours": cells.hours("Work"),
        "actual_work_hours": cells.hours("ActualWork"),
        "remaining_work_hours": cells.hours("RemainingWork"),
        "cost_amount": cells.money("Cost"),
        "actual_cost_amount": cells.money("ActualCost"),
        "currency": currency,
        "calendar_name": calendars.get(cells.identity("CalendarUID") or ""),
        "is_active": not cells.flag("IsInactive"),
        "line": cells.line,
    }


def assignment_row(element: Element, cells: Cells, problems: list[Problem]) -> Row:
    """Turn an assignment into a row, with its baseline 0."""
    baselines = (Cells.of(one, problems) for one in element.all("Baseline"))
    first = next((one for one in baselines if not one.whole("Number")), None)
    return {
        "assignment_id": cells.text("UID"),
        "task_id": cells.text("TaskUID"),
        "resource_id": cells.identity("ResourceUID"),
        "units_ratio": cells.number("Units"),
        "start_at": cells.instant("Start"),
        "finish_at": cells.instant("Finish"),
        "actual_start_at": cells.instant("ActualStart"),
        "actual_finish_at": cells.instant("ActualFinish"),
        "work_hours": cells.hours("Work"),
        "actual_work_hours": cells.hours("ActualWork"),
        "remaining_work_hours": cells.hours("RemainingWork"),
        "baseline_work_hours": first.hours("Work") if first else None,
        "cost_amount": cells.money("Cost"),
        "actual_cost_amount": cells.money("ActualCost"),
        "baseline_cost_amount": first.money("Cost") if first else None,
        "complete_ratio": cells.percent("PercentWorkComplete"),
        "line": cells.line,
    }


@dataclass(slots=True)
class Timephased:
    """Collects the values of stretches of time.

    `other` counts values by type that have no column here: percentages, and the
    budget values of later versions.
    """

    problems: list[Problem]
    rows: list[Row] = field(default_factory=list)
    other: int = 0

    def add(self, element: Element, owner: Mapping[str, str | None]) -> None:
        """Take the values of an element and of its baselines.

        Args:
            element: A task, a resource or an assignment.
            owner: Its task_id, assignment_id and resource_id.
        """
        for values in (element, *element.all("Baseline")):
            for one in values.all("TimephasedData"):
                self._take(Cells.of(one, self.problems), owner)

    def _take(self, cells: Cells, owner: Mapping[str, str | None]) -> None:
        found = measure(cells.whole("Type"))
        if found is None:
            self.other += 1
            return
        name, number = found
        is_money = name.endswith("cost")
        self.rows.append(
            {
                **owner,
                "measure": name,
                "baseline_number": number,
                "start_at": cells.instant("Start"),
                "finish_at": cells.instant("Finish"),
                "hours": None if is_money else cells.hours("Value"),
                "amount": cells.money("Value") if is_money else None,
                "line": cells.line,
            }
        )


def measure(kind: int | None) -> tuple[str, int | None] | None:
    """Return what a type of timephased value measures, and of which baseline.

    Types 16 to 75 are the baselines 1 to 10, six each: work and cost of the
    assignment, of the task, of the resource.

    >>> measure(2), measure(4), measure(23), measure(11)
    (('actual_work', None), ('baseline_work', 0), ('baseline_cost', 2), None)
    """
    if kind in MEASURES:
        name = MEASURES[kind]
        return name, 0 if name.startswith("baseline") else None
    if kind is None or kind not in BASELINES:
        return None
    number, place = divmod(kind - BASELINE, PER_BASELINE)
    return ("baseline_cost" if place % 2 else "baseline_work"), number + 1


def workers(
    assignments: list[Row], resources: Mapping[str, str | None]
) -> Iterator[tuple[str, str]]:
    """Yield task and name of everybody who is named for it."""
    for row in assignments:
        name = resources.get(row["resource_id"] or "")
        if name:
            yield row["task_id"], name
