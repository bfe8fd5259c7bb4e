"""A receipt leads to the very lines that a figure rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics import measures, receipt
from analytics.facts import load_facts
from analytics.intake.originals import original
from analytics.intake.replay import STAGED_SECONDS, sweep
from analytics.warehouse import projects, reads
from analytics.web.service import sample_folder
from tests.homes import jira_file, load, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_every_line_of_a_receipt_holds_its_issue(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as warehouse:
        load(warehouse, sample_folder() / "harbour_jira.csv")
        facts = load_facts(warehouse, "app")
        frame = measures.current_frame(facts)
        assert frame is not None
        result = measures.burndown_of(facts, frame, "points")
        found = receipt.receipt(facts, result.basis)
        assert len(found.used) > 0
        (entry,) = warehouse.cursor().execute("select sha256 from import").fetchall()
        path = original(warehouse.home, entry[0])
        lines = path.read_text(encoding="utf-8").split("\n")
        keys = dict(
            warehouse.cursor()
            .execute(
                "select source_line, issue_key from import_row "
                "inner join raw_issue using (version_id) where table_name = 'issue'"
            )
            .fetchall()
        )
        for line in found.used["line"]:
            assert f",{keys[line]}," in lines[line - 1]
            record = receipt.record(facts, entry[0], "harbour_jira.csv", line)
            assert record["Issue key"] == keys[line]


def test_every_stored_line_is_the_line_of_its_upload(
    tmp_path: Path, sample_copied: Callable[[Path], None]
) -> None:
    sample_copied(tmp_path / "home")
    with opened(tmp_path / "home") as warehouse:
        (project,) = projects.list_projects(warehouse)
        _, imports = reads.state(warehouse, project.project_id)
        rows = (
            warehouse.cursor()
            .execute(
                "select i.sha256, r.source_line, t.issue_key "
                "from import as i inner join import_row as r using (import_id) "
                "inner join raw_issue as t using (version_id) "
                "where r.table_name = 'issue' and i.filename like '%.csv' "
                "and list_contains(?::bigint[], import_id)",
                [list(imports)],
            )
            .fetchall()
        )
        assert len(rows) > 400
        texts = {
            sha256: original(warehouse.home, sha256)
            .read_text(encoding="utf-8")
            .split("\n")
            for sha256 in {row[0] for row in rows}
        }
    for sha256, line, key in rows:
        assert f",{key}," in texts[sha256][line - 1]


def test_what_nobody_finished_is_swept_away(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as warehouse:
        home = warehouse.home
        load(warehouse, jira_file(tmp_path))
        kept = sorted(home.stage.iterdir())
        (home.originals / ".receiving-abc").touch()
        (home.stage / ".sent-abc").touch()
        (home.stage / "abc.1.2").mkdir()
        (home.backups / ".steerco.duckdb.1.writing").touch()
        sweep(home)
        assert sorted(home.stage.iterdir()) == kept
        assert len(list(home.originals.iterdir())) == 1
        assert list(home.backups.iterdir()) == []
    assert STAGED_SECONDS > 86_400
