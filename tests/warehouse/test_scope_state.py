"""What an item is after each change, whatever the order in which its log tells it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from analytics import crosscheck
from analytics.facts import load_facts
from tests.homes import load
from tests.test_groups import NAMES, SPRINT, item, made

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

PLANNED = item("Sprint", "", "7") | {"fieldtype": "custom"}
SIZED = item("Story Points", "5", "3") | {"fieldtype": "custom"}


def booked(
    warehouse: Warehouse, folder: Path, *issues: dict[str, Any]
) -> list[tuple[str, int, str, float]]:
    """Load items; return day, ledger and points of the project and of the sprint."""
    path = folder / "app.json"
    path.write_text(json.dumps({"issues": issues, "names": NAMES}), encoding="utf-8")
    load(warehouse, path)
    facts = load_facts(warehouse, "app")
    assert crosscheck.check_project(warehouse, "app") == 0
    return [
        (kind, day.day, ledger, points)
        for kind in ("project", "sprint")
        for day, ledger, points in zip(
            *(facts.all_deltas(kind)[name] for name in ("at", "ledger", "points")),
            strict=True,
        )
    ]


def test_what_is_logged_before_the_creation_happened_with_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    early = made(
        "APP-1",
        "2026-01-07",
        ("2026-01-06", SIZED),
        ("2026-01-06", PLANNED),
        customfield_10020=[SPRINT],
    )
    assert booked(warehouse, tmp_path, early) == [
        ("project", 7, "added", 5),
        ("project", 7, "re_estimated", -2),
        ("sprint", 7, "added", 3),
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_estimate_given_with_the_plan_comes_first(
    order: tuple[int, int], warehouse: Warehouse, tmp_path: Path
) -> None:
    one = made("APP-1", "2026-01-02", customfield_10020=[SPRINT])
    items = [(PLANNED, SIZED)[place] for place in order]
    at = "2026-01-08T12:00:00.000+0000"
    one["changelog"]["histories"] = [{"id": "12", "created": at, "items": items}]
    assert booked(warehouse, tmp_path, one) == [
        ("project", 2, "added", 5),
        ("project", 8, "re_estimated", -2),
        ("sprint", 8, "added", 3),
    ]
