"""Checks of the budget: signs, periods, currencies, categories nobody spends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import key, text
from analytics.metrics.quality.amounts import (
    effect_on,
    in_other_currency,
    unconverted,
)
from analytics.metrics.quality.finding import (
    Check,
    Effect,
    Finding,
    blank,
    unchecked,
)
from analytics.metrics.quality.money_rows import plan_lines

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Budget"
FIX = {
    "Excel": "Correct the column in the budget file and upload it again.",
    "ERP": "Export the plan again with this field.",
}


def negative_budget(known: Material) -> Finding:
    """Find budget lines below 0.

    A true cut changes nothing; where the sign is wrong, the budget is too low by
    twice the amount.
    """
    lines = known.table("budget_line")
    wrong = lines["amount"] < 0
    used = known.money.budget.used
    ours = used[(used["kind"] == "budget") & (used["cents"] < 0)]
    effect = Effect(
        "Budget",
        known.currency,
        known.totals["Budget"],
        0.0,
        float(-2 * ours["cents"].sum()) / 100,
        note="if every sign is wrong",
    )
    return plan_lines(lines, wrong, effect)


def budget_without_amount(known: Material) -> Finding:
    """Find budget lines without an amount."""
    lines = known.table("budget_line")
    effect = Effect(
        "Budget", known.currency, None, None, None, note="the amount is not known"
    )
    return plan_lines(lines, lines["amount"].isna(), effect)


def budget_foreign(known: Material) -> Finding:
    """Find budget lines in another currency without a rate: they are left out."""
    lines = known.table("budget_line")
    wrong = unconverted(known, lines)
    kind = text(lines["budget_kind"])
    baseline = lines[wrong & kind.isin(["", "budget"])]
    return plan_lines(lines, wrong, in_other_currency(known, "Budget", baseline))


def budget_without_category(known: Material) -> Finding:
    """Find budget lines without a category; reserves need none."""
    lines = known.table("budget_line")
    is_plan = text(lines["budget_kind"]).isin(["", "budget"])
    return plan_lines(lines[is_plan], blank(lines["category"])[is_plan])


def budget_without_period(known: Material) -> Finding:
    """Find budget lines without a period, or with one that ends before it starts."""
    lines = known.table("budget_line")
    return plan_lines(lines, ~(lines["starts_on"] < lines["ends_before"]))


def budget_unspent(known: Material) -> Finding:
    """Find lines of categories without any spending after half of their time.

    The time of a category runs from its first day to its last; half of it is over
    when the status date is on or after the middle. Categories without an amount
    above 0 or without periods are not looked at.
    """
    if known.table("cost").empty:
        return unchecked("budget_line", "There is no ledger to compare with.")
    used = known.money.budget.used
    plan = used[(used["kind"] == "budget") & used["has_period"]]
    plan = plan[~blank(plan["category"])]
    name = key(plan["category"])
    spans = plan.groupby(name).agg(
        first=("starts_on", "min"), last=("ends_before", "max"), cents=("cents", "sum")
    )
    middle = spans["first"] + (spans["last"] - spans["first"]) / 2
    spent = set(key(known.money.costs.used["category"]))
    idle = spans[(middle < known.end) & (spans["cents"] > 0) & ~spans.index.isin(spent)]
    return plan_lines(plan, name.isin(idle.index))


def budget_twice(known: Material) -> Finding:
    """Find budget lines that repeat an earlier one in everything.

    Two lines of one category, package, supplier, period, amount and text.
    """
    lines = known.table("budget_line")
    columns = ("category", "work_package", "vendor", "cost_type", "note")
    names = pd.DataFrame({name: key(lines[name]) for name in columns}).assign(
        first=lines["starts_on"],
        last=lines["ends_before"],
        amount=lines["amount"],
        kind=text(lines["budget_kind"]),
    )
    wrong = names.duplicated() & lines["amount"].notna()
    used = known.money.budget.used
    ours = wrong & lines.index.isin(used.index[used["kind"] == "budget"])
    return plan_lines(lines, wrong, effect_on(known, "Budget", lines[ours]))


CHECKS: tuple[Check, ...] = (
    Check(
        "negative_budget",
        AREA,
        "Budget below zero",
        "high",
        "A cut lowers the budget once; a wrong sign lowers it twice.",
        {**FIX, "Excel": "Correct the sign, or say in the note that it is a cut."},
        negative_budget,
    ),
    Check(
        "budget_without_amount",
        AREA,
        "Budget without an amount",
        "high",
        "Nobody knows what is missing from the budget.",
        FIX,
        budget_without_amount,
    ),
    Check(
        "budget_foreign",
        AREA,
        "Budget in another currency without an exchange rate",
        "high",
        "What they are worth is not known, so these lines are left out.",
        {
            "Excel": "State the budget in the project's currency.",
            "Steerco": "Upload exchange rates from the first day of the plan on.",
        },
        budget_foreign,
    ),
    Check(
        "budget_without_category",
        AREA,
        "Budget without a category",
        "medium",
        "The total is right, but no spending can be compared with it.",
        FIX,
        budget_without_category,
    ),
    Check(
        "budget_without_period",
        AREA,
        "Budget without a usable period",
        "medium",
        "It counts to the end only; there is no budget to date to compare with.",
        {**FIX, "Excel": "Fill first and last day, or give a column per month."},
        budget_without_period,
    ),
    Check(
        "budget_unspent",
        AREA,
        "Nothing spent after half of the time",
        "medium",
        "The money is not needed, or the spending is booked under another name.",
        {
            "Ledger": "Check whether the spending carries another category.",
            "Excel": "Spell categories as the ledger does, or release the money.",
        },
        budget_unspent,
    ),
    Check(
        "budget_twice",
        AREA,
        "The same budget line twice",
        "high",
        "The budget is too high if one of them was pasted twice.",
        {"Excel": "Delete one, or tell the two apart in the note."},
        budget_twice,
    ),
)
