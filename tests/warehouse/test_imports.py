"""Imports are whole, once, apart from each other, and can be taken back."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from analytics.commands import list_imports
from analytics.errors import NotFoundError
from analytics.intake import road
from analytics.schema import table
from analytics.warehouse import imports, models, projects, reads
from analytics.warehouse.verify import broken_keys, check
from tests.homes import csv_text, issue_rows, jira_file, load, opened
from tests.warehouse.test_store import together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from analytics.warehouse.store import Warehouse


@pytest.fixture(scope="module")
def sample(
    tmp_path_factory: pytest.TempPathFactory, sample_copied: Callable[[Path], None]
) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("sample")
    sample_copied(folder)
    with opened(folder) as warehouse:
        projects.create_project(warehouse, "Empty")
        reads.state(warehouse, "empty")
        yield warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path / "home") as one:
        yield one


def marts(
    warehouse: Warehouse, project_id: str = "app"
) -> dict[str, list[tuple[Any, ...]]]:
    """Return every kept model of a project's present state."""
    name, _ = reads.state(warehouse, project_id)
    return {
        model: warehouse.cursor()
        .execute(
            f"select * exclude (set_id) from mart.{model} where set_id = ? "
            "order by all",
            [name],
        )
        .fetchall()
        for model in reads.MARTS
    }


@pytest.mark.slow
def test_the_sample_is_sound(sample: Warehouse) -> None:
    assert check(sample) == []


@pytest.mark.slow
@pytest.mark.parametrize("model", [one.name for one in models.models()])
def test_every_model_names_its_key(sample: Warehouse, model: str) -> None:
    (found,) = [one for one in models.models() if one.name == model]
    assert "-- key:" in found.text
    assert not list(broken_keys(sample.cursor()))


@pytest.mark.slow
def test_no_model_compares_all_rows_with_all(sample: Warehouse) -> None:
    (project,) = [one for one in projects.list_projects(sample) if one.is_sample]
    ids = [entry.import_id for entry in imports.list_imports(sample)]
    with sample.rehearsing() as cursor:
        models.prepare(cursor, project, ids)
        for model in models.models():
            ((_, plan),) = cursor.execute(f"explain {model.text}").fetchall()
            assert not re.findall(r"NL_JOIN|NESTED_LOOP_JOIN|IE_JOIN", plan), model.name
            models.create(cursor, model, model.text)


@pytest.mark.slow
def test_an_empty_project_has_every_model(sample: Warehouse) -> None:
    found = marts(sample, "empty")
    assert found.keys() == set(reads.MARTS)


