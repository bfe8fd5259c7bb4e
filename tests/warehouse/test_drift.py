"""What a later file of a source does differently is said before it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.commands import Options, run_import
from analytics.warehouse import reads
from tests.homes import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

ISSUES = "Issue key,Summary,Status,Created,Due date,Story Points,Sprint,Project key"
RISKS = "Risk ID,Title,Status,Probability,Impact,Currency,Owner"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path / "home") as one:
        yield one


def issues(
    *, count: int = 8, points: float | str = 3, status: str = "To Do", due: str = "04"
) -> list[str]:
    return [
        f"A-{n},s{n},{status},2026-01-0{n},2026-{due}-05,"
        f"{points and float(points) * n},S{n % 2},A"
        for n in range(1, count + 1)
    ]


def drift(
    warehouse: Warehouse, folder: Path, first: list[str], second: list[str]
) -> list[str]:
    """Load two files, the second a day later; return what is said of it."""
    said: list[str] = []
    for number, lines in enumerate((first, second)):
        path = folder / f"{number}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        (outcome,) = run_import(warehouse, [(path.name, path)], Options(project="A"))
        assert outcome["error"] == ""
        said = outcome["drift"]
    return said


def test_the_same_shape_again_is_no_drift(warehouse: Warehouse, tmp_path: Path) -> None:
    later = [*issues(), "A-9,s9,To Do,2026-02-01,,1,S1,A"]
    assert not drift(warehouse, tmp_path, [ISSUES, *issues()], [ISSUES, *later])


@pytest.mark.parametrize(
    ("header", "rows", "sentence"),
    [
        (ISSUES, issues(points=24), "8 of 8 rows is 8 times what it was"),
        (ISSUES, issues(points=""), "Story Points was filled in 100 % of the rows"),
        (ISSUES, issues(status="Parked"), "'Parked' was never seen before"),
        (ISSUES, issues(due="05"), None),
        (ISSUES, issues(count=4), "50 % of the rows of 0.csv are not in this file"),
        (ISSUES, issues(count=7), "1 of 8 rows of 0.csv are gone: A-8."),
        (
            ISSUES.replace("Story Points", "Custom field (Story Points)"),
            issues(),
            "is now called 'Custom field (Story Points)'",
        ),
        (
            ISSUES.replace("Story Points", "Size of it"),
            issues(),
            "'Story Points' is missing",
        ),
    ],
)
def test_what_differs_is_said(
    warehouse: Warehouse,
    tmp_path: Path,
    header: str,
    rows: list[str],
    sentence: str | None,
) -> None:
    said = drift(warehouse, tmp_path, [ISSUES, *issues()], [header, *rows])
    if sentence is None:
        assert not said
    else:
        assert any(sentence in one for one in said), said


def test_a_column_called_differently_stays_the_same_source(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = [f"R{n},risk {n},Open,20%,{n}00,EUR,Bo" for n in range(1, 5)]
    other = [one.replace("EUR", "USD") for one in rows]
    said = drift(
        warehouse,
        tmp_path,
        [RISKS, *rows],
        [RISKS.replace("Owner", "Risk owner"), *other],
    )
    assert "The currency was EUR and is USD now. Amounts are not converted." in said
    assert any("'Owner' is now called 'Risk owner'" in one for one in said)
    name, _ = reads.state(warehouse, "a")
    assert len(reads.mart(warehouse, "fct_risk", name)) == 4
