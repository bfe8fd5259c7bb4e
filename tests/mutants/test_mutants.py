"""Whatever becomes of an export on its way: no crash, no loss, nothing invented.

Every importer has a reference file, `tests/golden/<importer>/reference.*`. 200 mutants
of each are read in `make test` and 10,000 in `make soak`. Each importer begins with
another mutation.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analytics.importers.registry import IMPORTERS
from tests.mutants.making import MUTATIONS, REMOVING
from tests.mutants.reader import Read, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = [importer.name for importer in IMPORTERS]
FEW, MANY, BATCH = 200, 10_000, 500
ELSEWHERE: dict[str, set[str]] = {
    "asana_csv": {"parent_key"},  # the key of the task that has this name
    "asana_json": {"parent_key"},
    "task_table": {"row_number"},
    "jira_board": {"position"},
    "github_json": {"summary"},  # an issue comes twice, and the later state counts
    "azure_devops_iterations": {"start_at", "end_at"},  # so does a sprint
    "azure_devops_json": {"is_subtask"},  # whether the parent is a requirement
    "trello_json": {  # of lists: their names and places, and which are archived
        *("status", "status_number", "status_category", "name", "position"),
        *("from_text", "to_text", "from_id", "to_id"),
    },
}
"""Columns that tell of other records than their own, or of the place of a record."""


def reference(name: str) -> Path:
    """Return the reference file of an importer."""
    found = [
        path
        for path in sorted((GOLDEN / name).glob("reference.*"))
        if ".expected" not in path.name
    ]
    assert len(found) == 1, f"{name} needs one file tests/golden/{name}/reference.*"
    return found[0]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """One process for all mutants."""
    started = Reader(tmp_path_factory.mktemp("mutants"))
    yield started
    started.close()


@pytest.mark.parametrize("name", NAMES)
def test_every_importer_has_a_reference_that_it_reads(
    reader: Reader, name: str
) -> None:
    path = reference(name)
    read = reader.read(path.read_bytes(), path.name)
    assert read.report is not None, read.sentence
    assert read.report.importer == name
    assert read.report.rows_loaded >= 2


def chance(seed: object) -> random.Random:
    """Return what makes the same mutant every time."""
    return random.Random(str(seed))  # noqa: S311 - a test


def conserves(read: Read) -> None:
    """Check that nothing vanished, or that a sentence says why nothing was read."""
    if read.report is None:
        assert read.sentence.endswith((".", "?")), read.sentence
        return
    report = read.report
    assert report.rows_read == report.rows_loaded + report.rows_quarantined
    assert report.rows_quarantined == len(report.quarantine)
    assert all(reason for _, reason, _ in report.quarantine)


def mutants(reader: Reader, name: str, numbers: range) -> None:
    """Read mutants, each that differs from the others once, and check what holds."""
    path = reference(name)
    content = path.read_bytes()
    without = frozenset(ELSEWHERE.get(name, ()))
    whole = reader.read(content, path.name, without)
    fitting = [one for one in MUTATIONS if one(content, chance(0)) is not None]
    known = set[bytes]()
    for number in numbers:
        mutate = fitting[(number + NAMES.index(name)) % len(fitting)]
        changed = mutate(content, chance(f"{name} {number}"))
        # A small file has few columns that can be lost.
        if changed is None or changed in known:
            continue
        known.add(changed)
        try:
            is_part = mutate in REMOVING
            read = reader.read(changed, path.name, without if is_part else None)
            conserves(read)
            if is_part:
                is_subset(whole, read)
        except Exception as error:
            error.add_note(f"{name}, mutant {number}: {mutate.__name__}")
            raise


def is_subset(whole: Read, part: Read) -> None:
    """Check that every row of a part is a row of the whole."""
    for table, rows in part.rows.items():
        assert not Counter(rows) - Counter(whole.rows[table])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_mutants_lose_nothing_and_invent_nothing(reader: Reader, name: str) -> None:
    mutants(reader, name, range(FEW))


@pytest.mark.soak
@pytest.mark.parametrize("start", range(0, MANY, BATCH))
@pytest.mark.parametrize("name", NAMES)
def test_ten_thousand_mutants(reader: Reader, name: str, start: int) -> None:
    mutants(reader, name, range(start, start + BATCH))
