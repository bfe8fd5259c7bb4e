"""The file of scales, appetite and lights: there and back, and what it refuses."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.organisation import MOST_BYTES, from_toml, to_toml
from analytics.project import ONCE_UNSET, Limits, ProjectSettings

PLAIN = ProjectSettings()
OWN = ProjectSettings(
    currency="CHF",
    risk_probabilities=(0.05, 0.2, 0.5, 0.8, 1.0),
    risk_impacts=(0.0, 1000.0, 2500.5, 9000.0, 80_000.0),
    limits=Limits(overrun=0.1, behind=0.2, covered=0.9, barely=0.6, high_from=0.25),
)


@pytest.mark.parametrize("known", [PLAIN, OWN], ids=["nothing set", "all set"])
def test_what_is_written_is_read_again(known: ProjectSettings) -> None:
    bare = replace(PLAIN, currency=known.currency)
    assert from_toml(to_toml(known).encode(), bare) == known


def test_file_says_its_meaning_in_words() -> None:
    text = to_toml(OWN)
    assert "up_to_percent = [5, 20, 50, 80, 100]" in text
    assert "from_amount = [0, 1000, 2500.5, 9000, 80000]" in text
    assert "budget_amber_up_to_percent = 10" in text
    assert text.count("# ") >= 8


def test_levels_that_nobody_set_are_a_comment() -> None:
    text = to_toml(PLAIN)
    assert "# up_to_percent = [20, 40, 60, 80, 100]" in text
    assert "# from_amount = " in text


def test_what_the_file_leaves_out_stays() -> None:
    found = from_toml(b"[appetite]\nhigh_from_score = 0.3\n", OWN)
    assert found == replace(OWN, limits=replace(OWN.limits, high_from=0.3))
    assert from_toml(b"", OWN) == OWN


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[lights", "cannot be read as TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"x" * (MOST_BYTES + 1), "too large"),
        (b"[" * 5000, "cannot be read as TOML"),
        (b"[lights]\ncolour = 1", "lights.colour has no meaning here. There are:"),
        (b"lights = 5", "lights.lights has no meaning"),
        (b"[probability]\nup_to_percent = [1, 2]", "needs 5 numbers"),
        (b"[probability]\nup_to_percent = 5", "needs 5 numbers"),
        (b"[probability]\nup_to_percent = [9, 8, 50, 60, 70]", "must rise"),
        (b"[probability]\nup_to_percent = [1, 2, 3, 4, 101]", "chances up to 100"),
        (b"[impact]\nfrom_amount = [-1, 2, 3, 4, 5]", "numbers from 0 on"),
        (b'[impact]\nfrom_amount = [1, 2, 3, 4, "x"]', "is a number, not 'x'"),
        (b"[impact]\nfrom_amount = [1, 2, 3, 4, inf]", "is a number, not 'inf'"),
        (b"[lights]\nreserve_green_from_percent = true", "is a number"),
        (b"[lights]\nreserve_green_from_percent = 20", "no less chance"),
        (b"[lights]\nbudget_amber_up_to_percent = 900", "between 0 and 1"),
        (b"[appetite]\nmoderate_from_score = 0.9", "no lower score"),
    ],
    ids=lambda one: str(one)[:24],
)
def test_senseless_file_is_refused_with_a_sentence(
    content: bytes, sentence: str
) -> None:
    with pytest.raises(RequestError, match=sentence):
        from_toml(content, PLAIN)


@settings(max_examples=40)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_breaks_it(content: bytes) -> None:
    with suppress(RequestError):
        assert isinstance(from_toml(content, PLAIN), ProjectSettings)


def test_settings_of_before_there_were_limits_mean_what_they_meant() -> None:
    raw = json.loads(PLAIN.to_json())
    del raw["limits"]
    old = json.dumps(raw | {"risk_probabilities": ONCE_UNSET})
    assert ProjectSettings.from_json(old) == PLAIN
    chosen = ProjectSettings.from_json(
        json.dumps(raw | {"risk_probabilities": [0.1, 0.2, 0.3, 0.4, 1.0]})
    )
    assert chosen.risk_probabilities == (0.1, 0.2, 0.3, 0.4, 1.0)
    same = replace(PLAIN, risk_probabilities=ONCE_UNSET)
    assert ProjectSettings.from_json(same.to_json()) == same


def test_limits_survive_being_stored() -> None:
    assert ProjectSettings.from_json(OWN.to_json()) == OWN


def test_highest_score_is_part_of_the_file() -> None:
    assert "# scores_up_to = 10" in to_toml(PLAIN)
    told = from_toml(b"[probability]\nscores_up_to = 4\n", PLAIN)
    assert told.risk_score_top == 4
    assert "\nscores_up_to = 4\n" in to_toml(told)
    assert from_toml(to_toml(told).encode(), PLAIN) == told


@pytest.mark.parametrize("top", ["11", "1", "-5", "2.5"])
def test_scale_ends_where_scales_end(top: str) -> None:
    with pytest.raises(RequestError, match="from 2 to 10, or at 100"):
        from_toml(f"[probability]\nscores_up_to = {top}\n".encode(), PLAIN)
