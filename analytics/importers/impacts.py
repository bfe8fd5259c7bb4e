"""Impacts of risks: amounts, words or levels, and the sign that tells a gain.

A loss is positive and a gain negative. A register may write it otherwise: it may say
threat or opportunity in words, and it may write losses as negative numbers. So all
amounts of a register are decided together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.digits import clean, let
from analytics.importers.impact_levels import levels, money_first
from analytics.importers.number_shapes import blank, ways
from analytics.importers.numbers import amounts, column, counted, read
from analytics.importers.scales import IMPACT, Scale
from analytics.importers.units import unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.importers.base import Group, RawTable

THREAT = ("threat", "bedrohung", "menace", "amenaza", "negative", "negativ", "negativa")
OPPORTUNITY = (
    *("opportunity", "chance", "opportunité", "oportunidad", "positive", "positiv"),
    *("opp", "upside", "gain"),
)
UNKNOWN = ("TBD", "TBC", "?", "??", "UNKNOWN", "UNBEKANNT", "OFFEN", "TO BE DETERMINED")


def _said(words: tuple[str, ...]) -> str:
    return quoted(rf"(?:risk[ -]*)?(?:{'|'.join(words)})(?:[ -]*risk)?[\s()+-]*")


@dataclass(frozen=True, slots=True)
class RiskKind:
    """threat or opportunity, where a cell says it."""

    aliases: tuple[str, ...]

    @property
    def together(self) -> Callable[[RawTable, Group], Mapping[str, Fitted]]:
        """Kinds and impacts are decided together."""
        return fit_impacts

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for the words alone."""
        return fit_impacts(raw, {"risk_kind": (self, positions)})["risk_kind"]


@dataclass(frozen=True, slots=True)
class Impact:
    """An impact in money; a cell that is no amount goes to column `text` as written."""

    aliases: tuple[str, ...]
    text: str = ""
    scale: Scale = IMPACT

    @property
    def together(self) -> Callable[[RawTable, Group], Mapping[str, Fitted]]:
        """Kinds and impacts are decided together."""
        return fit_impacts

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the impacts without a column of kinds."""
        return fit_impacts(raw, {"impact_amount": (self, positions)})["impact_amount"]


@dataclass(frozen=True, slots=True)
class Category:
    """A category; the words threat and opportunity are none."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the first filled cell that names a category."""
        cells = ", ".join(
            f"case when {kind_of(cell)} is null then {cell} end"
            for cell in map(raw.cell, positions)
        )
        return Fitted(f"coalesce({cells}, NULL)")


def kind_of(cell: str) -> str:
    """Return SQL for threat, opportunity or NULL."""
    text = f"lower({cell})"
    return (
        f"case when regexp_full_match({text}, {_said(THREAT)}) then 'threat' "
        f"when regexp_full_match({text}, {_said(OPPORTUNITY)}) then 'opportunity' end"
    )


def fit_impacts(raw: RawTable, group: Group) -> dict[str, Fitted]:
    """Decide the amounts of a register and the kind of each risk."""
    fitted: dict[str, Fitted] = {}
    kind = "NULL"
    for name, (spec, positions) in group.items():
        if isinstance(spec, Impact):
            fitted[name] = _amounts(raw, spec, positions)
        else:
            cells = ", ".join(kind_of(raw.cell(position)) for position in positions)
            kind = f"coalesce({cells}, NULL)"
    if fitted:
        fitted, kind = _signed(raw, fitted, kind)
    if "risk_kind" in group:
        return {**fitted, "risk_kind": Fitted(kind)}
    first = next(iter(fitted))
    extra = {**fitted[first].extra, "risk_kind": kind}
    return {**fitted, first: replace(fitted[first], extra=extra)}


def _amounts(raw: RawTable, spec: Impact, positions: tuple[int, ...]) -> Fitted:
    """Read a column of impacts, signs as they stand, and the levels of another."""
    money, told = money_first(raw, positions) if spec.text else (positions, ())
    fitted = _one_column(raw, spec, money)
    if not told:
        return fitted
    level, name, _ = column(raw, told)
    words = f"case when ({fitted.expression}) is null then {level} end"
    text = f"coalesce({fitted.extra[spec.text]}, {words})"
    amount = column(raw, money)[1]
    note = f"{amount} was read as the impact in money; {name} counts where it is empty."
    notes = (*fitted.notes, note)
    return replace(fitted, extra={**fitted.extra, spec.text: text}, notes=notes)


