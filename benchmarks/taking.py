"""Take a file the whole road into a project, as an upload does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.intake import road
from analytics.settings import ADMINISTRATOR

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse


def take(warehouse: Warehouse, project_id: str, file: Path) -> None:
    """Store, read and accept a file."""
    with file.open("rb") as stream:
        received = road.take_in(warehouse, stream, file.name, ADMINISTRATOR)
    staged = road.stage(warehouse, received, limits=ADMINISTRATOR)
    road.accept(warehouse, staged, project_id)
