"""Scores of a register: levels of which scale, percents, or nobody can tell."""

from __future__ import annotations

import pytest

from analytics.importers.risk import RISK
from tests.importers.raw import Read, read_csv


def register(header: str, *lines: str) -> Read:
    text = "\n".join(f"R{n},{line}" for n, line in enumerate(lines, 1))
    return read_csv(RISK, f"Risk ID,{header}\n{text}\n")


def told(result: Read) -> tuple[list[float | None], float | None, str | None]:
    """Return probabilities, and the top of the scale with how it is known."""
    (first, *_) = result.rows
    top, basis = first.get("score_top"), first.get("score_basis")
    return result.column("probability"), top, basis


@pytest.mark.parametrize(
    ("top", "score", "chance"),
    [
        *((3, 1, 1 / 6), (3, 3, 5 / 6), (4, 2, 0.375), (5, 1, 0.1), (5, 5, 0.9)),
        *((10, 1, 0.05), (10, 7, 0.65), (10, 10, 0.95)),
    ],
)
def test_score_is_the_middle_of_its_part(top: int, score: int, chance: float) -> None:
    (found, *_) = register(f"Likelihood (1-{top})", str(score)).column("probability")
    assert found == pytest.approx(chance)


def test_header_says_likelihood_and_scores_reach_above_five() -> None:
    result = register("Likelihood,Impact (EUR)", "7,1000", "2,500")
    assert told(result) == ([0.65, 0.15], 10, "assumed")
    assert any("1 counts as 5 %, 10 as 95 %" in note for note in result.notes)
    assert result.problems == []


def test_header_of_one_column_names_the_scale_of_all() -> None:
    result = register("Likelihood,Impact (1-10)", "2,3", "4,1")
    assert told(result) == ([0.15, 0.35], 10, "stated")
    result = register("Likelihood (1-4),Impact (1-5)", "2,3", "4,1")
    assert told(result) == ([0.375, 0.875], 5, "stated")
    result = register("Probability (%),Impact (1-5)", "2,3", "4,1")
    assert told(result) == ([0.02, 0.04], 5, "stated")
    result = register("Probability,Impact (1-5)", "20,3", "40,1")
    assert told(result) == ([0.2, 0.4], 5, "stated")


def test_scored_impacts_prove_scored_probabilities() -> None:
    assert told(register("Probability,Impact", "4,8", "1,2")) == (
        *([0.35, 0.05], 10, "assumed"),
    )
    assert told(register("Probability,Impact", "4,5", "1,2")) == (
        *([0.7, 0.1], 5, "assumed"),
    )


def test_column_of_products_proves_scores() -> None:
    lines = ('7,"€1,000","€7,000"', '2,"€2,000","€4,000"')
    assert told(register("Probability,Impact,EMV", *lines)) == (
        *([0.65, 0.15], 10, "assumed"),
    )


def test_column_of_exposures_proves_percents() -> None:
    lines = ("7,1000,70", "2,2000,40")
    assert told(register("Probability,Impact,EMV", *lines)) == (
        [0.07, 0.02],
        None,
        None,
    )


def test_one_product_alone_proves_nothing() -> None:
    result = register("Probability,Impact,EMV", "7,1000,70", "2,2000,41")
    assert told(result) == ([None, None], None, "unknown")


def test_what_could_be_percents_or_scores_is_asked() -> None:
    result = register("Probability,Impact (EUR)", "7,1000", "5,500", "80%,10")
    assert told(result)[0] == [0.07, 0.05, 0.8]
    result = register("Probability,Impact (EUR)", "7,1000", "High,500")
    assert told(result) == ([None, 0.7], None, "unknown")
    assert result.column("probability_text") == ["7", "High"]
    assert result.problems == []
    assert any("were not read" in note for note in result.notes)


def test_scale_that_may_end_at_three_four_or_five_is_asked() -> None:
    assert told(register("Likelihood,Impact", "3,2", "1,1")) == (
        *([None, None], None, "unknown"),
    )
    assert told(register("Likelihood,Impact", "High,2", "50%,1")) == (
        *([0.7, 0.5], None, "unknown"),
    )


