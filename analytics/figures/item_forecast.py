"""The forecast item by item in words: the day, what it rests on, and who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
from analytics.figures.forecast import chance_of

if TYPE_CHECKING:
    import pandas as pd

    from analytics.metrics.forecast.items import ItemForecast

RULES = (
    "Each team works on its own items only, in their order, so the slowest team "
    "decides; what is begun is taken as just begun."
)
BEYOND = "It lies more than five years ahead."


def read_items(result: ItemForecast, p: float = 0.85) -> str:
    """Say by when the last item is done, and by which rules.

    >>> from datetime import date
    >>> from analytics.metrics.forecast.items import ItemForecast
    >>> told = ItemForecast(date(2026, 1, 5), {0.85: date(2026, 3, 12)}, {}, 2000)
    >>> read_items(told)[:44]
    '85 %: the last item is done by 12 Mar 2026. '
    """
    if result.why:
        return result.why
    day = result.days.get(p)
    first = (
        f"{chance_of(p)}: the last item is done by {theme.day(day)}."
        if day
        else f"{chance_of(p)}: no date. {BEYOND}"
    )
    waits = len(result.waited)
    verb = "item waits" if waits == 1 else "items wait"
    held = f"{theme.number(waits)} {verb} for others." if waits else "No item waits."
    return " ".join((first, held, RULES, *result.notes))


def table_items(rows: pd.DataFrame) -> pd.DataFrame:
    """Return who waits for whom, with readable names."""
    names = {
        "issue_key": "Item",
        "waited_days": "Working days it waits",
        "waits_for": "Waits for",
    }
    return rows.rename(columns=names)
