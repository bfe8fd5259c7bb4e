"""A Jira export of any size, written row by row, for measurements."""

from __future__ import annotations

import csv
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from sample_data import story, texts
from sample_data.jira_csv import COLUMNS, stamp
from sample_data.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTHS = {
    "Fix versions": 3,
    "Components": 2,
    "Labels": 4,
    "Watchers": 3,
    "Watchers Id": 3,
    "Sprint": 8,
    "Comment": 6,
}
MORE = """Actual end,Actual start,Affected services,Category,Change reason
Change risk,Change type,Epic Color,Epic Name,Epic Status,Impact,Locked forms
Open forms,Request Type,Request language,Satisfaction,Submitted forms,Target end
Target start,Time to resolution,Total forms,Vulnerability,Work category"""
EXTRA = tuple(f"Custom field ({name})" for name in MORE.replace("\n", ",").split(","))
NAMES = (*COLUMNS, *EXTRA)
PROJECTS = 10
FLOW = (story.TODO, story.DOING, story.REVIEW, story.TESTING, *[story.DONE] * 6)
KINDS = ("Story", "Story", "Story", "Bug", "Task", "Sub-task")
FIRST = story.at(story.START, 8, 0) - timedelta(days=2000)


def header() -> list[str]:
    """Return about 100 column names, repeated ones repeated."""
    return [name for name in NAMES for _ in range(WIDTHS.get(name, 1))]


def generate_issues(n: int, *, seed: int) -> Iterator[list[str]]:
    """Yield n rows that fit `header()`, newest issue first."""
    rng = Random(seed)  # noqa: S311 - test data, not a secret
    places: dict[str, int] = {}
    for place, name in enumerate(header()):
        places.setdefault(name, place)
    width = len(header())
    for number in range(n, 0, -1):
        row = [""] * width
        for name, value in _one(number, n, rng).items():
            row[places[name]] = value
        for name, values in _many(number, rng).items():
            place = places[name]
            row[place : place + len(values)] = values
        yield row


def write(path: Path, n: int, *, seed: int) -> None:
    """Write n issues without holding them in memory."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header())
        writer.writerows(generate_issues(n, seed=seed))


def _one(number: int, n: int, rng: Random) -> dict[str, str]:
    project = number % PROJECTS
    epic = story.EPICS[int(rng.random() * len(story.EPICS))]
    feature = epic.features[int(rng.random() * len(epic.features))]
    facet = texts.FACETS[int(rng.random() * len(texts.FACETS))]
    status = FLOW[int(rng.random() * len(FLOW))]
    created = FIRST + timedelta(minutes=int(2_600_000 * number / n))
    moved = created + timedelta(minutes=int(rng.expovariate(1 / 20_000)))
    done = stamp(moved) if status is story.DONE else ""
    return {
        "Summary": f"{feature}: {facet} ({number})",
        "Issue key": f"SCALE{project}-{number // PROJECTS + 1}",
        "Issue id": str(100_000 + number),
        "Issue Type": KINDS[int(rng.random() * len(KINDS))],
        "Status": status.name,
        "Project key": f"SCALE{project}",
        "Project name": f"Scale project {project}",
        "Project type": "software",
        "Priority": ("Low", "Medium", "High", "Highest")[int(rng.random() * 4)],
        "Resolution": "Done" if done else "",
        "Created": stamp(created),
        "Updated": stamp(moved),
        "Resolved": done,
        "Votes": "0",
        "Description": texts.story_text(feature, facet, rng)
        + f"\n\n{prose(int(rng.random() * 60) + 5, rng)}",
        "Custom field (Development)": "{}",
        "Custom field (Rank)": f"0|i{number:06d}:",
        "Custom field (Story Points)": ("", "1.0", "2.0", "3.0", "5.0", "8.0")[
            int(rng.random() * 6)
        ],
        "Custom field (Team)": epic.team,
        "Custom field (Work category)": epic.component,
        "Status Category": status.category,
        "Status Category Changed": stamp(moved),
        **_who(epic.team, rng),
    }


def _who(team: str, rng: Random) -> dict[str, str]:
    person = story.TEAMS[team][int(rng.random() * 5)]
    return {
        "Project lead": story.LEAD.name,
        "Project lead id": story.LEAD.account,
        "Assignee": person.name,
        "Assignee Id": person.account,
        "Reporter": story.ANALYST.name,
        "Reporter Id": story.ANALYST.account,
        "Creator": story.ANALYST.name,
        "Creator Id": story.ANALYST.account,
    }


def _many(number: int, rng: Random) -> dict[str, list[str]]:
    last = number // 400 + 1
    sprints = range(max(1, last - int(rng.expovariate(1.1))), last + 1)
    notes = [
        f"01/Mar/26 9:{10 + i} AM;{story.TESTER.account};{prose(34, rng)}\n"
        f"Seen in run {number}."
        for i in range(int(rng.random() * WIDTHS["Comment"]))
    ]
    return {
        "Fix versions": [f"{last // 6}.{last % 6}"],
        "Components": [story.EPICS[number % len(story.EPICS)].component],
        "Labels": ["customer", "beta-group", "operations"][: int(rng.random() * 4)],
        "Watchers": [story.LEAD.name],
        "Watchers Id": [story.LEAD.account],
        "Sprint": [f"Scale Sprint {i}" for i in sprints][-WIDTHS["Sprint"] :],
        "Comment": notes,
    }
