"""Issues of GitLab, from its "Export as CSV", before and since 18.4."""

from __future__ import annotations

from analytics.importers.base import TableImporter, Text, Texts
from analytics.importers.dates import Date, Instant
from analytics.importers.gitlab_cells import Parent
from analytics.importers.jira_numbers import Seconds
from analytics.importers.number_fields import Points
from analytics.importers.repository_cells import RepositoryKey
from analytics.importers.tracker_cells import Split, States
from analytics.schema import ISSUE

GITLAB_CSV = TableImporter(
    name="gitlab_csv",
    title="GitLab issues CSV",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": RepositoryKey(("IID", "Issue ID"), ("URL",)),
        "issue_number": Text(("ID",)),
        "issue_type": Text(("Type",)),
        "summary": Text(("Title",)),
        "status": Text(("State",)),
        "status_category": States(("State",), {"done": ("closed",)}),
        "assignee": Text(("Assignee",)),
        "reporter": Text(("Author",)),
        "parent_key": Parent(("Parent IID", "Type", "URL")),
        "parent_number": Text(("Parent ID",)),
        "epic_key": Text(("Epic ID",)),
        "created_at": Instant(("Created At (UTC)",)),
        "updated_at": Instant(("Updated At (UTC)",)),
        "resolved_at": Instant(("Closed At (UTC)",)),
        "due_on": Date(("Due Date",)),
        "start_on": Date(("Start Date",)),
        "numbers": Points(("Weight",)),
        "original_estimate_seconds": Seconds(("Time Estimate",)),
        "spent_seconds": Seconds(("Time Spent",)),
        "milestone": Text(("Milestone",)),
        "fix_versions": Texts(("Milestone",)),
        "labels": Split(("Labels",)),
        "url": Text(("URL",)),
    },
    signatures=(("issue_key", "summary", "created_at"),),
    forbids=("Requirement ID",),
    instants="utc",
)
