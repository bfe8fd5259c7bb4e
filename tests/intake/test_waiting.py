"""What the parser leaves stays as long as somebody waits for it, and no longer."""

from __future__ import annotations

import gc
import os
import shutil
import time
from typing import TYPE_CHECKING

from analytics.intake import replay, road, waiting
from analytics.loading import load
from analytics.settings import ADMINISTRATOR
from analytics.warehouse import imports
from analytics.warehouse.projects import create_project
from tests.homes import jira_file, opened

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.intake.waiting import Staged
    from analytics.warehouse.store import Warehouse


def staged(warehouse: Warehouse, path: Path) -> Staged:
    with path.open("rb") as stream:
        received = road.take_in(warehouse, stream, path.name, ADMINISTRATOR)
    return road.stage(warehouse, received, limits=ADMINISTRATOR)


def left(warehouse: Warehouse) -> list[str]:
    return [one.name for one in warehouse.home.stage.iterdir() if one.name != "spill"]


def test_an_accepted_import_leaves_nothing_behind(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    atlas = create_project(warehouse, "Atlas").project_id
    one = staged(warehouse, jira_file(tmp_path, count=20))
    assert left(warehouse) == [one.folder.name]
    assert load(warehouse, one, atlas).new_rows == 20
    assert left(warehouse) == []
    again = load(warehouse, staged(warehouse, one.received.path), atlas)
    assert again.already_imported
    assert left(warehouse) == []


def test_who_still_waits_keeps_the_folder(warehouse: Warehouse, tmp_path: Path) -> None:
    atlas, borneo = (
        create_project(warehouse, name).project_id for name in ("Atlas", "Borneo")
    )
    path = jira_file(tmp_path, count=20)
    mine, yours = staged(warehouse, path), staged(warehouse, path)
    assert mine.folder == yours.folder
    load(warehouse, mine, atlas)
    assert yours.folder.exists()
    assert road.preview(warehouse, yours, borneo).new_rows == 20
    load(warehouse, yours, borneo)
    assert left(warehouse) == []


def test_who_went_away_keeps_nothing(warehouse: Warehouse, tmp_path: Path) -> None:
    atlas = create_project(warehouse, "Atlas").project_id
    path = jira_file(tmp_path, count=20)
    mine, forgotten = staged(warehouse, path), staged(warehouse, path)
    del forgotten
    gc.collect()
    load(warehouse, mine, atlas)
    assert left(warehouse) == []


def test_what_is_gone_is_read_again_from_the_original(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    atlas, borneo = (
        create_project(warehouse, name).project_id for name in ("Atlas", "Borneo")
    )
    one = staged(warehouse, jira_file(tmp_path, count=20))
    load(warehouse, one, atlas)
    assert road.preview(warehouse, one, borneo).new_rows == 20
    assert load(warehouse, one, borneo).new_rows == 20
    shutil.rmtree(one.folder, ignore_errors=True)
    assert load(warehouse, one, borneo).already_imported
    assert len(imports.list_imports(warehouse)) == 2
    assert left(warehouse) == []


def test_a_folder_that_vanished_meanwhile_is_no_error(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    one = staged(warehouse, jira_file(tmp_path, count=20))
    shutil.rmtree(one.folder)
    waiting.release(one)
    assert not waiting.hold(one)


def test_what_is_never_accepted_goes_after_a_week(tmp_path: Path) -> None:
    path = jira_file(tmp_path, count=20)
    other = jira_file(tmp_path, "other.csv", count=21)
    with opened(tmp_path / "home") as warehouse:
        old, young = staged(warehouse, path), staged(warehouse, other)
    week_ago = time.time() - replay.STAGED_SECONDS - 60
    os.utime(old.folder, (week_ago, week_ago))
    gone = old.folder.with_name(f"{young.folder.name}.1.gone")
    gone.mkdir()
    with opened(tmp_path / "home") as warehouse:
        assert left(warehouse) == [young.folder.name]


def test_who_reads_the_same_file_meanwhile_takes_nothing_away(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = jira_file(tmp_path, count=20)
    first = staged(warehouse, path)
    table = first.folder / "issue.parquet"
    seen = table.stat().st_ino
    aside = first.folder.rename(first.folder.with_name("aside"))
    with path.open("rb") as stream:
        received = road.take_in(warehouse, stream, path.name, ADMINISTRATOR)

    def put_back(share: float, _doing: str) -> None:
        if share > 0.5 and aside.exists():  # another reading is through before
            aside.rename(first.folder)

    again = road.stage(warehouse, received, limits=ADMINISTRATOR, on_progress=put_back)
    assert again.folder == first.folder
    assert table.stat().st_ino == seen
    assert left(warehouse) == [first.folder.name]


def test_what_an_ended_reading_left_is_replaced(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = jira_file(tmp_path, count=20)
    first = staged(warehouse, path)
    (first.folder / "report.json").unlink()
    again = staged(warehouse, path)
    assert again.folder == first.folder
    assert (again.folder / "report.json").exists()
    assert left(warehouse) == [first.folder.name]
