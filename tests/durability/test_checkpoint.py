"""A checkpoint that is broken off at any of its steps loses nothing.

DuckDB can be told to stop at a step, as a machine without power would. What is under
test is what we do afterwards, with a file and a log in the state of that moment.
"""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from tests.durability import processes
from tests.durability.test_damage import files, standing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
STEPS = (
    "BEFORE_WAL_FINISH",
    "AFTER_FREE_LIST_WRITE",
    "BEFORE_HEADER",
    "BEFORE_HEADER_NON_FATAL",
    "BEFORE_TRUNCATE",
)
"""Two further steps are taken only where somebody writes during a checkpoint."""
BREAK_OFF = """
import json, os, signal, sys
from pathlib import Path
import duckdb
from tests.homes import load
from analytics.intake import road
from analytics.intake.replay import open_warehouse
from analytics.settings import Home
from analytics.warehouse import journal, manifests

step, threshold, first, *others = sys.argv[1:]
warehouse = open_warehouse(Home.from_environment())
load(warehouse, Path(first))
staged = []
for name in others:
    with open(name, "rb") as stream:
        staged.append(road.stage(warehouse, road.take_in(warehouse, stream, name)))
warehouse.close()
root = duckdb.connect(
    str(warehouse.home.database), config={"checkpoint_threshold": threshold}
)
root.execute(f"set debug_checkpoint_abort = '{step}'")
promised = 1
try:
    for one in staged:  # what `accept` does
        cursor = root.cursor()
        cursor.execute("begin")
        accepted = manifests.load(cursor, road.manifest(one, "app"))
        entry = journal.import_entry(cursor, accepted.import_id)
        cursor.execute("commit")
        journal.append(warehouse.home, [entry])
        promised += 1
        cursor.execute("checkpoint")
except duckdb.Error:
    pass
print(json.dumps(promised), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["in the commit", "after the promise"])
def test_what_was_promised_is_there_after_a_broken_checkpoint(
    tmp_path: Path, step: str, when: str
) -> None:
    threshold = "1KB" if when == "in the commit" else "1GB"
    three = [str(path) for path in files(tmp_path, 3)]
    ended = processes.python(tmp_path / "home", BREAK_OFF, step, threshold, *three)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    promised = json.loads(ended.stdout)
    assert 1 <= promised <= 2
    there = standing(tmp_path / "home")
    assert promised <= len(there) <= promised + 1
    assert standing(tmp_path / "home") == there
