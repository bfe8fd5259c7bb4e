"""A project's settings: what a file cannot say, or says otherwise than people mean.

Settings are a frozen value that is stored as JSON. What a file shows pre-fills them;
what it lacks (sprint dates in a CSV) can be typed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from analytics.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CATEGORIES = ("todo", "doing", "done")
DONE_RULES = {
    "status_category": "Done when the status belongs to the category done",
    "last_column": "Done when the status is in the right-most column of the board",
}
SUBTASK_RULES = {
    "in_parent": "Only their parent counts, with its own estimate",
    "counted": "They count like any other item, beside their parent",
}
SCORE_TOPS = (0, *range(2, 11), 100)
"""Where scales of scores may end; 100 are percents, 0 leaves it to the register."""
ONCE_UNSET = (0.1, 0.3, 0.5, 0.7, 0.9)
"""What stood for probabilities that nobody had set, before there were limits."""


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones, read from disk once."""
    return frozenset(available_timezones())


@dataclass(frozen=True, slots=True)
class SprintDates:
    """Dates of one sprint, typed by hand: first day, and first day after."""

    name: str
    starts_on: date
    ends_before: date


@dataclass(frozen=True, slots=True)
class TeamCalendar:
    """When one team does not work, in place of the project's calendar."""

    team: str
    weekend: tuple[int, ...]
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The organisation's appetite: where a light turns, and which risks are too many.

    Attributes:
        overrun: So far above the budget, as a share of it, is amber and not yet red.
        behind: So much more left than the ideal, as a share of the scope, likewise.
        covered: A reserve that is enough with this chance is green.
        barely: One that is enough with this chance is amber.
        moderate_from: Lowest score at which a risk is moderate.
        high_from: Lowest score at which a risk is high.
    """

    overrun: float = 0.05
    behind: float = 0.15
    covered: float = 0.8
    barely: float = 0.5
    moderate_from: float = 0.06
    high_from: float = 0.18

    def __post_init__(self) -> None:
        """Refuse limits that contradict each other.

        Raises:
            RequestError: With the sentence that the settings page shows.
        """
        if not all(0 <= value <= 1 for value in astuple(self)):
            message = "A limit lies between 0 and 1, or 0 and 100 %."
            raise RequestError(message)
        if self.barely > self.covered:
            message = "A reserve must be green with no less chance than it is amber."
            raise RequestError(message)
        if self.moderate_from > self.high_from:
            message = "A high risk must have no lower score than a moderate one."
            raise RequestError(message)


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """Everything about a project that is decided by people.

    Attributes:
        currency: ISO code in which money is added up.
        time_zone: Zone in which days begin, and in which zone-less times are meant.
        weekend: Non-working weekdays, Monday is 0.
        holidays: Further non-working days.
        done_rule: Key of `DONE_RULES`.
        subtask_rule: Key of `SUBTASK_RULES`.
        status_map: Status -> todo, doing or done, where the tracker's is not meant.
        point_field: The estimate field that counts; empty takes the first filled.
        sprint_dates: Dates of sprints that the files do not give.
        team_calendars: Calendars of teams that do not follow the project's.
        limits: Where lights turn, and from which score on a risk is high.
        risk_probabilities: Upper-level probabilities of the five levels; empty where
            nobody set them.
        risk_impacts: Money at which each of the five impact levels begins.
        risk_score_top: Highest score of registers that do not say it, 100 where their
            numbers are percents; 0 takes what is usual, see `importers.scores`.
    """

    currency: str = "EUR"
    time_zone: str = "UTC"
    weekend: tuple[int, ...] = (5, 6)
    holidays: tuple[date, ...] = ()
    done_rule: str = "status_category"
    subtask_rule: str = "in_parent"
    status_map: Mapping[str, str] = field(default_factory=dict)
    point_field: str = ""
    sprint_dates: tuple[SprintDates, ...] = ()
    risk_probabilities: tuple[float, ...] = ()
    risk_impacts: tuple[float, ...] = ()
    risk_score_top: int = 0
    team_calendars: tuple[TeamCalendar, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse settings that have no meaning.

        Raises:
            RequestError: With the sentence that the settings page shows.
        """
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            message = f"{self.currency!r} is no currency code such as EUR or USD."
            raise RequestError(message)
        if self.time_zone not in zones():
            message = f"{self.time_zone!r} is no time zone such as Europe/Berlin."
            raise RequestError(message)
        for weekend in (self.weekend, *(one.weekend for one in self.team_calendars)):
            if not set(weekend) < set(range(7)):
                message = "At least one day of the week must be a working day."
                raise RequestError(message)
        if self.done_rule not in DONE_RULES:
            message = f"{self.done_rule!r} is no done rule."
            raise RequestError(message)
        if self.subtask_rule not in SUBTASK_RULES:
            message = f"{self.subtask_rule!r} is no rule for sub-tasks."
            raise RequestError(message)
        if not set(self.status_map.values()) <= set(CATEGORIES):
            message = "A status can be todo, doing or done."
            raise RequestError(message)
        if self.risk_score_top not in SCORE_TOPS:
            message = "Scores end at a number from 2 to 10, or at 100 for percents."
            raise RequestError(message)
        _check_sprints(self.sprint_dates)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    def calendar_of(self, team: str) -> TeamCalendar | None:
        """Return the calendar of a team, if it has one of its own."""
        return next((one for one in self.team_calendars if one.team == team), None)

    def to_json(self) -> str:
        """Return a stable text; equal settings give equal texts."""
        raw = asdict(self)
        raw["status_map"] = dict(sorted(self.status_map.items()))
        return json.dumps(raw, default=date.isoformat, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ProjectSettings:
        """Read what `to_json` wrote; unknown names of later versions are ignored."""
        raw: dict[str, Any] = json.loads(text)
        known = {name: raw[name] for name in cls.__dataclass_fields__ if name in raw}
        for name in ("weekend", "risk_probabilities", "risk_impacts"):
            if name in known:
                known[name] = tuple(known[name])
        known["holidays"] = _days(raw.get("holidays", ()))
        known["team_calendars"] = tuple(
            TeamCalendar(
                entry["team"], tuple(entry["weekend"]), _days(entry["holidays"])
            )
            for entry in raw.get("team_calendars", ())
        )
        if "limits" not in raw and known.get("risk_probabilities") == ONCE_UNSET:
            known["risk_probabilities"] = ()
        known["limits"] = Limits(**raw.get("limits", {}))
        known["sprint_dates"] = tuple(
            SprintDates(
                entry["name"],
                date.fromisoformat(entry["starts_on"]),
                date.fromisoformat(entry["ends_before"]),
            )
            for entry in raw.get("sprint_dates", ())
        )
        return cls(**known)

    def with_changes(self, **changes: object) -> ProjectSettings:
        """Return a copy with some settings changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _check_sprints(sprints: Iterable[SprintDates]) -> None:
    for sprint in sprints:
        if sprint.ends_before <= sprint.starts_on:
            message = f"Sprint {sprint.name!r} ends before it starts."
            raise RequestError(message)


def _days(texts: Iterable[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in texts)


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the dashboard."""

    project_id: str
    name: str
    is_sample: bool
    settings: ProjectSettings


def slug(name: str) -> str:
    """Return a short id for links.

    >>> slug("Müller & Söhne: Phase 2")
    'muller-sohne-phase-2'
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "project"
