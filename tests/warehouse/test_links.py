"""From exports to links of work items: what waits for what, and what came of what."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from analytics import item_forecasts, measures, sprints
from analytics.facts import load_facts
from analytics.project import slug
from tests.homes import csv_text, load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.metrics.forecast.items import ItemForecast
    from analytics.warehouse.store import Warehouse

HEAD = ("Issue key", "Summary", "Issue Type", "Status", "Status Category", "Created")
CREATED = "05/Jan/26 9:00 AM"
SPRINT = {
    "id": 7,
    "name": "Sprint 7",
    "state": "active",
    "boardId": 1,
    "startDate": "2026-01-05T08:00:00.000Z",
    "endDate": "2026-01-19T08:00:00.000Z",
}
BLOCKS = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
SPLIT = {"name": "Issue split", "inward": "split from", "outward": "split to"}


def links(facts: Facts) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for kind, before, after in zip(
        *(facts.links[name] for name in ("kind", "before_key", "after_key")),
        strict=True,
    ):
        found.setdefault(kind, set()).add((before, after))
    return found


def facts_of(warehouse: Warehouse, folder: Path, header: str, *rows: str) -> Facts:
    """Load rows of a Jira CSV whose last column is one of links."""
    table = [
        [f"A-{n}", f"Item {n}", "Story", "To Do", "To Do", CREATED, link]
        for n, link in enumerate(rows, 1)
    ]
    path = folder / "board.csv"
    path.write_text(csv_text(table, (*HEAD, header)), encoding="utf-8")
    load(warehouse, path)
    return load_facts(warehouse, "app")


@pytest.mark.parametrize(
    ("header", "kind", "before", "after"),
    [
        ("Outward issue link (Blocks)", "waits", "A-1", "A-2"),
        ("Inward issue link (Blocks)", "waits", "A-2", "A-1"),
        ("Outward issue link (Depends)", "waits", "A-2", "A-1"),
        ("Outward issue link (Issue split)", "split", "A-1", "A-2"),
        ("Inward issue link (Issue split)", "split", "A-2", "A-1"),
        ("Outward issue link (Cloners)", "clone", "A-2", "A-1"),
        ("Outward issue link (Duplicate)", "duplicate", "A-1", "A-2"),
        ("Inward issue link (Relates)", "other", "A-1", "A-2"),
    ],
)
def test_type_and_direction_of_a_column_say_which_comes_first(
    header: str,
    kind: str,
    before: str,
    after: str,
    warehouse: Warehouse,
    tmp_path: Path,
) -> None:
    facts = facts_of(warehouse, tmp_path, header, "A-2", "")
    assert links(facts) == {kind: {(before, after)}}
    assert facts.links["before_known"].all()
    assert facts.links["after_known"].all()


def test_an_item_that_no_file_holds_is_told(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    facts = facts_of(warehouse, tmp_path, "Inward issue link (Blocks)", "OPS-9", "A-2")
    assert links(facts) == {"waits": {("OPS-9", "A-1")}}  # never to itself
    assert facts.links["before_known"].tolist() == [False]
    found = {one.check.key: one for one in measures.quality_of(facts).results}
    assert found["lost_link"].finding.rows["detail"].tolist() == ["Blocks OPS-9"]


def issue(
    key: str, created: str, *histories: object, **fields: object
) -> dict[str, Any]:
    status = {"id": "1", "name": "To Do", "statusCategory": {"key": "new"}}
    return {
        "id": key.replace("A-", "100"),
        "key": key,
        "fields": {
            "summary": f"Item {key}",
            "issuetype": {"name": "Story", "subtask": False},
            "status": status,
            "created": created,
            "customfield_10020": [SPRINT],
            **fields,
        },
        "changelog": {"histories": list(histories)},
    }


def changed(number: int, at: str, **item: object) -> dict[str, Any]:
    author = {"displayName": "Ada P.", "accountId": "5f0"}
    return {"id": str(number), "created": at, "author": author, "items": [item]}


def linked(number: int, at: str, text: str, key: str) -> dict[str, Any]:
    return changed(
        number, at, field="Link", fieldtype="jira", to=key, toString=f"{text} {key}"
    )


@pytest.fixture
def facts(warehouse: Warehouse, tmp_path: Path) -> Facts:
    to_sprint = changed(
        3,
        "2026-01-08T09:00:00.000+0000",
        field="Sprint",
        fieldtype="custom",
        fieldId="customfield_10020",
        to="7",
        toString="Sprint 7",
        **{"from": "", "fromString": ""},
    )
    export = [
        issue("A-1", "2026-01-02T09:00:00.000+0000"),
        issue(
            "A-2",
            "2026-01-07T09:00:00.000+0000",
            linked(
                2, "2026-01-07T09:00:01.000+0000", "This issue is split from", "A-1"
            ),
            to_sprint,
        ),
        issue(
            "A-3",
            "2026-01-03T09:00:00.000+0000",
            linked(4, "2026-01-04T09:00:00.000+0000", "This issue blocks", "A-2"),
            changed(
                5,
                "2026-01-05T09:00:00.000+0000",
                field="Link",
                fieldtype="jira",
                fromString="This issue blocks A-2",
                **{"from": "A-2"},
            ),
            issuelinks=[{"type": BLOCKS, "inwardIssue": {"key": "A-1"}}],
        ),
    ]
    path = tmp_path / "search.json"
    path.write_text(json.dumps({"issues": export}), encoding="utf-8")
    load(warehouse, path)
    return load_facts(warehouse, "app", as_of=date(2026, 1, 9))


def test_a_change_log_dates_a_link_and_takes_it_away_again(facts: Facts) -> None:
    assert links(facts) == {"split": {("A-1", "A-2")}, "waits": {("A-1", "A-3")}}
    dated = facts.links.set_index("kind")["linked_at"]
    assert dated["split"] == datetime(2026, 1, 7, 9, 0, 1)  # noqa: DTZ001 - naive UTC
    assert str(dated["waits"]) == "NaT"


def test_what_was_split_off_and_who_moved_it_stands_in_the_ledger(facts: Facts) -> None:
    ledger = sprints.scope_ledger_of(facts, facts.frame("sprint", "7"), "items")
    (row,) = ledger.rows.to_dict("records")
    assert (row["issue_key"], row["class"]) == ("A-2", "split")
    assert row["author"] == "Ada P."


def test_a_blocked_item_waits_in_the_forecast(facts: Facts) -> None:
    waits = item_forecasts.waiting(facts)
    assert waits == {"A-3": {"A-1"}}


def finished(number: int) -> dict[str, Any]:
    """Return an item that took a few days."""
    done = {"id": "3", "name": "Done", "statusCategory": {"key": "done"}}
    key, last = f"A-{number}", 1 + number % 4
    moves = [
        changed(
            number * 10 + place,
            f"2026-01-{day:02}T09:00:00.000+0000",
            field="status",
            fieldtype="jira",
            fromString=before,
            toString=after,
        )
        for place, (day, before, after) in enumerate(
            [(5, "To Do", "Doing"), (5 + last, "Doing", "Done")]
        )
    ]
    return issue(key, "2026-01-02T09:00:00.000+0000", *moves, status=done)


def simulated(
    warehouse: Warehouse, folder: Path, *, blocked: bool
) -> tuple[ItemForecast, list[tuple[Any, ...]]]:
    """Simulate two items of which the second waits for the first, if it is blocked."""
    created = "2026-01-02T09:00:00.000+0000"
    doing = {"id": "2", "name": "Doing", "statusCategory": {"key": "indeterminate"}}
    waits = [
        {"type": BLOCKS, "inwardIssue": {"key": "A-31"}},
        {"type": BLOCKS, "outwardIssue": {"key": "A-1"}},
        {"type": BLOCKS, "inwardIssue": {"key": "OPS-1"}},
        {"type": BLOCKS, "inwardIssue": {"key": "A-33"}},
    ]
    export = [
        *(finished(number) for number in range(1, 9)),
        issue("A-31", created),
        issue("A-32", created, issuelinks=waits if blocked else []),
        issue("A-33", created, status=doing, customfield_10020=[]),
    ]
    name = f"App {blocked}"
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"issues": export}), encoding="utf-8")
    load(warehouse, path, project=name)
    facts = load_facts(warehouse, slug(name), as_of=date(2026, 1, 9))
    frame = facts.frame("sprint", "7")
    burndown = measures.burndown_of(facts, frame, "items")
    told = item_forecasts.items_of(facts, frame, burndown, limit=2)
    rows = item_forecasts.held_up(facts, told)
    return told, list(rows.itertuples(index=False, name=None))


def test_a_blocked_chain_takes_longer_and_says_who_waits(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    free, nobody = simulated(warehouse, tmp_path, blocked=False)
    chain, ((key, days, before),) = simulated(warehouse, tmp_path, blocked=True)
    assert (nobody, free.why, chain.why) == ([], "", "")
    assert (key, before) == ("A-32", "A-31, A-33")
    assert days > 0
    assert free.notes == ()
    (note,) = chain.notes
    assert note.startswith("1 item waits for open items that are not part of")
    assert (chain.days[0.5] or date.max) > (free.days[0.5] or date.max)
