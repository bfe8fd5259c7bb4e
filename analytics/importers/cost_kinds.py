"""Kinds of money that a file names in words: capex or opex, budget or reserve."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.headers import plain
from analytics.importers.words import YesNo

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

CAPEX = r"capex|capital|capitali[sz]|invest|aktiviert|immobilis"
OPEX = (
    r"opex|operating|operational|op ex|betrieb|aufwand|fonctionnement|operativ|explot"
)
MANAGEMENT = (
    r"(?:management|mgmt\.?|mgt\.?)[ -]*reserve|managementreserve"
    r"|réserve de (?:gestion|management)|reserva de gestión"
)
CONTINGENCY = (
    r"contingenc|contingence|risk (?:reserve|allowance|budget)|risikoreserve"
    r"|risikopuffer|risikovorsorge|unvorhergesehen|imprévus|imprevisto|aléas"
    r"|provisions? pour risques"
)


ACCRUAL = (
    r"accru|\bgrni\b|(?:goods|services) received,? not invoiced|un-?invoiced"
    r"|abgrenzung|rückstellung|noch nicht (?:fakturiert|berechnet)"
    r"|facture non parvenue|\bfnp\b|charges? à payer|devengo|periodificaci"
)


FORECAST = (
    r"^(?:forecast|estimate to complete|etc|hochrechnung|prognose|prévision"
    r"|pronóstico)\b"
)
"""A kind of line that begins like this is an expectation, no budget."""


@dataclass(frozen=True, slots=True)
class CostType:
    """capex or opex, where the cell says it."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for the words of the two types."""
        text = f"lower(concat_ws(' ', {', '.join(map(raw.cell, positions))}))"
        return Fitted(
            f"case when regexp_matches({text}, {quoted(OPEX)}) then 'opex' "
            f"when regexp_matches({text}, {quoted(CAPEX)}) then 'capex' end"
        )


@dataclass(frozen=True, slots=True)
class Accrual:
    """Whether a booking is accrued, by the words for its kind or by yes and no."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for the words of accruals; under a header of its own, yes is enough."""
        own = tuple(p for p in positions if _has(ACCRUAL, raw.header[p]))
        cells = ", ".join(map(raw.cell, positions))
        text = f"lower(concat_ws(' ', {cells}))"
        said = (
            f"case when {text} <> '' then regexp_matches({text}, {quoted(ACCRUAL)}) end"
        )
        if not own:
            return Fitted(said)
        return Fitted(
            f"coalesce({YesNo(self.aliases).fit(raw, own).expression}, {said})"
        )


def _has(pattern: str, text: str) -> bool:
    return re.search(pattern, text.casefold()) is not None


@dataclass(frozen=True, slots=True)
class BudgetKind:
    """budget, forecast or one of the two reserves, by the words of its columns."""

    aliases: tuple[str, ...]
    named: tuple[str, ...] = ()
    """Headers of a column that names the kind; only there a forecast is told."""

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for the words of the two reserves, and of a forecast."""
        names = set(map(plain, self.named))
        said = [
            f"regexp_matches(lower({raw.cell(position)}), {quoted(FORECAST)})"
            for position in positions
            if plain(raw.header[position]) in names
        ]
        forecast = " or ".join(f"coalesce({one}, false)" for one in said) or "false"
        text = f"lower(concat_ws(' ', {', '.join(map(raw.cell, positions))}))"
        kind = (
            f"case when regexp_matches({text}, {quoted(MANAGEMENT)}) "
            "then 'management_reserve' "
            f"when {forecast} then 'forecast' "
            f"when regexp_matches({text}, {quoted(CONTINGENCY)}) then 'contingency' "
            "else 'budget' end"
        )
        return Fitted(kind)
