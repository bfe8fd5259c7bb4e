"""The purchase orders, and the postings that follow no monthly pattern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample_data.money_plan import (
    CLOUDMOOR,
    IDENTITY,
    IRONQUAY,
    PACKAGES,
    PIXELBROOK,
    SWITCH,
    Package,
)


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order and the months whose invoices it pays for."""

    number: str
    vendor: str
    category: str
    package: str
    text: str
    ordered: date
    amount: int
    first: str
    last: str
    status: str


_PART = "Partly invoiced"


def _order(
    number: int, package: Package, text: str, ordered: date, amount: int, *rest: str
) -> Order:
    first, last, status = rest
    return Order(
        f"45000{number}",
        package.vendor,
        package.category,
        package.name,
        text,
        ordered,
        amount,
        first,
        last,
        status,
    )


_P = {package.name: package for package in PACKAGES}
_NORTH = _P["Billing system integration"]
_CARE = _P["Customer care training"]
PARALLEL = Order(
    "4500012087",
    CLOUDMOOR,
    IDENTITY,
    "",
    "Old identity provider, three more months",
    date(2026, 1, 20),
    18_000,
    "",
    "",
    "Closed",
)
RESCUE = Order(
    "4500012086",
    IRONQUAY,
    IDENTITY,
    "",
    "Identity provider switch: recovery work",
    date(2026, 1, 14),
    48_000,
    "",
    "",
    "Closed",
)
ORDERS = (
    _order(
        12001,
        _P["Portal and design"],
        "Design and front end, by effort",
        date(2025, 9, 3),
        272_000,
        "2025-09",
        "2026-06",
        _PART,
    ),
    _order(
        12004,
        _P[SWITCH],
        "Identity provider switch",
        date(2025, 9, 4),
        133_000,
        "2025-09",
        "2026-03",
        "Closed",
    ),
    _order(
        12009,
        _P["Cloud hosting"],
        "Hosting, frame contract",
        date(2025, 9, 5),
        150_000,
        "2025-09",
        "2026-06",
        _PART,
    ),
    _order(
        12010,
        _P["Licences"],
        "Licences, one year",
        date(2025, 9, 5),
        90_000,
        "2025-09",
        "2026-06",
        _PART,
    ),
    _order(
        12017,
        _NORTH,
        "Integration, lot 1",
        date(2025, 9, 24),
        200_000,
        "2025-10",
        "2026-01",
        "Closed",
    ),
    _order(
        12021,
        _P["Trial and final migration"],
        "Data migration, by effort",
        date(2025, 9, 29),
        190_000,
        "2025-10",
        "2026-06",
        _PART,
    ),
    _order(
        12024,
        _CARE,
        "Training for customer care",
        date(2025, 10, 8),
        78_000,
        "2025-10",
        "2026-05",
        _PART,
    ),
    _order(
        12052,
        _P["Penetration tests"],
        "Three penetration tests",
        date(2025, 11, 20),
        50_000,
        "2025-12",
        "2026-06",
        _PART,
    ),
    RESCUE,
    PARALLEL,
    _order(
        12093,
        _NORTH,
        "Integration, lot 2",
        date(2026, 1, 28),
        160_000,
        "2026-02",
        "2026-03",
        "Closed",
    ),
    _order(
        12110,
        _P["Portal and design"],
        "Second design studio, not needed",
        date(2026, 2, 11),
        15_000,
        "",
        "",
        "Cancelled",
    ),
    _order(
        12131,
        _NORTH,
        "Integration, change requests of the regulator",
        date(2026, 3, 26),
        150_000,
        "2026-04",
        "2026-06",
        _PART,
    ),
    _order(
        12158,
        _CARE,
        "Training for R3",
        date(2026, 5, 12),
        22_000,
        "",
        "",
        "Open",
    ),
)

Posting = tuple[date, str, str, str, str, str, str]
SINGLE: tuple[Posting, ...] = (
    *(
        (day, SWITCH, IRONQUAY, RESCUE.number, f"Recovery work, {month}", cost, "R-07")
        for day, month, cost in (
            (date(2026, 1, 30), "2026-01", "17400"),
            (date(2026, 2, 26), "2026-02", "16200"),
            (date(2026, 3, 30), "2026-03", "12600"),
        )
    ),
    *(
        (
            day,
            SWITCH,
            CLOUDMOOR,
            PARALLEL.number,
            f"Old provider, {month}",
            "6000",
            "R-07",
        )
        for day, month in (
            (date(2026, 1, 30), "2026-01"),
            (date(2026, 2, 26), "2026-02"),
            (date(2026, 3, 30), "2026-03"),
        )
    ),
    (
        date(2025, 12, 18),
        "Portal and design",
        PIXELBROOK,
        "4500012001",
        "Credit note, workshop cancelled",
        "-2340",
        "",
    ),
    (
        date(2026, 3, 12),
        "Cloud hosting",
        CLOUDMOOR,
        "4500012009",
        "Credit note, outage of 24 February",
        "-1180.50",
        "",
    ),
)
