"""Tables of earned value without periods: they are of the day of their file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics import plans
from analytics.commands import Options, run_import
from analytics.facts import load_facts
from tests.homes import opened

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
Work package,BAC,PV,EV,AC
Design,100000,50000,40000,45000
Build,200000,80000,90000,70000
"""


def test_a_table_without_periods_counts_on_the_day_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "ev.csv"
    path.write_text(TABLE, encoding="utf-8")
    day = date(2026, 3, 31)
    with opened(tmp_path / "home") as warehouse:
        options = Options(project="App", as_of=day)
        (outcome,) = run_import(warehouse, [(path.name, path)], options)
        assert outcome["error"] == ""
        report = plans.earned_value_of(load_facts(warehouse, "app"))
    assert report is not None
    total = report.total
    assert total is not None
    assert (total.planned, total.earned, total.actual) == (130_000, 130_000, 115_000)
    assert total.total == 300_000
    assert f"is of {day.isoformat()}" in " ".join(report.notes)
