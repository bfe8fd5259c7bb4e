"""The Jira Cloud export "CSV (all fields)"."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from sample_data import story

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sample_data.model import Issue
    from sample_data.world import World

MONTHS = tuple(
    "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec".split(",")  # noqa: SIM905
)
REPEATED = {
    "Fix versions": 2,
    "Labels": 2,
    "Watchers": 2,
    "Watchers Id": 2,
    "Sprint": 1,
    "Comment": 1,
}
NAMES = """Summary|Issue key|Issue id|Issue Type|Status|Project key|Project name
Project type|Project lead|Project lead id|Project description|Priority|Resolution
Assignee|Assignee Id|Reporter|Reporter Id|Creator|Creator Id|Created|Updated
Last Viewed|Resolved|Fix versions|Components|Due date|Votes|Labels|Description
Environment|Watchers|Watchers Id|Original estimate|Remaining Estimate|Time Spent
Work Ratio|Σ Original Estimate|Σ Remaining Estimate|Σ Time Spent|Security Level
Custom field (Development)|Custom field (Flagged)|Custom field (Issue color)
Custom field (Rank)|Sprint|Custom field (Start date)|Custom field (Story Points)
Custom field (Story point estimate)|Custom field (Team)|Comment|Parent|Parent key
Parent summary|Status Category|Status Category Changed"""
COLUMNS = tuple(NAMES.replace("\n", "|").split("|"))


def stamp(when: datetime | None) -> str:
    """Return 17/Aug/25 10:48 AM, whatever the locale of this machine."""
    if when is None:
        return ""
    half = "AM" if when.hour < 12 else "PM"  # noqa: PLR2004 - noon
    hour = (when.hour + 11) % 12 + 1
    month = MONTHS[when.month - 1]
    return f"{when:%d}/{month}/{when:%y} {hour}:{when:%M} {half}"


def write(world: World, path: Path) -> None:
    """Write all issues, newest first, with every repeated column wide enough."""
    rows = [_cells(world, issue) for issue in reversed(world.issues)]
    widths = {
        name: max(least, *(len(row[name]) for row in rows))
        for name, least in REPEATED.items()
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        header: list[str] = []
        for name in COLUMNS:
            header += [name] * widths.get(name, 1)
        writer.writerow(header)
        for row in rows:
            line: list[str] = []
            for name in COLUMNS:
                width = widths.get(name, 1)
                line += [*row.get(name, []), *[""] * width][:width]
            writer.writerow(line)


def _cells(world: World, issue: Issue) -> dict[str, list[str]]:
    one = {**_plain(issue), **_people(issue), **_effort(world, issue)}
    return {
        **{name: [value] for name, value in one.items()},
        "Fix versions": [release.name for release in issue.releases],
        "Labels": list(issue.labels),
        "Watchers": [issue.reporter.name],
        "Watchers Id": [issue.reporter.account],
        "Sprint": [world.sprints[number - 1].name for number in issue.sprints],
        "Comment": [
            f"{stamp(note.when)};{note.author.account};{note.text}"
            for note in issue.comments
        ],
    }


def _plain(issue: Issue) -> dict[str, str]:
    points = "" if issue.points is None else f"{issue.points:.1f}"
    due = "" if issue.due is None else _due(issue.due)
    parent = issue.parent
    return {
        "Summary": issue.summary,
        "Issue key": issue.key,
        "Issue id": issue.id,
        "Issue Type": issue.kind,
        "Status": issue.status.name,
        "Project key": story.PROJECT_KEY,
        "Project name": story.PROJECT_NAME,
        "Project type": "software",
        "Project description": story.PROJECT_TEXT,
        "Priority": issue.priority,
        "Resolution": issue.resolution or "",
        "Created": stamp(issue.created),
        "Updated": stamp(issue.updated),
        "Resolved": stamp(issue.resolved),
        "Components": issue.component,
        "Due date": due,
        "Votes": "0",
        "Description": issue.description,
        "Custom field (Development)": "{}",
        "Custom field (Flagged)": "Impediment" if issue.flagged else "",
        "Custom field (Rank)": rank(issue),
        "Custom field (Story Points)": points,
        "Custom field (Team)": issue.team,
        "Parent": parent.id if parent else "",
        "Parent key": parent.key if parent else "",
        "Parent summary": parent.summary if parent else "",
        "Status Category": issue.status.category,
        "Status Category Changed": stamp(issue.category_changed),
    }


def rank(issue: Issue) -> str:
    """Return a rank in the form Jira uses to order a backlog."""
    return f"0|i{issue.number:05d}:"


def _due(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}/{MONTHS[int(month) - 1]}/{year[2:]} 12:00 AM"


def _people(issue: Issue) -> dict[str, str]:
    assignee = issue.assignee
    return {
        "Project lead": story.LEAD.name,
        "Project lead id": story.LEAD.account,
        "Assignee": assignee.name if assignee else "",
        "Assignee Id": assignee.account if assignee else "",
        "Reporter": issue.reporter.name,
        "Reporter Id": issue.reporter.account,
        "Creator": issue.reporter.name,
        "Creator Id": issue.reporter.account,
    }


def totals(world: World, issue: Issue) -> list[int | None]:
    """Return original, remaining and spent seconds with those of the sub-tasks."""
    family = [issue, *(i for i in world.issues if i.parent is issue)]
    if issue.kind == "Epic":
        family = [issue]
    sums: list[int | None] = []
    for name in ("estimate_seconds", "remaining_seconds", "spent_seconds"):
        known = [getattr(member, name) for member in family]
        known = [value for value in known if value is not None]
        sums.append(sum(known) if known else None)
    return sums


def _effort(world: World, issue: Issue) -> dict[str, str]:
    own = (issue.estimate_seconds, issue.remaining_seconds, issue.spent_seconds)
    cells = ["" if seconds is None else str(seconds) for seconds in own]
    sums = ["" if s is None else str(s) for s in totals(world, issue)]
    first = dict(
        zip(
            ("Original estimate", "Remaining Estimate", "Time Spent"),
            cells,
            strict=True,
        )
    )
    names = ("Σ Original Estimate", "Σ Remaining Estimate", "Σ Time Spent")
    ratio = work_ratio(issue)
    first["Work Ratio"] = "" if ratio is None else f"{ratio}%"
    return {**first, **dict(zip(names, sums, strict=True))}


def work_ratio(issue: Issue) -> int | None:
    """Return spent over estimated effort in percent, None without an estimate."""
    if not issue.estimate_seconds:
        return None
    return 100 * (issue.spent_seconds or 0) // issue.estimate_seconds