def _one_column(raw: RawTable, spec: Impact, positions: tuple[int, ...]) -> Fitted:
    """Read the columns of one name."""
    cell, name, notes = column(raw, positions)
    if top := unit(name).top:
        note = f"{name}: levels up to {top}, as the header says, and not money."
        why = f"is not on the scale up to {top} that its header names"
        number = f"try_cast({cell} as double)"
        beyond = f"(coalesce({number} not between 0 and {top}, false)"
        unreadable = f"{beyond} or {_unknown(cell)})"
        return _levels(raw, spec, cell, unreadable, why, (*notes, note))
    if spec.text and (highest := levels(raw, cell, name)):
        note = (
            f"{name}: the numbers up to {highest:g} were taken as levels of a scale, "
            "not as money. If they are money, say so in the header: Impact (EUR)."
        )
        why = "is no impact"
        return _levels(raw, spec, cell, _unknown(cell), why, (*notes, note))
    fitted = amounts(read(raw, positions, money=True))
    if not spec.text:
        return fitted
    return _with_words(raw, spec, cell, fitted)


def _levels(
    raw: RawTable,
    spec: Impact,
    cell: str,
    unreadable: str,
    why: str,
    notes: tuple[str, ...],
) -> Fitted:
    """Keep levels as they are written; they are no amounts."""
    text = f"case when not ({_blank(raw, cell)} or {unreadable}) then {cell} end"
    extra = {spec.text: text} if spec.text else {}
    return Fitted("cast(NULL as decimal(18,2))", unreadable, why, extra, notes)


def _with_words(raw: RawTable, spec: Impact, cell: str, fitted: Fitted) -> Fitted:
    """Let words stand beside amounts, and everything where all are words."""
    value = fitted.expression
    (money,) = raw.fetch(f"count({value})")[0]
    word = f"lower(regexp_replace({cell}, '^[0-9] ?[-.:)] ?| ?\\(.*\\)$', '', 'g'))"
    labels = ", ".join(map(quoted, spec.scale.values))
    unreadable = f"({fitted.unreadable}) and {word} not in ({labels})"
    if not money:
        unreadable = _unknown(cell)
    text = f"case when {value} is null and not {_blank(raw, cell)} then {cell} end"
    return replace(
        fitted,
        unreadable=unreadable,
        why="is neither an amount nor a level of impact",
        extra={**fitted.extra, spec.text: text},
    )


def _blank(raw: RawTable, cell: str) -> str:
    return blank(cell, (way.text for way in ways(raw, cell)))


def _unknown(cell: str) -> str:
    return f"coalesce({clean(cell)} in ({', '.join(map(quoted, UNKNOWN))}), false)"


def _signed(
    raw: RawTable, fitted: dict[str, Fitted], kind: str
) -> tuple[dict[str, Fitted], str]:
    """Make losses positive and gains negative, as the register means them.

    Returns the amounts, and SQL of the kind of each risk.

    A row that says threat or opportunity is taken at its word. In the others a
    negative impact is a gain, unless no impact of the register is positive.
    """
    key = "impact_amount" if "impact_amount" in fitted else next(iter(fitted))
    value = fitted[key].expression
    both = f"(select {value} as v, {kind} as kind from {raw.relation})"
    positive, negative, against = replace(raw, relation=both).fetch(
        "count(*) filter (where v > 0), "
        "count(*) filter (where v < 0 and kind is null), "
        "count(*) filter (where v < 0 and kind = 'threat')"
    )[0]
    flip = bool(negative) and not positive
    result = {
        name: replace(fit, expression=_with_sign(fit.expression, kind, flip=flip))
        for name, fit in fitted.items()
    }
    amount = f"-({value})" if flip else value
    said = f"case sign({amount}) when -1 then 'opportunity' when 1 then 'threat' end"
    result[key] = replace(
        result[key],
        notes=(*result[key].notes, *_sign_notes(negative, against, flip=flip)),
    )
    return result, f"coalesce({kind}, {said})"


def _with_sign(value: str, kind: str, *, flip: bool) -> str:
    if kind == "NULL":
        return f"-({value})" if flip else value
    other = "-v" if flip else "v"
    signed = (
        f"case {kind} when 'opportunity' then -abs(v) "
        f"when 'threat' then abs(v) else {other} end"
    )
    return let("v", value, signed)


def _sign_notes(negative: int, against: int, *, flip: bool) -> list[str]:
    if flip:
        return ["All impacts are negative: they were read as losses."]
    notes = []
    if negative:
        notes.append(f"Negative impacts ({counted(negative)}) count as opportunities.")
    if against:
        notes.append(f"Negative impacts of threats ({counted(against)}) are losses.")
    return notes
