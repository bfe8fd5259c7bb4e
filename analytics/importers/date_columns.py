"""How a whole column writes its dates: one pattern, decided from all its cells.

A sample proposes the pattern, a count over all filled cells confirms it. Where two
numbers could be day or month, a part above 12 decides; where no cell of the column
has one, the columns of the same file that are certain decide; where there is none
either, the note says that it is a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

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
    from collections.abc import Generator, Mapping, Sequence

    from analytics.importers.base import RawTable

SAMPLE_ROWS = 2000
MAX_SHAPES = 1000
MAX_ANSWERS = 100 * MAX_SHAPES
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


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be studied.

    Attributes:
        cell: SQL of its text, NULL where blank.
        text: SQL of the same text not trimmed, where that is at hand.
        order: "dmy" or "mdy" where the user has said it.
    """

    cell: str
    text: str
    order: str | None = None


class Survey(NamedTuple):
    """Asks how the filled cells of some rows are written: count and one of each."""

    cell: str
    where: str


class Measure(NamedTuple):
    """Asks for aggregates over some rows."""

    chosen: str
    where: str


Asking: TypeAlias = "Generator[Survey | Measure, list[tuple[Any, ...]], Study]"
"""A study asks, is sent the rows that answer, and returns what it has found."""


def study_columns(raw: RawTable, columns: Sequence[Column]) -> list[Study]:
    """Find the pattern of each column.

    All columns go step by step together, each step one question for all of them.
    """
    (rows,) = raw.fetch("count(*)")[0]
    stride = int(rows) // SAMPLE_ROWS | 1  # odd, as many files have two lines a row
    found: dict[int, Study] = {}
    studies = {number: _study(one, stride) for number, one in enumerate(columns)}
    answers: dict[int, list[tuple[Any, ...]] | None] = dict.fromkeys(studies)
    while answers:
        asked: dict[int, Survey | Measure] = {}
        for number, rows_ in answers.items():
            study = studies[number]
            try:
                asked[number] = next(study) if rows_ is None else study.send(rows_)
            except StopIteration as end:
                found[number] = end.value
        answers = {**_survey_all(raw, asked), **_measure_all(raw, asked)}
    return [found[number] for number in studies]


def study_column(raw: RawTable, cell: str) -> Study:
    """Find the pattern of one column, `cell` being SQL of its text."""
    return study_columns(raw, [Column(cell, cell)])[0]


def _survey_all(
    raw: RawTable, asked: Mapping[int, Survey | Measure]
) -> dict[int, list[tuple[Any, ...]]]:
    """Answer all surveys at once: the most frequent way of writing comes first."""
    surveys = {n: one for n, one in asked.items() if isinstance(one, Survey)}
    answers: dict[int, list[tuple[Any, ...]]] = {number: [] for number in surveys}
    if not surveys:
        return answers
    cells = ", ".join(
        f"case when {where} then {cell} end" for cell, where in surveys.values()
    )
    rows_in = " or ".join(dict.fromkeys(f"({w})" for _, w in surveys.values()))
    relation = (
        f"(select unnest({list(surveys)}) as number, unnest([{cells}]) as cell "
        f"from {raw.relation} where {rows_in}) where cell is not null "
        "group by number, translate(cell, '0123456789', '9999999999') "
        f"order by cells desc, example limit {MAX_ANSWERS}"
    )
    counted = replace(raw, relation=relation)
    rows = counted.fetch("number, count(*) as cells, min(cell) as example")
    for number, count, example in rows:
        if len(answers[number]) < MAX_SHAPES:
            answers[number].append((count, example))
    return answers


def _measure_all(
    raw: RawTable, asked: Mapping[int, Survey | Measure]
) -> dict[int, list[tuple[Any, ...]]]:
    """Answer all measures at once, those over the same rows in one pass."""
    answers: dict[int, list[tuple[Any, ...]]] = {}
    measures = {n: one for n, one in asked.items() if isinstance(one, Measure)}
    for where in dict.fromkeys(one.where for one in measures.values()):
        here = [number for number, one in measures.items() if one.where == where]
        chosen = ", ".join(f"struct_pack({measures[n].chosen})" for n in here)
        (row,) = replace(raw, relation=f"{raw.relation} where {where}").fetch(chosen)
        answers |= {
            number: [tuple(answer.values())]
            for number, answer in zip(here, row, strict=True)
        }
    return answers


def _study(column: Column, stride: int) -> Asking:
    """Find the pattern of a column, asking for what it takes."""
    cell, text, order = column.cell, column.text, column.order
    sample = f"line % {stride} = 0" if stride > 1 else "true"
    weights = _weights((yield Survey(cell, sample)), stride)
    if not weights and stride > 1:
        weights = _weights((yield Survey(cell, "true")))
    study = Study(cell, text, None, Counts(0, 0))
    for _ in range(MAX_ROUNDS):
        layout = _layout(weights, order)
        if layout is None or (study.layout and _same(layout, study.layout)):
            break
        asked = Study(cell, text, layout, study.counts)
        study = yield from _verify(asked, sample, order)
        if study.counts.readable == study.counts.filled:
            break
        if layout.family.order == SERIAL:
            weights = {w: n for w, n in weights.items() if w.family != layout.family}
            study = Study(cell, text, None, study.counts)
        chosen = study.layout.instant(text) if study.layout else "NULL"
        rest = _weights((yield Survey(cell, f"({chosen}) is null")))
        weights |= {w: max(n, weights.get(w, n)) for w, n in rest.items()}
        weights.pop(Written(Family(SERIAL)), None)
    if study.layout is None:
        ((filled,),) = yield Measure(f"filled := count({cell})", "true")
        return Study(cell, cell, None, Counts(filled, 0))
    if study.counts.readable == study.counts.filled:
        return study
    # A readable cell is the example of how they should be written.
    readable = f"({study.layout.instant(text)}) is not null"
    ((example,),) = yield Measure(f"example := min({cell})", readable)
    return replace(
        study, layout=replace(study.layout, example=example or study.layout.example)
    )


def _same(one: Layout, two: Layout) -> bool:
    return replace(one, order=two.order, example=two.example) == two


def _weights(rows: list[tuple[Any, ...]], scale: int = 1) -> Weights:
    """Return how cells are written, by what a survey answers.

    A sample of every `scale`-th row counts as many times.
    """
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


def _verify(study: Study, sample: str, order: str | None) -> Asking:
    """Read all cells with a layout, in the order that fits them better."""
    layout = study.layout
    assert layout is not None  # noqa: S101 - for the type checker
    is_open = layout.family.order == NUMERIC and not order
    if is_open and sample != "true":
        ((*_, certain, other),) = yield _counting(study, layout, sample)
        layout = other_order(layout) if other > certain else layout
    counts = Counts(*(yield _counting(study, layout, "true"))[0])
    if is_open and counts.other > counts.certain:
        layout = other_order(layout)
        counts = Counts(*(yield _counting(study, layout, "true"))[0])
    return replace(study, layout=layout, counts=counts)


def _counting(study: Study, layout: Layout, where: str) -> Measure:
    """Ask for the counts of reading some cells with a layout."""
    value = layout.instant(study.text)
    chosen = f"filled := count({study.cell}), readable := count({value})"
    if layout.order:
        other = other_order(layout).instant(study.text)
        chosen += (
            f", certain := count(*) filter (where day({value}) > 12)"
            f", other := count(case when {value} is null then {other} end)"
        )
    return Measure(chosen, where)


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
