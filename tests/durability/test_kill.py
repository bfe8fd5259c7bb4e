"""What was acknowledged survives the end of the process at any moment."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING

import pytest

from analytics.commands import list_imports
from analytics.warehouse.verify import check
from tests.durability import processes
from tests.homes import jira_file, load, opened

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse


def stored(warehouse: Warehouse) -> set[str]:
    """Return the hashes of what is there, having checked that all of it is whole."""
    assert check(warehouse) == []
    hashes = [one["sha256"] for one in list_imports(warehouse)]
    assert len(hashes) == len(set(hashes))
    return set(hashes)


def end_at_random(tmp_path: Path, rounds: int, seed: int) -> int:
    """End as many imports; return how many had been acknowledged before."""
    home, chance = tmp_path / "home", random.Random(seed)  # noqa: S311 - a test
    begun = time.monotonic()
    first = processes.run(home, "import", str(jira_file(tmp_path)), "--project", "App")
    lasts = time.monotonic() - begun
    assert first.returncode == 0, first.stderr
    with opened(home) as warehouse:
        promised = stored(warehouse)
    acknowledged = 0
    for number in range(rounds):
        path = jira_file(tmp_path, mark=f"round {number}")
        process = processes.start(
            home, "import", str(path), "--project", "App", "--json"
        )
        time.sleep(chance.uniform(0.4, 1.1) * lasts)
        process.kill()
        told, _ = process.communicate()
        with opened(home) as warehouse:
            there = stored(warehouse)
            assert promised <= there
            if told:
                acknowledged += 1
                assert json.loads(told)[0]["sha256"] in there
            if number % 2:  # sent again, as its owner would
                (again,) = load(warehouse, path)
                assert again["already_imported"] == (again["sha256"] in there)
                there.add(again["sha256"])
        promised = there
    with opened(home) as warehouse:
        assert stored(warehouse) == promised
    assert not list((home / "originals").glob(".receiving-*"))
    assert not list((home / "stage").glob("*.*.*"))
    return acknowledged


@pytest.mark.slow
def test_twenty_ended_imports_lose_nothing(tmp_path: Path) -> None:
    assert end_at_random(tmp_path, 20, seed=1) < 20


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_thousand_ended_imports_lose_nothing(tmp_path: Path, seed: int) -> None:
    end_at_random(tmp_path, 100, seed)
