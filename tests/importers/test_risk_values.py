"""Columns such as "Initial risk": exposures, scores, or left aside."""

from __future__ import annotations

import pytest

from analytics.importers.base import Grid
from analytics.importers.risk import RISK
from tests.importers.raw import raw_table, read_csv


def settled(header: str, *lines: str) -> tuple[set[str], str]:
    """Return which of score and exposure are read, and what was told first."""
    text = "\n".join((f"Risk ID,{header}", *(f"R1,{line}" for line in lines)))
    result = read_csv(RISK, f"{text}\n")
    names = {"score", "stated_exposure_amount"} & result.rows[0].keys()
    return names, result.notes[0] if result.notes else ""


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("Title,Status,Initial risk", ("a,Open,€50", "b,Open,€80")),
        ("Title,Status,Initial risk", ("a,Open,5000", "b,Open,80")),
        ("Title,Status,Current risk (EUR)", ("a,Open,5", "b,Open,8")),
        ("Probability,Impact,Gross risk", ("20%,50,10", "50%,90,45")),
        ("Probability,Impact,Exposure", ("0.2,50,10", "0.5,90,45")),
    ],
)
def test_amounts_are_an_exposure(header: str, lines: tuple[str, ...]) -> None:
    columns, notes = settled(header, *lines)
    assert columns == {"stated_exposure_amount"}
    assert "left aside" not in notes


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("Likelihood,Impact,Initial risk", ("4,5,20", "2,3,6")),
        ("Likelihood,Impact,Exposure", ("10,10,100", "2,3,6")),
        ("Title,Status,Risk rating", ("a,Open,12", "b,Open,High")),
        ("Probability,Impact,Risk level", ("20%,50,7", "50%,90,3")),
    ],
)
def test_small_numbers_are_scores(header: str, lines: tuple[str, ...]) -> None:
    columns, notes = settled(header, *lines)
    assert columns == {"score"}
    assert "were taken as scores, not money" in notes


def test_words_are_left_aside() -> None:
    columns, notes = settled("Title,Status,Initial risk", "a,Open,High", "b,Open,")
    assert columns == set()
    assert notes == "Initial risk is left aside: it holds no numbers."


def test_what_remains_is_left_aside_and_said() -> None:
    for name in ("Residual risk", "Residual EMV (EUR)", "Target risk"):
        columns, notes = settled(f"Probability,Impact,{name}", "20%,500,10")
        assert columns == set()
        assert notes.startswith(f"{name} is left aside: what remains is measured")


def test_what_gives_the_exposure_times_the_probability_is_the_impact() -> None:
    text = (
        "Risk ID,Risk,Initial risk,Likelihood,Likely Initial Risk,Residual risk,"
        "Likelihood,Likely Residual Risk \n"
        'R1,a,"300,000 CHF",20%,"60,000 CHF","200,000 CHF",10%,"20,000 CHF"\n'
        'R2,b,"5,000 CHF",10%,500 CHF,"5,000 CHF",0%,0 CHF\n'
    )
    result = read_csv(RISK, text)
    assert result.column("impact_amount") == [300_000, 5000]
    assert result.column("residual_impact_amount") == [200_000, 5000]
    assert result.column("stated_exposure_amount") == [60_000, 500]
    assert result.column("residual_probability") == [0.1, 0]
    assert "score" not in result.rows[0]
    assert "Initial risk was read as the impact" in result.notes[0]
    assert "Likely Residual Risk is left aside" in result.notes[1]


def test_column_that_was_mapped_by_hand_stays() -> None:
    rows = (("Risk ID", "Title", "Status", "Initial risk"), ("R1", "a", "Open", "High"))
    found = RISK.find(Grid("", rows))
    assert found is not None
    del found.columns["stated_exposure_amount"]  # type: ignore[attr-defined]
    raw = raw_table(found.header, [(2, rows[1])])
    result, notes = RISK.settled(raw, found)
    assert (result.columns["score"], notes) == ((3,), ())
