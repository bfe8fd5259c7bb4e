"""Rows that are no records of their table, told apart before anything is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.intake.own_database import lines_in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from analytics.importers.base import Found, RawTable, TableImporter
    from analytics.intake.report import Report

SHOWN = 2_000
"""Characters of a record that the report keeps."""


def set_aside(
    importer: TableImporter,
    raw: RawTable,
    found: Found,
    report: Report,
    expressions: Mapping[str, str],
) -> list[int]:
    """Set aside rows that are no records of the table: totals, rows without a key.

    Args:
        importer: Says which rows it rejects, and why.
        raw: The records as they stand in the file.
        found: Which of its columns are read.
        report: Takes the rows, each with the first reason that holds.
        expressions: SQL of the columns, to tell rows without a key.

    Returns:
        The lines set aside.
    """
    conditions = list(_conditions(importer, raw, found, expressions))
    reasons = _reasons(raw, [condition for condition, _ in conditions])
    texts = _texts(raw, reasons)
    gone = [
        (line, conditions[number][1], texts[line])
        for line, number in sorted(reasons.items(), key=lambda one: (one[1], one[0]))
    ]
    report.quarantine.extend(gone)
    report.rows_quarantined += len(gone)
    aside = {line for line, _, _ in report.quarantine}
    told = len(report.problems)
    report.problems = [told for told in report.problems if told[0] not in aside]
    report.problem_count -= told - len(report.problems)
    return [line for line, _, _ in gone]


def _conditions(
    importer: TableImporter,
    raw: RawTable,
    found: Found,
    expressions: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Give conditions and what is said of the rows that meet them."""
    if importer.rejects is not None:
        yield from importer.rejects(raw, found.columns)
    key = importer.table.key
    if key and key in found.columns:
        condition = f"try_cast({expressions[key]} as varchar) is null"
        yield condition, f"it has no {key.replace('_', ' ')}"


def _reasons(raw: RawTable, conditions: Sequence[str]) -> dict[int, int]:
    """Return the lines that meet a condition, with the number of the first."""
    if not conditions:
        return {}
    cases = " ".join(f"when {one} then {n}" for n, one in enumerate(conditions))
    told = f"(select line, case {cases} end as n from {raw.relation})"
    return dict(replace(raw, relation=f"{told} where n is not null").fetch("line, n"))


def _texts(raw: RawTable, lines: Collection[int]) -> dict[int, str]:
    """Return the records of some lines, as the report shows them."""
    if not lines:
        return {}
    cells = " || ' | ' || ".join(
        f"coalesce(c{position}, '')" for position in sorted(raw.positions)
    )
    here = f"{raw.relation} where line in {lines_in_order(lines)}"
    return dict(replace(raw, relation=here).fetch(f"line, left({cells}, {SHOWN})"))
