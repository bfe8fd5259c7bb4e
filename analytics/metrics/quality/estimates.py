"""Checks of estimates: missing, far off, below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.quality.finding import (
    Check,
    Effect,
    Finding,
    found,
    unchecked,
)

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Backlog"
FEW = 20
"""Of fewer estimates nobody can say which is out of the ordinary."""
FENCE = 3.0
"""Tukey's outer fence: this many interquartile ranges above the upper quartile."""
NO_POINTS = "No work item has an estimate in points; the figures count items."


def unestimated_open(known: Material) -> Finding:
    """Find open items without an estimate, where the project estimates at all.

    What is left is at least what the estimates say. With the median estimate m for
    each of the n items it would be n x m more; there is no upper bound.
    """
    return _unestimated(known, "Left", is_done=False)


def unestimated_done(known: Material) -> Finding:
    """Find done items without an estimate; bounds as for the open ones."""
    return _unestimated(known, "Done", is_done=True)


def _unestimated(known: Material, figure: str, *, is_done: bool) -> Finding:
    if known.unit != "points":
        return unchecked("issue", NO_POINTS)
    items = known.items
    items = items[items["counts"] & (items["is_done"] == is_done)]
    wrong = ~items["points"].gt(0)
    typical = float(known.items.loc[known.items["points"] > 0, "points"].median())
    effect = Effect(
        figure,
        known.unit,
        known.totals[figure],
        0.0,
        None,
        likely=int(wrong.sum()) * typical,
        note=f"with the median estimate of {typical:g} for each",
    )
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: rows["summary"].fillna("").astype("str"),
        effect=effect,
    )


def estimate_outlier(known: Material) -> Finding:
    """Find open items whose estimate is far above all others.

    Far above: more than Q3 + 3 x (Q3 - Q1) of all estimates (Tukey's outer fence),
    where there are at least 20. If each were only as large as the fence, what is
    left would fall by the excess; if each were a slip for the median, by more.
    """
    if known.unit != "points":
        return unchecked("issue", NO_POINTS)
    items = known.items[known.items["counts"]]
    sizes = items.loc[items["points"] > 0, "points"]
    if len(sizes) < FEW:
        reason = f"Fewer than {FEW} work items have an estimate to compare with."
        return unchecked("issue", reason)
    low, middle, high = (float(sizes.quantile(q)) for q in (0.25, 0.5, 0.75))
    rows = items[~items["is_done"] & items["points"].gt(0)]
    wrong = rows["points"] > high + FENCE * (high - low)
    excess = float((rows.loc[wrong, "points"] - middle).sum())
    return found(
        "issue",
        rows,
        wrong,
        subject="issue_key",
        detail=lambda odd: odd["points"].map(
            lambda size: f"{size:g} points; half of the items have {middle:g} or less"
        ),
        effect=known.moves(
            "Left", -excess, 0.0, f"if each were the median of {middle:g}"
        ),
    )


def negative_estimate(known: Material) -> Finding:
    """Find items with an estimate below 0."""
    items = known.items
    wrong = items["points"].lt(0)
    size = -known.size_of(wrong, is_done=False)
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: rows["points"].map("{:g} points".format),
        effect=known.moves("Left", 0.0, 2 * size, "from nothing to the same above 0"),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "unestimated_open",
        AREA,
        "Open without an estimate",
        "high",
        "What is left is larger than the figure says, and nobody knows by how much.",
        {
            "Jira": "Estimate them in refinement: filter by Story Points is EMPTY and "
            "status category not Done.",
            "Azure DevOps": "Fill Story Points or Effort of the open items.",
            "Excel": "Fill the column of the estimate.",
        },
        unestimated_open,
    ),
    Check(
        "unestimated_done",
        AREA,
        "Done without an estimate",
        "high",
        "Finished work adds nothing to the pace, so the end looks further off.",
        {
            "Jira": "Estimate them after the fact, or make the field required before "
            "work begins.",
            "Excel": "Fill the column of the estimate.",
        },
        unestimated_done,
    ),
    Check(
        "estimate_outlier",
        AREA,
        "Estimate far above all others",
        "high",
        "One slip of the key, such as 80 for 8, is a part of the total.",
        {
            "Jira": "Check the estimate; split what is really that large.",
            "Excel": "Check the decimal sign of the estimate.",
        },
        estimate_outlier,
    ),
    Check(
        "negative_estimate",
        AREA,
        "Estimate below zero",
        "high",
        "It takes work away from the total.",
        {"Jira": "Correct the estimate.", "Excel": "Correct the estimate."},
        negative_estimate,
    ),
)
