"""Baseline budget, cost ledger and purchase orders; amounts in EUR, to the cent."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from sample_data import money_orders, story
from sample_data import money_plan as plan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sample_data.money_orders import Order
    from sample_data.money_plan import Package

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the cost ledger."""

    day: date
    package: Package
    vendor: str
    order: str
    text: str
    hours: Decimal | None
    amount: Decimal
    reference: str = ""


def budget() -> list[tuple[str, Package, int]]:
    """Return (month, package, planned amount) of the baseline."""
    rows = []
    for package in plan.PACKAGES:
        whole = sum(package.weights)
        left = package.total
        last = max(i for i, weight in enumerate(package.weights) if weight)
        for i, (month, weight) in enumerate(
            zip(story.months(), package.weights, strict=True)
        ):
            if not weight:
                continue
            share = left if i == last else package.total * weight // whole // 100 * 100
            left -= share
            rows.append((month, package, share))
    return sorted(rows, key=lambda row: row[0])


def ledger(seed: int) -> list[Line]:
    """Return all ledger lines in order of posting."""
    rng = Random(seed)  # noqa: S311 - a story, not a secret
    lines: list[Line] = []
    for package in plan.PACKAGES:
        for month, amount in zip(story.months(), package.actual, strict=False):
            if amount:
                lines += _month(package, month, amount, rng)
    packages = {package.name: package for package in plan.PACKAGES}
    for day, name, vendor, order, text, cost, reference in money_orders.SINGLE:
        exact = Decimal(cost).quantize(CENT)
        lines.append(
            Line(day, packages[name], vendor, order, text, None, exact, reference)
        )
    return sorted(lines, key=lambda line: line.day)


def _month(package: Package, month: str, amount: int, rng: Random) -> list[Line]:
    parts = [rng.uniform(0.7, 1.3) for _ in package.roles]
    lines = []
    for part, (role, rate) in zip(parts, package.roles, strict=True):
        share = amount * part / sum(parts)
        hours = Decimal(round(share / rate * 4)) / 4 if rate else None
        fixed = Decimal(round(share * 100)) / 100
        cost = fixed if hours is None else hours * rate
        lines.append(
            Line(
                _posted(month, rng, internal=package.vendor == plan.COMPANY),
                package,
                package.vendor,
                _order(package, month),
                f"{role}, {month}",
                hours,
                cost.quantize(CENT),
            )
        )
    return lines


def _order(package: Package, month: str) -> str:
    for order in money_orders.ORDERS:
        if order.package == package.name and order.first <= month <= order.last:
            return order.number
    return ""


def _posted(month: str, rng: Random, *, internal: bool) -> date:
    year, number = (int(part) for part in month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    back = 1 if internal else rng.randint(1, 16)
    day = following - timedelta(days=back)
    while day.weekday() > 4 or day in story.HOLIDAYS:  # noqa: PLR2004 - Friday
        day -= timedelta(days=1)
    return min(day, story.AS_OF)


def invoiced(lines: Iterable[Line], order: Order) -> Decimal:
    """Return what the ledger holds for one purchase order."""
    return sum(
        (line.amount for line in lines if line.order == order.number), Decimal("0.00")
    )


def _write(path: Path, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_budget(path: Path) -> None:
    """Write the baseline under two title rows, amounts with their currency."""
    header: list[object] = [
        "Period",
        "Category",
        "Work package",
        "Vendor",
        "CAPEX/OPEX",
        "Planned amount",
    ]
    rows: list[list[object]] = [
        ["Project Harbour: baseline budget, version 1.0", *[""] * 5],
        ["Approved by the steering committee on 2025-08-27", *[""] * 5],
        header,
    ]
    rows += [
        [month, p.category, p.name, p.vendor, p.kind, f"EUR {amount:,.2f}"]
        for month, p, amount in budget()
    ]
    _write(path, rows)


LEDGER_HEADER = (
    "Posting date",
    "Document no.",
    "Category",
    "Work package",
    "Vendor",
    "PO number",
    "Description",
    "CAPEX/OPEX",
    "Hours",
    "Amount EUR",
    "Reference",
)


def write_ledger(path: Path, lines: list[Line]) -> None:
    """Write the ledger, days as accountants write them: 31.10.2025."""
    rows = [
        [
            f"{line.day:%d.%m.%Y}",
            f"{line.day.year}-{190000 + 7 * number}",
            line.package.category,
            line.package.name,
            line.vendor,
            line.order,
            line.text,
            line.package.kind,
            "" if line.hours is None else f"{line.hours:.2f}",
            f"{line.amount:.2f}",
            line.reference,
        ]
        for number, line in enumerate(lines, start=1)
    ]
    _write(path, [LEDGER_HEADER, *rows])


def write_orders(path: Path, lines: list[Line]) -> None:
    """Write the purchase orders with what was invoiced so far."""
    header = (
        "PO number",
        "Vendor",
        "Category",
        "Description",
        "Ordered on",
        "Ordered amount",
        "Invoiced amount",
        "Currency",
        "Status",
    )
    rows = [
        [
            order.number,
            order.vendor,
            order.category,
            order.text,
            order.ordered.isoformat(),
            f"{order.amount:.2f}",
            f"{invoiced(lines, order):.2f}",
            "EUR",
            order.status,
        ]
        for order in money_orders.ORDERS
    ]
    _write(path, [header, *rows])


def truth(lines: list[Line]) -> dict[str, Any]:
    """Return the totals that a reader of the three files must find."""
    rows = budget()
    open_orders = [
        o for o in money_orders.ORDERS if o.status in {"Open", "Partly invoiced"}
    ]
    ours = sum((ln.amount for ln in lines if ln.vendor == plan.NORTHGATE), Decimal(0))
    theirs = sum(amount for _, p, amount in rows if p.vendor == plan.NORTHGATE)
    return {
        "currency": "EUR",
        "budget_total": sum(amount for _, _, amount in rows),
        "budget_contingency": sum(a for _, p, a in rows if p.name == plan.RESERVE),
        "budget_by_category": _sums((p.category, a) for _, p, a in rows),
        "budget_by_month": _sums((month, a) for month, _, a in rows),
        "budget_by_vendor": _sums((p.vendor, a) for _, p, a in rows),
        "budget_rows": len(rows),
        "actual_total": float(sum(line.amount for line in lines)),
        "actual_by_category": _sums((ln.package.category, ln.amount) for ln in lines),
        "actual_by_month": _sums((f"{ln.day:%Y-%m}", ln.amount) for ln in lines),
        "actual_by_vendor": _sums((ln.vendor, ln.amount) for ln in lines),
        "hours_total": float(sum(ln.hours or 0 for ln in lines)),
        "ledger_rows": len(lines),
        "northgate_over_budget": round(float(ours / theirs) - 1, 4),
        "ordered_total": sum(
            o.amount for o in money_orders.ORDERS if o.status != "Cancelled"
        ),
        "invoiced_total": float(
            sum(invoiced(lines, order) for order in money_orders.ORDERS)
        ),
        "open_commitment": float(
            sum(order.amount - invoiced(lines, order) for order in open_orders)
        ),
    }


def _sums(pairs: Iterable[tuple[str, int | Decimal]]) -> dict[str, float]:
    sums: dict[str, Decimal] = {}
    for name, amount in pairs:
        sums[name] = sums.get(name, Decimal(0)) + amount
    return {name: float(amount) for name, amount in sorted(sums.items())}
