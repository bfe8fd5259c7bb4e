"""Tasks of ClickUp, from a view's export as CSV, in the layouts since 2020.

A task with a parent is a subtask: ClickUp counts it as a part of it.
"""

from __future__ import annotations

from analytics.importers.base import TableImporter, Text
from analytics.importers.clickup_cells import Closed, Day, Duration, Moment
from analytics.importers.link_columns import CLICKUP, clickup_links
from analytics.importers.listed import Filled, Given, Joined, Listed, NamedEstimates
from analytics.schema import ISSUE

STATUS = ("Status", "Task Status")
DONE, CLOSED = ("Date Done",), ("Date Closed",)
SPACE = ("Space", "Space Name")
PARENT = ("Parent ID", "Parent Task ID")

CLICKUP_CSV = TableImporter(
    name="clickup_csv",
    title="ClickUp CSV export",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text(("Task ID",)),
        "issue_number": Text(("Task Custom ID", "Custom Task ID")),
        "project_key": Given(SPACE, ("null",)),
        "project_name": Given(SPACE, ("null",)),
        "issue_type": Given(("Task Type", "Item Type (drop down)", "Item Type")),
        "is_subtask": Filled(PARENT),
        "summary": Text(("Task Name",)),
        "status": Text(STATUS),
        "status_category": Closed((*STATUS, *DONE, *CLOSED)),
        "priority": Given(("Priority",)),
        "assignee": Joined(("Assignee", "Assignees")),
        "reporter": Given(("Created By", "Creator")),
        "parent_key": Given(PARENT),
        "created_at": Moment(("Date Created",)),
        "updated_at": Moment(("Date Updated",)),
        "resolved_at": Moment((*DONE, *CLOSED)),
        "start_on": Day(("Start Date", "Start Date Text")),
        "due_on": Day(("Due Date", "Due Date Text")),
        "numbers": NamedEstimates(
            ("Points Estimate", "Sprint Points", "Story Points", "Points")
        ),
        "original_estimate_seconds": Duration(
            (
                *("Time Estimated", "Time Estimate (hours)", "Time Estimate"),
                *("Time Estimated Text", "Time Estimate Text"),
            )
        ),
        "spent_seconds": Duration(
            (
                *("Time Spent", "Time Logged", "Time Logged (hours)"),
                *("Time Spent Text", "Time Logged Text"),
            )
        ),
        "sprints": Listed(("Sprints", "Sprint")),
        "components": Listed(("List", "List Name", "Lists")),
        "labels": Listed(("tags",)),
        **CLICKUP,
    },
    signatures=(
        ("issue_key", "summary", "status", "components"),
        ("issue_key", "summary", "status", "project_name"),
    ),
    forbids=("Issue key", "Work Item Type", "Section/Column", "WBS"),
    instants="utc",
    more=clickup_links,
)
