"""The work packages: what was budgeted, what is spent, who posts hours."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "Tarnwick Energy"
NORTHGATE = "Northgate Systems"
PIXELBROOK = "Pixelbrook Studio"
IRONQUAY = "Ironquay Security"
CLOUDMOOR = "Cloudmoor Hosting"
SILVERFEN = "Silverfen Data"
LARKFIELD = "Larkfield Training"
RESERVE = "Contingency reserve"
SWITCH = "Identity provider switch"
TEAM_ROLES = (
    ("senior engineer", 56),
    ("engineer", 47),
    ("engineer 2", 45),
    ("tester", 43),
)
DESIGN_ROLES = (("Designer", 78), ("Senior designer", 92), ("Content editor", 64))


@dataclass(frozen=True, slots=True)
class Package:
    """A work package: baseline by month, what was spent, who posts hours at what rate.

    `weights` spread `total` over 2025-09 to 2026-06; `actual` are EUR from 2025-09 on.
    A rate of 0 means an invoice without hours.
    """

    name: str
    category: str
    vendor: str
    kind: str
    total: int
    weights: tuple[int, ...]
    actual: tuple[int, ...] = ()
    roles: tuple[tuple[str, int], ...] = ()


STAFF, DESIGN, IDENTITY = (
    "Internal staff",
    "Design and front end",
    "Identity and security",
)
LINK, HOSTING = "Integration services", "Hosting and licences"
MIGRATION, TRAINING = "Data migration", "Training and change"


def _thousand(*amounts: float) -> tuple[int, ...]:
    return tuple(round(amount * 1000) for amount in amounts)


PACKAGES = (
    Package(
        "Product teams",
        STAFF,
        COMPANY,
        "CAPEX",
        760_000,
        (9, 10, 10, 7, 10, 10, 11, 11, 11, 11),
        _thousand(67, 77, 78, 52, 76, 79, 86, 85, 86),
        tuple(
            (f"Timesheet team {team}, {role}", rate)
            for team in ("Apollo", "Borealis", "Cassini")
            for role, rate in TEAM_ROLES
        ),
    ),
    Package(
        "Project office",
        STAFF,
        COMPANY,
        "OPEX",
        120_000,
        (1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        _thousand(11.6, 12.2, 12, 9.1, 12.4, 13.5, 13.2, 13, 12.2),
        (("Timesheet project lead", 68), ("Timesheet analyst", 54), ("Tester", 49)),
    ),
    Package(
        "Billing system integration",
        LINK,
        NORTHGATE,
        "CAPEX",
        360_000,
        (0, 5, 8, 8, 10, 11, 6, 2, 0, 0),
        _thousand(0, 30, 52, 50, 66, 77, 82, 76, 53),
        (
            ("Integration architect", 128),
            ("Integration developer 1", 104),
            ("Integration developer 2", 104),
            ("Integration developer 3", 98),
            ("Test engineer", 92),
            ("Change requests, developer", 112),
            ("Service desk", 0),
        ),
    ),
    Package(
        "Portal and design",
        DESIGN,
        PIXELBROOK,
        "CAPEX",
        270_000,
        (10, 12, 12, 8, 11, 11, 10, 10, 9, 7),
        _thousand(26, 32, 33, 17, 29, 30, 27, 28, 24),
        (*DESIGN_ROLES, ("Front-end developer 1", 88), ("Front-end developer 2", 88)),
    ),
    Package(
        SWITCH,
        IDENTITY,
        IRONQUAY,
        "CAPEX",
        130_000,
        (6, 10, 12, 8, 4, 2, 0, 0, 0, 0),
        _thousand(15, 28, 34, 24, 17, 9, 4),
        (("Identity engineer", 118), ("Identity consultant", 142), ("Support", 0)),
    ),
    Package(
        "Penetration tests",
        IDENTITY,
        IRONQUAY,
        "OPEX",
        50_000,
        (0, 0, 0, 2, 0, 2, 0, 0, 0, 1),
        _thousand(0, 0, 0, 18.5, 0, 0, 0, 21),
        (("Penetration test, fixed price", 0), ("Retest", 0)),
    ),
    Package(
        "Cloud hosting",
        HOSTING,
        CLOUDMOOR,
        "OPEX",
        150_000,
        (5, 6, 7, 9, 9, 10, 12, 13, 14, 15),
        _thousand(6.8, 8.4, 10.2, 13.1, 13.3, 15.9, 18.8, 20.4, 21.3),
        (
            ("Test environment", 0),
            ("Live environment", 0),
            ("Data transfer", 0),
            ("Support", 0),
        ),
    ),
    Package(
        "Licences",
        HOSTING,
        CLOUDMOOR,
        "OPEX",
        90_000,
        (2, 1, 1, 1, 2, 1, 1, 1, 1, 1),
        _thousand(14.5, 7.4, 7.4, 7.6, 15.1, 7.6, 7.7, 7.7, 7.7),
        (("Monitoring licence", 0), ("Search licence", 0), ("Signing licence", 0)),
    ),
    Package(
        "Trial and final migration",
        MIGRATION,
        SILVERFEN,
        "CAPEX",
        190_000,
        (0, 4, 6, 4, 7, 9, 6, 2, 1, 1),
        _thousand(0, 17, 27, 16, 27, 32, 29, 21, 9),
        (
            ("Migration engineer 1", 96),
            ("Migration engineer 2", 96),
            ("Data analyst", 82),
            ("Rehearsal on site", 0),
            ("Tester", 68),
        ),
    ),
    Package(
        "Customer care training",
        TRAINING,
        LARKFIELD,
        "OPEX",
        100_000,
        (0, 1, 2, 2, 1, 4, 2, 2, 3, 3),
        _thousand(0, 4.2, 9, 8.8, 5, 6.1, 11.7, 16.4, 11.2),
        (("Trainer", 85), ("Course material", 0), ("Co-trainer", 74)),
    ),
    Package(
        RESERVE, "Contingency", "", "CAPEX", 180_000, (0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    ),
)
