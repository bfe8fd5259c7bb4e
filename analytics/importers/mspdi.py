"""Microsoft Project's XML (MSPDI, Project 2003 to 2019 and what others write so)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.documents import Extract
from analytics.importers.mspdi_calendar import Calendars
from analytics.importers.mspdi_cells import Cells
from analytics.importers.mspdi_people import (
    Timephased,
    assignment_row,
    resource_row,
    workers,
)
from analytics.importers.mspdi_task import (
    Outline,
    baseline_rows,
    is_elapsed,
    link_rows,
    task_row,
    with_baseline,
)
from analytics.schema import (
    ASSIGNMENT,
    CALENDAR_DAY,
    RESOURCE,
    SCHEDULE,
    TASK,
    TASK_BASELINE,
    TASK_LINK,
    TIMEPHASED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.xml_document import Element, XmlDocument
    from analytics.schema import Table

Row = dict[str, Any]
NAMESPACE = "schemas.microsoft.com/project"
MINUTES_PER_HOUR = 60
ISO_CODE = 3
EXCERPT = 200
NOTES = {
    "blank": "Blank rows of the plan, kept as such and without work",
    "elapsed": "Tasks with elapsed durations, where all hours of the day count",
    "external": "Dependencies on tasks of other files",
    "inserted": "Tasks that stand for inserted projects; upload those files too",
    "other": "Timephased percentages and budgets, left out",
}
"""What is said of a schedule, with the number of rows behind it."""


@dataclass(frozen=True, slots=True)
class Mspdi:
    """A schedule: tasks, baselines, links, resources, assignments, calendars.

    Records are tasks, the project's own summary (task 0) and blank rows included.
    """

    name: str = "mspdi"
    title: str = "Microsoft Project schedule (XML)"
    kind: str = "schedule"
    table: Table = field(default=TASK)

    def claims(self, document: XmlDocument) -> bool:
        """Claim a <Project> of Microsoft's namespace, or without one but with tasks."""
        root = document.root
        if root.tag != "Project":
            return False
        return NAMESPACE in document.namespace or (
            not document.namespace and root.first("Tasks") is not None
        )

    def read(self, document: XmlDocument) -> Extract:
        """Read the schedule."""
        return _Reading(document.root).extract


