"""The sample through the whole road, against the truth its simulation wrote down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analytics import crosscheck, hours, measures, plans
from analytics.facts import load_facts
from analytics.metrics.burndown import burndown
from analytics.metrics.scope import Frame
from analytics.warehouse import checks, ledger_reads
from analytics.warehouse.projects import list_projects

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.scope import Unit
    from analytics.warehouse.store import Warehouse

TRUTH: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "sample_data" / "truth.json").read_text("utf-8")
)
LEDGERS = (
    "commitment",
    "added",
    "removed",
    "re_estimated",
    "completed",
    "reopened",
    "remaining",
)


@pytest.fixture(scope="module")
def facts(sample_warehouse: Warehouse) -> Facts:
    (project,) = list_projects(sample_warehouse)
    return load_facts(sample_warehouse, project.project_id)


def test_the_day_is_the_last_that_the_files_speak_of(facts: Facts) -> None:
    assert facts.as_of.isoformat() == TRUTH["as_of"]
    assert len(facts.issues) == TRUTH["project"]["issues"]


@pytest.mark.parametrize("sprint", TRUTH["sprints"], ids=lambda s: str(s["id"]))
@pytest.mark.parametrize(("unit", "column"), [("points", "points"), ("items", "count")])
def test_every_ledger_of_every_sprint_is_the_true_one(
    facts: Facts, sprint: dict[str, Any], unit: Unit, column: str
) -> None:
    frame = facts.frame("sprint", str(sprint["id"]))
    result = burndown(
        facts.deltas(frame),
        frame=frame,
        unit=unit,
        calendar=facts.calendar,
        as_of=facts.as_of,
    )
    # How many items were re-estimated is no change of the number of items.
    names = [name for name in LEDGERS if (name, unit) != ("re_estimated", "items")]
    found = {name: getattr(result, name) for name in names}
    assert found == pytest.approx({name: sprint[name][column] for name in names})


def test_the_independent_computation_agrees(facts: Facts) -> None:
    project_id = facts.project.project_id
    assert crosscheck.check_project(facts.warehouse, project_id) == 0
    note, differing = checks.check_of(facts.warehouse, facts.set_id)
    assert "no figures differ" in note
    assert differing.empty


def test_a_wrong_ledger_is_noticed(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = ledger_reads.deltas

    def wrong(*arguments: Any, **named: Any) -> pd.DataFrame:  # noqa: ANN401 - passed on
        found = right(*arguments, **named)
        return found.assign(points=found["points"] * 2)

    monkeypatch.setattr(ledger_reads, "deltas", wrong)
    found = crosscheck._differences(facts, crosscheck._dated_sprints(facts))  # noqa: SLF001
    assert {row[1] for row in found} >= {"initial", "remaining"}


def test_actual_cost_is_the_ledgers_total_to_the_cent(facts: Facts) -> None:
    result = measures.budget_of(facts)
    total = facts.costs["amount"].sum()
    assert f"{total:.2f}" == f"{TRUTH['money']['actual_total']:.2f}"
    assert result.total.actual == pytest.approx(
        float(TRUTH["money"]["actual_total"]), abs=0.004
    )


def test_a_project_frame_holds_the_scope_of_each_month(facts: Facts) -> None:
    frame = facts.frame("project", "project")
    assert isinstance(frame, Frame)
    deltas = facts.deltas(frame)
    for month in TRUTH["project"]["months"]:
        until = pd.Timestamp(month["month"]) + pd.offsets.MonthEnd(0)
        known = deltas[deltas["day"] <= min(until, pd.Timestamp(TRUTH["as_of"]))]
        scope = known["points"].sum() + known["done_points"].sum()
        assert scope == pytest.approx(month["scope_points"]), month["month"]
        assert known["done_points"].sum() == pytest.approx(month["done_points"])


def test_the_schedule_earns_what_its_generator_did(facts: Facts) -> None:
    truth = TRUTH["schedule"]
    found = plans.earned_value_of(facts, "schedule")
    assert found is not None
    assert found.known["budget"] == truth["budget"]
    assert found.known["earned"] == pytest.approx(truth["earned"])
    assert found.known["actual"] == pytest.approx(
        float(TRUTH["money"]["actual_total"]), abs=0.004
    )
    path = plans.critical_path_of(facts)
    assert path.finish is not None
    assert path.finish.date().isoformat() == truth["finish"]
    assert len(path.tasks) == truth["leaves"]


def test_milestones_stand_where_the_story_puts_them(facts: Facts) -> None:
    rows = plans.milestones_of(facts).rows.set_index("name")
    for one in TRUTH["schedule"]["milestones"]:
        row = rows.loc[one["name"]]
        assert row["baseline_on"].date().isoformat() == one["baseline"]
        assert row["expected_on"].date().isoformat() == one["expected"]
        assert bool(row["is_reached"]) == one["reached"]


def test_the_hours_add_up_as_they_were_booked(facts: Facts) -> None:
    truth = TRUTH["hours"]
    booked = hours.booked_of(facts)
    logged = hours.logged_of(booked, facts, "team")
    assert logged.figures["hours"] == truth["hours"]
    assert logged.figures["bookings"] == truth["bookings"]
    assert logged.figures["outside_hours"] == truth["outside"]
    weeks = zip(logged.weeks["start"], logged.weeks["hours"], strict=True)
    assert {one.date().isoformat(): hours for one, hours in weeks} == truth["by_week"]
    teams = zip(logged.groups["group"], logged.groups["hours"], strict=True)
    assert dict(teams) == truth["by_team"]
    after = hours.after_done_of(booked, facts)
    assert after.figures["hours"] == truth["after_done"]


def test_the_estimated_items_took_what_their_bookings_say(facts: Facts) -> None:
    truth = TRUTH["hours"]
    booked = hours.booked_of(facts)
    found = hours.estimates_of(booked, facts).figures
    assert found["estimate_hours"] == truth["estimated"]
    assert found["logged_hours"] == truth["logged_on_estimated"]
    assert found["differing_items"] == 0


def test_the_capacity_is_that_of_the_sprints_that_have_begun(facts: Facts) -> None:
    truth = TRUTH["hours"]
    rows = hours.utilisation_of(hours.booked_of(facts), facts).rows
    over = rows[rows["end"] <= pd.Timestamp(TRUTH["as_of"])]
    assert over["available"].sum() == truth["capacity"]
