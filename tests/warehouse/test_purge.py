"""A project that is purged is gone, and nothing else is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from analytics.errors import NotFoundError
from analytics.intake import preview, road
from analytics.intake.replay import open_warehouse
from analytics.settings import Home
from analytics.warehouse import journal, projects, share_links
from analytics.warehouse import purge as erasing
from analytics.warehouse.backup import listed
from analytics.warehouse.share_links import LinkRow
from analytics.warehouse.verify import check
from tests.homes import jira_file, load, opened

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Zanzibar"  # noqa: S105 - a word to look for
DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - as the warehouse keeps it


def everywhere(home: Path) -> list[str]:
    """Return the files of a home folder that hold the word as bytes."""
    return [
        path.relative_to(home).as_posix()
        for path in sorted(home.rglob("*"))
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]


def test_nothing_is_left_of_it_and_all_of_the_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as warehouse:
        shared = jira_file(tmp_path, "shared.csv", count=20)
        own = jira_file(tmp_path, "own.csv", mark=SECRET, count=300)
        load(warehouse, shared, own, project=f"{SECRET} portal")
        load(warehouse, shared, project="Other")
        before = warehouse.cursor().execute("from raw_issue").fetchall()
        project = f"{SECRET.lower()}-portal"
        row = LinkRow("s1", project, "hash", SECRET, DAY, DAY, None)
        share_links.insert(warehouse, row, f"payload {SECRET}")
        assert everywhere(home)
        found = erasing.purge(warehouse, project)
        assert (found.originals, found.kept, found.backups) == (1, 1, ())
        assert found.note == ""
        assert [one.found for one in found.proof] == [0] * len(found.proof)
        assert len(found.proof) >= 6
        assert everywhere(home) == []
        rows = warehouse.cursor().execute("from raw_issue").fetchall()
        assert sorted(rows) == sorted(one for one in before if one[1] == "other")
        assert check(warehouse) == []
        load(warehouse, jira_file(tmp_path, "next.csv", count=5), project="Other")
        with pytest.raises(NotFoundError):
            erasing.purge(warehouse, project)
    with opened(home) as warehouse:
        assert [one.name for one in projects.list_projects(warehouse)] == ["Other"]
        assert warehouse.log == []
        assert not journal.promised(warehouse.home).projects.keys() - {"other"}


def test_what_was_shown_of_its_files_to_name_columns_is_erased(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as warehouse:
        shown = {}
        for name, project in (("own.csv", "Own"), ("next.csv", "Other")):
            path = jira_file(tmp_path, name, mark=f"{SECRET}{project}", count=20)
            load(warehouse, path, project=project)
            with path.open("rb") as stream:
                received = road.take_in(warehouse, stream, name)
            assert preview.top(warehouse, received)[0].rows
            shown[project] = received
        older = home / "stage" / "older"
        older.mkdir()
        (older / "peek.json").write_text(f'[{{"rows": [["{SECRET}Own"]]}}]')
        found = erasing.purge(warehouse, "own")
        assert [one.found for one in found.proof] == [0] * len(found.proof)
        left = [name for name in everywhere(home) if "stage" in name]
        assert len(left) == 1
        assert f"{SECRET}Other" in (home / left[0]).read_text(encoding="utf-8")
        assert preview.top(warehouse, shown["Other"])[0].rows


def test_backups_that_hold_it_are_named(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as warehouse:
        load(warehouse, jira_file(tmp_path, count=20))
        target = warehouse.home.backups / "steerco-20260101-000000-000000.duckdb"
        warehouse.backup(target)
        found = erasing.purge(warehouse, "app")
        assert found.backups == (target.name,)
        assert listed(warehouse.home) == [target]


def test_while_somebody_reads_the_file_is_not_replaced(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    warehouse = open_warehouse(home)
    load(warehouse, jira_file(tmp_path, count=20))
    reader = warehouse.cursor()
    reader.execute("select * from raw_issue")
    assert not warehouse.rewrite()
    assert reader.fetchone() is not None
    reader.close()
    del reader
    assert warehouse.rewrite()
    assert projects.get_project(warehouse, "app").name == "App"
    warehouse.close()