def test_undo_and_redo_leave_what_was_there(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    load(warehouse, jira_file(tmp_path))
    before = marts(warehouse)
    (second,) = load(warehouse, jira_file(tmp_path, "b.csv", mark="b", count=250))
    after = marts(warehouse)
    assert before != after
    imports.undo(warehouse, second["import_id"])
    assert marts(warehouse) == before
    imports.redo(warehouse, second["import_id"])
    assert marts(warehouse) == after
    with pytest.raises(NotFoundError, match="no import number 99"):
        imports.undo(warehouse, 99)


def test_the_same_file_twice_changes_nothing(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = jira_file(tmp_path)
    (first,) = load(warehouse, path)
    before, listed = marts(warehouse), list_imports(warehouse)
    (second,) = load(warehouse, path)
    assert (first["already_imported"], second["already_imported"]) == (False, True)
    assert second["import_id"] == first["import_id"]
    assert (marts(warehouse), list_imports(warehouse)) == (before, listed)


def test_an_undone_file_that_comes_again_counts_again(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = jira_file(tmp_path)
    (first,) = load(warehouse, path)
    before = marts(warehouse)
    imports.undo(warehouse, first["import_id"])
    (again,) = load(warehouse, path)
    assert again["import_id"] == first["import_id"]
    assert marts(warehouse) == before


def test_projects_do_not_touch_each_other(warehouse: Warehouse, tmp_path: Path) -> None:
    path = jira_file(tmp_path)
    load(warehouse, path)
    before = marts(warehouse)
    load(warehouse, path, project="Other")
    load(warehouse, jira_file(tmp_path, "b.csv", mark="b"), project="Other")
    assert marts(warehouse) == before
    projects.remove_project(warehouse, "other")
    assert marts(warehouse) == before
    assert check(warehouse) == []


def test_unchanged_rows_are_stored_once(warehouse: Warehouse, tmp_path: Path) -> None:
    load(warehouse, jira_file(tmp_path))
    rows = issue_rows()
    rows[3][0] = "Another title"
    path = tmp_path / "next.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    load(warehouse, path)
    found = warehouse.cursor().execute("select count(*) from raw_issue").fetchall()
    assert found == [(201,)]
    assert check(warehouse) == []


@pytest.mark.slow
def test_what_a_row_is_known_by_keeps_every_bit(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    load(warehouse, jira_file(tmp_path))
    columns = ", ".join(
        f"coalesce({column.name}::varchar, chr(30))"
        for column in table("issue").columns
    )
    content = f"md5_number(concat_ws(chr(31), {columns}))"
    stored = warehouse.cursor().execute(
        f"select count(*), bool_and(row_hash = {content}) from raw_issue"
    )
    count, are_whole = stored.fetchall()[0]
    assert count > 100
    assert are_whole


def test_eight_at_once_make_one_import(warehouse: Warehouse, tmp_path: Path) -> None:
    path = jira_file(tmp_path, count=50)
    projects.create_project(warehouse, "App")
    outcomes: list[dict[str, object]] = []

    def work(_: int) -> None:
        outcomes.extend(load(warehouse, path))

    together(work, 8)
    assert len(outcomes) == 8
    assert sum(not one["already_imported"] for one in outcomes) == 1
    assert len(list_imports(warehouse)) == 1
    assert check(warehouse) == []


@pytest.mark.slow
def test_a_reader_sees_before_or_after(warehouse: Warehouse, tmp_path: Path) -> None:
    projects.create_project(warehouse, "App")
    seen: set[tuple[int, int, int]] = set()
    is_done = threading.Event()

    def look() -> None:
        question = (
            "select (select count(*) from import), (select count(*) from raw_issue), "
            "(select count(*) from import_row)"
        )
        while not is_done.is_set():
            seen.update(warehouse.cursor().execute(question).fetchall())

    reader = threading.Thread(target=look)
    reader.start()
    load(warehouse, jira_file(tmp_path))
    load(warehouse, jira_file(tmp_path, "b.csv", mark="b"))
    is_done.set()
    reader.join()
    assert seen <= {(0, 0, 0), (1, 200, 200), (2, 400, 400)}


def test_a_dry_run_says_what_accept_does(warehouse: Warehouse, tmp_path: Path) -> None:
    load(warehouse, jira_file(tmp_path))
    before, listed = marts(warehouse), list_imports(warehouse)
    path = jira_file(tmp_path, "b.csv", mark="b", count=220)
    with path.open("rb") as stream:
        received = road.take_in(warehouse, stream, path.name)
    staged = road.stage(warehouse, received)
    promised = road.preview(warehouse, staged, "app")
    assert (marts(warehouse), list_imports(warehouse)) == (before, listed)
    assert road.accept(warehouse, staged, "app") == promised
    assert check(warehouse) == []


def test_check_finds_what_was_tampered_with(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    (outcome,) = load(warehouse, jira_file(tmp_path))
    original = warehouse.home.originals / outcome["sha256"]
    content = original.read_bytes()
    original.write_bytes(content[:-1] + b"?")
    with warehouse.writing() as cursor:
        cursor.execute("update import set rows_read = rows_read + 1")
        cursor.execute("delete from import_row where source_line < 5")
        cursor.execute("delete from raw_issue where issue_key = 'APP-9'")
        cursor.execute("insert into import_row values (77, 'issue', 1, 1)")
        cursor.execute("insert into raw_issue from raw_issue limit 1")
        cursor.execute("insert into mart.fct_issue from mart.fct_issue limit 1")
        cursor.execute("insert into mart.fct_issue (set_id) values ('x')")
    found = " ".join(check(warehouse))
    for words in (
        *("rows read are not", "of 200 rows of issue exist", "an import 77"),
        *("listed but not stored", "stored twice", "more than once", "have no key"),
        "was changed",
    ):
        assert words in found
    original.unlink()
    assert "is missing" in " ".join(check(warehouse))
