"""One check, rows it lets pass, and rows it objects to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.factories_quality import JUNE, material

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.metrics.quality.material import Material
    from tests.factories_quality import Row

MARK = "is objected to"


def bad(*parts: Row, **row: object) -> Row:
    """Return a row that the check must object to."""
    together: dict[str, object] = {}
    for part in parts:
        together |= part
    return {**together, **row, MARK: True}


@dataclass(init=False)
class Case:
    """A check with the rows of its tables; those made by `bad` are offending."""

    key: str
    tables: dict[str, Any]

    def __init__(self, key: str, **tables: Sequence[Row]) -> None:
        """Number the rows once, so that leaving some out changes no id."""
        self.key = key
        self.tables = {
            name: [
                {"version_id": n, **_named(name, n), **row}
                for n, row in enumerate(rows, 1)
            ]
            for name, rows in tables.items()
        }

    @property
    def offending(self) -> list[int]:
        """The ids the check must find, no more and no less."""
        return [
            row["version_id"]
            for rows in self.tables.values()
            for row in rows
            if MARK in row
        ]

    def state(self, as_of: date = JUNE) -> Material:
        """Return the state with all rows."""
        return material(self.tables, as_of=as_of)

    def clean(self) -> Material:
        """Return the state without the rows that are objected to."""
        return material(
            {
                name: [row for row in rows if MARK not in row]
                for name, rows in self.tables.items()
            }
        )

    def backwards(self) -> Material:
        """Return the state with all rows in the opposite order."""
        return material({name: rows[::-1] for name, rows in self.tables.items()})


def _named(table: str, number: int) -> Row:
    """Name what is named by its position, so that its order makes no difference."""
    names: dict[str, Row] = {
        "issue": {"issue_key": f"A-{number}", "summary": f"Item {number}"},
        "sprint": {"sprint_id": str(number), "name": f"Sprint {number}"},
        "risk": {"risk_id": f"R{number}", "title": f"Risk {number}"},
        "task": {"task_id": str(number), "name": f"Task {number}"},
        "milestone": {"milestone_id": f"M{number}", "name": f"Milestone {number}"},
        "requirement": {"requirement_id": f"Q{number}"},
    }
    return names.get(table, {})
