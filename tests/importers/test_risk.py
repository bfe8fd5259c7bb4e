"""Risk registers: signs, words, bands, and columns before and after the response."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from analytics.importers.base import Grid
from analytics.importers.risk import RISK
from tests.importers.raw import Read, raw_table, read_csv
from tests.importers.tables import rejected

CORPUS = Path(os.environ.get("STEERCO_CORPUS", "../shared/exports"))


def impacts(*cells: str, header: str = "Impact") -> Read:
    lines = "".join(f'R-{n},Fire,50%,"{cell}"\n' for n, cell in enumerate(cells, 1))
    return read_csv(RISK, f"Risk ID,Title,Probability,{header}\n{lines}")


def kinds(*lines: str) -> list[tuple[str | None, Decimal | None]]:
    text = "Risk ID,Type,Probability,Impact\n" + "\n".join(lines) + "\n"
    rows = read_csv(RISK, text).rows
    return [(row["risk_kind"], row["impact_amount"]) for row in rows]


def test_mixed_signs_a_negative_impact_is_a_gain() -> None:
    result = impacts("5000", "(2,000)", "0")
    assert result.column("impact_amount") == [Decimal(5000), Decimal(-2000), Decimal(0)]
    assert result.column("risk_kind") == ["threat", "opportunity", None]
    assert any("opportunities" in note for note in result.notes)


def test_where_all_impacts_are_negative_they_are_losses() -> None:
    result = impacts("-5000", "-2000", "")
    assert result.column("impact_amount") == [Decimal(5000), Decimal(2000), None]
    assert result.column("risk_kind") == ["threat", "threat", None]
    assert "All impacts are negative: they were read as losses." in result.notes


def test_the_written_kind_decides_the_sign() -> None:
    assert kinds("1,Threat,50%,500", "2,Opportunity,50%,300") == [
        *(("threat", Decimal(500)), ("opportunity", Decimal(-300))),
    ]
    assert kinds("1,Bedrohung,50%,-500", "2,Chance,50%,-300") == [
        *(("threat", Decimal(500)), ("opportunity", Decimal(-300))),
    ]


def test_a_type_that_is_no_kind_is_a_category() -> None:
    text = "ID,Title,Type,Probability,Impact\n1,a,Legal,50%,500\n2,b,Threat,50%,5000\n"
    result = read_csv(RISK, text)
    assert result.column("category") == ["Legal", None]
    assert result.column("risk_kind") == ["threat", "threat"]


def test_a_kind_is_read_without_any_amounts() -> None:
    text = "Risk ID,Title,Type,Status\nR-1,a,Threat,Open\nR-2,b,Opportunity risk,Open\n"
    assert read_csv(RISK, text).column("risk_kind") == ["threat", "opportunity"]


def test_all_signs_of_a_register_follow_its_impacts() -> None:
    text = (
        "Risk,Probability,Impact (EUR),Residual impact (EUR),EV\n"
        "a,50%,-900,-300,-450\nb,10%,-100,0,-10\n"
    )
    (first, second) = read_csv(RISK, text).rows
    assert first["impact_amount"] == Decimal(900)
    assert first["residual_impact_amount"] == Decimal(300)
    assert first["stated_exposure_amount"] == Decimal(450)
    assert second["residual_impact_amount"] == Decimal(0)
    assert first["currency"] == "EUR"


def test_words_of_impact_stay_words() -> None:
    result = impacts("Severe", "Moderate", "Something of our own", "")
    assert result.column("impact_amount") == [None] * 4
    assert result.column("impact_text") == [
        *("Severe", "Moderate", "Something of our own", None),
    ]
    assert result.problems == []


def test_words_beside_amounts_are_known_or_a_problem() -> None:
    result = impacts("5000", "Severe", "4 - Major", "whatever", "TBD")
    assert result.column("impact_amount") == [Decimal(5000), None, None, None, None]
    assert result.column("impact_text") == [
        *(None, "Severe", "4 - Major", "whatever", "TBD"),
    ]
    assert [line for line, _, _ in result.problems] == [5, 6]


def test_an_impact_not_known_yet_is_a_problem() -> None:
    assert [line for line, _, _ in impacts("Severe", "TBD").problems] == [3]
    assert [line for line, _, _ in impacts("3", "?").problems] == [3]


def test_small_numbers_are_levels_unless_the_header_says_money() -> None:
    levels = impacts("3", "5")
    assert levels.column("impact_amount") == [None, None]
    assert levels.column("impact_text") == ["3", "5"]
    assert any("levels" in note for note in levels.notes)
    money = impacts("3", "5", header="Impact (EUR)")
    assert money.column("impact_amount") == [Decimal(3), Decimal(5)]
    assert impacts("€3").column("impact_amount") == [Decimal(3)]


def test_of_two_columns_of_one_name_the_second_is_residual() -> None:
    text = (
        "Before,,,After,\n"
        "Risk,Probability,Impact,Probability,Impact\n"
        "Fire,50%,1000,10%,200\n"
    )
    result = read_csv(RISK, text)
    (row,) = result.rows
    assert (row["probability"], row["residual_probability"]) == (0.5, 0.1)
    assert row["residual_probability_text"] == "10%"
    assert (row["impact_amount"], row["residual_impact_amount"]) == (1000, 200)
    assert sum("is there twice" in note for note in result.notes) == 2


def test_target_and_trigger_are_columns_of_their_own() -> None:
    text = (
        "Risk,Probability,Impact (EUR),Residual probability,Target probability,"
        "Target impact,Trigger\n"
        "Fire,50%,1000,30%,10%,200,Smoke\n"
        "Flood,20%,500,,Low,High,\n"
    )
    fire, flood = read_csv(RISK, text).rows
    assert (fire["residual_probability"], fire["target_probability"]) == (0.3, 0.1)
    assert (fire["target_impact_amount"], fire["trigger_text"]) == (200, "Smoke")
    assert flood["target_probability_text"] == "Low"
    assert (flood["target_impact_amount"], flood["target_impact_text"]) == (
        None,
        "High",
    )


def test_named_residual_columns_need_no_note() -> None:
    text = "Risk,Probability,Impact,Residual probability\nFire,50%,1000,10%\n"
    result = read_csv(RISK, text)
    assert result.column("residual_probability") == [0.1]
    assert not any("twice" in note for note in result.notes)


def test_days_money_and_dates_of_one_risk() -> None:
    text = (
        "Risk ID,Risk,Cause,Event,Effect,Description,Probability,Impact,"
        "Impact (days),Owner,Status,Response(s),Response cost,Date Raised,"
        "Closure Date\n"
        'R-1,Fire,Cable,Smoke,Delay,Old house,75%,"$5,000",10 days,Ann,Active,'
        "Alarm,$300,2026-01-05,2026-02-01\n"
    )
    (row,) = read_csv(RISK, text).rows
    assert row["description"] == "Old house\nCause: Cable\nEvent: Smoke\nEffect: Delay"
    assert (row["impact_days"], row["impact_amount"]) == (10, Decimal(5000))
    assert (row["response"], row["response_amount"]) == ("Alarm", Decimal(300))
    assert (row["identified_on"], row["closed_on"]) == (
        *(date(2026, 1, 5), date(2026, 2, 1)),
    )
    assert (row["currency"], row["status"], row["owner"]) == ("USD", "Active", "Ann")


def test_lines_without_a_risk_are_set_aside() -> None:
    text = (
        "ID,Title,Probability,Impact\n"
        "1,Fire,50%,500\n2,,,\n3,,10%,\nTotal,,,500\n,Total exposure,,500\n"
    )
    assert rejected(RISK, text) == [
        *((5, "a total line, not a risk"), (6, "a total line, not a risk")),
        (3, "a number without a risk"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Risiko-ID,Risiko,Eintrittswahrscheinlichkeit,Schadenshöhe (EUR)",
        "ID du risque,Risque,Probabilité,Impact financier",
        "ID riesgo,Riesgo,Probabilidad,Impacto",
        "Risk ID,Description,Owner",
        "Name,Likelihood,Severity",
    ],
)
def test_registers_in_four_languages_are_claimed(header: str) -> None:
    assert RISK.find(Grid("", (tuple(header.split(",")),))) is not None


@pytest.mark.parametrize(
    "header",
    [
        *("ID,Title,Status,Owner", "Issue key,Probability,Impact", "Risk ID,Amount"),
        *("Title,Probability", "Posting date,Amount,Risk ID,Description,Status"),
    ],
)
def test_what_only_looks_like_a_register_is_not_claimed(header: str) -> None:
    assert RISK.find(Grid("", (tuple(header.split(",")),))) is None


def sheet_csv(path: Path) -> str:
    """Write the first sheet as a CSV, dates as ISO text."""
    book = openpyxl.load_workbook(path, data_only=True)
    text = io.StringIO()
    writer = csv.writer(text)
    for row in book.worksheets[0].iter_rows(values_only=True):
        writer.writerow(
            str(cell).removesuffix(" 00:00:00") if cell is not None else ""
            for cell in row
        )
    return text.getvalue()


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_a_real_register_with_bands_and_money() -> None:
    path = CORPUS / "evm_budget_risk/nchaulagai_risk_register.xlsx"
    if not path.exists():
        pytest.skip("the corpus is not here")
    text = sheet_csv(path)
    result = read_csv(RISK, text)
    filled = [row for row in result.rows if row["title"]]
    plain = [row for row in csv.DictReader(io.StringIO(text)) if row["Title "].strip()]
    assert len(filled) == len(plain) == 3
    assert [row["probability_text"] for row in filled] == [
        row["Probability"] for row in plain
    ]
    assert [row["probability"] for row in filled] == [0.875, 0.625, 0.625]
    assert sum(row["impact_amount"] for row in filled) == sum(
        Decimal(row["Impact\n(monetary)"]) for row in plain
    )
    assert len(rejected(RISK, text)) == len(result.rows) - len(filled)
    assert result.problems == []


def test_a_real_register_of_words() -> None:
    path = CORPUS / "evm_budget_risk/ericjoye_risk_register.csv"
    if not path.exists():
        pytest.skip("the corpus is not here")
    text = path.read_text(encoding="utf-8")
    result = read_csv(RISK, text)
    plain = list(csv.DictReader(io.StringIO(text)))
    assert result.column("impact_text") == [row["Impact"] for row in plain]
    assert result.column("score") == [float(row["Risk_Score"]) for row in plain]
    assert result.column("probability") == [0.9, 0.7]
    assert result.problems == []


def test_a_kind_and_an_impact_can_be_read_alone() -> None:
    raw = raw_table(["Type", "Impact"], [(2, ["Threat", "-500"])])
    kind = RISK.columns["risk_kind"].fit(raw, (0,))
    impact = RISK.columns["impact_amount"].fit(raw, (1,))
    assert raw.fetch(f"{kind.expression}, {impact.expression}") == [("threat", 500)]


def test_a_raid_log_holds_other_entries_than_risks() -> None:
    text = (
        "ID,Type,Description,Owner,Impact,Probability\n1,Risk,a,Ann,High,10%\n"
        "2,Issue,b,Bo,High,\n3,Assumption,c,,,\n4,Dependency,d,,,20%\n"
    )
    assert rejected(RISK, text) == [
        *((3, "an issue, not a risk"), (4, "an assumption, not a risk")),
        (5, "a dependency, not a risk"),
    ]
    letters = "ID,Type,Description,Impact,Probability\n1,R,a,9,10%\n2,D,b,8,20%\n"
    assert rejected(RISK, letters) == [(3, "a dependency, not a risk")]


def test_a_kind_of_risk_may_be_called_as_an_entry_of_a_log() -> None:
    kinds = "ID,Risk type,Description,Impact,Probability\n1,Dependency,a,9,10%\n"
    assert rejected(RISK, f"{kinds}2,Schedule,b,8,20%\n") == []
    assert rejected(RISK, kinds.replace("Dependency", "D")) == []


def amounts_and_levels(header: str, *lines: str) -> list[tuple[object, object]]:
    text = "\n".join((f"Risk ID,Title,Probability,{header}", *lines))
    rows = read_csv(RISK, f"{text}\n").rows
    return [(row["impact_amount"], row.get("impact_text")) for row in rows]


@pytest.mark.parametrize(
    "header",
    [
        *("Impact,Financial impact", "Impact,Impact (EUR)", "Severity,Cost impact"),
        *("Impact (1-5),Cost impact", "Auswirkung,Schadenshöhe"),
    ],
)
@pytest.mark.parametrize("levels", [("4", "2"), ("High", "Low")])
def test_the_amount_counts_where_the_level_is_in_a_column_of_its_own(
    header: str, levels: tuple[str, str]
) -> None:
    found = amounts_and_levels(
        header,
        f'1,Fire,60%,{levels[0]},"50,000"',
        f"2,Flood,20%,{levels[1]},",
    )
    assert found == [(Decimal(50000), None), (None, levels[1])]


def test_two_columns_of_amounts_are_not_mixed() -> None:
    found = amounts_and_levels("Impact,Cost impact", "1,a,60%,500,70", "2,b,20%,,90")
    assert found == [(Decimal(500), None), (None, None)]


@pytest.mark.parametrize("header", ["Consequence", "Auswirkung", "Effect"])
def test_an_effect_that_is_a_level_is_the_impact(header: str) -> None:
    assert amounts_and_levels(header, "1,a,60%,High", "2,b,20%,2") == [
        *((None, "High"), (None, "2")),
    ]
    text = f"Risk ID,Title,Probability,{header}\n1,a,60%,Go-live slips\n2,b,20%,High\n"
    rows = read_csv(RISK, text).rows
    assert [row["description"] for row in rows] == [
        *("Effect: Go-live slips", "Effect: High"),
    ]
