"""Jira's XML: the golden file by hand, what versions write differently, damage."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analytics import schema
from analytics.errors import FileError
from analytics.importers.jira_xml import JIRA_XML, NO_CHANGELOG, PAGE
from analytics.importers.xml_document import read_xml
from tests.importers.xml_text import claimed, parsed

if TYPE_CHECKING:
    from analytics.importers.documents import Extract

GOLDEN = Path(__file__).parents[1] / "golden" / "jira_xml"
HEALTHY = "<summary>Pay</summary><status>Open</status>"


def extract(
    folder: Path, *items: str, head: str = "", version: str = "0.92"
) -> Extract:
    """Read items in the envelope of a search."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    text = f'<rss version="{version}"><channel>{head}{inner}</channel></rss>'
    name, found = claimed(parsed(folder, text))
    assert name == "jira_xml"
    return found


def only_row(folder: Path, fields: str) -> dict[str, Any]:
    found = extract(folder, f"<key>APP-1</key>{HEALTHY}{fields}")
    (row,) = found.rows["issue"]
    return row | {"problems": [(p.column, p.message) for p in found.problems]}


def custom(name: str, *values: str, identity: str = "customfield_1") -> str:
    inner = "".join(f"<customfieldvalue>{value}</customfieldvalue>" for value in values)
    return (
        f'<customfields><customfield id="{identity}"><customfieldname>{name}'
        f"</customfieldname><customfieldvalues>{inner}</customfieldvalues>"
        "</customfield></customfields>"
    )


def test_the_golden_file_is_read_as_recorded() -> None:
    name, found = claimed(read_xml(GOLDEN / "reference.xml", "", "reference.xml"))
    result = json.loads(json.dumps({"importer": name, **asdict(found)}))
    expected = (GOLDEN / "reference.expected.json").read_text(encoding="utf-8")
    assert result == json.loads(expected)


def test_counts_of_the_golden_file_are_those_made_by_hand() -> None:
    found = JIRA_XML.read(read_xml(GOLDEN / "reference.xml", "", "reference.xml"))
    rows = found.rows["issue"]
    assert found.rows_read == 4 == len(rows) + len(found.quarantined)
    assert [row["issue_key"] for row in rows] == ["APP-1", "APP-2", "APP-3"]
    assert [row["epic_key"] for row in rows] == [None, "APP-1", None]
    assert sum(row["numbers"].get("Story Points", 0) for row in rows) == 5
    assert "holds 4 of 6 issues" in found.partial
    columns = {*schema.ISSUE.names, "line"}
    assert all(row.keys() <= columns for row in rows)


@pytest.mark.parametrize(
    ("fields", "column", "value"),
    [
        ("<created>Thu, 4 Jul 2013 10:00:00 +0200 (CEST)</created>", "created_at",
         "2013-07-04T08:00:00"),
        ("<created>2013-07-04T10:00:00+02:00</created>", "created_at",
         "2013-07-04T08:00:00"),
        ("<created>Thu, 4 Jul 2013 10:00:00 -0000</created>", "created_at",
         "2013-07-04T10:00:00"),
        ("<due>Fri, 5 Jul 2013 00:00:00 +0900</due>", "due_on", "2013-07-05"),
        ("<due/>", "due_on", None),
        ("<labels>one</labels><labels>two</labels>", "labels", ["one", "two"]),
        ("<labels><label>a</label><label>b</label></labels>", "labels", ["a", "b"]),
        ("<labels></labels>", "labels", []),
        ('<resolution id="-1">Unresolved</resolution>', "resolution", None),
        ('<resolution id="1">Done</resolution>', "resolution", "Done"),
        ('<assignee accountid="x">Ada</assignee>', "assignee", "Ada"),
        ('<assignee username="-1">Unassigned</assignee>', "assignee", None),
        ('<timespent seconds="90">1 minute</timespent>', "spent_seconds", 90),
        ('<statusCategory id="3" key="done"/>', "status_category", "done"),
        ('<statusCategory id="2">To Do</statusCategory>', "status_category", "todo"),
        ('<statusCategory id="1" key="undefined"/>', "status_category", None),
        ("<type>Sub-task</type>", "is_subtask", True),
        ("<type>Unteraufgabe</type><parent>APP-9</parent>", "is_subtask", True),
        ("<type>Story</type><parent>APP-9</parent>", "is_subtask", None),
        ("<type>Story</type>", "is_subtask", False),
        (custom("Epic Link", "APP-5"), "epic_key", "APP-5"),
        (custom("Parent Link", "APP-6"), "parent_key", "APP-6"),
        (custom("Story Points", "3.0"), "numbers", {"Story Points": 3}),
        (custom("T-shirt size", "M"), "numbers", {}),
        (custom("Team", "Blue"), "team", "Blue"),
        (custom("Flagged", "Impediment"), "is_flagged", True),
        (custom("Flagged"), "is_flagged", False),
        ("", "is_flagged", None),
        (custom("Sprint", "One", "Two"), "sprints", ["One", "Two"]),
        (custom("Sprint", "...Sprint@1[id=7,state=ACTIVE,name=A, b,goal=]"),
         "sprint_numbers", ["7"]),
        (custom("Sprint", "A [1]"), "sprints", ["A [1]"]),
        (custom("Sprint", ""), "sprints", []),
        ("", "project_key", "APP"),
    ],
)  # fmt: skip
def test_cells_of_an_issue(
    tmp_path: Path, fields: str, column: str, value: object
) -> None:
    row = only_row(tmp_path, fields)
    assert row[column] == value
    assert row["problems"] == []


