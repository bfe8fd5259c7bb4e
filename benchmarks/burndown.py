"""The burn-down of every sprint of many items, beside DuckDB's event deltas.

Half a million items with ten changes each, 4,800 sprints; twice as many do not fit
into the memory that a warehouse may use while its models are built. Both sides begin
with the same stored changes, in the same warehouse with its settings (one thread, 700
MB). Ours are the models that lead from the changes to the ledgers, and reading the
ledgers of all sprints; they book items, hours and what is done as well, of the project
too, each with its receipt. The yardstick is the plain SQL of one figure: forward-filled
states, one delta per change and sprint, summed by day on the grid of all sprints and
days. Both say the same of what is left in each sprint, which is checked. Processor time
is compared: the clock on the wall counts what others do.
"""

from __future__ import annotations

import statistics
import tempfile
import time
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

ITEMS = 500_000
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
            coalesce(last_value(sprints ignore nulls) over so_far, []) as sprints
        from told
        window so_far as (
            partition by issue_key order by changed_at, history_no
            rows between unbounded preceding and current row
        )
    ),
    stepped as (
        select
            changed_at, sprints,
            case when is_done then 0 else points end as amount,
            lag(sprints) over before as old_sprints,
            lag(case when is_done then 0 else points end) over before as old_amount
        from filled
        window before as (partition by issue_key order by changed_at, history_no)
    ),
    delta as (
        select unnest(sprints) as sprint_id, changed_at, amount from stepped
        union all
        select unnest(old_sprints), changed_at, -old_amount from stepped
    ),
    daily as (
        select
            sprint_id,
            greatest(changed_at::date, start_day) as day,
            sum(amount) as amount
        from delta
        inner join dim_sprint using (sprint_id)
        where changed_at <= complete_at
        group by all
    ),
    grid as (
        select
            sprint_id,
            unnest(range(start_day, end_before, interval 1 day))::date as day
        from dim_sprint
    )
    select
        sprint_id, day, sum(coalesce(amount, 0)) over (
            partition by sprint_id order by day
        ) as remaining
    from grid
    left join daily using (sprint_id, day)
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
        read = _taken(lambda: facts.all_deltas("sprint"))
        drawn = _drawn(facts)
        warehouse.close()
    ours, yardstick = statistics.median(deltas), statistics.median(yards)
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
        what = "view" if found[name].is_view else "table"
        text = found[name].text
        cursor.execute(f"create or replace temp {what} {name} as {text}")


def _yardstick(cursor: DuckDBPyConnection) -> None:
    cursor.execute(f"create or replace temp table yardstick as {YARDSTICK}")


def _check(cursor: DuckDBPyConnection) -> None:
    """Insist that both sides say the same of each sprint at its end."""
    rows = cursor.execute(
        "select count(*), sum(abs(one.remaining - other.remaining)) from ("
        "select sprint_id, arg_max(remaining, day) as remaining from yardstick "
        "group by 1"
        f") as one join (select frame_id as sprint_id, sum(points) as remaining "
        f"from {LEDGER} where frame_kind = 'sprint' group by 1) as other "
        "using (sprint_id)"
    ).fetchall()
    ((sprints, apart),) = rows
    if apart or not sprints:
        message = f"The two differ by {apart} points in {sprints} sprints."
        raise AssertionError(message)


def _drawn(facts: Facts) -> float:
    """Return how long one burn-down takes of facts that nobody has asked yet."""
    fresh = load_facts(facts.warehouse, facts.project.project_id)
    frames = [one for one in measures.frames_of(facts, "sprint") if one.start]
    one = frames[len(frames) // 2]
    return _taken(lambda: plot_burndown(measures.burndown_of(fresh, one, "points")))


def _taken(work: Callable[[], object]) -> float:
    """Return the seconds of processors that something took."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
