"""One sprint under every rule in use, and exactly the items on which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.count_rules import RULES, DoneRule, is_completed, undefined
from analytics.metrics.scope import basis_of, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from analytics.metrics.basis import Basis
    from analytics.metrics.count_rules import Rule
    from analytics.metrics.scope import Floats, Frame, Unit

FIGURES = ("commitment", "completed")
SUBTASK = {"commitment": "subtask_at_start", "completed": "is_subtask"}
"""Where it says of an item that it was a sub-task when it would have counted."""
LINES = ("rule", "figure", "issue_key", "here", "own", "difference", "why")
FORMULA = (
    "Each rule sums, over the items of the sprint, what it counts of each. The "
    "differences listed add up to the difference of the totals."
)
NO_BOARD = (
    "No board was uploaded, so its right-most column is not known; statuses of the "
    "category done stand in for it."
)


@dataclass(frozen=True, slots=True, eq=False)
class Reconciliation:
    """The totals of every rule, and what makes them differ.

    Attributes:
        frame: The sprint.
        unit: points, items or hours.
        as_of: Last day that may be known.
        totals: One row per rule: rule, label, says, commitment, completed.
        lines: One row per item on which a rule differs from the project's own: rule,
            figure, issue_key, here, own, difference, why.
        note: What stands in for something that is not known, or an empty text.
        why: The reason where nothing can be compared.
        basis: Rows used.
    """

    frame: Frame
    unit: Unit
    as_of: date
    totals: pd.DataFrame
    lines: pd.DataFrame
    basis: Basis
    note: str = ""
    why: str = ""

    def total(self, rule: str, figure: str) -> float:
        """Return one total."""
        keys = self.totals["rule"].tolist()
        amounts: list[float] = self.totals[figure].tolist()
        return amounts[keys.index(rule)]


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The project's rules: what is done, and whether sub-tasks count."""

    done: DoneRule = "status_category"
    counts_subtasks: bool = False


def reconcile(
    items: Mapping[DoneRule, pd.DataFrame],
    *,
    frame: Frame,
    unit: Unit,
    as_of: date,
    own: OwnRules,
    has_board: bool = True,
) -> Reconciliation:
    """Count one sprint by every rule in use, and list what makes the totals differ.

    The rules: this project's own, Jira's burn-down, Jira's velocity chart, Jira's
    sprint report, a strict baseline, and the status category done. For each of them

        total(rule) - total(own) = sum of the differences listed for it

    for the commitment and for what was completed, in points, items or hours; each
    difference names one item and the one reason for it. Sub-tasks count in no rule of
    Jira; here by the project's setting; what an item was at the time decides.
    `report_lists` is what one gets by adding up the lists of the sprint report: a
    published case shows 109 where 74 were committed.

    Undefined (with the reason) for anything but a begun sprint with a change log.

    Source: Atlassian on burn-down, velocity and sprint report; the worked number is
    that of Agile Angel, "Sprint scope creep and Jira reporting": 8 points at the
    start, 10 added, all done. Jira's velocity shows 18 completed, a strict baseline 8.

    >>> completed, strict, added = 18.0, 8.0, 10.0
    >>> strict - completed == -added
    True

    Args:
        items: Per done rule what `sprint_items` returns; the same items in each.
        frame: The sprint.
        unit: What was counted.
        as_of: Last day that may be known.
        own: The rules of the project.
        has_board: Whether the right-most column is known.
    """
    why = undefined(frame, items[own.done], unit, as_of)
    known = {done: table[: 0 if why else None] for done, table in items.items()}
    counted = {
        (rule.key, figure): _counted(rule, figure, known, own)
        for rule in RULES
        for figure in FIGURES
    }
    lines = [
        _differences(rule, figure, counted, known, own)
        for rule in RULES[1:]
        for figure in FIGURES
    ]
    used = known[own.done]
    return Reconciliation(
        frame=frame,
        unit=unit,
        as_of=as_of,
        totals=_totals(counted, is_defined=not why),
        lines=pd.concat(lines, ignore_index=True),
        basis=basis_of(FORMULA, used, used[:0], why="", rests_on=frame.evidence),
        note="" if has_board else NO_BOARD,
        why=why,
    )