@pytest.mark.parametrize(
    ("fields", "column", "message"),
    [
        ("<created>soon</created>", "created_at", '"soon" is not a date and time'),
        (
            "<created>0001-01-01T00:00:00+23:00</created>",
            "created_at",
            '"0001-01-01 00:00:00+23:00" is not a date and time',
        ),
        (
            "<timespent>1 hour</timespent>",
            "spent_seconds",
            '"1 hour" is not a span of time with seconds',
        ),
        (
            '<timespent seconds="many"/>',
            "spent_seconds",
            '"many" is not a number',
        ),
        (
            custom("Story Points", "many"),
            "Story Points",
            '"many" is not a number',
        ),
        (
            '<statusCategory key="odd"/>',
            "status_category",
            '"odd" is not a status category',
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_said(
    tmp_path: Path, fields: str, column: str, message: str
) -> None:
    assert only_row(tmp_path, fields)["problems"] == [(column, message)]


def test_a_time_without_a_zone_is_taken_as_utc_and_said(tmp_path: Path) -> None:
    row = only_row(tmp_path, "<created>2026-01-02T03:04:05</created>")
    assert row["created_at"] == "2026-01-02T03:04:05"
    assert row["problems"] == [
        ("created_at", "2026-01-02T03:04:05 has no time zone and was taken as UTC")
    ]


def test_two_fields_of_one_name_keep_their_numbers_apart(tmp_path: Path) -> None:
    fields = custom("Story Points", "5") + custom("Story Points", "8", identity="c_2")
    assert only_row(tmp_path, fields)["numbers"] == {"Story Points": 5}
    both = custom("Story Points", "5") + custom(
        "Story points", "8", identity="customfield_2"
    )
    assert only_row(tmp_path, both)["numbers"] == {
        "Story Points": 5,
        "Story points (customfield_2)": 8,
    }


def test_the_parent_is_the_epic_where_the_file_says_so(tmp_path: Path) -> None:
    found = extract(
        tmp_path,
        f"<key>A-1</key><type>Epic</type>{HEALTHY}",
        f"<key>A-2</key><type>Story</type><parent>A-1</parent>{HEALTHY}",
        f"<key>A-3</key><type>Bug</type><parent>A-2</parent>{HEALTHY}",
    )
    rows = found.rows["issue"]
    assert [row["epic_key"] for row in rows] == [None, "A-1", None]
    assert [row["is_subtask"] for row in rows] == [False, False, False]


def test_a_doubled_issue_is_set_aside_and_the_later_counts(tmp_path: Path) -> None:
    found = extract(
        tmp_path,
        f"<key>A-1</key><priority>old</priority>{HEALTHY}",
        f"\n<key>A-1</key><priority>new</priority>{HEALTHY}",
        HEALTHY,
    )
    assert [row["priority"] for row in found.rows["issue"]] == ["new"]
    assert [reason for _, reason, _ in found.quarantined] == [
        "A-1 is in the file again at line 1, which counts",
        "has no issue key",
    ]
    assert found.rows_read == 3
    assert found.notes == [NO_CHANGELOG]


def test_a_feed_of_titles_is_refused(tmp_path: Path) -> None:
    link = "<link>https://jira.example.org/browse/APP-1</link>"
    with pytest.raises(FileError, match="is a feed: its 2 items have only titles"):
        extract(tmp_path, link, link, version="2.0")


def test_rss_two_with_fields_is_read(tmp_path: Path) -> None:
    found = extract(tmp_path, f"<key>A-1</key>{HEALTHY}", version="2.0")
    assert found.rows_read == 1


@pytest.mark.parametrize(
    ("head", "count", "partial"),
    [
        ('<issue start="0" end="2" total="2"/>', 2, ""),
        ('<issue start="0" end="2" total="5"/>', 2, "holds 2 of 5 issues"),
        ('<issue start="0" end="1" total="1"/>', 1, ""),
        ("", 1, "The file holds one issue."),
        ("<build-info/>", 2, ""),
        ('<issue start="0" end="1000" total="1000"/>', PAGE, "exactly 1,000 issues"),
    ],
)
def test_a_part_of_a_search_is_known_as_such(
    tmp_path: Path, head: str, count: int, partial: str
) -> None:
    items = (f"<key>A-{number}</key>{HEALTHY}" for number in range(count))
    found = extract(tmp_path, *items, head=head)
    assert (partial in found.partial) if partial else found.partial == ""


def test_an_empty_search_is_read_and_said(tmp_path: Path) -> None:
    found = extract(tmp_path, head='<issue start="0" end="0" total="0"/>')
    assert (found.rows_read, found.rows["issue"]) == (0, [])
    assert found.notes == ["The file holds no issues that can be loaded."]


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><title>News</title></item></channel></rss>",
        "<rss/>",
        "<feed><channel><issue/></channel></feed>",
    ],
)
def test_other_feeds_are_not_claimed(tmp_path: Path, text: str) -> None:
    assert not JIRA_XML.claims(parsed(tmp_path, text))


def test_sprints_named_by_their_number_are_told(tmp_path: Path) -> None:
    def notes(*names: str) -> list[str]:
        items = "".join(
            f"<item><key>APP-{n}</key><type>a</type>{custom('Sprint', name)}</item>"
            for n, name in enumerate(names, 1)
        )
        text = f'<rss version="0.92"><channel>{items}</channel></rss>'
        return JIRA_XML.read(parsed(tmp_path, text)).notes

    assert any("by their number" in note for note in notes("45", "46"))
    assert not any("by their number" in note for note in notes("45", "Team 46"))
