"""Jira's JSON: small files of every shape, damaged ones, and real ones."""

from __future__ import annotations

import copy
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import schema
from analytics.errors import FileError
from analytics.importers.jira_fields import event_field, field_names
from analytics.importers.jira_json import (
    JIRA_BOARD,
    JIRA_CHANGELOG_PAGES,
    JIRA_JSON,
    JIRA_SPRINTS,
    JIRA_STATUSES,
    recognise,
)
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_worklogs import JIRA_WORKLOGS
from analytics.importers.json_document import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.errors import Problem
    from analytics.importers.documents import Extract

IMPORTERS = (
    JIRA_JSON,
    JIRA_CHANGELOG_PAGES,
    JIRA_SPRINTS,
    JIRA_BOARD,
    JIRA_STATUSES,
    JIRA_WORKLOGS,
)
GOLDEN = Path(__file__).parents[1] / "golden" / "jira_json"
CASES = sorted(
    path.stem for path in GOLDEN.glob("*.json") if ".expected" not in path.name
)
CORPUS = Path(os.environ.get("STEERCO_CORPUS", "../shared/exports")) / "jira_json"


def claimed(text: str, filename: str = "file.json") -> tuple[str, Extract]:
    """Read a text with the one importer that claims it."""
    document = read_document(text, filename)
    (importer,) = (found for found in IMPORTERS if found.claims(document))
    return importer.name, importer.read(document)


def extract(*issues: object, **envelope: object) -> Extract:
    """Read issues in the envelope of a search."""
    name, found = claimed(json.dumps({**envelope, "issues": issues}))
    assert name == "jira_json"
    return found


def issue(key: str = "APP-1", **more: object) -> dict[str, Any]:
    """Return an issue; what is not given is as in a healthy one."""
    fields = {"summary": "Pay", "status": {"id": "1", "name": "Open"}}
    return {"id": "1", "key": key, "fields": fields, **more}


def only_row(found: Extract) -> dict[str, Any]:
    (row,) = found.rows["issue"]
    return row


def with_fields(**fields: object) -> dict[str, Any]:
    return only_row(extract(issue(fields={"summary": "Pay", **fields})))


@pytest.mark.parametrize("case", CASES)
def test_golden_files_are_read_as_recorded(case: str) -> None:
    text = (GOLDEN / f"{case}.json").read_text(encoding="utf-8")
    name, found = claimed(text, f"{case}.json")
    expected = GOLDEN / f"{case}.expected.json"
    result = json.loads(json.dumps({"importer": name, **asdict(found)}))
    assert result == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_rows_have_only_columns_of_their_table(case: str) -> None:
    text = (GOLDEN / f"{case}.json").read_text(encoding="utf-8")
    _, found = claimed(text)
    for name, rows in found.rows.items():
        columns = {*schema.table(name).names, "line"}
        assert all("line" in row and row.keys() <= columns for row in rows), name


def test_events_are_sorted_by_instant_then_numeric_id_then_item() -> None:
    text = (GOLDEN / "search_by_id.json").read_text(encoding="utf-8")
    _, found = claimed(text)
    events = [e for e in found.rows["issue_event"] if e["issue_key"] == "APP-1"]
    assert [(e["history_id"], e["item_no"], e["field"]) for e in events] == [
        ("99", 0, "number"),
        ("99", 1, "other"),
        ("100", 0, "remaining"),
        ("100", 1, "flagged"),
        ("103", 0, "status"),
        ("103", 1, "sprint"),
    ]
    assert {e["changed_at"] for e in events[:4]} == {"2026-01-02T12:00:00"}


def test_two_fields_of_one_name_keep_their_numbers_apart() -> None:
    names = {"customfield_1": "Story Points", "customfield_2": "Story points"}
    fields = {"summary": "Pay", "customfield_1": 5, "customfield_2": 8}
    row = only_row(extract(issue(fields=fields), names=names))
    assert row["numbers"] == {"Story Points": 5, "Story points (customfield_2)": 8}


def test_names_beside_a_single_issue_are_used() -> None:
    fields = {"summary": "Pay", "customfield_1": 5}
    single = issue(fields=fields, names={"customfield_1": " Effort ", "x": 1})
    assert only_row(extract(single))["numbers"] == {"Effort": 5}


