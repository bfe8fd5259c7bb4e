"""The facts that do not depend on chance: who, when, which vendors, which releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20250901
START = date(2025, 9, 1)
AS_OF = date(2026, 5, 29)

PROJECT_KEY = "HARB"
PROJECT_ID = "10041"
PROJECT_NAME = "Harbour \N{EN DASH} customer portal replacement"
PROJECT_TEXT = "Replaces the Tarnwick Energy customer portal, release by release"
SITE = "https://tarnwick.example.com"
BOARD_ID = 7
FIRST_SPRINT_ID = 101
SPRINTS = 19
SPRINT_DAYS = 14
FIRST_SPRINT = date(2025, 9, 16)

HOLIDAYS = frozenset(
    {
        date(2025, 12, 25),
        date(2025, 12, 26),
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 25),
    }
)
QUIET = (date(2025, 12, 19), date(2026, 1, 6))
R2_SLIP = date(2026, 2, 5)
REGULATOR_FROM = date(2025, 12, 3)


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    name: str
    account: str
    team: str

    @property
    def email(self) -> str:
        """The address: initial, dot, surname, in the reserved example domain."""
        first, last = self.name.lower().split(" ")
        return f"{first[0]}.{last}@example.com"


@dataclass(frozen=True, slots=True)
class Status:
    """A workflow status with its category."""

    id: str
    name: str
    category: str
    category_id: int
    category_key: str


@dataclass(frozen=True, slots=True)
class Release:
    """A fix version as it stands at the end of the story."""

    id: str
    name: str
    date: date
    released: bool
    archived: bool = False


def _people(team: str, *names: str) -> tuple[Person, ...]:
    return tuple(
        Person(name, f"712020:{team[:2].lower()}{i:02d}-harbour-{len(name):02d}", team)
        for i, name in enumerate(names, start=1)
    )


TEAMS: dict[str, tuple[Person, ...]] = {
    "Apollo": _people(
        "Apollo",
        "Ada Quillfeather",
        "Bram Tidewell",
        "Cleo Marrowby",
        "Dov Lanternby",
        "Esme Harrowgate",
    ),
    "Borealis": _people(
        "Borealis",
        "Fenna Oakspindle",
        "Gus Wetherlock",
        "Hilde Brackwater",
        "Ivo Candlemoor",
        "Juno Pebbleworth",
    ),
    "Cassini": _people(
        "Cassini",
        "Kai Thistledown",
        "Lotte Ironbridge",
        "Milo Saltmarsh",
        "Nell Copperwick",
        "Otis Larkenfell",
    ),
}
TEAM_IDS = {
    "Apollo": "a1f0c2d4-0000-4000-8000-00000000a901",
    "Borealis": "b2f0c2d4-0000-4000-8000-00000000b902",
    "Cassini": "c3f0c2d4-0000-4000-8000-00000000c903",
}
LEAD, MASTER, ANALYST, TESTER = _people(
    "Project office",
    "Petra Vanterpool",
    "Quinn Dovetail",
    "Rosa Emberley",
    "Stellan Fogarth",
)

TODO = Status("10000", "To Do", "To Do", 2, "new")
DOING = Status("10001", "In Progress", "In Progress", 4, "indeterminate")
REVIEW = Status("10004", "In Review", "In Progress", 4, "indeterminate")
TESTING = Status("10005", "In Test", "In Progress", 4, "indeterminate")
DONE = Status("10002", "Done", "Done", 3, "done")
CANCELLED = Status("10006", "Cancelled", "Done", 3, "done")

R1 = Release("10201", "R1 2025-12", date(2025, 12, 12), released=True)
R2_OLD = Release(
    "10202", "R2 2026-02", date(2026, 2, 27), released=False, archived=True
)
R2 = Release("10204", "R2 2026-04", date(2026, 4, 24), released=True)
R3 = Release("10203", "R3 2026-06", date(2026, 6, 26), released=False)
RELEASES = {release.name: release for release in (R1, R2_OLD, R2, R3)}


@dataclass(frozen=True, slots=True)
class Epic:
    """One epic: its team, component, release and the features under it."""

    title: str
    team: str
    component: str
    release: Release
    features: tuple[str, ...]


def _features(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


EPICS: tuple[Epic, ...] = (
    Epic(
        "Sign-in and identity",
        "Cassini",
        "Identity",
        R1,
        _features(
            "Password reset, Two-step sign-in, Session expiry, Trusted devices,"
            "Account lock, Staff sign-in, Identity provider switch"
        ),
    ),
    Epic(
        "My account",
        "Apollo",
        "Portal",
        R1,
        _features(
            "Contact details, Household members, Address change, Language choice,"
            "Paperless choice, Closing an account"
        ),
    ),
    Epic(
        "Portal foundation",
        "Apollo",
        "Portal",
        R1,
        _features(
            "Navigation, Error pages, Design tokens, Cookie notice, Site search,"
            "Service banner"
        ),
    ),
    Epic(
        "Platform and operations",
        "Borealis",
        "Platform",
        R1,
        _features(
            "Deployment pipeline, Log shipping, Alert rules, Backup drill,"
            "Feature switches, Secrets rotation"
        ),
    ),
    Epic(
        "Bills and documents",
        "Apollo",
        "Billing",
        R2_OLD,
        _features(
            "Bill overview, Bill download, Bill comparison, Tax summary,"
            "Document inbox, Bill explanation"
        ),
    ),
    Epic(
        "Payments",
        "Borealis",
        "Payments",
        R2_OLD,
        _features(
            "Card payment, Direct debit mandate, Payment plan, Refund request,"
            "Payment reminder, Failed payment retry"
        ),
    ),
    Epic(
        "Billing system integration",
        "Cassini",
        "Integration",
        R2_OLD,
        _features(
            "Customer sync, Invoice feed, Payment status feed, Address feed,"
            "Tariff lookup, Error queue"
        ),
    ),
    Epic(
        "Data migration",
        "Borealis",
        "Migration",
        R2_OLD,
        _features(
            "Account matching, Document migration, Consent migration,"
            "Trial migration, Cut-over checklist"
        ),
    ),
    Epic(
        "Usage and meters",
        "Apollo",
        "Usage",
        R3,
        _features(
            "Usage chart, Meter reading, Half-hourly data, Usage alert,"
            "Solar export view, Usage download"
        ),
    ),
    Epic(
        "Moving home",
        "Cassini",
        "Journeys",
        R3,
        _features(
            "Move-out form, Move-in form, Final bill, New tenancy check, Handover code"
        ),
    ),
    Epic(
        "Help and contact",
        "Borealis",
        "Journeys",
        R3,
        _features(
            "Help articles, Call-back booking, Outage map, Complaint form,"
            "Chat hand-over"
        ),
    ),
)
REGULATOR_EPIC = Epic(
    "OFM rulebook 14: fair metering changes",
    "Cassini",
    "Compliance",
    R2_OLD,
    _features(
        "Consent log, Vulnerable customer flag, Back-billing limit,"
        "Complaint deadline clock, Price change notice, Cooling-off period,"
        "Disconnection warning, Data portability file"
    ),
)


def working_days() -> Iterator[date]:
    """Yield the days on which anybody works, first to last."""
    day = START
    while day <= AS_OF:
        if day.weekday() < 5 and day not in HOLIDAYS:  # noqa: PLR2004 - Saturday is 5
            yield day
        day += timedelta(days=1)


def months() -> tuple[str, ...]:
    """Return the months of the baseline budget, 2025-09 to 2026-06."""
    return tuple(f"{2025 + (8 + i) // 12}-{(8 + i) % 12 + 1:02d}" for i in range(10))


def at(day: date, hour: int, minute: int, second: int = 0) -> datetime:
    """Return an instant in UTC, the time zone of the exporting account."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
