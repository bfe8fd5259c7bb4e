"""The register as it was: after each upload, or by its own dates."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from analytics import measures, risk_history
from analytics.facts import load_facts
from analytics.intake import road
from analytics.metrics.exposure.cover import Wanted
from analytics.metrics.risk_burndown import DATES, UPLOADS
from analytics.warehouse import projects

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse

HEAD = (
    "Risk ID,Title,Type,Status,Owner,Probability,Impact (EUR),Identified on,"
    "Last reviewed\n"
)
MAY = HEAD + (
    "R-1,Vendor,Threat,Open,Ann,50%,100000,2026-03-02,2026-05-20\n"
    "R-2,People,Threat,Open,Ben,20%,40000,2026-04-02,2026-05-20\n"
)
JUNE = HEAD + (
    "R-1,Vendor,Threat,Open,Ann,10%,100000,2026-03-02,2026-06-20\n"
    "R-2,People,Threat,Open,Ben,20%,40000,2026-04-02,2026-06-20\n"
    "R-3,Data,Threat,Open,Cat,50%,10000,2026-06-02,2026-06-20\n"
)


def load(warehouse: Warehouse, project_id: str, name: str, text: str) -> None:
    received = road.take_in(warehouse, io.BytesIO(text.encode()), name)
    road.accept(warehouse, road.stage(warehouse, received), project_id)


def test_two_uploads_tell_what_was_scored_then(warehouse: Warehouse) -> None:
    project_id = projects.create_project(warehouse, "Apollo").project_id
    load(warehouse, project_id, "risks may.csv", MAY)
    load(warehouse, project_id, "risks june.csv", JUNE)
    facts = load_facts(warehouse, project_id)
    result = risk_history.burndown_of(facts)
    assert result.rests_on == UPLOADS
    assert result.steps["exposure"].tolist() == [58_000, 23_000]
    assert result.steps["added"].tolist() == [0, 5000]
    assert result.steps["rescored"].tolist() == [0, -40_000]
    assert result.moves["risk_id"].tolist() == ["R-1"]
    days = risk_history.covers_of(facts, Wanted())
    assert [one.as_of for one in days] == [date(2026, 5, 20), date(2026, 6, 20)]
    assert [one.needed for one in days] == [100_000, 40_000]


def test_one_upload_is_told_by_its_dates_with_the_scores_of_today(
    warehouse: Warehouse,
) -> None:
    project_id = projects.create_project(warehouse, "Apollo").project_id
    load(warehouse, project_id, "risks.csv", JUNE)
    result = risk_history.burndown_of(load_facts(warehouse, project_id))
    assert result.rests_on == DATES
    assert result.steps["day"].tolist() == [
        *(date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)),
        date(2026, 6, 20),
    ]
    assert result.steps["exposure"].tolist() == [10_000, 18_000, 18_000, 23_000]
    assert not result.steps["rescored"].any()


def test_the_reserve_by_day_is_the_one_measured_as_of_that_day(
    warehouse: Warehouse,
) -> None:
    project_id = projects.create_project(warehouse, "Apollo").project_id
    budget = (
        "Period,Category,Budget type,Planned amount,Currency\n"
        "2026-03,Build,Budget,400000,EUR\n"
        "2026-06,Reserve,Contingency,60000,EUR\n"
    )
    struck = "R-9,Fire,Threat,Occurred,Ann,50%,20000,2026-03-02,2026-05-20\n"
    ledger = (
        "Posting date,Category,Amount,Currency,Risk ID\n"
        "2026-04-15,Build,12000,EUR,R-9\n2026-06-01,Build,3000,EUR,R-9\n"
    )
    load(warehouse, project_id, "budget.csv", budget)
    load(warehouse, project_id, "risks.csv", JUNE + struck)
    load(warehouse, project_id, "ledger.csv", ledger)
    facts = load_facts(warehouse, project_id)
    days = risk_history.covers_of(facts, Wanted())
    assert [one.left for one in days] == [60_000, 48_000, 48_000, 45_000]
    for one in days:
        then = replace(load_facts(warehouse, project_id), as_of=one.as_of)
        whole = measures.exposure_of(then)
        assert (one.needed, one.covered) == (whole.needed, whole.covered)
        assert one.reserve == whole.reserve
        assert one.reserve.contingency == measures.budget_of(then).contingency


def test_without_a_register_there_is_no_day(warehouse: Warehouse) -> None:
    project_id = projects.create_project(warehouse, "Apollo").project_id
    result = risk_history.burndown_of(load_facts(warehouse, project_id))
    assert result.steps.empty
    assert (result.added, result.moves.empty) == (None, True)


def test_a_closing_date_of_a_risk_called_open_is_a_plan(warehouse: Warehouse) -> None:
    head = HEAD.replace("Last reviewed", "Last reviewed,Date closed")
    rows = (
        "R-1,Vendor,Threat,Active,Ann,50%,100,2026-03-02,2026-05-20,2026-05-20\n"
        "R-2,People,Threat,,Ben,20%,400,2026-04-02,2026-05-20,2026-05-20\n"
        "R-3,Data,Threat,Closed,Cat,20%,400,2026-04-02,2026-05-20,\n"
    )
    project_id = projects.create_project(warehouse, "Apollo").project_id
    load(warehouse, project_id, "risks.csv", head + rows)
    risks = load_facts(warehouse, project_id).risks
    states = dict(zip(risks["risk_id"], risks["state"], strict=True))
    assert states == {"R-1": "open", "R-2": "closed", "R-3": "closed"}