def _counted(
    rule: Rule,
    figure: str,
    items: Mapping[DoneRule, pd.DataFrame],
    own: OwnRules,
) -> Floats:
    """Return what a rule counts of each item."""
    table = items[rule.done or own.done]
    with_subtasks = rule.done is None and own.counts_subtasks
    counts = with_subtasks | ~table[SUBTASK[figure]].to_numpy(dtype="bool")
    amounts: Floats = getattr(rule, figure)(table)
    return tidy(np.where(counts, amounts, 0.0))


def _totals(
    counted: Mapping[tuple[str, str], Floats], *, is_defined: bool
) -> pd.DataFrame:
    rows = [
        (
            *(rule.key, rule.label, rule.says),
            *(
                float(tidy(counted[rule.key, figure].sum(keepdims=True))[0])
                if is_defined
                else np.nan
                for figure in FIGURES
            ),
        )
        for rule in RULES
    ]
    return pd.DataFrame(rows, columns=["rule", "label", "says", *FIGURES])


def _differences(
    rule: Rule,
    figure: str,
    counted: Mapping[tuple[str, str], Floats],
    items: Mapping[DoneRule, pd.DataFrame],
    own: OwnRules,
) -> pd.DataFrame:
    """List the items of which a rule counts something else than the project."""
    here, there = counted[rule.key, figure], counted["own", figure]
    mine, other = items[own.done], items[rule.done or own.done]
    table = pd.DataFrame(
        {
            "rule": rule.key,
            "figure": figure,
            "issue_key": mine["issue_key"].to_numpy(),
            "here": here,
            "own": there,
            "difference": tidy(here - there),
            "why": reasons(rule.key, figure, mine, other),
        },
        columns=list(LINES),
    )
    return table[table["difference"] != 0]


def reasons(
    rule: str, figure: str, own: pd.DataFrame, other: pd.DataFrame
) -> NDArray[np.str_]:
    """Say of each item why a rule may count it otherwise; the first reason holds.

    Args:
        rule: Key of the rule.
        figure: commitment or completed.
        own: The items under the done rule of the project.
        other: The same items under that of the rule.
    """
    if figure == "commitment":
        return _why_promised(own, other)
    return _why_completed(own, other, is_strict=rule == "strict_baseline")


def _why_promised(own: pd.DataFrame, other: pd.DataFrame) -> NDArray[np.str_]:
    return _first(
        {
            "Sub-task": own["subtask_at_start"],
            "Added after the start": ~own["in_at_start"],
            "Done at the start by one done rule only": (
                own["done_at_start"] != other["done_at_start"]
            ),
        },
        "Done before the start",
    )


def _why_completed(
    own: pd.DataFrame, other: pd.DataFrame, *, is_strict: bool
) -> NDArray[np.str_]:
    has_other_end = own["done_at_end"] != other["done_at_end"]
    has_other_place = own["finished_here"] != other["finished_here"]
    blank = own["at_start"].eq(0)
    return _first(
        {
            "Sub-task": own["is_subtask"],
            "Done by one done rule only": has_other_end | has_other_place,
            "Added after the start": is_strict & ~own["in_at_start"],
            "Done before the start, then reopened": is_strict & other["done_at_start"],
            "Finished, then taken out": ~own["in_at_end"],
            "Done outside the sprint": own["done_at_end"] & ~is_completed(own),
            "Without an estimate at the start": is_strict & blank,
            "Re-estimated after the start": pd.Series(is_strict, own.index),
        },
        "Re-estimated after it was done",
    )


def _first(found: Mapping[str, pd.Series], otherwise: str) -> NDArray[np.str_]:
    masks = [mask.to_numpy(dtype="bool") for mask in found.values()]
    return np.select(masks, list(found), otherwise)
