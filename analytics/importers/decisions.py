"""What was decided, in the words of registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.headers import plain
from analytics.importers.words import lookup

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

DECISIONS = {
    "approved": (
        *("approved", "accepted", "agreed", "granted", "authorised", "authorized"),
        *("approve", "accept", "yes", "go", "implemented", "genehmigt", "angenommen"),
        *("freigegeben", "bewilligt", "beschlossen", "umgesetzt", "approuvé"),
        *("accepté", "validé", "mis en œuvre", "aprobado", "aprobada", "aceptado"),
        *("aceptada", "autorizado", "implementado"),
    ),
    "rejected": (
        *("rejected", "declined", "denied", "refused", "not approved", "reject"),
        *("no", "no go", "turned down", "abgelehnt", "verworfen", "zurückgewiesen"),
        *("rejeté", "refusé", "rejetée", "refusée", "rechazado", "rechazada"),
        *("denegado", "desestimado"),
    ),
    "deferred": (
        *("deferred", "postponed", "on hold", "parked", "later", "defer"),
        *("zurückgestellt", "verschoben", "vertagt", "différé", "reporté", "ajourné"),
        *("en attente", "aplazado", "aplazada", "pospuesto", "diferido"),
    ),
    "open": (
        *("open", "pending", "new", "submitted", "under review", "in review"),
        *("proposed", "requested", "undecided", "to be decided", "tbd", "in progress"),
        *("offen", "neu", "eingereicht", "in prüfung", "beantragt", "ausstehend"),
        *("ouvert", "ouverte", "nouveau", "en cours", "soumis", "à décider"),
        *("abierto", "abierta", "nuevo", "pendiente", "en curso", "en revisión"),
    ),
}
"""What people write for each of the four; "withdrawn" and "closed" say none of them."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """Remarks, and what a decision says beyond one of the four words.

    Cells under the headers in `decisions` are kept only where they are no word of
    the vocabulary, each with "Decision: " before it.
    """

    aliases: tuple[str, ...]
    decisions: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Join the filled cells line by line."""
        said = {plain(name) for name in self.decisions}
        parts = []
        for position in positions:
            cell = raw.cell(position)
            if plain(raw.header[position]) in said:
                unknown = f"{lookup(raw, cell, DECISIONS)} is null"
                cell = f"case when {unknown} then {quoted('Decision: ')} || {cell} end"
            parts.append(cell)
        return Fitted(f"nullif(concat_ws(chr(10), {', '.join(parts)}), '')")
