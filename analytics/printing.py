"""Answers of the command line as text."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

from analytics.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Json = dict[str, Any]
SHOWN_PROBLEMS = 5


def say(text: object) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def complain(sentences: Iterable[str]) -> None:
    """Print sentences where other programs do not read them as the answer."""
    for sentence in sentences:
        sys.stderr.write(f"{sentence}\n")


def print_outcome(outcome: Json, *, is_dry_run: bool) -> None:
    """Say in a line or more what became of a file."""
    for note in outcome["notes"]:
        say(f"{outcome['file']}: {note}")
    if outcome["error"]:
        return
    done = "would be loaded" if is_dry_run else "loaded"
    where = f"import {outcome['import_id']} of " if outcome["import_id"] else ""
    known = "nothing new: already imported, " if outcome["already_imported"] else ""
    say(
        f"{outcome['file']}: {known}{outcome['rows_read']:,} rows read, "
        f"{outcome['rows_loaded']:,} {done}, {outcome['rows_quarantined']:,} set aside "
        f"({outcome['importer']}, {where}{outcome['project']})"
    )
    for sentence in outcome["drift"]:
        say(f"  {sentence}")
    problems = outcome["problems"]
    for problem in problems[:SHOWN_PROBLEMS]:
        column = f", {problem['column']}" if problem["column"] else ""
        say(f"  line {problem['line']}{column}: {problem['message']}")
    if len(problems) > SHOWN_PROBLEMS:
        say(f"  and {len(problems) - SHOWN_PROBLEMS:,} more; --json lists them.")


def print_shown(shown: Json) -> None:
    """Print figures with what they rest on, then the rows behind them."""
    say(f"{shown['metric']} of {shown['project']}, {shown['as_of']}")
    say(f"rests on: {shown['evidence']}\n")
    for name, value in shown["figures"].items():
        why = shown.get("why", {}).get(name, "")
        say(f"{name:<24} {cell(value)}" + (f"  {why}" if why else ""))
    if shown["rows"]:
        say("")
        print_table(shown["rows"])


def print_json(value: object) -> None:
    """Print JSON for other programs."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def print_csv(rows: Sequence[Json]) -> None:
    """Print rows for a spreadsheet."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow([_safe(name) for name in rows[0]])
    writer.writerows([_safe(value) for value in row.values()] for row in rows)


def _safe(value: object) -> object:
    """Keep a text from being a formula where a spreadsheet opens the file.

    >>> _safe("=1+1"), _safe(-2.5), _safe(None)
    ("'=1+1", -2.5, '')
    """
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else value


def cell(value: object) -> str:
    """Write a value as people read it; undefined is a dash.

    >>> cell(None), cell(2.0), cell(1234.5), cell(True)
    ('-', '2', '1234.5', 'yes')
    """
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return " ".join(str(value).split())


def print_table(rows: Sequence[Json]) -> None:
    """Print rows in columns, numbers to the right."""
    if not rows:
        say("None yet.")
        return
    names = list(rows[0])
    cells = [[cell(row[name]) for name in names] for row in rows]
    widths = [
        max(len(name), *(len(line[i]) for line in cells))
        for i, name in enumerate(names)
    ]
    right = [
        all(isinstance(row[name], int | float | None) for row in rows) for name in names
    ]
    for line in (names, *cells):
        say(
            "  ".join(
                text.rjust(width) if is_right else text.ljust(width)
                for text, width, is_right in zip(line, widths, right, strict=True)
            ).rstrip()
        )
