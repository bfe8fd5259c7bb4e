"""No import is stored by half, wherever the room on the disk ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics.commands import list_imports
from analytics.warehouse.verify import check
from tests.durability import processes
from tests.homes import jira_file, load, opened

if TYPE_CHECKING:
    from pathlib import Path

POINTS, UP_TO = 64, 4_608_000
"""So many limits up to more than the largest file that the import writes; `make soak`
has 512 of them."""
IMPORT_UNDER_LIMITS = """
import json, os, resource, sys
from pathlib import Path
from analytics.commands import Options, run_import
from analytics.intake.replay import open_warehouse
from analytics.settings import Home

def load(home, limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    warehouse = open_warehouse(Home(home))
    (done,) = run_import(warehouse, [(file.name, file)], Options(project="App"))
    return 1 if done["error"] else 0

folder, file = Path(sys.argv[1]), Path(sys.argv[2])
said = {}
for limit in map(int, sys.argv[3:]):
    number = os.fork()  # each as a process of its own, with all that is imported
    if number == 0:
        code = 3
        try:
            code = load(folder / str(limit), limit)
        except Exception as error:
            code = 2 if "disk" in str(error) else 3
        finally:
            os._exit(code)
    said[limit] = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
print(json.dumps(said))
"""


@pytest.mark.slow
def test_at_every_limit_it_is_all_or_nothing(tmp_path: Path) -> None:
    file = jira_file(tmp_path, count=20)
    limits = range(1_000, UP_TO, UP_TO // POINTS)
    assert len(limits) == POINTS
    done = processes.python(
        tmp_path, IMPORT_UNDER_LIMITS, str(tmp_path), str(file), *map(str, limits)
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert {0, 1} <= set(said.values()) <= {0, 1, 2}
    for number, limit in enumerate(limits):
        with opened(tmp_path / str(limit)) as warehouse:
            assert check(warehouse) == []
            assert list_imports(warehouse) or said[str(limit)]
            if number % 8:  # whether the next import works is seen at some
                continue
            load(warehouse, file)
            assert len(list_imports(warehouse)) == 1
