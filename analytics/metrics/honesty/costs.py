"""Honesty of cost estimates: what past months said it would cost, and what came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analytics.metrics.estimates import FLOORS, METHODS

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.budget_position import Position

FEWEST = 6
"""With fewer past months no estimate is corrected."""
SAID = ("on", "method", "said", "came", "error", "to_go_said", "to_go_came")
BY_METHOD = (
    *("method", "rule", "months", "bias", "mean_error", "stated", "unbiased"),
    *("reason",),
)
BY_CATEGORY = ("category", *BY_METHOD[2:])
REFERENCE = "by_line"
"""The estimate that past months are compared with while the project runs."""
NO_ESTIMATE = "There is no estimate at completion to compare with."
FORMULA = (
    "Error of a past month = (what it said the project costs in the end - what came) /"
    " what came. What came is the cost in the end, or, while the project runs, the"
    " line-by-line estimate of today. Corrected estimate = spent + to complete x sum"
    " of what came after each month / sum of what each month still expected."
)


class Told(NamedTuple):
    """What was estimated on one day, with what the files of today know of it.

    `estimates` has the columns `estimates.ESTIMATES`.
    """

    money: Position
    estimates: pd.DataFrame


@dataclass(frozen=True, slots=True)
class EstimateHonesty:
    """How far the estimates of past months were off.

    Attributes:
        currency: Currency of all amounts.
        as_of: Status date.
        came: The cost to compare with; None without an estimate of today.
        is_over: Whether it is the cost in the end, nothing being left to spend.
        said: One row per past month and method, columns `SAID`.
        methods: One row per method, columns `BY_METHOD`; NaN is undefined.
        categories: One row per category, columns `BY_CATEGORY`, of the line-by-line
            estimate.
        reason: Why there is nothing to compare, empty where there is.
        basis: Rows used and left out.
    """

    currency: str
    as_of: date
    came: float | None
    is_over: bool
    said: pd.DataFrame
    methods: pd.DataFrame
    categories: pd.DataFrame
    reason: str
    basis: Basis


def estimate_honesty(past: Sequence[Told], now: Told, basis: Basis) -> EstimateHonesty:
    """Hold the estimates at completion of past months against what came.

        error      = (said - came) / came, negative where it was too low
        bias       = mean error;  mean error = mean of the sizes
        factor     = sum of (came - spent then) / sum of (said - spent then)
        corrected  = spent + to complete x factor

    While the project runs nobody knows what comes: past months are then compared
    with the line-by-line estimate of today, which says how the estimates moved; it
    may still move on. The past is told with the plan, the orders and the ledger as
    the files of today know them, up to each day. The factor corrects what is still
    to come, never what is spent, and needs `FEWEST` past months.

    >>> spent, to_complete, came, said = 400, 100, 510, 440  # 300 were spent then
    >>> spent + to_complete * (came - 300) / (said - 300)
    550.0

    Args:
        past: What was told on the last day of each past month, the oldest first.
        now: What is told today.
        basis: The rows that it rests on.

    Source: reference class of the project's own estimates; bias and mean absolute
    percentage error as in `evm.accuracy.judge`, which asks only for the work earned.
    """
    total = now.money.total
    came, spent = total.estimate_at_completion, total.actual
    rows = [] if came is None else [r for one in past for r in _methods(one, came)]
    said = pd.DataFrame(rows, columns=list(SAID))
    said = said.astype(dict.fromkeys(SAID[2:], "float64"))
    return EstimateHonesty(
        currency=now.money.currency,
        as_of=now.money.as_of,
        came=came,
        is_over=came is not None and came == spent,
        said=said,
        methods=_by_method(said, now),
        categories=_by_category(past, now),
        reason=_reason(came, said),
        basis=replace(basis, formula=FORMULA),
    )


def _reason(came: float | None, said: pd.DataFrame) -> str:
    if came is None:
        return NO_ESTIMATE
    return "" if len(said) else "No month before the as-of date has an estimate."


def _methods(told: Told, came: float) -> list[tuple[object, ...]]:
    spent = told.money.total.actual
    if spent is None:
        return []
    table = told.estimates.dropna(subset=["at_completion"])
    table = table[~table["method"].isin(FLOORS)]
    pairs = zip(table["method"], table["at_completion"], strict=True)
    day = told.money.as_of
    return [(day, name, *_row(said, came, spent)) for name, said in pairs]


def _row(said: float, came: float, spent: float) -> tuple[float | None, ...]:
    error = (said - came) / came if came else None
    return said, came, error, said - spent, came - spent


def _by_method(said: pd.DataFrame, now: Told) -> pd.DataFrame:
    rows = []
    for found in now.estimates.to_dict("records"):
        name = str(found["method"])
        if name in FLOORS:
            continue
        own = said[said["method"] == name]
        rest, whole = found["to_complete"], found["at_completion"]
        rows.append((name, METHODS[name], *_judged(own, rest, whole)))
    return pd.DataFrame(rows, columns=list(BY_METHOD)).astype(
        dict.fromkeys(BY_METHOD[3:7], "float64")
    )


def _by_category(past: Sequence[Told], now: Told) -> pd.DataFrame:
    """Judge the line-by-line estimate name by name."""
    then = [(one.money.as_of, _named(one.money)) for one in past]
    rows = []
    for name, line in _named(now.money).items():
        came, spent = line["estimate_at_completion"], line["actual"]
        known = [(day, table[name]) for day, table in then if name in table]
        told = [
            (day, REFERENCE, *_row(row["estimate_at_completion"], came, row["actual"]))
            for day, row in known
        ]
        said = pd.DataFrame(told, columns=list(SAID)).dropna(subset=["said", "error"])
        rows.append((name, *_judged(said, came - spent, came)))
    return pd.DataFrame(rows, columns=list(BY_CATEGORY)).astype(
        dict.fromkeys(BY_CATEGORY[2:6], "float64")
    )


def _named(money: Position) -> dict[str, dict[Hashable, Any]]:
    return {str(row["name"]): row for row in money.lines.to_dict("records")}


def _judged(said: pd.DataFrame, rest: float, whole: float) -> tuple[object, ...]:
    """Return months, bias, mean error, stated, corrected, and why it is not."""
    months = len(said)
    errors = said["error"].astype("float64")
    bias = errors.mean() if months else None
    size = errors.abs().mean() if months else None
    expected = float(said["to_go_said"].sum())
    if pd.isna(whole):
        return months, bias, size, None, None, "no estimate of today"
    if months < FEWEST:
        why = f"{months} past month{'s' * (months != 1)}; {FEWEST} are needed"
        return months, bias, size, whole, None, why
    if expected <= 0:
        return months, bias, size, whole, None, "past months expected nothing more"
    factor = max(float(said["to_go_came"].sum()) / expected, 0.0)
    return months, bias, size, whole, whole - rest + rest * factor, ""
