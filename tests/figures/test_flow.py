"""Charts of the flow: what is drawn, what is said, and what is not drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from analytics.figures import theme
from analytics.figures.flow import (
    ageing as ageing_figure,
)
from analytics.figures.flow import (
    behaviour as behaviour_figure,
)
from analytics.figures.flow import (
    cumulative_flow as cumulative_figure,
)
from analytics.figures.flow import (
    durations as durations_figure,
)
from analytics.figures.flow import (
    throughput as throughput_figure,
)
from analytics.figures.flow import (
    time_in_state as time_figure,
)
from analytics.figures.flow import (
    wip as wip_figure,
)
from analytics.metrics.flow.ageing import ageing
from analytics.metrics.flow.behaviour import process_behaviour
from analytics.metrics.flow.cumulative_flow import cumulative_flow
from analytics.metrics.flow.cycle_time import cycle_time
from analytics.metrics.flow.efficiency import time_in_state
from analytics.metrics.flow.lead_time import lead_time
from analytics.metrics.flow.throughput import throughput
from analytics.metrics.flow.wip import wip
from tests.factories_flow import day, flow, instant
from tests.metrics.flow.test_durations import through

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.metrics.flow.items import Flow
    from tests.factories_flow import Histories

LAST = day(31)
BUSY: Histories = {
    **{f"D-{n}": through(2, 6 + n) for n in range(8)},
    "AGAIN": [*through(3, 9), ("Test", 12), ("Done", 20)],
    "OLD<b>": [("Backlog", 1), ("Build", 4)],
    "NEW": [("Backlog", 25), ("Build", 30)],
}
CASES: dict[str, tuple[Callable[[Flow], Any], Any, Any, Any]] = {
    "cumulative flow": (
        lambda one: cumulative_flow(one, as_of=LAST),
        cumulative_figure.plot_cumulative_flow,
        cumulative_figure.read_cumulative_flow,
        cumulative_figure.table_cumulative_flow,
    ),
    "cycle time": (
        lambda one: cycle_time(one, as_of=LAST),
        durations_figure.plot_durations,
        durations_figure.read_durations,
        durations_figure.table_durations,
    ),
    "lead time": (
        lambda one: lead_time(one, as_of=LAST),
        durations_figure.plot_durations,
        durations_figure.read_durations,
        durations_figure.table_durations,
    ),
    "ageing": (
        lambda one: ageing(one, as_of=LAST),
        ageing_figure.plot_ageing,
        ageing_figure.read_ageing,
        ageing_figure.table_ageing,
    ),
    "throughput": (
        lambda one: throughput(one, as_of=LAST),
        throughput_figure.plot_throughput,
        throughput_figure.read_throughput,
        throughput_figure.table_throughput,
    ),
    "wip": (
        lambda one: wip(one, as_of=LAST),
        wip_figure.plot_wip,
        wip_figure.read_wip,
        wip_figure.table_wip,
    ),
    "behaviour": (
        lambda one: process_behaviour(throughput(one, as_of=LAST), of="throughput"),
        behaviour_figure.plot_behaviour,
        behaviour_figure.read_behaviour,
        behaviour_figure.table_behaviour,
    ),
    "time in state": (
        lambda one: time_in_state(one, as_of=LAST, end=instant(32)),
        time_figure.plot_time_in_state,
        time_figure.read_time_in_state,
        time_figure.table_time_in_state,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_chart_has_traces_units_a_sentence_and_a_table(name: str) -> None:
    measure, plot, read, table = CASES[name]
    result = measure(flow(BUSY))
    figure = plot(result)
    assert figure.data
    assert figure.layout.xaxis.title.text
    assert read(result).endswith((".", "?"))
    assert len(table(result))
    assert "<b>" not in figure.to_json().replace("\\u003cb\\u003e", "<b>")


@pytest.mark.parametrize("name", CASES)
def test_without_data_nothing_is_drawn_and_the_reason_is_written(name: str) -> None:
    measure, plot, read, table = CASES[name]
    result = measure(flow({}))
    figure = plot(result)
    assert not figure.data
    assert figure.layout.annotations[0].text
    assert "no" in read(result).casefold()
    assert table(result).empty


def test_sentences_are_what_the_numbers_say() -> None:
    found = flow(BUSY)
    said = {name: case[2](case[0](found)) for name, case in CASES.items()}
    assert said["cycle time"] == (
        "85 % of the 9 items took 11 days or less, half of them 8 days or less (from "
        "entering Committed to done, both days counted); 1 was reopened, and to the "
        "last finish it is 12 days."
    )
    assert said["ageing"].startswith("2 items are in progress; the oldest, OLD<b>, is")
    assert said["cumulative flow"] == (
        "11 items have come in by 31 Jan 2018, 9 are done; of the columns in between, "
        "Build holds most (2)."
    )
    assert said["throughput"].startswith("2.3 items per week were finished over")
    assert said["wip"].startswith("2 items are in progress on 31 Jan 2018, against")
    assert said["behaviour"].startswith("No signal in 4 points")
    assert "at most 96 % of the time was work" in said["time in state"]


def test_bands_are_drawn_from_done_up_and_the_week_under_way_is_hatched() -> None:
    found = flow(BUSY)
    bands = cumulative_figure.plot_cumulative_flow(cumulative_flow(found, as_of=LAST))
    assert bands.data[0].name == "Done"
    assert [one.fill for one in bands.data][:2] == ["tozeroy", "tonexty"]
    figure = throughput_figure.plot_throughput(throughput(found, as_of=LAST))
    bars, _ = figure.data
    assert date.fromisoformat(figure.layout.xaxis.tick0[:10]).weekday() == 0
    assert figure.layout.xaxis.dtick % (7 * 86_400_000) == 0
    assert list(bars.marker.pattern.shape) == ["", "", "", "", "/"]


def test_late_items_and_signals_have_a_shape_of_their_own() -> None:
    early = {f"D-{n}": through(2, 3) for n in range(5)}
    result = ageing(flow({**early, "SLOW": [("Committed", 2)]}), as_of=day(20))
    (trace,) = ageing_figure.plot_ageing(result).data
    assert trace.marker.symbol == "square"
    assert ageing_figure.table_ageing(result)["Pace"].tolist() == ["slower than 95 %"]
    items = {f"A-{n:02}": through(1, 2 + n % 2) for n in range(20)}
    slow = cycle_time(flow({**items, "Z": through(1, 30)}), as_of=day(31))
    found = process_behaviour(slow, of="cycle_time")
    assert "Signal" in [one.name for one in behaviour_figure.plot_behaviour(found).data]
    assert "the last one at Z" in behaviour_figure.read_behaviour(found)


def test_columns_have_colours_of_their_own() -> None:
    assert len(set(theme.steps(6))) == 6
    assert len(theme.steps(9)) == 9


def test_names_of_lines_that_lie_close_stand_below_each_other() -> None:
    items: Histories = {f"A-{n:02}": through(1, 20 + n // 8) for n in range(20)}
    result = cycle_time(flow(items), as_of=LAST)
    (label,) = durations_figure.plot_durations(result).layout.annotations
    assert label.text == "95 %: 22<br>85 %: 22<br>50 %: 21".replace("%", "&#37;")
    quick = {f"B-{n}": through(1, 2) for n in range(9)}
    wide = cycle_time(flow({**items, **quick}), as_of=LAST)
    assert len(durations_figure.plot_durations(wide).layout.annotations) == 1
    bands = ageing_figure.plot_ageing(
        ageing(flow({**items, "OPEN": [("Committed", 2)]}), as_of=LAST)
    )
    places = [(one.x, one.y) for one in bands.layout.annotations]
    assert len(places) == len({x for x, _ in places})


def test_what_is_not_begun_is_not_passed_over_in_the_sentence() -> None:
    waiting = flow({"A": through(1, 3), "B": [("Backlog", 2)], "C": [("Backlog", 3)]})
    assert cumulative_figure.read_cumulative_flow(
        cumulative_flow(waiting, as_of=LAST)
    ).endswith("1 is done; 2 are in Backlog, none between.")


def test_reopened_items_in_progress_are_told_apart() -> None:
    again: Histories = {"A": [*through(3, 9), ("Build", 12)], "B": [("Build", 20)]}
    sentence = ageing_figure.read_ageing(ageing(flow(again), as_of=LAST))
    assert sentence.startswith(
        "2 items are in progress, 1 of them reopened after they were done; the oldest"
    )
