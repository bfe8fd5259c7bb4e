"""What successive uploads tell is what truly happened, between the right two."""

from __future__ import annotations

import random
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analytics import measures
from analytics.commands import Options, run_import
from analytics.facts import load_facts
from analytics.project import ProjectSettings
from analytics.warehouse import imports, ledger_reads, projects, reads
from analytics.warehouse.verify import check
from tests.history import SPRINTS, WEEKS, History
from tests.homes import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.warehouse.store import Warehouse

SEEDS = (1, 2)
IDS = {"version_id", "import_id", "from_import", "to_import", "source_line"}
MARTS = (
    *("fct_issue", "fct_vanished_issue", "fct_scope_delta", "fct_change"),
    *("dim_frame", "dim_sprint", "dim_status"),
    *("fct_scope_correction", "fct_issue_link"),
)


Told = tuple["Warehouse", History, "Path"]


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with app(tmp_path / "home") as one:
        yield one


@contextmanager
def app(folder: Path) -> Iterator[Warehouse]:
    """Open a warehouse with the project and the dates of its sprints."""
    with opened(folder) as one:
        settings = ProjectSettings(sprint_dates=SPRINTS)
        projects.create_project(one, "App", settings=settings)
        yield one


@pytest.fixture(scope="module", params=SEEDS)
def weekly(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """Twelve weekly exports without a change log, all imported."""
    history = History(request.param)
    folder = tmp_path_factory.mktemp("weekly")
    with app(folder / "home") as warehouse:
        files = [history.write_csv(number, folder) for number in range(WEEKS)]
        take(warehouse, history, files)
        yield warehouse, history, folder


def take(warehouse: Warehouse, history: History, files: Sequence[Path]) -> None:
    """Import files, each as of the day on which it was exported."""
    for path in files:
        week = history.weeks[int(path.stem[-2:]) - 1]
        options = Options(project="App", as_of=week.exported.date())
        (outcome,) = run_import(warehouse, [(path.name, path)], options)
        assert outcome["error"] == ""


def state(warehouse: Warehouse) -> dict[str, list[Any]]:
    """Return all that can be seen of the project, without the numbers of rows."""
    name, _ = reads.state(warehouse, "app")
    found = {}
    for model in MARTS:
        table = reads.mart(warehouse, model, name)
        shown = table.drop(columns=[one for one in table if one in IDS])
        found[model] = sorted(map(str, shown.itertuples(index=False)))
    return found


def changes(facts: Facts) -> pd.DataFrame:
    return ledger_reads.changes(
        facts.warehouse, facts.set_id, entity="issue", most=100_000
    )


def text(value: object) -> str | None:
    """Return a value as the truth writes it: 8.0 points are 8."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return str(value).removesuffix(".0")


def end_of(day: pd.Timestamp) -> datetime:
    return datetime.combine(day.date(), time(23, 59, 59), tzinfo=UTC)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return changes with their values as the truth writes them."""
    return [
        {
            **{str(name): value for name, value in row.items()},
            "before": text(row["from_text"]),
            "after": text(row["to_text"]),
            "earliest": row["earliest_at"].to_pydatetime().replace(tzinfo=UTC),
            "latest": row["latest_at"].to_pydatetime().replace(tzinfo=UTC),
            "field": "points" if row["field"] == "Story Points" else row["field"],
        }
        for row in table.to_dict("records")
    ]


@pytest.mark.slow
def test_without_a_log_every_change_lies_between_the_right_uploads(
    weekly: Told,
) -> None:
    warehouse, history, _ = weekly
    rows = records(changes(load_facts(warehouse, "app")))
    assert {row["evidence"] for row in rows} == {"between_imports"}
    days = [week.exported.date() for week in history.weeks]
    told = {
        (
            *(row["key"], row["field"], row["before"], row["after"]),
            days.index(row["latest"].date()),
        )
        for row in rows
    }
    assert told == history.between_exports()
    assert len(told) == len(rows)
    for row in rows:
        inside = [
            one
            for one in history.truth
            if (one.key, one.field) == (row["key"], row["field"])
            and row["earliest"] < one.at <= row["latest"]
        ]
        assert len(inside) == 1, row
    assert check(warehouse) == []


@pytest.mark.slow
def test_what_was_left_lies_in_the_band_and_is_exact_on_upload_days(
    weekly: Told,
) -> None:
    warehouse, history, _ = weekly
    facts = load_facts(warehouse, "app")
    first = pd.Timestamp(history.weeks[0].exported.date())
    exported = {week.exported.date() for week in history.weeks}
    frames = [
        *measures.frames_of(facts, "project"),
        *measures.frames_of(facts, "sprint"),
    ]
    assert {frame.evidence for frame in frames} == {"between uploads"}
    for frame in frames:
        result = measures.burndown_of(facts, frame, "points")
        assert result.band is not None
        name = frame.name if frame.kind == "sprint" else ""
        band = result.band.join(result.days["remaining"]).loc[first:]
        for day, low, high, booked in band.itertuples():
            truth = history.remaining(end_of(day), name)
            assert low <= truth <= high, (frame.name, day)
            if day.date() in exported:
                assert booked == truth, (frame.name, day)


@pytest.mark.slow
def test_a_commitment_is_known_at_an_upload_and_else_a_range(weekly: Told) -> None:
    warehouse, history, _ = weekly
    facts = load_facts(warehouse, "app")
    known = 0
    for frame in measures.frames_of(facts, "sprint"):
        result = measures.burndown_of(facts, frame, "points")
        assert frame.start is not None
        start = datetime.combine(frame.start, time(20), tzinfo=UTC)
        if start in {week.exported for week in history.weeks}:
            known += 1
            assert result.commitment == history.remaining(start, frame.name)
            continue
        assert result.commitment is None
        low, high = result.ranges["commitment"]
        assert low <= history.remaining(start - timedelta(hours=20), frame.name) <= high
        assert "lies between two uploads" in result.why["commitment"]
    assert known


@pytest.mark.slow
def test_a_log_replaces_intervals_by_instants_without_doubling(weekly: Told) -> None:
    warehouse, history, folder = weekly
    before = state(warehouse)
    take(warehouse, history, [history.write_json(WEEKS - 1, folder)])
    facts = load_facts(warehouse, "app")
    rows = records(changes(facts))
    alive = set(history.weeks[-1].stories)
    told = {
        (row["key"], row["field"], row["latest"], row["after"])
        for row in rows
        if row["evidence"] == "logged" and (row["field"] != "release" or row["after"])
    }
    assert told == {
        (one.key, one.field, one.at, one.after)
        for one in history.truth
        if one.key in alive and one.field != "appeared"
    }
    between = {row["key"] for row in rows if row["evidence"] == "between_imports"}
    assert not between & alive
    _exact_on_upload_days(facts, history)
    imports.undo(warehouse, imports.list_imports(warehouse, "app")[0].import_id)
    assert state(warehouse) == before


def _exact_on_upload_days(facts: Facts, history: History) -> None:
    (whole,) = measures.frames_of(facts, "project")
    days = measures.burndown_of(facts, whole, "points").days["remaining"]
    for week in history.weeks:
        at = pd.Timestamp(week.exported.date())
        assert days.loc[at] == history.remaining(end_of(at)), at


@pytest.mark.slow
def test_weekly_logs_tell_every_day_of_what_is_still_there(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    history = History(4)
    files = [history.write_json(number, tmp_path) for number in range(WEEKS)]
    take(warehouse, history, files)
    facts = load_facts(warehouse, "app")
    rows = records(changes(facts))
    between = [row for row in rows if row["evidence"] == "between_imports"]
    assert {row["field"] for row in between} <= {"vanished"}
    gone = {one.key for one in history.truth if one.field == "vanished"}
    seen = {key for week in history.weeks for key in week.stories}
    assert {row["key"] for row in between} == gone & seen
    _exact_on_upload_days(facts, history)


@pytest.mark.slow
def test_the_order_of_imports_an_undo_and_a_redo_do_not_matter(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    history = History(9)
    files = [history.write_csv(number, tmp_path) for number in range(0, WEEKS, 3)]
    files.append(history.write_json(7, tmp_path))
    take(warehouse, history, files)
    expected = state(warehouse)
    for entry in imports.list_imports(warehouse, "app"):
        imports.undo(warehouse, entry.import_id)
        assert state(warehouse) != expected
        imports.redo(warehouse, entry.import_id)
        assert state(warehouse) == expected
    for turn in range(3):
        shuffled = random.Random(turn).sample(files, len(files))  # noqa: S311
        with app(tmp_path / f"home-{turn}") as other:
            take(other, history, [*shuffled, shuffled[0]])
            assert state(other) == expected


@pytest.mark.slow
def test_a_partial_upload_makes_nothing_vanish(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    history = History(5)
    take(warehouse, history, [history.write_csv(0, tmp_path)])
    whole = history.write_csv(1, tmp_path)
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    whole.write_text("".join(lines[:4]), encoding="utf-8")
    day = history.weeks[1].exported.date()
    options = Options(project="App", as_of=day, is_partial=True)
    run_import(warehouse, [(whole.name, whole)], options)
    facts = load_facts(warehouse, "app")
    assert "vanished" not in set(changes(facts)["field"])
    assert set(history.weeks[0].stories) <= set(facts.issues["issue_key"])
    (entry, _) = imports.list_imports(warehouse, "app")
    assert entry.as_of is not None
    imports.set_as_of(warehouse, entry.import_id, entry.as_of, is_partial=False)
    facts = load_facts(warehouse, "app")
    assert "vanished" in set(changes(facts)["field"])


@pytest.mark.slow
def test_a_column_that_is_missing_changes_nothing(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    history = History(6)
    first, second = (history.write_csv(number, tmp_path) for number in (0, 1))
    table = pd.read_csv(second, dtype="str", keep_default_na=False)
    table.drop(columns="Story Points").to_csv(second, index=False)
    take(warehouse, history, [first, second])
    found = changes(load_facts(warehouse, "app"))
    assert "points" not in set(found["field"])
    assert "status" in set(found["field"])


def test_the_timeline_says_what_each_upload_brought(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    history = History(8)
    take(warehouse, history, [history.write_csv(number, tmp_path) for number in (1, 0)])
    facts = load_facts(warehouse, "app")
    table = ledger_reads.timeline(warehouse, "app", facts.set_id)
    assert table["filename"].tolist() == ["week-01.csv", "week-02.csv"]
    told = [one for one in history.between_exports() if one[4] == 1]
    last = table.iloc[1]
    assert last["changes"] + last["appeared"] + last["vanished"] == len(told)
    listed = ledger_reads.changes_of(warehouse, facts.set_id, int(last["import_id"]))
    assert {(one[0], one[1]) for one in told} == set(
        listed[["key", "field"]].itertuples(index=False, name=None)
    )


def test_a_first_upload_has_no_history(warehouse: Warehouse, tmp_path: Path) -> None:
    history = History(7)
    take(warehouse, history, [history.write_csv(0, tmp_path)])
    facts = load_facts(warehouse, "app")
    assert changes(facts).empty
    assert set(facts.frames["evidence"]) == {"reconstructed"}


def test_settings_keep_the_history(warehouse: Warehouse, tmp_path: Path) -> None:
    history = History(8)
    files = [history.write_csv(number, tmp_path) for number in (0, 1)]
    take(warehouse, history, files)
    before = state(warehouse)
    project = projects.get_project(warehouse, "app")
    other = replace(project.settings, status_map={"In Progress": "done"})
    projects.change_settings(warehouse, "app", other)
    assert state(warehouse) != before
    projects.change_settings(warehouse, "app", project.settings)
    assert state(warehouse) == before
