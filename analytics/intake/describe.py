"""What is said about a file before it is accepted: hints and warnings."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from analytics.importers.headers import plain
from analytics.intake.score_warnings import score_warnings
from analytics.schema import BY_NAME, table
from analytics.settings import MAX_LISTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from analytics.importers.base import Grid
    from analytics.intake.report import Report
    from analytics.intake.table_file import TableFile

JIRA_PAGE = 1_000
"""Jira's limit of one CSV export; a file with exactly so many rows was cut off."""

CUT_OFF = (
    "The file stops at exactly 1,000 rows, which is Jira's limit for one export: there "
    "are probably more issues. Export in parts and upload them together."
)
MAX_NAMED = 10
TABLE_ROWS, TABLE_CELLS = 3, 3
"""Sheets with so many rows of so many filled cells look like tables."""
FEWEST_COLUMNS = 4
"""From so many cells in every line on, lines are records, however they differ."""
LATEST: dict[str, tuple[str, ...]] = {
    "issue": ("created_at", "updated_at", "resolved_at"),
    "issue_event": ("changed_at",),
    "cost": ("booked_on",),
    "commitment": ("ordered_on",),
    "risk": ("identified_on", "reviewed_on", "closed_on", "occurred_on"),
    "worklog": ("started_at", "created_at"),
    "task": ("actual_start_at", "actual_finish_at"),
    "milestone": ("actual_on",),
    "release": ("released_on",),
    "requirement": ("raised_on", "approved_on"),
    "acceptance": ("tested_on", "accepted_on"),
    "change_request": ("raised_on", "decided_on", "closed_on"),
    "decision": ("raised_on", "decided_on"),
    "compliance_item": ("reviewed_on", "closed_on"),
}
"""Columns that can only speak of the past, by table: they date the file."""


def nobody_claims(filename: str, file: TableFile) -> str:
    """Say what was looked at, and what to do about it."""
    grid = max(file.grids, key=lambda g: len(g.rows), default=None)
    if grid is None or not any(any(row) for row in grid.rows):
        return f"{filename} holds no table. Choose the sheet with the data and save it."
    header = _likely_header(grid.rows)
    if not grid.sheet and _is_prose(grid.rows):
        return (
            f"{filename} is text to read, not a table: its lines do not have the same "
            "columns. Upload a CSV, XLSX or JSON export."
        )
    names = ", ".join(repr(cell.strip()) for cell in header[:12] if cell.strip())
    return (
        f"{filename}: no known export has these columns ({names}). Steerco looks for "
        "work items with a summary or status, hours booked, tasks or milestones with "
        "dates, amounts of a budget, cost or order, risks with their probability, and "
        "registers such as requirements, changes, decisions and releases. Name the "
        "columns on the column-mapping page."
    )


def unread_sheets(grids: Sequence[Grid]) -> tuple[str, bool]:
    """Name the sheets in which no table was found, and say whether one looks like one.

    >>> from analytics.importers.base import Grid
    >>> unread_sheets([Grid("Cover", (("Status pack",),))])
    ("Not read, as no known table stands there: sheet 'Cover'.", False)
    """
    if not grids:
        return "", False
    named = ", ".join(repr(grid.sheet) for grid in grids[:MAX_NAMED])
    more = f" and {len(grids) - MAX_NAMED} more" if len(grids) > MAX_NAMED else ""
    noun = "sheet" if len(grids) == 1 else "sheets"
    said = f"Not read, as no known table stands there: {noun} {named}{more}."
    if not any(map(_is_table, grids)):
        return said, False
    return f"{said} If one matters, name its columns on the column-mapping page.", True


def _is_table(grid: Grid) -> bool:
    wide = [sum(bool(cell.strip()) for cell in row) for row in grid.rows]
    return sum(width >= TABLE_CELLS for width in wide) >= TABLE_ROWS