class _Reading:
    """One schedule while it is read."""

    def __init__(self, root: Element) -> None:
        # Times have no zone: they are those of the project.
        self.extract = Extract(instants="project")
        self.problems = self.extract.problems
        self.project = Cells.of(root, self.problems)
        code = self.project.text("CurrencyCode") or ""
        self.currency = code.upper() if len(code) == ISO_CODE else None
        self.calendars = Calendars(root.inside("Calendars", "Calendar"), self.problems)
        self.timephased = Timephased(self.problems)
        self.counts = Counter[str]()
        resources = [*root.inside("Resources", "Resource")]
        people = self._resources(resources)
        assignments = self._assignments(root, people)
        self._tasks(root, assignments=assignments, people=people)
        self._schedule(resources)
        self._note()

    def _schedule(self, resources: list[Element]) -> None:
        cells = self.project
        ruling = cells.identity("CalendarUID")
        self.extract.rows[SCHEDULE.name] = [
            {
                "name": cells.text("Title") or cells.text("Name"),
                "start_at": cells.instant("StartDate"),
                "finish_at": cells.instant("FinishDate"),
                "status_at": cells.instant("StatusDate"),
                "saved_at": cells.instant("LastSaved"),
                "currency": self.currency,
                "calendar_name": self.calendars.names.get(ruling or ""),
                "hours_per_day": _per_hour(cells, "MinutesPerDay"),
                "hours_per_week": _per_hour(cells, "MinutesPerWeek"),
                "days_per_month": cells.number("DaysPerMonth"),
                "author": cells.text("Author"),
                "manager": cells.text("Manager"),
                "line": cells.line,
            }
        ]
        owners = {
            uid: name
            for one in resources
            if (uid := one.value("CalendarUID")) and (name := one.value("Name"))
        }
        self.extract.rows[CALENDAR_DAY.name] = [
            *self.calendars.rows(project=ruling, people=owners)
        ]
        self.extract.rows[TIMEPHASED.name] = self.timephased.rows

    def _resources(self, elements: list[Element]) -> dict[str, str | None]:
        """Read the resources; return their names by UID.

        Project keeps a nameless resource 0 for work that nobody is named for.
        """
        rows: dict[str, Row] = {}
        for element in elements:
            cells = Cells.of(element, self.problems)
            if cells.text("UID") is None:
                cells.refuse("UID", "a resource without a UID is left out")
            elif cells.text("Name") and not cells.flag("IsNull"):
                names = self.calendars.names
                row = resource_row(cells, calendars=names, currency=self.currency)
                rows[row["resource_id"]] = row
                owner = {"task_id": None, "assignment_id": None}
                owner["resource_id"] = row["resource_id"]
                self.timephased.add(element, owner)
        self.extract.rows[RESOURCE.name] = list(rows.values())
        return {uid: row["name"] for uid, row in rows.items()}

    def _assignments(
        self, root: Element, people: Mapping[str, str | None]
    ) -> list[Row]:
        rows: list[Row] = []
        for element in root.inside("Assignments", "Assignment"):
            cells = Cells.of(element, self.problems)
            if cells.text("TaskUID") is None:
                cells.refuse("TaskUID", "an assignment without a task is left out")
                continue
            row = assignment_row(element, cells, self.problems)
            if row["resource_id"] not in people:
                row["resource_id"] = None
            rows.append(row)
            keys = ("task_id", "assignment_id", "resource_id")
            self.timephased.add(element, {key: row[key] for key in keys})
        self.extract.rows[ASSIGNMENT.name] = rows
        return rows

    def _tasks(
        self,
        root: Element,
        *,
        assignments: list[Row],
        people: Mapping[str, str | None],
    ) -> None:
        """Read the tasks; of two with one UID the later counts."""
        names: dict[str, list[str]] = {}
        for task_id, name in workers(assignments, people):
            names.setdefault(task_id, []).append(name)
        outline, rows = Outline(), dict[str, Row]()
        baselines: dict[str, list[Row]] = {}
        links: dict[str, list[Row]] = {}
        for element in root.inside("Tasks", "Task"):
            self.extract.rows_read += 1
            cells = Cells.of(element, self.problems)
            uid = cells.text("UID")
            if uid is None:
                self._set_aside(cells, "has no UID, by which links and dates name it")
                continue
            self._replace(rows, uid, cells)
            row = task_row(
                cells,
                outline=outline,
                calendars=self.calendars.names,
                currency=self.currency,
            )
            baselines[uid] = [*baseline_rows(element, uid, self.problems)]
            links[uid] = [*link_rows(element, uid, self.problems)]
            rows[uid] = with_baseline(row, baselines[uid]) | {
                "resources": list(dict.fromkeys(names.get(uid, [])))
            }
            self.counts["elapsed"] += is_elapsed(cells) and row["task_kind"] == "task"
            self.counts["inserted"] += bool(cells.flag("IsSubproject"))
            owner = {"task_id": uid, "assignment_id": None, "resource_id": None}
            self.timephased.add(element, owner)
        self.extract.rows[TASK.name] = list(rows.values())
        self.extract.rows[TASK_BASELINE.name] = _flat(baselines)
        self.extract.rows[TASK_LINK.name] = _flat(links)

    def _replace(self, rows: dict[str, Row], uid: str, cells: Cells) -> None:
        """Set the earlier of two tasks with one UID aside."""
        earlier = rows.pop(uid, None)
        if earlier is not None:
            reason = f"task {uid} is there again on line {cells.line:,}, which counts"
            excerpt = f"{uid} {earlier.get('name') or ''}".strip()[:EXCERPT]
            self.extract.quarantined.append((earlier["line"], reason, excerpt))

    def _set_aside(self, cells: Cells, reason: str) -> None:
        excerpt = " | ".join(cells.fields.values())[:EXCERPT]
        self.extract.quarantined.append((cells.line, reason, excerpt))

    def _note(self) -> None:
        """Say what the numbers of this file do not tell by themselves."""
        tasks = self.extract.rows[TASK.name]
        self.counts["blank"] = sum(row["task_kind"] == "blank" for row in tasks)
        self.counts["external"] = sum(
            row["is_external"] for row in self.extract.rows[TASK_LINK.name]
        )
        self.counts["other"] = self.timephased.other
        notes = self.extract.notes
        notes += [
            f"{sentence}: {count:,}."
            for key, sentence in NOTES.items()
            if (count := self.counts[key])
        ]
        if not tasks:
            notes.append("The schedule holds no tasks.")
        symbol = self.project.text("CurrencySymbol")
        costs = any(_is_filled(row) for row in tasks)
        if costs and self.currency is None and symbol:
            notes.append(
                f"The file says its currency only by its sign, {symbol!r}: amounts "
                "are taken to be in the project's currency."
            )


def _flat(rows: Mapping[str, list[Row]]) -> list[Row]:
    return [row for many in rows.values() for row in many]


def _is_filled(row: Row) -> bool:
    columns = ("cost_amount", "actual_cost_amount", "baseline_cost_amount")
    return any(float(row.get(column) or 0) for column in columns)


def _per_hour(cells: Cells, name: str) -> float | None:
    minutes = cells.number(name)
    return None if minutes is None else minutes / MINUTES_PER_HOUR


MSPDI = Mspdi()
