"""How a figure travels: the chart as JSON, and how it was measured as a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from analytics.figures import theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.basis import Basis
    from analytics.sharing.frozen import Chart


def chart(figure: go.Figure) -> Chart | None:
    """Return what the drawing library needs, or None where nothing is drawn."""
    if not figure.data:
        return None
    return cast("Chart", json.loads(figure.to_json()))


def method(basis: Basis) -> str:
    """Say how a figure is measured and what it rests on."""
    used = f"{basis.rows_used:,} {'line' if basis.rows_used == 1 else 'lines'}"
    aside = f"{theme.number(len(basis.left_out))} left out"
    rests = f" Rests on: {basis.rests_on}." if basis.rests_on else ""
    return f"{basis.formula}{rests} {used} of the files used, {aside}."
