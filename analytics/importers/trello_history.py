"""The history of Trello's cards, from the actions of their boards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.importers.jira_json_cells import Cells, utc
from analytics.importers.jira_json_events import shown_name
from analytics.importers.tracker_rows import (
    NOTHING,
    Found,
    Side,
    change,
    count_of,
    inner,
    members,
    name_of,
)
from analytics.importers.trello_numbers import TITLE_NUMBER, title_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analytics.errors import Problem
    from analytics.importers.trello_lists import Lists

Row = dict[str, Any]
BIRTHS = (
    "createCard",
    "copyCard",
    "convertToCardFromCheckItem",
    "emailCard",
    "moveCardToBoard",
)
"""Actions by which a card comes onto a board."""

_NO_ACTIONS = (
    "The board carries no actions, so nothing can be said about when cards moved. "
    "Export the board as JSON from its menu, with its actions."
)
_ASTRAY = (
    "The history of {count} does not lead to where they are now ({named}): actions are "
    "missing in the file."
)
_HEX_INSTANT = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)


def created_at(identity: object) -> str | None:
    """Return when a card was created, from its id: the first 8 digits are seconds.

    >>> created_at("5583efc5e400a960320e5ff2")
    '2015-06-19T10:32:37'
    """
    if not isinstance(identity, str) or not _HEX_INSTANT.fullmatch(identity):
        return None
    return utc(datetime.fromtimestamp(int(identity[:8], 16), UTC))


class Action(NamedTuple):
    """One action of a board; instant and id give the order."""

    at: str
    id: str
    type: str
    data: Mapping[str, Any]
    author: str | None


class Step(NamedTuple):
    """What an action does to where cards stand: the list they are in, put away."""

    action: Action
    list_id: str | None = None
    card_closed: bool | None = None
    list_closed: bool | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The actions of all boards of a file, oldest first; how many each board has."""

    actions: tuple[Action, ...]
    held: tuple[int, ...]

    @classmethod
    def of(cls, boards: Iterable[Mapping[str, Any]], problems: list[Problem]) -> Story:
        """Read the actions; one without instant is a problem."""
        cells = Cells(1, problems)
        found: dict[tuple[str, str], Action] = {}
        held = []
        for board in boards:
            actions = members(board.get("actions"))
            held.append(len(actions))
            for one in actions:
                at = cells.instant(one.get("date"), "actions")
                data = one.get("data")
                if at and isinstance(data, dict):
                    identity = str(one.get("id"))
                    name = shown_name(inner(one, "memberCreator", "fullName"), cells)
                    found[at, identity] = Action(
                        at, identity, str(one.get("type")), data, name
                    )
        return cls(tuple(found[key] for key in sorted(found)), tuple(held))

    def of_cards(self) -> dict[str, list[Action]]:
        """Return the actions by the id of the card they are about."""
        found: dict[str, list[Action]] = {}
        for action in self.actions:
            card = inner(action.data, "card", "id")
            if isinstance(card, str):
                found.setdefault(card, []).append(action)
        return found

    def of_lists(self) -> list[Step]:
        """Return when lists were put away or taken out again."""
        return [
            Step(
                action,
                list_id=name_of(inner(action.data, "list", "id")),
                list_closed=bool(inner(action.data, "list", "closed")),
            )
            for action in self.actions
            if action.type == "updateList"
            and inner(action.data, "old", "closed") is not None
        ]

    def notes(self, cards: set[str], most: int) -> list[str]:
        """Say what the history does not show.

        Args:
            cards: The ids of the cards in the file.
            most: How many actions an export holds at most.
        """
        if not self.actions:
            return [_NO_ACTIONS]
        notes = []
        if any(number >= most for number in self.held):
            notes.append(
                f"The history is incomplete: Trello exports only the newest {most:,} "
                f"actions of a board. What happened before {self.actions[0].at[:10]} "
                "is not in the file; cards stand until then where their first known "
                "move found them. Import an export every week to keep the history."
            )
        notes += self._gone(cards)
        return notes

    def _gone(self, cards: set[str]) -> list[str]:
        """Say which cards the figures cannot know."""
        acted = self.of_cards()
        gone = len(acted.keys() - cards)
        arrived = sum(
            any(action.type == "moveCardToBoard" for action in acted.get(card, ()))
            for card in cards
        )
        notes = []
        if gone:
            notes.append(
                "Not in any figure, because deleted or moved to another board: "
                f"{count_of(gone, 'card', 'cards')} of the history."
            )
        if arrived:
            notes.append(
                f"Counted from the day of creation on another board: "
                f"{count_of(arrived, 'card that was', 'cards that were')} moved here."
            )
        return notes


