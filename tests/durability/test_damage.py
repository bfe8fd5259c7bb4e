"""A full disk, a torn log or a damaged file loses nothing that was acknowledged."""

from __future__ import annotations

import json
import random
import shutil
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from analytics.commands import list_imports
from analytics.settings import Home
from analytics.warehouse import backup, imports, projects
from analytics.warehouse.recover import marker
from analytics.warehouse.verify import check
from tests.durability import processes
from tests.homes import jira_file, load, opened

if TYPE_CHECKING:
    from pathlib import Path

SOME, MANY = pytest.mark.slow, pytest.mark.soak
LEAVE_A_LOG = """
import os, signal, sys
from pathlib import Path
import duckdb
from tests.homes import load
from analytics.intake import road
from analytics.intake.replay import open_warehouse
from analytics.settings import Home
from analytics.warehouse import journal, manifests

warehouse = open_warehouse(Home.from_environment())
load(warehouse, Path(sys.argv[1]))
staged = []
for name in sys.argv[2:]:
    with open(name, "rb") as stream:
        staged.append(road.stage(warehouse, road.take_in(warehouse, stream, name)))
warehouse.close()
root = duckdb.connect(str(warehouse.home.database))
for one in staged:  # what `accept` does, up to the checkpoint
    cursor = root.cursor()
    cursor.execute("begin")
    accepted = manifests.load(cursor, road.manifest(one, "app"))
    entry = journal.import_entry(cursor, accepted.import_id)
    cursor.execute("commit")
    journal.append(warehouse.home, [entry])
os.kill(os.getpid(), signal.SIGKILL)
"""
FILL_THE_DISK = """
import json, resource, sys
from pathlib import Path
from tests.homes import load
from analytics.commands import list_imports, run_import, Options
from analytics.intake.replay import open_warehouse
from analytics.settings import Home
from analytics.warehouse.verify import check

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

warehouse = open_warehouse(Home.from_environment())
load(warehouse, Path(sys.argv[1]))
limit(warehouse.home.database.stat().st_size + int(sys.argv[3]))
file = Path(sys.argv[2])
(refused,) = run_import(warehouse, [(file.name, file)], Options(project="App"))
read = len(list_imports(warehouse))
limit(resource.RLIM_INFINITY)
load(warehouse, file)
after = len(list_imports(warehouse))
print(json.dumps([refused["error"], read, after, check(warehouse)]))
warehouse.close()
"""


def files(folder: Path, count: int) -> list[Path]:
    """Write exports that differ."""
    return [
        jira_file(folder, f"board{number}.csv", mark=f"state {number}")
        for number in range(count)
    ]


def standing(folder: Path) -> list[tuple[str, bool]]:
    """Return what is imported and whether it counts, having checked all of it."""
    with opened(folder) as warehouse:
        assert check(warehouse) == []
        return [(one["sha256"], one["is_undone"]) for one in list_imports(warehouse)]


@SOME
@pytest.mark.parametrize("room", [0, 65_536, 700_000])
def test_a_full_disk_refuses_and_the_next_import_works(
    tmp_path: Path, room: int
) -> None:
    first, second = jira_file(tmp_path), jira_file(tmp_path, "b.csv", count=3_000)
    done = processes.python(
        tmp_path / "home", FILL_THE_DISK, str(first), str(second), str(room)
    )
    assert done.returncode == 0, done.stderr
    refused, read, after, findings = json.loads(done.stdout)
    assert (bool(refused), read, after, findings) == (True, 1, 2, []) or (
        not refused and read == 2
    )
    assert len(standing(tmp_path / "home")) == 2


