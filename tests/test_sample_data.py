"""The sample project: reproducible, consistent, and read back to its own truth.

The sprint figures of `truth.json` come from the simulation; here they are rebuilt from
the change log in the export, by the steps of a reader who knows nothing else.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sample_data import generate, jira_csv, scale, story

HERE = Path(generate.__file__).parent
FILES = (
    "harbour_board.json",
    "harbour_budget.csv",
    "harbour_capacity.csv",
    "harbour_commitments.csv",
    "harbour_hours.csv",
    "harbour_jira.csv",
    "harbour_jira.json",
    "harbour_ledger.csv",
    "harbour_risks.xlsx",
    "harbour_schedule.xml",
    "harbour_sprints.json",
    "truth.json",
)
BANDS = re.compile(r"(\d+)% to (\d+)%")


def read_json(name: str) -> Any:  # noqa: ANN401 - any shape
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def read_rows(name: str, *, titles: int = 0) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        for _ in range(titles):
            next(file)
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    facts: dict[str, Any] = read_json("truth.json")
    return facts


@pytest.fixture(scope="module")
def issues() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_json("harbour_jira.json")["issues"]
    return found


@pytest.fixture(scope="module")
def rows() -> list[dict[str, list[str]]]:
    with (HERE / "harbour_jira.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        found = []
        for line in reader:
            assert len(line) == len(header)
            row: dict[str, list[str]] = defaultdict(list)
            for name, cell in zip(header, line, strict=True):
                row[name] += [cell] if cell else []
            found.append(row)
    return found


@pytest.mark.parametrize("seed", [None, 7])
def test_two_runs_write_the_same_bytes(tmp_path: Path, seed: int | None) -> None:
    arguments = [] if seed is None else ["--seed", str(seed)]
    generate.main(["--out", str(tmp_path / "a"), *arguments])
    generate.main(["--out", str(tmp_path / "b"), *arguments])
    written = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert written == sorted(FILES)
    for name in FILES:
        again = (tmp_path / "a" / name).read_bytes()
        assert again == (tmp_path / "b" / name).read_bytes()
        if seed is None:
            assert again == (HERE / name).read_bytes(), f"{name}: generate it again"


def test_the_files_stay_small() -> None:
    assert sum((HERE / name).stat().st_size for name in FILES) < 3_000_000


# -- Jira: the two exports tell the same facts ---------------------------------------


def minute(text: str | None) -> list[str]:
    """Return the JSON stamp as the CSV would show it."""
    if not text:
        return []
    return [jira_csv.stamp(datetime.fromisoformat(text))]


def test_csv_and_json_agree(
    issues: list[dict[str, Any]], rows: list[dict[str, list[str]]]
) -> None:
    assert [row["Issue key"] for row in rows] == [[issue["key"]] for issue in issues]
    for issue, row in zip(issues, rows, strict=True):
        fields = issue["fields"]
        assert row["Issue id"] == [issue["id"]]
        assert row["Summary"] == [fields["summary"]]
        assert "".join(row["Description"]) == (fields["description"] or "")
        for column, name in (
            ("Issue Type", "issuetype"),
            ("Status", "status"),
            ("Priority", "priority"),
            ("Resolution", "resolution"),
            ("Custom field (Team)", "customfield_10001"),
        ):
            assert row[column] == ([fields[name]["name"]] if fields[name] else [])
        assert row["Status Category"] == [fields["status"]["statusCategory"]["name"]]
        for column, name in (
            ("Created", "created"),
            ("Updated", "updated"),
            ("Resolved", "resolutiondate"),
            ("Status Category Changed", "statuscategorychangedate"),
        ):
            assert row[column] == minute(fields[name])


def test_csv_and_json_agree_on_plans(
    issues: list[dict[str, Any]], rows: list[dict[str, list[str]]]
) -> None:
    for issue, row in zip(issues, rows, strict=True):
        fields = issue["fields"]
        points = fields["customfield_10016"]
        assert row["Custom field (Story Points)"] == (
            [] if points is None else [str(points)]
        )
        sprints = fields["customfield_10020"] or []
        assert row["Sprint"] == [sprint["name"] for sprint in sprints]
        versions = [version["name"] for version in fields["fixVersions"]]
        assert row["Fix versions"] == versions
        assert row["Labels"] == fields["labels"]
        assert row["Assignee"] == (
            [fields["assignee"]["displayName"]] if fields["assignee"] else []
        )
        assert row["Parent key"] == (
            [fields["parent"]["key"]] if fields["parent"] else []
        )
        assert bool(row["Custom field (Flagged)"]) == bool(fields["customfield_10021"])
        assert len(row["Comment"]) == fields["comment"]["total"]
        assert len(row["Due date"]) == (fields["duedate"] is not None)
        for column, name in (
            ("Original estimate", "timeoriginalestimate"),
            ("Remaining Estimate", "timeestimate"),
            ("Time Spent", "timespent"),
        ):
            assert row[column] == ([] if fields[name] is None else [str(fields[name])])


def test_cells_hold_what_real_cells_hold(rows: list[dict[str, list[str]]]) -> None:
    texts = ["".join(row["Description"]) for row in rows]
    assert any("\n" in text and "," in text and '"' in text for text in texts)
    assert max(len(row["Sprint"]) for row in rows) > 2
    assert max(len(row["Fix versions"]) for row in rows) == 2


def test_histories_are_newest_first_and_lead_to_today(
    issues: list[dict[str, Any]],
) -> None:
    used: set[str] = set()
    for issue in issues:
        histories = issue["changelog"]["histories"]
        stamps = [(entry["created"], int(entry["id"])) for entry in histories]
        assert stamps == sorted(stamps, reverse=True)
        assert all(stamp > issue["fields"]["created"] for stamp, _ in stamps)
        assert not used & {entry["id"] for entry in histories}
        used |= {entry["id"] for entry in histories}
        chain: dict[str, str | None] = {}
        for entry in reversed(histories):
            for item in entry["items"]:
                if item["field"] in {"status", "Sprint", "assignee", "duedate"}:
                    assert chain.get(item["field"], item["from"]) == item["from"]
                    chain[item["field"]] = item["to"]
        assert chain.get("status", story.TODO.id) == issue["fields"]["status"]["id"]


# -- Sprints: rebuilt from the change log ---------------------------------------------


@dataclass
class State:
    """What counts in a sprint between two history entries."""

    done: bool
    sprints: set[str]
    points: int


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def timeline(issue: dict[str, Any]) -> list[tuple[datetime, State]]:
    """Undo the change log from today's values back to the creation."""
    fields = issue["fields"]
    sprints = {str(sprint["id"]) for sprint in fields["customfield_10020"] or []}
    state = State(
        fields["status"]["statusCategory"]["key"] == "done",
        sprints,
        int(fields["customfield_10016"] or 0),
    )
    steps = []
    done = {story.DONE.id, story.CANCELLED.id}
    for entry in issue["changelog"]["histories"]:
        steps.append((instant(entry["created"]), state))
        state = State(state.done, state.sprints, state.points)
        for item in entry["items"]:
            if item["field"] == "status":
                state.done = item["from"] in done
            elif item["field"] == "Sprint":
                state.sprints = {part.strip() for part in item["from"].split(",")}
            elif item["field"] == "Story Points":
                state.points = int(item["fromString"] or 0)
    steps.append((instant(fields["created"]), state))
    return steps[::-1]


