"""Facts: the day they speak of, and states that were put away meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from analytics.facts import load_facts
from analytics.warehouse import imports, models
from analytics.warehouse.projects import get_project
from tests.homes import jira_file, load, opened

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse


def one_import(warehouse: Warehouse, folder: Path) -> int:
    load(warehouse, jira_file(folder))
    (entry,) = imports.list_imports(warehouse)
    return entry.import_id


def test_a_state_that_was_put_away_is_built_again_when_it_is_read(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "home") as warehouse:
        one_import(warehouse, tmp_path)
        fresh = load_facts(warehouse, "app")
        expected = len(fresh.issues), len(fresh.frames)
        facts = load_facts(warehouse, "app")
        with warehouse.writing() as cursor:
            models.drop_set(cursor, facts.set_id)
        assert (len(facts.issues), len(facts.frames)) == expected
        assert expected[0]


def test_a_line_of_the_far_future_does_not_move_the_day_of_the_dashboard(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "home") as warehouse:
        number = one_import(warehouse, tmp_path)
        far = datetime(2999, 1, 1)  # noqa: DTZ001 - as the file says it
        imports.set_as_of(warehouse, number, far, is_partial=False)
        (entry,) = imports.list_imports(warehouse)
        facts = load_facts(warehouse, "app")
        assert facts.as_of == entry.imported_at.date()
        assert load_facts(warehouse, "app", as_of=date(2999, 1, 1)).as_of.year == 2999


def test_the_settings_of_the_facts_name_their_state(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as warehouse:
        one_import(warehouse, tmp_path)
        facts = load_facts(warehouse, "app")
        project = get_project(warehouse, "app")
        assert facts.set_id == models.set_id(project, facts.import_ids)
