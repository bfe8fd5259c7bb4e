"""Forward and backward pass: earliest and latest dates, float, critical path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analytics.metrics.plan.clock import Clock
    from analytics.metrics.plan.network import Link, Network

NEXT_TO_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Activity:
    """What a pass has to know of one task.

    Attributes:
        hours: Duration in working hours; of the clock, where it is elapsed.
        clock: Its working time, around the clock where its duration is elapsed.
        begun: Actual start, or the start of a task whose dates were typed.
        ended: Actual finish.
        left: Hours to go, where it has really begun.
        lags: The working time of the lags before it, where that is another clock.
        earliest: Not to start before.
        earliest_end: Not to finish before.
        latest: Not to start after.
        latest_end: Not to finish after, such as its deadline.
    """

    hours: float
    clock: Clock
    begun: pd.Timestamp | None = None
    ended: pd.Timestamp | None = None
    left: float | None = None
    lags: Clock | None = None
    earliest: pd.Timestamp | None = None
    earliest_end: pd.Timestamp | None = None
    latest: pd.Timestamp | None = None
    latest_end: pd.Timestamp | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """Earliest and latest dates of one task, and its floats in working hours."""

    early_start: pd.Timestamp
    early_finish: pd.Timestamp
    late_start: pd.Timestamp
    late_finish: pd.Timestamp
    total_float: float
    free_float: float


def walk(
    network: Network, activities: Mapping[str, Activity], *, start: pd.Timestamp
) -> dict[str, Dates]:
    """Compute earliest and latest dates of every task of a network.

        forward   early start = the latest of what its predecessors allow
                  early finish = early start + duration
        backward  late finish = the earliest of what its successors allow
                  late start = late finish - duration
        total float = the less of late start - early start and
                      late finish - early finish, in its own working hours;
                      the latter alone once it has begun
        free float  = how far it can move before any successor does

    Links: FS finish to start, SS start to start, FF finish to finish, SF start to
    finish; a lag is in the working time of the driven task, unless it is elapsed. A
    task that is finished or begun keeps its actual dates. What is left of one under way
    goes on without a break: what it waits for has to be done by then, not before it
    began. The latest early finish of all is the end of the project, from which the
    backward pass goes.

    Source: the critical path method; every predecessor counts, so the greatest
    finish holds, not that of the one listed first. Work under way is treated as
    Microsoft Project does, of whose files the floats are those of the tests.

    Args:
        network: Without a cycle.
        activities: By key, one for each task of the network.
        start: Start of the project.
    """
    early: dict[str, tuple[pd.Timestamp, pd.Timestamp]] = {}
    for key in network.order:
        early[key] = _forward(
            activities[key], network.links.get(key, []), early, activities, start
        )
    end = max((finish for _, finish in early.values()), default=start)
    late: dict[str, tuple[pd.Timestamp, pd.Timestamp]] = {}
    for key in reversed(network.order):
        late[key] = _backward(
            activities[key], network.driven.get(key, []), late, activities, end
        )
    return {
        key: _dates(
            activities[key],
            early[key],
            late[key],
            _free(key, network, activities, early, end),
        )
        for key in network.order
    }


def _forward(
    activity: Activity,
    links: list[Link],
    early: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]],
    activities: Mapping[str, Activity],
    start: pd.Timestamp,
) -> tuple[pd.Timestamp, pd.Timestamp]:
    clock = activity.clock
    if activity.begun is not None:
        end = activity.ended or _later(activity.begun, activity.hours, clock)
        return activity.begun, max(end, activity.begun)
    begin = max([start, *filter(None, [activity.earliest])])
    least_end = activity.earliest_end
    for link in links:
        moment = early[link.before][link.kind in {"FS", "FF"}]
        allowed = _later(moment, _lag(link, activities), _lags(activity), link)
        if link.kind in {"FS", "SS"}:
            begin = max(begin, allowed)
        else:
            least_end = allowed if least_end is None else max(least_end, allowed)
    if activity.hours > 0:
        begin = clock.starts(clock.reading(begin))
    end = _later(begin, activity.hours, clock)
    if least_end is not None and end < least_end:
        end = least_end
        begin = max(begin, _earlier(end, activity.hours, clock))
    return begin, end


def _backward(
    activity: Activity,
    links: list[Link],
    late: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]],
    activities: Mapping[str, Activity],
    end: pd.Timestamp,
) -> tuple[pd.Timestamp, pd.Timestamp]:
    clock = activity.clock
    finish = min([end, *filter(None, [activity.latest_end])])
    latest_start = activity.latest
    for link in links:
        moment = late[link.behind][link.kind in {"FF", "SF"}]
        other = _lags(activities[link.behind])
        allowed = _earlier(moment, _lag(link, activities), other, link)
        if link.kind in {"FS", "FF"}:
            finish = min(finish, allowed)
        else:
            latest_start = (
                allowed if latest_start is None else min(latest_start, allowed)
            )
    if activity.left is not None:  # its start is past: no late start can bind it
        begin = _earlier(finish, activity.left, clock)
        return min(begin, _goes_on(activity) or begin), finish
    begin = _earlier(finish, activity.hours, clock)
    if latest_start is not None and latest_start < begin:
        begin = latest_start
        finish = min(finish, _later(begin, activity.hours, clock))
    return begin, finish


def _free(
    key: str,
    network: Network,
    activities: Mapping[str, Activity],
    early: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]],
    end: pd.Timestamp,
) -> float:
    begin, finish = early[key]
    clock = activities[key].clock
    room = [_between(clock, finish, end)]
    for link in network.driven.get(key, []):
        driven = activities[link.behind]
        is_past = activities[key].left is not None and link.kind in {"SS", "SF"}
        if is_past or driven.ended is not None:
            continue
        after = early[link.behind][link.kind in {"FF", "SF"}]
        if link.kind in {"FS", "SS"}:
            after = _goes_on(driven) or after
        other = _lags(driven)
        allowed = _earlier(after, _lag(link, activities), other, link)
        own = finish if link.kind in {"FS", "FF"} else begin
        room.append(_between(clock, own, allowed))
    return max(min(room), 0.0)


def _goes_on(activity: Activity) -> pd.Timestamp | None:
    """Return when what is left of a task under way goes on; None of any other."""
    if activity.left is None or activity.begun is None or activity.ended is not None:
        return None
    done = activity.hours - activity.left
    return activity.clock.starts(activity.clock.reading(activity.begun) + done)


def _dates(
    activity: Activity,
    early: tuple[pd.Timestamp, pd.Timestamp],
    late: tuple[pd.Timestamp, pd.Timestamp],
    free: float,
) -> Dates:
    clock = activity.clock
    pairs = zip(early, late, strict=True)
    room = [_between(clock, one, other) for one, other in pairs]
    total = min(room) if activity.left is None else room[1]
    total = 0.0 if abs(total) < NEXT_TO_NOTHING else total
    return Dates(*early, *late, total, min(free, max(total, 0.0)))


def _between(clock: Clock, one: pd.Timestamp, other: pd.Timestamp) -> float:
    return round(clock.reading(other) - clock.reading(one), 6)


def _lags(activity: Activity) -> Clock:
    return activity.lags or activity.clock


def _lag(link: Link, activities: Mapping[str, Activity]) -> float:
    return link.lag + link.share * activities[link.before].hours


def _later(
    moment: pd.Timestamp, hours: float, clock: Clock, link: Link | None = None
) -> pd.Timestamp:
    """Return the moment so many working hours later, at the end of that work."""
    if link is not None and link.is_elapsed:
        return moment + timedelta(hours=hours)
    return clock.ends(clock.reading(moment) + hours) if hours else moment


def _earlier(
    moment: pd.Timestamp, hours: float, clock: Clock, link: Link | None = None
) -> pd.Timestamp:
    if link is not None and link.is_elapsed:
        return moment - timedelta(hours=hours)
    return clock.starts(clock.reading(moment) - hours) if hours else moment
