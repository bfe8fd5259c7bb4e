"""Exchange rates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.importers.exchange_rate import EXCHANGE_RATE
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_with_decimal_commas(tmp_path: Path) -> None:
    rows = reference(tmp_path, EXCHANGE_RATE).rows(
        "valid_on, from_currency, to_currency, rate"
    )
    assert rows[0] == (date(2026, 1, 1), "USD", "EUR", 0.92)
    assert rows[5] == (date(2026, 2, 1), "JPY", "EUR", 0.00571)


def test_a_currency_that_is_none_is_a_problem() -> None:
    text = "Date,From,To,Rate\n2026-01-01,Talers,EUR,2\n2026-01-01,€,USD,1.09\n"
    read = read_csv(EXCHANGE_RATE, text)
    assert read.column("from_currency") == [None, "EUR"]
    assert read.problems == [(2, "from_currency", "is not a currency")]


@pytest.mark.parametrize(
    "header",
    [
        *("Gültig ab,Von Währung,Zielwährung,Wechselkurs", "Date,From,To,Rate"),
        *("Devise source,Devise cible,Taux", "Moneda origen,Moneda destino,Tasa"),
    ],
)
def test_rates_are_claimed(header: str) -> None:
    assert claims(EXCHANGE_RATE, header)


@pytest.mark.parametrize(
    "header", ["Date,Currency,Rate", "From,To,Hours,Rate", "From,To,Subject", "From,To"]
)
def test_what_is_no_rate_is_not_claimed(header: str) -> None:
    assert not claims(EXCHANGE_RATE, header)
