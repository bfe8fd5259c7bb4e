"""The comparison of budget, spent and committed, name by name and in total."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.money import after, key, share_to, text

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.budget_rows import Sources

AMOUNTS = (
    *("baseline", "changes"),
    *("budget", "budget_to_date", "actual", "committed", "variance_to_date"),
    *("at_least", "plan_rest", "estimate_at_completion", "variance_at_completion"),
)
LINES = ("name", *AMOUNTS, "used_ratio", "rule", "note")
"""Columns of the table by name; amounts in the project's currency."""

AT_LEAST, PLAN_REST, HOLDS = "spent and ordered", "spent and plan", "budget holds"
"""Rules for the estimate at completion."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of one name or of the project; None where one has no meaning.

    `budget` is the current one: baseline + approved changes. `rule` says what the
    estimate at completion rests on. All others are amounts, but `used_ratio`
    (actual / budget).
    """

    baseline: float | None
    changes: float | None
    budget: float | None
    budget_to_date: float | None
    actual: float | None
    committed: float | None
    variance_to_date: float | None
    at_least: float | None
    plan_rest: float | None
    estimate_at_completion: float | None
    variance_at_completion: float | None
    used_ratio: float | None
    rule: str


def compare(
    *,
    budget: float | None,
    budget_to_date: float | None,
    actual: float | None,
    committed: float | None,
    changes: float = 0,
) -> Comparison:
    """Derive variances and the estimate at completion from four amounts.

        variance to date       = budget to date - actual
        at least               = actual + committed
        plan rest              = actual + budget - budget to date
        estimate at completion = the greater of the two
        variance at completion = budget - estimate at completion

    `budget` is the current one and holds `changes`, the approved changes, already.
    Without a budget to date the greater of `at least` and the budget is taken.
    Unknown commitments add nothing to `at least`, which stays a lower bound.

    Of 1,200 for a year, 350 spent and 700 ordered after a quarter; then 1,000:

    >>> early = compare(budget=1200, budget_to_date=300, actual=350, committed=700)
    >>> early.variance_to_date, early.estimate_at_completion, early.rule
    (-50, 1250, 'spent and plan')
    >>> late = compare(budget=1200, budget_to_date=300, actual=350, committed=1000)
    >>> late.variance_at_completion, late.rule
    (-150, 'spent and ordered')
    """
    rest = _minus(budget, budget_to_date)
    at_least = None if actual is None else round(actual + (committed or 0), 2)
    plan_rest = None if actual is None or rest is None else round(actual + rest, 2)
    estimate, rule = _estimate(budget, at_least, plan_rest)
    return Comparison(
        baseline=_minus(budget, changes),
        changes=None if budget is None else changes,
        budget=budget,
        budget_to_date=budget_to_date,
        actual=actual,
        committed=committed,
        variance_to_date=_minus(budget_to_date, actual),
        at_least=at_least,
        plan_rest=plan_rest,
        estimate_at_completion=estimate,
        variance_at_completion=_minus(budget, estimate),
        used_ratio=None if actual is None or not budget else actual / budget,
        rule=rule,
    )


def by_name(sources: Sources, *, by: str, as_of: date) -> pd.DataFrame:
    """Compare name by name, the largest budget first, what has no name last."""
    lines = sources.current
    sums = _sums(sources, lines, by, as_of)
    names = _names([lines, sources.costs.used, sources.orders.used], by)
    undated = set(key(lines.loc[~lines["has_period"], by]))
    rows = []
    for one, amounts in sums.iterrows():
        known = compare(
            budget=amounts["budget"] / 100 if len(lines) else None,
            budget_to_date=amounts["to_date"] / 100
            if len(lines) and one not in undated
            else None,
            actual=amounts["actual"] / 100 if sources.spent_from else None,
            committed=amounts["committed"] / 100 if sources.committed_from else None,
            changes=amounts["changes"] / 100,
        )
        note = "" if amounts["lines"] or lines.empty else "no budget"
        name = names[str(one)] or f"(no {by.replace('_', ' ')})"
        rows.append({"name": name, **asdict(known), "note": note})
    return pd.DataFrame(rows, columns=list(LINES)).astype(
        dict.fromkeys([*AMOUNTS, "used_ratio"], "float64")
    )


