"""Work items in a table of any make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.importers.issue_table import ISSUE_TABLE
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference(tmp_path: Path) -> None:
    read = reference(tmp_path, ISSUE_TABLE)
    rows = read.rows("issue_key, status, numbers, sprints, labels, is_flagged")
    assert rows[1] == (
        *("T-102", "In review", {"Story points": 8.0}),
        *(["Sprint 1", "Sprint 2"], ["payment"], False),
    )
    assert rows[2][5] is True
    assert read.report.hints["sprints"] == ["Sprint 1", "Sprint 2"]
    assert read.report.unknown_columns == []


@pytest.mark.parametrize(
    "header",
    [
        *("Ticket ID,Title,Status", "Ticketnummer,Titel,Status"),
        *("N° ticket,Titre,Statut", "ID de ticket,Título,Estado"),
    ],
)
def test_tickets_are_claimed(header: str) -> None:
    assert claims(ISSUE_TABLE, header)


@pytest.mark.parametrize(
    "header",
    [
        *("ID,Title,Status", "Issue key,Summary,Status", "Ticket ID,Hours worked"),
        "Ticket ID,Title,Status,Probability",
    ],
)
def test_what_has_no_ticket_number_is_not_claimed(header: str) -> None:
    assert not claims(ISSUE_TABLE, header)
