"""Risk registers of any make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers import money_headers
from analytics.importers import risk_headers as headers
from analytics.importers.base import Fitted, Text, quoted
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.headers import (
    places_of_scales,
    places_of_units,
    plain,
    plain_names,
)
from analytics.importers.impact_levels import tells_levels
from analytics.importers.impacts import Category, Impact, RiskKind
from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.raid import other_entries
from analytics.importers.ratios import Ratio
from analytics.importers.risk_values import EITHER, REMAINING, settle
from analytics.importers.scores import scores, with_scale
from analytics.importers.totals import is_total, says_total
from analytics.importers.units import scaled, scored
from analytics.schema import RISK as TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import Found, RawTable

PAIRS = {
    "probability": "residual_probability",
    "impact_amount": "residual_impact_amount",
}
"""Columns that a register may hold twice: before and after the response."""

DAYS = ("D", "DAY", "DAYS", "TAG", "TAGE", "T", "J", "JOUR", "JOURS", "DÍA", "DÍAS")


@dataclass(frozen=True, slots=True)
class Statement:
    """Cause, event and effect as one text, each under its name, after a description."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Join the filled cells line by line."""
        parts = [
            f"{quoted(label)} || {raw.cell(position)}" if label else raw.cell(position)
            for position in positions
            for label in (headers.PARTS.get(plain(raw.header[position]), ""),)
        ]
        return Fitted(f"nullif(concat_ws(chr(10), {', '.join(parts)}), '')")


class RiskImporter(CautiousImporter):
    """A risk register, where two columns of one name are before and after."""

    __slots__ = ()

    def match(self, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Find levels too; give the second column of a name to the residual figure."""
        found = super().match(header)
        found |= self._levels(tuple(header), found)
        found |= self._scores(header, found)
        found |= self._amounts(tuple(header), found)
        for before, after in PAIRS.items():
            positions = found.get(before, ())
            same = [p for p in positions if _same(header, p, positions[0])]
            if len(same) > 1 and after not in found:
                found[before], found[after] = (same[0],), (same[1],)
        return found

    def may_match(self, row: tuple[str, ...]) -> bool:
        """Say whether a row could be a header: one with levels of a scale may."""
        return super().may_match(row) or bool(places_of_scales(row))

    def _levels(
        self, header: tuple[str, ...], found: Mapping[str, tuple[int, ...]]
    ) -> dict[str, tuple[int, ...]]:
        """Find what is missing under headers such as "L_1to5" and "Impact 1..10".

        A letter alone says little: letters count where both figures are there.
        """
        where = places_of_scales(header)
        if not where:
            return {}
        taken = {position for positions in found.values() for position in positions}
        levels = {}
        for column, letters in headers.LETTERS.items():
            names = plain_names((*self.columns[column].aliases, *letters))
            places = (p for n in names for p in where.get(n, ()) if p not in taken)
            if column not in found and (positions := tuple(places)):
                levels[column] = positions
        if PAIRS.keys() <= {*found, *levels}:
            return levels
        return {
            column: positions
            for column, positions in levels.items()
            if scaled(header[positions[0]])[0]
            in plain_names(self.columns[column].aliases)
        }

    def _amounts(
        self, header: tuple[str, ...], found: Mapping[str, tuple[int, ...]]
    ) -> dict[str, tuple[int, ...]]:
        """Find a second column of an impact, such as "Impact (EUR)" after "Impact"."""
        taken = {position for positions in found.values() for position in positions}
        more = {}
        for column, spec in self.columns.items():
            if column in found and isinstance(spec, Impact) and spec.text:
                where = places_of_units(header)
                names = plain_names(spec.aliases)
                open_ = (p for n in names for p in where.get(n, ()) if p not in taken)
                more[column] = (*found[column], *open_)
        return more

    def _scores(
        self, header: Sequence[str], found: Mapping[str, tuple[int, ...]]
    ) -> dict[str, tuple[int, ...]]:
        """Find a missing score under headers such as "Score (1-25)"."""
        taken = {position for positions in found.values() for position in positions}
        names = plain_names(self.columns["score"].aliases)
        places = tuple(
            position
            for position, name in enumerate(header)
            if position not in taken and scored(name)[0] in names
        )
        return {"score": places} if places and "score" not in found else {}

    def settled(self, raw: RawTable, found: Found) -> tuple[Found, tuple[str, ...]]:
        """Decide what columns such as "Initial risk" hold, unless people said it."""
        is_told = dict(found.columns) != self.match(found.header)
        return (found, ()) if is_told else settle(raw, levels_of_effects(raw, found))

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Fit, and say which of two columns was taken as the residual one.

        All columns together tell whether bare numbers are scores, see `scores`.
        """
        found = scores(raw, columns)
        chances = {
            name: (replace(spec, range=found.range), columns[name])
            for name, spec in self.columns.items()
            if isinstance(spec, Ratio) and name in columns
        }
        others = {one: columns[one] for one in columns if one not in chances}
        fitted = super().fit_all(raw, others)
        fitted |= {
            one: spec.fit(raw, places) for one, (spec, places) in chances.items()
        }
        fitted = with_scale(fitted, found)
        for before, after in PAIRS.items():
            first, second = columns.get(before, ()), columns.get(after, ())
            if first and second and _same(raw.header, first[0], second[0]):
                name = " ".join(raw.header[first[0]].split())
                note = (
                    f"{name} is there twice: the first was read as before the "
                    "response, the second as after it."
                )
                fitted[after] = replace(
                    fitted[after], notes=(*fitted[after].notes, note)
                )
        return {column: fitted[column] for column in columns}


def levels_of_effects(raw: RawTable, found: Found) -> Found:
    """Take "Consequence" and its like for the impact where all cells are levels."""
    description = found.columns.get("description", ())
    told = tuple(
        position
        for position in description
        if headers.PARTS.get(plain(found.header[position])) == headers.EFFECT
        and tells_levels(raw, position)
    )
    if not told:
        return found
    columns = {
        **found.columns,
        "description": tuple(p for p in description if p not in told),
        "impact_amount": (*found.columns.get("impact_amount", ()), *told),
    }
    filled = {name: where for name, where in columns.items() if where}
    return replace(found, columns=filled)


def _same(header: Sequence[str], one: int, two: int) -> bool:
    return plain(header[one]) == plain(header[two])


def _rejects(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]]
) -> Sequence[tuple[str, str]]:
    """Reject total lines, and lines that were numbered ahead and never filled."""

    def cells(*names: str) -> list[str]:
        found = {p for name in names for p in columns.get(name, ())}
        return [raw.cell(position) for position in sorted(found & raw.positions)]

    words = cells("risk_id", "title", "description", "category")
    content = cells("title", "description", "probability", "impact_amount", "response")
    empty = " and ".join(f"{cell} is null" for cell in content) or "false"
    return (
        *_totals(raw, words, cells("probability", "owner")),
        (empty, "a number without a risk"),
        *other_entries(raw, columns.get("risk_kind", ())),
    )