@pytest.mark.parametrize("cells", [("35", "7"), ("0.5", "1"), ("7%", "5")])
def test_other_numbers_are_no_scores(cells: tuple[str, str]) -> None:
    header = "Likelihood,Impact (EUR)"
    result = register(header, *(f"{cell},1000" for cell in cells))
    assert told(result)[2] is None
    assert None not in told(result)[0]


def test_scale_with_a_zero_is_asked() -> None:
    assert told(register("Likelihood,Impact (EUR)", "0,1000", "7,500")) == (
        *([None, None], None, "unknown"),
    )
    assert told(register("Likelihood,Impact (EUR)", "0,1000", "1,500")) == (
        *([0, 1], None, None),
    )


def test_residual_scores_share_the_scale() -> None:
    header = "Likelihood,Impact (EUR),Residual likelihood"
    result = register(header, "8,1000,2", "6,500,4")
    assert result.column("residual_probability") == [0.15, 0.35]
    header = "Probability,Impact (EUR),Residual probability"
    result = register(header, "80,1000,2", "60,500,4")
    assert result.column("residual_probability") == [0.02, 0.04]


def test_score_may_say_of_how_many() -> None:
    assert register("Probability", "7/10", "2 of 4").column("probability") == [
        *(0.65, 0.375),
    ]


def test_numbers_without_any_impact_beside_them_are_asked() -> None:
    assert told(register("Probability,EMV", "7,70", "3,30")) == (
        *([None, None], None, "unknown"),
    )


@pytest.mark.parametrize(
    ("header", "top", "chance"),
    [
        *(("L_1to5,I_1to5", 5, 0.3), ("P(1-3),I(1-3)", 3, 0.5)),
        *(("Likelihood 1-5,Impact 1..5", 5, 0.3), ("L1-4,I1-4", 4, 0.375)),
        ("Likelihood (1 to 10),Impact [1 \u2013 10]", 10, 0.15),
        ("Probability out of 10,Severity /10", 10, 0.15),
        ("Wahrscheinlichkeit (1 bis 4),Schaden (Skala 1 bis 4)", 4, 0.375),
        ("Probabilité (échelle 1 à 5),Gravité sur 5", 5, 0.3),
        ("Probabilidad 1 a 5,Impacto 1…5", 5, 0.3),
    ],
)
def test_scale_may_be_spelled_in_the_name_of_the_column(
    header: str, top: int, chance: float
) -> None:
    result = register(header, "2,3", "1,2")
    assert told(result)[1:] == (top, "stated")
    assert result.column("probability")[0] == pytest.approx(chance)
    assert result.column("impact_text") == ["3", "2"]
    assert result.column("impact_amount") == [None, None]
    assert result.problems == []


def test_letters_may_stand_for_what_is_left_after_the_response() -> None:
    result = register("L_1to5,I_1to5,RL_1to5,RI_1to5", "4,5,2,3")
    assert told(result)[0] == [0.7]
    assert result.column("residual_probability") == [0.3]
    assert result.column("residual_impact_text") == ["3"]
    twice = register("L_1to5,I_1to5,L_1to5,I_1to5", "4,5,2,3")
    assert twice.rows[0] == result.rows[0]


@pytest.mark.parametrize("header", ["L_1to5", "Phase 1-3,I_1to5", "S (1-5)", "L,I"])
def test_letters_alone_say_nothing(header: str) -> None:
    result = read_csv(RISK, f"Risk ID,Risk,Status,{header}\nR1,Late,Open,2,2\n")
    assert "probability" not in result.rows[0]
    assert "impact_text" not in result.rows[0]


def test_a_likelihood_with_a_scale_needs_no_impact_beside_it() -> None:
    assert told(register("Likelihood 1-4", "2")) == ([0.375], 4, "stated")
    beside = register("L_1to4,Impact (EUR)", "2,1000")
    assert told(beside) == ([0.375], 4, "stated")
    assert [int(amount) for amount in beside.column("impact_amount")] == [1000]


