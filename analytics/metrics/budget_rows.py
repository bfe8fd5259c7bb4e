"""Which budget lines, ledger lines and purchase orders a budget variance rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.budget_plan import (
    Plan,
    budget_counted,
    changes_counted,
    no_changes,
)
from analytics.metrics.exchange import rates_into
from analytics.metrics.money import Counted, after, cents, count, key

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.exchange import Rates

ENDED = r"^(?:clos|cancel|void|complet|finish|paid|fully invoiced|reject)"
"""How the status of an order begins that no more invoices are expected for."""

NOT_ORDERED = r"^(?:draft|plan|propos|request|pending)"
"""How the status begins of an order that was not placed."""


@dataclass(frozen=True, slots=True)
class Records:
    """What the files of a project say about money, as the canonical tables have it.

    Attributes:
        budget_lines: One planned amount per row (table budget_line).
        costs: One ledger line per row (table cost).
        commitments: One purchase order line per row (table commitment).
        changes: One change request per row (table change_request), None without.
        rates: One exchange rate per row (table exchange_rate), None without.
    """

    budget_lines: pd.DataFrame
    costs: pd.DataFrame
    commitments: pd.DataFrame
    changes: pd.DataFrame | None = None
    rates: pd.DataFrame | None = None


@dataclass(frozen=True)
class Sources(Plan):
    """The lines that count, and where spent and committed amounts come from.

    Attributes:
        costs: Ledger lines with `cents`, booked on or before the status date.
        orders: Purchase orders with `cents` and `open` (cents not invoiced yet).
        spent_from: `ledger`, `budget file` or empty where nothing says it.
        committed_from: `orders`, `budget file` or empty where nothing says it.
    """

    costs: Counted
    orders: Counted
    spent_from: str
    committed_from: str

    @property
    def counted(self) -> tuple[Counted, Counted, Counted, Counted]:
        """The tables of which lines count, in the order of `TABLES`."""
        return self.budget, self.changes, self.costs, self.orders


TABLES = ("budget_line", "change_request", "cost", "commitment")
"""The names of `Sources.counted`."""


def planned(
    records: Records, *, as_of: date, currency: str, like: Plan | None = None
) -> Plan:
    """Choose the budget lines and changes that count on a status date.

    Args:
        records: What the files say.
        as_of: Status date.
        currency: The project's currency.
        like: What was chosen of the same records for another day; a budget of which
            no line is in another currency is the same on every day.
    """
    rates = like.rates if like else rates_into(currency, records.rates)
    if like and like.budget.is_in_own_currency:
        budget = like.budget
    else:
        budget = budget_counted(records.budget_lines, as_of, rates)
    changes = records.changes
    if changes is None:
        changes = no_changes(records.budget_lines)
    return Plan(budget, changes_counted(changes, budget.used, as_of, rates), rates)


def choose(
    records: Records, *, as_of: date, currency: str, like: Plan | None = None
) -> Sources:
    """Choose all lines that count on a status date; see `planned`."""
    plan = planned(records, as_of=as_of, currency=currency, like=like)
    ledger = _ledger(records.costs, as_of, plan.rates)
    stated = plan.budget.used[["actual_amount", "committed_amount"]].notna().any()
    return Sources(
        budget=plan.budget,
        changes=plan.changes,
        rates=plan.rates,
        costs=ledger,
        orders=_orders(records.commitments, ledger.used, as_of, plan.rates),
        spent_from=_source(
            "ledger", records.costs, is_stated=bool(stated["actual_amount"])
        ),
        committed_from=_source(
            "orders", records.commitments, is_stated=bool(stated["committed_amount"])
        ),
    )


def _source(name: str, rows: pd.DataFrame, *, is_stated: bool) -> str:
    if len(rows):
        return name
    return "budget file" if is_stated else ""


def _ledger(rows: pd.DataFrame, as_of: date, rates: Rates) -> Counted:
    refused = [
        (rows["booked_on"].isna(), "no posting date"),
        (rows["booked_on"] >= after(as_of), "booked after the as-of date"),
    ]
    return count(
        "cost",
        rows.assign(rate_on=rows["booked_on"]),
        rates=rates,
        subject=("document", "description"),
        refused=refused,
    )


def _orders(
    rows: pd.DataFrame, ledger: pd.DataFrame, as_of: date, rates: Rates
) -> Counted:
    status = key(rows["status"])
    refused = [
        (status.str.contains(ENDED), "closed or cancelled"),
        (status.str.contains(NOT_ORDERED), "not ordered yet"),
        (rows["ordered_on"] >= after(as_of), "ordered after the as-of date"),
    ]
    # What is open is still to be paid, so the rate of the status date counts.
    dated = rows.assign(rate_on=pd.Timestamp(as_of))
    counted = count(
        "commitment", dated, rates=rates, subject=("po_number",), refused=refused
    )
    used = counted.used
    still = (_open(used, ledger) * used["rate"]).round().astype("int64")
    return replace(counted, used=used.assign(open=still))


def _open(orders: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series:
    """Return the cents of each order line that are not invoiced, never below 0.

    Cents are in the order's own currency, so a rate that has moved since a booking
    leaves nothing open. Where the ledger has booked more on an order than its line
    says was invoiced, the ledger is believed, so that no amount is both spent and
    committed. The excess fills the lines of the order from the largest open one on.
    """
    number = key(orders["po_number"])
    invoiced = cents(orders["invoiced_amount"])
    left = (orders["own_cents"] - invoiced).clip(lower=0)
    booked = _booked_on(orders.assign(number=number), ledger)
    stated = invoiced.groupby(number).transform("sum")
    excess = (number.map(booked).fillna(0).astype("int64") - stated).clip(lower=0)
    ranked = orders.assign(left=left, number=number).sort_values(
        ["number", "left", "version_id"], ascending=[True, False, True]
    )
    before = ranked.groupby("number")["left"].cumsum() - ranked["left"]
    covered = (excess - before.reindex(orders.index)).clip(lower=0)
    return left - covered.clip(upper=left)


def _booked_on(orders: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series:
    """Return what the ledger has booked on each order, in the order's currency."""
    first = orders[orders["number"] != ""].drop_duplicates("number")
    lines = ledger[ledger["po_number"].notna()]
    number = key(lines["po_number"])
    order = first.set_index("number")[["iso", "rate"]].reindex(number)
    same = order["iso"].to_numpy() == lines["iso"].to_numpy()
    amounts = np.where(
        same, lines["own_cents"], lines["cents"] / order["rate"].to_numpy("float64")
    )
    known = order["iso"].notna().to_numpy()
    booked = pd.Series(amounts[known], number[known].to_numpy(), dtype="float64")
    return booked.groupby(level=0).sum().round()