def test_a_well_known_id_has_its_name_only_where_nothing_else_is_said() -> None:
    fields = {"summary": "Pay", "customfield_10016": 5}
    assert with_fields(**fields)["numbers"] == {"Story point estimate": 5}
    found = extract(issue(fields=fields), names={"customfield_10016": "Colour"})
    assert only_row(found)["numbers"] == {}


@pytest.mark.parametrize(
    ("value", "number"),
    [(True, {}), ({"value": "8"}, {"Points": 8}), ("M", {}), (float("1e300"), None)],
)
def test_only_numbers_become_numbers(value: object, number: object) -> None:
    expected = {"Points": value} if number is None else number
    assert with_fields(Points=value)["numbers"] == expected


@pytest.mark.parametrize(
    ("fields", "flagged"),
    [
        ({}, None),
        ({"Flagged": None}, False),
        ({"Flagged": []}, False),
        ({"Flagged": [{"value": "Hindernis"}]}, True),
        ({"flagged": False}, False),
        ({"flagged": True}, True),
        ({"customfield_10021": [{"value": "Impediment"}]}, True),
        ({"customfield_10021": [{"value": "Other"}]}, None),
    ],
)
def test_flag(fields: dict[str, object], flagged: object) -> None:
    assert with_fields(**fields)["is_flagged"] is flagged


@pytest.mark.parametrize(
    ("fields", "family"),
    [
        ({"parent": {"id": "9", "key": "A-9"}}, ("A-9", "9", None)),
        ({"parent": "A-9"}, ("A-9", None, None)),
        ({"parent": "no key"}, (None, None, None)),
        (
            {"parent": {"key": "A-9", "fields": {"issuetype": {"name": "epic"}}}},
            ("A-9", None, "A-9"),
        ),
        ({"Parent Link": {"data": {"id": 9, "key": "A-9"}}}, ("A-9", "9", None)),
        ({"Epic Link": "A-8"}, (None, None, "A-8")),
        ({"customfield_10014": "A-8"}, (None, None, "A-8")),
        ({"customfield_10014": "eight"}, (None, None, None)),
        ({"epic": {"id": 37, "name": "epic 1"}}, (None, None, None)),
    ],
)
def test_family(fields: dict[str, object], family: tuple[object, ...]) -> None:
    row = with_fields(**fields)
    found = (row["parent_key"], row["parent_number"], row["epic_key"])
    assert found == family


@pytest.mark.parametrize(
    ("fields", "team"),
    [
        ({"customfield_10001": {"title": "Blue"}}, "Blue"),
        ({"customfield_10001": {"other": "Blue"}}, None),
        ({"Team": "Blue"}, "Blue"),
        ({"Team": {"value": "Blue"}}, "Blue"),
        ({"Team": [{"name": "Blue"}, {"name": "Red"}]}, "Blue"),
    ],
)
def test_team(fields: dict[str, object], team: object) -> None:
    assert with_fields(**fields)["team"] == team


def test_a_project_given_by_its_name() -> None:
    row = with_fields(project="Ticket app")
    assert (row["project_key"], row["project_name"]) == ("APP", "Ticket app")


@pytest.mark.parametrize(
    ("value", "sprints", "problems"),
    [
        (37, [], 1),
        ([{"name": None, "id": None}], [], 1),
        ("Sprint 1", ["Sprint 1"], 0),
        (["", None], [], 0),
        (["...Sprint@1[no id]"], ["...Sprint@1[no id]"], 0),
        ([{"id": 5}], ["5"], 0),
    ],
)
def test_odd_sprints(value: object, sprints: list[str], problems: int) -> None:
    found = extract(issue(fields={"summary": "Pay", "Sprint": value}))
    assert only_row(found)["sprints"] == sprints
    assert len(found.problems) == problems


def test_a_sprint_seen_twice_is_kept_in_its_latest_state() -> None:
    future = {"id": 7, "name": "S", "state": "future", "goal": "Ship"}
    closed = {"id": 7, "name": "S", "state": "closed", "completeDate": "2026-01-02"}
    strange = {"id": 7, "name": "S", "state": "archived"}
    found = extract(
        *(
            issue(f"APP-{n}", fields={"summary": "Pay", "Sprint": [sprint]})
            for n, sprint in enumerate((future, closed, strange, future))
        )
    )
    (row,) = found.rows["sprint"]
    assert (row["state"], row["goal"]) == ("closed", "Ship")
    assert row["complete_at"] == "2026-01-02T00:00:00"


