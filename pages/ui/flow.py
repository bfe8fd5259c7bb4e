"""Flow in words: tiles, charts and lists of how work gets through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics import flow
from analytics.figures.flow import ageing as ageing_figure
from analytics.figures.flow import behaviour as behaviour_figure
from analytics.figures.flow import cumulative_flow as cumulative_figure
from analytics.figures.flow import durations as durations_figure
from analytics.figures.flow import throughput as throughput_figure
from analytics.figures.flow import time_in_state as time_figure
from analytics.figures.flow import wip as wip_figure
from analytics.figures.flow.parts import counted
from pages.ui.cache import measured, once
from pages.ui.delivery import no_log
from pages.ui.layout import Chart
from pages.ui.state import WEEKS as CHOICES

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.flow import Seen
    from analytics.metrics.flow.items import Flow
    from pages.ui.state import View

WEEKS = dict(zip(CHOICES, ("13 weeks", "26 weeks", "52 weeks", "All"), strict=True))
NO_LOG = (
    "Where work waits cannot be known: no item has a change log.",
    (
        "What can be told without one is below, and says so: the time since creation, "
        "what was finished per week, and how old open items are at most. Upload an "
        "export with its change log (JSON) for cycle times, cumulative flow, "
        "blocked time and the rest."
    ),
)
TITLES = {
    "cumulative": "Does work flow, or does it pile up?",
    "cycle": "How long does an item take?",
    "lead": "How long from asking to having?",
    "ageing": "What is getting old?",
    "throughput": "How much is finished per week?",
    "wip": "How much is in progress?",
    "throughput_signals": "Did the pace change, or is it noise?",
    "time": "Where does the time go?",
}
PLAIN = ("lead", "throughput", "ageing")
"""What can be told without a change log."""
CHARTS: dict[str, tuple[Any, Any, Any, Any]] = {
    "cumulative": (
        flow.cumulative_flow_of,
        cumulative_figure.plot_cumulative_flow,
        cumulative_figure.read_cumulative_flow,
        cumulative_figure.table_cumulative_flow,
    ),
    "cycle": (
        flow.cycle_time_of,
        durations_figure.plot_durations,
        durations_figure.read_durations,
        durations_figure.table_durations,
    ),
    "lead": (
        flow.lead_time_of,
        durations_figure.plot_durations,
        durations_figure.read_durations,
        durations_figure.table_durations,
    ),
    "ageing": (
        flow.ageing_of,
        ageing_figure.plot_ageing,
        ageing_figure.read_ageing,
        ageing_figure.table_ageing,
    ),
    "throughput": (
        flow.throughput_of,
        throughput_figure.plot_throughput,
        throughput_figure.read_throughput,
        throughput_figure.table_throughput,
    ),
    "wip": (
        flow.wip_of,
        wip_figure.plot_wip,
        wip_figure.read_wip,
        wip_figure.table_wip,
    ),
    "throughput_signals": (
        flow.behaviour_of,
        behaviour_figure.plot_behaviour,
        behaviour_figure.read_behaviour,
        behaviour_figure.table_behaviour,
    ),
    "time": (
        flow.time_in_state_of,
        time_figure.plot_time_in_state,
        time_figure.read_time_in_state,
        time_figure.table_time_in_state,
    ),
}
"""Per chart what measures it, draws it, reads it and lists it."""


def seen(facts: Facts, view: View) -> Seen:
    """Return how the view looks at the flow; an unknown column is the default."""
    start = view.start if view.start in starts(facts) else ""
    return flow.Seen(weeks=int(view.weeks), start=start)


def starts(facts: Facts) -> dict[str, str]:
    """Return the columns in which work can begin."""
    columns = flow_of(facts, flow.DEFAULT).workflow.columns[:-1]
    return {name: name for name in columns}


def start_of(facts: Facts, seen: Seen) -> str:
    """Return the column in which work begins."""
    return flow_of(facts, seen).workflow.start_name or next(iter(starts(facts)))


def has_log(facts: Facts, seen: Seen) -> bool:
    """Say whether a change log tells who was where when."""
    return not flow_of(facts, seen).why_none


def charts(facts: Facts, seen: Seen) -> tuple[str, ...]:
    """Return the charts that can be drawn."""
    return tuple(CHARTS) if has_log(facts, seen) else PLAIN


def chart(facts: Facts, seen: Seen, name: str) -> Chart:
    """Return one chart."""
    return _chart(result_of(facts, seen, name), name)


@once
def _chart(result: Any, name: str) -> Chart:  # noqa: ANN401 - each chart has its own
    _, plot, read, table = CHARTS[name]
    return Chart(
        lambda: plot(result), read(result), lambda: table(result), result.basis
    )


def rests_on(facts: Facts, seen: Seen) -> str:
    """Say what the figures rest on and by which columns they count."""
    found = flow_of(facts, seen)
    count, without = len(found.items), len(found.unlogged)
    if not count:
        return f"Reconstructed: {no_log(without)}. Items are counted, not points."
    board = (
        "the columns of the board"
        if found.workflow.has_board
        else ("three columns (to do, in progress, done), because no board was uploaded")
    )
    rest = f"; {without} without one are left out" if without else ""
    return (
        f"Rests on the change log of {counted(count, 'item')}{rest}. It counts items, "
        f"not points, by {board}. Sub-tasks count through their parent. An item is "
        "done when it is first done; reopened work stays done in the cumulative flow, "
        "unlike in the burn-up."
    )


def flow_of(facts: Facts, seen: Seen) -> Flow:
    """Return the items on their way through the columns."""
    return measured("flow", facts, lambda: flow.flow_of(facts, seen), seen)


def result_of(facts: Facts, seen: Seen, name: str) -> Any:  # noqa: ANN401 - see CHARTS
    """Return what a chart draws."""
    measure = CHARTS[name][0]
    return measured(
        f"flow-{name}", facts, lambda: measure(facts, flow_of(facts, seen), seen), seen
    )
