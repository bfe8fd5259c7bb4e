"""How the checks list risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.money import text
from analytics.metrics.quality.finding import NO_EFFECT, Effect, Finding, days, found

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


def since(what: str, column: pd.Series) -> pd.Series:
    """Say since when; `no date` where it is not known."""
    written = days(column)
    return (f"{what} on " + written).where(written.ne(""), "no date")


def risk_lines(
    risks: pd.DataFrame,
    wrong: pd.Series,
    detail: Callable[[pd.DataFrame], pd.Series] | None = None,
    effect: Effect = NO_EFFECT,
) -> Finding:
    """List risks by their number, with title and detail."""

    def said(rows: pd.DataFrame) -> pd.Series:
        title = text(rows["title"])
        if detail is None:
            return title
        more = detail(rows).astype("str")
        return (title + ": ").where(title.ne(""), "") + more

    return found(
        "risk",
        risks,
        wrong,
        subject="risk_id",
        detail=said,
        effect=effect,
    )
