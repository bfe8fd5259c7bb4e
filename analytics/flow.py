"""From facts to the flow of work: what each flow metric is given, said once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import RequestError
from analytics.metrics.flow.ageing import ageing
from analytics.metrics.flow.behaviour import process_behaviour
from analytics.metrics.flow.blocked import blocked_time
from analytics.metrics.flow.columns import workflow
from analytics.metrics.flow.cumulative_flow import cumulative_flow
from analytics.metrics.flow.cycle_time import cycle_time
from analytics.metrics.flow.efficiency import flow_efficiency, time_in_state
from analytics.metrics.flow.items import read_flow
from analytics.metrics.flow.lead_time import lead_time
from analytics.metrics.flow.littles_law import littles_law
from analytics.metrics.flow.throughput import throughput
from analytics.metrics.flow.window import WEEKS, since
from analytics.metrics.flow.wip import wip

if TYPE_CHECKING:
    from datetime import date

    from analytics.facts import Facts
    from analytics.metrics.flow.ageing import Ageing
    from analytics.metrics.flow.behaviour import Behaviour, Of
    from analytics.metrics.flow.blocked import Blocked
    from analytics.metrics.flow.cumulative_flow import CumulativeFlow
    from analytics.metrics.flow.cycle_time import Finish
    from analytics.metrics.flow.durations import Durations
    from analytics.metrics.flow.efficiency import TimeInState
    from analytics.metrics.flow.items import Flow
    from analytics.metrics.flow.littles_law import LittlesLaw
    from analytics.metrics.flow.throughput import Throughput
    from analytics.metrics.flow.wip import Wip

OF: tuple[Of, ...] = ("throughput", "arrivals", "cycle_time")
FINISHES: tuple[Finish, ...] = ("first", "last")


@dataclass(frozen=True, slots=True)
class Seen:
    """How the flow is looked at.

    Attributes:
        weeks: So many complete weeks before the as-of day count.
        start: The column in which work begins; empty for the first one that is work.
        active: The statuses of work; empty for the default.
        finish: Whether an item that was reopened ends with its first or last finish.
    """

    weeks: int = WEEKS
    start: str = ""
    active: tuple[str, ...] = ()
    finish: Finish = "first"

    def __post_init__(self) -> None:
        """Refuse a finish that there is not."""
        if self.finish not in FINISHES:
            message = f"finish is one of {', '.join(FINISHES)}, not {self.finish!r}."
            raise RequestError(message)


DEFAULT = Seen()


def flow_of(facts: Facts, seen: Seen = DEFAULT) -> Flow:
    """Return the items of the project on their way through its columns."""
    columns = workflow(facts.statuses, start=seen.start, active=seen.active)
    return read_flow(facts.issues, facts.status_spans, columns)


def first_day(facts: Facts, seen: Seen) -> date:
    """Return the first day that is looked at."""
    return since(facts.as_of, seen.weeks)


def cumulative_flow_of(facts: Facts, flow: Flow, seen: Seen) -> CumulativeFlow:
    """Count how many items have ever reached each column."""
    return cumulative_flow(flow, as_of=facts.as_of, since=first_day(facts, seen))


def cycle_time_of(facts: Facts, flow: Flow, seen: Seen) -> Durations:
    """Measure how long finished items took from start to end."""
    first = first_day(facts, seen)
    return cycle_time(flow, as_of=facts.as_of, since=first, finish=seen.finish)


def lead_time_of(facts: Facts, flow: Flow, seen: Seen) -> Durations:
    """Measure how long finished items took since they were created."""
    return lead_time(flow, as_of=facts.as_of, since=first_day(facts, seen))


def ageing_of(facts: Facts, flow: Flow, seen: Seen) -> Ageing:
    """Measure how old the work in progress is."""
    return ageing(flow, as_of=facts.as_of, since=first_day(facts, seen))


def throughput_of(facts: Facts, flow: Flow, seen: Seen) -> Throughput:
    """Count the items finished per week."""
    return throughput(flow, as_of=facts.as_of, since=first_day(facts, seen))


def wip_of(facts: Facts, flow: Flow, seen: Seen) -> Wip:
    """Count the items in progress at the end of each day."""
    return wip(flow, as_of=facts.as_of, since=first_day(facts, seen))


def blocked_of(facts: Facts, flow: Flow, seen: Seen) -> Blocked:
    """Measure how long items were flagged while they were in work."""
    return blocked_time(
        flow,
        facts.blocked_spans,
        as_of=facts.as_of,
        end=facts.day_end,
        since=first_day(facts, seen),
    )


def time_in_state_of(facts: Facts, flow: Flow, seen: Seen) -> TimeInState:
    """Measure how long finished items were in each status."""
    first = first_day(facts, seen)
    return time_in_state(flow, as_of=facts.as_of, end=facts.day_end, since=first)


def efficiency_of(facts: Facts, flow: Flow, seen: Seen) -> TimeInState:
    """Measure which share of their time items were in a status of work."""
    first = first_day(facts, seen)
    return flow_efficiency(flow, as_of=facts.as_of, end=facts.day_end, since=first)


def behaviour_of(
    facts: Facts, flow: Flow, seen: Seen, of: Of = "throughput"
) -> Behaviour:
    """Tell noise from signals.

    Raises:
        RequestError: There is no such process.
    """
    if of not in OF:
        message = f"of is one of {', '.join(OF)}, not {of!r}."
        raise RequestError(message)
    if of == "cycle_time":
        return process_behaviour(cycle_time_of(facts, flow, seen), of=of)
    return process_behaviour(throughput_of(facts, flow, seen), of=of)


def littles_law_of(facts: Facts, flow: Flow, seen: Seen) -> LittlesLaw:
    """Test the conditions of Little's law."""
    return littles_law(flow, as_of=facts.as_of, since=first_day(facts, seen))