@pytest.mark.parametrize(
    "limit",
    [
        *(
            pytest.param(limit, marks=SOME)
            for limit in (1_000, 50_000, 270_000, 540_000, 1_100_000, 1_900_000)
        ),
        *(pytest.param(limit, marks=MANY) for limit in range(2_000, 4_098_000, 8_000)),
    ],
)
def test_no_file_limit_leaves_half_an_import(tmp_path: Path, limit: int) -> None:
    home = tmp_path / "home"
    done = processes.run_with_full_disk(
        home, limit, "import", str(jira_file(tmp_path)), "--project", "App"
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    there = standing(home)
    assert bool(there) or done.returncode == 1
    with opened(home) as warehouse:
        load(warehouse, jira_file(tmp_path))
        assert len(list_imports(warehouse)) == 1


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose last two imports are in the log only."""
    folder = tmp_path_factory.mktemp("logged")
    three = [str(path) for path in files(folder, 3)]
    ended = processes.python(folder / "home", LEAVE_A_LOG, *three)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    log = backup.wal_of(Home(folder / "home").database)
    assert log.stat().st_size > 1_000
    return folder / "home"


Damage = Callable[[bytes, random.Random], bytes]


def torn(log: bytes, chance: random.Random) -> bytes:
    return log[: chance.randrange(len(log))]


def flipped(log: bytes, chance: random.Random) -> bytes:
    changed = bytearray(log)
    changed[chance.randrange(len(log))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def zeroed(log: bytes, chance: random.Random) -> bytes:
    keep = chance.randrange(len(log))
    return log[:keep] + bytes(len(log) - keep)


def garbage(log: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(log))


@pytest.mark.parametrize("damage", [torn, flipped, zeroed, garbage])
@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(3), marks=SOME),
        *(pytest.param(range(n, n + 15), marks=MANY) for n in range(3, 303, 15)),
    ],
)
def test_a_damaged_log_loses_nothing(
    logged: Path, tmp_path: Path, seeds: range, damage: Damage
) -> None:
    for seed in seeds:
        chance, home = random.Random(seed), tmp_path / str(seed)  # noqa: S311 - a test
        shutil.copytree(logged, home)
        log = backup.wal_of(Home(home).database)
        log.write_bytes(damage(log.read_bytes(), chance))
        assert len(standing(home)) == 3
        assert len(standing(home)) == 3


@SOME
def test_a_log_of_an_older_state_does_no_harm(logged: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(logged, home)
    log = backup.wal_of(Home(home).database)
    old = log.read_bytes()
    assert len(standing(home)) == 3
    log.write_bytes(old)
    assert len(standing(home)) == 3


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a backup, an import and an undo after it."""
    folder = tmp_path_factory.mktemp("backed_up")
    one, two, three = files(folder, 3)
    with opened(folder / "home") as warehouse:
        load(warehouse, one, two)
        warehouse.backup(warehouse.home.backups / backup.backup_name())
        load(warehouse, three)
        imports.undo(warehouse, 2)
    return folder / "home"


@pytest.mark.parametrize(
    "seed",
    [
        *(pytest.param(seed, marks=SOME) for seed in range(4)),
        *(pytest.param(seed, marks=MANY) for seed in range(4, 204)),
    ],
)
def test_a_damaged_file_is_replaced_by_backup_and_originals(
    backed_up: Path, tmp_path: Path, seed: int
) -> None:
    chance, home = random.Random(seed), tmp_path / "home"  # noqa: S311 - a test
    before = standing(backed_up)
    shutil.copytree(backed_up, home)
    database = Home(home).database
    database.write_bytes(flipped(database.read_bytes(), chance))
    with opened(home) as warehouse:
        findings = check(warehouse)
    assert marker(Home(home)).exists() == bool(findings)
    assert standing(home) == before


@SOME
@pytest.mark.parametrize("left", [b"", b"no database at all" * 500])
def test_a_file_that_is_no_database_is_replaced(
    backed_up: Path, tmp_path: Path, left: bytes
) -> None:
    home = tmp_path / "home"
    before = standing(backed_up)
    shutil.copytree(backed_up, home)
    Home(home).database.write_bytes(left)
    assert standing(home) == before
    assert list(home.glob("*.damaged"))


@SOME
def test_without_file_and_backup_all_is_loaded_from_the_originals(
    backed_up: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    before = standing(backed_up)
    shutil.copytree(backed_up, home)
    Home(home).database.unlink()
    shutil.rmtree(Home(home).backups)
    assert standing(home) == before


@SOME
def test_a_removed_project_does_not_come_back(backed_up: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(backed_up, home)
    with opened(home) as warehouse:
        projects.remove_project(warehouse, "app")
    Home(home).database.write_bytes(b"")
    with opened(home) as warehouse:
        assert projects.list_projects(warehouse) == ()
        assert check(warehouse) == []


@SOME
def test_a_restored_backup_is_the_truth(backed_up: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(backed_up, home)
    (source,) = backup.listed(Home(home))
    backup.wal_of(Home(home).database).write_bytes(b"the log of another file")
    backup.restore(Home(home), source)
    assert len(standing(home)) == 2
    Home(home).database.write_bytes(b"")
    assert len(standing(home)) == 2