def test_a_status_without_a_name_is_not_listed() -> None:
    nameless = {"status": {"statusCategory": {"id": 2}}}
    assert extract(issue(fields=nameless)).rows["status"] == []


def test_of_two_records_with_one_key_the_later_counts() -> None:
    found = extract(issue(), issue(fields={"summary": "New"}))
    assert only_row(found)["summary"] == "New"
    assert found.rows_read == 2
    assert "again" in found.quarantined[0][1]


def test_a_record_that_is_no_issue_is_quarantined() -> None:
    found = extract(issue(), 7, {"key": "APP-2", "fields": [1]})
    assert [reason for _, reason, _ in found.quarantined] == [
        "is not an issue",
        "has fields that are not an object",
    ]


def test_issues_with_nothing_but_keys_are_refused_with_what_to_do() -> None:
    with pytest.raises(FileError, match=r"the 2 issues carry only their keys.*all"):
        extract({"key": "APP-1", "self": "x"}, {"key": "APP-2", "fields": {}})


def test_no_loadable_issue_is_said() -> None:
    found = extract({"fields": {"summary": "No key"}})
    assert found.notes == ["The file holds no issues that can be loaded."]


def test_an_empty_search_is_claimed_and_loads_nothing() -> None:
    assert extract(startAt=0, total=0).rows_read == 0
    assert not JIRA_JSON.claims(read_document('{"issues": []}', "file.json"))


@pytest.mark.parametrize(
    ("envelope", "partial"),
    [
        ({"total": 1234}, "file.json holds 1 of 1,234 issues"),
        ({"total": 1}, ""),
        ({"total": "many"}, ""),
        ({"isLast": True}, ""),
        ({"isLast": False}, "file.json holds 1 issues and Jira has more"),
        ({"nextPageToken": "x"}, "file.json holds 1 issues and Jira has more"),
    ],
)
def test_a_page_of_a_longer_search_is_known_to_be_a_part(
    envelope: dict[str, object], partial: str
) -> None:
    found = extract(issue(), **envelope).partial
    assert found.startswith(partial)
    assert bool(found) == bool(partial)


def test_records_without_a_readable_key_count_towards_the_total() -> None:
    found = extract(issue(), issue(), issue([]), 7, total=4)  # type: ignore[arg-type]
    assert found.partial.startswith("file.json holds 3 of 4 issues")


def test_incomplete_change_logs_are_named() -> None:
    log = {"total": 3, "histories": []}
    found = extract(*(issue(f"APP-{n}", changelog=log) for n in range(7)))
    (note,) = found.notes
    assert "APP-0 (0 of 3), APP-1 (0 of 3)" in note
    assert "and 2 more" in note


@pytest.mark.parametrize("log", [{"histories": None}, "odd", {}, 7])
def test_an_odd_change_log_is_a_problem(log: object) -> None:
    found = extract(issue(changelog=log), issue("APP-2", changelog=[]))
    assert [problem.column for problem in found.problems] == ["changelog"]


def test_characters_that_cannot_be_stored_are_counted() -> None:
    found = extract(issue(fields={"summary": "a\ud800b"}), issue("APP-2", changelog=[]))
    assert found.rows["issue"][0]["summary"] == "ab"
    assert found.notes == [
        "Left out 1 character that cannot be stored (NUL or half a surrogate pair)."
    ]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"field": "Fix Version", "fieldtype": "jira"}, "fix_version"),
        ({"field": "Epic Link", "fieldtype": "custom"}, "epic"),
        ({"field": "Status", "fieldtype": "custom"}, "other"),
        ({"field": "status", "fieldId": "customfield_1"}, "other"),
        ({"field": "Effort", "fieldtype": "custom", "toString": "8"}, "number"),
        ({"field": "Effort", "fieldtype": "custom", "toString": "big"}, "other"),
        ({"field": 7}, "other"),
        ({}, "other"),
    ],
)
def test_what_an_event_is_about(item: dict[str, object], field: str) -> None:
    assert event_field(item) == field


def test_long_texts_of_other_fields_are_cut() -> None:
    item = {"field": "description", "toString": "x" * 999}
    history = {"id": "x", "created": None, "items": [item]}
    (event,) = extract(issue(changelog=[history])).rows["issue_event"]
    assert event["to_text"] == "x" * 200
    assert event["changed_at"] is None


