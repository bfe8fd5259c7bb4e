"""What each flow metric answers when it is asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from analytics import flow
from analytics.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.flow.behaviour import Of
    from analytics.metrics.flow.cycle_time import Finish
    from analytics.metrics.flow.items import Flow

PARAMETERS = ("weeks", "start", "active", "finish")
LONGEST = 5_000
"""Weeks; a century is enough."""


class Result(Protocol):
    """What every flow metric returns."""

    @property
    def evidence(self) -> str:
        """What it rests on."""

    @property
    def figures(self) -> Mapping[str, object]:
        """Its headline figures."""

    @property
    def why(self) -> Mapping[str, str]:
        """The reason for each figure that is None."""

    @property
    def rows(self) -> pd.DataFrame:
        """What is behind them."""


def answer(facts: Facts, metric: str, given: Mapping[str, str]) -> Result:
    """Measure a flow metric as it was asked for."""
    seen = _seen(given)
    found = flow.flow_of(facts, seen)
    if metric == "process_behaviour":
        of = cast("Of", given.get("of", flow.OF[0]))
        return flow.behaviour_of(facts, found, seen, of)
    return MEASURES[metric](facts, found, seen)


def _seen(given: Mapping[str, str]) -> flow.Seen:
    active = tuple(filter(None, map(str.strip, given.get("active", "").split(","))))
    finish = cast("Finish", given.get("finish", flow.FINISHES[0]))
    return flow.Seen(_weeks(given), given.get("start", ""), active, finish)


def _weeks(given: Mapping[str, str]) -> int:
    text = given.get("weeks", str(flow.DEFAULT.weeks))
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= LONGEST:
        message = f"weeks is a whole number from 1 to {LONGEST}, not {text!r}."
        raise RequestError(message)
    return int(text)


MEASURES: Mapping[str, Callable[[Facts, Flow, flow.Seen], Result]] = {
    "cumulative_flow": flow.cumulative_flow_of,
    "cycle_time": flow.cycle_time_of,
    "lead_time": flow.lead_time_of,
    "ageing": flow.ageing_of,
    "throughput": flow.throughput_of,
    "wip": flow.wip_of,
    "blocked_time": flow.blocked_of,
    "time_in_state": flow.time_in_state_of,
    "flow_efficiency": flow.efficiency_of,
    "littles_law": flow.littles_law_of,
}
