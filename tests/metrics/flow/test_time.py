"""Time in state, flow efficiency and blocked time, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.metrics.flow.blocked import blocked_time
from analytics.metrics.flow.columns import workflow, works
from analytics.metrics.flow.efficiency import flow_efficiency, time_in_state
from tests.factories_flow import day, flow, statuses
from tests.metrics.flow.test_durations import through

if TYPE_CHECKING:
    from analytics.metrics.flow.efficiency import TimeInState
    from tests.factories_flow import Histories, Visit

NAMES = (
    *("Ready to Refine", "Refine Backlog", "Ready to Analyze", "Analyze"),
    *("Ready for Development", "In Progress", "Under Review", "Ready for Test"),
    *("Under Test", "Ready to Accept", "Accept", "Ready for Release"),
)
ACTIVE = ("Analyze", "In Progress", "Under Review", "Under Test", "Accept")
# golden flow-columns-kanalyzer: graphDataParserSpec.js
ENTRIES = {
    "KTD-91": """Ready to Refine 2015-11-04T13:11:55
        Refine Backlog 2015-11-04T13:15:29
        Ready for Development 2015-11-04T13:15:41
        In Progress 2015-11-04T13:16:06
        Ready to Accept 2015-11-04T15:47:40
        Ready for Release 2015-11-04T16:27:00""",
    "KTD-95": """Ready to Refine 2015-11-04T13:17:08
        Ready to Analyze 2015-11-04T13:17:55
        Analyze 2015-11-04T13:18:19
        Ready for Development 2015-11-04T16:27:31
        In Progress 2015-11-04T19:37:10
        Ready for Release 2015-11-04T22:16:53""",
    "KTD-97": """Ready to Refine 2015-11-04T13:17:22
        Ready to Analyze 2015-11-04T13:18:04
        Analyze 2015-11-04T19:36:25
        In Progress 2015-11-04T22:17:10
        Under Review 2015-11-06T13:16:30
        Under Test 2015-11-06T17:01:23
        Ready for Release 2015-11-12T15:53:55""",
    "KTD-102": """Ready to Refine 2015-11-12T16:58:12
        Refine Backlog 2015-11-12T16:58:35
        Ready to Analyze 2015-11-12T16:58:51
        In Progress 2015-11-13T13:43:12
        Ready for Development 2016-03-01T23:15:07
        Analyze 2016-03-03T23:37:02
        Ready for Development 2016-03-05T00:05:41
        In Progress 2016-03-05T13:57:12
        Ready for Development 2016-03-06T21:27:49
        Ready for Release 2016-03-06T21:29:13""",
}
CYCLE = {"KTD-91": 11479, "KTD-95": 32338, "KTD-97": 700551, "KTD-102": 9952222}
WORKED = {"KTD-91": 9094, "KTD-95": 20935, "KTD-97": 677850, "KTD-102": 9653471}
EFFICIENCY = {
    "KTD-91": 0.7922292882655284,
    "KTD-95": 0.6473807904013854,
    "KTD-97": 0.9675955069652317,
    "KTD-102": 0.9699814775032148,
}
SHARES = {
    "KTD-91": {
        "Ready for Development": 0.22,
        "In Progress": 79.22,
        "Ready to Accept": 20.56,
    },
    "KTD-97": {
        "Ready to Analyze": 3.24,
        "Analyze": 1.38,
        "In Progress": 20.04,
        "Under Review": 1.93,
        "Under Test": 73.42,
    },
    "KTD-102": {
        "Ready to Analyze": 0.75,
        "Analyze": 0.89,
        "Ready for Development": 2.25,
        "In Progress": 96.11,
    },
}
LATER = datetime(2018, 4, 1)  # noqa: DTZ001 - the warehouse is UTC


def kanalyzer(*keys: str) -> TimeInState:
    columns = workflow(statuses(NAMES, todo=NAMES[:2]), active=ACTIVE)
    items: Histories = {
        key: [
            (
                line.rsplit(maxsplit=1)[0].strip(),
                datetime.fromisoformat(line.split()[-1]),
            )
            for line in ENTRIES[key].splitlines()
        ]
        for key in keys
    }
    found = flow(items, columns=columns)
    return flow_efficiency(found, as_of=LATER.date(), end=LATER)


@pytest.mark.parametrize("key", ENTRIES)
def test_efficiency_of_an_item_is_the_published_one(key: str) -> None:
    """Golden flow-columns-kanalyzer: a column visited three times is summed."""
    row = kanalyzer(key).items.iloc[0]
    assert row["days"] * 86400 == pytest.approx(CYCLE[key])
    assert row["active_days"] * 86400 == pytest.approx(WORKED[key])
    assert row["efficiency"] == pytest.approx(EFFICIENCY[key], abs=1e-12)


@pytest.mark.parametrize("key", SHARES)
def test_shares_of_the_columns_are_the_published_ones(key: str) -> None:
    """Golden flow-columns-kanalyzer, in per cent."""
    rows = kanalyzer(key).statuses
    shares = dict(zip(rows["status"], rows["share"] * 100, strict=True))
    assert shares == pytest.approx(SHARES[key], abs=0.0051)


def test_all_visits_of_a_status_are_summed() -> None:
    """Golden flow-columns-kanalyzer: KTD-102, Ready for Development, 224,090 s."""
    rows = kanalyzer("KTD-102").statuses
    row = rows[rows["status"] == "Ready for Development"].iloc[0]
    assert row["visits"] == 3
    assert row["days"] * 86400 == pytest.approx(224090)


def test_efficiency_is_pooled_and_no_mean_of_ratios() -> None:
    """The wrong definition (metrics.md 10, item 4): averaging ratios."""
    result = kanalyzer(*ENTRIES)
    pooled = sum(WORKED.values()) / sum(CYCLE.values())
    assert result.efficiency == pytest.approx(pooled)
    assert result.items["efficiency"].mean() != pytest.approx(pooled, abs=0.01)


@pytest.mark.parametrize(("worked", "whole", "ratio"), [(1, 10, 0.1), (8, 120, 0.0667)])
def test_efficiency_of_the_calculator(worked: int, whole: int, ratio: float) -> None:
    """Golden flow-efficiency: 3cs.ch and calculator.city."""
    columns = workflow(statuses(("Build", "Test", "Done"), todo=()), active=("Build",))
    start, hour = datetime(2018, 1, 1), timedelta(hours=1)  # noqa: DTZ001
    visits: list[Visit] = [
        ("Build", start),
        ("Test", start + worked * hour),
        ("Done", start + whole * hour),
    ]
    result = flow_efficiency(
        flow({"A": visits}, columns=columns), as_of=LATER.date(), end=LATER
    )
    assert result.efficiency == pytest.approx(ratio, abs=5e-5)


def test_unfinished_work_has_no_efficiency() -> None:
    items = flow({"A": [("Build", 1), ("Test", 3)]})
    result = flow_efficiency(items, as_of=day(9), end=LATER)
    assert result.efficiency is None
    assert result.why["efficiency_at_most"]
    assert result.statuses.empty


def test_reopened_work_was_waiting_while_it_was_done() -> None:
    items = flow({"A": [("Build", 1), ("Done", 3), ("Build", 5), ("Done", 6)]})
    result = time_in_state(items, as_of=day(9), end=LATER)
    days = dict(zip(result.statuses["status"], result.statuses["days"], strict=True))
    assert days == {"Build": 3, "Done": 2}
    assert result.efficiency == pytest.approx(3 / 5)


def test_words_of_waiting_are_no_work() -> None:
    waiting = ("Waiting", "In Review", "Ready for QA", "Blocked", "On Hold", "Backlog")
    assert not any(works(name) for name in waiting)
    assert all(works(name) for name in ("In Progress", "Doing", "In Test", "Build"))


def flags(*rows: tuple[str, int, int | None]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["issue_key", "up", "down"])
    start = pd.Timestamp("2018-01-01 09:00")
    for name, column in (("flagged_at", "up"), ("unflagged_at", "down")):
        days = pd.to_timedelta(table[column].astype("float") - 1, unit="D")
        table[name] = (start + days).astype("datetime64[us]")
    return table.assign(version_id=range(len(table)), source="issue_event")


NINE = datetime(2018, 1, 10, 9, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("up", "down", "days"),
    [(3, 5, 2), (1, 3, 1), (5, 8, 1), (1, None, 4), (7, 8, None), (1, 2, None)],
)
def test_only_flags_between_start_and_finish_count(
    up: int, down: int | None, days: float | None
) -> None:
    items = flow({"A": through(2, 6)})
    result = blocked_time(items, flags(("A", up, down)), as_of=day(10), end=NINE)
    assert result.items["blocked_days"].tolist() == ([] if days is None else [days])
    assert result.figures["share_of_elapsed"] == (days or 0) / 4


def test_a_flag_that_is_up_runs_to_the_end_of_the_day() -> None:
    items = flow({"A": [("Build", 2)], "B": [("Build", 4)]})
    result = blocked_time(items, flags(("A", 7, None)), as_of=day(10), end=NINE)
    assert result.items[["blocked_days", "is_blocked"]].to_numpy().tolist() == [
        [3, True]
    ]
    assert result.figures["blocked_now"] == 1
    assert result.figures["share_of_elapsed"] == pytest.approx(3 / (8 + 6))
    early = blocked_time(
        items, flags(("A", 7, None)), as_of=day(5), end=NINE - pd.Timedelta(days=5)
    )
    assert early.items.empty


def test_without_work_nothing_is_blocked_and_it_says_why() -> None:
    result = blocked_time(flow({}), flags(), as_of=day(10), end=NINE)
    assert set(result.figures.values()) == {None}
    assert set(result.why) == set(result.figures)
