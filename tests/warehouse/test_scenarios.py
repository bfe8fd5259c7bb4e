from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.errors import RequestError
from analytics.intake.replay import open_warehouse
from analytics.warehouse import projects, scenarios

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse


def test_a_scenario_is_kept_by_name_and_project(warehouse: Warehouse) -> None:
    for name in ("One", "Two"):
        projects.create_project(warehouse, name)
    scenarios.save(warehouse, "one", " Two  more people ", {"pace": "120"})
    scenarios.save(warehouse, "one", "Two more people", {"pace": "130"})
    kept = {"Two more people": {"pace": "130"}}
    assert scenarios.list_all(warehouse, "one") == kept
    assert scenarios.list_all(warehouse, "two") == {}
    scenarios.forget(warehouse, "one", "nobody")
    assert scenarios.list_all(warehouse, "one") == kept
    scenarios.forget(warehouse, "one", "Two more people")
    assert scenarios.list_all(warehouse, "one") == {}


def test_scenarios_go_with_their_project(warehouse: Warehouse) -> None:
    projects.create_project(warehouse, "One")
    scenarios.save(warehouse, "one", "Fast", {"pace": "120"})
    projects.remove_project(warehouse, "one")
    assert scenarios.list_all(warehouse, "one") == {}


def test_scenarios_come_back_with_a_lost_warehouse(warehouse: Warehouse) -> None:
    for name in ("One", "Two"):
        projects.create_project(warehouse, name)
        scenarios.save(warehouse, name.lower(), "Fast", {"pace": "120"})
    scenarios.save(warehouse, "one", "Slow", {"pace": "80"})
    scenarios.forget(warehouse, "one", "Fast")
    projects.remove_project(warehouse, "two")
    home = warehouse.home
    warehouse.close()
    home.database.unlink()
    again = open_warehouse(home)
    try:
        assert "The scenario Slow was put back." in again.log
        assert scenarios.list_all(again, "one") == {"Slow": {"pace": "80"}}
        assert scenarios.list_all(again, "two") == {}
    finally:
        again.close()


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\u202eb"])
def test_a_name_must_be_one(warehouse: Warehouse, name: str) -> None:
    with pytest.raises(RequestError, match="needs a name"):
        scenarios.save(warehouse, "one", name, {})


def test_there_are_not_endlessly_many(warehouse: Warehouse) -> None:
    for number in range(scenarios.MOST):
        scenarios.save(warehouse, "one", f"Number {number}", {})
    scenarios.save(warehouse, "one", "Number 3", {"pace": "90"})
    with pytest.raises(RequestError, match="Delete one first"):
        scenarios.save(warehouse, "one", "One more", {})
