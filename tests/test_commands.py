from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics import commands
from analytics.errors import NotFoundError, RequestError
from analytics.showing import COMMANDS

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse

SHAPE = ["metric", "project", "as_of", "evidence", "figures", "why", "rows"]


@pytest.mark.parametrize("metric", [one.metric for one in COMMANDS])
def test_every_metric_has_one_shape(sample_warehouse: Warehouse, metric: str) -> None:
    shown = commands.run_show(sample_warehouse, metric)
    assert list(shown) == SHAPE
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    assert shown["rows"]
    assert shown["evidence"]
    undefined = {name for name, value in shown["figures"].items() if value is None}
    assert undefined <= set(shown["why"]) | {"management_reserve", "until"}


def test_a_frame_is_found_by_id_and_by_name(sample_warehouse: Warehouse) -> None:
    named = commands.run_show(
        sample_warehouse, "burndown", parameters={"frame": "harbour sprint 1"}
    )
    numbered = commands.run_show(
        sample_warehouse, "burndown", parameters={"frame": "101"}
    )
    whole = commands.run_show(
        sample_warehouse, "burndown", parameters={"frame": "project"}
    )
    assert named == numbered
    assert named["figures"]["frame"] == "Harbour Sprint 1"
    assert whole["figures"]["frame"] == "Whole project"


def test_units_filters_and_days_are_heard(sample_warehouse: Warehouse) -> None:
    points = commands.run_show(sample_warehouse, "velocity")
    items = commands.run_show(
        sample_warehouse, "velocity", parameters={"unit": "items", "last": "2"}
    )
    assert points["figures"]["unit"] == "points"
    assert (items["figures"]["unit"], items["figures"]["last"]) == ("items", 2)
    nobody = commands.run_show(
        sample_warehouse, "velocity", parameters={"team": "Nobody"}
    )
    assert nobody["figures"]["mean"] == 0
    early = commands.run_show(sample_warehouse, "budget_variance", as_of="2025-12-31")
    later = commands.run_show(sample_warehouse, "budget_variance")
    assert early["as_of"] == "2025-12-31"
    assert early["figures"]["actual"] < later["figures"]["actual"]


@pytest.mark.parametrize(
    ("metric", "parameters"),
    [
        ("burndown", {"unit": "miles"}),
        ("burndown", {"colour": "red"}),
        ("velocity", {"last": "0"}),
        ("velocity", {"last": "many"}),
        ("budget_variance", {"by": "mood"}),
        ("risk_exposure", {"frame": "1"}),
    ],
)
def test_a_parameter_without_meaning_is_refused(
    sample_warehouse: Warehouse, metric: str, parameters: dict[str, str]
) -> None:
    with pytest.raises(RequestError):
        commands.run_show(sample_warehouse, metric, parameters=parameters)


def test_what_there_is_not_is_said(sample_warehouse: Warehouse) -> None:
    with pytest.raises(NotFoundError):
        commands.run_show(sample_warehouse, "mood")
    with pytest.raises(NotFoundError):
        commands.run_show(sample_warehouse, "burndown", project="none")
    with pytest.raises(NotFoundError):
        commands.run_show(sample_warehouse, "burndown", parameters={"frame": "x"})
    with pytest.raises(RequestError):
        commands.run_show(sample_warehouse, "burndown", as_of="yesterday")


def test_without_projects_nothing_is_shown(warehouse: Warehouse) -> None:
    assert commands.list_projects(warehouse) == []
    assert commands.list_imports(warehouse) == []
    with pytest.raises(RequestError):
        commands.run_show(warehouse, "burndown")


def test_the_sample_is_listed_as_sample(sample_warehouse: Warehouse) -> None:
    (project,) = commands.list_projects(sample_warehouse)
    assert project["is_sample"] is True
    assert project["imports"] == len(commands.list_imports(sample_warehouse))