def test_odd_items_teach_no_names() -> None:
    items = [7, {"fieldId": "customfield_1", "field": 7}, {"fieldId": "customfield_1"}]
    assert field_names([None], [{"items": items}, {"items": 7}]).names == {}


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("instant", "2026-13-45T00:00:00Z"),
        ("instant", "0001-01-01T00:00:00+12:00"),
        ("instant", 10**30),
        ("instant", ["x"]),
        ("day", "2026-02-30"),
        ("day", 7),
        ("number", 10**400),
        ("number", "1e999"),
        ("number", False),
        ("flag", "yes"),
        ("mapping", 7),
        ("labels", 7),
    ],
)
def test_cells_that_cannot_be_read_are_problems(method: str, value: object) -> None:
    problems: list[Problem] = []
    read = getattr(Cells(3, problems), method)
    assert not read(value, "here")
    assert [(problem.line, problem.column) for problem in problems] == [(3, "here")]


@pytest.mark.parametrize("method", ["instant", "day", "number", "text", "flag"])
def test_empty_cells_are_no_problem(method: str) -> None:
    problems: list[Problem] = []
    assert getattr(Cells(3, problems), method)(None, "here") is None
    assert not problems


def test_changes_that_name_no_issue_are_refused() -> None:
    text = json.dumps({"values": [{"id": "1", "created": "x", "items": []}]})
    with pytest.raises(FileError, match="does not say of which issue"):
        claimed(text)


def test_changes_beside_their_issue() -> None:
    entry = {"id": "1", "created": "2026-01-01T00:00:00Z", "items": [{"field": "x"}]}
    nameless = {**entry, "id": None}
    records = [{**entry, "issueId": 7}, {**nameless, "issueId": True}]
    records += [{"url": "/issue/APP-2/changelog", "history": nameless}] * 2
    name, found = claimed(json.dumps(records))
    assert name == "jira_changelog_pages"
    events = found.rows["issue_event"]
    assert [event["issue_number"] for event in events] == ["7", None, None]
    assert [event["issue_key"] for event in events] == [None, "APP-2", "APP-2"]
    assert [reason for _, reason, _ in found.quarantined] == [
        "does not say which issue it belongs to"
    ]


def test_a_board_beside_something_else() -> None:
    board = {"id": 1, "columnConfig": {"columns": [{"name": "Done"}]}}
    _, found = claimed(json.dumps([board, 7, {"columnConfig": 7}]))
    assert (found.rows_read, len(found.quarantined)) == (3, 2)


USELESS: tuple[tuple[dict[str, object], str], ...] = (
    ({"id": "x", "name": "X", "schema": {}}, "This is Jira's list of fields"),
    ({"timeSpentSeconds": 60}, "These are worklogs"),
    ({"id": 1, "name": "B", "type": "scrum"}, "This is a list of boards"),
    ({"name": "R", "released": True, "archived": False}, "This is Jira's list of rel"),
    ({"key": "A-1", "name": "E", "done": False}, "This is a board's list of epics"),
    ({"displayName": "Ada", "accountId": "1"}, "This is a list of users"),
    ({"key": "A", "name": "B", "projectTypeKey": "x"}, "This is Jira's list of proj"),
    ({"name": "Bug", "subtask": False}, "This is Jira's list of issue types"),
    ({"date_start": "x", "date_end": "y"}, "These are the settings"),
    ({"errorMessages": ["No"], "errors": {}}, "This is an error answer of Jira"),
    ({"errorMessages": [], "errors": {}}, "This is an error answer of Jira"),
)


@pytest.mark.parametrize(("record", "start"), USELESS)
def test_useless_files_are_named(record: dict[str, object], start: str) -> None:
    document = read_document(json.dumps([7, record]), "file.json")
    assert not any(importer.claims(document) for importer in IMPORTERS)
    assert (recognise(document) or "").startswith(start)


def test_an_empty_list_is_named_and_the_unknown_is_not() -> None:
    assert "empty list" in (recognise(read_document("[]", "file.json")) or "")
    assert recognise(read_document('[7, {"x": 1}]', "file.json")) is None


# Mutations of healthy files: whatever happens to a value, nothing but a `FileError`
# may be raised, and every record read is either loaded or in quarantine.

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "odd", "2026-01-01", "APP-1", "\x00", "[id=1]", "9" * 400]),
    st.just([]),
    st.just({}),
    st.just([None, 1, "x", {}, []]),
    st.just({"id": None, "name": ["x"], "key": 1, "state": "closed"}),
)


