"""Work items of Azure DevOps, from a query's "Export to CSV"."""

from __future__ import annotations

from analytics.importers.azure_cells import STATES, Iteration, Root, Title, Tree
from analytics.importers.base import TableImporter, Text, Texts
from analytics.importers.dates import Date, Instant
from analytics.importers.number_fields import Points
from analytics.importers.tracker_cells import Hours, Person, Split, States
from analytics.schema import ISSUE

PROJECT = ("Team Project", "Area Path", "Iteration Path")

AZURE_CSV = TableImporter(
    name="azure_devops_csv",
    title="Azure DevOps CSV export",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text(("ID",)),
        "project_key": Root(PROJECT),
        "project_name": Root(PROJECT),
        "issue_type": Text(("Work Item Type",)),
        "summary": Title(("Title",)),
        "status": Text(("State",)),
        "status_category": States(("State",), STATES, given_up="Removed"),
        "priority": Text(("Priority",)),
        "resolution": Text(("Resolved Reason", "Reason")),
        "assignee": Person(("Assigned To",)),
        "reporter": Person(("Created By",)),
        "parent_key": Tree(("Parent", "ID", "Work Item Type")),
        "created_at": Instant(("Created Date",)),
        "updated_at": Instant(("Changed Date",)),
        "resolved_at": Instant(("Closed Date", "Resolved Date")),
        "due_on": Date(("Due Date", "Target Date", "Finish Date")),
        "start_on": Date(("Start Date",)),
        "numbers": Points(("Story Points", "Effort", "Size")),
        "original_estimate_seconds": Hours(("Original Estimate",)),
        "remaining_seconds": Hours(("Remaining Work",)),
        "spent_seconds": Hours(("Completed Work",)),
        "sprints": Iteration(("Iteration Path",)),
        "components": Texts(("Area Path",)),
        "labels": Split(("Tags",), separators=";|"),
    },
    signatures=(("issue_key", "issue_type", "summary"),),
)