def rebuild(issues: list[dict[str, Any]], sprint: dict[str, Any]) -> Counter[str]:
    """Return the points and events of one sprint."""
    name, book = str(sprint["id"]), Counter[str]()
    start = instant(sprint["startDate"])
    end = instant(sprint.get("completeDate", "2026-05-29T23:59:59.000Z"))
    for issue in issues:
        now = State(done=False, sprints=set(), points=0)
        opened = False
        for when, after in timeline(issue):
            if when > start and not opened:
                opened = True
                note(book, "commitment", now, name)
            if start < when <= end:
                book_event(book, now, after, name)
            if when <= end:
                now = after
        if not opened:
            note(book, "commitment", now, name)
        note(book, "remaining", now, name)
    return book


def note(book: Counter[str], kind: str, state: State, name: str) -> None:
    if name in state.sprints and not state.done:
        book[kind] += state.points
        book[f"{kind} count"] += 1


def book_event(book: Counter[str], before: State, after: State, name: str) -> None:
    was_open = name in before.sprints and not before.done
    is_open = name in after.sprints and not after.done
    if is_open and was_open:
        book["re_estimated"] += after.points - before.points
        book["re_estimated count"] += before.points != after.points
    elif is_open:
        kind = "reopened" if name in before.sprints else "added"
        book[kind] += after.points
        book[f"{kind} count"] += 1
    elif was_open:
        kind = "completed" if name in after.sprints else "removed"
        book[kind] += before.points
        book[f"{kind} count"] += 1
    elif name in after.sprints and name not in before.sprints:
        book["added_already_done"] += 1


