"""Issues of GitHub as CSV: lists of the REST interface, of `gh`, of a project."""

from __future__ import annotations

from analytics.importers.base import TableImporter, Text, Texts
from analytics.importers.dates import Date, Instant
from analytics.importers.number_fields import Points
from analytics.importers.repository_cells import Kind, RepositoryKey
from analytics.importers.tracker_cells import Split, States
from analytics.schema import ISSUE

NUMBERS = ("Number", "Issue number", "Issue #", "Issue")
URLS = ("html_url", "URL", "Link", "Issue URL")
REPOSITORIES = ("Repository", "repository.nameWithOwner", "Repo", "full_name")
STATE = ("State", "Status")

GITHUB_CSV = TableImporter(
    name="github_csv",
    title="GitHub issues CSV",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": RepositoryKey(NUMBERS, URLS, REPOSITORIES),
        "issue_number": Text(("ID",)),
        "project_name": Text(REPOSITORIES),
        "issue_type": Kind(
            types=("Type", "Issue type", "type.name"),
            marks=(
                *("pull_request", "is_pull_request", "isPullRequest", "is_pr"),
                *("pull_request.url", "pull_request.html_url"),
            ),
            urls=URLS,
            states=STATE,
        ),
        "summary": Text(("Title",)),
        "status": Text(STATE),
        "status_category": States(("State",), {"done": ("closed", "merged")}),
        "resolution": Text(("state_reason", "stateReason", "Close reason")),
        "assignee": Text(("Assignees", "Assignee", "assignee.login")),
        "reporter": Text(
            ("Author", "User", "Creator", "user.login", "author.login", "Created by")
        ),
        "created_at": Instant(("created_at", "createdAt", "Created")),
        "updated_at": Instant(("updated_at", "updatedAt", "Updated")),
        "resolved_at": Instant(("closed_at", "closedAt", "Closed")),
        "due_on": Date(("Due date", "Target date", "End date")),
        "start_on": Date(("Start date",)),
        "numbers": Points(("Story Points", "Points", "Estimate", "Size")),
        "sprints": Texts(("Iteration", "Sprint")),
        "milestone": Text(("Milestone", "milestone.title")),
        "fix_versions": Texts(("Milestone", "milestone.title")),
        "labels": Split(("Labels", "Label"), separators=",;"),
        "url": Text(URLS),
    },
    signatures=(
        ("issue_key", "summary", "status", "created_at"),
        ("issue_key", "summary", "status", "updated_at"),
        ("url", "summary", "assignee", "status"),
    ),
    forbids=(
        *("Created At (UTC)", "IID", "Work Item Type", "Tracker", "Issue key"),
        *("Canceled", "Cycle Number", "Task ID", "Probability", "Likelihood"),
    ),
    instants="utc",
)
