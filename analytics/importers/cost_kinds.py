"""Kinds of money that a file names in words: capex or opex, budget or reserve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted

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
    """budget, contingency or management_reserve, by the words of its columns."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for the words of the two reserves."""
        text = f"lower(concat_ws(' ', {', '.join(map(raw.cell, positions))}))"
        kind = (
            f"case when regexp_matches({text}, {quoted(MANAGEMENT)}) "
            "then 'management_reserve' "
            f"when regexp_matches({text}, {quoted(CONTINGENCY)}) then 'contingency' "
            "else 'budget' end"
        )
        return Fitted(kind)
