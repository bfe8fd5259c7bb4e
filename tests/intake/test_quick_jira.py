"""The quick reader of large Jira files agrees with the careful one, or gives up."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import FileError
from analytics.importers.jira_json import JIRA_JSON
from analytics.importers.json_document import read_document
from analytics.intake import quick_events, quick_issues, quick_jira, staging
from analytics.intake.beside import PROCESSES
from analytics.intake.json_pieces import outline, pieces, spans
from analytics.schema import table
from sample_data import scale_json
from tests.intake.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analytics.importers.documents import Extract

Told = dict[str, Any]
NAMES = {"customfield_1": "Story Points", "customfield_2": "Sprint"}


def connect(_: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a database as the parser has it."""
    return duckdb.connect(config={"threads": "1"})


@contextmanager
def afterwards(work: Callable[[], bytes], _: object) -> Iterator[Callable[[], bytes]]:
    """Do in this process what another would do beside it."""
    yield work


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """Return the typed tables, each in one order."""
    names = connection.execute(
        "select table_name from information_schema.tables "
        "where starts_with(table_name, 'typed_') order by 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        target = table(name.removeprefix("typed_"))
        kinds = connection.execute(f"describe {name}").fetchall()
        is_whole = any(kind[0] == "row_hash" for kind in kinds)
        known_by = staging.HALVES if is_whole else "hash_high, hash_low"
        columns = ", ".join(("line", *target.names, known_by))
        rows = connection.execute(f"select {columns} from {name} order by all")
        found[name] = rows.fetchall()
    return found


def carefully(text: str, folder: Path) -> Told:
    """Read a text as every file is read."""
    extract = JIRA_JSON.read(read_document(text, "file.json"))
    connection = connect()
    for name in extract.rows:
        staging.stage_rows(connection, extract, name, folder)
    return told(extract, connection)


def quickly(text: str, folder: Path, size: int = 2_000) -> Told | None:
    """Read a text as large files are read."""
    path = folder / "file.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    portion = quick_jira.Portion(bytes=size, stretches=2, beside=afterwards)
    quick = quick_jira.read(path, "file.json", folder, connect, portion=portion)
    if quick is None:
        assert list(folder.iterdir()) == [path]
        return None
    assert not quick.written.keys() & quick.extract.rows.keys()
    for name in quick.extract.rows:
        staging.stage_rows(quick.connection, quick.extract, name, folder)
    return told(quick.extract, quick.connection)


def told(extract: Extract, connection: duckdb.DuckDBPyConnection) -> Told:
    """Return everything that a reader says of a file."""
    assert not extract.quarantined
    return {
        "read": extract.rows_read,
        "tables": tables(connection),
        "problems": extract.problems,
        "notes": extract.notes,
        "partial": extract.partial,
    }


def agree(text: str, size: int = 2_000) -> bool:
    """Check that both readers say the same; False where the quick one gave up."""
    with TemporaryDirectory() as folder:
        quick = quickly(text, Path(folder), size)
        if quick is not None:
            assert quick == carefully(text, Path(folder))
    return quick is not None


def written(issues: list[Any], **envelope: object) -> str:
    """Return a search result with one issue on each line."""
    head = json.dumps({"startAt": 0, "total": len(issues), "names": NAMES, **envelope})
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in issues)
    return f'{head[:-1]},"issues":[\n{lines}\n]}}\n'


def item(name: str = "status", **more: object) -> dict[str, Any]:
    """Return a changed field; `before` is what JSON calls "from"."""
    found: dict[str, Any] = {"field": name, "fieldtype": "jira", "fieldId": name}
    sides = {"from": "1", "fromString": "Open", "to": "2", "toString": "Done"}
    if "before" in more:
        more["from"] = more.pop("before")
    return {**found, **sides, **more}


def issue(number: int = 1, *items: object, **more: object) -> dict[str, Any]:
    """Return an issue with one history entry of these items."""
    history = {"id": str(number), "created": "2026-01-02T09:30:00.000+0000"}
    log = {"total": 1, "histories": [history | {"items": items or [item()]}]}
    fields = {
        "summary": f"Number {number}",
        "status": {"id": "1", "name": "Open"},
        "customfield_1": 3.5,
    }
    head = {"expand": "changelog", "id": str(number), "key": f"APP-{number}"}
    return {**head, "changelog": log, "fields": fields, **more}


