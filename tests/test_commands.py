from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics import commands
from analytics.errors import NotFoundError, RequestError
from analytics.metrics.registry import METRICS
from analytics.showing import COMMANDS
from analytics.warehouse.projects import create_project

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse

SHAPE = ["metric", "project", "as_of", "evidence", "figures", "why", "rows"]


@pytest.mark.parametrize("metric", [one.key for one in METRICS])
def test_every_metric_has_one_shape(sample_warehouse: Warehouse, metric: str) -> None:
    shown = commands.run_show(sample_warehouse, metric)
    assert list(shown) == SHAPE
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    assert shown["rows"]
    assert shown["evidence"]
    undefined = {name for name, value in shown["figures"].items() if value is None}
    assert undefined <= set(shown["why"]) | {"until"}


OF_A_FRAME = (
    *("sprint_report", "reconciliation", "scope_changes"),
    *("forecast_when", "forecast_how_many", "forecast_bridge", "calibration"),
    *("what_must_be_true", "joint_confidence", "frontier"),
)


def test_what_is_listed_can_be_shown_and_nothing_else() -> None:
    shown = sorted(one.metric for one in COMMANDS)
    assert shown == sorted(one.key for one in METRICS)


@pytest.mark.parametrize("metric", [one.key for one in METRICS])
def test_every_metric_hears_project_and_day(
    sample_warehouse: Warehouse, metric: str
) -> None:
    (project,) = commands.list_projects(sample_warehouse)
    shown = commands.run_show(
        sample_warehouse, metric, project=project["name"], as_of="2026-02-27"
    )
    assert (shown["project"], shown["as_of"]) == (project["project"], "2026-02-27")
    assert shown != commands.run_show(sample_warehouse, metric) | {
        "as_of": "2026-02-27"
    }


@pytest.mark.parametrize("metric", [one.key for one in METRICS])
def test_without_files_a_metric_says_why(warehouse: Warehouse, metric: str) -> None:
    create_project(warehouse, "Empty")
    if metric in {*("burndown", "burnup"), *OF_A_FRAME}:
        with pytest.raises(NotFoundError, match="no issues yet"):
            commands.run_show(warehouse, metric)
        return
    shown = commands.run_show(warehouse, metric)
    undefined = [name for name, value in shown["figures"].items() if value is None]
    assert undefined
    assert shown["rows"] == []
    about_reserves = {"contingency", "management_reserve"}
    assert {name for name in undefined if not shown["why"].get(name)} <= about_reserves


def test_the_pace_of_spending_and_what_it_leaves(sample_warehouse: Warehouse) -> None:
    shown = commands.run_show(sample_warehouse, "burn_rate", parameters={"last": "2"})
    figures, whole = (
        shown["figures"],
        [
            row["actual"]
            for row in shown["rows"]
            if row["actual"] is not None and not row["is_partial"]
        ],
    )
    assert figures["months_used"] == 2
    assert figures["monthly_amount"] == pytest.approx(sum(whole[-2:]) / 2)
    budget = commands.run_show(sample_warehouse, "budget_variance")["figures"]
    left = budget["budget"] - budget["actual"]
    assert figures["remaining_amount"] == pytest.approx(left)
    assert figures["runway_months"] == pytest.approx(left / figures["monthly_amount"])


def test_a_promise_kept_is_the_one_of_velocity(sample_warehouse: Warehouse) -> None:
    promise = commands.run_show(sample_warehouse, "say_do")["figures"]
    pace = commands.run_show(sample_warehouse, "velocity")["figures"]
    assert promise["say_do"] == pace["say_do"]
    kept = promise["kept"] / promise["commitment"]
    assert kept == pytest.approx(promise["say_do"])


def test_the_reserve_is_measured_once(sample_warehouse: Warehouse) -> None:
    asked = commands.run_show(sample_warehouse, "contingency_confidence")
    risk = commands.run_show(sample_warehouse, "risk_exposure")["figures"]
    assert asked["figures"].items() <= risk.items()
    assert 0 < asked["figures"]["contingency_confidence"] < 1


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