def test_scale_of_the_header_is_stronger_than_the_values() -> None:
    # By their values 3 would be the top of 3, 4 or 5, and 1000 an amount.
    result = register("Likelihood 1-10,Impact 1-10", "3,2", "12,1000", "2,tbd")
    assert told(result) == ([0.25, None, 0.15], 10, "stated")
    assert result.column("impact_text") == ["2", None, None]
    assert result.column("impact_amount") == [None, None, None]
    assert [(line, column) for line, column, _ in result.problems] == [
        *((3, "probability"), (3, "impact_amount"), (4, "impact_amount")),
    ]
    whys = {why for *_, why in result.problems}
    assert whys == {
        "is no level of 1 to 10, as the header says, and no probability",
        "is not on the scale up to 10 that its header names",
    }


def test_levels_are_no_bounds_of_an_amount() -> None:
    result = register("Probability,Impact (EUR),Min impact (1-5)", "20%,1000,2")
    assert result.column("impact_low_amount") == [None]
    assert any(note.startswith("Min impact (1-5): levels") for note in result.notes)


def test_probability_up_to_a_hundred_is_a_percentage() -> None:
    for header in ("Probability (1-100)", "Probability 0 to 100", "Likelihood 0-1"):
        top = 100 if "100" in header else 1
        result = register(f"{header},Impact (EUR)", f"{0.4 * top:g},1000")
        assert told(result) == ([0.4], None, None)


@pytest.mark.parametrize(
    ("header", "top"),
    [
        *(("Score (1-25)", 5), ("Risk score (1-25)", 5), ("Rating 1-16", 4)),
        *(("Score_1to25", 5), ("Risk rating [1 to 9]", 3), ("Score out of 25", 5)),
        *(("Score /16", 4), ("Risk level (0-25)", 5), ("PxI (1\u201325)", 5)),
        *(("Puntuación (1 a 25)", 5), ("Risikozahl (1 bis 16)", 4)),
        *(("Criticité sur 16", 4), ("RISK SCORE (SCALE 1-25)", 5)),
    ],
)
def test_the_header_of_a_score_names_its_scale(header: str, top: int) -> None:
    result = register(f"Likelihood,Impact,{header}", "3,2,6", "1,3,3")
    assert result.column("score") == [6, 3]
    assert told(result)[1:] == (top, "stated")
    assert result.column("probability")[1] == pytest.approx(1 / (2 * top))
    assert result.column("impact_text") == ["2", "3"]
    assert result.problems == []


@pytest.mark.parametrize(
    ("header", "lines", "basis"),
    [
        ("Score (1-20)", ("3,2,6", "1,3,3"), "unknown"),
        ("Score (1-100)", ("3,2,6", "1,3,3"), "unknown"),
        ("Score (1-25)", ("7,2,14", "1,8,8"), "assumed"),
        ("Score (1-9)", ("4,2,8", "1,4,4"), "assumed"),
        ("Score (1-25)", ("0,2,0", "4,3,12"), "unknown"),
        ("Score (1-25)", ("High,Low,8", "Low,Low,4"), None),
    ],
)
def test_a_score_that_is_no_square_of_the_levels_leaves_them_to_the_values(
    header: str, lines: tuple[str, ...], basis: str | None
) -> None:
    result = register(f"Likelihood,Impact,{header}", *lines)
    assert told(result)[2] == basis
    assert None not in result.column("score")


def test_the_scale_of_a_level_is_stronger_than_that_of_the_score() -> None:
    result = register("Likelihood (1-4),Impact,Score (1-25)", "3,2,6", "1,3,3")
    assert told(result)[1:] == (4, "stated")


def test_percents_beside_a_score_with_a_scale_stay_percents() -> None:
    result = register("Probability (%),Impact (EUR),Score (1-25)", "20,1000,6")
    assert told(result) == ([0.2], None, None)
    assert result.column("score") == [6]


def test_a_plain_score_comes_before_one_with_a_scale() -> None:
    result = register("Likelihood,Impact,Score,Rating (1-25)", "4,2,8,9", "1,5,5,3")
    assert result.column("score") == [8, 5]


def test_a_score_after_the_response_is_left_aside_with_a_sentence() -> None:
    result = register("Likelihood,Impact,Residual score (1-25)", "4,2,6", "1,5,3")
    assert "score" not in result.rows[0]
    assert any(
        note.startswith("Residual score (1-25) is left") for note in result.notes
    )
