"""Ageing work in progress, against the pace of the work that was finished."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.flow.columns import NO_START
from analytics.metrics.flow.day_numbers import NEVER, dates, day_number, day_numbers
from analytics.metrics.flow.durations import elapsed
from analytics.metrics.ranks import FEWEST, LEVELS, expectation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.items import Flow, Mask

COLUMNS = (
    *("issue_key", "summary", "issue_type", "column", "start", "age"),
    *("slower_than", "is_reopened"),
)
FORMULA = (
    "As-of day - start + 1 for every item begun and not done on that day. The bands "
    "of a column are percentiles of the age at which finished items left it."
)
UPPER = (
    "As-of day - day created + 1 for every open item: an upper bound of its age, "
    "because without a change log nobody knows when work began."
)
NOT_OPEN = "it was not in progress on the as-of day"
NONE_OPEN = "Nothing is in progress on the as-of day."


@dataclass(frozen=True, slots=True, eq=False)
class Ageing:
    """Items in progress with their age, and the pace of finished work.

    Attributes:
        items: The oldest first: issue_key, summary, issue_type, column, start, age,
            slower_than (the highest share of finished items that had left this column
            at a younger age; NaN without bands), is_reopened.
        bands: Per column from the start on: its name, items it rests on, and the age
            for each of `LEVELS`; NaN below 5 finished items.
        columns: All columns of the flow but the last.
        is_upper_bound: Whether the ages are since creation.
        basis: Rows used and left out.
        why: The reason for each figure that is None.
    """

    items: pd.DataFrame
    bands: pd.DataFrame
    columns: tuple[str, ...]
    is_upper_bound: bool
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, float | None]:
        """Items in progress, the oldest, all ages together, and how many are late."""
        ages = self.items["age"]
        known = len(ages) > 0
        banded = self.items["slower_than"].notna().any()
        late = int((self.items["slower_than"] >= LEVELS[2]).sum())
        return {
            "items": len(ages) if not self.why.get("items") else None,
            "oldest_days": int(ages.max()) if known else None,
            "total_age_days": int(ages.sum()) if known else None,
            "slower_than_85_percent": late if banded else None,
        }

    @property
    def rows(self) -> pd.DataFrame:
        """The items as a plain table."""
        return self.items

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def ageing(flow: Flow, *, as_of: date, since: date | None = None) -> Ageing:
    """Measure how old the work in progress is, and whether it is late for its column.

        age = as-of day - start + 1

    in calendar days, of items that are begun and not done at the end of the as-of
    day; reopened ones are among them, from their first start, and marked. Ages are
    never averaged with finished items. The pace bands of a column are the 50, 70, 85
    and 95 % percentiles (ceiling nearest rank) of the age at which finished items
    left it; below 5 finished items there are none. Without a change log the age is
    since the creation, which is an upper bound and is told as such.

    Source: Open Guide to Kanban, "work item age"; 55 Degrees, ageing chart;
    jira-agile-metrics, ageingwip_test.py (there without the + 1).

    >>> elapsed(np.array([2]), np.array([10])).tolist()
    [9]

    Args:
        flow: Items with and without a change log.
        as_of: The day on which they are looked at.
        since: Bands rest on items done from this day on; without it on all.
    """
    if not len(flow.items) and len(flow.unlogged):
        return _since_creation(flow, as_of)
    day = day_number(as_of)
    standing = flow.standing(as_of)
    is_done = standing.stage == flow.workflow.done
    inside = (flow.started <= day) & ~is_done
    bands = _bands(flow, as_of, since)
    items = _table(flow.items, inside, flow.started, day)
    stage = standing.stage[inside]
    items["column"] = [flow.workflow.columns[place] for place in stage]
    items["slower_than"] = _slower(items, bands)
    items["is_reopened"] = flow.finished[inside] <= day
    why = flow.why_none or ("" if flow.workflow.start_name else NO_START)
    return Ageing(
        _sorted(items),
        bands,
        flow.workflow.columns[:-1],
        is_upper_bound=False,
        basis=flow.basis(FORMULA, inside, NOT_OPEN),
        why=_reasons(why, bands, len(items)),
    )


def _since_creation(flow: Flow, as_of: date) -> Ageing:
    """Return the open items with their age since creation."""
    day, rows = day_number(as_of), flow.unlogged
    created, ended = day_numbers(rows["created_day"]), day_numbers(rows["done_day"])
    undated = rows["is_done"].astype("bool").to_numpy() & (ended >= NEVER)
    inside = (created <= day) & (ended > day) & ~undated
    items = _table(rows, inside, created, day)
    items["column"] = rows.loc[inside, "status"].to_numpy()
    items["slower_than"], items["is_reopened"] = np.nan, False
    nobody = np.zeros(len(flow.items), dtype=bool)
    bands = pd.DataFrame(columns=["column", "items", *LEVELS])
    why = _reasons("", bands, len(items)) | {"slower_than_85_percent": flow.why_none}
    basis = flow.basis(UPPER, nobody, NOT_OPEN, unlogged=inside)
    return Ageing(
        _sorted(items),
        bands,
        tuple(sorted(items["column"].unique())),
        is_upper_bound=True,
        basis=basis,
        why=why,
    )


def _table(
    rows: pd.DataFrame, inside: Mask, start: np.ndarray, day: int
) -> pd.DataFrame:
    chosen, began = rows.loc[inside], start[inside]
    names = ("issue_key", "summary", "issue_type")
    return pd.DataFrame(
        {
            **{name: chosen[name].to_numpy() for name in names},
            "start": dates(began),
            "age": elapsed(began, np.full(len(began), day)),
        }
    )


def _sorted(items: pd.DataFrame) -> pd.DataFrame:
    table = items.sort_values(["age", "issue_key"], ascending=[False, True])
    return table[list(COLUMNS)].reset_index(drop=True)


def _bands(flow: Flow, as_of: date, since: date | None) -> pd.DataFrame:
    first = day_number(since) if since else -NEVER
    inside = (flow.finished >= first) & (flow.finished <= day_number(as_of))
    place = flow.workflow.started
    reached = flow.reached[inside]
    rows = [
        {
            "column": flow.workflow.columns[stage],
            "items": len(reached),
            **_percentiles(elapsed(reached[:, place], reached[:, stage + 1])),
        }
        for stage in ([] if place is None else range(place, flow.workflow.done))
    ]
    return pd.DataFrame(rows, columns=["column", "items", *LEVELS])


def _percentiles(ages: np.ndarray) -> dict[float, float]:
    known = ages.tolist()
    found = {level: expectation(known, level) for level in LEVELS}
    return {level: np.nan if at is None else at for level, at in found.items()}


def _slower(items: pd.DataFrame, bands: pd.DataFrame) -> np.ndarray:
    """Return the highest level whose age an item has passed in its column."""
    own = bands.set_index("column")[list(LEVELS)].reindex(items["column"])
    ages = own.to_numpy(dtype=np.float64)
    passed = items["age"].to_numpy(dtype=np.float64)[:, None] > ages
    levels = np.where(passed, np.array(LEVELS), 0.0).max(axis=1, initial=0.0)
    return np.where(np.isnan(ages).any(axis=1), np.nan, levels)


def _reasons(why: str, bands: pd.DataFrame, count: int) -> dict[str, str]:
    none = why or NONE_OPEN
    there = int(bands["items"].max()) if len(bands) else 0
    verb = "is" if there == 1 else "are"
    few = f"Pace bands need {FEWEST} finished items; there {verb} {there}."
    late = none if why or not count else few
    found = {"oldest_days": none, "total_age_days": none}
    found["slower_than_85_percent"] = late
    return found | ({"items": why} if why else {})
