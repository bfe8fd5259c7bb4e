"""Schedules, milestones and registers: what passes, and what is objected to."""

from __future__ import annotations

from tests.metrics.quality.case import Case, bad

SUMMARY = {"task_kind": "summary", "baseline_finish_at": None}
OVER = {
    "complete_ratio": 1.0,
    "actual_start_at": "2026-05-01",
    "actual_finish_at": "2026-05-08",
}
LINKS = [
    {"predecessor_id": "1", "successor_id": "2"},
    {"predecessor_id": "2", "successor_id": "1"},
]
APPROVED = {"decision": "Approved", "decided_on": "2026-06-01", "cost_amount": 5}
CASES = (
    Case(
        "task_without_baseline",
        task=[
            {},
            SUMMARY,
            {"is_active": False, "baseline_finish_at": None},
            {"is_external": True, "baseline_finish_at": None},
            bad(baseline_finish_at=None),
            bad(baseline_finish_at=None, task_kind="milestone", is_active=True),
        ],
    ),
    Case(
        "finish_before_start",
        task=[
            {"start_at": "2026-05-01 08:00", "finish_at": "2026-05-01 08:00"},
            {"finish_at": "2026-05-01"},
            bad(start_at="2026-05-01 08:00", finish_at="2026-05-01 07:59"),
            bad(actual_start_at="2026-05-02", actual_finish_at="2026-05-01"),
        ],
    ),
    Case(
        "complete_without_finish",
        task=[OVER, {"complete_ratio": 0.99}, {}, bad(complete_ratio=1.0)],
    ),
    Case(
        "finished_incomplete",
        task=[OVER, {"actual_finish_at": "2026-05-08"}, bad(OVER, complete_ratio=0.99)],
    ),
    Case(
        "begun_without_start",
        task=[OVER, {"complete_ratio": 0.0}, {}, bad(complete_ratio=0.01)],
    ),
    Case(
        "actual_in_future",
        schedule=[{"status_at": "2026-05-08 17:00"}],
        task=[
            OVER,
            {"actual_start_at": "2026-05-08 23:00"},
            bad(actual_start_at="2026-05-09 00:00"),
            bad(OVER, actual_finish_at="2026-06-01"),
        ],
    ),
    Case(
        "forecast_in_past",
        schedule=[{"status_at": "2026-05-08 17:00"}],
        task=[
            {**OVER, "finish_at": "2026-01-01"},
            {"start_at": "2026-05-08 08:00", "finish_at": "2026-05-08 17:00"},
            {
                "start_at": "2026-05-01",
                "actual_start_at": "2026-05-01",
                "finish_at": "2026-06-01",
            },
            bad(start_at="2026-05-07", finish_at="2026-06-01"),
            bad(
                start_at="2026-05-01",
                actual_start_at="2026-05-01",
                finish_at="2026-05-07",
            ),
        ],
    ),
    Case(
        "task_without_links",
        task_link=[
            *LINKS,
            {"predecessor_id": "2", "successor_id": "5"},
            {"predecessor_id": "6", "successor_id": "2"},
        ],
        task=[{}, {}, OVER, SUMMARY, bad(), bad(), bad()],
    ),
    Case(
        "link_to_nowhere",
        task=[{}, {}],
        task_link=[
            *LINKS,
            {"predecessor_id": "9", "successor_id": "1", "is_external": True},
            bad(predecessor_id="9", successor_id="1"),
            bad(predecessor_id="1", successor_id="9"),
            bad(predecessor_id=None, successor_id="1"),
        ],
    ),
    Case(
        "lead",
        task_link=[
            {"lag_hours": 0},
            {},
            {"lag_hours": 8},
            bad(lag_hours=-0.5),
            bad(lag_ratio=-0.1),
        ],
    ),
    Case(
        "negative_float",
        task=[
            {"total_slack_hours": 0},
            {},
            {**OVER, "total_slack_hours": -8},
            bad(total_slack_hours=-0.1),
        ],
    ),
    Case(
        "high_float",
        schedule=[{"hours_per_day": 7}],
        task=[
            *({"total_slack_hours": 308}, {}, bad(total_slack_hours=308.5)),
            {"total_slack_hours": 1056, "is_elapsed": True},
            bad(total_slack_hours=1057, is_elapsed=True),
        ],
    ),
    Case(
        "long_task",
        task=[
            {"duration_hours": 352},
            {"duration_hours": 999, "task_kind": "milestone"},
            {**OVER, "duration_hours": 999},
            {"duration_hours": 1056, "is_elapsed": True},
            bad(duration_hours=353),
        ],
    ),
    Case(
        "hard_constraint",
        task=[{"constraint_type": "asap"}, {"constraint_type": "snet"}, {}]
        + [bad(constraint_type=one) for one in ("mso", "mfo", "snlt", "fnlt")],
    ),
    Case(
        "task_without_resource",
        assignment=[
            {"task_id": "1", "resource_id": "7"},
            {"task_id": "4", "resource_id": None},
        ],
        task=[
            {"duration_hours": 8},
            {"duration_hours": 8, "resources": ["Ada"]},
            {"duration_hours": 0},
            bad(duration_hours=8),
            bad(duration_hours=8, resources=[]),
        ],
    ),
    Case("milestone_without_baseline", milestone=[{}, bad(baseline_on=None)]),
    Case(
        "milestone_without_date",
        milestone=[
            {},
            {"planned_on": None, "actual_on": "2026-05-01"},
            bad(planned_on=None),
        ],
    ),
    Case(
        "milestone_past",
        milestone=[
            {"planned_on": "2026-06-30"},
            {"planned_on": "2026-01-01", "actual_on": "2026-05-01"},
            {"planned_on": "2026-01-01", "complete_ratio": 1},
            bad(planned_on="2026-06-29"),
        ],
    ),
    Case(
        "milestone_reached_without_day",
        milestone=[
            {},
            {"complete_ratio": 1, "actual_on": "2026-05-01"},
            bad(complete_ratio=1),
        ],
    ),
    Case(
        "milestone_reached_in_future",
        milestone=[{}, {"actual_on": "2026-06-30"}, bad(actual_on="2026-07-01")],
    ),
    Case(
        "milestone_without_owner",
        milestone=[{}, {"owner": None, "actual_on": "2026-05-01"}, bad(owner=None)],
    ),
    Case(
        "change_approved_without_day",
        change_request=[
            APPROVED,
            {"decision": "rejected"},
            bad(APPROVED, decided_on=None),
        ],
    ),
    Case(
        "change_without_effect",
        change_request=[
            APPROVED,
            {"decision": "open"},
            {"decision": "approved", "schedule_days": 0},
            {"decision": "approved", "scope_points": 3},
            bad(APPROVED, cost_amount=None),
        ],
    ),
    Case(
        "change_past_due",
        change_request=[
            {"decision": "open", "due_on": "2026-06-30"},
            {**APPROVED, "due_on": "2026-06-01"},
            {"due_on": "2026-06-01", "closed_on": "2026-06-02"},
            bad(due_on="2026-06-29"),
            bad(decision="Open", due_on="2026-06-29"),
        ],
    ),
    Case(
        "decision_past_due",
        decision=[
            {"due_on": "2026-06-30"},
            {"due_on": "2026-06-01", "outcome": "Yes"},
            {"due_on": "2026-06-01", "decided_on": "2026-06-02"},
            bad(due_on="2026-06-29"),
        ],
    ),
    Case(
        "decision_without_outcome",
        decision=[
            {},
            {"decided_on": "2026-06-01", "outcome": "Yes"},
            bad(decided_on="2026-06-01"),
        ],
    ),
    Case(
        "requirement_without_acceptance",
        acceptance=[{"requirement_id": "q1"}],
        requirement=[{}, {"acceptance_criteria": "It floats"}, bad()],
    ),
    Case(
        "acceptance_without_requirement",
        requirement=[{}],
        acceptance=[{"requirement_id": "Q1"}, {}, bad(requirement_id="Q9")],
    ),
    Case(
        "result_without_day",
        acceptance=[
            {"result": "open"},
            {"result": "passed", "tested_on": "2026-06-01"},
            {"result": "passed", "accepted_on": "2026-06-01"},
            bad(result="failed"),
        ],
    ),
    Case(
        "compliance_past_due",
        compliance_item=[
            {"state": "open", "due_on": "2026-06-30"},
            {"state": "met", "due_on": "2026-06-01"},
            {"state": "not_applicable", "due_on": "2026-06-01"},
            {"state": "open", "due_on": "2026-06-01", "closed_on": "2026-06-02"},
            bad(state="partly", due_on="2026-06-29"),
            bad(due_on="2026-06-29"),
        ],
    ),
    Case(
        "compliance_without_evidence",
        compliance_item=[
            {"state": "open"},
            {"state": "met", "evidence": "Audit"},
            bad(state="met"),
            bad(state="Met", evidence=" "),
        ],
    ),
)