def _likely_header(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the first row with as many filled cells as half of the rows have.

    Titles above a table are narrower, and a record whose text holds a comma that is
    not quoted is wider than the header.

    >>> _likely_header([["Title", ""], ["Story", "Size"], ["a", "b", "5"], ["c", "8"]])
    ['Story', 'Size']
    """
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    typical = median(width for width in widths if width)
    return next(
        row for row, width in zip(rows, widths, strict=True) if width >= typical
    )


def _is_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether rows look like sentences rather than records.

    >>> _is_prose([["Read me"], ["Hello, world", " again"], ["Bye"]])
    True
    >>> _is_prose([["rank", "subject", "start", "kind"], ["1", "a", "", "b", "c"]])
    False
    """
    widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    if min(widths) >= FEWEST_COLUMNS:
        return False
    wide = [width for width in widths if width > 1]
    return len(wide) * 2 < len(widths) or wide.count(max(wide, key=wide.count)) < 2  # noqa: PLR2004 - a table repeats its width


def describe(
    connection: DuckDBPyConnection, report: Report, tables: Sequence[str]
) -> None:
    """Fill in keys, dates, hints and warnings from the typed tables."""
    _keys(connection, report)
    latest = [
        instant for name in tables if (instant := _latest(connection, name)) is not None
    ]
    report.as_of = max(latest, default="")
    report.identity = _identity(connection, report)
    if "schedule" in tables:
        _schedule(connection, report)
    if "issue" in tables:
        _issues(connection, report, tables)
    for name in ("budget_line", "cost", "commitment", "risk", "earned_value"):
        if name in tables:
            report.hints["currencies"] = _column(
                connection,
                f"select currency from typed_{name} where currency is not null "
                "group by 1 order by count(*) desc, 1",
            )
    if "sprint" in tables:
        report.hints["sprints"] = _column(
            connection, "select distinct name from typed_sprint order by 1"
        )
    if "risk" in tables:
        report.warnings += score_warnings(connection)


def tell_apart(report: Report) -> None:
    """Tell a sheet from others of its kind: each is a source of its own."""
    report.identity.append(f"sheet {plain(report.sheet)}")
    report.warnings.append(
        f"Several sheets of the workbook are read as {report.title}. Leave out those "
        "that sum up others, or their figures count twice."
    )


def _column(connection: DuckDBPyConnection, sql: str) -> list[Any]:
    return [row[0] for row in connection.execute(sql).fetchall()]


def _keys(connection: DuckDBPyConnection, report: Report) -> None:
    """Count distinct keys and list those that appear twice."""
    key = table(report.table).key
    if not key:
        return
    report.distinct_keys, filled = connection.execute(
        f"select count(distinct {key}), count({key}) from typed_{report.table}"
    ).fetchall()[0]
    if report.distinct_keys == filled:
        return
    doubled = connection.execute(
        f"select {key}, min(line), max(line), count(*) from typed_{report.table} "
        f"where {key} is not null group by 1 having count(*) > 1 order by 2"
    ).fetchall()
    report.problem_count += len(doubled)
    so = "each counts" if report.table in BY_NAME else "the last counts"
    report.problems.extend(
        (
            last,
            key,
            f"{name} appears {count} times (first on line {first}); {so}",
        )
        for name, first, last, count in doubled[:MAX_LISTED]
    )


def _latest(connection: DuckDBPyConnection, name: str) -> str | None:
    columns = LATEST.get(name, ())
    if not columns:
        return None
    maxima = ", ".join(f"max({column})::timestamp" for column in columns)
    row = connection.execute(f"select {maxima} from typed_{name}").fetchall()[0]
    found = [instant.isoformat() for instant in row if instant is not None]
    return max(found, default=None)


def _identity(connection: DuckDBPyConnection, report: Report) -> list[str]:
    """Name what makes a later file the next state of this one."""
    if report.table == "issue":
        return _column(
            connection,
            "select distinct coalesce(project_key, "
            "regexp_extract(issue_key, '^(.*)-[0-9]+$', 1)) as project "
            "from typed_issue where issue_key is not null order by 1",
        )
    if report.table == "calendar_day":
        return _column(
            connection,
            "select distinct coalesce(calendar_name, '') as calendar "
            "from typed_calendar_day order by 1",
        )
    if report.table in {"sprint", "board_column"}:
        return _column(
            connection,
            "select distinct coalesce(board_number, '') as board "
            f"from typed_{report.table} order by 1",
        )
    return sorted(plain(header) for _, header in report.columns)


def _schedule(connection: DuckDBPyConnection, report: Report) -> None:
    """Take day, name and currency of a schedule from the schedule itself.

    Its status date says of when its progress speaks, else the day it was saved. A
    template has a currency too: it counts where a task has a cost.
    """
    told = _column(
        connection,
        "select coalesce(status_at, saved_at) as told from typed_schedule "
        "where told is not null",
    )
    report.as_of = told[0].isoformat() if told else report.as_of
    report.identity = _column(
        connection, "select name from typed_schedule where name is not null"
    )
    report.hints["currencies"] = _column(
        connection,
        "select currency from typed_task where currency is not null and "
        "(cost_amount <> 0 or baseline_cost_amount <> 0) group by 1 order by 1",
    )


def _issues(
    connection: DuckDBPyConnection, report: Report, tables: Sequence[str]
) -> None:
    """Say what an issue file offers and what it lacks."""
    hints = report.hints
    hints["projects"] = connection.execute(
        "select project_key, max(project_name), count(*) from typed_issue "
        "where project_key is not null group by 1 order by 3 desc, 1"
    ).fetchall()
    hints["statuses"] = connection.execute(
        "select status, max(status_category), count(*) from typed_issue "
        "where status is not null group by 1 order by 3 desc, 1"
    ).fetchall()
    hints["sprints"] = _column(
        connection,
        "select distinct unnest(sprints) as sprint from typed_issue order by 1",
    )
    hints["point_fields"] = connection.execute(
        "select field, count(*) from (select unnest(map_keys(numbers)) as field "
        "from typed_issue) group by 1 order by 2 desc, 1"
    ).fetchall()
    _warn(connection, report, tables)
    if report.importer == "jira_csv" and report.rows_read == JIRA_PAGE:
        report.partial = CUT_OFF


def _warn(
    connection: DuckDBPyConnection, report: Report, tables: Sequence[str]
) -> None:
    """Say which charts the file cannot carry, and what would help."""
    dated, resolved, done = connection.execute(
        "select count(created_at), count(resolved_at), "
        "count(*) filter (status_category = 'done') from typed_issue"
    ).fetchall()[0]
    if not dated:
        report.warnings.append(
            "No issue has a creation date, so nothing can be drawn over time. Export "
            "the fields Created and Resolved as well."
        )
    elif done and not resolved and "issue_event" not in tables:
        report.warnings.append(
            "No issue has a resolution date; work can be counted but not dated. Export "
            "the field Resolved as well, or a JSON export with the change log."
        )
    if not report.hints["point_fields"]:
        report.warnings.append(
            "No story points were found; charts count issues instead."
        )
