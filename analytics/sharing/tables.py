"""Tables of a shared page: chosen columns, written as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from analytics.figures import theme
from analytics.figures.scope_chart import amount
from analytics.sharing.frozen import Matrix, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.metrics.risk import RiskExposure

BURNDOWN = (
    *("Day", "Remaining", "Ideal", "Scope", "Done"),
    *("Added", "Removed", "Re-estimated"),
)
BUDGET = (
    *("Name", "Budget", "Spent", "Ordered, not invoiced"),
    *("Estimate at completion", "Variance at completion", "Share of budget spent"),
)
RISKS: Mapping[str, str] = {
    "risk_id": "Risk",
    "title": "Title",
    "risk_kind": "Kind",
    "probability": "Probability",
    "impact_amount": "Impact",
    "exposure": "Exposure before response",
    "residual_exposure": "Exposure after response",
    "grade": "Grade",
    "reason": "Why there is no exposure",
}
HELD = ("Question", "Promised", "Share that held", "Held", "Forecasts")
RATIOS = {
    *("Share that held", "Probability", "Share of budget spent"),
    *("Probability rated on average", "Share that struck", "Share at least"),
    *("Share at most", "Share that struck, at least", "Share that struck, at most"),
    *("Share too high (+) or too low", "Share off on average"),
}
EXACT = {
    *("Total of the file", "Used", "Left out", "Used, in the project's currency"),
}
TITLES = {"threat": "Threats", "opportunity": "Opportunities"}


def burndown(table: pd.DataFrame) -> Table:
    """Return the days of a burn-down."""
    return _written("Day by day", table[list(BURNDOWN)], amount)


def forecasts(held: pd.DataFrame, moved: pd.DataFrame) -> tuple[Table, ...]:
    """Return how often forecasts held, and the parts of the move, where known."""
    found = (
        _written("How often forecasts were right", held[list(HELD)], amount),
        _written("Why the date moved", moved, amount),
    )
    return tuple(table for table in found if table.rows)


def budget(table: pd.DataFrame, currency: str) -> Table:
    """Return the budget by name."""
    names = [name for name in BUDGET if name in table.columns]
    return _written(f"By name, in {currency}", table[names], theme.number)


def months(table: pd.DataFrame, currency: str) -> Table:
    """Return budget and spending by month."""
    return _written(f"By month, in {currency}", table, theme.number)


def tie_out(table: pd.DataFrame) -> Table:
    """Return how the total of each file is accounted for, to the cent."""
    return _written("Every line accounted for", table, theme.number)


def rates(table: pd.DataFrame) -> Table:
    """Return the exchange rates used, with the digits they were stated with."""
    return _written("Exchange rates used", table, _precise)


def ratings(table: pd.DataFrame) -> Table:
    """Return what struck of the risks rated in each band, where any is over."""
    over = table[table["Risks that are over"] > 0]
    return _written("Ratings of risks, and what struck", over, _one_digit)


def ratings_by_category(table: pd.DataFrame) -> Table:
    """Return the same by category, with stated and corrected exposure."""
    return _written("Risks by category", table, _one_digit)


def corrected(table: pd.DataFrame) -> Table:
    """Return how far off each way of estimating was, and the estimate corrected."""
    title = "Estimates corrected, by way of estimating"
    return _written(title, table, theme.number)


def corrected_by_category(table: pd.DataFrame) -> Table:
    """Return the same by category."""
    title = "Estimates corrected, by category"
    return _written(title, table, theme.number)


def _precise(value: float | None) -> str:
    """Write a number with all its digits, six behind the point at most.

    >>> _precise(0.9134), _precise(3)
    ('0.9134', '3')
    """
    return theme.number(value, 6).rstrip("0").rstrip(".")


def _one_digit(value: float | None) -> str:
    return theme.number(value, 1).removesuffix(".0")


def risks(result: RiskExposure) -> Table:
    """Return the open risks, the largest first."""
    together = pd.concat([result.quantified, result.unquantified])
    table = together[list(RISKS)].rename(columns=RISKS)
    if not len(result.unquantified):
        table = table.drop(columns=RISKS["reason"])
    return _written(f"Open risks, amounts in {result.currency}", table, theme.number)


def matrices(result: RiskExposure) -> tuple[Matrix, ...]:
    """Return the risk matrix of each kind that has risks."""
    placed = result.matrix[result.matrix["risks"] > 0]
    kinds = [kind for kind in TITLES if kind in set(placed["risk_kind"])]
    return tuple(_matrix(result, kind) for kind in kinds)


def _matrix(result: RiskExposure, kind: str) -> Matrix:
    rows = result.matrix[result.matrix["risk_kind"] == kind]
    levels = range(len(result.scale.probability_labels), 0, -1)
    cells = tuple(_row(rows[rows["probability_level"] == level]) for level in levels)
    chances = tuple(reversed(result.scale.probability_labels))
    return Matrix(TITLES[kind], tuple(result.scale.impact_labels), chances, cells)


def _row(cells: pd.DataFrame) -> tuple[tuple[int, str], ...]:
    columns = (cells["impact_level"], cells["risks"], cells["grade"])
    return tuple(
        (int(count), str(grade))
        for _, count, grade in sorted(zip(*columns, strict=True))
    )


def _written(
    title: str, table: pd.DataFrame, number: Callable[[float | None], str]
) -> Table:
    numeric = [
        is_numeric_dtype(kind) and not is_bool_dtype(kind) for kind in table.dtypes
    ]
    rows = tuple(
        tuple(
            _cell(value, _form(str(name), number))
            for name, value in zip(table.columns, row, strict=True)
        )
        for row in table.itertuples(index=False, name=None)
    )
    return Table(title, tuple(map(str, table.columns)), tuple(numeric), rows)


def _form(
    name: str, number: Callable[[float | None], str]
) -> Callable[[float | None], str]:
    """Return how the numbers of a column are written."""
    if name in EXACT:
        return lambda value: theme.number(value, 2)
    return theme.percent if name in RATIOS else number


def _cell(value: object, number: Callable[[float | None], str]) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return theme.DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return theme.day(value.date())
    return number(float(value))  # type: ignore[arg-type]
