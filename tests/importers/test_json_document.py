"""Reading JSON text into records with their lines, and refusing damaged text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import DamagedFileError, FileError
from analytics.importers.json_document import (
    COUNT,
    PAGE,
    pages,
    read_document,
    removed_characters,
)


def records(text: str) -> list[tuple[int, object]]:
    return list(read_document(text, "file.json").records)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ('{"a": 1}', "", [(1, {"a": 1})]),
        ('\n\n [\n1,\n{"a":\n2}, 3]', "", [(4, 1), (5, {"a": 2}), (6, 3)]),
        ("[]", "", []),
        ('{"issues": []}', "issues", []),
        ('{"total": 1,\n"issues": [\n{"a": 1}]}', "issues", [(3, {"a": 1})]),
        ('{"values": [], "issues":\n[{}]}', "issues", [(2, {})]),
        ('{"values": [1, 2]}', "", [(1, {"values": [1, 2]})]),
        ('{"values": {"a": 1}}', "", [(1, {"values": {"a": 1}})]),
        ('{"a": 1}\n{"a": 2}\n', "", [(1, {"a": 1}), (2, {"a": 2})]),
        ('{"a": 1}\r\n\r\n{"a": 2}', "", [(1, {"a": 1}), (3, {"a": 2})]),
        ('{"a": 1}\r{"a": 2}', "", [(1, {"a": 1}), (2, {"a": 2})]),
        ('{"a": 1}\n7\n"x"', "", [(1, {"a": 1}), (2, 7), (3, "x")]),
        ('[{"a": 1}]\n[{"a": 2}]', "", [(1, {"a": 1}), (2, {"a": 2})]),
        ('{"a": 1}\n{"values": [\n{}]}', "values", [(1, {"a": 1}), (3, {})]),
        ('\ufeff{"a": "x\ty"}', "", [(1, {"a": "x\ty"})]),
        ('{"a": 1, "a": 2}', "", [(1, {"a": 2})]),
    ],
)  # fmt: skip
def test_shapes(text: str, key: str, expected: list[tuple[int, object]]) -> None:
    document = read_document(text, "file.json")
    assert document.list_key == key
    assert list(document.records) == expected


PAGED = (
    '{"total": 3, "names": {"a": "A"}, "issues": [\n{"n": 1},\n{"n": 2}]}',
    '{"total": 3, "names": {"b": "B"}, "issues": [{"n": 3}]}',
)


@pytest.mark.parametrize("text", ["\n".join(PAGED), f"[{','.join(PAGED)}]"])
def test_pages_are_merged(text: str) -> None:
    document = read_document(text, "file.json")
    assert [record["n"] for _, record in document.records] == [1, 2, 3]
    assert [line for line, _ in document.records][:2] == [2, 3]
    assert document.envelope["names"] == {"a": "A", "b": "B"}
    assert [page[COUNT] for page in pages(document)] == [2, 1]


def test_a_record_knows_the_address_of_its_page() -> None:
    text = '{"self": "x", "values": [{"a": 1}, 2]}\n{"self": 7, "values": [{"a": 2}]}'
    assert records(text) == [(1, {"a": 1, PAGE: "x"}), (1, 2), (2, {"a": 2})]


def test_a_document_without_pages_has_none() -> None:
    assert pages(read_document("[1]", "file.json")) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (" \nhello world", "line 2, column 1: a value is expected"),
        ("<html>", "web page"),
        ("7", "holds a single value"),
        ("null\n8", "holds a single value"),
        ('{"a": 1', "ends in the middle of a record at line 1, column 8: .* cut off"),
        ('{"issues": [\n{"a": 1},', "in the middle of a record at line 2, column 10"),
        ('{"issues": [{"a": 1}]', "ends in the middle"),
        ('[{"a": "never\nends', "ends in the middle of a record at line 2, column 5"),
        ('[{"a": tru', "ends in the middle"),
        ('[{"a": -', "ends in the middle"),
        ('[{"a"', "ends in the middle"),
        ("{", "ends in the middle"),
        ("[", "ends in the middle"),
        ('[\n{"a": tru}]', "line 2, column 7: a value is expected"),
        ('[\n{"a": 1} {"b": 2}]', "line 2, column 10: a comma is expected"),
        ('[{"a": 1 "b": 2}, {"c": 3}]', "line 1, column 10: a comma is expected"),
        ('{"a" 1, "b": "long enough"}', "line 1, column 6: a colon is expected"),
        ('[{"a" 1, "b": "long enough"}]', "line 1, column 7: a colon is expected"),
        ("{'a': 1, 'b': 2}", "line 1, column 2: the name of a value is expected"),
        ("[{'a': 1, 'b': 2}]", "line 1, column 3: the name of a value is expected"),
        ('[{"a": "\\x", "b": 2, "c": 3}]', "backslash"),
        ('[{"a": "\\u12", "b": 2, "c": 3}]', "broken \\\\u"),
        ("[1,]", "line 1, column 3: a comma is followed by nothing"),
        ('{"a": 1,}', "line 1, column 8: a comma is followed by nothing"),
        ('[\n{"a": NaN}]', "line 2, column 1: the record starting here holds NaN"),
        ('{"a": -Infinity}', "line 1, column 7: .* holds -Infinity"),
        ('{"a": 1} trailing words', "line 1, column 10: a value is expected"),
    ],
)  # fmt: skip
def test_damage_is_named_with_its_place(text: str, message: str) -> None:
    with pytest.raises(DamagedFileError, match=message):
        read_document(text, "file.json")


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize("shape", ["{}", '{{"a": {}}}', '{{"issues": [{{"a": {}}}]}}'])
def test_depth_is_counted_from_the_top(shape: str) -> None:
    around = shape.count("{{") + shape.count("[")
    read_document(shape.format(nested(64 - around)), "file.json")
    for depth in (65 - around, 200, 100_000):
        with pytest.raises(DamagedFileError, match="more than 64 levels deep"):
            read_document(shape.format(nested(depth)), "file.json")


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert len(records(json.dumps([[[]] * 100]))) == 1


@pytest.mark.parametrize(
    ("digits", "value"),
    [(30, int("9" * 30)), (300, int("9" * 300)), (5000, float("inf"))],
)
def test_huge_whole_numbers_are_read(digits: int, value: float) -> None:
    assert records(f'{{"a": {"9" * digits}, "b": 1}}') == [(1, {"a": value, "b": 1})]


@pytest.mark.parametrize(
    ("text", "removed", "value"),
    [
        ('{"a": "x\x00y"}', 1, {"a": "xy"}),
        ('{"a": "x\ud800y"}', 1, {"a": "xy"}),
        (r'{"a": ["\u0000x", {"\udfff": "\uD83D"}]}', 3, {"a": ["x", {"": ""}]}),
        (r'{"a": "\ud83d\ude00"}', 0, {"a": "\U0001f600"}),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_left_out_and_counted(
    text: str, removed: int, value: object
) -> None:
    document = read_document(text, "file.json")
    assert removed_characters(document) == removed
    assert list(document.records) == [(1, value)]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
    max_leaves=20,
)


@given(st.lists(VALUES), st.sampled_from([None, 1]))
def test_a_list_is_read_as_python_reads_it(values: list[object], indent: int) -> None:
    text = json.dumps(values, indent=indent).replace("\\u0000", "")
    found = records(text)
    assert [value for _, value in found] == json.loads(text)
    decoder = json.JSONDecoder()
    for line, value in found:
        rest = "\n".join(text.split("\n")[line - 1 :]).lstrip(" ")
        assert indent is None or decoder.raw_decode(rest)[0] == value


@given(st.text(st.sampled_from('[]{}",:\\ \n19aetrufNn-\ud800\x00')))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = read_document(text, "file.json")
    except FileError:
        return
    json.dumps(list(document.records)).encode()
