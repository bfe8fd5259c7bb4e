"""Acceptance results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.importers.acceptance import ACCEPTANCE
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_keeps_the_words_beside_the_result(tmp_path: Path) -> None:
    read = reference(tmp_path, ACCEPTANCE)
    assert read.rows("acceptance_id, result, result_text") == [
        ("T-01", "passed", "Passed"),
        ("T-02", "passed", "OK"),
        ("T-03", "failed", "Failed"),
        ("T-04", "blocked", "Blocked"),
        ("T-05", "open", "Not run"),
        ("T-06", None, "Passed with remarks"),
        ("T-07", None, None),
    ]
    assert "'Passed with remarks'" in read.report.notes[0]
    assert read.rows("defects")[2] == (["APP-31", "APP-32"],)


@pytest.mark.parametrize(
    ("header", "word", "result"),
    [
        *(("Testfall,Ergebnis", "Bestanden", "passed"),),
        *(("Testfall,Ergebnis", "n.i.O.", "failed"),),
        *(("Cas de test,Résultat", "Non conforme", "failed"),),
        *(("Cas de test,Résultat", "À tester", "open"),),
        *(("Caso de prueba,Resultado", "Superado", "passed"),),
        *(("Caso de prueba,Resultado", "Bloqueado", "blocked"),),
        *(("Test case,Status", "Green", "passed"), ("Test case,Status", "Grey", None)),
    ],
)
def test_results_in_four_languages(header: str, word: str, result: str | None) -> None:
    read = read_csv(ACCEPTANCE, f"{header}\nOne,{word}\n")
    assert read.column("result") == [result]
    assert read.column("result_text") == [word]


@pytest.mark.parametrize(
    "header",
    [
        "ID,Title,Status",
        "Requirement ID,Title,Status",
        "Name,Result",
        "Test,Probability",
    ],
)
def test_what_has_no_test_is_not_claimed(header: str) -> None:
    assert not claims(ACCEPTANCE, header)
