"""Trello's boards: lists, archived cards, history, estimates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.importers.trello_history import created_at
from analytics.importers.trello_json import MOST_ACTIONS
from analytics.importers.trello_numbers import title_number
from tests.importers.json_files import (
    by_key,
    claimed,
    holds_as_recorded,
    moves,
    reference,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.importers.documents import Extract

Board = dict[str, Any]


def board(change: Callable[[Board], object] = lambda _: None) -> Extract:
    """Read the recorded board after a change to it."""
    value = reference("trello_json")
    change(value)
    name, found = claimed(value)
    assert name == "trello_json"
    return found


def test_the_reference_is_read_as_recorded() -> None:
    holds_as_recorded("trello_json")


def test_a_move_is_known_to_the_second_whatever_the_list_was_called_then() -> None:
    assert moves(board())[:2] == [
        ("2026-01-05T09:00:00", "ShOp1234-1", "Backlog", "Doing"),
        ("2026-01-08T09:00:00", "ShOp1234-1", "Doing", "Done"),
    ]


def test_a_deleted_list_keeps_the_name_it_had() -> None:
    assert ("2026-01-10T09:00:00", "ShOp1234-2", "Backlog", "Review") in moves(board())


def test_archiving_a_list_archives_its_cards_at_that_instant() -> None:
    found = board()
    assert moves(found)[-1] == (
        "2026-01-20T09:00:00",
        "ShOp1234-4",
        "Old",
        "Old (archived)",
    )
    assert by_key(found, "status_category")["ShOp1234-4"] == "done"


def test_only_what_trello_calls_closed_has_a_category() -> None:
    found = board()
    assert by_key(found, "status_category") == {
        "ShOp1234-1": None,
        "ShOp1234-2": None,
        "ShOp1234-3": "done",
        "ShOp1234-4": "done",
        "ShOp1234-5": None,
    }


def test_lists_keep_the_order_of_the_board() -> None:
    columns = board().rows["board_column"]
    assert list(dict.fromkeys(row["column_name"] for row in columns)) == [
        "Backlog",
        "Doing",
        "Done",
    ]


def test_a_history_of_a_thousand_actions_is_said_to_be_cut_off() -> None:
    def pad(value: Board) -> None:
        filler = value["actions"][-1] | {"type": "commentCard"}
        value["actions"] += [
            filler | {"id": f"{number:024x}"}
            for number in range(MOST_ACTIONS - len(value["actions"]))
        ]

    assert any("newest 1,000 actions" in note for note in board(pad).notes)
    assert not any("newest 1,000 actions" in note for note in board().notes)


def test_without_actions_there_is_no_history_and_it_says_so() -> None:
    found = board(lambda value: value.pop("actions"))
    assert "issue_event" not in found.rows
    assert any("carries no actions" in note for note in found.notes)


def test_a_cut_history_starts_where_the_first_known_move_found_the_card() -> None:
    def cut(value: Board) -> None:
        value["actions"] = [
            one for one in value["actions"] if one["type"] == "updateCard"
        ]

    (first, *_) = moves(board(cut))
    assert first[1:] == ("ShOp1234-1", "Backlog", "Doing")


def test_a_history_that_ends_elsewhere_is_named() -> None:
    def lose(value: Board) -> None:
        value["actions"] = [
            one
            for one in value["actions"]
            if one["data"].get("listAfter", {}).get("name") != "Done"
        ]

    assert any("does not lead to where" in note for note in board(lose).notes)


def test_a_closed_list_without_its_closing_never_moves_anybody() -> None:
    def drop(value: Board) -> None:
        value["actions"] = [
            one for one in value["actions"] if one["type"][-4:] == "Card"
        ]

    assert not [move for move in moves(board(drop)) if move[1] == "ShOp1234-4"]


def test_the_number_in_a_title_keeps_a_name_of_its_own() -> None:
    found = board()
    assert by_key(found, "numbers")["ShOp1234-1"] == {
        "Story Points": 5.0,
        "Number in title": 3.0,
    }
    assert moves(found, "number") == [
        ("2026-01-06T09:00:00", "ShOp1234-1", "3", "5"),
        ("2026-01-07T09:00:00", "ShOp1234-1", "2.0", "3.0"),
    ]
    assert any("only if you choose that field" in note for note in found.notes)


def test_a_card_of_an_unnamed_board_is_called_by_its_short_link() -> None:
    found = board(lambda value: value.pop("shortLink"))
    assert next(iter(by_key(found, "summary"))) == "card1"


def test_two_boards_in_one_file_keep_their_cards_apart() -> None:
    first, second = reference("trello_json"), reference("trello_json")
    second |= {"id": "b" * 24, "shortLink": "Other123"}
    for card in second["cards"][:-1]:
        card |= {"idBoard": "b" * 24, "id": card["id"][:-4] + "ff" + card["id"][-2:]}
    _, found = claimed(json.dumps(first) + "\n" + json.dumps(second))
    keys = list(by_key(found, "summary"))
    assert len(keys) == len(set(keys)) == 10


def test_an_id_tells_when_a_card_was_created() -> None:
    assert created_at("4d5ea62fd76aa1136000000c") == "2011-02-18T17:02:39"
    assert created_at("zz5ea62fd76aa1136000000c") is None


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("(3) Pay", 3.0),
        ("[1,5] Pay", 1.5),
        ("(0) Pay", 0.0),
        ("(3)", None),
        ("(v3) Pay", None),
        ("Pay (3)", None),
        (None, None),
    ],
)
def test_only_a_number_in_front_of_a_title_is_one(
    title: object, number: float | None
) -> None:
    assert title_number(title) == number


@given(st.permutations(range(17)))
def test_the_order_of_the_actions_does_not_matter(order: list[int]) -> None:
    def shuffle(value: Board) -> None:
        value["actions"] = [value["actions"][place] for place in order]

    assert board(shuffle).rows == board().rows


@given(st.data())
def test_each_move_begins_where_the_one_before_ended(data: st.DataObject) -> None:
    def thin(value: Board) -> None:
        every = st.sampled_from(value["actions"])
        kept = data.draw(st.lists(every, unique_by=id, min_size=1))
        value["actions"] = kept

    found = board(thin)
    where: dict[str, str] = {}
    for _, issue, before, after in moves(found):
        assert before != after
        assert where.get(issue, before) == before
        where[issue] = after
