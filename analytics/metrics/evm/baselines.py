"""The baselines that a schedule keeps: which one counts, and what each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.evm.amounts import STEPS, no_steps
from analytics.metrics.plan.rows import keyed

if TYPE_CHECKING:
    from analytics.metrics.plan.rows import Plan

OWN = {
    "baseline_from": "baseline_start_at",
    "baseline_to": "baseline_finish_at",
    "baseline_cost": "baseline_cost_amount",
    "baseline_work": "baseline_work_hours",
}
KEPT = {
    "baseline_from": "start_at",
    "baseline_to": "finish_at",
    "baseline_cost": "cost_amount",
    "baseline_work": "work_hours",
}


def with_baseline(plan: Plan, number: int) -> pd.DataFrame:
    """Return the leaf tasks with one of their baselines as `baseline_from`, `_to`,
    `_cost` and `_work`.

    Baseline 0 is also what the tasks themselves state, in files that keep no others.
    """  # noqa: D205 - names of columns belong together
    rows = plan.work
    kept = keyed(plan.baselines)
    kept = kept[kept["baseline_number"].eq(number)].drop_duplicates("key")
    kept = kept.set_index("key")
    found = {
        name: kept[column].reindex(rows["key"]).set_axis(rows.index)
        for name, column in KEPT.items()
    }
    if not number:
        found = {name: column.fillna(rows[OWN[name]]) for name, column in found.items()}
    return rows.assign(**found)


def numbers(plan: Plan) -> list[int]:
    """Return the numbers of the baselines that hold anything, the current one first."""
    kept = {int(one) for one in plan.baselines["baseline_number"].dropna()}
    own = plan.work[list(OWN.values())].notna().any().any()
    return sorted(kept | ({0} if own else set()))


def words_of(plan: Plan, number: int) -> str:
    """Name a baseline, with the day on which it was saved where the file says it."""
    name = f"Baseline {number}" if number else "the current baseline"
    saved = plan.schedules["baseline_on"].max()
    if number or pd.isna(saved):
        return name
    return f"{name}, saved on {saved.date().isoformat()}"


def baseline_steps(plan: Plan, *, is_hours: bool) -> pd.DataFrame:
    """List the baselines as steps from one kept to the next, the current one last.

    The file does not say when the kept ones were saved: their day is missing.
    """
    column = "baseline_work" if is_hours else "baseline_cost"
    found = numbers(plan)
    order = [*(n for n in found if n), *(n for n in found if not n)]
    if len(order) <= 1:
        return no_steps()
    saved = plan.schedules["baseline_on"].max()
    rows: list[tuple[object, str, float | None, float]] = []
    before: float | None = None
    for number in order:
        held = with_baseline(plan, number)
        total = float(held[column].sum())
        finish = held["baseline_to"].max()
        end = "" if pd.isna(finish) else f", finish {finish.date().isoformat()}"
        words = f"{words_of(plan, number)}{end}"
        day = None if number or pd.isna(saved) else saved
        rows.append((day, words[0].upper() + words[1:], before, total))
        before = total
    return pd.DataFrame(rows, columns=list(STEPS))
