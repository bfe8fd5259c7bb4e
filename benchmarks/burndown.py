"""The burn-down of every sprint of many items, beside DuckDB's event deltas.

A million items with ten changes each, 4,800 sprints. Both sides begin with the same
stored changes, in the same warehouse with its settings (one thread, 700 MB). Ours are
the models that lead from the changes to the ledgers, and reading the ledgers of all
sprints; they book hours as well, each change with its receipt. The yardstick is plain
SQL that answers the same: points and items left and in scope, of every sprint and of
the project: forward-filled states, one delta per change and frame, summed by day on the
grid of all frames and days. Both say the same of what is left in each frame, which is
checked. Processor time is compared: the clock on the wall counts what others do.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import measures
from analytics.facts import Facts, load_facts
from analytics.figures.burndown import plot_burndown
from analytics.settings import Home
from analytics.warehouse import models, projects, reads
from analytics.warehouse.store import Warehouse
from benchmarks.many_sprints import BOARDS, SPRINTS, fill
from benchmarks.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from analytics.metrics.scope import Frame

ITEMS = 1_000_000
ROUNDS = 2
GATE = 2.0
"""Times the SQL of the same run (performance, section 3)."""
PAGE_GATE = 0.1
LEDGER = "fct_scope_delta"
GIVEN = ("stg_event_row", "fct_issue")
"""Models that an import needs anyway; those behind them are not ours to count."""
YARDSTICK = """
    with told as (
        select
            issue_key, changed_at, history_no,
            case when field = 'status' then to_text = 'Done' end as is_done,
            case when field = 'number' then to_text::double end as points,
            case when field = 'sprint' then string_split(to_id, ', ') end as sprints
        from stg_event_row
        where field in ('status', 'number', 'sprint')
    ),
    filled as (
        select
            issue_key, changed_at, history_no,
            coalesce(last_value(is_done ignore nulls) over so_far, false) as is_done,
            coalesce(last_value(points ignore nulls) over so_far, 0) as points,
            list_append(
                coalesce(last_value(sprints ignore nulls) over so_far, []), 'project'
            ) as frames
        from told
        window so_far as (
            partition by issue_key order by changed_at, history_no
            rows between unbounded preceding and current row
        )
    ),
    stepped as (
        select
            changed_at, frames, points,
            (not is_done)::integer as items,
            items * points as amount,
            lag(frames) over before as old_frames,
            lag(points) over before as old_points,
            lag((not is_done)::integer) over before as old_items,
            old_items * old_points as old_amount
        from filled
        window before as (partition by issue_key order by changed_at, history_no)
    ),
    delta as (
        select
            unnest(frames) as frame_id, changed_at,
            amount, points, items, 1 as size
        from stepped
        union all
        select
            unnest(old_frames), changed_at, -old_amount, -old_points, -old_items, -1
        from stepped
    ),
    frame as (
        select
            sprint_id as frame_id, start_day, end_before, complete_at as close_at
        from dim_sprint
        union all
        select 'project', min(changed_at)::date, max(changed_at)::date + 1, null
        from told
    ),
    daily as (
        select
            frame_id,
            greatest(changed_at::date, start_day) as day,
            sum(amount) as points,
            sum(points) as scope,
            sum(items) as items,
            sum(size) as items_in_scope
        from delta
        inner join frame using (frame_id)
        where close_at is null or changed_at <= close_at
        group by all
    ),
    grid as (
        select
            frame_id,
            unnest(range(start_day, end_before, interval 1 day))::date as day
        from frame
    )
    select
        frame_id, day,
        sum(coalesce(points, 0)) over so_far as points,
        sum(coalesce(scope, 0)) over so_far as scope,
        sum(coalesce(items, 0)) over so_far as items,
        sum(coalesce(items_in_scope, 0)) over so_far as items_in_scope
    from grid
    left join daily using (frame_id, day)
    window so_far as (partition by frame_id order by day)
