"""Checks of the ledger: lines that do not count, count twice, or belong nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.quality.amounts import (
    bad_code,
    counted,
    effect_on,
    in_other_currency,
    unconverted,
)
from analytics.metrics.quality.finding import (
    Check,
    Effect,
    Finding,
    blank,
)
from analytics.metrics.quality.money_rows import cost_lines

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Cost"
EXCEL = "Correct the column in the ledger and upload it again."


def cost_without_category(known: Material) -> Finding:
    """Find ledger lines without a category: no total moves, the breakdown does."""
    costs = known.table("cost")
    return cost_lines(costs, blank(costs["category"]))


def cost_without_date(known: Material) -> Finding:
    """Find ledger lines without a posting date: they are left out."""
    costs = known.table("cost")
    wrong = costs["booked_on"].isna()
    lines = costs[wrong & ~unconverted(known, costs)]
    return cost_lines(costs, wrong, effect_on(known, "Spent", lines, adds=True))


def cost_without_amount(known: Material) -> Finding:
    """Find ledger lines without an amount: nobody knows what they add."""
    costs = known.table("cost")
    effect = Effect(
        "Spent", known.currency, None, None, None, note="the amount is not known"
    )
    return cost_lines(costs, costs["amount"].isna(), effect)


def cost_foreign(known: Material) -> Finding:
    """Find ledger lines in another currency without a rate: they are left out."""
    costs = known.table("cost")
    wrong = unconverted(known, costs) & ~bad_code(costs["currency"])
    lines = costs[wrong & costs["booked_on"].lt(known.end)]
    return cost_lines(costs, wrong, in_other_currency(known, "Spent", lines))


def cost_bad_currency(known: Material) -> Finding:
    """Find ledger lines whose currency is no code of ISO 4217's form."""
    costs = known.table("cost")
    wrong = bad_code(costs["currency"])
    lines = costs[wrong & costs["booked_on"].lt(known.end)]
    effect = effect_on(known, "Spent", lines, adds=True)
    return cost_lines(costs, wrong, effect)


def cost_without_currency(known: Material) -> Finding:
    """Find ledger lines that name no currency and are taken to be in the project's."""
    costs = known.table("cost")
    wrong = blank(costs["currency"])
    return cost_lines(
        costs, wrong, effect_on(known, "Spent", counted(known, costs, wrong))
    )


def cost_in_future(known: Material) -> Finding:
    """Find ledger lines booked on a day of which the file cannot know."""
    costs = known.table("cost")
    wrong = costs["booked_on"] >= known.future
    lines = costs[wrong & ~unconverted(known, costs)]
    return cost_lines(costs, wrong, effect_on(known, "Spent", lines, adds=True))


CHECKS: tuple[Check, ...] = (
    Check(
        "cost_without_category",
        AREA,
        "Cost without a category",
        "medium",
        "The total is right, but no budget line can be compared with it.",
        {
            "Ledger": "Assign an account or cost element that maps to a category.",
            "Excel": "Fill the column Category.",
        },
        cost_without_category,
    ),
    Check(
        "cost_without_date",
        AREA,
        "Cost without a posting date",
        "high",
        "It is left out of what is spent.",
        {"Ledger": "Export posted lines with their posting date.", "Excel": EXCEL},
        cost_without_date,
    ),
    Check(
        "cost_without_amount",
        AREA,
        "Cost without an amount",
        "high",
        "Nobody knows what is missing from the total.",
        {"Ledger": "Export the amount in ledger currency.", "Excel": EXCEL},
        cost_without_amount,
    ),
    Check(
        "cost_foreign",
        AREA,
        "Cost in another currency without an exchange rate",
        "high",
        "What they are worth is not known, so these lines are left out.",
        {
            "Ledger": "Export amounts in the project's currency.",
            "Steerco": "Upload exchange rates from the day of the first booking on.",
        },
        cost_foreign,
    ),
    Check(
        "cost_bad_currency",
        AREA,
        "Cost in a currency that does not exist",
        "high",
        "The lines are left out, because nobody knows what they are worth.",
        {"Ledger": "Use three-letter ISO codes such as EUR.", "Excel": EXCEL},
        cost_bad_currency,
    ),
    Check(
        "cost_without_currency",
        AREA,
        "Cost that names no currency",
        "low",
        "It is taken to be in the project's currency.",
        {"Ledger": "Export the currency beside the amount.", "Excel": EXCEL},
        cost_without_currency,
    ),
    Check(
        "cost_in_future",
        AREA,
        "Cost booked in the future",
        "high",
        "It is left out of what is spent until its day comes.",
        {"Ledger": "Correct the posting date, or leave out accruals.", "Excel": EXCEL},
        cost_in_future,
    ),
)
