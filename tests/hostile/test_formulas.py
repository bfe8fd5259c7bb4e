"""No text of the data runs in the spreadsheet that opens one of our tables."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd

from analytics.harmless import FORMULA
from analytics.printing import print_csv
from pages.ui.text import to_csv

if TYPE_CHECKING:
    import pytest

PAYLOADS = [
    f"{start}{rest}"
    for start in FORMULA
    for rest in ("cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example")', "1+1", "")
]


def cells(text: str) -> list[str]:
    """Return every cell of a CSV file."""
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def test_a_table_that_is_downloaded_holds_no_formula() -> None:
    assert len(PAYLOADS) >= 40
    table = pd.DataFrame({"text": PAYLOADS, "number": [-2.5] * len(PAYLOADS)})
    named = pd.DataFrame([[1] * len(PAYLOADS)], columns=PAYLOADS)
    for one in (table, named):
        found = cells(to_csv(one).decode("utf-8-sig"))
        wrong = [cell for cell in found if cell.startswith(FORMULA)]
        assert set(wrong) <= {"-2.5"}
    assert "-2.5" in cells(to_csv(table).decode("utf-8-sig"))


def test_the_command_line_prints_no_formula(capsys: pytest.CaptureFixture[str]) -> None:
    print_csv([{name: -2.5, "text": name} for name in PAYLOADS])
    print_csv([dict.fromkeys(PAYLOADS, 1)])
    found = cells(capsys.readouterr().out)
    assert {cell for cell in found if cell.startswith(FORMULA)} == {"-2.5"}
