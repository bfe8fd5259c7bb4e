"""Days of finished items against a published data set of two real projects.

Roman Riedlinger, agile-project-dataset (MIT), data/jira.csv: created, finished and the
days between them, without + 1, negative ones included.
"""

from __future__ import annotations

import statistics
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.flow.items import read_flow
from analytics.metrics.flow.lead_time import BEFORE, lead_time
from tests.factories_flow import flow, tables

if TYPE_CHECKING:
    from pathlib import Path


def test_days_are_the_published_ones_and_one(corpus: Path) -> None:
    path = corpus / "jira_research" / "agile_project_cycle_times.csv"
    rows = pd.read_csv(path, parse_dates=["created_date", "finished_date"])
    issues, spans = tables({}, unlogged=[("A", 1, 2)] * len(rows))
    issues["issue_key"] = rows["id"]
    issues["created_day"] = rows["created_date"]
    issues["done_day"] = rows["finished_date"]
    result = lead_time(
        read_flow(issues, spans, flow({}).workflow), as_of=date(2030, 1, 1)
    )
    published = rows["cycle_time_days"]
    known = rows["finished_date"].notna()
    right = published[known & (published >= 0)]
    assert result.count == len(right) > 2_000
    assert sorted(result.items["days"]) == sorted(right + 1)
    assert result.mean == statistics.fmean(right) + 1
    left = result.basis.left_out
    negative = rows.loc[known & (published < 0), "id"]
    assert len(negative) > 0
    assert set(left.loc[left["reason"] == BEFORE, "subject"]) == set(negative)
    within = result.within(0.85)
    assert within is not None
    assert (right + 1 <= within).mean() >= 0.85 > (right + 1 < within).mean()
