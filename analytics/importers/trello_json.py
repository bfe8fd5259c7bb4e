"""Trello's boards as JSON: cards, lists, and the actions that are their history."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.documents import Document, Extract
from analytics.importers.jira_json_cells import Cells
from analytics.importers.json_document import pages
from analytics.importers.tracker_rows import (
    EMPTY,
    Found,
    count_of,
    distinct,
    members,
    name_of,
)
from analytics.importers.trello_history import Story, astray, card_events, created_at
from analytics.importers.trello_lists import Lists
from analytics.importers.trello_numbers import TITLE_NUMBER, Estimates, title_number
from analytics.schema import BOARD_COLUMN, ISSUE, ISSUE_EVENT, STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.schema import Table

Row = dict[str, Any]
MOST_ACTIONS = 1_000
"""Trello exports at most so many actions of a board, the newest."""


@dataclass(frozen=True, slots=True)
class TrelloJson:
    """A board of Trello, as its menu exports it.

    The status of a card is its list; an archived card, or one in an archived list,
    has the status "List (archived)", which counts as done because Trello calls it
    closed. The number in front of a title, such as "(3) Pay", is kept under a name of
    its own and counts as an estimate only where the project says so.
    """

    name: str = "trello_json"
    title: str = "Trello board (JSON)"
    kind: str = "issues"
    table: Table = field(default=ISSUE)

    def claims(self, document: Document) -> bool:
        """Claim boards: objects with cards and lists."""
        return document.list_key == "cards" and any(
            isinstance(board.get("lists"), list) for board in pages(document)
        )

    def read(self, document: Document) -> Extract:
        """Read the cards, the lists in the order of the board, and the history."""
        boards = pages(document)
        extract = Extract(rows_read=len(document.records))
        links = {name_of(board.get("id")): board.get("shortLink") for board in boards}
        cards = distinct(
            document.records,
            extract,
            key=lambda card: card_key(card, links),
            missing="is not a card with a number and an id",
        )
        reader = _Reader(boards, extract)
        extract.rows[ISSUE.name] = [reader.issue(card) for card in cards]
        story = Story.of(boards, extract.problems)
        events = card_events(story, cards, reader.lists)
        if story.actions:
            extract.rows[ISSUE_EVENT.name] = events
        extract.rows[STATUS.name] = reader.lists.statuses()
        extract.rows[BOARD_COLUMN.name] = reader.lists.columns()
        extract.notes += _notes(cards, story, reader.lists)
        extract.notes += astray(events, cards, reader.lists)
        return extract


def card_key(card: Mapping[str, Any], links: Mapping[Any, Any]) -> str | None:
    """Return what people call a card: its number, with the board's short link."""
    number, link = card.get("idShort"), links.get(name_of(card.get("idBoard")))
    if created_at(card.get("id")) is None:
        return None
    if isinstance(number, int) and isinstance(link, str) and link:
        return f"{link}-{number}"
    own = card.get("shortLink")
    return own if isinstance(own, str) and own else None


class _Reader:
    """Turns cards into issues."""

    def __init__(self, boards: list[Mapping[str, Any]], extract: Extract) -> None:
        self.problems = extract.problems
        self.lists = Lists(boards)
        self.estimates = Estimates(boards)
        self.boards = {name_of(board.get("id")): board for board in boards}
        self.people = {
            name_of(person.get("id")): person.get("fullName") or person.get("username")
            for board in boards
            for person in members(board.get("members"))
        }

    def issue(self, found: Found) -> Row:
        card, cells = found.record, Cells(found.line, self.problems)
        board = self.boards.get(name_of(card.get("idBoard")), {})
        held = card.get("idMembers")
        people = [
            cells.text(self.people.get(name_of(one)), "assignee")
            for one in (held if isinstance(held, list) else ())
        ]
        place = self.lists.of_card(card)
        return {
            **EMPTY,
            "issue_key": found.key,
            "issue_number": card["id"],
            "project_key": cells.text(board.get("shortLink"), "project_key"),
            "project_name": cells.text(board.get("name"), "project_name"),
            "issue_type": "Card",
            "summary": cells.text(card.get("name"), "summary"),
            "status": place.text,
            "status_number": place.id,
            "status_category": self.lists.category(place),
            "assignee": ", ".join(filter(None, people)) or None,
            "created_at": created_at(card["id"]),
            "updated_at": cells.instant(card.get("dateLastActivity"), "updated_at"),
            "due_on": cells.day(card.get("due"), "due_on"),
            "start_on": cells.day(card.get("start"), "start_on"),
            "numbers": self.estimates.of_card(card, cells),
            "labels": [
                name
                for label in members(card.get("labels"))
                if (
                    name := cells.text(
                        label.get("name") or label.get("color"), "labels"
                    )
                )
            ],
            "url": cells.text(card.get("shortUrl") or card.get("url"), "url"),
            "line": found.line,
        }


def _notes(cards: list[Found], story: Story, lists: Lists) -> list[str]:
    """Say what was decided, and what the history does not show."""
    notes = []
    titled = sum(title_number(card.record.get("name")) is not None for card in cards)
    if titled:
        notes.append(
            f"{count_of(titled, 'title begins', 'titles begin')} with a number in "
            f"brackets. It is kept as {TITLE_NUMBER!r} and counts as the estimate only "
            "if you choose that field in the project's settings."
        )
    archived = Counter(
        place.text
        for card in cards
        if (place := lists.of_card(card.record)).is_archived
    )
    if archived:
        named = ", ".join(f"{name!r} ({n:,})" for name, n in sorted(archived.items()))
        notes.append(
            f"Archived cards count as done: {named}. Where cards were given up rather "
            "than finished, say so in the meaning of these statuses."
        )
    ticked = sum(card.record.get("dueComplete") is True for card in cards)
    if ticked:
        notes.append(
            f"{count_of(ticked, 'card is', 'cards are')} ticked as complete. What is "
            "done is told from the lists."
        )
    return [*notes, *story.notes({card.record["id"] for card in cards}, MOST_ACTIONS)]


TRELLO_JSON = TrelloJson()
