"""What can be told of work items without any day: how they stand in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
from pages.ui.layout import tile

if TYPE_CHECKING:
    from analytics.facts import Facts
    from pages.ui.layout import Tile

CHANGED = (
    "What changed cannot be known.",
    (
        "No work item has a day of creation. Export the field Created as well, and the "
        "day on which each was done."
    ),
)


def standing(facts: Facts) -> list[Tile]:
    """Return what is done and what is left, in items as the files have them today."""
    counted = facts.issues[facts.issues["is_counted"].astype("bool")]
    done = int(counted["is_done"].astype("bool").sum())
    return [
        tile("Done", theme.number(done), f"of {len(counted):,} items, on no known day"),
        tile(
            "Left", theme.number(len(counted) - done), "items, as the files have them"
        ),
    ]
