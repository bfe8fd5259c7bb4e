"""Decision logs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.importers.decision import DECISION
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_below_its_title(tmp_path: Path) -> None:
    read = reference(tmp_path, DECISION)
    assert read.reasons == [(7, "a line without a decision")]
    rows = read.rows("decision_id, title, outcome, decided_by, due_on, decided_on")
    assert rows[1] == (
        *("2", "Pilot with how many users?", None, "Sponsor"),
        *(date(2026, 3, 13), None),
    )
    assert [outcome for _, _, outcome, *_ in rows] == [
        *("Provider A", None, "Migrate", "Hired"),
    ]
    assert read.report.unknown_columns == []


@pytest.mark.parametrize(
    "header",
    [
        *("Decision ID,Decision,Date", "No.,Topic,Decision,Decided by"),
        *("Entscheidungs-Nr.,Thema,Beschluss", "N° décision,Sujet,Décision"),
        *("ID decisión,Tema,Decisión", "Decision,Rationale,Date"),
    ],
)
def test_decisions_are_claimed(header: str) -> None:
    assert claims(DECISION, header)


@pytest.mark.parametrize(
    "header",
    [
        *("Change ID,Title,Decision,Decision date", "Title,Outcome", "ID,Title,Status"),
        *("ID,Issue,Severity,Decision,Decision date", "Issue key,Resolution,Status"),
    ],
)
def test_a_change_with_its_decision_is_not_claimed(header: str) -> None:
    assert not claims(DECISION, header)
