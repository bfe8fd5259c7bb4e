"""Kinds of money that a file names in words: capex or opex, budget or reserve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.headers import plain

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
