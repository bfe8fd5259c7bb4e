"""Checks of the registers: changes, decisions, requirements, compliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import key, text
from analytics.metrics.quality.finding import (
    Check,
    Finding,
    blank,
    days,
    found,
    unchecked,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.metrics.quality.material import Material

AREA = "Registers"


def change_approved_without_day(known: Material) -> Finding:
    """Find approved change requests without the day of the decision."""
    rows = known.table("change_request")
    rows = rows[key(rows["decision"]) == "approved"]
    return _found("change_request", rows, rows["decided_on"].isna())


def change_without_effect(known: Material) -> Finding:
    """Find approved change requests whose effect is stated in nothing.

    Not in money, not in days and not in points: baselines cannot follow them.
    """
    rows = known.table("change_request")
    rows = rows[key(rows["decision"]) == "approved"]
    effects = rows[["cost_amount", "schedule_days", "scope_points"]]
    return _found("change_request", rows, effects.isna().all(axis=1))


def change_past_due(known: Material) -> Finding:
    """Find undecided change requests whose decision was due before the status date."""
    rows = known.table("change_request")
    is_open = key(rows["decision"]).isin(["", "open"]) & rows["decided_on"].isna()
    return _past("change_request", rows[is_open & rows["closed_on"].isna()], known)


def decision_past_due(known: Material) -> Finding:
    """Find decisions not taken that were due before the status date."""
    rows = known.table("decision")
    is_open = rows["decided_on"].isna() & blank(rows["outcome"])
    return _past("decision", rows[is_open], known)


def decision_without_outcome(known: Material) -> Finding:
    """Find decisions with a day on which they were taken and no outcome."""
    rows = known.table("decision")
    rows = rows[rows["decided_on"].notna()]
    return _found("decision", rows, blank(rows["outcome"]))


def requirement_without_acceptance(known: Material) -> Finding:
    """Find requirements that no acceptance criterion and no test judges."""
    rows, tests = known.table("requirement"), known.table("acceptance")
    judged = key(rows["requirement_id"]).isin(key(tests["requirement_id"]))
    wrong = ~judged & blank(rows["acceptance_criteria"])
    return _found("requirement", rows, wrong)


def acceptance_without_requirement(known: Material) -> Finding:
    """Find acceptance results that name a requirement which no file holds."""
    known_ids = key(known.table("requirement")["requirement_id"])
    if not len(known_ids):
        return unchecked("acceptance", "There are no requirements to compare with.")
    rows = known.table("acceptance")
    name = key(rows["requirement_id"])
    return _found("acceptance", rows, name.ne("") & ~name.isin(known_ids))


def result_without_day(known: Material) -> Finding:
    """Find acceptance results, passed or failed, without the day of the test."""
    rows = known.table("acceptance")
    rows = rows[key(rows["result"]).isin(["passed", "failed"])]
    undated = rows["tested_on"].isna() & rows["accepted_on"].isna()
    return _found("acceptance", rows, undated)


def compliance_past_due(known: Material) -> Finding:
    """Find obligations not met that were due before the status date."""
    rows = known.table("compliance_item")
    is_open = ~key(rows["state"]).isin(["met", "not_applicable"])
    return _past("compliance_item", rows[is_open & rows["closed_on"].isna()], known)


def compliance_without_evidence(known: Material) -> Finding:
    """Find obligations that count as met without any evidence."""
    rows = known.table("compliance_item")
    rows = rows[key(rows["state"]) == "met"]
    return _found("compliance_item", rows, blank(rows["evidence"]))


def _past(table: str, rows: pd.DataFrame, known: Material) -> Finding:
    late = rows["due_on"] < pd.Timestamp(known.as_of)
    return _found(table, rows, late, lambda odd: "due on " + days(odd["due_on"]))


def _found(
    table: str,
    rows: pd.DataFrame,
    wrong: pd.Series,
    detail: Callable[[pd.DataFrame], pd.Series] | None = None,
) -> Finding:
    subject = {
        "change_request": "change_id",
        "decision": "decision_id",
        "requirement": "requirement_id",
        "acceptance": "acceptance_id",
        "compliance_item": "item_id",
    }[table]

    def said(odd: pd.DataFrame) -> pd.Series:
        title = text(odd["title"])
        more = "" if detail is None else detail(odd).astype("str")
        return title if detail is None else title + ": " + more

    return found(table, rows, wrong, subject=subject, detail=said)


CHECKS: tuple[Check, ...] = (
    Check(
        "change_approved_without_day",
        AREA,
        "Change approved without a day",
        "medium",
        "Baselines do not know from when it counts.",
        {"Excel": "Fill the column Decided.", "Jira": "Fill the date of approval."},
        change_approved_without_day,
    ),
    Check(
        "change_without_effect",
        AREA,
        "Approved change without an effect",
        "medium",
        "Nobody can see what it costs in money, days or scope.",
        {"Excel": "Fill cost, days or points; 0 where there is none."},
        change_without_effect,
    ),
    Check(
        "change_past_due",
        AREA,
        "Change waiting past its date",
        "medium",
        "Work waits for a decision that was due.",
        {"Excel": "Decide it, or agree a new date."},
        change_past_due,
    ),
    Check(
        "decision_past_due",
        AREA,
        "Decision waiting past its date",
        "medium",
        "Work waits for a decision that was due.",
        {"Excel": "Decide it, or agree a new date."},
        decision_past_due,
    ),
    Check(
        "decision_without_outcome",
        AREA,
        "Decided, but nobody wrote what",
        "medium",
        "The decision cannot be relied on later.",
        {"Excel": "Fill the column Outcome."},
        decision_without_outcome,
    ),
    Check(
        "requirement_without_acceptance",
        AREA,
        "Requirement that nothing judges",
        "medium",
        "Nobody can say whether it is met.",
        {"Excel": "Add a criterion, or a test that names the requirement."},
        requirement_without_acceptance,
    ),
    Check(
        "acceptance_without_requirement",
        AREA,
        "Test of a requirement that is not in the files",
        "low",
        "A passed test proves nothing that was asked for.",
        {"Excel": "Correct the number, or upload all requirements."},
        acceptance_without_requirement,
    ),
    Check(
        "result_without_day",
        AREA,
        "Test result without a day",
        "low",
        "Nobody can say which version was tested.",
        {"Excel": "Fill the column Tested."},
        result_without_day,
    ),
    Check(
        "compliance_past_due",
        AREA,
        "Obligation past its date, not met",
        "medium",
        "A law or a contract is broken, or the list is old.",
        {"Excel": "Bring State up to date, with the evidence."},
        compliance_past_due,
    ),
    Check(
        "compliance_without_evidence",
        AREA,
        "Obligation met without evidence",
        "medium",
        "An audit will not accept it.",
        {"Excel": "Say in Evidence where the proof is."},
        compliance_without_evidence,
    ),
)