def points(before: object, after: object) -> dict[str, Any]:
    """Return a change of a custom field that could be an estimate."""
    sides: dict[str, object] = {"fromString": before, "toString": after}
    sides |= {"before": None, "to": None, "fieldId": "customfield_1"}
    return item("Story Points", fieldtype="custom", **sides)


def test_a_large_search_result_is_read_quickly_and_the_same(tmp_path: Path) -> None:
    path = tmp_path / "scale.json"
    scale_json.write(path, 30, seed=3)
    text = path.read_text(encoding="utf-8")
    assert agree(text, 20_000)
    found = json.loads(text)
    for part in (found, found["issues"]):
        assert agree(json.dumps(part, separators=(",", ":")), 20_000)
        assert agree(json.dumps(part, indent=1), 20_000)


def test_each_record_knows_the_line_it_starts_on(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_text(written([issue(1), issue(2), issue(3)]), encoding="utf-8")
    for size, count in ((10_000, 1), (1_000, 2)):
        found = outline(path)
        [span] = spans(path, found, 1)
        cut = list(pieces(path, found, span, size))
        told = [json.loads(piece.text) for piece in cut]
        keys = [one["key"] for records in told for one in records]
        lines = [line for piece in cut for line in piece.lines or [piece.line]]
        assert len(cut) == count
        assert (keys, lines) == (["APP-1", "APP-2", "APP-3"], [2, 3, 4])


def test_what_only_looks_like_damage_is_read_quickly() -> None:
    said = 'In code: {"a": [1,], "b": nan}, see , ] and: inf, or -Infinity}'
    assert agree(written([issue(1), issue(2, fields={"summary": said})]))


@pytest.mark.parametrize(
    "second",
    [
        issue(2, points("3", "5")),
        issue(2, points(None, "XL")),
        issue(2, points("3.5", "")),
        issue(2, item(toString="[API] Pay", to="{x}")),
        issue(2, item(toString="  Done \u3000", fromString="   ")),
        issue(2, item("summary", toString="long " * 80)),
        issue(2, item(before=5, to=17)),
        issue(2, item(before=None, to=None)),
        issue(2, item(toString="true", fromString="[1]")),
        issue(2, item(to=5.10000001)),
        issue(2, points("1_000", "5")),
        issue(2, points("nan", "5")),
        issue(2, id=2),
        issue(2, changelog=None),
        issue(2, changelog={"total": 9, "histories": []}),
    ],
)
def test_what_is_plainly_sound_is_read_quickly(second: object) -> None:
    assert agree(written([issue(1), second]))


@pytest.mark.parametrize(
    "second",
    [
        issue(2, item(before={"id": 1})),
        issue(2, item(to=True)),
        issue(1),
        issue(2, fields={}),
        issue(2, fields=[]),
        issue(2, key=" APP-2"),
        issue(2, key=None),
        issue(2, names={"customfield_1": "Other"}),
        issue(2, changelog={"histories": None}),
        issue(2, changelog={"histories": [None]}),
        issue(2, changelog={"total": "1", "histories": []}),
        issue(2, changelog={"histories": [{"id": "1", "created": "soon"}]}),
        issue(2, changelog={"histories": [{"id": "1", "created": "", "items": []}]}),
        issue(2, fields={"summary": "a", "story points": 3}),
        "text",
    ],
)
def test_at_a_doubt_the_careful_reader_decides(second: object) -> None:
    assert not agree(written([issue(1), second]))


def nested(levels: int, around: object = None) -> object:
    """Return a value of so many lists in lists, each beside something else."""
    for level in range(levels):
        around = [around] if level % 2 else {"a": f"text {level}", "b": around}
    return around


@pytest.mark.parametrize(
    ("text", "is_quick"),
    [
        (nested(40), True),
        (nested(60), False),
        (nested(200), False),
        ("[[{" * 40, True),  # brackets in a text are no levels, but are looked at
        (["]"] * 90, True),
    ],
)
def test_a_field_that_nobody_reads_is_as_deep_as_it_may_be(
    text: object, *, is_quick: bool
) -> None:
    deep = issue(2, fields={"summary": "Deep", "customfield_9": text})
    assert agree(written([issue(1), deep, issue(3)])) is is_quick
    listed = json.dumps([issue(1), deep, issue(3)], indent=1)
    assert agree(listed, 90_000) is is_quick
    assert agree(written([deep, issue(1), issue(3)])) is is_quick


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Number 2"', '"Num\tber 2"'),
        ('"Number 2"', '"Num\nber 2"'),
        ('"Number 2"', '"Num\\u0000ber 2"'),
        ('"Number 2"', "NaN"),
        ('"Number 2"', '"a", "summary": "b"'),
        ('"Number 2"', '"Number 2",'),
        ('"Number 2"', '"Number 2'),
        ('"key": "APP-2"', '"key": "APP-2", "key": "APP-3"'),
        ("\n]}", "\n]"),
        ("\n]}", "\n,]}"),
        ("\n]}", "\n]}{}"),
        ('"issues":[', '"other":{"issues":['),
    ],
)
def test_damage_is_left_to_the_careful_reader(old: str, new: str) -> None:
    text = written([issue(1), issue(2)])
    damaged = text.replace(old, new, 1)
    assert damaged != text
    with TemporaryDirectory() as folder:
        quick = quickly(damaged, Path(folder))
        if quick is not None:
            assert quick == carefully(damaged, Path(folder))
            assert "APP-3" in new or '"a", "summary"' in new