def total(lines: pd.DataFrame) -> Comparison:
    """Add up the table by name; a sum with an undefined part is undefined.

    The estimate is the sum of the estimates, so one name's savings do not hide
    another one's overrun; the ratio is the ratio of the sums.
    """
    amounts = lines[list(AMOUNTS)].to_numpy("float64")
    whole = np.round(amounts * 100).sum(axis=0) / 100
    sums = {
        name: None if lines.empty or np.isnan(amount) else float(amount)
        for name, amount in zip(AMOUNTS, whole, strict=True)
    }
    actual, budget = sums["actual"], sums["budget"]
    ratio = None if actual is None or not budget else actual / budget
    return Comparison(**sums, used_ratio=ratio, rule="sum of the lines")


def in_force(sources: Sources, ends: pd.Series) -> list[float]:
    """Return the whole budget in force before each day: a step for every change.

    A change that was approved on no known day is in force from the start on. Not a
    number where there is no budget.
    """
    lines, changes = sources.baseline, sources.changes.used
    if lines.empty:
        return [float("nan")] * len(ends)
    whole = int(lines["cents"].sum())
    steps = [
        int(changes.loc[~(changes["decided_on"] >= end), "cents"].sum()) for end in ends
    ]
    return [(whole + step) / 100 for step in steps]


def forecast(sources: Sources, as_of: date) -> float | None:
    """Return what the forecast lines of the budget file expect after a status date.

    None without such lines, or where one has no period to tell past from future.
    """
    used = sources.budget.used
    lines = used[used["kind"] == "forecast"]
    if lines.empty or not lines["has_period"].all():
        return None
    spread = periods(lines)
    (gone,) = share_to(spread, pd.DatetimeIndex([after(as_of)]))
    return int(spread["cents"].sum() - gone.sum()) / 100


def periods(lines: pd.DataFrame, *extra: pd.Series) -> pd.DataFrame:
    """Add up the budget lines of one period, so that rounding is done once for it."""
    dated = lines[lines["has_period"]]
    by = [*extra, dated["starts_on"], dated["ends_before"]]
    return dated.groupby(by)["cents"].sum().reset_index()


def _sums(sources: Sources, lines: pd.DataFrame, by: str, as_of: date) -> pd.DataFrame:
    """Return cents by key: lines, budget, changes, to_date, actual, committed."""
    keys = key(lines[by])
    budget = lines["cents"].groupby(keys)
    # Changes of a budget that no file gives are no line of their own.
    changes = sources.changes.used if len(lines) else lines
    dated = lines["has_period"].astype("bool")
    spread = periods(lines[dated], keys[dated].rename("key"))
    (gone,) = share_to(spread, pd.DatetimeIndex([after(as_of)]))
    to_date = pd.Series(gone, spread.index, dtype="int64")
    columns = {
        "lines": budget.size(),
        "budget": budget.sum(),
        "changes": changes["cents"].groupby(key(changes[by])).sum(),
        "to_date": to_date.groupby(spread["key"]).sum(),
        "actual": _spent(sources, lines, by),
        "committed": open_orders(sources, lines, by=by),
    }
    table = pd.DataFrame(columns).fillna(0).astype("int64")
    table["unnamed"] = table.index == ""
    table["key"] = table.index
    return table.sort_values(
        ["unnamed", "budget", "key"], ascending=[True, False, True]
    )


def _spent(sources: Sources, lines: pd.DataFrame, by: str) -> pd.Series:
    if sources.spent_from == "budget file":
        return _stated(lines["spent"]).groupby(key(lines[by])).sum()
    ledger = sources.costs.used
    return ledger["cents"].groupby(key(ledger[by])).sum()


def open_orders(sources: Sources, lines: pd.DataFrame, *, by: str) -> pd.Series:
    """Return the cents that are ordered and not invoiced, by the key of each name."""
    if sources.committed_from == "budget file":
        still = (_stated(lines["ordered"]) - _stated(lines["spent"])).clip(lower=0)
        return still.groupby(key(lines[by])).sum()
    orders = sources.orders.used
    return orders["open"].groupby(key(orders[by])).sum()


def _stated(amounts: pd.Series) -> pd.Series:
    """Return cents that only lines of the budget file state, not changes."""
    return amounts.fillna(0).astype("int64")


def _names(tables: list[pd.DataFrame], by: str) -> dict[str, str]:
    """Return one spelling per key, from the first table that has it."""
    names: dict[str, str] = {}
    for table in tables:
        for name in sorted(set(text(table[by]))):
            names.setdefault(name.casefold(), name)
    return names


def _estimate(
    budget: float | None, at_least: float | None, plan_rest: float | None
) -> tuple[float | None, str]:
    if budget is None or at_least is None:
        return None, ""
    plan, rule = (budget, HOLDS) if plan_rest is None else (plan_rest, PLAN_REST)
    return (at_least, AT_LEAST) if at_least > plan else (plan, rule)


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round(one - other, 2)
