"""What pages measure, each once per facts: the same result on every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from analytics import groups, measures, risk_history
from analytics.metrics.burndown import scope_changes
from analytics.metrics.exposure.cover import Wanted
from pages.ui.cache import measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.estimates import CostEstimates
    from analytics.metrics.exposure.cover import Cover
    from analytics.metrics.exposure.measure import Exposure
    from analytics.metrics.price_volume import PriceVolume
    from analytics.metrics.quality.measure import DataQuality
    from analytics.metrics.risk import RiskExposure
    from analytics.metrics.risk_burndown import RiskBurndown
    from analytics.metrics.scope import Frame, Unit
    from analytics.metrics.velocity import Velocity
    from analytics.warehouse.imports import ImportEntry
    from pages.ui.state import View

LOOKED_BACK = timedelta(days=14)
"""How far back `what changed` looks: one usual interval between two reviews."""
UNITS = {"points": "Story points", "items": "Items", "hours": "Hours"}
SAFE = 0.8
"""A reserve that covers the risks with less than this chance is worth a question."""


def frames(facts: Facts) -> dict[str, Frame]:
    """Return what a burn-down can be drawn for: project, releases, newest sprints."""
    return measured("frames", facts, lambda: _frames(facts))


def _frames(facts: Facts) -> dict[str, Frame]:
    found = [
        *measures.frames_of(facts, "project"),
        *reversed(measures.frames_of(facts, "release")),
        *reversed(measures.frames_of(facts, "sprint")),
        *measures.frames_of(facts, "epic"),
        *measures.frames_of(facts, "label"),
    ]
    return {_key(frame): frame for frame in found}


def _key(frame: Frame) -> str:
    return f"{frame.kind}:{frame.frame_id}"


def frame_names(facts: Facts) -> dict[str, str]:
    """Return the names of the frames for a list to choose from."""
    return {key: _name(frame, facts) for key, frame in frames(facts).items()}


def _name(frame: Frame, facts: Facts) -> str:
    if frame.kind != "sprint":
        return f"{frame.kind.title() * (frame.kind != 'project')} {frame.name}".strip()
    if frame.is_closed(facts.as_of):
        return f"{frame.name} (closed)"
    begun = frame.start is not None and frame.start <= facts.as_of
    return f"{frame.name} ({'running' if begun else 'to come'})"


def frame_key(facts: Facts, view: View) -> str | None:
    """Return the frame of the view, by default the running sprint."""
    if view.frame in frames(facts):
        return view.frame
    current = measured("current", facts, lambda: measures.current_frame(facts))
    return _key(current) if current else None


def of_kind(facts: Facts, kind: str) -> list[Frame]:
    """Return the sprints, the releases or the project."""
    return [frame for frame in frames(facts).values() if frame.kind == kind]


def running(facts: Facts) -> list[Frame]:
    """Return the sprints that have begun and are not closed."""
    return [
        sprint
        for sprint in of_kind(facts, "sprint")
        if sprint.start
        and sprint.start <= facts.as_of
        and not sprint.is_closed(facts.as_of)
    ]


def units(facts: Facts) -> dict[str, str]:
    """Return what can be counted; points only where there are any, or nothing else."""
    has_points = bool(facts.issues["points"].gt(0).any())
    return {
        unit: name for unit, name in UNITS.items() if unit != "points" or has_points
    }


def unit_of(facts: Facts, view: View) -> Unit:
    """Return what the view counts; items where no item has an estimate in points."""
    return view.unit if view.unit in units(facts) else "items"


def deltas(facts: Facts, frame: Frame) -> pd.DataFrame:
    """Return the scope ledger of a frame."""
    return measured("deltas", facts, lambda: groups.deltas(facts, frame), frame)


def burndown_of(facts: Facts, frame: Frame, unit: Unit) -> Burndown:
    """Measure a sprint, a release or the project."""
    return measured(
        "burndown",
        facts,
        lambda: measures.burndown_of(facts, frame, unit),
        frame,
        unit,
    )


def scope_changes_of(facts: Facts, frame: Frame, unit: Unit) -> pd.DataFrame:
    """List what was added, removed and re-estimated."""
    return measured(
        "scope changes",
        facts,
        lambda: scope_changes(
            deltas(facts, frame), frame=frame, unit=unit, as_of=facts.as_of
        ),
        frame,
        unit,
    )


def recent(facts: Facts, unit: Unit) -> Burndown | None:
    """Measure the whole project from two weeks before the as-of day."""
    project = next(iter(of_kind(facts, "project")), None)
    if project is None or project.start is None:
        return None
    since = max(facts.as_of - LOOKED_BACK + timedelta(days=1), project.start)
    return burndown_of(facts, replace(project, start=since), unit)


def velocity_of(facts: Facts, unit: Unit) -> Velocity:
    """Measure the pace of the last sprints."""
    return measured("velocity", facts, lambda: measures.velocity_of(facts, unit), unit)


def budget_of(facts: Facts, by: str = "category") -> BudgetVariance:
    """Compare the budget with what was spent and ordered."""
    return measured("budget", facts, lambda: measures.budget_of(facts, by=by), by)


def risk_history_of(facts: Facts) -> RiskBurndown:
    """Measure how the exposure of the register moved."""
    return measured("risk history", facts, lambda: risk_history.burndown_of(facts))


def covers_of(facts: Facts, view: View) -> tuple[Cover, ...]:
    """Measure the reserve needed and left on each day that the register knows."""
    wanted = Wanted(int(view.sure) / 100, int(view.together) / 100)
    return measured(
        "covers",
        facts,
        lambda: risk_history.covers_of(facts, wanted),
        wanted,
    )


def exposure_of(facts: Facts, view: View) -> Exposure:
    """Measure the distribution of cost and delay as the view asks for it."""
    wanted = Wanted(int(view.sure) / 100, int(view.together) / 100)
    return measured(
        "exposure",
        facts,
        lambda: measures.exposure_of(facts, wanted, risks_of(facts)),
        wanted,
    )


def estimates_of(facts: Facts) -> CostEstimates:
    """Estimate the cost at completion in every way that the files allow."""
    return measured(
        "estimates", facts, lambda: measures.estimates_of(facts, budget_of(facts))
    )


def split_of(facts: Facts, by: str) -> PriceVolume:
    """Split the variance to date into price and quantity."""
    return measured("split", facts, lambda: measures.split_of(facts, by=by), by)


def files_of(facts: Facts) -> Mapping[int, ImportEntry]:
    """Return the files that count, by the number of their import."""
    return measured("files", facts, lambda: measures.files_of(facts))


def quality_of(facts: Facts) -> DataQuality:
    """Put every check to the data."""
    return measured("quality", facts, lambda: measures.quality_of(facts))


def risks_of(facts: Facts) -> RiskExposure:
    """Measure the exposure against the contingency of the budget."""
    return measured("risks", facts, lambda: measures.risk_of(facts))
