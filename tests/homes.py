"""Warehouses in folders of their own, and small exports to load into them."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analytics.commands import Options, run_import
from analytics.intake.replay import open_warehouse
from analytics.settings import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

HEADER = (
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key"),
    *("Project name", "Created", "Updated", "Resolved", "Labels", "Labels"),
    *("Description", "Custom field (Story Points)", "Status Category"),
)
KEY, SUMMARY = HEADER.index("Issue key"), HEADER.index("Summary")


def issue_rows(
    count: int = 200, *, mark: str = "", project: str = "APP"
) -> list[list[str]]:
    """Return issues as Jira exports them; `mark` makes their content another."""
    return [
        [
            f'Say "hello", number {number} {mark}'.strip(),
            f"{project}-{number}",
            str(10_000 + number),
            "Story" if number % 3 else "Bug",
            "Done" if number % 2 else "To Do",
            project,
            f"Project {project}",
            f"{1 + number % 28:02}/Jan/26 9:00 AM",
            f"{1 + number % 28:02}/Feb/26 9:00 AM",
            f"{1 + number % 28:02}/Feb/26 9:00 AM" if number % 2 else "",
            "größe" if number % 5 == 0 else "",
            "",
            f"First line,\nsecond line {number}" if number % 7 == 0 else "",
            f"{number % 8}.0",
            "Done" if number % 2 else "To Do",
        ]
        for number in range(1, count + 1)
    ]


def csv_text(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    """Return rows as a CSV file."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue()


def jira_file(
    folder: Path, name: str = "board.csv", *, count: int = 200, mark: str = ""
) -> Path:
    """Write a small Jira export."""
    path = folder / name
    path.write_text(csv_text(issue_rows(count, mark=mark)), encoding="utf-8")
    return path


@contextmanager
def opened(folder: Path) -> Iterator[Warehouse]:
    """Open the warehouse of a folder, and close it."""
    warehouse = open_warehouse(Home(folder))
    try:
        yield warehouse
    finally:
        warehouse.close()


def load(
    warehouse: Warehouse, *paths: Path, project: str = "App"
) -> list[dict[str, Any]]:
    """Load files and insist that none was refused."""
    outcomes = run_import(
        warehouse, [(path.name, path) for path in paths], Options(project=project)
    )
    assert [one["error"] for one in outcomes] == [""] * len(paths)
    return outcomes
