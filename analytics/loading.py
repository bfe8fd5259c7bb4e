"""Accept a staged file and compute its headline figures a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.crosscheck import check_project
from analytics.intake import road

if TYPE_CHECKING:
    from datetime import datetime

    from analytics.intake.waiting import Staged
    from analytics.warehouse.manifests import Accepted
    from analytics.warehouse.store import Warehouse


def load(
    warehouse: Warehouse,
    staged: Staged,
    project_id: str,
    *,
    as_of: datetime | None = None,
    is_partial: bool | None = None,
) -> Accepted:
    """Load a staged file into a project and check its figures."""
    accepted = road.accept(
        warehouse, staged, project_id, as_of=as_of, is_partial=is_partial
    )
    if not accepted.already_imported and "issue" in staged.report.tables:
        check_project(warehouse, project_id)
    return accepted
