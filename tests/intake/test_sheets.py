"""A workbook with several sheets that are read: each is an import of its own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from analytics.commands import Options, list_imports, run_import
from analytics.errors import AmbiguousFileError
from analytics.facts import load_facts
from analytics.intake import mappings, road
from analytics.intake.report import ColumnMapping, one_sheet
from analytics.intake.sheets_road import Refused, stage_sheets
from analytics.warehouse.recover import marker
from tests.homes import opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

pytestmark = pytest.mark.slow
Sheets = dict[str, list[list[object]]]
RISKS: list[list[object]] = [
    ["Project Atlas"],
    ["Risk ID", "Title", "Status", "Probability", "Impact"],
    ["R-1", "Late supplier", "Open", 0.5, 1000],
    ["R-2", "Rain", "Open", 0.1, 200],
]
DECISIONS: list[list[object]] = [
    ["Decision ID", "Decision", "Decided by", "Decided on"],
    ["D-1", "Provider A", "Board", "2026-01-28"],
]
COVER: list[list[object]] = [["Status report"], ["January 2026"]]
LEDGER: list[object] = ["Posting date", "Category", "Amount", "Currency"]
BOTH: Sheets = {"Cover": COVER, "Risks": RISKS, "Decisions": DECISIONS}


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write(folder: Path, sheets: Sheets, name: str = "plan.xlsx") -> Path:
    path = folder / name
    path.write_bytes(workbook(sheets))
    return path


def take(warehouse: Warehouse, path: Path) -> list[dict[str, object]]:
    return run_import(warehouse, [(path.name, path)], Options(project="Atlas"))


def count(warehouse: Warehouse, table: str) -> int:
    return len(load_facts(warehouse, "atlas").table(table))


def test_each_sheet_is_listed_and_loaded_for_itself(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as warehouse:
        told = take(warehouse, write(tmp_path, BOTH))
        assert [(one["file"], one["importer"], one["rows_loaded"]) for one in told] == [
            ("plan.xlsx / Risks", "risk", 2),
            ("plan.xlsx / Decisions", "decision", 1),
        ]
        assert len({one["sha256"] for one in told}) == 1
        assert count(warehouse, "risk") == 2
        assert count(warehouse, "decision") == 1


def test_same_workbook_twice_changes_nothing_on_any_sheet(tmp_path: Path) -> None:
    path = write(tmp_path, BOTH)
    with opened(tmp_path / "home") as warehouse:
        assert [one["already_imported"] for one in take(warehouse, path)] == [
            *(False, False),
        ]
        assert [one["already_imported"] for one in take(warehouse, path)] == [
            *(True, True),
        ]
        assert len(list_imports(warehouse)) == 2


def test_a_later_workbook_is_the_next_state_sheet_by_sheet(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as warehouse:
        take(warehouse, write(tmp_path, BOTH))
        take(warehouse, write(tmp_path, BOTH | {"Risks": RISKS[:3]}, "later.xlsx"))
        assert count(warehouse, "risk") == 1
        assert count(warehouse, "decision") == 1


def test_sheets_of_one_kind_do_not_replace_each_other(tmp_path: Path) -> None:
    rows: Sheets = {
        "January": [LEDGER, ["2026-01-05", "Staff", 100, "EUR"]],
        "February": [LEDGER, ["2026-02-05", "Staff", 200, "EUR"]],
    }
    with opened(tmp_path / "home") as warehouse:
        told = take(warehouse, write(tmp_path, rows))
        assert count(warehouse, "cost") == 2
        assert all("Leave out those that sum up" in str(one["notes"]) for one in told)
        march: Sheets = {"March": [LEDGER, ["2026-03-05", "Staff", 300, "EUR"]]}
        take(warehouse, write(tmp_path, rows | march, "march.xlsx"))
        assert count(warehouse, "cost") == 3
        path = write(tmp_path, rows)
        with path.open("rb") as stream:
            received = road.take_in(warehouse, stream, path.name)
        first, second = stage_sheets(warehouse, received)
        assert not isinstance(first, Refused)
        assert not isinstance(second, Refused)
        assert first.report.identity != second.report.identity
        assert any("Several sheets" in text for text in second.report.warnings)


def test_one_sheet_among_others_goes_by_the_name_of_the_file(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as warehouse:
        (told,) = take(warehouse, write(tmp_path, {"Cover": COVER, "Risks": RISKS}))
        assert told["file"] == "plan.xlsx"
        (entry,) = list_imports(warehouse)
        assert entry["file"] == "plan.xlsx"


def test_a_further_sheet_that_is_refused_keeps_the_first(tmp_path: Path) -> None:
    empty: Sheets = {"Risks": RISKS, "Decisions": DECISIONS[:1]}
    with opened(tmp_path / "home") as warehouse:
        first, second = take(warehouse, write(tmp_path, empty))
        assert (first["rows_loaded"], first["error"]) == (2, "")
        assert second["file"] == "plan.xlsx / Decisions"
        assert "has a header but no rows" in str(second["error"])


def test_saved_mappings_count_for_each_sheet(tmp_path: Path) -> None:
    strange: list[object] = ["Ding", "Betrag XY"]
    odd: list[object] = ["Was", "Wieviel XY"]
    sheets: Sheets = {"A": [strange, ["Tent", 5]], "B": [odd, ["Rope", 7]]}
    path = write(tmp_path, sheets | {"Risks": RISKS})
    columns = {"category": (0,), "amount": (1,)}
    mapping = ColumnMapping("cost", "", 0, columns)
    with opened(tmp_path / "home") as warehouse, path.open("rb") as stream:
        mappings.save(warehouse, [str(name) for name in strange], mapping)
        mappings.save(warehouse, [str(name) for name in odd], mapping)
        received = road.take_in(warehouse, stream, path.name)
        first, *rest = mappings.recall(warehouse, received)
        found = stage_sheets(
            warehouse,
            received,
            mapping=first.mapping.to_json(),
            further=[one.mapping for one in rest],
        )
        assert [one.received.filename for one in found] == [
            *("plan.xlsx / A", "plan.xlsx / Risks", "plan.xlsx / B"),
        ]
        assert [
            one.report.importer for one in found if not isinstance(one, Refused)
        ] == ["cost", "risk", "cost"]


def test_a_sheet_that_two_could_read_is_named(tmp_path: Path) -> None:
    orders: list[list[object]] = [
        ["PO number", "Vendor", "Date", "Amount"],
        ["1", "A", "2026-01-01", 5],
    ]
    path = write(tmp_path, {"Orders": orders, "Risks": RISKS})
    with opened(tmp_path / "home") as warehouse, path.open("rb") as stream:
        received = road.take_in(warehouse, stream, path.name)
        with pytest.raises(AmbiguousFileError, match=r"plan\.xlsx / Orders could be"):
            road.stage(warehouse, received)
        staged = road.stage(warehouse, received, mapping=one_sheet("Risks"))
        assert staged.report.importer == "risk"


def test_every_sheet_survives_a_destroyed_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as warehouse:
        take(warehouse, write(tmp_path, BOTH))
        before = list_imports(warehouse)
        database = warehouse.home.database
        flag = marker(warehouse.home)
    database.write_bytes(b"torn")
    flag.touch()
    with opened(home) as warehouse:
        after = list_imports(warehouse)
        assert [one["file"] for one in after] == [one["file"] for one in before]
        assert count(warehouse, "risk") == 2
        assert count(warehouse, "decision") == 1
    with opened(home) as warehouse:
        assert warehouse.log == []


LINES: list[list[object]] = [
    LEDGER,
    ["2026-01-05", "Staff", 100, "EUR"],
    ["2026-01-09", "Cloud", 50.5, "EUR"],
    ["2026-02-05", "Staff", 200, "EUR"],
]
BY_CATEGORY: list[list[object]] = [
    LEDGER,
    ["2026-02-28", "Staff", 300, "EUR"],
    ["2026-02-28", "Cloud", 50.5, "EUR"],
    [None, "Total", 350.5, "EUR"],
]
BY_MONTH: list[list[object]] = [
    LEDGER,
    ["2026-01-31", "all", 150.5, "EUR"],
    ["2026-02-28", "all", 200, "EUR"],
]


@pytest.mark.parametrize("sums", [BY_CATEGORY, BY_MONTH], ids=["category", "month"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_sheet_that_sums_up_another_is_left_out(
    tmp_path: Path, sums: list[list[object]], *, is_first: bool
) -> None:
    named = [("Summary", sums), ("Lines", LINES)]
    rows = dict(named if is_first else reversed(named))
    with opened(tmp_path / "home") as warehouse:
        (told,) = take(warehouse, write(tmp_path, rows))
        assert count(warehouse, "cost") == 3
        assert told["notes"] == [
            "Sheet Summary was left out: its amounts are sums of the lines of Lines."
        ]


def test_a_sheet_that_may_be_no_sum_stays(tmp_path: Path) -> None:
    other: list[list[object]] = [
        LEDGER,
        BY_CATEGORY[1],
        ["2026-02-28", "Cloud", 51, "EUR"],
    ]
    lone: list[list[object]] = [LEDGER, BY_CATEGORY[1]]
    words: list[list[object]] = [
        LEDGER,
        BY_CATEGORY[1],
        ["2026-02-28", "Cloud", "fifty", "EUR"],
    ]
    for place, sums in enumerate((other, lone, words, LINES)):
        path = write(tmp_path, {"Lines": LINES, "Other": sums}, f"{place}.xlsx")
        with opened(tmp_path / f"home-{place}") as warehouse:
            assert len(take(warehouse, path)) == 2


def test_sheets_in_which_nobody_finds_a_table_are_named(tmp_path: Path) -> None:
    odd: list[list[object]] = [["", "Q1", "", "Q2"], ["", "Plan", "Ist", "Plan"]]
    odd += [[name, 1, 2, 3] for name in ("Labour", "Tools", "Travel")]
    unread = "Not read, as no known table stands there: "
    doubt = "If one matters, name its columns on the column-mapping page."
    cover, both = f"{unread}sheet 'Cover'.", f"{unread}sheets 'Cover', 'Odd'. {doubt}"
    with opened(tmp_path / "home") as warehouse:
        for sheets, notes, warnings in (
            ({"Cover": COVER}, [cover], []),
            ({"Cover": COVER, "Odd": odd}, [], [both]),
        ):
            path = write(tmp_path, {"Risks": RISKS, **sheets})
            with path.open("rb") as stream:
                received = road.take_in(warehouse, stream, path.name)
            report = road.stage(warehouse, received).report
            told = [note for note in report.notes if note.startswith(unread)]
            assert (told, report.warnings) == (notes, warnings)
