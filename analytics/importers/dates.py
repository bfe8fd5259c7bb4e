"""Dates and instants, read by the pattern of the whole column.

All dates of a file are decided together, because one column may show what another
leaves open: whether 03/04/2024 is in March or in April. Instants are taken as
written; only a text with an offset is turned into UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, cast

from analytics.importers.base import Fitted
from analytics.importers.date_columns import (
    Column,
    Study,
    first_filled,
    study_columns,
    untrimmed,
)
from analytics.importers.date_layout import Layout, describe, other_order
from analytics.importers.date_patterns import NUMERIC, SERIAL
from analytics.importers.digits import absent
from analytics.importers.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.importers.base import Group, RawTable

Order: TypeAlias = Literal["dmy", "mdy"]

__all__ = ["Date", "Instant", "Order", "Period", "fit_dates"]

DOUBT = "correct it on the mapping page if that is wrong"


def fit_dates(raw: RawTable, group: Group) -> dict[str, Fitted]:
    """Decide how all date columns of a file are read."""
    columns = [
        Column(
            first_filled(raw, positions),
            untrimmed(raw, positions),
            cast("_Dated", spec).order,
        )
        for spec, positions in group.values()
    ]
    studies = dict(zip(group, study_columns(raw, columns), strict=True))
    proofs = {
        study.decided: raw.header[group[column][1][0]].strip()
        for column, study in studies.items()
        if study.decided and cast("_Dated", group[column][0]).order is None
    }
    fitted = {}
    for column, (spec, positions) in group.items():
        dated = cast("_Dated", spec)
        label = raw.header[positions[0]].strip()
        fitted[column] = _fitted(studies[column], label, proofs, dated)
    return fitted


@dataclass(frozen=True, slots=True)
class _Dated:
    """What a date and an instant have in common.

    `order` is what the user said on the mapping page; None lets the file decide.
    """

    aliases: tuple[str, ...]
    order: Order | None = None
    whole_days: ClassVar[bool] = False

    @property
    def together(self) -> Callable[[RawTable, Group], Mapping[str, Fitted]]:
        """Dates of one file are decided together."""
        return fit_dates

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Decide from this column alone."""
        return fit_dates(raw, {"": (self, positions)})[""]


@dataclass(frozen=True, slots=True)
class Instant(_Dated):
    """A moment: TIMESTAMP as written, in UTC where the text has an offset."""


@dataclass(frozen=True, slots=True)
class Date(_Dated):
    """A day: DATE as written, a time of day beside it is left out."""

    whole_days: ClassVar[bool] = True


def _fitted(
    study: Study, label: str, proofs: Mapping[str, str], spec: _Dated
) -> Fitted:
    """Turn what a column shows into how it is read and what is said of it."""
    kind = "date" if spec.whole_days else "timestamp"
    counts = study.counts
    if study.layout is None:
        return _nothing(study, label, kind)
    layout, reason = _settle(study, proofs, spec.order)
    value = layout.date(study.text) if spec.whole_days else layout.instant(study.text)
    pattern = describe(layout)
    utc = ", converted to UTC" if layout.family.zoned and not spec.whole_days else ""
    note = f"{label}: read as {pattern}{utc} ({reason})"
    missed = counts.filled - counts.readable
    if missed:
        note += f"; {missed:,} of {_cells(counts.filled)} cannot be read so: left empty"
    return Fitted(
        value,
        f"not {absent(study.cell)} and {value} is null" if missed else None,
        f"is no valid date of the form {pattern}, such as {layout.example}",
        notes=(note + ".",),
    )


def _nothing(study: Study, label: str, kind: str) -> Fitted:
    """Read a column without any date in it."""
    if not study.counts.filled:
        return Fitted(f"cast(null as {kind})")
    note = f"{label}: no cell is a date in a form we know; the column is left empty."
    return Fitted(
        f"cast(null as {kind})",
        f"not {absent(study.cell)}",
        "is not a date in a form we know, such as 2024-03-31 or 31/Mar/24 5:30 PM",
        notes=(note,),
    )


def _settle(
    study: Study, proofs: Mapping[str, str], order: Order | None
) -> tuple[Layout, str]:
    """Return the layout with the order that counts, and why it does."""
    layout, counts = study.layout, study.counts
    assert layout is not None  # noqa: S101 - for the type checker
    if layout.family.order != NUMERIC:
        return layout, f"certain: {CERTAIN[layout.family.order]}"
    if order:
        return layout, "as chosen on the mapping page"
    if counts.certain and not counts.other:
        verb = "has" if counts.certain == 1 else "have"
        return layout, f"certain: {_cells(counts.certain)} {verb} a day above 12"
    if counts.certain or counts.other:
        return layout, (
            f"likely: {_cells(counts.certain)} can only be read so, "
            f"{counts.other:,} only in the other order; {DOUBT}"
        )
    if len(proofs) == 1:
        ((proved, where),) = proofs.items()
        if proved != layout.order:
            layout = other_order(layout)
        return layout, f"no cell of its own decides, but {where} is written so"
    return _guess(layout)


def _guess(layout: Layout) -> tuple[Layout, str]:
    """Choose an order where nothing decides."""
    if layout.clock == 12 and layout.family.gaps == ("/",):  # noqa: PLR2004 - hours
        guess, because = "mdy", "slashes with a 12-hour clock are mostly American"
    else:
        guess, because = "dmy", "most countries write the day first"
    if guess != layout.order:
        layout = other_order(layout)
    return layout, f"ambiguous: no cell decides, and {because}; {DOUBT}"


CERTAIN = {
    "ymd": "the year comes first",
    "dMy": "the month is a name",
    "Mdy": "the month is a name",
    "yMd": "the month is a name",
    SERIAL: "all cells are numbers of that size",
}


def _cells(count: int) -> str:
    """Return a number of cells in words.

    >>> _cells(1), _cells(1200)
    ('1 cell', '1,200 cells')
    """
    return f"{count:,} cell" + ("" if count == 1 else "s")
