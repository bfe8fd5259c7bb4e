"""What the metrics of money answer when they are asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import measures
from analytics.answers import Command, Shown

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.parameters import Parameters


def _estimates(facts: Facts, _: Parameters) -> Shown:
    result = measures.estimates_of(facts)
    rows = result.table.to_dict("records")
    figures = {
        "currency": result.currency,
        **{str(row["method"]): row["at_completion"] for row in rows},
        "low": result.low,
        "high": result.high,
    }
    why = {str(row["method"]): str(row["reason"]) for row in rows}
    none = "no method has its data"
    why |= dict.fromkeys(("low", "high"), none)
    is_known = result.table["to_complete"].notna().any()
    shown = result.table if is_known else result.table.head(0)
    return Shown(result.basis.rests_on, figures, why, shown)


def _split(facts: Facts, given: Parameters) -> Shown:
    result = measures.split_of(facts, by=given.get("by", "category"))
    figures = {
        "currency": result.currency,
        "price_variance": result.price,
        "quantity_variance": result.quantity,
    }
    why = dict.fromkeys(figures, result.reason)
    return Shown(result.basis.rests_on, figures, why, result.table)


COMMANDS: tuple[Command, ...] = (
    Command("cost_estimates", (), _estimates),
    Command("price_volume", ("by",), _split),
)
