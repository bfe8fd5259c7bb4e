"""A project of any size in a warehouse: items walk through sprints, ten changes each.

Written straight into the tables that an import fills. Forty-eight boards with a hundred
sprints of two weeks each; an item is planned into the sprint after its creation, every
other one goes on into the next, nine of ten are finished.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from analytics.project import Project

BOARDS, SPRINTS = 48, 100
ITEM = """
    create temp table item as
    select
        *, first + to_hours((14 * 24 * (number - 1))::integer) as start,
        board * $sprints + number as sprint, (board * $sprints + number + 1) as next
    from (
        select
            n, n % $boards as board, hash(n) as chance, n % 2 = 1 as goes_on,
            hash(n, 1) % 10 > 0 as ends, timestamp '2020-01-06 08:00:00' as first,
            first + to_minutes((n * 1380 * 24 * 60 // $count)::integer) as created,
            n * 1380 // $count // 14 + 2 as number,
            (1 + hash(n, 2) % 8)::varchar as guess,
            (1 + hash(n, 3) % 8)::varchar as size
        from range($count) as one(n)
    )
"""
SPRINT = """
    insert into raw_sprint by name
    select
        10_000_000_000 + board * $sprints + number as version_id,
        $project as project_id, 0 as row_hash,
        (board * $sprints + number)::varchar as sprint_number,
        'Sprint ' || sprint_number as name, 'closed' as state,
        timestamp '2020-01-06 08:00:00' + to_days((14 * (number - 1))::integer)
            as start_at,
        start_at + interval 14 day as end_at, end_at as complete_at
    from range($boards) as board(board), range(1, $sprints + 1) as number(number)
"""
ISSUE = """
    insert into raw_issue by name
    select
        1 + n as version_id, $project as project_id, 0 as row_hash,
        'A-' || n as issue_key,
        'Story' as issue_type, false as is_subtask,
        case when ends then 'Done' else 'Review' end as status,
        case when ends then 'done' else 'doing' end as status_category,
        created as created_at, map {'Story Points': size::double} as numbers,
        list_filter(
            [sprint, case when goes_on then next end], lambda x: x is not null
        )::varchar[] as sprint_numbers
    from item
"""
EVENT = """
    insert into raw_issue_event by name
    select
        ($place + 2) * 100_000_000 + n as version_id, $project as project_id,
        0 as row_hash, 'A-' || n as issue_key, (10 * n + $place)::varchar as history_id,
        0 as item_no, {at} as changed_at, {field} as field, {name} as field_name,
        {before} as {side}_text, {after} as {other}_text
    from item
"""
POINTS, PLANS = ("'number'", "'Story Points'"), ("'sprint'", "'Sprint'")
STATUS, OTHER = ("'status'", "'status'"), ("'other'", "'Rank'")
LATER = "start + to_hours((hash(n, 4) % 96)::integer)"
LOG = (
    ("created + interval 1 hour", POINTS, "null", "guess"),
    ("created + interval 2 hour", PLANS, "null", "sprint"),
    (LATER, STATUS, "'To Do'", "'In Progress'"),
    (f"{LATER} + interval 1 day", OTHER, "null", "'Ranked higher'"),
    (f"{LATER} + interval 2 day", STATUS, "'In Progress'", "'Review'"),
    (f"{LATER} + interval 3 day", POINTS, "guess", "size"),
    (f"{LATER} + interval 4 day", STATUS, "'Review'", "'Testing'"),
    (
        "start + case when goes_on then interval 14 day else interval 9 day end",
        ("case when goes_on then 'sprint' else 'other' end", "'Sprint'"),
        "sprint",
        "sprint || ', ' || next",
    ),
    ("start + interval 12 day", OTHER, "null", "'Ranked lower'"),
    (
        "start + case when goes_on then interval 20 day else interval 10 day end",
        STATUS,
        "'Testing'",
        "case when ends then 'Done' else 'Review' end",
    ),
)


def fill(cursor: DuckDBPyConnection, project: Project, count: int) -> None:
    """Write a project with so many items, as one import would."""
    about = {"boards": BOARDS, "sprints": SPRINTS}
    named = {"project": project.project_id}
    cursor.execute(ITEM, about | {"count": count})
    cursor.execute(SPRINT, about | named)
    cursor.execute(ISSUE, named)
    for place, (at, (field, name), before, after) in enumerate(LOG):
        ids = "sprint" in field
        texts = {"at": at, "field": field, "name": name, "before": before}
        side = ("from_id", "to_id") if ids else ("from_text", "to_text")
        query = EVENT.replace("{side}_text", side[0]).replace("{other}_text", side[1])
        query = query.format(after=after, **texts)
        cursor.execute(query, named | {"place": place})
    cursor.execute("drop table item")
    _import(cursor, project)


def _import(cursor: DuckDBPyConnection, project: Project) -> None:
    cursor.execute(
        "insert into import by name select 1 as import_id, ? as project_id, "
        "1 as source_id, 'issues' as kind, 'jira_json' as importer, 'Scale' as title, "
        "'0' as sha256, 'scale.json' as filename, 0 as bytes, "
        "timestamp '2023-12-01' as as_of, timestamp '2023-12-01' as imported_at, "
        "0 as rows_read, 0 as rows_loaded, 0 as rows_quarantined, 0 as problem_count, "
        "false as is_partial, 'utc' as instants, '' as mapping, '' as code_version, "
        "'{}' as report",
        [project.project_id],
    )
    cursor.execute(
        "insert into source values (1, ?, 'issues', 'jira_json', 'scale')",
        [project.project_id],
    )
    for table in ("issue", "issue_event", "sprint"):
        cursor.execute(
            f"insert into import_row select 1, '{table}', row_number() over (), "
            f"version_id from raw_{table}"
        )