def places(value: object) -> list[tuple[Any, Any]]:
    """Return every container and key of a value, in a fixed order."""
    if isinstance(value, dict):
        inner: list[tuple[Any, Any]] = [(value, key) for key in value]
    elif isinstance(value, list):
        inner = [(value, position) for position in range(len(value))]
    else:
        return []
    return inner + [place for box, key in inner for place in places(box[key])]


def first_value(case: str) -> object:
    text = (GOLDEN / f"{case}.json").read_text(encoding="utf-8")
    return json.JSONDecoder().raw_decode(text)[0]


HEALTHY = {case: first_value(case) for case in CASES}


def loaded(found: Extract) -> int:
    """Count the loaded records of the main table."""
    rows = next(iter(found.rows.values()))
    if "board_column" in found.rows:
        return len({(row["line"], row["position"]) for row in rows})
    return len(rows)


@given(st.data())
def test_no_mutation_crashes_or_loses_a_record(data: st.DataObject) -> None:
    value = copy.deepcopy(HEALTHY[data.draw(st.sampled_from(CASES))])
    for _ in range(data.draw(st.integers(1, 4))):
        found = places(value)
        if not found:
            break
        box, key = data.draw(st.sampled_from(found))
        if data.draw(st.booleans()):
            box[key] = copy.deepcopy(data.draw(ODD))
        else:
            del box[key]
    try:
        document = read_document(json.dumps(value), "file.json")
    except FileError:
        return
    for importer in IMPORTERS:
        if not importer.claims(document):
            continue
        try:
            result = importer.read(document)
        except FileError:
            continue
        json.dumps(asdict(result), allow_nan=False).encode()
        if importer.name == "jira_changelog_pages":
            assert len(result.quarantined) <= result.rows_read
        else:
            count = loaded(result) + len(result.quarantined)
            assert result.rows_read == count


# Real exports: issues (distinct keys), events, sprints, statuses, problems.

Counts = tuple[int, int, int, int, int]
ISSUE_FILES: dict[str, Counts] = {
    "bitovi_training_53_issues_1142_histories.json": (53, 1699, 0, 7, 0),
    "devlake_issues_changelog.json": (33, 714, 3, 4, 5),
    "go_jira/issues_in_sprint.json": (1, 0, 0, 1, 0),
    "jira_cli/search.json": (3, 0, 0, 0, 0),
    "jira_ruby/project__SAMPLEPROJECT.issues.json": (11, 0, 0, 0, 0),
    "jira_ruby/rapidview__SAMPLEPROJECT.issues.full.json": (2, 0, 0, 1, 0),
    "jira_ruby/sprint__1_issues.json": (1, 0, 1, 0, 2),
    "jirametrics/complete_sample__sample_issues__SP-1.json": (1, 4, 0, 1, 0),
    "jirametrics/complete_sample__sample_issues__SP-11.json": (1, 3, 0, 1, 0),
    "jirametrics/complete_sample__sample_issues__SP-2.json": (1, 1, 0, 1, 0),
    "jirametrics/complete_sample__sample_issues__SP-5.json": (1, 11, 0, 1, 0),
    "jirametrics/complete_sample__sample_issues__SP-7.json": (1, 2, 0, 1, 0),
    "jirametrics/complete_sample__sample_issues__SP-8.json": (1, 3, 0, 1, 0),
    "jirametrics/testdata__SP-1.json": (1, 3, 0, 1, 0),
    "jirametrics/testdata__SP-10.json": (1, 12, 0, 1, 0),
    "jirametrics/testdata__SP-13.json": (1, 6, 1, 1, 0),
    "jirametrics/testdata__SP-14.json": (1, 6, 1, 1, 0),
    "jirametrics/testdata__SP-15.json": (1, 5, 1, 1, 0),
    "jirametrics/testdata__SP-2.json": (1, 1, 0, 1, 0),
}
OTHER_FILES: dict[str, tuple[str, int, int]] = {
    "devlake_worklogs.json": ("jira_worklogs", 30, 30),
    # importer, records read, rows of its main table
    "devlake_issue_changelog_pages.json": ("jira_changelog_pages", 279, 284),
    "devlake_sprints.json": ("jira_sprints", 30, 30),
    "go_jira/board_configuration.json": ("jira_board", 6, 10),
    "go_jira/sprints.json": ("jira_sprints", 6, 6),
    "go_jira/sprints_filtered.json": ("jira_sprints", 1, 1),
    "jira_cli/sprints.json": ("jira_sprints", 5, 5),
    "jira_ruby/board__1.json": ("jira_sprints", 3, 3),
    "jirametrics/complete_sample__sample_board_1_configuration.json": (
        "jira_board",
        5,
        5,
    ),
    "jirametrics/complete_sample__sample_statuses.json": ("jira_statuses", 6, 6),
    "jirametrics/testdata__sample_board_1_configuration.json": ("jira_board", 5, 5),
    "jirametrics/testdata__sample_statuses.json": ("jira_statuses", 6, 6),
}
USELESS_FILES = {
    "bitovi_training_fields.json": "This is Jira's list of fields; it holds no issues.",
    "jirametrics/complete_sample__sample_meta.json": "These are the settings of a",
    "jirametrics/testdata__sample_meta.json": "These are the settings of a",
}
BARE_FILE = "jira_ruby/board__1_issues.json"

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"no real exports at {CORPUS}: set STEERCO_CORPUS"
)


