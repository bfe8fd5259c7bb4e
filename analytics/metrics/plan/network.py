"""The network of a schedule: which tasks drive which, in an order to walk in."""

from __future__ import annotations

from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import product
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.money import joined
from analytics.metrics.plan.rows import is_true, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.metrics.plan.rows import Plan

Type = Literal["FS", "SS", "FF", "SF"]
TYPES = ("FS", "SS", "FF", "SF")


class Link(NamedTuple):
    """One dependency between two leaf tasks.

    Attributes:
        before: Key of the task that drives.
        behind: Key of the task that is driven.
        kind: FS, SS, FF or SF.
        lag: Working hours; negative is a lead.
        share: Lag as a share of the driver's duration.
        is_elapsed: Whether the lag counts all hours of the day.
    """

    before: str
    behind: str
    kind: Type = "FS"
    lag: float = 0.0
    share: float = 0.0
    is_elapsed: bool = False


@dataclass(frozen=True)
class Network:
    """Leaf tasks in an order in which every driver comes before what it drives.

    Attributes:
        order: Keys of the tasks.
        links: The links by the task they drive.
        driven: The links by the task that drives.
        cycle: Names of tasks that wait for each other; then there is no order.
        left_out: Links that were not used, as in `Basis.left_out`.
    """

    order: tuple[str, ...]
    links: Mapping[str, list[Link]]
    driven: Mapping[str, list[Link]]
    cycle: tuple[str, ...] = ()
    left_out: pd.DataFrame = field(default_factory=nothing_left_out)


def connect(keys: list[str], links: list[Link]) -> Network:
    """Put tasks in order.

    >>> connect(["B", "A"], [Link("A", "B")]).order
    ('A', 'B')
    >>> sorted(connect(["A", "B"], [Link("A", "B"), Link("B", "A")]).cycle)
    ['A', 'B']
    """
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(keys, ()))
    by_behind: dict[str, list[Link]] = {}
    by_before: dict[str, list[Link]] = {}
    for link in links:
        sorter.add(link.behind, link.before)
        by_behind.setdefault(link.behind, []).append(link)
        by_before.setdefault(link.before, []).append(link)
    try:
        order = tuple(sorter.static_order())
    except CycleError as error:
        waiting = cast("list[str]", error.args[1])
        return Network((), by_behind, by_before, tuple(dict.fromkeys(waiting)))
    return Network(order, by_behind, by_before)


def network_of(plan: Plan) -> Network:
    """Return the network of the leaf tasks of a plan.

    A link of a summary is one of each task under it. That holds for links that wait
    for the end of a summary, or hold back the start of one; others cannot be told and
    are left out and listed, as are links to other files and to tasks that do not
    count.
    """
    links, reasons = _links(plan)
    work = plan.work
    found = connect(list(work["key"]), links)
    names = dict(zip(work["key"], work["name"].astype("str"), strict=True))
    rows = plan.links
    named = rows.assign(subject=rows["predecessor_id"] + " to " + rows["successor_id"])
    parts = [
        left_out("task_link", named[reasons == why], "subject", why)
        for why in sorted(set(reasons) - {""})
    ]
    return Network(
        found.order,
        found.links,
        found.driven,
        tuple(names.get(key, key) for key in found.cycle),
        joined([nothing_left_out(), *parts]),
    )


def _links(plan: Plan) -> tuple[list[Link], pd.Series]:
    """Return the links between leaf tasks, and why each row of the file is none."""
    rows, under = plan.links, _under(plan)
    links: list[Link] = []
    reasons = pd.Series("", index=rows.index, dtype="object")
    table = zip(
        rows.index,
        key_of(rows, "predecessor_id"),
        key_of(rows, "successor_id"),
        rows["link_type"].fillna("FS").str.upper(),
        *(rows[name].fillna(0.0) for name in ("lag_hours", "lag_ratio")),
        is_true(rows["is_elapsed"]),
        is_true(rows["is_external"]),
        strict=True,
    )
    for index, one, other, kind, lag, share, is_elapsed, is_external in table:
        sources, targets = under.get(one, []), under.get(other, [])
        reasons[index] = _unusable(one, other, kind, sources, targets)
        if is_external:
            reasons[index] = "from or to another file"
        if not reasons[index]:
            how = cast("Type", kind), float(lag), float(share), bool(is_elapsed)
            pairs = product(sources, targets)
            links += [Link(a, b, *how) for a, b in pairs if a != b]
    return links, reasons


def _unusable(
    one: str, other: str, kind: str, sources: list[str], targets: list[str]
) -> str:
    if kind not in TYPES:
        return "a kind of link that is not known"
    if not sources or not targets:
        return "from or to a task that does not count"
    if sources != [one] and kind in {"SS", "SF"}:
        return "waits for the start of a summary"
    if targets != [other] and kind in {"FF", "SF"}:
        return "holds back the end of a summary"
    return ""


def _under(plan: Plan) -> dict[str, list[str]]:
    """Return the leaf tasks under each task; a leaf is under itself."""
    rows = plan.tasks
    parents = dict(zip(key_of(rows, "task_id"), key_of(rows, "parent_id"), strict=True))
    found: dict[str, list[str]] = {}
    for key in plan.work["key"]:
        at, seen = key, set[str]()
        while at in parents and at not in seen:
            seen.add(at)
            found.setdefault(at, []).append(key)
            at = parents[at]
    return found
