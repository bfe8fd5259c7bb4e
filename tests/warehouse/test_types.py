"""An item that becomes a sub-task, or ceases to be one, leaves closed sprints alone."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from analytics import crosscheck, measures, sprints
from analytics.commands import Options, run_import
from analytics.facts import load_facts
from analytics.project import ProjectSettings, SprintDates
from analytics.warehouse import ledger_reads, projects
from analytics.warehouse.verify import check
from tests.homes import load
from tests.warehouse.test_closed_sprints import POINTS, SPRINT, STATUS

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.metrics.scope import Unit
    from analytics.warehouse.store import Warehouse

CLOSED = datetime(2026, 1, 19, 8, tzinfo=UTC)
START = datetime(2026, 1, 1, tzinfo=UTC)
EXPORTED = (date(2026, 1, 12), date(2026, 1, 20), date(2026, 1, 30))
CHOICES: dict[str, tuple[str, ...]] = {
    "status": ("To Do", "Done"),
    "Story Points": ("1", "2", "3", "5"),
    "Sprint": ("", "7"),
    "issuetype": ("Story", "Sub-task", "Bug"),
}
HEADER = ("Issue key", "Summary", "Issue Type", "Status", "Created", "Story Points")


@dataclass(slots=True)
class Life:
    """One item: its first values, and (when, field, before, after) in order."""

    first: dict[str, str]
    log: list[tuple[datetime, str, str, str]] = field(default_factory=list)

    def at(self, moment: datetime) -> dict[str, str]:
        """Return its values at a moment."""
        told = {name: after for at, name, _, after in self.log if at <= moment}
        return {**self.first, **told}


def lives(seed: int, count: int = 14) -> dict[str, Life]:
    """Let items of a January happen."""
    random, found = Random(seed), {}  # noqa: S311 - a simulation
    for number in range(1, count + 1):
        life = Life({name: random.choice(CHOICES[name]) for name in CHOICES})
        hours = sorted(random.sample(range(24 * 29), random.randrange(9)))
        now = dict(life.first)
        for hour in hours:
            name = random.choice(sorted(CHOICES))
            after = random.choice([one for one in CHOICES[name] if one != now[name]])
            at = START + timedelta(hours=hour)
            life.log.append((at, name, now[name], after))
            now[name] = after
        found[f"A-{number}"] = life
    return found


def night(day: date) -> datetime:
    """Return the evening on which a day's export is made."""
    return datetime(day.year, day.month, day.day, 22, tzinfo=UTC)


def logged(found: dict[str, Life], day: date, folder: Path) -> Path:
    """Write the export of a day with its change log."""
    issues = []
    for key, life in found.items():
        now = life.at(night(day))
        status, category = now["status"], STATUS[now["status"]][1]
        histories = [
            {
                "id": str(100 + number),
                "created": f"{at:%Y-%m-%dT%H:%M:%S}.000+0000",
                "items": [_item(name, before, after)],
            }
            for number, (at, name, before, after) in enumerate(life.log)
            if at <= night(day)
        ]
        fields = {
            "summary": key,
            "issuetype": _type(now["issuetype"]),
            "status": {"name": status, "statusCategory": {"key": category}},
            "created": "2025-12-31T09:00:00.000+0000",
            POINTS: int(now["Story Points"]),
            "customfield_10020": [SPRINT] if now["Sprint"] else [],
        }
        number = key.replace("A-", "100")
        log = {"histories": histories}
        issues.append({"id": number, "key": key, "fields": fields, "changelog": log})
    names = {POINTS: "Story Points", "customfield_10020": "Sprint"}
    path = folder / f"{day}.json"
    path.write_text(json.dumps({"issues": issues, "names": names}), encoding="utf-8")
    return path


def _type(name: str) -> dict[str, Any]:
    return {"name": name, "subtask": name == "Sub-task"}


def _item(name: str, before: str, after: str) -> dict[str, Any]:
    custom = {"Story Points": POINTS, "Sprint": "customfield_10020"}.get(name)
    item = {"field": name, "fromString": before, "toString": after}
    if name == "Sprint":
        item |= {"from": before, "to": after}
    return item | ({"fieldtype": "custom", "fieldId": custom} if custom else {})


def plain(found: dict[str, Life], day: date, folder: Path) -> Path:
    """Write the export of a day without a change log."""
    path = folder / f"{day}.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow((*HEADER, "Sprint"))
        for key, life in found.items():
            now = life.at(night(day))
            cells = (now["issuetype"], now["status"], "31/Dec/25 9:00 AM")
            sprint = "Sprint 7" if now["Sprint"] else ""
            writer.writerow((key, key, *cells, now["Story Points"], sprint))
    return path


def with_sprint_dates(warehouse: Warehouse) -> None:
    """Begin a project whose settings say when the sprint is."""
    dates = SprintDates("Sprint 7", date(2026, 1, 5), date(2026, 1, 19))
    settings = ProjectSettings(sprint_dates=(dates,))
    projects.create_project(warehouse, "App", settings=settings)


