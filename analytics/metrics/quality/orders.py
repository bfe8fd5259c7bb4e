"""Checks of purchase orders: dates, amounts, and what was invoiced on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import key
from analytics.metrics.quality.amounts import (
    foreign,
    in_other_currency,
    unconverted,
)
from analytics.metrics.quality.finding import (
    Check,
    Effect,
    Finding,
)
from analytics.metrics.quality.money_rows import order_lines

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

CENT = 0.01
AREA = "Commitments"
CENT = 0.01
FIX = {
    "Excel": "Correct the column in the budget file and upload it again.",
    "ERP": "Export the plan again with this field.",
}


def order_over_invoiced(known: Material) -> Finding:
    """Find orders invoiced beyond their amount, by the file or by the ledger.

    The excess is in what is spent and was never ordered; what is ordered and not
    invoiced counts as 0 for such an order, so no total moves.
    """
    orders = known.table("commitment")
    number = key(orders["po_number"])
    used = known.money.costs.used
    booked = used["cents"].groupby(key(used["po_number"])).sum() / 100
    ordered = orders["amount"].fillna(0.0).groupby(number).transform("sum")
    stated = orders["invoiced_amount"] > orders["amount"]
    known_number = number.ne("") & ~foreign(known, orders)
    spent = number.map(booked).astype("float64")
    wrong = stated | (known_number & (spent > ordered + CENT / 2))
    return order_lines(orders, wrong)


def order_without_date(known: Material) -> Finding:
    """Find orders without an order date: they count whatever the status date."""
    orders = known.table("commitment")
    wrong = orders["ordered_on"].isna()
    used = known.money.orders.used
    size = float(used.loc[used["ordered_on"].isna(), "open"].sum()) / 100
    figure = "Ordered, not invoiced"
    effect = Effect(figure, known.currency, known.totals[figure], -size, 0.0)
    return order_lines(orders, wrong, effect)


def order_without_amount(known: Material) -> Finding:
    """Find orders without an amount."""
    orders = known.table("commitment")
    figure = "Ordered, not invoiced"
    effect = Effect(
        figure, known.currency, None, None, None, note="the amount is not known"
    )
    return order_lines(orders, orders["amount"].isna(), effect)


def order_foreign(known: Material) -> Finding:
    """Find orders in another currency without a rate: they are left out."""
    orders = known.table("commitment")
    wrong = unconverted(known, orders)
    figure = "Ordered, not invoiced"
    return order_lines(orders, wrong, in_other_currency(known, figure, orders[wrong]))


def order_twice(known: Material) -> Finding:
    """Find orders that repeat number, supplier, text and amount of an earlier one."""
    orders = known.table("commitment")
    number = key(orders["po_number"])
    names = pd.DataFrame(
        {
            "number": number,
            "vendor": key(orders["vendor"]),
            "text": key(orders["description"]),
            "amount": orders["amount"],
        }
    )
    wrong = names.duplicated() & number.ne("")
    used = known.money.orders.used
    again = used[wrong.reindex(used.index)]
    figure = "Ordered, not invoiced"
    size = float(again["open"].sum()) / 100
    effect = Effect(figure, known.currency, known.totals[figure], -size, 0.0)
    return order_lines(orders, wrong, effect)


CHECKS: tuple[Check, ...] = (
    Check(
        "order_over_invoiced",
        AREA,
        "Order invoiced beyond its amount",
        "medium",
        "Money is spent that nobody ordered.",
        {
            "Purchasing": "Raise the order by a change, or refuse the invoice.",
            "Ledger": "Check the order number of the invoices.",
        },
        order_over_invoiced,
    ),
    Check(
        "order_without_date",
        AREA,
        "Order without a date",
        "high",
        "It counts on every day, also before it was placed.",
        {"Purchasing": "Export the order date.", "Excel": "Fill the column Ordered."},
        order_without_date,
    ),
    Check(
        "order_without_amount",
        AREA,
        "Order without an amount",
        "high",
        "Nobody knows what is still to be invoiced.",
        {"Purchasing": "Export the amount.", "Excel": "Fill the column Amount."},
        order_without_amount,
    ),
    Check(
        "order_foreign",
        AREA,
        "Order in another currency without an exchange rate",
        "high",
        "What they are worth is not known, so these orders are left out.",
        {
            "Purchasing": "Export amounts in the project's currency.",
            "Steerco": "Upload exchange rates: that of the day shown counts.",
        },
        order_foreign,
    ),
    Check(
        "order_twice",
        AREA,
        "The same order twice",
        "high",
        "What is still to be invoiced is too high.",
        {"Purchasing": "Export each position once.", "Excel": "Delete one of them."},
        order_twice,
    ),
)
