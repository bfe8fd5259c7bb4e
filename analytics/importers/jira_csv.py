"""Issues from Jira's own CSV export, of Cloud and of Data Center."""

from __future__ import annotations

from analytics.importers.base import TableImporter, Text, Texts
from analytics.importers.dates import Date, Instant
from analytics.importers.jira_cells import (
    Category,
    Flag,
    ProjectKey,
    Reference,
    Sprints,
    Subtask,
)
from analytics.importers.jira_headers import NOT_JIRA, aliases
from analytics.importers.jira_numbers import Estimates, Seconds
from analytics.importers.link_columns import LinkColumns, jira_csv_links
from analytics.schema import ISSUE

JIRA_CSV = TableImporter(
    name="jira_csv",
    title="Jira CSV export",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text(aliases("issue_key")),
        "issue_number": Text(aliases("issue_number")),
        "project_key": ProjectKey(aliases("project_key") + aliases("issue_key")),
        "project_name": Text(aliases("project_name")),
        "issue_type": Text(aliases("issue_type")),
        "is_subtask": Subtask(aliases("issue_type")),
        "summary": Text(aliases("summary")),
        "status": Text(aliases("status")),
        "status_category": Category(aliases("status_category")),
        "status_category_changed_at": Instant(aliases("status_category_changed_at")),
        "priority": Text(aliases("priority")),
        "resolution": Text(aliases("resolution")),
        "assignee": Text(aliases("assignee")),
        "reporter": Text(aliases("reporter")),
        "team": Text(aliases("team")),
        "parent_key": Reference(aliases("parent"), number="parent_number"),
        "epic_key": Reference(aliases("epic_key")),
        "created_at": Instant(aliases("created_at")),
        "updated_at": Instant(aliases("updated_at")),
        "resolved_at": Instant(aliases("resolved_at")),
        "due_on": Date(aliases("due_on")),
        "numbers": Estimates(aliases("numbers")),
        "original_estimate_seconds": Seconds(aliases("original_estimate_seconds")),
        "remaining_seconds": Seconds(aliases("remaining_seconds")),
        "spent_seconds": Seconds(aliases("spent_seconds")),
        "sprints": Sprints(aliases("sprints")),
        "fix_versions": Texts(aliases("fix_versions")),
        "components": Texts(aliases("components")),
        "labels": Texts(aliases("labels")),
        "is_flagged": Flag(aliases("is_flagged")),
        "links": LinkColumns(),
    },
    signatures=(
        ("issue_key", "summary"),
        ("issue_key", "status"),
        ("issue_key", "issue_type"),
    ),
    forbids=NOT_JIRA,
    more=jira_csv_links,
)
