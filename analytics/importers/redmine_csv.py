"""Issues of Redmine, from "Also available in: CSV", in nine languages."""

from __future__ import annotations

from analytics.importers.base import TableImporter, Text, Texts
from analytics.importers.dates import Date, Instant
from analytics.importers.link_columns import REDMINE, redmine_links
from analytics.importers.number_fields import Points
from analytics.importers.redmine_cells import Parent, Remaining
from analytics.importers.redmine_headers import HEADERS
from analytics.importers.tracker_cells import Hours, Number, Split
from analytics.schema import ISSUE

REDMINE_CSV = TableImporter(
    name="redmine_csv",
    title="Redmine CSV export",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Number(HEADERS["issue_key"]),
        "project_key": Text(HEADERS["project"]),
        "project_name": Text(HEADERS["project"]),
        "issue_type": Text(HEADERS["tracker"]),
        "summary": Text(HEADERS["subject"]),
        "status": Text(HEADERS["status"]),
        "priority": Text(HEADERS["priority"]),
        "assignee": Text(HEADERS["assignee"]),
        "reporter": Text(HEADERS["author"]),
        "parent_key": Parent(HEADERS["parent"]),
        "created_at": Instant(HEADERS["created"]),
        "updated_at": Instant(HEADERS["updated"]),
        "resolved_at": Instant(HEADERS["closed"]),
        "due_on": Date(HEADERS["due"]),
        "start_on": Date(HEADERS["start"]),
        "numbers": Points(("Story Points", "Points")),
        "original_estimate_seconds": Hours(HEADERS["estimated"]),
        "remaining_seconds": Remaining(
            HEADERS["remaining"] + HEADERS["estimated"] + HEADERS["done"]
        ),
        "spent_seconds": Hours(HEADERS["spent"]),
        "sprints": Texts(("Sprint",)),
        "fix_versions": Texts(HEADERS["version"]),
        "components": Texts(HEADERS["category"]),
        "labels": Split(("Tags",)),
        **REDMINE,
    },
    signatures=(
        ("issue_key", "summary", "status"),
        ("issue_key", "summary", "issue_type"),
    ),
    forbids=("Probability", "Likelihood", "Impact", "Amount", "Issue key"),
    more=redmine_links,
)
