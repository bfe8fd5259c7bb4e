"""Numbers, money and probabilities, read from whole columns."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.ratios import Ratio
from analytics.importers.scales import IMPACT, PROBABILITY
from analytics.importers.units import bare, unit
from tests.importers.raw import Read, raw_table, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.importers.base import Spec

MONEY = Money(("Amount",))
KINDS = {
    "value": "DECIMAL(18,2)",
    "currency": "VARCHAR",
    "probability_text": "VARCHAR",
}


def read(
    spec: Spec,
    cells: Sequence[str],
    header: str = "Amount",
    kind: str = "DECIMAL(18,2)",
) -> Read:
    raw = raw_table([header], [(n, [cell]) for n, cell in enumerate(cells, 2)])
    return select(raw, {"value": spec.fit(raw, (0,))}, {**KINDS, "value": kind})


def amounts(*cells: str) -> list[Decimal | None]:
    return read(MONEY, cells).column("value")


def money(text: str) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("1234", "1234", None),
        ("+5", "5", None),
        ("-5", "-5", None),
        ("\u2212 5", "-5", None),
        ("(1,234.50)", "-1234.50", None),
        ("1,234.50-", "-1234.50", None),
        ("1 234.50 -", "-1234.50", None),
        ("1,234.50", "1234.50", None),
        ("1.234,50", "1234.50", None),
        ("12,34,567.00", "1234567", None),
        ("1'234'567.05", "1234567.05", None),
        ("1\u2019234.50", "1234.50", None),
        ("1\u202f234\u202f567,5", "1234567.50", None),
        ("1\u00a0234,50", "1234.50", None),
        (".5", "0.50", None),
        ("1e5", "100000", None),
        ("€ 1.234,50", "1234.50", "EUR"),
        ("1.234,50 €", "1234.50", "EUR"),
        ("-€5", "-5", "EUR"),
        ("€-5", "-5", "EUR"),
        ("(€ 5)", "-5", "EUR"),
        ("€(5)", "-5", "EUR"),
        ("$1,234.00", "1234", "USD"),
        ("$1,234.00 CAD", "1234", "CAD"),
        ("CAD $1", "1", "CAD"),
        ("US$ 3", "3", "USD"),
        ("£9.99", "9.99", "GBP"),
        ("¥ 500", "500", "JPY"),
        ("CHF 1'200.50", "1200.50", "CHF"),
        ("Fr. 1'200.50", "1200.50", "CHF"),
        ("1200.\u2013", "1200", None),
        ("1.200,-- kr", "1200", "SEK"),
        ("1 234,50 zł", "1234.50", "PLN"),
        ("Rs.500", "500", "INR"),
        ("KRW 10,000,000", "10000000", "KRW"),
        ("1 MXN", "1", "MXN"),
        ("$ -", "0", "USD"),
        ("- €", "0", "EUR"),
        ("1.2M", "1200000", None),
        ("€350k", "350000", "EUR"),
        ("350k€", "350000", "EUR"),
        ("TEUR 5", "5000", "EUR"),
        ("5 T€", "5000", "EUR"),
        ("1.5 mn", "1500000", None),
        ("3 Mio. EUR", "3000000", "EUR"),
        ("2 bn DKK", "2000000000", "DKK"),
        ("$1.2 million", "1200000", "USD"),
    ],
)
def test_a_cell_is_read_as_written(cell: str, value: str, currency: str | None) -> None:
    result = read(MONEY, [cell])
    assert result.column("value") == [money(value)]
    assert result.rows[0].get("currency") == currency
    assert result.problems == []


@pytest.mark.parametrize(
    "cell",
    [
        *("TBD", "?", "abc", "--5", "(5", "5)", "-5-", "12.05.2026", "1.23.4567"),
        *("12 34", "1 2345", "1 to 5", "10 - 20", "5 apples", "5 CR", "5%", "Q1 500"),
        *("2026-01-31", "1,2,3", "5 mil", "1e400", "99999999999999999", "#REF!"),
        *("$", "SFR.", "EUR", "k€ 5k"),
    ],
)
def test_what_is_no_amount_is_a_problem_and_no_number(cell: str) -> None:
    result = read(MONEY, ["1", cell])
    assert result.column("value") == [Decimal(1), None]
    assert result.problems == [(3, "value", "is not an amount")]


@pytest.mark.parametrize("cell", ["", " ", "-", "--", "NA", "n/a", "N/A", "None"])
def test_a_blank_is_no_problem(cell: str) -> None:
    result = read(MONEY, ["1", cell])
    assert result.column("value") == [Decimal(1), None]
    assert result.problems == []


def test_an_empty_column_has_no_amounts_and_no_notes() -> None:
    result = read(MONEY, ["", ""])
    assert result.column("value") == [None, None]
    assert (result.notes, result.problems) == ([], [])


def test_one_certain_cell_decides_the_others() -> None:
    assert amounts("1.234", "12,5") == [money("1234"), money("12.5")]
    assert amounts("1.234", "12.5") == [money("1.23"), money("12.5")]
    assert amounts("1,234", "12,5") == [money("1.23"), money("12.5")]
    assert amounts("1,234", "12.5") == [money("1234"), money("12.5")]


@pytest.mark.parametrize("cell", ["1,234", "1.234"])
def test_an_undecidable_column_of_money_is_read_as_thousands_with_a_note(
    cell: str,
) -> None:
    result = read(MONEY, [cell, "5"])
    assert result.column("value") == [money("1234"), money("5")]
    (note,) = result.notes
    assert repr(cell) in note
    assert "two ways" in note


def test_an_undecidable_column_of_numbers_has_a_decimal_point() -> None:
    result = read(Number(("Amount",)), ["1.234"], kind="DOUBLE")
    assert result.column("value") == [1.234]
    assert "two ways" in result.notes[0]


def test_a_number_cell_of_a_workbook_is_never_in_doubt() -> None:
    raw = raw_table(["Amount"], [(2, ["1.125"])])
    typed = replace(raw, typed=True)
    result = select(typed, {"value": MONEY.fit(typed, (0,))}, {"value": "DOUBLE"})
    assert result.column("value") == [1.13]
    assert result.notes == []


def test_two_styles_in_one_column_are_both_read_and_said() -> None:
    result = read(MONEY, ["1,234.50", "9.5", "1.234,50", "1,234"])
    assert result.column("value") == [
        *(money("1234.5"), money("9.5")),
        *(money("1234.5"), money("1234")),
    ]
    assert "decimal comma" in result.notes[0]


@pytest.mark.parametrize(
    ("header", "value", "currency"),
    [
        ("Amount (EUR)", "12", "EUR"),
        ("Betrag in EUR", "12", "EUR"),
        ("Amount [k€]", "12000", "EUR"),
        ("Amount in thousand USD", "12000", "USD"),
        ("Amount (in thousands)", "12000", None),
        ("Budget TEUR", "12000", "EUR"),
        ("Budget (EUR million)", "12000000", "EUR"),
        ("Montant en M€", "12000000", "EUR"),
        ("Amount_USD", "12", "USD"),
        ("Impact\n(monetary)", "12", None),
    ],
)
def test_the_header_names_currency_and_unit(
    header: str, value: str, currency: str | None
) -> None:
    result = read(MONEY, ["12"], header)
    assert result.column("value") == [money(value)]
    assert result.rows[0].get("currency") == currency


@pytest.mark.parametrize(
    "header",
    [
        *("Impact (days)", "Story Points", "Custom field (Story Points)", "Vote all"),
        *("Amount", "EUR", "", "x" * 200 + " (EUR)"),
    ],
)
def test_a_header_without_a_unit_stays_whole(header: str) -> None:
    assert bare(header) == ""
    assert not unit(header).money


def test_a_multiplier_in_the_cell_wins_over_the_header() -> None:
    result = read(MONEY, ["1.2M", "350"], "Amount (k€)")
    assert result.column("value") == [money("1200000"), money("350000")]


def test_the_only_currency_of_a_column_counts_for_all_its_amounts() -> None:
    result = read(MONEY, ["€5", "6", ""])
    assert result.column("currency") == ["EUR", "EUR", None]
    assert "Amount: amounts without a currency count as EUR." in result.notes


def test_of_two_currencies_none_is_assumed() -> None:
    assert read(MONEY, ["€5", "£6", "7"]).column("currency") == ["EUR", "GBP", None]


def test_an_exponent_is_read_beside_what_is_written_otherwise() -> None:
    assert amounts("1e5", "€5") == [money("100000"), money("5")]
    assert amounts("1e5", "soon") == [money("100000"), None]


def test_a_column_without_a_single_amount_has_none() -> None:
    result = read(MONEY, ["soon", "5 apples"])
    assert result.column("value") == [None, None]
    assert [line for line, _, _ in result.problems] == [2, 3]


def test_many_numbers_that_differ_in_their_zeros_are_read_alike() -> None:
    cells = [f"€{'1,' if n % 7 else ''}{n:03}.50" for n in range(200)]
    wanted = [money(f"{1000 if n % 7 else 0}.50") + n for n in range(200)]
    assert amounts(*cells) == wanted


def test_a_dollar_is_said_to_be_taken_as_us() -> None:
    assert read(MONEY, ["$5"]).notes == ["Amount: '$' was taken as USD."]


def test_of_two_columns_of_one_name_the_first_filled_counts() -> None:
    rows = [(2, ["1", "2", "9"]), (3, ["", "3", "9"])]
    raw = raw_table(["Amount", "Amount", "Total"], rows)
    fitted = MONEY.fit(raw, (0, 1, 2))
    result = select(raw, {"value": fitted}, {"value": "DOUBLE"})
    assert result.column("value") == [1.0, 3.0]
    assert "first filled" in result.notes[0]


def test_a_number_may_have_its_units_and_a_percent_sign() -> None:
    days = Number(("Days",), ("DAYS", "D"))
    result = read(days, ["5 days", "0.5d", "3", "50%", "2 weeks"], kind="DOUBLE")
    assert result.column("value") == [5, 0.5, 3, 0.5, None]
    assert result.problems == [(6, "value", "is not a number")]


def test_an_endless_number_is_no_number() -> None:
    result = read(Number(("X",)), ["9" * 400], kind="DOUBLE")
    assert result.column("value") == [None]
    assert len(result.problems) == 1


def test_a_column_of_currencies_becomes_iso_codes() -> None:
    result = read(Currency(("Currency",)), ["eur", "$", "zł", "?", ""], kind="VARCHAR")
    assert result.column("value") == ["EUR", "USD", "PLN", None, None]
    assert result.problems == [(5, "value", "is not a currency")]


# Probabilities

RATIO = Ratio(("Probability",), "probability_text")


def shares(*cells: str, header: str = "Probability") -> list[float | None]:
    return read(RATIO, cells, header, "DOUBLE").column("value")


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("35%", 0.35),
        ("12,5 %", 0.125),
        ("0%", 0),
        ("100%", 1),
        ("0.35", 0.35),
        (",5", 0.5),
        ("50% to 75%", 0.625),
        ("5-10%", 0.075),
        ("5\u201310 %", 0.075),
        ("25 bis 50 %", 0.375),
        ("between 10% and 20%", 0.15),
        ("0.2-0.4", 0.3),
        ("20-40", 0.3),
        ("<10%", 0.05),
        ("\u2264 10 %", 0.05),
        ("less than 10%", 0.05),
        (">90%", 0.95),
        ("75%+", 0.875),
        ("< 0.2", 0.1),
        ("~50%", 0.5),
        ("Very Low", 0.1),
        ("Low", 0.3),
        ("MEDIUM", 0.5),
        ("High", 0.7),
        ("very  high", 0.9),
        ("Rare", 0.1),
        ("Unlikely", 0.3),
        ("Possible", 0.5),
        ("Likely", 0.7),
        ("Almost certain", 0.9),
        ("Almost-certain", 0.9),
        ("4 - Likely", 0.7),
        ("Likely (4)", 0.7),
        ("Medium (25-50%)", 0.375),
        ("High (70%)", 0.7),
        ("sehr hoch", 0.9),
        ("Élevée", 0.7),
        ("muy bajo", 0.1),
    ],
)
def test_a_probability_is_read_in_any_form(cell: str, share: float) -> None:
    result = read(RATIO, [cell], "Probability", "DOUBLE")
    assert result.column("value") == [pytest.approx(share)]
    assert result.column("probability_text") == [cell.strip()]
    assert result.problems == []


@pytest.mark.parametrize(
    "cell", ["TBD", "101%", "-5%", "150", "maybe", "2026-01-31", "3% of the budget"]
)
def test_what_is_no_probability_is_a_problem(cell: str) -> None:
    result = read(RATIO, ["50%", cell], "Probability", "DOUBLE")
    assert result.column("value") == [0.5, None]
    assert result.problems == [(3, "value", "is not a probability between 0 and 1")]


def test_bare_numbers_are_read_by_the_range_of_the_column() -> None:
    assert shares("0.5", "1", "0") == [0.5, 1, 0]
    assert shares("35", "5", "0.5") == [0.35, 0.05, 0.005]
    assert shares("1", "2", "5") == [0.1, 0.3, 0.9]
    assert shares("3", "5%") == [0.03, 0.05]


def test_the_header_names_the_range() -> None:
    assert shares("1", "5", header="Probability (%)") == [0.01, 0.05]
    assert shares("1", "1", header="Likelihood (1-5)") == [0.1, 0.1]
    assert shares("1", header="Probability (0-1)") == [1]


def test_what_was_decided_of_probabilities_is_said() -> None:
    def notes(*cells: str) -> str:
        return " ".join(read(RATIO, cells, "P", "DOUBLE").notes)

    assert notes("35%", "0%") == ""
    assert "as percents" in notes("35", "80")
    assert "1 cell of 1 or less" in notes("35", "0.5")
    assert "levels" in notes("1", "4")
    assert "certain" in notes("1", "1")
    assert "middle" in notes("50% to 75%")
    assert "very low 0.1" in notes("High")


def test_scales_rise_and_no_label_stands_for_two_levels() -> None:
    for scale in (PROBABILITY, IMPACT):
        values = [level.value for level in scale.levels]
        assert values == sorted(set(values))
        labels = [label for level in scale.levels for label in level.labels]
        assert len(labels) == len(set(labels))
    assert IMPACT.at(5) == IMPACT.values["severe"] == 5


# Any amount, in any style that leaves no doubt

STYLES = [
    (",", ".", "{}"),
    (".", ",", "{}"),
    ("'", ".", "CHF {}"),
    ("\u202f", ",", "{} €"),
    ("\u00a0", ",", "{} zł"),
    (" ", ".", "{}"),
    ("", ".", "${}"),
    ("", ",", "{} EUR"),
]
SIGNS = ["-{}", "({})", "{}-"]
decimals = st.decimals(min_value=-(10**15), max_value=10**15, places=2).map(
    lambda number: number + 0
)


def written(number: Decimal, *, style: tuple[str, str, str], sign: str = "-{}") -> str:
    thousands, decimal, around = style
    text = f"{abs(number):,.2f}".replace(",", "\0").replace(".", decimal)
    text = around.format(text.replace("\0", thousands))
    return sign.format(text) if number < 0 else text


@settings(max_examples=30)
@given(
    st.lists(decimals, min_size=1, max_size=20),
    st.sampled_from(STYLES),
    st.sampled_from(SIGNS),
)
def test_any_amount_reads_back_exactly(
    numbers: list[Decimal], style: tuple[str, str, str], sign: str
) -> None:
    cells = [written(number, style=style, sign=sign) for number in numbers]
    result = read(MONEY, cells)
    assert result.column("value") == numbers
    assert result.problems == []


@settings(max_examples=10)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_no_text_breaks_the_reading(cells: list[str]) -> None:
    cells = [cell.replace("\0", "") for cell in cells]
    for spec in (MONEY, Number(("X",)), RATIO, Currency(("X",))):
        result = read(spec, cells, kind="VARCHAR")
        assert len(result.rows) == len(cells)
