"""Lists of releases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.importers.release import RELEASE
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference(tmp_path: Path) -> None:
    read = reference(tmp_path, RELEASE)
    rows = read.rows("name, baseline_on, planned_on, released_on, is_released")
    day = date(2026, 2, 20)
    assert rows[1] == ("0.9", day, day, date(2026, 2, 24), True)
    assert rows[2] == ("1.0", date(2026, 6, 30), date(2026, 7, 15), None, False)
    assert read.report.distinct_keys == len(rows) == 4
    assert read.report.unknown_columns == []


@pytest.mark.parametrize(
    "header",
    [
        *("Release,Planned date,Status", "Version,Start date,Release date,Released"),
        *("Releasename,Plantermin", "Livraison,Date prévue", "Versión,Fecha prevista"),
    ],
)
def test_releases_are_claimed(header: str) -> None:
    assert claims(RELEASE, header)


@pytest.mark.parametrize(
    "header",
    [
        *("Name,Planned date", "Requirement ID,Title,Release,Due date"),
        *("Milestone,Release,Planned date", "Issue key,Fix version,Due date"),
        "Release,Owner",
    ],
)
def test_what_only_names_a_release_is_not_claimed(header: str) -> None:
    assert not claims(RELEASE, header)