def booked(facts: Facts, *, upto: datetime = CLOSED) -> list[tuple[object, ...]]:
    """Return what the ledger of the closed sprint, or of all by then, says."""
    rows = facts.all_deltas("sprint")
    rows = rows[rows["at"] <= upto.replace(tzinfo=None)]
    columns = ("issue_key", "at", "ledger", "points", "items", "done_points")
    return sorted(zip(*(rows[name] for name in columns), strict=True))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_later_upload_never_changes_a_closed_day(
    seed: int, warehouse: Warehouse, tmp_path: Path
) -> None:
    found = lives(seed)
    files = [logged(found, day, tmp_path) for day in EXPORTED]
    load(warehouse, files[1])
    before = booked(load_facts(warehouse, "app"))
    assert before
    load(warehouse, files[2])
    load(warehouse, files[0])
    facts = load_facts(warehouse, "app")
    assert booked(facts) == before
    assert crosscheck.check_project(warehouse, "app") == 0
    assert check(warehouse) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_nor_does_one_without_a_change_log(
    seed: int, warehouse: Warehouse, tmp_path: Path
) -> None:
    found = lives(seed)
    with_sprint_dates(warehouse)
    told = []
    for day in EXPORTED:
        path = plain(found, day, tmp_path)
        options = Options(project="App", as_of=day)
        (outcome,) = run_import(warehouse, [(path.name, path)], options)
        assert outcome["error"] == ""
        told.append(booked(load_facts(warehouse, "app")))
    assert told[1] == told[2] != []


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("rule", ["in_parent", "counted"])
def test_what_is_left_each_day_is_that_of_the_type_at_the_time(
    seed: int, rule: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    found = lives(seed)
    settings = ProjectSettings(subtask_rule=rule)
    projects.create_project(warehouse, "App", settings=settings)
    load(warehouse, logged(found, EXPORTED[2], tmp_path))
    facts = load_facts(warehouse, "app")
    for kind, name in (("sprint", "7"), ("project", "project")):
        frame = facts.frame(kind, name)
        days = measures.burndown_of(facts, frame, "points").days["remaining"]
        for day in range(6, 18):
            at = datetime(2026, 1, day, 23, 59, tzinfo=UTC)
            left = sum(
                int(now["Story Points"])
                for now in (life.at(at) for life in found.values())
                if now["status"] != "Done"
                and (kind == "project" or now["Sprint"])
                and (rule == "counted" or now["issuetype"] != "Sub-task")
            )
            assert days.loc[f"2026-01-{day:02}"] == left, (kind, day)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_lists_of_a_sprint_add_up_to_its_ledger(
    seed: int, warehouse: Warehouse, tmp_path: Path
) -> None:
    load(warehouse, logged(lives(seed), EXPORTED[2], tmp_path))
    facts = load_facts(warehouse, "app")
    frame = facts.frame("sprint", "7")
    unit: Unit = "points"
    burndown = measures.burndown_of(facts, frame, unit)
    assert [burndown.commitment, burndown.done] == own(facts, unit)
    report = sprints.sprint_report_of(facts, frame, unit)
    done_before = sprints.items_of(facts, frame, unit)["status_category"]
    kept = done_before[done_before["done_at_start"] & done_before["in_at_start"]]
    kept = kept[~kept["subtask_at_start"]]
    assert report.commitment == own(facts, unit)[0] + kept["at_start"].sum()


def own(facts: Facts, unit: Unit) -> list[float]:
    """Return what the project's own rule counts of the sprint."""
    told = sprints.reconciliation_of(facts, facts.frame("sprint", "7"), unit)
    return [told.total("own", figure) for figure in ("commitment", "completed")]


def test_a_change_of_type_between_uploads_is_told_once(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    life = Life({"status": "To Do", "Story Points": "3", "Sprint": "7"})
    life.first["issuetype"] = "Story"
    life.log.append((START + timedelta(days=15), "issuetype", "Story", "Sub-task"))
    for day in EXPORTED[:2]:
        path = plain({"A-1": life}, day, tmp_path)
        run_import(warehouse, [(path.name, path)], Options(project="App", as_of=day))
    facts = load_facts(warehouse, "app")
    told = ledger_reads.changes(warehouse, facts.set_id, entity="issue", most=10)
    assert told["field"].tolist() == ["issue_type"]
    rows = facts.all_deltas("project")
    assert rows["ledger"].tolist() == ["added", "removed"]
    assert rows["earliest"].notna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("before", "today", "booked_as"),
    [
        ("Sub-task", "Story", ["added"]),
        ("Unteraufgabe", "Story", ["added"]),
        ("Story", "Sub-task", ["added", "removed"]),
        ("Bug", "Story", ["added"]),
        (None, "Story", ["added"]),
    ],
)
def test_a_type_that_nobody_has_any_more_is_told_by_its_name(
    before: str | None,
    today: str,
    booked_as: list[str],
    warehouse: Warehouse,
    tmp_path: Path,
) -> None:
    life = Life({"status": "To Do", "Story Points": "3", "Sprint": ""})
    life.first["issuetype"] = str(before)
    life.log.append((START + timedelta(days=9), "issuetype", str(before), today))
    path = logged({"A-1": life}, EXPORTED[0], tmp_path)
    if before is None:
        path.write_text(path.read_text(encoding="utf-8").replace('"None"', "null"))
    load(warehouse, path)
    facts = load_facts(warehouse, "app")
    assert facts.all_deltas("project")["ledger"].tolist() == booked_as
    late = facts.all_deltas("project")["at"].dt.day.tolist()[-1]
    assert late == (31 if booked_as == ["added"] and before in ("Bug", None) else 10)


def test_nor_does_it_leave_where_two_uploads_tell_of_the_child(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    with_sprint_dates(warehouse)
    told = []
    for day, parent in zip(EXPORTED, ("", "", "A-1"), strict=True):
        path = plain({"A-1": Life(dict(STORY)), "A-2": Life(dict(TASK))}, day, tmp_path)
        lines = path.read_text(encoding="utf-8").splitlines()
        cells = ("Parent key", "", parent)
        rows = [f"{one},{cell}\n" for one, cell in zip(lines, cells, strict=True)]
        path.write_text("".join(rows), encoding="utf-8")
        run_import(warehouse, [(path.name, path)], Options(project="App", as_of=day))
        told.append(booked(load_facts(warehouse, "app")))
    assert told[0] == told[1] == told[2] != []
    deltas = load_facts(warehouse, "app").all_deltas("project")
    parent_rows = deltas[deltas["issue_key"] == "A-1"]
    assert parent_rows["ledger"].tolist() == ["added", "removed"]
    assert parent_rows["earliest"].notna().tolist()[-1]


def family(day: date, folder: Path, *, linked: bool) -> Path:
    """Write the export of a sprint's item, after `linked` with a child of its own."""
    path = logged({"A-1": Life(dict(STORY)), "A-2": Life(dict(TASK))}, day, folder)
    if linked:
        content = json.loads(path.read_text(encoding="utf-8"))
        issue = content["issues"][1]
        issue["fields"]["parent"] = {"key": "A-1"}
        item = {"field": "parent", "fromString": "", "toString": "A-1", "to": "1001"}
        created = "2026-01-25T08:00:00.000+0000"
        history = {"id": "900", "created": created, "items": [item]}
        issue["changelog"]["histories"].append(history)
        path.write_text(json.dumps(content), encoding="utf-8")
    return path


STORY = {"issuetype": "Story", "status": "To Do", "Story Points": "5", "Sprint": "7"}
TASK = {"issuetype": "Story", "status": "To Do", "Story Points": "2", "Sprint": ""}


def test_an_item_that_gets_its_first_child_later_stays_in_a_closed_sprint(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    load(warehouse, family(EXPORTED[1], tmp_path, linked=False))
    before = booked(load_facts(warehouse, "app"))
    assert [row[0] for row in before] == ["A-1"]
    load(warehouse, family(EXPORTED[2], tmp_path, linked=True))
    facts = load_facts(warehouse, "app")
    assert booked(facts) == before
    rows = facts.all_deltas("project")
    told = rows.loc[rows["issue_key"] == "A-1", ["ledger", "points"]]
    assert told.to_numpy().tolist() == [["added", 5], ["removed", -5]]
    assert rows["at"].max() == datetime(2026, 1, 25, 8)  # noqa: DTZ001 - as stored
    report = sprints.sprint_report_of(facts, facts.frame("sprint", "7"), "points")
    assert report.commitment == 5
    assert crosscheck.check_project(warehouse, "app") == 0
    assert check(warehouse) == []


def test_nor_where_one_upload_alone_tells_that_the_child_came_later(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    with_sprint_dates(warehouse)
    rows = [
        "Issue key,Summary,Issue Type,Status,Created,Story Points,Sprint,Parent key",
        "A-1,One,Story,To Do,31/Dec/25 9:00 AM,5,Sprint 7,",
        "A-2,Two,Story,To Do,25/Jan/26 9:00 AM,2,,A-1",
        "A-3,Three,Story,To Do,31/Dec/25 9:00 AM,3,Sprint 7,",
        "A-4,Four,Story,To Do,12/Jan/26 9:00 AM,1,,A-3",
    ]
    path = tmp_path / "one.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    run_import(warehouse, [(path.name, path)], Options(project="App"))
    facts = load_facts(warehouse, "app")
    assert [row[0] for row in booked(facts)] == ["A-1"]
    assert set(facts.all_deltas("project")["issue_key"]) == {"A-2", "A-4"}
