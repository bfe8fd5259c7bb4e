"""Scores of registers that do not say their scale: asked, set, and read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics import measures
from analytics.facts import load_facts
from analytics.warehouse import projects
from tests.homes import load, opened

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.warehouse.store import Warehouse

ASKED = """\
Risk ID,Risk,Probability,Impact (EUR),Residual probability
R1,Fire,7,1000,2
R2,Flood,3,2000,
R3,Frost,High,4000,
"""
STATED = """\
Risk ID,Risk,Likelihood (1-10),Impact
R1,Fire,7,8
R2,Flood,3,2
"""


def with_top(warehouse: Warehouse, top: int) -> Facts:
    project = projects.get_project(warehouse, "app")
    settings = project.settings.with_changes(risk_score_top=top)
    projects.change_settings(warehouse, "app", settings)
    return load_facts(warehouse, "app")


def chances(facts: Facts) -> list[float | None]:
    rows = facts.risks.sort_values("risk_id")["probability"]
    return rows.astype("object").where(rows.notna(), None).tolist()


@pytest.mark.parametrize(
    ("top", "expected", "sentence"),
    [
        (0, [None, None, 0.7], "does not say up to what"),
        (10, [0.65, 0.25, 0.7], "Scores of 1 to 10 were set for this project"),
        (5, [None, 0.5, 0.7], "Scores of 1 to 5 were set for this project"),
        (100, [0.07, 0.03, 0.7], "set to be percents"),
    ],
)
def test_settings_say_what_the_register_does_not(
    tmp_path: Path, top: int, expected: list[float | None], sentence: str
) -> None:
    path = tmp_path / "risks.csv"
    path.write_text(ASKED, encoding="utf-8")
    with opened(tmp_path / "home") as warehouse:
        (outcome,) = load(warehouse, path)
        assert "Set the scale in the settings" in " ".join(outcome["notes"])
        facts = with_top(warehouse, top)
        assert chances(facts) == expected
        found = measures.risk_of(facts)
        assert sentence in found.basis.rests_on
        reasons = dict(zip(found.risks["risk_id"], found.risks["reason"], strict=True))
        for risk, chance in zip(("R1", "R2"), expected, strict=False):
            is_open = chance is None
            assert ("scale that is not known" in reasons[risk]) == is_open


def test_what_the_register_says_itself_stays(tmp_path: Path) -> None:
    path = tmp_path / "risks.csv"
    path.write_text(STATED, encoding="utf-8")
    with opened(tmp_path / "home") as warehouse:
        load(warehouse, path)
        facts = with_top(warehouse, 5)
        assert chances(facts) == [0.65, 0.25]
        found = measures.risk_of(facts).risks.sort_values("risk_id")
        assert found["impact_level"].tolist() == [4, 1]
        assert found["probability_level"].tolist() == [4, 2]
