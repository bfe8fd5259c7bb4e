"""How the numbers of a whole column are written, found from one cell of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import quoted
from analytics.importers.digits import BODY, absent, body

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

SIMPLE = r"^[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?$"
"""Numbers whose text can be cast as it stands."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the cells of a column have in common, as counts of cells.

    `point` and `comma` can be read with that decimal separator only; the cells in
    `doubt_point` ("1.234") and `doubt_comma` ("1,234") with either.
    """

    filled: int
    simple: int
    point: int
    comma: int
    doubt_point: int
    doubt_comma: int

    def decimal(self, *, money: bool, typed: bool) -> str:
        """Return the decimal separator.

        Three digits behind a single mark are thousands in an amount of money, which
        has no thousandths; in other numbers a point is a decimal point.

        >>> Shape(2, 0, 0, 1, 0, 1).decimal(money=True, typed=False)
        ','
        >>> Shape(1, 1, 0, 0, 1, 0).decimal(money=True, typed=False)
        ','
        >>> Shape(1, 1, 0, 0, 1, 0).decimal(money=False, typed=False)
        '.'
        """
        if self.point != self.comma:
            return "." if self.point > self.comma else ","
        open_points = self.doubt_point and not self.doubt_comma and not self.point
        return "," if open_points and money and not typed else "."


def ways(raw: RawTable, cell: str) -> RawTable:
    """Return the different ways in which cells are written, each only once.

    The relation has `x` (a cell with ones for all digits but zero), `n` (how many
    cells are written so) and `example`. What is decided of a column needs no more,
    and there are few ways even where there are many numbers.
    """
    form = f"translate({cell}, '23456789', '11111111')"
    relation = (
        f"(select {form} as x, count({cell}) as n, min({cell}) as example "
        f"from {raw.relation} group by {form})"
    )
    return replace(raw, relation=relation)


def shape(forms: RawTable) -> Shape:
    """Count how the cells of a column are written."""
    point, comma = (f"regexp_full_match(body, {quoted(BODY[d])})" for d in ".,")
    bodies = f"(select x, n, {body('x')} as body from {forms.relation})"
    read = f"(select *, {point} as point, {comma} as comma from {bodies})"
    conditions = (
        f"not {absent('x')}",
        f"regexp_matches(x, {quoted(SIMPLE)})",
        "point and not comma",
        "comma and not point",
        "point and comma and contains(body, '.')",
        "point and comma and contains(body, ',')",
    )
    counts = (f"coalesce(sum(n) filter (where {test}), 0)" for test in conditions)
    found = replace(forms, relation=read).fetch(", ".join(counts))
    return Shape(*map(int, found[0]))
