"""Vocabularies, yes and no, lists of keys: only form is normalised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.importers.acceptance import RESULTS
from analytics.importers.compliance import STATES
from analytics.importers.decisions import DECISIONS
from analytics.importers.words import Keys, Words, YesNo, bare_word
from tests.importers.raw import raw_table, read_column

SIZES = {"large": ("big", "huge"), "small": ("little", "très petit")}


@pytest.mark.parametrize(
    ("cell", "size"),
    [
        *(("big", "large"), (" BIG. ", "large"), ("Très-Petit", "small")),
        *(("biggish", None), ("", None), ("not big", None), ("big big", None)),
    ],
)
def test_only_a_known_word_has_a_meaning(cell: str, size: str | None) -> None:
    read = read_column(Words(("When",), SIZES), [cell], "VARCHAR")
    assert read.column("value") == [size]


def test_unknown_words_are_listed_with_their_count_and_kept() -> None:
    cells = ["big", "odd", "odd", "strange", *map(str, range(9))]
    read = read_column(Words(("When",), SIZES), cells, "VARCHAR")
    note = (
        "When: 12 cells cannot be read as large or small: 'odd', '0', '1', '2', '3' "
        "and 6 more. The text is kept, its meaning left open."
    )
    assert read.notes == [note]
    assert read.problems == []


def test_the_text_as_written_goes_beside() -> None:
    raw = raw_table(["When"], [(2, ["Big"]), (3, ["odd"])])
    fitted = Words(("When",), SIZES, "text").fit(raw, (0,))
    assert raw.fetch(fitted.extra["text"]) == [("Big",), ("odd",)]


def test_a_column_beside_counts_only_where_the_own_is_blank() -> None:
    raw = raw_table(
        ["Size", "Status"],
        [(2, ["big", "small"]), (3, ["", "little"]), (4, ["odd", "little"])],
    )
    fitted = Words(("Size", "Status"), SIZES, beside=("Status",)).fit(raw, (0, 1))
    assert raw.fetch(fitted.expression) == [("large",), ("small",), (None,)]
    assert len(fitted.notes) == 1


@pytest.mark.parametrize("meanings", [RESULTS, STATES, DECISIONS])
def test_no_word_means_two_things(meanings: dict[str, tuple[str, ...]]) -> None:
    words = [bare_word(word) for all_ in meanings.values() for word in set(all_)]
    assert len(words) == len(set(words))
    assert all(bare_word(name) in map(bare_word, meanings[name]) for name in meanings)


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        *(("yes", True), ("Ja", True), ("SÍ", True), ("x", True), ("✓", True)),
        *(("no", False), ("Nein", False), ("0", False), ("maybe", None), ("", None)),
    ],
)
def test_yes_and_no_in_four_languages(cell: str, flag: bool | None) -> None:  # noqa: FBT001 - a case of the table
    read = read_column(YesNo(("When",)), [cell], "BOOLEAN")
    assert read.column("value") == [flag]
    assert len(read.problems) == (cell == "maybe")


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("APP-1, APP-2; APP-3", ["APP-1", "APP-2", "APP-3"]),
        ("APP-1 APP-2/APP-3", ["APP-1", "APP-2", "APP-3"]),
        ("APP-1\nAPP-2\r\nAPP-1", ["APP-1", "APP-2"]),
        ("Sprint 1, Sprint 2", ["Sprint 1", "Sprint 2"]),
        ("and/or", ["and/or"]),
        (";, ,", []),
        ("", []),
    ],
)
def test_lists_of_keys_are_taken_apart(cell: str, keys: list[str]) -> None:
    assert read_column(Keys(("When",)), [cell], "VARCHAR[]").column("value") == [keys]


@given(st.lists(st.from_regex(r"[A-Z]{2,4}-[1-9][0-9]{0,3}", fullmatch=True)))
def test_keys_keep_their_order_whatever_parts_them(keys: list[str]) -> None:
    wanted = list(dict.fromkeys(keys))
    for mark in (", ", ";", " ", "\n", " | "):
        read = read_column(Keys(("When",)), [mark.join(keys)], "VARCHAR[]")
        assert read.column("value") == [wanted]
