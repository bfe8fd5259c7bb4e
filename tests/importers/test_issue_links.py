"""Links of work items as trackers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from analytics.importers.link_columns import header_of
from tests.importers import xml_text
from tests.importers.json_files import claimed
from tests.intake.reading import parsed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.intake.reading import Reading

COLUMNS = ("issue_key", "linked_key", "link_type", "direction", "link_text")

JIRA = (
    "Issue key,Summary,Status,Outward issue link (Blocks),Outward issue link (Blocks),"
    "Inward issue link (Blocks),Outward issue link (Issue split),"
    "Outward issue link (Contains(WBSGantt))\n"
)


def told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in COLUMNS) for row in rows]


def staged(read: Reading) -> list[tuple[Any, ...]]:
    return duckdb.sql(
        f"select {', '.join(COLUMNS)} from "
        f"read_parquet('{read.folder}/issue_link.parquet') order by all"
    ).fetchall()


def problems(read: Reading) -> list[str]:
    return [message for _, _, message in read.report.problems]


def test_every_repeated_column_of_jira_is_read(tmp_path: Path) -> None:
    text = JIRA + "APP-1,A,Open,APP-2,APP-3,,APP-4,\nAPP-2,B,Open,,,APP-1,,OPS-7\n"
    read = parsed(tmp_path, text.encode())
    assert staged(read) == [
        ("APP-1", "APP-2", "Blocks", "outward", None),
        ("APP-1", "APP-3", "Blocks", "outward", None),
        ("APP-1", "APP-4", "Issue split", "outward", None),
        ("APP-2", "APP-1", "Blocks", "inward", None),
        ("APP-2", "OPS-7", "Contains(WBSGantt)", "outward", None),
    ]
    assert problems(read) == []
    assert read.report.unknown_columns == []


def test_a_cell_that_names_no_item_is_a_problem_and_no_link(tmp_path: Path) -> None:
    read = parsed(tmp_path, (JIRA + "APP-1,A,Open,soon,APP-3,,,\n").encode())
    assert [row[1] for row in staged(read)] == ["APP-3"]
    assert len(problems(read)) == 1
    assert "does not name a work item" in problems(read)[0]


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("Inward issue link (Cloners)", ("inward", "Cloners")),
        ("Outward work item link (Blocks)", ("outward", "Blocks")),
        ("Enlace de incidencia saliente (Blocks)", ("outward", "Blocks")),
        ("Wewnętrzne łącze zgłoszenia (Blocks)", ("inward", "Blocks")),
        ("Zewnętrzne łącze do zgłoszenia (Blocks)", ("outward", "Blocks")),
        ("Custom field (Epic Link)", None),
        ("Linked Tasks", None),
        ("Attachment", None),
    ],
)
def test_headers_are_known_in_the_languages_of_the_menus(
    header: str, meant: tuple[str, str] | None
) -> None:
    assert header_of(header) == meant


def test_linear_lists_the_items_of_a_kind_in_one_cell(tmp_path: Path) -> None:
    text = (
        "ID,Title,Status,Completed,Canceled,Related to,Blocked by,Duplicate of\n"
        'ENG-1,A,Todo,,,,"ENG-7, ENG-8",ENG-9\nENG-2,B,Todo,,,ENG-1,,\n'
    )
    read = parsed(tmp_path, text.encode())
    assert staged(read) == [
        ("ENG-1", "ENG-7", None, None, "is blocked by"),
        ("ENG-1", "ENG-8", None, None, "is blocked by"),
        ("ENG-1", "ENG-9", None, None, "duplicates"),
        ("ENG-2", "ENG-1", None, None, "relates to"),
    ]


def test_redmine_says_the_kind_before_each_number(tmp_path: Path) -> None:
    text = (
        "#,Tracker,Status,Subject,Related issues\n"
        '1,Bug,New,A,"Blocks #2, Follows (3 days) #3"\n2,Bug,New,B,something\n'
    )
    read = parsed(tmp_path, text.encode())
    assert staged(read) == [
        ("#1", "#2", None, None, "Blocks"),
        ("#1", "#3", None, None, "Follows"),
    ]
    assert "'something' does not name" in problems(read)[0]


def jira_issue(**fields: object) -> dict[str, Any]:
    status = {"id": "1", "name": "Open"}
    return {
        "id": "1",
        "key": "APP-1",
        "fields": {"summary": "A", "status": status, **fields},
    }


def test_jira_json_lists_links_with_their_words() -> None:
    blocks = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
    split = {"name": "Issue split", "inward": "split from", "outward": "split to"}
    links = [
        {"type": blocks, "outwardIssue": {"key": "APP-2"}},
        {"type": split, "inwardIssue": {"key": "APP-3"}},
        {"type": split},
        "damaged",
    ]
    _, found = claimed({"issues": [jira_issue(issuelinks=links)], "total": 1})
    assert told(found.rows["issue_link"]) == [
        ("APP-1", "APP-2", "Blocks", "outward", "blocks"),
        ("APP-1", "APP-3", "Issue split", "inward", "split from"),
    ]


def test_a_change_log_tells_links_and_who_made_them_but_no_mail_address() -> None:
    items = [{"field": "Link", "fieldtype": "jira", "to": "APP-2", "toString": "..."}]
    made = "2026-01-05T09:00:00.000+0000"

    def by(author: object) -> dict[str, Any]:
        return {"id": "1", "created": made, "items": items, "author": author}

    for author, name in (
        ({"displayName": "Ada P.", "emailAddress": "ada@a.org"}, "Ada P."),
        ({"displayName": "ada@a.org"}, None),
        ({"accountId": "5f"}, None),
        (None, None),
    ):
        record = {**jira_issue(), "changelog": {"histories": [by(author)]}}
        _, found = claimed({"issues": [record], "total": 1})
        (event,) = found.rows["issue_event"]
        assert (event["field"], event["to_id"], event["author"]) == (
            "link",
            "APP-2",
            name,
        )


def test_azure_devops_names_successors_by_their_address() -> None:
    def to(rel: str, number: int) -> dict[str, str]:
        return {"rel": rel, "url": f"https://x.example/_apis/wit/workItems/{number}"}

    kind = "System.LinkTypes."
    relations = [
        to(f"{kind}Dependency-Forward", 8),
        to(f"{kind}Dependency-Reverse", 9),
        to(f"{kind}Hierarchy-Reverse", 1),
        {"rel": "AttachedFile", "url": "https://x.example/5"},
    ]
    fields = {
        "System.Title": "A",
        "System.State": "New",
        "System.WorkItemType": "Task",
        "System.TeamProject": "Shop",
    }
    _, found = claimed([{"id": 7, "rev": 1, "fields": fields, "relations": relations}])
    assert told(found.rows["issue_link"]) == [
        ("7", "8", "Dependency", "outward", "is followed by"),
        ("7", "9", "Dependency", "inward", "follows"),
    ]


def test_asana_lists_what_a_task_waits_for() -> None:
    task = {
        "gid": "1200000000000001",
        "resource_type": "task",
        "name": "A",
        "completed": False,
        "completed_at": None,
        "dependencies": [{"gid": "1200000000000002", "resource_type": "task"}],
        "dependents": [{"gid": "1200000000000003", "resource_type": "task"}],
    }
    _, found = claimed({"data": [task]})
    assert told(found.rows["issue_link"]) == [
        ("1200000000000001", "1200000000000002", "Dependency", None, "is blocked by"),
        ("1200000000000001", "1200000000000003", "Dependency", None, "blocks"),
    ]


def test_jira_xml_groups_links_by_type_and_direction(tmp_path: Path) -> None:
    text = """<rss version="0.92"><channel><issue start="0" end="1" total="1"/>
    <item><title>A</title><key id="1">APP-1</key><summary>A</summary>
    <type>Story</type><status id="1">Open</status>
    <issuelinks><issuelinktype id="10000"><name>Blocks</name>
    <outwardlinks description="blocks">
    <issuelink><issuekey id="2">APP-2</issuekey></issuelink>
    <issuelink><issuekey id="3">APP-3</issuekey></issuelink>
    </outwardlinks>
    <inwardlinks description="is blocked by">
    <issuelink><issuekey id="4">APP-4</issuekey></issuelink>
    </inwardlinks></issuelinktype></issuelinks></item></channel></rss>"""
    _, found = xml_text.claimed(xml_text.parsed(tmp_path, text))
    assert told(found.rows["issue_link"]) == [
        ("APP-1", "APP-2", "Blocks", "outward", "blocks"),
        ("APP-1", "APP-3", "Blocks", "outward", "blocks"),
        ("APP-1", "APP-4", "Blocks", "inward", "is blocked by"),
    ]


def test_asana_names_tasks_by_their_titles(tmp_path: Path) -> None:
    text = (
        "Task ID,Created At,Completed At,Name,Section/Column,"
        "Blocked By (Dependencies),Blocking (Dependencies)\n"
        "1200000000000001,2026-01-05,,Build,To do,,Test\n"
        '1200000000000002,2026-01-05,,Test,To do,"Build,Plan",\n'
        '1200000000000003,2026-01-05,,"Plan, sketch",To do,,\n'
        '1200000000000004,2026-01-05,,Ship,To do,"Plan, sketch",\n'
    )
    read = parsed(tmp_path, text.encode())
    ends = [(row[0][-1], row[1][-1], row[4]) for row in staged(read)]
    assert ends == [
        ("1", "2", "blocks"),
        ("2", "1", "is blocked by"),
        ("4", "3", "is blocked by"),
    ]
    assert len(problems(read)) == 1
    assert "'Plan' is the title of no task" in problems(read)[0]


def test_openproject_numbers_work_packages_in_its_relations(tmp_path: Path) -> None:
    text = (
        "ID,Subject,Type,Status,Priority,Parent,Blocked by,Follows relations,Requires\n"
        '1,A,Task,New,High,,"2, #3",,\n'
        '2,B,Task,New,High,1,,"Task #1: A, of all; Bug #3: C",later\n'
        "3,C,Bug,New,,,,,1\n"
    )
    read = parsed(tmp_path, text.encode())
    assert staged(read) == [
        ("1", "2", None, None, "is blocked by"),
        ("1", "3", None, None, "is blocked by"),
        ("2", "1", None, None, "follows"),
        ("2", "3", None, None, "follows"),
        ("3", "1", None, None, "depends on"),
    ]
    assert "'later' does not name" in problems(read)[0]


def test_clickup_lists_tasks_by_id_or_name_in_brackets(tmp_path: Path) -> None:
    text = (
        "Task ID,Task Name,Status,List,Waiting on,Blocking,Linked tasks\n"
        '86a1,Build,Open,L,null,"[Test, 86a3]",[]\n'
        '86a2,Test,Open,L,[86a1],null,"[Ship]"\n86a3,Ship,Open,L,[Plan],,\n'
    )
    read = parsed(tmp_path, text.encode())
    assert staged(read) == [
        ("86a1", "86a2", None, None, "blocks"),
        ("86a1", "86a3", None, None, "blocks"),
        ("86a2", "86a1", None, None, "is blocked by"),
        ("86a2", "86a3", None, None, "relates to"),
    ]
    assert "'Plan' is the title of no task" in problems(read)[0]