def test_a_field_is_what_its_latest_change_calls_it() -> None:
    def named(name: str, number: int, *more: object) -> dict[str, Any]:
        change = points(None, "5") | {"field": name, "fieldId": "customfield_7"}
        fields = {"summary": "a", "customfield_7": 5, "customfield_8": None}
        return issue(number, change, *more, fields=fields)

    early = [named("Size", number) for number in range(1, 9)]
    for late in ("Size", "Story Points", "Sprint", "Team", "Odd"):
        other = named(late, 9, item("Rank", fieldId="customfield_8"))
        history = other["changelog"]["histories"][0]
        history["created"] = "2026-02-02T09:30:00.000+0000"
        assert agree(written([*early, other]))


def test_a_name_learned_late_can_change_how_a_field_is_spelled() -> None:
    fields = {"summary": "a", "story points": 3}
    one = issue(1, fields=fields)
    late = points(None, "5") | {"fieldId": "customfield_7"}
    assert not agree(written([one, *(issue(n) for n in range(2, 9)), issue(9, late)]))


@pytest.mark.parametrize("longest", [1, 10_000])
def test_what_is_remembered_has_a_limit(
    longest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (quick_issues, quick_events):
        monkeypatch.setattr(module, "MOST_KNOWN", 1)
        monkeypatch.setattr(module, "LONGEST_KNOWN", longest)
    monkeypatch.setattr(quick_issues, "MOST_LAYOUTS", 1)
    issues = list(scale_json.generate_issues(12, seed=5))
    for number, one in enumerate(issues):
        one["fields"]["customfield_40"] = f"0|i{number}:"
        one["fields"][f"customfield_{50 + number % 2}"] = number
    assert agree(written(issues), 20_000)


def test_hours_and_links_of_issues_are_read() -> None:
    hours = {"total": 2, "worklogs": [{"id": "1", "timeSpentSeconds": 60}]}
    links = [{"type": {"name": "Blocks"}, "inwardIssue": {"key": "APP-9"}}]
    fields = {"summary": "a", "worklog": hours, "issuelinks": links}
    assert agree(written([issue(1), issue(2, fields=fields)]))


def test_what_another_importer_could_claim_is_no_large_search_of_jira() -> None:
    fields = {"summary": "a", "System.Id": 5}
    assert not agree(written([issue(1), issue(2, fields=fields)]))


def test_two_processes_read_what_one_reads(tmp_path: Path) -> None:
    path = tmp_path / "scale.json"
    scale_json.write(path, 40, seed=3)
    told_by = []
    for number in (1, 2):
        portion = quick_jira.Portion(bytes=1 << 16, stretches=number)
        work = tmp_path / str(number)
        work.mkdir()
        quick = quick_jira.read(path, path.name, work, connect, portion=portion)
        assert quick is not None
        assert len(list(work.glob("*.parquet"))) == 2 * number
        told_by.append((quick.extract, tables(quick.connection), quick.written))
    assert told_by[0] == told_by[1]
    assert told_by[0][2] == {"issue": 40, "issue_event": 400}


def test_the_parser_hands_over_what_two_processes_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_jira, "LEAST", 0)
    path = tmp_path / "scale.json"
    scale_json.write(path, 40, seed=3)
    reading = read(tmp_path, path.read_bytes(), path.name)
    assert len(list(reading.folder.glob("issue.*.parquet"))) == PROCESSES
    told = reading.report.tables
    assert (told["issue"], told["issue_event"]) == (40, 400)
    assert reading.report.distinct_keys == 40


