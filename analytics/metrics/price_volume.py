"""Why spending differs from the plan to date: the price, or the quantity?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.errors import RequestError
from analytics.metrics.basis import Basis
from analytics.metrics.budget import GROUPS
from analytics.metrics.budget_rows import choose
from analytics.metrics.budget_table import periods
from analytics.metrics.money import after, joined, key, share_to, text
from analytics.metrics.standard_cost import labour_variance

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.budget_rows import Records, Sources

SPLIT = (
    *("name", "planned_quantity", "planned_price", "actual_quantity", "actual"),
    *("price_variance", "quantity_variance", "variance", "reason"),
)
"""Columns of the split."""


FORMULA = (
    "Price variance = planned price x actual quantity - actual cost; quantity variance"
    " = (quantity planned to date - actual quantity) x planned price. Positive is"
    " favourable."
)


@dataclass(frozen=True, slots=True)
class PriceVolume:
    """The split of the variance to date, name by name.

    Attributes:
        currency: Currency of all amounts.
        by: What the rows are grouped by.
        table: One row per name of the baseline, columns `SPLIT`; NaN is undefined.
        price: Sum of the price variances of the names that have one, else None.
        quantity: Sum of their quantity variances.
        reason: Why both are None, empty otherwise.
        basis: Rows used and left out.
    """

    currency: str
    by: str
    table: pd.DataFrame
    price: float | None
    quantity: float | None
    reason: str
    basis: Basis


def price_volume(
    records: Records, *, as_of: date, currency: str, by: str = "category"
) -> PriceVolume:
    """Split the variance to date of each name into price and quantity.

        planned price     = planned amount / planned quantity of the name
        planned quantity  = planned amount to date / planned price
        price variance    = planned price x actual quantity - actual cost
        quantity variance = (planned quantity - actual quantity) x planned price

    Price + quantity = planned to date - actual, the variance to date. Rate and
    efficiency are the same two for hours. The planned quantity is that of the plan
    to date, not of the output made: files of money do not say what was made. A
    positive variance is favourable.

    Both are undefined, with the reason, unless every budget line of the name has a
    period and a quantity and every ledger line of it a quantity, and where approved
    changes of unknown quantity moved the budget.

    Args:
        records: What the files say.
        as_of: Status date.
        currency: The project's currency.
        by: One of `GROUPS`.

    Raises:
        RequestError: `by` is none of `GROUPS`.

    Source: standard costing; University of Nairobi, worked answer (golden
    var-labour-uonbi): 700 and 8,080 unfavourable, 8,780 in all.

    >>> found = labour_variance(standard_hours=6600, standard_rate=20.2,
    ...     actual_hours=7000, actual_amount=142_100)
    >>> round(found.total_amount, 2)
    -8780.0
    """
    if by not in GROUPS:
        raise RequestError(f"A split is broken down by {', '.join(GROUPS)}, not {by}.")
    sources = choose(records, as_of=as_of, currency=currency)
    plan, ledger = sources.baseline, sources.costs.used
    changed = set(key(sources.changes.used[by]))
    rows = []
    for one, lines in plan.groupby(key(plan[by])):
        booked = ledger[key(ledger[by]) == one]
        name = next(iter(sorted(set(text(lines[by])))), "")
        shown = name or f"(no {by.replace('_', ' ')})"
        why = _reason(lines, booked, sources, is_changed=one in changed)
        rows.append(
            (shown, *(_spent(booked, why) if why else _split(lines, booked, as_of)))
        )
    numbers = dict.fromkeys(SPLIT[1:-1], "float64")
    table = pd.DataFrame(rows, columns=list(SPLIT)).astype(numbers)
    known = table[table["reason"] == ""]
    return PriceVolume(
        currency=currency,
        by=by,
        table=table,
        price=_sum(known["price_variance"]),
        quantity=_sum(known["quantity_variance"]),
        reason="" if len(known) else _first(table["reason"]),
        basis=Basis(
            formula=FORMULA,
            used={
                "budget_line": plan["version_id"].to_numpy(),
                "cost": ledger["version_id"].to_numpy(),
            },
            left_out=joined([sources.budget.left_out, sources.costs.left_out]),
            rests_on=sources.spent_from,
        ),
    )


def _sum(amounts: pd.Series) -> float | None:
    return round(float(amounts.sum()), 2) if len(amounts) else None


def _first(reasons: pd.Series) -> str:
    return str(reasons.iloc[0]) if len(reasons) else "no budget lines"


def _reason(
    plan: pd.DataFrame, booked: pd.DataFrame, sources: Sources, *, is_changed: bool
) -> str:
    has_no_price = not (plan["quantity"] > 0).all() or plan["cents"].sum() <= 0
    said = [
        (sources.spent_from != "ledger", "no ledger lines"),
        (has_no_price, "budget lines without a quantity"),
        (not plan["has_period"].all(), "budget without periods"),
        (is_changed, "approved changes have no quantity"),
        (booked["quantity"].isna().any(), "ledger lines without a quantity"),
    ]
    return next((why for holds, why in said if holds), "")


def _spent(booked: pd.DataFrame, why: str) -> tuple[float | str | None, ...]:
    """Return a row of which only what was spent is known."""
    spent = int(booked["cents"].sum()) / 100 if len(booked) else None
    return None, None, None, spent, None, None, None, why


def _split(
    plan: pd.DataFrame, booked: pd.DataFrame, as_of: date
) -> tuple[float | str | None, ...]:
    spread = periods(plan)
    (gone,) = share_to(spread, pd.DatetimeIndex([after(as_of)]))
    to_date, spent = int(gone.sum()) / 100, int(booked["cents"].sum()) / 100
    price = float(plan["cents"].sum() / 100 / plan["quantity"].sum())
    hours = float(booked["quantity"].sum())
    found = labour_variance(
        standard_hours=to_date / price,
        standard_rate=price,
        actual_hours=hours,
        actual_amount=spent,
    )
    parts = round(found.price_amount, 2), round(found.quantity_amount, 2)
    whole = round(found.total_amount, 2)
    return to_date / price, price, hours, spent, *parts, whole, ""
