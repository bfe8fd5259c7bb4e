"""A small frozen review to share in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from analytics.sharing import links
from analytics.sharing.frozen import Figure, Frozen, Matrix, Section, Stamp, Table

if TYPE_CHECKING:
    from analytics.sharing.links import NewLink
    from analytics.warehouse.store import Warehouse

NOW = datetime(2026, 5, 29, 12, 0, 0)  # noqa: DTZ001 - stored without its zone


def section(said: str = "48 of 62 points are left.") -> Section:
    """A section with one of everything, and one text everywhere."""
    chart = {
        "data": [{"type": "scatter", "x": [1, 2], "y": [3, 1], "name": said}],
        "layout": {"title": {"text": said}},
    }
    return Section(
        key="burndown",
        question=said,
        term="Burn-down",
        readings=(said,),
        figures=(Figure(said, "\N{EN DASH}", said),),
        chart=chart,
        matrices=(Matrix(said, (said,), (said,), (((2, "high"),),)),),
        tables=(Table(said, ("Day", said), (False, True), (("1 May", said),)),),
        method=said,
    )


def frozen(said: str = "48 of 62 points are left.", *, days: int = 14) -> Frozen:
    """A review made at `NOW`."""
    return Frozen(
        title="May review",
        project="Harbour",
        is_sample=False,
        as_of=date(2026, 5, 29),
        filters="everything",
        imports=(Stamp("issues", "0123abcd"),),
        created_at=NOW,
        expires_at=NOW + timedelta(days=days),
        sections=(section(said),),
    )


def shared(warehouse: Warehouse, *, title: str = "May review") -> NewLink:
    """A link to that review."""
    review = replace(frozen(), title=title)
    return links.create(warehouse, review, project_id="harbour")
