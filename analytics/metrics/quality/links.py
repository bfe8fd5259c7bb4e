"""Checks of the links of work items: what names an item that no file holds."""

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
)
