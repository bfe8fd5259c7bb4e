"""The forecast item by item: order, limits on work in progress, who waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import item_forecasts
from analytics.chosen import MOST_AT_A_TIME
from analytics.errors import RequestError, StoreError
from analytics.figures import item_forecast, theme
from analytics.figures.forecast import chance_of
from pages.ui.cache import measured
from pages.ui.forecast_choices import seeded, take
from pages.ui.layout import Tile, say, show_table, tile, tiles

if TYPE_CHECKING:
    import pandas as pd

    from analytics.chosen import Chosen
    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.forecast.items import ItemForecast

TITLE = "Item by item: order, limits and who waits for whom"


def show(facts: Facts, burndown: Burndown, chosen: Chosen) -> None:
    """Show when the last item is done, and which items wait for others."""
    with st.container(border=True, key="card-items"):
        st.header(TITLE, anchor=False)
        st.number_input(
            "Items at a time, per team",
            min_value=1,
            max_value=MOST_AT_A_TIME,
            value=None,
            placeholder="as in the past",
            key=seeded("limit", chosen.limit),
            on_change=take,
            args=("limit",),
            width=190,
        )
        try:
            found = result_of(facts, burndown, chosen)
        except StoreError as error:
            found = str(error)
        if isinstance(found, str):
            say(found)
            return
        result, rows = found
        say(item_forecast.read_items(result))
        if not result.why:
            tiles(_days(result))
        if len(rows):
            show_table("Items that wait", item_forecast.table_items(rows), key="waits")


def result_of(
    facts: Facts, burndown: Burndown, chosen: Chosen
) -> tuple[ItemForecast, pd.DataFrame] | str:
    """Simulate the open items of a frame, and list those that wait.

    Where they cannot be simulated, return why: to find that out takes as long.

    Raises:
        StoreError: The warehouse cannot tell it now.
    """

    def make() -> tuple[ItemForecast, pd.DataFrame] | str:
        try:
            told = item_forecasts.items_of(
                facts, burndown.frame, burndown, limit=chosen.limit
            )
        except RequestError as error:
            return str(error)
        return told, item_forecasts.held_up(facts, told)

    return measured("item forecast", facts, make, burndown.frame, chosen.limit)


def _days(result: ItemForecast) -> list[Tile]:
    return [
        tile(chance_of(p), theme.day(day), "last item done", why=item_forecast.BEYOND)
        for p, day in result.days.items()
    ]