def _totals(
    raw: RawTable, words: Sequence[str], chances: Sequence[str]
) -> Sequence[tuple[str, str]]:
    if not says_total(raw, words):
        return ()
    chance = [f"({c} is null or {is_total(c)})" for c in chances]
    said = " or ".join(map(is_total, words))
    return ((" and ".join([f"({said})", *chance]), "a total line, not a risk"),)


RISK = RiskImporter(
    name="risk",
    title="Risk register",
    kind="risks",
    table=TABLE,
    columns={
        "risk_id": Text(headers.ID),
        "title": Text(headers.TITLE),
        "description": Statement(headers.DESCRIPTION),
        "category": Category(headers.CATEGORY),
        "risk_kind": RiskKind(headers.KIND),
        "status": Text(headers.STATUS),
        "owner": Text(headers.OWNER),
        "probability": Ratio(headers.PROBABILITY, "probability_text"),
        "impact_amount": Impact(headers.IMPACT, "impact_text"),
        "impact_low_amount": Impact(headers.IMPACT_LOW),
        "impact_high_amount": Impact(headers.IMPACT_HIGH),
        "impact_days": Number(headers.IMPACT_DAYS, DAYS),
        "stated_exposure_amount": Impact((*headers.EXPOSURE, *EITHER)),
        "currency": Currency(money_headers.CURRENCY),
        "response": Text(headers.RESPONSE),
        "response_amount": Money(headers.RESPONSE_AMOUNT),
        "residual_probability": Ratio(
            headers.RESIDUAL_PROBABILITY, "residual_probability_text"
        ),
        "residual_impact_amount": Impact(
            (*headers.RESIDUAL_IMPACT, *REMAINING), "residual_impact_text"
        ),
        "proximity": Text(headers.PROXIMITY),
        "due_on": Date(headers.DUE),
        "identified_on": Date(headers.IDENTIFIED),
        "reviewed_on": Date(headers.REVIEWED),
        "closed_on": Date(headers.CLOSED),
        "occurred_on": Date(headers.OCCURRED),
        "actual_amount": Money(headers.ACTUAL),
        "score": Number((*headers.SCORE, *EITHER)),
        "target_probability": Ratio(
            headers.TARGET_PROBABILITY, "target_probability_text"
        ),
        "target_impact_amount": Impact(headers.TARGET_IMPACT, "target_impact_text"),
        "trigger_text": Text(headers.TRIGGER),
    },
    signatures=(
        ("probability?", "impact_amount?"),
        ("probability?", "impact_days?"),
        ("probability?", "title"),
        ("probability?", "risk_id"),
        ("risk_id", "title?", "status?"),
        ("risk_id", "title?", "owner?"),
        ("risk_id", "description?", "status?"),
        ("risk_id", "description?", "owner?"),
    ),
    general={"risk_id": headers.GENERAL_ID, "title": headers.GENERAL_TITLE},
    forbids=(*money_headers.TRACKER, *money_headers.POSTED, *money_headers.ORDERED),
    rejects=_rejects,
)
