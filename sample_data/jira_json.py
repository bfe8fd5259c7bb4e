"""The answer of a Jira REST search with the change log of every issue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sample_data import story
from sample_data.jira_board import Json, sprint_dates, stamp
from sample_data.jira_csv import rank, totals, work_ratio

if TYPE_CHECKING:
    from pathlib import Path

    from sample_data.model import Change, Comment, History, Issue
    from sample_data.story import Person, Release, Status
    from sample_data.world import World

FIELD_IDS = {
    "Story Points": ("custom", "customfield_10016"),
    "Sprint": ("custom", "customfield_10020"),
    "Flagged": ("custom", "customfield_10021"),
    "Fix Version": ("jira", "fixVersions"),
    "WorklogId": ("jira", None),
}
TYPE_IDS = {
    "Epic": 10000,
    "Story": 10001,
    "Task": 10002,
    "Sub-task": 10003,
    "Bug": 10004,
}
LEVELS = {"Epic": 1, "Sub-task": -1}
PRIORITY_IDS = {"Highest": "1", "High": "2", "Medium": "3", "Low": "4"}
COLORS = {"new": "blue-gray", "indeterminate": "yellow", "done": "green"}
COMPONENTS = sorted({epic.component for epic in (*story.EPICS, story.REGULATOR_EPIC)})
NAMES = {
    "summary": "Summary",
    "issuetype": "Issue Type",
    "status": "Status",
    "fixVersions": "Fix versions",
    "duedate": "Due date",
    "resolutiondate": "Resolved",
    "statuscategorychangedate": "Status Category Changed",
    "customfield_10001": "Team",
    "customfield_10015": "Start date",
    "customfield_10016": "Story Points",
    "customfield_10019": "Rank",
    "customfield_10020": "Sprint",
    "customfield_10021": "Flagged",
    "customfield_10036": "Story point estimate",
}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_issues(world: World, path: Path) -> None:
    """Write the search result, one issue per line, newest first."""
    lines = [_dump(_issue(world, issue)) for issue in reversed(world.issues)]
    head = {
        "expand": "names,schema",
        "startAt": 0,
        "maxResults": 1000,
        "total": len(lines),
        "names": NAMES,
    }
    text = f'{_dump(head)[:-1]},"issues":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _issue(world: World, issue: Issue) -> Json:
    histories = [_history(entry) for entry in reversed(issue.histories)]
    return {
        "expand": "operations,editmeta,changelog,renderedFields",
        "id": issue.id,
        "self": f"{story.SITE}/rest/api/2/issue/{issue.id}",
        "key": issue.key,
        "changelog": {
            "startAt": 0,
            "maxResults": len(histories),
            "total": len(histories),
            "histories": histories,
        },
        "fields": {
            **_plain(issue),
            **_lists(world, issue),
            **_people(issue),
            **_effort(world, issue),
            "parent": _parent(issue.parent) if issue.parent else None,
        },
    }


def _plain(issue: Issue) -> Json:
    resolution = {"Done": "10000", "Won't Do": "10001"}.get(issue.resolution or "")
    return {
        "summary": issue.summary,
        "issuetype": _kind(issue.kind),
        "status": status_object(issue.status),
        "project": {
            "id": story.PROJECT_ID,
            "key": story.PROJECT_KEY,
            "name": story.PROJECT_NAME,
            "projectTypeKey": "software",
        },
        "priority": {"id": PRIORITY_IDS[issue.priority], "name": issue.priority},
        "resolution": {"id": resolution, "name": issue.resolution}
        if resolution
        else None,
        "created": stamp(issue.created),
        "updated": stamp(issue.updated),
        "resolutiondate": stamp(issue.resolved) if issue.resolved else None,
        "statuscategorychangedate": stamp(issue.category_changed),
        "duedate": issue.due,
        "description": issue.description or None,
        "votes": {"votes": 0, "hasVoted": False},
        "customfield_10001": {
            "id": story.TEAM_IDS.get(issue.team),
            "name": issue.team,
            "title": issue.team,
        },
        "customfield_10015": None,
        "customfield_10016": None if issue.points is None else float(issue.points),
        "customfield_10019": rank(issue),
        "customfield_10036": None,
    }


def _lists(world: World, issue: Issue) -> Json:
    notes = [_comment(note) for note in issue.comments]
    flag = [{"id": "10019", "value": "Impediment"}] if issue.flagged else None
    component = (
        str(10300 + COMPONENTS.index(issue.component)) if issue.component else ""
    )
    return {
        "fixVersions": [_release(release) for release in issue.releases],
        "components": [{"id": component, "name": issue.component}] if component else [],
        "labels": list(issue.labels),
        "customfield_10020": [
            {
                "id": (sprint := world.sprints[number - 1]).id,
                "name": sprint.name,
                "state": sprint.state,
                "boardId": story.BOARD_ID,
                "goal": sprint.goal,
                **sprint_dates(sprint),
            }
            for number in issue.sprints
        ]
        or None,
        "customfield_10021": flag,
        "comment": {
            "startAt": 0,
            "maxResults": len(notes),
            "total": len(notes),
            "comments": notes,
        },
    }


def _people(issue: Issue) -> Json:
    return {
        "assignee": _person(issue.assignee) if issue.assignee else None,
        "reporter": _person(issue.reporter),
        "creator": _person(issue.reporter),
    }


def _effort(world: World, issue: Issue) -> Json:
    original, remaining, spent = totals(world, issue)
    ratio = work_ratio(issue)
    return {
        "timeoriginalestimate": issue.estimate_seconds,
        "timeestimate": issue.remaining_seconds,
        "timespent": issue.spent_seconds,
        "aggregatetimeoriginalestimate": original,
        "aggregatetimeestimate": remaining,
        "aggregatetimespent": spent,
        "workratio": -1 if ratio is None else ratio,
    }


def _kind(kind: str) -> Json:
    return {
        "id": str(TYPE_IDS[kind]),
        "name": kind,
        "subtask": kind == "Sub-task",
        "hierarchyLevel": LEVELS.get(kind, 0),
    }


def status_object(status: Status) -> Json:
    """Return a status as issues carry it."""
    return {
        "id": status.id,
        "name": status.name,
        "statusCategory": {
            "id": status.category_id,
            "key": status.category_key,
            "colorName": COLORS[status.category_key],
            "name": status.category,
        },
    }


def _release(release: Release) -> Json:
    return {
        "id": release.id,
        "name": release.name,
        "archived": release.archived,
        "released": release.released,
        "releaseDate": release.date.isoformat(),
    }


def _person(person: Person) -> Json:
    return {
        "accountId": person.account,
        "emailAddress": person.email,
        "displayName": person.name,
        "active": True,
        "timeZone": "Etc/UTC",
        "accountType": "atlassian",
    }


def _parent(parent: Issue) -> Json:
    return {
        "id": parent.id,
        "key": parent.key,
        "fields": {
            "summary": parent.summary,
            "status": status_object(parent.status),
            "issuetype": _kind(parent.kind),
        },
    }


def _comment(note: Comment) -> Json:
    return {
        "id": str(note.id),
        "author": _person(note.author),
        "body": note.text,
        "created": stamp(note.when),
        "updated": stamp(note.when),
    }


def _history(entry: History) -> Json:
    return {
        "id": str(entry.id),
        "author": _person(entry.author),
        "created": stamp(entry.when),
        "items": [_item(change) for change in entry.changes],
    }


def _item(change: Change) -> Json:
    kind, field_id = FIELD_IDS.get(change.field, ("jira", change.field))
    item: Json = {"field": change.field, "fieldtype": kind}
    if field_id:
        item["fieldId"] = field_id
    item["from"] = change.before
    item["fromString"] = change.before_text
    item["to"] = change.after
    item["toString"] = change.after_text
    if change.field == "assignee":
        item["tmpFromAccountId"] = change.before
        item["tmpToAccountId"] = change.after
    return item
