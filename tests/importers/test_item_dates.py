"""Lists of which only dates are known: what is finished is completed."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from analytics.importers.base import Grid
from analytics.importers.item_dates import ITEM_DATES
from analytics.importers.registry import TABLE_IMPORTERS
from tests.importers.raw import read_csv
from tests.intake.reading import read as parse

GOLDEN = Path(__file__).parents[1] / "golden" / "item_dates" / "reference.csv"


def test_the_reference_list_is_read_whole(tmp_path: Path) -> None:
    found = parse(tmp_path, GOLDEN.read_bytes(), "cycle.csv")
    assert found.report.importer == "item_dates"
    assert (found.report.rows_read, found.report.problem_count) == (25, 0)
    assert found.report.identity == ["0", "1"]
    rows = found.rows("issue_key, status, status_category, created_at, resolved_at")
    assert rows[0] == (
        *("P1-T1", "Completed", "done", datetime(2026, 1, 1), datetime(2026, 2, 1)),
    )
    assert rows[4][1:] == ("Incomplete", None, datetime(2026, 1, 5), None)


def test_a_finish_before_the_start_is_loaded_as_it_is_written() -> None:
    text = "id,created_date,finished_date\nA-1,2026-02-05,2026-02-04\n"
    (row,) = read_csv(ITEM_DATES, text).rows
    assert row["created_at"] > row["resolved_at"]


def test_a_start_may_stand_for_the_creation() -> None:
    text = "Item,Started,Done\nA,2026-02-05,\n"
    (row,) = read_csv(ITEM_DATES, text).rows
    assert (row["start_on"], row["status"]) == (date(2026, 2, 5), "Incomplete")


@pytest.mark.parametrize(
    "header",
    [
        "Issue key,Summary,Created,Resolved",
        "Ticket ID,Title,Status,Created,Closed",
        "Sprint,Start,End,Complete",
        "Risk ID,Title,Created,Closed date",
        "ID,Work Item Type,Title,State,Created Date,Closed Date",
        "number,title,state,created_at,closed_at,labels",
        "ID,Name,Started,Finished",
    ],
)
def test_lists_that_say_more_are_left_to_others(header: str) -> None:
    assert ITEM_DATES.find(Grid("", (tuple(header.split(",")),))) is None


def test_the_list_of_dates_is_claimed_once() -> None:
    header = ("id", "project", "task", "created_date", "finished_date")
    claims = [one.name for one in TABLE_IMPORTERS if one.find(Grid("", (header,)))]
    assert claims == ["item_dates"]
