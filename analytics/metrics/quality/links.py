"""Checks of the links of work items: to items of no file, and circles of waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.quality.finding import Check, Finding, found

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Backlog"


def lost_link(known: Material) -> Finding:
    """Find links of items of the files to items that none of the files holds.

    Links of items that are not in the files any more are not looked at.
    """
    held = set(known.family["issue_key"])
    rows = known.table("issue_link")
    rows = rows[rows["issue_key"].isin(held)]
    return found(
        "issue_link",
        rows,
        ~rows["linked_key"].isin(held),
        subject="issue_key",
        detail=lambda lost: (
            lost["link_text"].fillna(lost["link_type"]).fillna("linked to")
            + " "
            + lost["linked_key"].fillna("nothing")
        ),
    )


def waits_in_circle(known: Material) -> Finding:
    """Find open items that wait for each other in a circle, or between two circles.

    Items are taken away as long as one of them waits for none of the others, or none
    waits for it; what cannot be taken away is a circle. Done items hold nobody up.
    """
    items = known.open_items
    keys = set(items["issue_key"])
    pairs = {
        pair
        for pair in zip(
            known.waits["before_key"], known.waits["after_key"], strict=True
        )
        if keys.issuperset(pair)
    }
    left = {before for before, _ in pairs} & {after for _, after in pairs}
    while True:
        pairs = {pair for pair in pairs if left.issuperset(pair)}
        rest = {before for before, _ in pairs} & {after for _, after in pairs}
        if rest == left:
            break
        left = rest
    waits = {
        key: ", ".join(sorted(before for before, after in pairs if after == key))
        for key in left
    }
    return found(
        "issue",
        items,
        items["issue_key"].isin(left),
        subject="issue_key",
        detail=lambda rows: "waits for " + rows["issue_key"].map(waits),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "lost_link",
        AREA,
        "Linked to an item that is not in the files",
        "low",
        "What it waits for is not known, so forecasts take the item as free to begin.",
        {
            "Jira": "Export the linked items as well: add linkedIssues() to the "
            "filter, or the other project.",
            "Azure DevOps": "Query the linked work items too.",
        },
        lost_link,
    ),
    Check(
        "waits_in_circle",
        AREA,
        "Waits for itself through others",
        "medium",
        "None of these items can ever begin, so they cannot be simulated one by one.",
        {
            "Jira": "Remove the link that is wrong: often blocks and is blocked by "
            "were mixed up.",
            "Excel": "Correct the column of predecessors.",
        },
        waits_in_circle,
    ),
)
