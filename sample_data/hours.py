"""Hours booked in Tempo since March, and the capacity of the teams by sprint.

They are told from the history of each issue, with a chance of their own: the rest of
the sample stays as it is without them.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sample_data import story
from sample_data.state import begins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sample_data.model import Issue
    from sample_data.story import Person
    from sample_data.world import World

SINCE = date(2026, 3, 2)
FIRST_ID = 880_101
LONGEST = 24
"""Quarters of an hour that one item gets of one day at most."""
ELSEWHERE = ("TARN-31", "TARN-58")
"""Items of another project of the same people: running the old portal."""
RENAMED = (date(2026, 5, 11), "Juno Pebbleworth", "Pebbleworth, Juno")
"""From that day on the directory writes a name the other way round."""
PREPARED = timedelta(days=4)
"""So long before a story is begun somebody thinks about it."""
FEWEST = 4
"""Nobody books less than an hour on a story."""
AWAY = 0.07
HOURS_A_DAY = 5
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of the timesheet; `quarters` are quarters of an hour."""

    day: date
    key: str
    person: Person
    quarters: int
    text: str

    @property
    def author(self) -> str:
        """The name that the report shows on that day."""
        since, old, new = RENAMED
        is_new = self.person.name == old and self.day >= since
        return new if is_new else self.person.name


def bookings(world: World, seed: int) -> list[Booking]:
    """Return what was booked, in order of day, person and item."""
    rng = Random(seed + 1)  # noqa: S311 - a story, not a secret
    found: list[Booking] = []
    for issue in world.issues:
        if issue.spent_seconds:
            found += _in_full(issue)
    found += _filled_days(world, found, rng)
    for issue in world.issues:
        if issue.kind in {"Story", "Bug"}:
            found += _after_done(issue, rng)
    found += _elsewhere(rng)
    return sorted(found, key=lambda one: (one.day, one.author, one.key, one.quarters))


def _days(first: date, last: date) -> list[date]:
    return [day for day in story.working_days() if first <= day <= last]


def _in_full(issue: Issue) -> Iterator[Booking]:
    """Give an item exactly the time it says was spent, up to the day it was logged."""
    logged = next(
        entry.when.date()
        for entry in issue.histories
        for change in entry.changes
        if change.field == "timespent"
    )
    left, person = (issue.spent_seconds or 0) // 900, issue.assignee
    if logged < SINCE or person is None:
        return
    for day in reversed(_days(SINCE, logged)):
        if left:
            part = left if day == SINCE else min(left, LONGEST)
            left -= part
            yield Booking(day, issue.key, person, part, f"Worked on {issue.key}")


