"""Hours booked: in Jira's worklogs, inside a search, and in Tempo's CSV."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import FileError
from analytics.importers.jira_json import JIRA_JSON
from analytics.importers.jira_worklogs import JIRA_WORKLOGS, ONE_ISSUE
from analytics.importers.json_document import read_document
from analytics.importers.tempo_worklogs import TEMPO_WORKLOGS
from tests.importers.raw import read_csv
from tests.importers.tables import rejected
from tests.intake.reading import parsed
from tests.intake.reading import read as parse

GOLDEN = Path(__file__).parents[1] / "golden"
STARTED = "2026-01-05T09:30:00.000+0100"


def worklog(number: int = 1, issue: object = "10001", **more: object) -> dict[str, Any]:
    return {
        "id": str(number),
        "issueId": issue,
        "started": STARTED,
        "timeSpentSeconds": 3600,
        "author": {"displayName": "Ada"},
        **more,
    }


def extract(document: object) -> Any:  # noqa: ANN401 - an extract, by its attributes
    found = read_document(json.dumps(document), "hours.json")
    assert JIRA_WORKLOGS.claims(found)
    return JIRA_WORKLOGS.read(found)


def rows(*records: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = extract(list(records)).rows["worklog"]
    return found


def test_saved_answers_of_two_issues_are_read(tmp_path: Path) -> None:
    content = (GOLDEN / "jira_worklogs" / "reference.json").read_bytes()
    found = parse(tmp_path, content, "hours.json")
    assert (found.report.importer, found.report.rows_read) == ("jira_worklogs", 18)
    assert (found.report.problem_count, found.report.partial) == (0, "")
    columns = "worklog_number, issue_number, author, started_at, spent_seconds, comment"
    assert found.rows(columns)[:2] == [
        (
            *("901", "10001", "Bo Ek", datetime(2026, 1, 1, 7, 31), 1800.0),
            'Größe "1" and more',
        ),
        (
            *("902", "10001", "Cy Li", datetime(2026, 1, 2, 7, 32), 3600.0),
            "plain\ntext",
        ),
    ]


@pytest.mark.parametrize(
    ("more", "key", "number"),
    [
        ({"issueId": "10085"}, None, "10085"),
        ({"issueId": 10085}, None, "10085"),
        ({"issueId": None, "issueKey": "APP-3"}, "APP-3", None),
        (
            {
                "issueId": None,
                "self": "https://x.example/rest/api/2/issue/77/worklog/1",
            },
            *(None, "77"),
        ),
    ],
)
def test_the_issue_is_named_by_key_or_by_number(
    more: dict[str, Any], key: str | None, number: str | None
) -> None:
    (row,) = rows(worklog(1, "10001", **more))
    assert (row["issue_key"], row["issue_number"]) == (key, number)


def test_what_is_no_worklog_is_set_aside_with_its_reason() -> None:
    broken = [
        7,
        worklog(2, None),
        {**worklog(3), "timeSpentSeconds": None, "timeSpent": "1h"},
        worklog(1),
    ]
    found = extract([worklog(1), *broken])
    assert [reason for _, reason, _ in found.quarantined] == [
        "is not a worklog",
        "does not say which issue it belongs to",
        "does not say how many seconds were worked (timeSpentSeconds)",
        "is in the file twice; the first one counts",
    ]
    assert found.rows_read == 5
    with pytest.raises(FileError, match="does not say of which issue"):
        extract([worklog(1, None)])


def test_a_file_of_one_issue_or_of_some_pages_is_only_a_part() -> None:
    assert extract([worklog(1), worklog(2)]).partial == ONE_ISSUE
    assert extract([worklog(1), worklog(2, "10002")]).partial == ""
    page = {"startAt": 0, "maxResults": 2, "total": 5}
    found = extract({**page, "worklogs": [worklog(1), worklog(2)]})
    assert "2 of 5 worklogs" in found.partial


def test_a_comment_may_be_text_or_a_document() -> None:
    deep: dict[str, object] = {"type": "text", "text": "far"}
    for _ in range(30):
        deep = {"type": "x", "content": [deep]}
    document = {"content": [{"content": [{"text": " a "}, {"text": "b"}, 7]}]}
    comments = ["plain", document, {"content": None}, deep, None]
    found = rows(*(worklog(n, comment=one) for n, one in enumerate(comments)))
    assert [row["comment"] for row in found] == ["plain", "a b", None, None, None]


def test_worklogs_inside_a_search_belong_to_their_issue() -> None:
    log = {"total": 21, "maxResults": 20, "worklogs": [worklog(1), {"id": "2"}]}
    fields = {"summary": "x", "status": {"name": "Open"}}
    issues = [
        {"key": "APP-1", "id": "10", "fields": {**fields, "worklog": log}},
        {"key": "APP-2", "id": "11", "fields": {**fields, "worklog": {"worklogs": 7}}},
        {"key": "APP-3", "id": "12", "fields": fields},
    ]
    document = read_document(json.dumps({"issues": issues}), "search.json")
    assert not JIRA_WORKLOGS.claims(document)
    found = JIRA_JSON.read(document)
    (row,) = found.rows["worklog"]
    assert (row["issue_key"], row["issue_number"], row["spent_seconds"]) == (
        *("APP-1", "10", 3600.0),
    )
    assert "a worklog was left out" in found.problems[0].message
    assert any("Of 1 issues not all worklogs" in note for note in found.notes)
    plain = {"issues": issues[2:]}
    assert "worklog" not in JIRA_JSON.read(read_document(json.dumps(plain), "s")).rows


def test_tempos_export_is_read_whole(tmp_path: Path) -> None:
    content = (GOLDEN / "tempo_worklogs" / "reference.csv").read_bytes()
    found = parsed(tmp_path, content, "hours.csv")
    assert (found.report.importer, found.report.rows_read) == ("tempo_worklogs", 20)
    assert found.report.problem_count == 0
    columns = (
        "issue_key, author, started_at, spent_seconds, billable_seconds, account, "
        "activity, comment"
    )
    assert found.rows(columns)[:2] == [
        (
            *("WEB-2", "Ek Bo", datetime(2026, 1, 1, 9, 51), 16200.0, 16200.0),
            *("Build; shop", "Run", "Working on issue WEB-2"),
        ),
        (
            *("WEB-3", "Li Cy", datetime(2026, 1, 2, 10, 52), 12000.0, 0.0),
            *(None, "Build", "Working on issue WEB-3"),
        ),
    ]


@pytest.mark.parametrize(
    ("hours", "seconds"),
    [
        ("0.5", 1800),
        ("0,5", 1800),
        ("1,250", 4500),
        ("3.3333333333333335", 12000),
        ("7", 25200),
        ("1h 30m", 5400),
        ("1.234,5", None),
        ("much", None),
    ],
)
def test_hours_are_decimal_in_english_and_german(
    hours: str, seconds: float | None
) -> None:
    text = f'Issue Key,Hours,Work date\nA-1,"{hours}",2026-01-05 12:50\n'
    found = read_csv(TEMPO_WORKLOGS, text)
    assert found.column("spent_seconds") == [pytest.approx(seconds)]
    assert len(found.problems) == (seconds is None)


def test_a_total_line_is_no_booking() -> None:
    text = "Issue Key,Hours,Work date\nA-1,2,2026-01-05\nTotal,2,\n,2,\n"
    assert rejected(TEMPO_WORKLOGS, text) == [
        (3, "a total line"),
        (4, "an amount without a date, category or text"),
    ]
