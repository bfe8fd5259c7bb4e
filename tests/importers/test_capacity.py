"""Capacity of people and teams."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.importers.capacity import CAPACITY
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference(tmp_path: Path) -> None:
    read = reference(tmp_path, CAPACITY)
    assert read.reasons == [(8, "a line without capacity")]
    rows = read.rows("person, starts_on, ends_before, capacity_hours, absence_hours")
    assert rows[1] == ("Ben", date(2026, 1, 5), date(2026, 1, 19), 36.0, 0.0)
    assert [share for (share,) in read.rows("availability_ratio")] == [
        *(1, 0.5, 1, 0.5, 0.8),
    ]
    assert read.report.unknown_columns == []


def test_a_month_is_a_period_and_days_are_hours() -> None:
    text = "Mitarbeiter,Monat,Kapazität (Tage)\nAna,2026-02,18\n"
    (row,) = read_csv(CAPACITY, text).rows
    assert (row["starts_on"], row["ends_before"]) == (
        date(2026, 2, 1),
        date(2026, 3, 1),
    )
    assert row["capacity_hours"] == 18 * 8


@pytest.mark.parametrize(
    "header",
    [
        *("Team,Sprint,Capacity", "Person,Week,Available hours", "Team,FTE"),
        *("Équipe,Sprint,Capacité (points)", "Equipo,Mes,Capacidad (horas)"),
    ],
)
def test_capacity_is_claimed(header: str) -> None:
    assert claims(CAPACITY, header)


@pytest.mark.parametrize(
    "header",
    [
        *("Sprint,Start,End", "Team,Hours", "Name,Points", "Team,Capacity,Budget"),
        "Issue key,Summary,Team,Capacity",
    ],
)
def test_what_has_no_capacity_is_not_claimed(header: str) -> None:
    assert not claims(CAPACITY, header)