def corpus_text(name: str) -> str:
    return (CORPUS / name).read_text(encoding="utf-8")


@needs_corpus
def test_every_real_file_has_an_expectation() -> None:
    there = {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.json")}
    assert there == {*ISSUE_FILES, *OTHER_FILES, *USELESS_FILES, BARE_FILE}


@needs_corpus
@pytest.mark.parametrize("name", ISSUE_FILES)
def test_real_issues(name: str) -> None:
    importer, found = claimed(corpus_text(name), name)
    assert importer == "jira_json"
    rows = found.rows
    issues = {row["issue_key"] for row in rows["issue"]}
    counted = tuple(len(rows[t]) for t in ("issue_event", "sprint", "status"))
    assert (len(issues), *counted, len(found.problems)) == ISSUE_FILES[name]
    assert found.rows_read == len(rows["issue"]) == len(issues)
    assert not found.quarantined


@needs_corpus
@pytest.mark.parametrize("name", OTHER_FILES)
def test_real_files_beside_issues(name: str) -> None:
    importer, found = claimed(corpus_text(name), name)
    (rows,) = found.rows.values()
    assert (importer, found.rows_read, len(rows)) == OTHER_FILES[name]
    assert not found.quarantined
    assert not found.problems


@needs_corpus
@pytest.mark.parametrize("name", USELESS_FILES)
def test_real_files_of_no_use(name: str) -> None:
    document = read_document(corpus_text(name), name)
    assert not any(importer.claims(document) for importer in IMPORTERS)
    assert (recognise(document) or "").startswith(USELESS_FILES[name])


@needs_corpus
def test_real_issues_with_keys_only() -> None:
    with pytest.raises(FileError, match="the 9 issues carry only their keys"):
        claimed(corpus_text(BARE_FILE), BARE_FILE)


Raw = dict[str, Any]
RAW: dict[str, Callable[[Any], list[tuple[Raw, list[Raw]]]]] = {
    "bitovi_training_53_issues_1142_histories.json": lambda raw: [
        (one, one["changelog"]) for one in raw
    ],
    "devlake_issues_changelog.json": lambda raw: [
        (one, one["changelog"]["histories"]) for one in raw["issues"]
    ],
}


@needs_corpus
@pytest.mark.parametrize(("name", "histories"), [*zip(RAW, (1142, 522), strict=True)])
def test_real_events_agree_with_a_count_of_the_raw_file(
    name: str, histories: int
) -> None:
    pairs = RAW[name](json.loads(corpus_text(name)))
    assert sum(len(log) for _, log in pairs) == histories
    _, found = claimed(corpus_text(name), name)
    events = found.rows["issue_event"]
    for raw, log in pairs:
        mine = [event for event in events if event["issue_key"] == raw["key"]]
        assert len(mine) == sum(len(entry["items"]) for entry in log)
        assert {e["history_id"] for e in mine} == {entry["id"] for entry in log}
        assert [e["changed_at"] for e in mine] == sorted(e["changed_at"] for e in mine)


@needs_corpus
@pytest.mark.parametrize("name", RAW)
def test_the_line_of_a_real_issue_is_where_its_object_opens(name: str) -> None:
    text = corpus_text(name)
    lines = text.split("\n")
    _, found = claimed(text, name)
    for row in found.rows["issue"]:
        opened = "\n".join(lines[row["line"] - 1 :]).lstrip(" [")
        record, _ = json.JSONDecoder().raw_decode(opened)
        assert record["key"] == row["issue_key"]