def test_the_change_log_leads_to_the_truth(
    issues: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    sprints = {s["id"]: s for s in read_json("harbour_sprints.json")["values"]}
    for expected in truth["sprints"]:
        book = rebuild(issues, sprints[expected["id"]])
        for kind in (
            "commitment",
            "added",
            "removed",
            "re_estimated",
            "completed",
            "reopened",
            "remaining",
        ):
            found = {"points": book[kind], "count": book[f"{kind} count"]}
            assert found == expected[kind], (expected["name"], kind)
        assert book["added_already_done"] == expected["added_already_done"]


@pytest.mark.parametrize("unit", ["points", "count"])
def test_every_sprint_balances(truth: dict[str, Any], unit: str) -> None:
    for sprint in truth["sprints"]:
        scope = sprint["commitment"][unit] + sprint["added"][unit]
        scope -= sprint["removed"][unit]
        if unit == "points":
            scope += sprint["re_estimated"][unit]
        burned = sprint["completed"][unit] - sprint["reopened"][unit]
        assert scope - burned == sprint["remaining"][unit], sprint["name"]
        assert burned == sprint["completed_net"][unit]


def test_sprints_follow_each_other() -> None:
    sprints = read_json("harbour_sprints.json")["values"]
    states = [sprint["state"] for sprint in sprints]
    assert states == ["closed"] * 18 + ["active", "future"]
    for before, after in pairwise(sprints[:19]):
        assert before["startDate"] < before["completeDate"] < after["startDate"]
    late = [s["id"] for s in sprints[:18] if s["completeDate"] > s["endDate"]]
    assert late == [108]


def test_the_board_ends_with_the_done_statuses() -> None:
    columns = read_json("harbour_board.json")["columnConfig"]["columns"]
    last = [status["id"] for status in columns[-1]["statuses"]]
    assert last == [story.DONE.id, story.CANCELLED.id]


# -- The story can be found ------------------------------------------------------------


def test_the_truth_counts_the_issues(
    issues: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    project = truth["project"]
    kinds = Counter(issue["fields"]["issuetype"]["name"] for issue in issues)
    assert project["by_type"] == kinds
    assert project["issues"] == len(issues)
    points = [issue["fields"]["customfield_10016"] or 0 for issue in issues]
    assert project["points"] == sum(points)
    assert project["histories"] == sum(i["changelog"]["total"] for i in issues)


def test_the_change_log_leads_to_the_scope_of_each_month(
    issues: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    apart = {"Epic", "Sub-task"}
    lines = [
        timeline(issue)
        for issue in issues
        if issue["fields"]["issuetype"]["name"] not in apart
    ]
    for month in truth["project"]["months"]:
        seen = [
            [state for when, state in line if f"{when:%Y-%m}" <= month["month"]]
            for line in lines
        ]
        last = [states[-1] for states in seen if states]
        assert month["issues"] == len(last)
        assert month["scope_points"] == sum(state.points for state in last)
        assert month["done_points"] == sum(s.points for s in last if s.done)


def test_the_regulator_disturbs_running_sprints(
    issues: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    asked = {i["key"] for i in issues if "regulator" in i["fields"]["labels"]}
    assert truth["project"]["regulator"]["count"] == len(asked)
    for kind, least in (("added", 10), ("re_estimated", 5)):
        keys = [key for s in truth["sprints"] for key in s["keys"][kind]]
        assert len(asked.intersection(keys)) >= least, kind


def test_scope_is_steady_then_grows(truth: dict[str, Any]) -> None:
    scope = {m["month"]: m["scope_points"] for m in truth["project"]["months"]}
    assert scope["2025-11"] / scope["2025-10"] < 1.12
    assert scope["2026-05"] / scope["2025-11"] > 1.4
    early, late = truth["sprints"][:5], truth["sprints"][6:16]
    added = [sprint["added"]["points"] for sprint in (*early, *late)]
    assert sum(added[:5]) / 5 < sum(added[5:]) / 10 / 2


def test_every_kind_of_trouble_occurs(truth: dict[str, Any]) -> None:
    for kind in ("added", "removed", "re_estimated", "reopened"):
        assert sum(sprint[kind]["count"] for sprint in truth["sprints"]) >= 5, kind
    assert sum(sprint["added_already_done"] for sprint in truth["sprints"]) >= 2
    done = [sprint["completed_net"]["points"] for sprint in truth["sprints"]]
    assert done[7] == min(done[:18])
    assert truth["sprints"][-1]["remaining"]["points"] > 0
    assert len(truth["project"]["reopened"]) >= 5


def test_the_second_release_slips(issues: list[dict[str, Any]]) -> None:
    moved = [
        entry["created"][:10]
        for issue in issues
        for entry in issue["changelog"]["histories"]
        for item in entry["items"]
        if item["field"] == "Fix Version" and item["fromString"] == "R2 2026-02"
    ]
    assert len(moved) > 80
    assert set(moved) == {"2026-02-05"}
    due = next(i for i in issues if i["fields"]["summary"] == "R2 go-live")
    assert due["fields"]["duedate"] == "2026-04-24"


def test_the_identity_switch_waits_for_its_vendor(
    issues: list[dict[str, Any]],
) -> None:
    waited = 0
    for issue in issues:
        if "Identity provider switch" not in issue["fields"]["summary"]:
            continue
        items = [
            (entry["created"][:10], item["toString"])
            for entry in issue["changelog"]["histories"]
            for item in entry["items"]
            if item["field"] in {"Flagged", "Fix Version"}
        ]
        raised = [day for day, text in items if text == "Impediment"]
        lowered = [day for day, text in items if text == ""]
        late = raised and min(raised) < "2025-12-12" and min(lowered) >= "2026-01-16"
        waited += bool(late and ("2025-12-12", "R2 2026-02") in items)
    assert waited >= 2


def test_everything_happens_on_working_days(issues: list[dict[str, Any]]) -> None:
    stamps = [entry["created"] for i in issues for entry in i["changelog"]["histories"]]
    stamps += [issue["fields"]["created"] for issue in issues]
    days = {date.fromisoformat(stamp[:10]) for stamp in stamps}
    assert days <= set(story.working_days())
    assert {stamp[11:13] for stamp in stamps} <= {f"{h:02d}" for h in range(7, 19)}


# -- Money and risk ------------------------------------------------------------------


def amount(text: str) -> Decimal:
    return Decimal(text.removeprefix("EUR ").replace(",", ""))


def test_the_budget_adds_up(truth: dict[str, Any]) -> None:
    rows = read_rows("harbour_budget.csv", titles=2)
    total = sum(amount(row["Planned amount"]) for row in rows)
    assert total == truth["money"]["budget_total"] == 2_400_000
    reserve = [row for row in rows if row["Category"] == "Contingency"]
    assert [amount(row["Planned amount"]) for row in reserve] == [180_000]
    assert {row["Period"] for row in rows} == set(story.months())


def test_the_ledger_adds_up(truth: dict[str, Any]) -> None:
    rows = read_rows("harbour_ledger.csv")
    assert len(rows) == truth["money"]["ledger_rows"]
    assert float(sum(amount(row["Amount EUR"]) for row in rows)) == pytest.approx(
        truth["money"]["actual_total"], abs=0.001
    )
    days = [datetime.strptime(r["Posting date"], "%d.%m.%Y").date() for r in rows]  # noqa: DTZ007
    assert days == sorted(days)
    assert days[0] >= story.START
    assert days[-1] <= story.AS_OF
    for row, day in zip(rows, days, strict=True):
        month = re.search(r"\d{4}-\d{2}$", row["Description"])
        assert month is None or month[0] == f"{day:%Y-%m}"
    assert len({row["Document no."] for row in rows}) == len(rows)


def test_orders_equal_the_ledger() -> None:
    paid: Counter[str] = Counter()
    for row in read_rows("harbour_ledger.csv"):
        paid[row["PO number"]] += int(amount(row["Amount EUR"]) * 100)
    orders = read_rows("harbour_commitments.csv")
    for order in orders:
        assert int(amount(order["Invoiced amount"]) * 100) == paid.pop(
            order["PO number"], 0
        )
        assert amount(order["Invoiced amount"]) <= amount(order["Ordered amount"])
    assert set(paid) == {""}


def test_one_vendor_overruns_by_a_third(truth: dict[str, Any]) -> None:
    name = "Northgate Systems"
    money = truth["money"]
    over = money["actual_by_vendor"][name] / money["budget_by_vendor"][name] - 1
    assert over == pytest.approx(0.35, abs=0.01)
    assert over == pytest.approx(money["northgate_over_budget"], abs=0.0001)


def test_the_register_holds_the_exposure(truth: dict[str, Any]) -> None:
    sheet = openpyxl.load_workbook(HERE / "harbour_risks.xlsx")["Risk register"]
    header, *lines = list(sheet.iter_rows(min_row=2, values_only=True))
    risks = [dict(zip(header, line, strict=True)) for line in lines]
    live = [risk for risk in risks if risk["Status"] == "Open"]
    emv = sum(chance(r["Probability"]) * float(str(r["Impact (EUR)"])) for r in live)
    assert emv == pytest.approx(truth["risk"]["emv"])
    fired = [risk for risk in risks if risk["Status"] == "Occurred"]
    ledger = read_rows("harbour_ledger.csv")
    booked = sum(amount(row["Amount EUR"]) for row in ledger if row["Reference"])
    assert {row["Reference"] for row in ledger} == {"", "R-07"}
    assert [risk["Booked cost (EUR)"] for risk in fired] == [booked]
    assert booked == truth["risk"]["booked_cost"]


def chance(cell: object) -> float:
    band = BANDS.fullmatch(str(cell))
    if band:
        return (int(band[1]) + int(band[2])) / 200
    return float(str(cell))


# -- Any size -------------------------------------------------------------------------


def test_scale_is_as_hard_to_compress_as_real_exports(tmp_path: Path) -> None:
    # Six real all-fields exports of Jira Cloud give 0.16 to 0.22, small ones less.
    generate.main(["--scale", "2000", "--out", str(tmp_path)])
    content = (tmp_path / "scale_jira.csv").read_bytes()
    assert 0.16 < len(gzip.compress(content)) / len(content) < 0.22


def test_scale_writes_one_wide_file(tmp_path: Path) -> None:
    generate.main(["--scale", "500", "--out", str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["scale_jira.csv"]
    with (tmp_path / "scale_jira.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    assert len(lines) == 500
    assert len(header) == len(scale.header()) >= 95
    assert {len(line) for line in lines} == {len(header)}
    keys = {line[header.index("Issue key")] for line in lines}
    assert len(keys) == 500
    text = [line[header.index("Description")] for line in lines]
    assert all("\n" in cell for cell in text)


def test_a_stamp_looks_like_jira() -> None:
    shown = [
        jira_csv.stamp(datetime(2025, 8, 17, hour, 48, tzinfo=UTC))
        for hour in (0, 10, 12, 13)
    ]
    assert shown == [
        "17/Aug/25 12:48 AM",
        "17/Aug/25 10:48 AM",
        "17/Aug/25 12:48 PM",
        "17/Aug/25 1:48 PM",
    ]
