"""Lists of requirements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.importers.requirement import REQUIREMENT
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_in_german(tmp_path: Path) -> None:
    read = reference(tmp_path, REQUIREMENT)
    assert read.reasons == [(6, "a line without a requirement")]
    assert read.rows("requirement_id, title, priority, status, raised_on")[3] == (
        *("A-04", "Aufbewahrung", "Muss", "In Prüfung", date(2026, 2, 2)),
    )
    assert [keys for (keys,) in read.rows("issue_keys")] == [
        ["APP-1", "APP-2"],
        ["APP-3"],
        ["APP-7", "APP-8"],
        [],
    ]
    assert read.report.unknown_columns == []


@pytest.mark.parametrize(
    "header",
    [
        *("Requirement ID,Title,Priority,Status", "Req ID,Description"),
        *("Requirement,Priority,Status", "ID exigence,Exigence,Priorité"),
        *("Anforderungs-ID,Anforderung", "ID requisito,Requisito,Estado"),
    ],
)
def test_requirements_are_claimed(header: str) -> None:
    assert claims(REQUIREMENT, header)


@pytest.mark.parametrize(
    "header",
    [
        *("ID,Title,Priority,Status", "Test ID,Requirement ID,Title,Result"),
        *("Framework,Clause,Requirement,Status", "Change ID,Requirement ID,Title"),
        "Risk ID,Requirement ID,Title,Probability",
    ],
)
def test_what_only_names_a_requirement_is_not_claimed(header: str) -> None:
    assert not claims(REQUIREMENT, header)
