"""Estimates on Trello's cards: custom fields, power-ups, numbers in titles."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from analytics.importers.jira_json_cells import Cells, number_in
from analytics.importers.tracker_rows import inner, members, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TITLE_NUMBER = "Number in title"
_TITLE = re.compile(r"\s*[(\[](\d+(?:[.,]\d+)?)[)\]]\s*\S")
_POWER_UP = re.compile(r"point|estimate|effort|size", re.IGNORECASE)


def title_number(title: object) -> float | None:
    """Return the number in brackets in front of a title.

    >>> title_number("(3) Pay by card"), title_number("[0,5] Fix"), title_number("(v2)")
    (3.0, 0.5, None)
    """
    found = _TITLE.match(title) if isinstance(title, str) else None
    return float(found[1].replace(",", ".")) if found else None


class Estimates:
    """The numbers that cards of a file carry, by name."""

    def __init__(self, boards: Iterable[Mapping[str, Any]]) -> None:
        """Learn the names of the custom fields."""
        self.names = {
            name_of(one.get("id")): str(one["name"]).strip()
            for board in boards
            for one in members(board.get("customFields"))
            if one.get("name")
        }

    def of_card(self, card: Mapping[str, Any], cells: Cells) -> dict[str, float]:
        """Return the numbers of a card: nothing is taken for an estimate here."""
        found = dict(self._power_ups(card))
        for item in members(card.get("customFieldItems")):
            written = inner(item, "value", "number")
            name = self.names.get(name_of(item.get("idCustomField")))
            if written is None or name is None:
                continue
            number = number_in(written)
            if number is None:
                cells.unreadable(written, name, "a number")
            else:
                found[name] = number
        titled = title_number(card.get("name"))
        return found if titled is None else {**found, TITLE_NUMBER: titled}

    @staticmethod
    def _power_ups(card: Mapping[str, Any]) -> Iterable[tuple[str, float]]:
        """Yield what power-ups call points, estimate, effort or size."""
        for plugin in members(card.get("pluginData")):
            try:
                stored = json.loads(plugin.get("value") or "")
            except (ValueError, TypeError, RecursionError):
                continue
            for name, value in stored.items() if isinstance(stored, dict) else ():
                number = number_in(value)
                if number is not None and _POWER_UP.search(name):
                    yield name, number
