"""Our total float is that which Microsoft Project wrote into real files.

Where it is not, the file itself holds the reason, and a rule below names it. The files
lie in STEERCO_CORPUS; without them the test is skipped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import pytest

from analytics.facts import load_facts
from analytics.intake import road
from analytics.metrics.plan.activities import activities_of
from analytics.metrics.plan.network import network_of
from analytics.metrics.plan.passes import Activity, Dates, walk
from analytics.plans import plan_of
from analytics.warehouse import projects
from tests.importers.test_mspdi_corpus import DERIVED, FILES

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from pathlib import Path

    from analytics.metrics.plan.network import Network
    from analytics.warehouse.store import Warehouse

SAME = 1 / 60
"""Hours; the files tell tenths of minutes."""
PERSON = "worked by the calendar of a person, which a plan of tasks does not follow"
INTERRUPTED = "interrupted: its dates span more working time than its duration"
EARLIER = "nothing waits for it, yet its late finish is not the end of the tool's plan"
END = "as much as the end, which such a task sets, is apart"
AGREES = "agrees"
AGREEING = {
    "mpxj_mspdiduration.xml": (6, 10),
    "mpxj_mspdinulltasks.xml": (3, 3),
    "mpxj_mspdiresource.xml": (2, 2),
    "mpxj_mspdisplittask.xml": (1, 2),
    "mpxj_mspditimephased.xml": (8, 30),
    "mpxj_sample.xml": (1, 16),
    "mpxj_task-baselines-project2019-mspdi.xml": (110, 110),
    "derived_aspose_Software_Development.mspdi.xml": (71, 71),
}
"""How many floats agree, of the open tasks that have one."""


@dataclass(frozen=True)
class Schedule:
    """One file: its open tasks with a float by the tool, and our dates of them."""

    rows: Mapping[str, Mapping[Hashable, Any]]
    activities: Mapping[str, Activity]
    dates: Mapping[str, Dates]
    network: Network
    by_person: frozenset[str]
    """Names of those who work by another calendar than the plan."""

    def reason(self, key: str) -> str:
        """Say why the floats of a task differ; empty where nothing tells."""
        row, clock = self.rows[key], self.activities[key].clock
        if self.special(key):
            return self.special(key)
        is_free = not self.network.driven.get(key) and pd.isna(row["deadline_at"])
        room = clock.reading(self.end) - clock.reading(row["late_finish_at"])
        if is_free and row["constraint_type"] in {"asap", "snet"} and room > SAME:
            return EARLIER
        own = max(one.early_finish for one in self.dates.values())
        apart = clock.reading(own) - clock.reading(self.end)
        ends = (one for one in self.dates if self.sets_the_end(one, own))
        if any(map(self.special, ends)) and abs(self.difference(key) - apart) < SAME:
            return END
        return ""

    @property
    def end(self) -> pd.Timestamp:
        """The end of the plan as the tool has it."""
        return cast("pd.Timestamp", max(row["finish_at"] for row in self.rows.values()))

    def difference(self, key: str) -> float:
        """Return our float of a task without the tool's, in hours."""
        stated: float = self.rows[key]["total_slack_hours"]
        return self.dates[key].total_float - stated

    def sets_the_end(self, key: str, own: pd.Timestamp) -> bool:
        """Say whether a task is the last one, of the tool's dates or of ours."""
        return self.end == self.rows[key]["finish_at"] or (
            self.dates[key].early_finish == own
        )

    def special(self, key: str) -> str:
        """Say what of a task itself is beyond a network of durations."""
        row, activity = self.rows[key], self.activities[key]
        names = row["resources"]
        if names is not None and self.by_person & set(names):
            return PERSON
        clock = activity.clock
        span = clock.reading(row["finish_at"]) - clock.reading(row["start_at"])
        return INTERRUPTED if span - activity.hours > SAME else ""


def read(warehouse: Warehouse, path: Path) -> Schedule:
    with path.open("rb") as stream:
        staged = road.stage(warehouse, road.take_in(warehouse, stream, path.name))
    project = projects.create_project(warehouse, "Corpus")
    road.accept(warehouse, staged, project.project_id)
    facts = load_facts(warehouse, project.project_id)
    plan, people = plan_of(facts), facts.table("resource")
    network = network_of(plan)
    calendar = facts.calendar
    activities, start = activities_of(plan, as_of=facts.as_of, calendar=calendar)
    own = people["calendar_name"].notna() & ~people["calendar_name"].isin(
        plan.schedules["calendar_name"]
    )
    return Schedule(
        rows={row["key"]: row for row in plan.work.to_dict("records")},
        activities=activities,
        dates=walk(network, activities, start=start),
        network=network,
        by_person=frozenset(people.loc[own, "name"]),
    )


def counted(schedule: Schedule) -> dict[str, int]:
    """Count the open tasks that the tool gives a float, by why they differ."""
    return dict(
        Counter(
            schedule.reason(key) if abs(schedule.difference(key)) > SAME else AGREES
            for key, row in schedule.rows.items()
            if not row["is_done"] and pd.notna(row["total_slack_hours"])
        )
    )


@pytest.mark.parametrize("name", [*FILES, DERIVED[0]])
def test_a_float_is_that_of_the_tool_or_its_file_holds_the_reason(
    corpus: Path, warehouse: Warehouse, name: str
) -> None:
    found = counted(read(warehouse, corpus / "ms_project" / name))
    assert found.keys() <= {AGREES, PERSON, INTERRUPTED, EARLIER, END}
    assert (found.get(AGREES, 0), sum(found.values())) == AGREEING.get(name, (0, 0))
