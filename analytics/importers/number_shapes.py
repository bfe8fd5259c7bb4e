"""How the numbers of a whole column are written, found from one cell of each kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.digits import BLANK, BODY, Parts, absent, apart, in_capitals
from analytics.importers.texts import LONGEST, MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analytics.importers.base import RawTable

SIMPLE = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
"""Numbers whose text can be cast as it stands, and is plain."""

CASTABLE = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)\s*", re.ASCII)
"""Numbers that DuckDB can cast, besides those with an exponent or underscores."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which cells are written; its digits are ones, a leading zero stays.

    `form` is the text as it stands, `text` the same in capitals, `cells` says how many
    are written so, `example` is the first of them. `point` and `comma` say whether the
    body can be read with that decimal separator.
    """

    form: str
    text: str
    cells: int
    example: str
    parts: Parts
    point: bool
    comma: bool

    @property
    def is_simple(self) -> bool:
        """Whether the text can be cast as it stands."""
        return SIMPLE.fullmatch(self.form) is not None

    def reads(self, decimal: str) -> bool:
        """Say whether the body can be read with a decimal separator."""
        return self.point if decimal == "." else self.comma


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


def ways(raw: RawTable, cell: str) -> list[Way]:
    """Return the different ways in which cells are written, each only once.

    What is decided of a column needs no more, and there are few ways even where there
    are many numbers.
    """
    form = f"translate({cell}, '23456789', '11111111')"
    forms = (
        f"(select {form} as x, count(*) as n, min({cell}) as example "
        f"from {raw.relation} where length({cell}) <= {LONGEST} group by 1)"
    )
    # Zeros within a number are as good as ones; many numbers differ by them alone.
    headed = f"(select *, regexp_extract(x, '^[^0-9]*[0-9]') as head from {forms})"
    order = f"group by form order by cells desc, form limit {MOST}"
    rows = replace(raw, relation=f"{headed} {order}").fetch(
        "head || translate(substr(x, 1 + length(head)), '0', '1') as form, "
        "sum(n)::bigint as cells, min(example)"
    )
    return [_way(*row) for row in rows]


def _way(form: str, cells: int, example: str) -> Way:
    text = in_capitals(form)
    taken = apart(text)
    point, comma = (re.fullmatch(BODY[d], taken.body) is not None for d in ".,")
    return Way(form, text, cells, example, taken, point, comma)


def shape(found: Sequence[Way]) -> Shape:
    """Count how the cells of a column are written."""
    either = [way for way in found if way.point and way.comma]
    counts = (
        [way for way in found if way.text not in BLANK],
        [way for way in found if way.is_simple],
        [way for way in found if way.point and not way.comma],
        [way for way in found if way.comma and not way.point],
        [way for way in either if "." in way.parts.body],
        [way for way in either if "," in way.parts.body],
    )
    return Shape(*(sum(way.cells for way in ways) for ways in counts))


def blank(cell: str, texts: Iterable[str]) -> str:
    """Return SQL that is true where a cell says that there is no value.

    `texts` are those of its column, in capitals.
    """
    says_so = not BLANK.isdisjoint(texts)
    return absent(cell) if says_so else f"{cell} is null"
