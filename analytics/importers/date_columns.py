"""How a whole column writes its dates: one pattern, decided from all its cells.

A sample proposes the pattern, a count over all filled cells confirms it. Where two
numbers could be day or month, a part above 12 decides; where no cell of the column
has one, the columns of the same file that are certain decide; where there is none
either, the note says that it is a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.date_layout import Layout, other_order
from analytics.importers.date_patterns import (
    NUMERIC,
    SERIAL,
    SPACES,
    Family,
    Written,
    read_pattern,
)

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

SAMPLE_ROWS = 2000
MAX_SHAPES = 1000
MAX_FORMATS = 6
MAX_ROUNDS = 4
Weights = dict[Written, tuple[int, str]]
"""Each way of writing: how many cells, and one of them."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What reading all cells in one order showed.

    `certain` cells have a part above 12 where this order has the day, `other` cells
    can only be read in the other order.
    """

    filled: int
    readable: int
    certain: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Study:
    """What one column shows: its layout (None where it holds no dates) and counts.

    `text` is the cell as it is read: not trimmed, which `strptime` does not need.
    """

    cell: str
    text: str
    layout: Layout | None
    counts: Counts

    @property
    def decided(self) -> str:
        """The order that the column proves by itself, "" where it does not."""
        if self.layout is None or self.counts.other or not self.counts.certain:
            return ""
        return self.layout.order


def study_column(
    raw: RawTable, cell: str, order: str | None = None, text: str = ""
) -> Study:
    """Find the pattern of a column, `cell` being SQL of its text.

    Args:
        raw: The file.
        cell: SQL of the text, NULL where blank.
        order: "dmy" or "mdy" where the user has said it.
        text: SQL of the same text not trimmed, where that is at hand.
    """
    text = text or cell
    stride = _stride(raw)
    sample = f"line % {stride} = 0"
    weights = _survey(raw, cell, sample, stride) or _survey(raw, cell, "true")
    study = Study(cell, text, None, Counts(0, 0))
    for _ in range(MAX_ROUNDS):
        layout = _layout(weights, order)
        if layout is None or (study.layout and _same(layout, study.layout)):
            break
        study = _verify(raw, Study(cell, text, layout, study.counts), sample, order)
        if study.counts.readable == study.counts.filled:
            break
        if layout.family.order == SERIAL:
            weights = {w: n for w, n in weights.items() if w.family != layout.family}
            study = Study(cell, text, None, study.counts)
        chosen = study.layout.instant(text) if study.layout else "NULL"
        rest = _survey(raw, cell, f"({chosen}) is null")
        weights |= {w: max(n, weights.get(w, n)) for w, n in rest.items()}
        weights.pop(Written(Family(SERIAL)), None)
    if study.layout is None:
        return _without_dates(raw, cell)
    if study.counts.readable == study.counts.filled:
        return study
    return _with_example(raw, study, study.layout)


def _with_example(raw: RawTable, study: Study, layout: Layout) -> Study:
    """Take a readable cell as the example of how they should be written."""
    sql = f"select min({study.cell}) from {raw.relation} where "
    (example,) = raw.connection.execute(
        f"{sql} {layout.instant(study.text)} is not null"
    ).fetchall()[0]
    return replace(study, layout=replace(layout, example=example or layout.example))


def _without_dates(raw: RawTable, cell: str) -> Study:
    """Count the cells of a column that holds no dates."""
    (filled,) = raw.fetch(f"count({cell})")[0]
    return Study(cell, cell, None, Counts(filled, 0))


def _same(one: Layout, two: Layout) -> bool:
    return replace(one, order=two.order, example=two.example) == two


def _stride(raw: RawTable) -> int:
    """Return the odd step in lines that leaves about SAMPLE_ROWS rows."""
    (rows,) = raw.fetch("count(*)")[0]
    return int(rows) // SAMPLE_ROWS | 1


def _survey(raw: RawTable, cell: str, where: str, scale: int = 1) -> Weights:
    """Return how the filled cells are written, by their shape.

    A sample of every `scale`-th row counts as many times.
    """
    shape = f"translate({cell}, '0123456789', '9999999999')"
    rows = raw.connection.execute(
        f"select count(*), min({cell}) from {raw.relation} "
        f"where ({where}) and {cell} is not null group by {shape} "
        f"order by 1 desc, 2 limit {MAX_SHAPES}"
    ).fetchall()
    weights: Weights = {}
    for count, example in rows:
        if written := read_pattern(example):
            before, shown = weights.get(written, (0, example))
            weights[written] = (before + scale * count, shown)
    return weights


def _layout(weights: Weights, order: str | None) -> Layout | None:
    """Return the pattern that most cells follow."""
    sizes: dict[Family, int] = {}
    for written, (count, _) in weights.items():
        sizes[written.family] = sizes.get(written.family, 0) + count
    if not sizes:
        return None
    family = max(sizes, key=lambda one: (sizes[one], one.order))
    ranked = sorted(
        (written for written in weights if written.family == family),
        key=lambda one: (-weights[one][0], one.format),
    )
    formats = tuple(dict.fromkeys((one.format, one.zone) for one in ranked))
    swaps = sorted({swap for written in ranked for swap in written.swaps})
    return Layout(
        family,
        # "%Y" reads two digits too, as the first century: "%y" has to come first.
        tuple(sorted(formats[:MAX_FORMATS], key=lambda form: "%Y" in form[0])),
        # Blanks first, as words were seen without them; longer words before those
        # they contain.
        tuple(sorted(swaps, key=lambda swap: (swap[0] not in SPACES, -len(swap[0])))),
        max(written.clock for written in ranked[:1]),
        weights[ranked[0]][1],
        (order or "dmy") if family.order == NUMERIC else "",
    )


def _verify(raw: RawTable, study: Study, sample: str, order: str | None) -> Study:
    """Read all cells with a layout, in the order that fits them better."""
    layout = study.layout
    assert layout is not None  # noqa: S101 - for the type checker
    if layout.family.order != NUMERIC or order:
        return replace(study, counts=_count(raw, study, layout, "true"))
    counts = _count(raw, study, layout, sample)
    if counts.other > counts.certain:
        layout = other_order(layout)
    counts = _count(raw, study, layout, "true")
    if counts.other > counts.certain:
        layout = other_order(layout)
        counts = _count(raw, study, layout, "true")
    return replace(study, layout=layout, counts=counts)


def _count(raw: RawTable, study: Study, layout: Layout, where: str) -> Counts:
    value = layout.instant(study.text)
    chosen = f"count({study.cell}), count({value})"
    if layout.order:
        other = other_order(layout).instant(study.text)
        chosen += (
            f", count(*) filter (where day({value}) > 12)"
            f", count(case when {value} is null then {other} end)"
        )
    sql = f"select {chosen} from {raw.relation} where {where}"
    return Counts(*raw.connection.execute(sql).fetchall()[0])


def first_filled(raw: RawTable, positions: tuple[int, ...]) -> str:
    """Return SQL of the first filled of several cells."""
    cells = [raw.cell(position) for position in positions]
    return f"coalesce({', '.join(cells)})" if len(cells) > 1 else cells[0]


def untrimmed(raw: RawTable, positions: tuple[int, ...]) -> str:
    """Return SQL of the same text, not trimmed where there is one column."""
    if len(positions) > 1:
        return first_filled(raw, positions)
    raw.cell(positions[0])
    # An empty text would be read in vain, which takes `strptime` much longer.
    return f"nullif(c{positions[0]}, '')"
