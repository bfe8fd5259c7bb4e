"""Hours booked in Tempo Timesheets, from its report "Logged time" as CSV or XLSX."""

from __future__ import annotations

from analytics.importers.base import TableImporter, Text
from analytics.importers.dates import Instant
from analytics.importers.jira_numbers import Seconds
from analytics.importers.totals import total_lines
from analytics.schema import WORKLOG

HOUR = 3600

TEMPO_WORKLOGS = TableImporter(
    name="tempo_worklogs",
    title="Tempo worklogs",
    kind="worklogs",
    table=WORKLOG,
    columns={
        "worklog_number": Text(("Worklog ID", "Tempo Worklog ID", "Worklog")),
        "issue_key": Text(("Issue Key", "Work item key")),
        "author": Text(("Full name", "Username", "User", "User ID")),
        "team": Text(("Team", "Team Name")),
        "started_at": Instant(("Work date", "Work Date", "Logged date")),
        "created_at": Instant(("Date created", "Created date")),
        "updated_at": Instant(("Date updated", "Last updated")),
        "spent_seconds": Seconds(("Hours", "Logged Hours", "Hours logged"), HOUR),
        "billable_seconds": Seconds(
            ("Billed Hours", "Billable Hours", "Billed", "Billable"), HOUR
        ),
        "account": Text(("Account Name", "Account Key", "Account")),
        "activity": Text(("Activity Name", "Activity")),
        "comment": Text(("Work Description", "Description", "Comment")),
    },
    signatures=(("issue_key", "started_at", "spent_seconds"),),
    forbids=("Predecessors", "Probability", "Budget"),
    rejects=total_lines(
        texts=("issue_key", "author", "comment"),
        dates=("started_at",),
        amounts=("spent_seconds",),
    ),
)
