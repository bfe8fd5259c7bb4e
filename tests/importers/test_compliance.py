"""Obligations and controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.importers.compliance import COMPLIANCE
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_keeps_the_words_beside_the_state(tmp_path: Path) -> None:
    read = reference(tmp_path, COMPLIANCE)
    assert read.rows("item_id, state, status") == [
        ("C-01", "met", "Met"),
        ("C-02", "partly", "Partially compliant"),
        ("C-03", "not_met", "Not met"),
        ("C-04", "met", "Compliant"),
        ("C-05", "not_applicable", "N/A"),
        ("C-06", None, "Waived"),
        ("C-07", "open", "In progress"),
    ]
    assert "'Waived'" in read.report.notes[0]
    assert read.report.unknown_columns == []


@pytest.mark.parametrize(
    ("header", "word", "state"),
    [
        *(("Kontroll-ID,Kontrolle,Status", "teilweise erfüllt", "partly"),),
        *(("ID contrôle,Contrôle,Conformité", "Sans objet", "not_applicable"),),
        *(("ID control,Control,Cumplimiento", "No cumple", "not_met"),),
        *(("Control ID,Control,Status", "Closed", None),),
    ],
)
def test_states_in_four_languages(header: str, word: str, state: str | None) -> None:
    read = read_csv(COMPLIANCE, f"{header}\nC-1,Lock the door,{word}\n")
    assert read.column("state") == [state]
    assert read.column("status") == [word]


@pytest.mark.parametrize(
    "header",
    [
        "Framework,Clause,Requirement,Compliance status",
        "Regelwerk,Klausel,Anforderung,Erfüllungsgrad",
        "Référentiel,Article,Exigence,Conformité",
        "Norma,Cláusula,Requisito,Cumplimiento",
    ],
)
def test_obligations_are_claimed(header: str) -> None:
    assert claims(COMPLIANCE, header)


@pytest.mark.parametrize(
    "header",
    [
        *("ID,Title,Status", "Requirement ID,Title,Status", "Section,Title,Status"),
        *("Standard,Title,Status", "Risk ID,Control,Probability"),
    ],
)
def test_what_is_no_obligation_is_not_claimed(header: str) -> None:
    assert not claims(COMPLIANCE, header)
