"""Scores: whether the numbers of a register are levels of a scale, and of which.

A bare 7 is 7 %, or level 7 of 10. The whole register decides: the header may name the
scale, impacts may be scored as well, and a column of products or of exposures proves
what was multiplied. What nothing tells is not guessed: it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.impact_levels import levels
from analytics.importers.numbers import column
from analytics.importers.units import SHARES, unit
from analytics.importers.units import scored as score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import Fitted, RawTable

STATED, ASSUMED, UNKNOWN = "stated", "assumed", "unknown"
PROBABILITIES = ("probability", "residual_probability", "target_probability")
IMPACTS = ("impact_amount", "residual_impact_amount", "target_impact_amount")

HIGHEST = 10
FEWEST = 2
"""Rows that prove something; one product may be chance."""
MOST_ROWS = 0.9
LONGEST_OF_FIVE = 5
SQUARES = {9: 3, 16: 4, 25: 5}
"""Highest scores, and the highest levels of which they are the product; of 100 nobody
can tell whether it is one."""
LEAST_TOLD = 4
"""Scores that end lower could end at 3, 4 or 5; the usual scale of five is not sure."""

SCORED = re.compile(
    r"\b(?:scores?|scoring|rating|rank|level|likelihood|punkte|bewertung|stufe|note"
    r"|vraisemblance|cotation|niveau|nivel|puntuación)\b"
)


@dataclass(frozen=True, slots=True)
class Scores:
    """How the bare numbers of a register are meant.

    `range` is what a column of probabilities is given: "1", "100", the top of a scale,
    "?" where they may be anything, empty where each column is to decide. `top` and
    `basis` go to each risk: how far the scores reach, and how that is known; `basis`
    is empty where the register has no scores.
    """

    range: str = ""
    top: int | None = None
    basis: str = ""

    @property
    def extra(self) -> dict[str, str]:
        """What each risk of a register with scores says of its scale."""
        top = "NULL" if self.top is None else str(self.top)
        return {
            "score_top": f"cast({top} as double)",
            "score_basis": f"'{self.basis}'",
        }


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The bare numbers of all columns of probabilities together."""

    highest: float
    has_zero: bool
    could_be: bool
    is_named: bool


def scores(raw: RawTable, columns: Mapping[str, tuple[int, ...]]) -> Scores:
    """Decide how the numbers of a register are meant, from all that it holds.

    * A header that names the scale of one column names it for all. One that says that
      scores end at 9, 16 or 25 names the scale of which that is the square, where no
      level is above it.
    * Numbers above 10, fractions and percent signs are no scores; above 10 they are
      percents.
    * They are scores where impacts are scored too, where a column holds probability x
      impact, or where the header says likelihood, score, rating or level.
    * They are percents where the exposures are a hundredth of that product.
    * The scale ends at 5 where the highest score is 4 or 5, at 10 where it is 6 or
      more. Lower ones may end at 3, 4 or 5: that is asked, as are numbers with a 0,
      and a column called Probability with nothing above 10 that nothing proves.
    """
    chances = _found(raw, columns, PROBABILITIES)
    impacts = _found(raw, columns, IMPACTS)
    scored = [levels(raw, cell, name) or 0 for cell, name in impacts]
    is_share = any(unit(name).range in SHARES for _, name in chances)
    numbers = _numbers(raw, chances)
    could_be = numbers is None or numbers.could_be
    if tops := (*_tops(impacts), *_tops(chances)):
        own = _tops(chances) or (tops if could_be and not is_share else ())
        return Scores(str(own[0]) if own else "", tops[0], STATED)
    if is_share or not could_be:
        is_percent = not is_share and numbers and numbers.highest > HIGHEST
        return replace(_of(max(scored, default=0)), range="100" if is_percent else "")
    if numbers and numbers.has_zero and numbers.highest > 1:
        return Scores("?", None, UNKNOWN)
    highest = max([*scored, numbers.highest if numbers else 0])
    root = _root(raw, columns)
    if 1 < highest <= root:
        return Scores(str(root) if numbers else "", root, STATED)
    if numbers is None or max(scored, default=0) or numbers.is_named:
        return _of(highest, ranged=numbers is not None)
    return _unnamed(highest, _proof(raw, columns, chances[0][0], impacts))


