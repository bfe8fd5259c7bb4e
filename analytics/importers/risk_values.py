"""Columns called "Initial risk" or "Risk rating": an exposure, a score, or words.

The name does not tell, so the cells do. What remains after the response is measured
from its probability and impact; a column that only states the result is left aside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.importers.headers import plain, plain_names
from analytics.importers.impact_levels import levels
from analytics.importers.numbers import amounts, column, read
from analytics.importers.scores import product_of
from analytics.importers.units import bare, scored, unit

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
    *("Residual risk", "Net risk", "Post-mitigation risk", "Restrisiko", "Nettorisiko"),
    *("Risque résiduel", "Risque net", "Riesgo residual"),
)
"""Headers of what remains after the response: an impact, or a result."""

RESULTS = (
    *("Target risk", "Target risk score", "Target score", "Likely residual risk"),
    *("Residual risk rating", "Residual risk level", "Residual risk score"),
    *("Residual score", "Residual rating", "Residual level", "Residual exposure"),
    *("Residual EMV", "Net exposure"),
)
"""Headers of results after the response, which are measured here."""

SCORE, EXPOSURE = "score", "stated_exposure_amount"
IMPACT, AFTER = "impact_amount", "residual_impact_amount"
HIGHEST_SCORE = 100


def settle(raw: RawTable, found: Found) -> tuple[Found, tuple[str, ...]]:
    """Give each column of `EITHER` to impact, exposure or score, or to none.

    It is the impact where the register has no other and a column of exposures is the
    product of it and the probability; then a column of `REMAINING` is the impact after
    the response. Amounts are what has a currency, is above 100, or is the product of a
    probability and an impact in money; other numbers are scores. Words are neither.
    """
    columns, notes = dict(found.columns), []
    both = set(columns.get(SCORE, ())) & set(columns.get(EXPOSURE, ()))
    impact = _impact(raw, found, both)
    if impact:
        columns[IMPACT] = impact
        notes.append(
            f"{_name(found, impact[0])} was read as the impact: times the probability "
            "it is the exposure stated."
        )
    for position in sorted(both):
        kind, note = _kind(raw, found, position)
        kind, note = ("", "") if position in impact else (kind, note)
        notes += [note] if note else []
        for name in {SCORE, EXPOSURE} - {kind}:
            columns[name] = tuple(p for p in columns[name] if p != position)
    if not impact:
        own = (p for p in columns.get(AFTER, ()) if not _is_of(found, p, REMAINING))
        columns[AFTER] = tuple(own)
    used = {position for where in columns.values() for position in where}
    notes += [
        f"{_name(found, position)} is left aside: what remains is measured from "
        "residual probability and residual impact."
        for position in range(len(found.header))
        if position not in used and _is_of(found, position, (*REMAINING, *RESULTS))
    ]
    filled = {name: where for name, where in columns.items() if where}
    return replace(found, columns=filled), tuple(notes)


def _impact(raw: RawTable, found: Found, both: set[int]) -> tuple[int, ...]:
    """Return the column that, times the probability, is the exposure stated."""
    chances = found.columns.get("probability", ())
    stated = [p for p in found.columns.get(EXPOSURE, ()) if p not in both]
    if IMPACT in found.columns or not chances or not stated:
        return ()
    chance, exposure = raw.cell(chances[0]), raw.cell(stated[0])
    fitting = (
        position
        for position in sorted(both)
        if product_of(raw, chance, raw.cell(position), exposure)
    )
    return tuple(fitting)[:1]


def _is_of(found: Found, position: int, names: tuple[str, ...]) -> bool:
    header = found.header[position]
    written = {plain(header), bare(header), scored(header)[0]}
    return not written.isdisjoint(plain_names(names))


def _name(found: Found, position: int) -> str:
    return " ".join(found.header[position].split())


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
