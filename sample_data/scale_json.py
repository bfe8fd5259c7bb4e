"""A Jira search result with change logs of any size, for measurements.

Ten events for each issue, one issue per line, written to disk without being held in
memory: 100,000 issues are about 0.6 GB.
"""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sample_data import story, texts
from sample_data.jira_board import stamp
from sample_data.jira_json import NAMES, status_object
from sample_data.scale import FIRST, FLOW, KINDS, PROJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sample_data.story import Person, Status

Json = dict[str, Any]
EVENTS = 10
SPRINTS = 400
POINTS = (1, 2, 3, 5, 8)
SITE = story.SITE


def generate_issues(n: int, *, seed: int) -> Iterator[Json]:
    """Yield n issues with their change logs, newest first."""
    rng = Random(seed)  # noqa: S311 - test data, not a secret
    for number in range(n, 0, -1):
        yield _issue(number, n, rng)


def write(path: Path, n: int, *, seed: int) -> None:
    """Write n issues as one search result, one issue per line."""
    head = {"expand": "names,schema", "startAt": 0, "total": n, "names": NAMES}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{_dump(head)[:-1]},"issues":[\n')
        for number, issue in enumerate(generate_issues(n, seed=seed)):
            file.write(",\n" if number else "")
            file.write(_dump(issue))
        file.write("\n]}\n")


def write_lines(path: Path, n: int, *, seed: int) -> None:
    """Write the same issues alone, one on each line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for issue in generate_issues(n, seed=seed):
            file.write(_dump(issue) + "\n")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _issue(number: int, n: int, rng: Random) -> Json:
    fields, log = _fields(number, n, rng)
    return {
        "expand": "operations,editmeta,changelog,renderedFields",
        "id": str(100_000 + number),
        "self": f"{SITE}/rest/api/2/issue/{100_000 + number}",
        "key": f"SCALE{number % PROJECTS}-{number // PROJECTS + 1}",
        "changelog": {
            "startAt": 0,
            "maxResults": len(log),
            "total": len(log),
            "histories": log,
        },
        "fields": fields,
    }


def _fields(number: int, n: int, rng: Random) -> tuple[Json, list[Json]]:
    """Return the fields of an issue and the change log that leads to them."""
    epic = story.EPICS[int(rng.random() * len(story.EPICS))]
    feature = epic.features[int(rng.random() * len(epic.features))]
    people = story.TEAMS[epic.team]
    person = people[int(rng.random() * len(people))]
    status = FLOW[int(rng.random() * len(FLOW))]
    created = FIRST + timedelta(minutes=int(2_600_000 * number / n))
    moved = created + timedelta(minutes=1 + int(rng.expovariate(1 / 20_000)))
    points = POINTS[int(rng.random() * len(POINTS))]
    sprint = 1 + number * SPRINTS // (n + 1)
    log = _histories(number, (created, moved), status, points, sprint, person)
    facet = texts.FACETS[int(rng.random() * len(texts.FACETS))]
    is_done = status is story.DONE
    return {
        "summary": f"{feature}: {facet} ({number})",
        "issuetype": _kind(rng),
        "status": status_object(status),
        "project": _project(number % PROJECTS),
        "priority": {"id": "2", "name": "High"},
        "resolution": {"id": "1", "name": "Done"} if is_done else None,
        "created": stamp(created),
        "updated": stamp(moved),
        "resolutiondate": stamp(moved) if is_done else None,
        "statuscategorychangedate": stamp(moved),
        "duedate": None,
        "description": texts.story_text(feature, facet, rng),
        "assignee": _person(person),
        "reporter": _person(story.ANALYST),
        "labels": ["scale", epic.component],
        "components": [{"id": "1", "name": epic.component}],
        "fixVersions": [],
        "timeestimate": None,
        "customfield_10001": {"id": "1", "name": epic.team},
        "customfield_10016": float(points),
        "customfield_10020": [_sprint(sprint)],
        "customfield_10021": None,
    }, log


def _project(number: int) -> Json:
    return {
        "id": str(number),
        "key": f"SCALE{number}",
        "name": f"Scale project {number}",
    }


def _kind(rng: Random) -> Json:
    kind = KINDS[int(rng.random() * len(KINDS))]
    return {"id": str(KINDS.index(kind)), "name": kind, "subtask": kind == "Sub-task"}


def _sprint(number: int) -> Json:
    start = FIRST + timedelta(days=4 * number)
    return {
        "id": number,
        "name": f"Sprint {number}",
        "state": "closed" if number < SPRINTS else "active",
        "boardId": 1,
        "startDate": stamp(start),
        "endDate": stamp(start + timedelta(days=14)),
    }


def _person(person: Person) -> Json:
    return {
        "accountId": person.account,
        "emailAddress": person.email,
        "displayName": person.name,
        "active": True,
    }


def _histories(
    number: int,
    between: tuple[datetime, datetime],
    status: Status,
    points: int,
    sprint: int,
    person: Person,
) -> list[Json]:
    """Return ten changes, newest first: planning, estimates, moves, ranks."""
    created, moved = between
    way = (story.TODO, story.DOING, story.REVIEW, story.TESTING, status)
    moves = [
        _item("status", a.id, a.name, b.id, b.name) for a, b in itertools.pairwise(way)
    ]
    items = [
        _item("Sprint", "", "", str(sprint), f"Sprint {sprint}", custom="10020"),
        _item("Story Points", None, None, None, "8", custom="10016"),
        *moves,
        _item("Story Points", None, "8", None, f"{points}", custom="10016"),
        _item("assignee", None, None, person.account, person.name),
        _item("Rank", "", "", "", "Ranked higher", custom="10019"),
        _item("labels", None, "", None, "scale"),
    ]
    step = (moved - created) / (EVENTS + 1)
    return [
        {
            "id": str(EVENTS * number + place),
            "author": _person(person),
            "created": stamp(created + step * (place + 1)),
            "items": [items[place]],
        }
        for place in reversed(range(EVENTS))
    ]


def _item(
    field: str,
    *sides: str | None,
    custom: str = "",
) -> Json:
    identity = f"customfield_{custom}" if custom else field
    kind = "custom" if custom else "jira"
    names = ("from", "fromString", "to", "toString")
    head = {"field": field, "fieldtype": kind, "fieldId": identity}
    return head | dict(zip(names, sides, strict=True))