def _filled_days(
    world: World, known: Iterable[Booking], rng: Random
) -> Iterator[Booking]:
    """Give the rest of each person's day to the stories that were open on it."""
    taken: dict[tuple[date, Person], int] = {}
    for one in known:
        place = (one.day, one.person)
        taken[place] = taken.get(place, 0) + one.quarters
    open_on = _open_stories(world)
    for day in _days(SINCE, story.AS_OF):
        for person in (one for team in story.TEAMS.values() for one in team):
            left = rng.randint(16, 30) - taken.get((day, person), 0)
            issues = open_on.get((day, person), [])
            parts = min(len(issues), rng.randint(1, 2))
            if left < FEWEST * parts or rng.random() < AWAY:
                continue
            for issue in rng.sample(issues, parts):
                text = f"Building {issue.component}"
                yield Booking(day, issue.key, person, left // parts, text)


def _open_stories(world: World) -> dict[tuple[date, Person], list[Issue]]:
    """Return which stories each person has begun, or is about to, on which day.

    A story with sub-tasks gets no hours of its own: they are booked on its parts.
    """
    parents = [one.parent for one in world.issues if one.kind == "Sub-task"]
    keys = {issue.key for issue in parents if issue}
    found: dict[tuple[date, Person], list[Issue]] = {}
    for issue in world.issues:
        begun, person = _begun(issue), issue.assignee
        if issue.kind not in {"Story", "Bug"} or issue.key in keys:
            continue
        if begun is None or person is None:
            continue
        last = issue.resolved.date() if issue.resolved else story.AS_OF
        for day in _days(max(begun - PREPARED, SINCE), last):
            found.setdefault((day, person), []).append(issue)
    return found


def _begun(issue: Issue) -> date | None:
    """Return the day on which work on an issue began."""
    days = (
        entry.when.date()
        for entry in issue.histories
        for change in entry.changes
        if change.field == "status" and change.after == story.DOING.id
    )
    return next(days, None)


def _after_done(issue: Issue, rng: Random) -> Iterator[Booking]:
    """Let some stories take more time after they were done."""
    if issue.resolved is None or issue.resolution != "Done" or not issue.assignee:
        return
    done = issue.resolved.date()
    if rng.random() > 0.18:  # noqa: PLR2004 - about every sixth
        return
    later = _days(max(done + timedelta(days=1), SINCE), done + timedelta(days=9))
    for day in later[1:3]:
        quarters = rng.randint(2, 10)
        yield Booking(day, issue.key, issue.assignee, quarters, "Questions, small fix")


def _elsewhere(rng: Random) -> Iterator[Booking]:
    """Let people help out with the old portal now and then."""
    people = [person for team in story.TEAMS.values() for person in team]
    for day in _days(SINCE, story.AS_OF):
        if rng.random() < 0.35:  # noqa: PLR2004 - every third day
            key, person = rng.choice(ELSEWHERE), rng.choice(people)
            yield Booking(day, key, person, rng.randint(4, 14), "Old portal: incident")


def write_bookings(path: Path, lines: Iterable[Booking], world: World) -> None:
    """Write Tempo's report of logged time."""
    kinds = {issue.key: issue for issue in world.issues}
    head = (
        *("Issue Key", "Issue summary", "Hours", "Work date", "Full name"),
        *("Team", "Activity Name", "Work Description", "Worklog ID"),
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head)
        for number, one in enumerate(lines):
            issue = kinds.get(one.key)
            summary = issue.summary if issue else "Old portal: run and support"
            activity = "Development" if issue else "Operations"
            out.writerow(
                [
                    *(one.key, summary, f"{one.quarters / QUARTERS:g}"),
                    *(one.day.isoformat(), one.author, one.person.team),
                    *(activity, one.text, FIRST_ID + 3 * number),
                ]
            )


def capacity() -> list[tuple[str, int, date, date, int, int]]:
    """Return team, sprint, first and last day, hours and hours away."""
    rng = Random(story.SEED)  # noqa: S311 - a story, not a secret
    rows = []
    for number in range(13, story.SPRINTS + 2):
        first, before = begins(number), begins(number + 1)
        days = sum(
            (first + timedelta(days=n)).weekday() < 5  # noqa: PLR2004 - Saturday is 5
            and first + timedelta(days=n) not in story.HOLIDAYS
            for n in range((before - first).days)
        )
        for team, people in story.TEAMS.items():
            away = rng.choice((0, 12, 24, 36))
            hours = days * HOURS_A_DAY * len(people) - away
            rows.append((team, number, first, before, hours, away))
    return rows


def write_capacity(path: Path) -> None:
    """Write the capacity of the teams, as their leads plan it."""
    head = ("Team", "Sprint", "Start", "End", "Capacity (hours)", "Absence (hours)")
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head)
        for team, number, first, before, hours, away in capacity():
            last = before - timedelta(days=1)
            name = f"Harbour Sprint {number}"
            out.writerow([team, name, first.isoformat(), last.isoformat(), hours, away])


def truth(world: World, lines: Iterable[Booking]) -> dict[str, Any]:
    """Return what the bookings add up to, in hours."""
    issues = {issue.key: issue for issue in world.issues}
    own = [one for one in lines if one.key in issues]
    weeks, teams, items = Counter[str](), Counter[str](), Counter[str]()
    after = 0
    for one in own:
        monday = one.day - timedelta(days=one.day.weekday())
        weeks[monday.isoformat()] += one.quarters
        teams[one.person.team] += one.quarters
        items[one.key] += one.quarters
        issue = issues[one.key]
        is_late = issue.resolved is not None and one.day > issue.resolved.date()
        after += one.quarters * (issue.is_done and is_late)
    timed = [issue for issue in world.issues if issue.estimate_seconds]
    return {
        "bookings": len(own),
        "hours": weeks.total() / QUARTERS,
        "by_week": {monday: part / QUARTERS for monday, part in weeks.items()},
        "by_team": {team: part / QUARTERS for team, part in sorted(teams.items())},
        "after_done": after / QUARTERS,
        "outside": sum(one.quarters for one in lines if one.key not in issues)
        / QUARTERS,
        "estimated": sum(issue.estimate_seconds or 0 for issue in timed) / 3600,
        "logged_on_estimated": _logged(world, timed, items) / QUARTERS,
        "capacity": sum(
            hours for _, _, _, before, hours, _ in capacity() if before <= story.AS_OF
        ),
    }


def _logged(world: World, timed: Iterable[Issue], booked: Mapping[str, int]) -> int:
    """Return the quarters on estimated items and all their sub-tasks.

    What was logged before Tempo stands in the items alone.
    """
    whole = {_head(issue) for issue in timed}
    return sum(
        booked.get(issue.key) or (issue.spent_seconds or 0) // 900
        for issue in world.issues
        if _head(issue) in whole
    )


def _head(issue: Issue) -> str:
    parent = issue.parent if issue.kind == "Sub-task" else None
    return parent.key if parent else issue.key
