"""Columns called "Initial risk" or "Risk rating": an exposure, a score, or words.

The name does not tell, so the cells do. What remains after the response is measured
from its probability and impact; a column that only states the result is left aside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.importers.headers import plain, plain_names
from analytics.importers.impacts import levels
from analytics.importers.numbers import amounts, column, read
from analytics.importers.scores import product_of
from analytics.importers.units import bare, unit

if TYPE_CHECKING:
    from analytics.importers.base import Found, RawTable

EITHER = (
    *("Initial risk", "Inherent risk", "Gross risk", "Pre-mitigation risk"),
    *("Current risk", "Actual risk", "Overall risk", "Total risk", "Risk value"),
    *("Risk rating", "Risk level", "Rating", "Risk exposure", "Exposure"),
    *("Bruttorisiko", "Risikowert", "Risikobewertung", "Risque brut"),
    *("Risque initial", "Riesgo inherente", "Riesgo inicial"),
)
"""Headers of exposures and of scores alike."""

REMAINING = (
    *("Residual risk", "Net risk", "Post-mitigation risk", "Target risk"),
    *("Residual risk rating", "Residual risk level", "Residual risk score"),
    *("Residual score", "Residual rating", "Residual exposure", "Residual EMV"),
    *("Net exposure", "Target risk score", "Target score", "Restrisiko"),
    *("Nettorisiko", "Risque résiduel", "Risque net", "Riesgo residual"),
)
"""Headers of what remains, or is to remain, after the response."""

SCORE, EXPOSURE = "score", "stated_exposure_amount"
HIGHEST_SCORE = 100


def settle(raw: RawTable, found: Found) -> tuple[Found, tuple[str, ...]]:
    """Give each column of `EITHER` to the exposure or to the score, or to neither.

    Amounts are what has a currency, is above 100, or is the product of a probability
    and an impact in money; other numbers are scores. Words are neither.
    """
    columns, notes = dict(found.columns), []
    both = set(columns.get(SCORE, ())) & set(columns.get(EXPOSURE, ()))
    for position in sorted(both):
        kind, note = _kind(raw, found, position)
        notes += [note] if note else []
        for name in {SCORE, EXPOSURE} - {kind}:
            columns[name] = tuple(p for p in columns[name] if p != position)
    names = plain_names(REMAINING)
    used = {position for where in columns.values() for position in where}
    notes += [
        f"{' '.join(header.split())} is left aside: what remains is measured from "
        "residual probability and residual impact."
        for position, header in enumerate(found.header)
        if position not in used and (plain(header) in names or bare(header) in names)
    ]
    filled = {name: where for name, where in columns.items() if where}
    return replace(found, columns=filled), tuple(notes)


def _kind(raw: RawTable, found: Found, position: int) -> tuple[str, str]:
    """Return what a column holds and, where it is no exposure, a note."""
    cell, name, _ = column(raw, (position,))
    fitted = amounts(read(raw, (position,), money=True))
    value = fitted.expression
    highest, money = raw.fetch(
        f"max(abs({value})), count({fitted.extra.get('currency', 'NULL')})"
    )[0]
    if highest is None:
        return "", f"{name} is left aside: it holds no numbers."
    is_money = bool(money) or unit(name).money or highest > HIGHEST_SCORE
    if is_money or _is_exposure(raw, found, cell):
        return EXPOSURE, ""
    return SCORE, f"{name}: numbers up to {highest:g} were taken as scores, not money."


def _is_exposure(raw: RawTable, found: Found, cell: str) -> bool:
    """Say whether small numbers are probability x an impact in money."""
    chances = found.columns.get("probability", ())
    impacts = found.columns.get("impact_amount", ())
    if not chances or not impacts:
        return False
    impact, name, _ = column(raw, impacts)
    if levels(raw, impact, name):
        return False
    return bool(product_of(raw, column(raw, chances)[0], impact, cell))
