"""Which budget lines, ledger lines and purchase orders a budget variance rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.metrics.money import Counted, after, cents, count, key, text

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

KINDS = ("budget", "contingency", "management_reserve")
"""Kinds of budget lines; a line that names none is `budget`."""

ENDED = r"^(?:clos|cancel|void|complet|finish|paid|fully invoiced|reject)"
"""How the status of an order begins that no more invoices are expected for."""

NOT_ORDERED = r"^(?:draft|plan|propos|request|pending)"
"""How the status begins of an order that was not placed."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The lines that count, and where spent and committed amounts come from.

    Attributes:
        budget: Budget lines with `cents`, `kind` and `has_period`.
        costs: Ledger lines with `cents`, booked on or before the status date.
        orders: Purchase orders with `cents` and `open` (cents not invoiced yet).
        spent_from: `ledger`, `budget file` or empty where nothing says it.
        committed_from: `orders`, `budget file` or empty where nothing says it.
    """

    budget: Counted
    costs: Counted
    orders: Counted
    spent_from: str
    committed_from: str


def choose(
    budget_lines: pd.DataFrame,
    costs: pd.DataFrame,
    commitments: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
) -> Sources:
    """Choose the lines that count on a status date."""
    budget = _budget(budget_lines, currency)
    ledger = _ledger(costs, as_of, currency)
    stated = budget.used[["actual_amount", "committed_amount"]].notna().any()
    return Sources(
        budget=budget,
        costs=ledger,
        orders=_orders(commitments, ledger.used, as_of, currency),
        spent_from=_source("ledger", costs, is_stated=bool(stated["actual_amount"])),
        committed_from=_source(
            "orders", commitments, is_stated=bool(stated["committed_amount"])
        ),
    )


def _source(name: str, rows: pd.DataFrame, *, is_stated: bool) -> str:
    if len(rows):
        return name
    return "budget file" if is_stated else ""


def _budget(rows: pd.DataFrame, currency: str) -> Counted:
    kind = text(rows["budget_kind"]).replace("", KINDS[0])
    rows = rows.assign(kind=kind, subject=rows["category"])
    refused = [(~kind.isin(KINDS), "kind of budget is not known")]
    counted = count(
        "budget_line", rows, currency=currency, subject="category", refused=refused
    )
    used = counted.used
    has_period = used["starts_on"] < used["ends_before"]
    return replace(counted, used=used.assign(has_period=has_period))


def _ledger(rows: pd.DataFrame, as_of: date, currency: str) -> Counted:
    document, said = text(rows["document"]), text(rows["description"])
    named = rows.assign(named=document.where(document != "", said))
    refused = [
        (rows["booked_on"].isna(), "no posting date"),
        (rows["booked_on"] >= after(as_of), "booked after the as-of date"),
    ]
    return count("cost", named, currency=currency, subject="named", refused=refused)


def _orders(
    rows: pd.DataFrame, ledger: pd.DataFrame, as_of: date, currency: str
) -> Counted:
    status = key(rows["status"])
    refused = [
        (status.str.contains(ENDED), "closed or cancelled"),
        (status.str.contains(NOT_ORDERED), "not ordered yet"),
        (rows["ordered_on"] >= after(as_of), "ordered after the as-of date"),
    ]
    counted = count(
        "commitment", rows, currency=currency, subject="po_number", refused=refused
    )
    return replace(counted, used=counted.used.assign(open=_open(counted.used, ledger)))


def _open(orders: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series:
    """Return the cents of each order line that are not invoiced, never below 0.

    Where the ledger has booked more on an order than its line says was invoiced, the
    ledger is believed, so that no amount is both spent and committed. The excess
    fills the lines of the order from the largest open one on.
    """
    number = key(orders["po_number"])
    invoiced = cents(orders["invoiced_amount"])
    left = (orders["cents"] - invoiced).clip(lower=0)
    booked = (
        ledger["cents"]
        .groupby(key(ledger["po_number"]))
        .sum()
        .drop("", errors="ignore")
    )
    stated = invoiced.groupby(number).transform("sum")
    excess = (number.map(booked).fillna(0).astype("int64") - stated).clip(lower=0)
    ranked = orders.assign(left=left, number=number).sort_values(
        ["number", "left", "version_id"], ascending=[True, False, True]
    )
    before = ranked.groupby("number")["left"].cumsum() - ranked["left"]
    covered = (excess - before.reindex(orders.index)).clip(lower=0)
    return left - covered.clip(upper=left)