SOUND = st.sampled_from(
    [
        None,
        "",
        " ",
        "Open",
        "Done ",
        "5",
        "5.0",
        "0.5",
        "1e3",
        "-3",
        "XL",
        "5 pts",
        "[1]",
        "[API] x",
        "{}",
        "true",
        "é\xa0",
        "\u2009x",
        5,
        0,
        2.5,
        "x" * 300,
        "ünïcode 😀",
        '"quoted"',
        "\\",
        12.25,
        -1,
        "0",
        "8",
        "13",
    ]
)
ODD = st.sampled_from([1e21, True, {"id": "1"}, [1], "nan", "1_000", 0.00001, -0.0])
VALUES = st.integers(0, 60).flatmap(lambda number: ODD if number == 0 else SOUND)
FIELDS = st.sampled_from(
    [
        ("status", "jira", "status"),
        ("Sprint", "custom", "customfield_2"),
        ("Story Points", "custom", "customfield_1"),
        ("timeestimate", "jira", None),
        ("Rank", "custom", "customfield_9"),
        ("Fix Version", "jira", "fixVersions"),
        ("Size", "custom", "customfield_8"),
        ("Sizing", "custom", "customfield_8"),
    ]
)
INSTANTS = st.sampled_from(
    [
        "2026-01-02T09:30:00.000+0000",
        "2026-01-02T09:30:00.123+0530",
        "2026-01-02T09:30:00Z",
        "2026-03-29T02:30:00.5-08:00",
        "2024-02-29T23:59:59.999+0000",
    ]
)
AUTHORS = st.sampled_from(
    [
        *(None, {}, {"displayName": "Ada P."}, {"displayName": " Ada\u3000"}),
        *({"displayName": "ada@a.org", "accountId": "5"}, {"displayName": None}),
        *({"displayName": 5}, {"displayName": ["Ada"]}, "Ada"),
    ]
)
BLOCKS = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
LINKS: st.SearchStrategy[object] = st.sampled_from(
    [
        *(None, [], [{"type": BLOCKS, "outwardIssue": {"key": "APP-99"}}]),
        *([{"type": "Blocks", "inwardIssue": {"key": "APP-99"}}], [{}], ["damaged"]),
    ]
)


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    field, kind, identity = draw(FIELDS)
    sides = ("from", "fromString", "to", "toString")
    found: dict[str, Any] = {name: draw(VALUES) for name in sides}
    found |= {"field": field, "fieldtype": kind}
    return found if identity is None else found | {"fieldId": identity}


@st.composite
def searches(draw: st.DrawFn) -> str:
    issues = []
    for number in range(1, draw(st.integers(2, 5))):
        histories = [
            {
                "id": str(10 * number + place),
                "created": draw(INSTANTS),
                "items": draw(st.lists(items(), min_size=1, max_size=3)),
                "author": draw(AUTHORS),
            }
            for place in range(draw(st.integers(0, 3)))
        ]
        fields = {
            "summary": draw(VALUES),
            "customfield_1": draw(VALUES),
            "issuelinks": draw(LINKS),
        }
        one = issue(number, fields=fields, changelog={"histories": histories})
        issues.append(one)
    return written([issue(99), *issues])


def one_of(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, "", [], *values])


def status(name: str, category: object) -> dict[str, Any]:
    return {"id": name[0], "name": name, "statusCategory": category}


