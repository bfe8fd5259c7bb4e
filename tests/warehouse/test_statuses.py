"""What a status counts as where neither people nor files say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.facts import load_facts
from tests.homes import csv_text, load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

NAMES = {
    "Done": ("done", "its name"),
    "Erledigt": ("done", "its name"),
    "Inbox": ("todo", "its name"),
    "Ready": ("todo", "its name"),
    "Ready for Dev": ("todo", "its name"),
    "Ready to start": ("todo", "its name"),
    "In Review": ("doing", "its name"),
    "Waiting for customer": ("doing", "its name"),
    "En cours": ("doing", "its name"),
    "Ready for Release": ("doing", "unknown name"),
    "Parked": ("doing", "unknown name"),
    "Doneish": ("doing", "unknown name"),
}


def test_a_name_that_means_nothing_certain_is_said_to_be_unknown(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    header = ["Issue key", "Summary", "Status", "Created"]
    rows = [
        [f"A-{n}", "x", name, "2026-01-02"] for n, name in enumerate(NAMES, start=1)
    ]
    path = tmp_path / "board.csv"
    path.write_text(csv_text(rows, header), encoding="utf-8")
    load(warehouse, path)
    found = load_facts(warehouse, "app").statuses
    assert {
        row.status: (row.category, row.category_from) for row in found.itertuples()
    } == NAMES
