"""Exactly one importer claims each JSON file; for the others there is a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics.importers.json_document import read_document
from analytics.importers.json_known import one_issue, unknown_json
from analytics.importers.registry import JSON_IMPORTERS
from tests.importers.json_files import GOLDEN, reference

if TYPE_CHECKING:
    from pathlib import Path

FIXTURES = sorted(
    path for path in GOLDEN.rglob("*.json") if ".expected" not in path.name
)


@pytest.mark.parametrize(
    "path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_exactly_one_importer_claims_each_fixture(path: Path) -> None:
    document = read_document(path.read_text(encoding="utf-8"), path.name)
    assert len([one for one in JSON_IMPORTERS if one.claims(document)]) == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([{"id": "5", "idList": "1", "idBoard": "2", "idShort": 1}], "cards of Trello"),
        ({"prefs": {}, "shortLink": "a", "idOrganization": None}, "a board of Trello"),
        (
            {"queryType": "flat", "workItems": [{"id": 1, "url": "u"}]},
            "holds only numbers",
        ),
        (
            {"queryType": "tree", "workItemRelations": [{"target": {"id": 1}}]},
            "holds only numbers",
        ),
        (
            {"value": [{"id": 1, "url": "https://d/_apis/wit/workItems/1"}]},
            "carry only their numbers",
        ),
        (
            [{"event": "closed", "actor": None, "created_at": "2026-01-01T00:00:00Z"}],
            "do not say which issue",
        ),
        ([{"open_issues": 1, "closed_issues": 2, "title": "R1"}], "list of milestones"),
        ([{"iid": 1, "source_branch": "x"}], "merge requests of GitLab"),
        ({"data": [{"gid": "1", "resource_type": "task"}]}, "carry only their names"),
        ({"data": [{"gid": "1", "resource_type": "user"}]}, "holds no tasks"),
        ([{"a": 1}], "holds no issues, sprints or board that Steerco knows"),
    ],
)
def test_what_nobody_claims_is_told_what_to_export(value: object, words: str) -> None:
    document = read_document(json.dumps(value), "file.json")
    assert not [one for one in JSON_IMPORTERS if one.claims(document)]
    assert words in unknown_json(document)


def test_a_search_inside_one_object_is_not_one_issue() -> None:
    issues = reference("github_json")[:2]
    importer = next(one for one in JSON_IMPORTERS if one.name == "github_json")
    found = read_document(json.dumps({"items": issues}), "file.json")
    assert not one_issue(found, importer)
    assert one_issue(read_document(json.dumps(issues[0]), "file.json"), importer)