STATUSES = (
    status("Open", {"id": 2, "key": "new"}),
    status("Done", {"id": 3, "key": "done"}),
    status("Odd", {"id": 1, "key": "undefined"}),
    status("Odd", None),
    {"name": "Bare"},
    "Text",
)
SPRINT_A = {"id": 7, "name": "A", "state": "active", "boardId": 1}
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "summary": VALUES,
    "project": one_of({"key": "APP", "name": "App"}, {"name": "App"}, "App", 3),
    "issuetype": one_of({"name": "Bug", "subtask": False}, {"name": "Epic"}, "Bug"),
    "status": one_of(*STATUSES),
    "priority": one_of({"name": "High"}, "High", 3, ["High"]),
    "resolution": one_of({"name": "Done"}),
    "assignee": one_of({"displayName": "Ada"}, {"accountId": "1"}, "ada"),
    "parent": one_of(
        {"key": "APP-1", "id": "1", "fields": {"status": STATUSES[0]}},
        {"key": "APP-2", "fields": {"issuetype": {"name": "Epic"}}},
    ),
    "subtasks": one_of([{"key": "APP-3", "fields": {"status": STATUSES[1]}}]),
    "created": one_of("2026-01-02T09:30:00.000+0530", "2026-01-02", "soon", 5),
    "updated": one_of("2026-01-02T09:30:00Z", "2026-01-02T24:00:00.000+0000"),
    "resolutiondate": one_of("2026-02-30T09:30:00.000+0000", 1767346200000),
    "duedate": one_of("2026-01-02", "2026-01-02T09:30", "never"),
    "timetracking": one_of({"timeSpentSeconds": 60}, {"timeSpentSeconds": "x"}),
    "timeestimate": one_of(0, 3600, "3600"),
    "timespent": one_of(3600),
    "labels": one_of(["a", "b"], ["a", 1, None], "a"),
    "fixVersions": one_of([{"name": "1.0"}, {"name": "2.0"}]),
    "customfield_1": VALUES,
    "customfield_2": one_of(
        [SPRINT_A],
        [SPRINT_A, {"id": 8, "name": "B", "startDate": "2026-01-02T09:30:00Z"}],
        [{"id": 7, "name": "A", "state": "closed", "goal": "g"}],
        ["com.atlassian.greenhopper.service.sprint.Sprint@1[id=7,name=A,state=ACTIVE]"],
        ["A"],
        3,
    ),
    "customfield_3": one_of([{"value": "Impediment"}], 3, "0|i0:", [SPRINT_A]),
    "customfield_4": one_of({"value": 5}, 8, "13"),
    "customfield_5": one_of([{"value": "Impediment"}], {"value": "No"}),
    "customfield_10014": one_of("APP-1", "none"),
    "Flagged": one_of([{"value": "Impediment"}]),
    "Estimate/Size ~ '1'": one_of(2, "3"),
    "Due date": one_of("2026-01-03"),
    "worklog": one_of(
        {"total": 2, "worklogs": [{"id": "1", "started": "x", "timeSpentSeconds": 60}]},
        {"total": 0, "worklogs": []},
        {"worklogs": [{"id": "1"}]},
    ),
    "issuelinks": one_of(
        [{"type": {"name": "Blocks"}, "inwardIssue": {"key": "APP-9"}}],
        [{"type": "Blocks", "outwardIssue": {"key": "APP-9"}}],
    ),
}
NAMED = {"customfield_1": "Story Points", "customfield_4": "Size"}
NAMED |= {"customfield_2": "Sprint", "customfield_5": "Flagged"}


@st.composite
def several(draw: st.DrawFn) -> str:
    """Return a search result whose issues have fields of all kinds, in any order."""
    issues = []
    for number in range(1, draw(st.integers(3, 6))):
        names = draw(st.lists(st.sampled_from(sorted(CELLS)), unique=True))
        fields = {name: draw(CELLS[name]) for name in ["summary", *names]}
        issues.append(issue(number, fields=fields))
    names = draw(st.sampled_from([NAMED, NAMES, {}]))
    return written(issues, names=names)


@pytest.mark.slow
@settings(max_examples=40)
@given(several())
def test_both_readers_say_the_same_of_all_fields(text: str) -> None:
    agree(text)


@given(searches())
def test_both_readers_say_the_same(text: str) -> None:
    agree(text)


@given(searches(), st.data())
def test_both_readers_say_the_same_of_a_damaged_text(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 20))
    middle = data.draw(st.sampled_from(["", ",", '"', "}", "]", "{", " ", "\n", "x"]))
    damaged = text[:start] + middle + text[start + length :]
    with TemporaryDirectory() as folder:
        quick = quickly(damaged, Path(folder))
        if quick is None:
            return
        try:
            careful = carefully(damaged, Path(folder))
        except FileError as error:  # pragma: no cover - a broken promise
            pytest.fail(f"read quickly what is refused: {error}")
        assert quick == careful
