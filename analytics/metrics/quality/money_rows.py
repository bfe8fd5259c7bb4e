"""How the checks list lines of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.money import text
from analytics.metrics.quality.finding import NO_EFFECT, Effect, Finding, days, found

if TYPE_CHECKING:
    import pandas as pd


def cost_lines(
    costs: pd.DataFrame,
    wrong: pd.Series,
    effect: Effect = NO_EFFECT,
    column: str = "category",
) -> Finding:
    """List ledger lines by their document, with amount, day, supplier and `column`."""

    def said(rows: pd.DataFrame) -> pd.Series:
        amount = rows["amount"].map("{:,.2f}".format, na_action="ignore")
        parts = (days(rows["booked_on"]), text(rows["vendor"]), text(rows[column]))
        money = amount.astype("object").fillna("no amount").astype("str")
        money = money + " " + text(rows["currency"])
        for part in parts:
            money = money + (", " + part).where(part.ne(""), "")
        return money

    return found(
        "cost",
        costs,
        wrong,
        subject="document",
        detail=said,
        effect=effect,
    )


def plan_lines(
    lines: pd.DataFrame, wrong: pd.Series, effect: Effect = NO_EFFECT
) -> Finding:
    """List budget lines by their category, with amount and period."""

    def said(rows: pd.DataFrame) -> pd.Series:
        first, last = days(rows["starts_on"]), days(rows["ends_before"])
        period = (", " + first + " to " + last).where(first.ne("") & last.ne(""), "")
        return _money(rows) + period

    return found(
        "budget_line",
        lines,
        wrong,
        subject="category",
        detail=said,
        effect=effect,
    )


def order_lines(
    orders: pd.DataFrame, wrong: pd.Series, effect: Effect = NO_EFFECT
) -> Finding:
    """List purchase orders by their number, with amount, invoices and supplier."""

    def said(rows: pd.DataFrame) -> pd.Series:
        invoiced = rows["invoiced_amount"].map(
            ", {:,.2f} invoiced".format, na_action="ignore"
        )
        vendor = text(rows["vendor"])
        return (
            _money(rows)
            + invoiced.astype("object").fillna("").astype("str")
            + (", " + vendor).where(vendor.ne(""), "")
        )

    return found(
        "commitment",
        orders,
        wrong,
        subject="po_number",
        detail=said,
        effect=effect,
    )


def _money(rows: pd.DataFrame) -> pd.Series:
    amount = rows["amount"].map("{:,.2f}".format, na_action="ignore")
    known = amount.astype("object").fillna("no amount").astype("str")
    return (known + " " + text(rows["currency"])).str.strip()
