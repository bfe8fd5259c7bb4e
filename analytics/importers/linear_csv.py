"""Issues of Linear, from its "Export data" as CSV, in the layouts since 2021."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.importers.base import Found, Grid, TableImporter, Text
from analytics.importers.dates import Instant
from analytics.importers.headers import plain
from analytics.importers.jira_cells import ProjectKey
from analytics.importers.linear_cells import Canceled, Cycle, Day, Reached
from analytics.importers.link_columns import LINEAR, linear_links
from analytics.importers.number_fields import Points
from analytics.importers.tracker_cells import Split
from analytics.schema import ISSUE

CYCLE = ("Cycle Number", "Cycle Name", "ID")
LEFT_OUT = "roadmaps"
"""A last column that some layouts have in the header only, not in the rows."""


@dataclass(frozen=True, slots=True)
class LinearImporter(TableImporter):
    """A table importer that knows of the column that Linear leaves out of its rows."""

    def find(self, grid: Grid) -> Found | None:
        """Return the header row, as wide as the rows below it are."""
        found = super(LinearImporter, self).find(grid)
        if found is None or plain(found.header[-1]) != LEFT_OUT:
            return found
        below = [row for row in grid.rows[found.header_row + 1 :] if any(row)]
        if not below or any(len(row) >= len(found.header) for row in below):
            return found
        return replace(found, header=found.header[:-1])


LINEAR_CSV = LinearImporter(
    name="linear_csv",
    title="Linear CSV export",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text(("ID",)),
        "issue_number": Text(("UUID",)),
        "project_key": ProjectKey(("ID",)),
        "project_name": Text(("Team",)),
        "team": Text(("Team",)),
        "summary": Text(("Title",)),
        "status": Text(("Status",)),
        "status_category": Reached(("Status", "Started", "Completed", "Canceled")),
        "priority": Text(("Priority",)),
        "resolution": Canceled(("Canceled",)),
        "assignee": Text(("Assignee",)),
        "reporter": Text(("Creator",)),
        "parent_key": Text(("Parent issue",)),
        "epic_key": Text(("Project",)),
        "created_at": Instant(("Created",)),
        "updated_at": Instant(("Updated",)),
        "resolved_at": Instant(("Completed", "Canceled")),
        "due_on": Day(("Due Date",)),
        "numbers": Points(("Estimate",)),
        "sprints": Cycle(CYCLE, "name", is_list=True),
        "sprint_numbers": Cycle(CYCLE, "number", is_list=True),
        "labels": Split(("Labels",)),
        "milestone": Text(("Project Milestone",)),
        "sprint.sprint_number": Cycle(CYCLE, "number"),
        "sprint.name": Cycle(CYCLE, "name"),
        "sprint.start_at": Instant(("Cycle Start",)),
        "sprint.end_at": Instant(("Cycle End",)),
        **LINEAR,
    },
    signatures=(("issue_key", "summary", "status", "resolution"),),
    forbids=("Work Item Type", "Issue key", "Tracker"),
    instants="utc",
    more=linear_links,
)