def _unnamed(highest: float, proof: str) -> Scores:
    """Decide of numbers that only a product can prove to be percents or scores."""
    if proof == "percent":
        return Scores("100")
    if highest > LONGEST_OF_FIVE and not proof:
        return Scores("?", None, UNKNOWN)
    return _of(highest, ranged=True)


def with_scale(fitted: Mapping[str, Fitted], found: Scores) -> dict[str, Fitted]:
    """Let the first figure of a register say of which scale its scores are."""
    first = next((one for one in (*PROBABILITIES, *IMPACTS) if one in fitted), "")
    if not first or not found.basis:
        return dict(fitted)
    extra = {**fitted[first].extra, **found.extra}
    return {**fitted, first: replace(fitted[first], extra=extra)}


def _of(highest: float, *, ranged: bool = False) -> Scores:
    """Return the usual scale that holds the highest score."""
    if highest <= 1:  # 1 alone is certain: a share of one
        return Scores()
    if highest < LEAST_TOLD:
        return Scores("?" if ranged else "", None, UNKNOWN)
    top = LONGEST_OF_FIVE if highest <= LONGEST_OF_FIVE else HIGHEST
    return Scores(str(top) if ranged else "", top, ASSUMED)


def _found(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]], wanted: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Return cell and name of the columns that are there."""
    there = [columns[name] for name in wanted if name in columns]
    return [column(raw, positions)[:2] for positions in there]


def _tops(named: list[tuple[str, str]]) -> tuple[int, ...]:
    """Return the tops of the scales that headers name."""
    return tuple(top for _, name in named if (top := unit(name).top))


def _root(raw: RawTable, columns: Mapping[str, tuple[int, ...]]) -> int:
    """Return the top of the levels whose product the header of a score names, or 0."""
    named = _found(raw, columns, ("score",))
    return next((SQUARES.get(score(name)[1], 0) for _, name in named), 0)


def _numbers(raw: RawTable, chances: list[tuple[str, str]]) -> _Numbers | None:
    """Look at the bare numbers of all columns; None where there are none."""
    cells = ", ".join(cell for cell, _ in chances) or "NULL"
    number = "try_cast(replace(x, ',', '.') as double)"
    relation = f"(select unnest([{cells}]::varchar[]) as x from {raw.relation})"
    sound = f"filter (where {number} >= 0)"
    highest, least, whole, percents = replace(raw, relation=relation).fetch(
        f"max({number}) {sound}, min({number}) {sound}, "
        f"bool_and({number} = floor({number})) {sound}, "
        "count(*) filter (where contains(x, '%'))"
    )[0]
    if highest is None:
        return None
    could_be = bool(whole) and not percents and highest <= HIGHEST
    is_named = any(SCORED.search(name.casefold()) for _, name in chances)
    return _Numbers(highest, not least, could_be, is_named)


def _proof(
    raw: RawTable,
    columns: Mapping[str, tuple[int, ...]],
    chance: str,
    impacts: list[tuple[str, str]],
) -> str:
    """Return what products prove of the probabilities: "percent", "score" or ""."""
    products = _found(raw, columns, ("score", "stated_exposure_amount"))
    if not impacts:
        return ""
    found = (product_of(raw, chance, impacts[0][0], cell) for cell, _ in products)
    return next(filter(None, found), "")


def product_of(raw: RawTable, chance: str, impact: str, product: str) -> str:
    """Say of which numbers a column is the product, in two rows or more.

    One row in ten may differ: probabilities are often rounded for print.

    "score" where it is probability x impact, "percent" where it is a hundredth of
    it, "share" of probabilities up to 1, else "".
    """
    p, i, s = _plainly(chance), _plainly(impact), _plainly(product)
    complete = f"filter (where {p} * {i} * {s} > 0)"
    rows, percent, whole, highest = raw.fetch(
        f"count(*) {complete}, "
        f"count(*) filter (where abs({p} * {i} / 100 - {s}) <= 0.01 * abs({s})), "
        f"count(*) filter (where abs({p} * {i} - {s}) <= 0.01 * abs({s})), max({p})"
    )[0]
    if rows < FEWEST or max(percent, whole) < MOST_ROWS * rows:
        return ""
    if percent > whole:
        return "percent"
    return "score" if highest > 1 else "share"


def _plainly(cell: str) -> str:
    """Return SQL for the size of a number, currency and groups of digits left out."""
    return f"abs(try_cast(regexp_replace({cell}, '[^0-9.]', '', 'g') as double))"
