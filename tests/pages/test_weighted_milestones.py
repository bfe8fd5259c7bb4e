"""Weighted milestones and units from the file to the command line and the page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics import commands
from analytics.importing import Options, run_import
from tests.homes import load as load_files
from tests.homes import opened
from tests.pages.opened import metrics
from tests.pages.visits import load, own_home, texts, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUDGET = (
    b"Category,Work package,Period,Amount,Currency\n"
    b"Labour,Portal,2026-01,1000,EUR\nLabour,Data,2026-02,500,EUR\n"
)
LEDGER = (
    b"Posting date,Document,Category,Work package,Amount,Currency\n"
    b"2026-01-31,D1,Labour,Portal,700,EUR\n2026-02-28,D2,Labour,Data,300,EUR\n"
)
MILESTONES = (
    b"Milestone,Work package,Baseline date,Due date,Actual date,Weight\n"
    b"Design,Portal,2026-01-15,2026-01-15,2026-01-20,20%\n"
    b"Accepted,Portal,2026-01-31,2026-01-31,2026-02-10,80%\n"
    b"Design,Data,2026-02-10,2026-02-10,2026-02-11,1\n"
    b"Accepted,Data,2026-02-28,2026-03-15,,3\n"
)
FILES = {"budget.csv": BUDGET, "ledger.csv": LEDGER, "milestones.csv": MILESTONES}


def test_weights_of_a_file_become_earned_value(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    with opened(tmp_path / "home") as warehouse:
        load_files(warehouse, *(tmp_path / name for name in FILES))
        shown = commands.run_show(warehouse, "earned_value", as_of="2026-02-28")
        asked = {"source": "milestones"}
        again = commands.run_show(
            warehouse, "earned_value", as_of="2026-02-28", parameters=asked
        )
        marks = commands.run_show(warehouse, "milestones", as_of="2026-02-28")
    assert [row["name"] for row in marks["rows"]] == [
        *("Portal: Design", "Portal: Accepted", "Data: Design", "Data: Accepted"),
    ]
    assert again == shown
    figures = shown["figures"]
    assert figures["source"] == "the budget, weighted milestones, and the ledger"
    assert (figures["planned"], figures["earned"]) == (1500, 1125)
    assert figures["cost_index"] == pytest.approx(1.125)
    techniques = [(row["account"], row["technique"]) for row in shown["rows"]]
    assert techniques == [
        ("Portal", "Weighted milestones"),
        ("Data", "Weighted milestones"),
    ]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from own_home(tmp_path, monkeypatch)


@pytest.mark.usefixtures("home")
def test_the_page_says_how_each_account_earns() -> None:
    for name, content in FILES.items():
        load(name, content, "Weighted")
    at = visit("earned_value", as_of="2026-02-28")
    assert metrics(at)["Value for money"] == "1.13"
    assert "Earned by weighted milestones: Portal, Data." in texts(at)
    accounts = next(
        frame.value for frame in at.dataframe if "Control account" in frame.value
    )
    assert accounts["Earned by"].tolist() == ["Weighted milestones"] * 2


BATCHES = (
    b"Milestone,Work package,Baseline date,Due date,Actual date,Weight,"
    b"Units planned,Qty done\n"
    b"Design,Portal,2026-01-15,2026-01-15,2026-01-20,20%,,\n"
    b"Accepted,Portal,2026-01-31,2026-01-31,2026-02-10,80%,,\n"
    b"First half,Data,2026-02-10,2026-02-10,2026-02-11,,200,200\n"
    b"Second half,Data,2026-02-28,2026-03-15,,,200,100\n"
)


def test_units_of_a_file_become_earned_value(tmp_path: Path) -> None:
    files = {**FILES, "milestones.csv": BATCHES}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with opened(tmp_path / "home") as warehouse:
        paths = [(name, tmp_path / name) for name in files]
        run_import(warehouse, paths, Options(project="App", as_of=date(2026, 2, 20)))
        before, shown = (
            commands.run_show(warehouse, "earned_value", as_of=day)
            for day in ("2026-02-19", "2026-02-28")
        )
    figures = shown["figures"]
    words = "the budget, units and weighted milestones, and the ledger"
    assert figures["source"] == words
    assert (figures["planned"], figures["earned"]) == (1500, 1000 + 500 * 0.75)
    assert before["figures"]["earned"] == 1000 + 500 * 0.5
    techniques = {row["account"]: row["technique"] for row in shown["rows"]}
    assert techniques == {"Portal": "Weighted milestones", "Data": "Units"}


@pytest.mark.usefixtures("home")
def test_the_page_says_which_account_earns_by_units() -> None:
    for name, content in {**FILES, "milestones.csv": BATCHES}.items():
        load(name, content, "Units")
    at = visit("earned_value", as_of="2026-02-28")
    assert "Earned by units: Data." in texts(at)
