"""Items of any make of which only dates are known: begun or created, and finished.

Such tables are what cycle times are computed from. An item with a finish is
completed; nothing else is known of its state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.asana_cells import state
from analytics.importers.base import Fitted, TableImporter, Text
from analytics.importers.dates import Date, Instant
from analytics.schema import ISSUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import RawTable


@dataclass(frozen=True, slots=True)
class ItemImporter(TableImporter):
    """A table importer whose status rests on the date of the finish."""

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Fit, then tell what is completed."""
        return super(ItemImporter, self).fit_all(raw, columns) | state(raw, columns)


ITEM_DATES = ItemImporter(
    name="item_dates",
    title="Items with start and finish dates",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text(
            (
                *("id", "Item ID", "Issue ID", "Ticket ID", "Work item ID", "Key"),
                *("Issue key", "Item", "Ticket"),
            )
        ),
        "project_key": Text(("Project", "Project key")),
        "project_name": Text(("Project name", "Project")),
        "summary": Text(("Task",)),
        "issue_type": Text(("Type", "Item type", "Issue type")),
        "team": Text(("Team",)),
        "created_at": Instant(
            ("Created", "Created date", "Created on", "Created at", "Date created")
        ),
        "start_on": Date(
            ("Started", "Started date", "Started on", "Started at", "Date started")
        ),
        "resolved_at": Instant(
            (
                *("Finished", "Finished date", "Finished on", "Finished at"),
                *("Completed", "Completed date", "Completed on", "Completed at"),
                *("Done", "Done date", "Done on", "Closed date", "Date finished"),
            )
        ),
    },
    signatures=(
        ("issue_key", "created_at", "resolved_at"),
        ("issue_key", "start_on", "resolved_at"),
    ),
    forbids=(
        *("Summary", "Title", "Subject", "Name", "Task name", "Description"),
        *("Status", "State", "Sprint", "Goal", "Milestone", "Amount", "Budget"),
        *("Probability", "Impact", "Hours", "Iteration", "Board ID", "Risk ID"),
    ),
)