def card_events(story: Story, cards: list[Found], lists: Lists) -> list[Row]:
    """Return the changes of all cards: of the list, the due date, and numbers."""
    acted, closings = story.of_cards(), story.of_lists()
    rows: list[Row] = []
    for card in cards:
        actions = acted.get(card.record["id"], [])
        own = [*_moves(card, actions, closings, lists), *_fields(actions)]
        own.sort(key=lambda found: (found[0].at, found[0].id))
        head = {
            "issue_key": card.key,
            "issue_number": card.record["id"],
            "line": card.line,
        }
        rows += [
            change(
                {
                    **head,
                    "history_id": action.id,
                    "item_no": 0,
                    "changed_at": action.at,
                    "author": action.author,
                },
                field,
                name,
                before=before,
                after=after,
            )
            for action, field, name, before, after in own
        ]
    return rows


def astray(rows: list[Row], cards: list[Found], lists: Lists) -> list[str]:
    """Say of how many cards the last known move does not end where they are."""
    ends = {row["issue_key"]: row["to_id"] for row in rows if row["field"] == "status"}
    lost = [
        card.key
        for card in cards
        if card.key in ends and ends[card.key] != lists.of_card(card.record).id
    ]
    if not lost:
        return []
    count = count_of(len(lost), "card", "cards")
    return [_ASTRAY.format(count=count, named=", ".join(lost[:5]))]


Change = tuple[Action, str, str, Side, Side]


def _moves(
    card: Found, actions: list[Action], closings: list[Step], lists: Lists
) -> Iterator[Change]:
    """Follow a card from list to list, and yield each change of where it stands."""
    steps = list(_steps(actions, lists))
    where, is_closed = _start(card, steps, lists)
    shut = {step.list_id: not step.list_closed for step in reversed(closings)}
    state = lists.place(where, is_closed=is_closed, is_list_closed=shut.get(where))
    births = (action.at for action in actions if action.type in BIRTHS)
    born = next(births, created_at(card.record["id"]) or "")
    for step in sorted([*steps, *closings], key=lambda one: one.action[:2]):
        if step.list_closed is not None:
            shut[step.list_id] = step.list_closed
        elif step.card_closed is not None:
            is_closed = step.card_closed
        else:
            where = step.list_id
        now = lists.place(where, is_closed=is_closed, is_list_closed=shut.get(where))
        if now != state and step.action.at >= born:
            before, after = Side(state.id, state.text), Side(now.id, now.text)
            yield step.action, "status", "List", before, after
        state = now


def _steps(actions: list[Action], lists: Lists) -> Iterator[Step]:
    """Yield what the actions of one card do to where it stands."""
    for action in actions:
        data = action.data
        if action.type in BIRTHS and (born := lists.learn(data.get("list"))):
            yield Step(action, list_id=born)
        if action.type != "updateCard":
            continue
        if after := lists.learn(data.get("listAfter")):
            lists.learn(data.get("listBefore"))
            yield Step(action, list_id=after)
        if inner(data, "old", "closed") is not None:
            yield Step(action, card_closed=bool(inner(data, "card", "closed")))


def _start(card: Found, steps: list[Step], lists: Lists) -> tuple[str | None, bool]:
    """Return the list a card began in and whether it was put away then."""
    placed = next((step for step in steps if step.list_id), None)
    where = name_of(card.record.get("idList"))
    if placed is not None:
        before = lists.learn(placed.action.data.get("listBefore"))
        where = before or placed.list_id
    closed = next((step for step in steps if step.card_closed is not None), None)
    now = bool(card.record.get("closed"))
    return where, now if closed is None else not closed.card_closed


def _fields(actions: list[Action]) -> Iterator[Change]:
    """Yield changes of due dates and of numbers."""
    for action in actions:
        old, new = action.data.get("old"), action.data.get("card")
        if not isinstance(old, dict):
            continue
        if action.type == "updateCustomFieldItem":
            yield from _custom(action, old)
        elif action.type == "updateCard" and isinstance(new, dict):
            if "due" in old:
                before, after = Side(text=old["due"]), Side(text=new.get("due"))
                yield action, "due", "Due date", before, after
            was, now = title_number(old.get("name")), title_number(new.get("name"))
            if "name" in old and was != now:
                yield action, "number", TITLE_NUMBER, _number(was), _number(now)


def _custom(action: Action, old: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the change of a custom field that holds a number."""
    name = inner(action.data, "customField", "name")
    was = inner(old, "value", "number")
    now = inner(action.data, "customFieldItem", "value", "number")
    if isinstance(name, str) and (was is not None or now is not None):
        yield action, "number", name.strip(), _number(was), _number(now)


def _number(value: object) -> Side:
    return NOTHING if value is None else Side(text=str(value))