"""


def run() -> list[Measured]:
    """Build the ledgers of all sprints in both ways, then draw one of them."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Home(Path(folder) / "home").create())
        project = projects.create_project(warehouse, "Scale")
        with warehouse.writing() as cursor:
            fill(cursor, project, ITEMS)
        whole = _taken(lambda: reads.state(warehouse, project.project_id))
        facts = load_facts(warehouse, project.project_id)
        deltas, yards = _compared(facts)
        reading = [_taken(lambda: facts.all_deltas("sprint")) for _ in range(ROUNDS)]
        drawn = _drawn(facts)
        warehouse.close()
    ours, yardstick, read = map(statistics.median, (deltas, yards, reading))
    return [
        Measured(f"{ITEMS:,} items, {10 * ITEMS:,} changes: all models", whole, "s"),
        Measured(f"models of the ledgers, {BOARDS * SPRINTS:,} sprints", ours, "s"),
        Measured("ledgers of all sprints, read", read, "s"),
        Measured("the same in SQL deltas", yardstick, "s"),
        Measured("models of the ledgers / SQL", ours / yardstick, "x"),
        Measured("models and reading / SQL", (ours + read) / yardstick, "x", GATE),
        Measured("one burn-down with its figure", drawn, "s", PAGE_GATE),
    ]


def _compared(facts: Facts) -> tuple[list[float], list[float]]:
    """Measure both sides in turn on a state of its own, which is forgotten."""
    mine, theirs = [], []
    with facts.warehouse.rehearsing() as cursor:
        models.prepare(cursor, facts.project, list(facts.import_ids))
        behind = _behind(LEDGER)
        given = {name for one in GIVEN for name in [*_behind(one), one]}
        ours = [one for one in (*behind, LEDGER) if one not in given]
        _create_all(cursor, [one for one in behind if one in given])
        for _ in range(ROUNDS):
            theirs.append(_taken(lambda: _yardstick(cursor)))
            mine.append(_taken(lambda: _create_all(cursor, ours)))
            _check(cursor)
    return mine, theirs


def _behind(name: str) -> list[str]:
    """Return the models that one rests on, each after those it reads."""
    found = {model.name: model for model in models.models()}
    wanted, waiting = set[str](), [name]
    while waiting:
        new = found[waiting.pop()].reads - wanted
        wanted |= new
        waiting += new
    return [one for one in found if one in wanted]


def _create_all(cursor: DuckDBPyConnection, names: Sequence[str]) -> None:
    found = {model.name: model for model in models.models()}
    for name in names:
        model = replace(found[name], layer="staging")  # so that nothing is kept
        models.create(cursor, model, model.text)


def _yardstick(cursor: DuckDBPyConnection) -> None:
    cursor.execute(f"create or replace temp table yardstick as {YARDSTICK}")


def _check(cursor: DuckDBPyConnection) -> None:
    """Insist that both sides say the same of each sprint at its end."""
    rows = cursor.execute(
        "select count(*), sum(abs(one.points - other.points)), "
        "sum(abs(one.items - other.items)) from ("
        "select frame_id, arg_max(points, day) as points, arg_max(items, day) as items "
        "from yardstick group by 1) as one join ("
        "select frame_id, sum(points) as points, sum(items) as items "
        f"from {LEDGER} group by 1) as other using (frame_id)"
    ).fetchall()
    ((frames, points, items),) = rows
    if points or items or not frames:
        message = (
            f"They differ by {points} points and {items} items in {frames} frames."
        )
        raise AssertionError(message)


def _drawn(facts: Facts) -> float:
    """Return how long one burn-down takes of facts that nobody has asked yet.

    A server has drawn others before, so one is drawn that does not count.
    """
    frames = [one for one in measures.frames_of(facts, "sprint") if one.start]
    middle = len(frames) // 2
    taken = [_one(facts, frame) for frame in frames[middle : middle + 2]]
    return taken[-1]


def _one(facts: Facts, frame: Frame) -> float:
    fresh = load_facts(facts.warehouse, facts.project.project_id)
    return _taken(lambda: plot_burndown(measures.burndown_of(fresh, frame, "points")))


def _taken(work: Callable[[], object]) -> float:
    """Return the seconds of processors that something took."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
