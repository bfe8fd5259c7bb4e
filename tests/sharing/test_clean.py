from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.sharing.clean import EMAIL, clean, cleaned


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ask ada.lovelace+x@mail.example.co.uk now", "ask [address] now"),
        ("see C:\\plans\\secret.xlsx", "see [path]"),
        ("see \\\\server\\share\\plan.xlsx", "see [path]"),
        ("see /srv/data/plan.xlsx", "see [path]"),
        ("and/or, 3/4, 12/05/2026, a / b", "and/or, 3/4, 12/05/2026, a / b"),
        ("pass\u202ewd\u200b\0", "passwd"),
        ("<b>%{y}</b>", "<b>%{y}</b>"),
        ("€ 1,200 (75 %)", "€ 1,200 (75 %)"),
    ],
)
def test_addresses_and_paths_are_masked_and_the_rest_is_kept(
    text: str, kept: str
) -> None:
    assert clean(text) == kept


@given(st.text(max_size=60), st.emails())
def test_no_address_survives(before: str, address: str) -> None:
    text = clean(f"{before} {address} ")
    assert not any(name in text for name in EMAIL.findall(f" {address} "))


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_packed_numbers_are_not_touched() -> None:
    value = {"y": {"dtype": "f8", "bdata": "a/b/c/d@e.fg"}, "n": ("a@b.org", 1)}
    assert cleaned(value) == {
        "y": {"dtype": "f8", "bdata": "a/b/c/d@e.fg"},
        "n": ["[address]", 1],
    }
