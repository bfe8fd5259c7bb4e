"""Tasks of Asana, from a project's export as CSV.

Asana knows one state, completed or not. A completed task has the status Completed,
any other that of its section or column. The file names a parent by its title only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.asana_cells import parent, project, rejects, state
from analytics.importers.base import Fitted, TableImporter, Text, Texts
from analytics.importers.dates import Date, Instant
from analytics.importers.link_columns import ASANA, asana_csv_links
from analytics.importers.listed import Filled, Listed, NamedEstimates
from analytics.schema import ISSUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import RawTable

PARENT = ("Parent task", "Parent Task")
SECTION = ("Section/Column", "Section / Column", "Section", "Column")


@dataclass(frozen=True, slots=True)
class AsanaImporter(TableImporter):
    """A table importer whose status and parent rest on several columns."""

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Fit, then find parents by name and tell what is completed."""
        fitted = super(AsanaImporter, self).fit_all(raw, columns)
        fitted |= state(raw, columns)
        if {"parent_key", "summary", "issue_key"} <= columns.keys():
            fitted["parent_key"] = parent(raw, columns)
        if "project_name" in columns:
            main = project(raw, columns)
            fitted |= {"project_key": main, "project_name": main}
        return fitted


ASANA_CSV = AsanaImporter(
    name="asana_csv",
    title="Asana CSV export",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text(("Task ID",)),
        "project_key": Text(("Projects",)),
        "project_name": Text(("Projects",)),
        "is_subtask": Filled(PARENT),
        "summary": Text(("Name",)),
        "status": Text(SECTION),
        "priority": Text(("Priority",)),
        "assignee": Text(("Assignee", "Assignee Email")),
        "parent_key": Text(PARENT),
        "created_at": Instant(("Created At",)),
        "updated_at": Instant(("Last Modified",)),
        "resolved_at": Instant(("Completed At",)),
        "start_on": Date(("Start Date",)),
        "due_on": Date(("Due Date",)),
        "numbers": NamedEstimates(("Story Points", "Points", "Estimate")),
        "components": Texts(SECTION),
        "labels": Listed(("Tags",)),
        **ASANA,
    },
    signatures=(("issue_key", "summary", "resolved_at"),),
    forbids=("Task Name", "Issue key", "Work Item Type"),
    rejects=rejects,
    more=asana_csv_links,
)
