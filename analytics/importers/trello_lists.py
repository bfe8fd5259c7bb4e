"""The lists of Trello's boards: what they are called, and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.importers.tracker_rows import members, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]
ARCHIVED = " (archived)"
_ARCHIVED_ID = ":archived"


class Place(NamedTuple):
    """Where a card stands: a list, on the board or put away."""

    id: str | None
    text: str | None
    is_archived: bool


class Lists:
    """The lists of all boards of a file; a list is known by its id."""

    def __init__(self, boards: Iterable[Mapping[str, Any]]) -> None:
        """Take the lists of the boards as they are called now."""
        self.boards = list(boards)
        self.known = {
            one["id"]: one
            for board in self.boards
            for one in members(board.get("lists"))
            if isinstance(one.get("id"), str)
        }
        self.names = {
            identity: str(one.get("name") or identity).strip()
            for identity, one in self.known.items()
        }
        self.used: dict[str, Place] = {}

    def learn(self, one: object) -> str | None:
        """Return the id of a list that an action names; a deleted one keeps its name.

        A list that is still there is called what it is called now: it is the same
        status, whatever it was called then.
        """
        identity = one.get("id") if isinstance(one, dict) else None
        if not isinstance(identity, str) or not isinstance(one, dict):
            return None
        name = one.get("name")
        if isinstance(name, str) and name.strip():
            self.names.setdefault(identity, name.strip())
        return identity

    def is_closed(self, identity: str | None) -> bool:
        """Say whether a list is archived now."""
        return bool(self.known.get(identity or "", {}).get("closed"))

    def place(
        self,
        identity: object,
        *,
        is_closed: bool,
        is_list_closed: bool | None = None,
    ) -> Place:
        """Return where a card in a list stands, given whether card or list is put away.

        `is_list_closed` is what was so at the time; without it, what is so now.
        """
        if not isinstance(identity, str):
            return Place(None, None, is_archived=False)
        if is_list_closed is None:
            is_list_closed = self.is_closed(identity)
        name = self.names.get(identity, identity)
        place = Place(identity, name, is_archived=False)
        if is_closed or is_list_closed:
            place = Place(identity + _ARCHIVED_ID, name + ARCHIVED, is_archived=True)
        self.used.setdefault(place.id or "", place)
        return place

    def of_card(self, card: Mapping[str, Any]) -> Place:
        """Return where a card stands now."""
        return self.place(card.get("idList"), is_closed=bool(card.get("closed")))

    @staticmethod
    def category(place: Place) -> str | None:
        """Return what Trello itself says of a place: what is archived is closed."""
        return "done" if place.is_archived else None

    def _ordered(self) -> list[tuple[Mapping[str, Any], int, list[Place]]]:
        """Return board, position and places of each list, in the order of the board."""
        found = []
        for board in self.boards:
            lists = [
                one
                for one in members(board.get("lists"))
                if name_of(one.get("id")) in self.known
            ]
            for position, one in enumerate(sorted(lists, key=_position), start=1):
                own = Place(one["id"], self.names[one["id"]], is_archived=False)
                away = self.used.get(one["id"] + _ARCHIVED_ID)
                found.append((board, position, [own, *([away] if away else [])]))
        return found

    def statuses(self) -> list[Row]:
        """Return the lists as statuses, then those that are only in the history."""
        places = [place for *_, places in self._ordered() for place in places]
        held = {place.id for place in places}
        places += [place for place in self.used.values() if place.id not in held]
        return [
            {
                "status_number": place.id,
                "name": place.text,
                "category": self.category(place),
                "line": 1,
            }
            for place in places
        ]

    def columns(self) -> list[Row]:
        """Return the lists as columns of their boards."""
        return [
            {
                "board_number": board.get("id"),
                "board_name": board.get("name"),
                "position": position,
                "column_name": places[0].text,
                "status_number": place.id,
                "line": 1,
            }
            for board, position, places in self._ordered()
            if not self.is_closed(places[0].id)
            for place in places
        ]


def _position(one: Mapping[str, Any]) -> float:
    position = one.get("pos")
    return position if isinstance(position, int | float) else 0.0
