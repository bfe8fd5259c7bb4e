"""Process behaviour charts (XmR): what is noise, and what is a signal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.metrics.flow.durations import NONE_FINISHED
from analytics.metrics.flow.throughput import Throughput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.durations import Durations

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

Of = Literal["throughput", "arrivals", "cycle_time"]
UNITS = {
    "throughput": "items per week",
    "arrivals": "items per week",
    "cycle_time": "days",
}
SPREAD = 1.128
"""d2 for ranges of two: the mean range of a process divided by its sigma."""
LARGEST_RANGE = 3.268
BASELINE = 20
"""The first points, from which the limits are computed; later ones do not move them."""
RULES = {
    "beyond_limit": "1 point beyond a limit",
    "two_of_three": "2 of 3 points beyond 2 sigma on one side",
    "four_of_five": "4 of 5 points beyond 1 sigma on one side",
    "run_of_eight": "8 points in a row on one side of the mean",
}
COLUMNS = ("label", "value", "moving_range", *RULES, "range_beyond_limit")
FORMULA = (
    "Limits are the mean -/+ 3 sigma, sigma being the mean moving range / 1.128, both "
    "of the first {count} points; later points do not move them."
)
TOO_FEW = "Limits need two points at least, not {count}."


@dataclass(frozen=True, slots=True)
class Limits:
    """Natural process limits.

    Attributes:
        mean: Mean of the points of the baseline.
        mean_range: Mean of their moving ranges.
        floor: The least value that there can be (0 for counts), None for any.
    """

    mean: float
    mean_range: float
    floor: float | None = 0.0

    @property
    def sigma(self) -> float:
        """One sigma: mean moving range / 1.128."""
        return self.mean_range / SPREAD

    @property
    def upper(self) -> float:
        """Upper limit: mean + 3 sigma."""
        return self.mean + 3 * self.sigma

    @property
    def lower(self) -> float | None:
        """Lower limit: mean - 3 sigma; None where no value can be below it."""
        found = self.mean - 3 * self.sigma
        return None if self.floor is not None and found < self.floor else found

    @property
    def upper_range(self) -> float:
        """Upper limit of the moving range."""
        return LARGEST_RANGE * self.mean_range


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour:
    """The points of a process with their limits and signals.

    Attributes:
        of: What is looked at.
        points: One row per point: label, value, moving_range, one column per rule of
            `RULES` and range_beyond_limit (True where the point completes a signal).
        limits: None below two points.
        baseline: How many points the limits rest on.
        basis: Rows used and left out.
        why: The reason for each figure that is None.
    """

    of: Of
    points: pd.DataFrame
    limits: Limits | None
    baseline: int
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """What a point counts."""
        return UNITS[self.of]

    @property
    def signals(self) -> pd.DataFrame:
        """The points at which a rule speaks."""
        spoken = self.points[list(RULES)].any(axis=1).astype("bool")
        return self.points[spoken]

    @property
    def figures(self) -> dict[str, float | str | None]:
        """Mean, limits and how often the rules speak."""
        known = self.limits
        return {
            "of": self.of,
            "points": len(self.points),
            "baseline": self.baseline,
            "mean": known.mean if known else None,
            "mean_moving_range": known.mean_range if known else None,
            "upper_limit": known.upper if known else None,
            "lower_limit": known.lower if known else None,
            "signals": len(self.signals) if known else None,
        }

    @property
    def rows(self) -> pd.DataFrame:
        """The points as a plain table."""
        return self.points

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def process_behaviour(
    measured: Throughput | Durations, *, of: Of, baseline: int = BASELINE
) -> Behaviour:
    """Tell noise from signals in weekly throughput, arrivals or cycle times.

        limits = mean -/+ 3 sigma,  sigma = mean moving range / 1.128

    The moving range is the distance of two points that follow each other. The limits
    rest on the first 20 points (or all, if there are fewer) and later points do not
    move them. They are never made from the standard deviation of all points, which a
    change of the process itself inflates. Four rules speak: one point beyond a limit;
    2 of 3 beyond 2 sigma on one side; 4 of 5 beyond 1 sigma on one side; 8 in a row
    on one side of the mean. A point on a line is not beyond it, a point on the mean
    ends a run. Where the lower limit would be below 0 there is none, and no point can
    be beyond it. Only weeks that are over are points; weeks without any count as 0.

    Source: NIST/SEMATECH e-Handbook 6.3.2.2; Wheeler, "Understanding Variation".

    >>> found = natural_limits([3.0, 5.0, 4.0, 6.0])
    >>> found.mean, round(found.mean_range, 3), round(found.upper, 3)
    (4.5, 1.667, 8.933)

    Args:
        measured: Weekly throughput (for throughput, arrivals) or cycle times.
        of: What is looked at.
        baseline: How many points, from the first on, the limits rest on.
    """
    labels, values = _points(measured, of)
    count = min(baseline, len(values))
    limits = natural_limits(values[:count])
    none = TOO_FEW.format(count=len(values)) if len(values) else measured_why(measured)
    names = ("mean", "mean_moving_range", "upper_limit", "signals")
    why = dict.fromkeys(names, none)
    why["lower_limit"] = none if limits is None else "It would be below 0."
    return Behaviour(
        of,
        _table(labels, np.asarray(values, dtype=np.float64), limits),
        limits,
        count,
        replace(measured.basis, formula=FORMULA.format(count=count)),
        why,
    )


def natural_limits(
    values: Sequence[float], *, floor: float | None = 0.0
) -> Limits | None:
    """Return the limits of a process, None below two points.

    >>> natural_limits([7.0]) is None
    True
    """
    if len(values) < 2:  # noqa: PLR2004 - a range takes two
        return None
    points = np.asarray(values, dtype=np.float64)
    ranges = np.abs(np.diff(points))
    return Limits(float(points.mean()), float(ranges.mean()), floor)


def signals(values: Floats, limits: Limits) -> dict[str, Mask]:
    """Say for each point and rule whether the point completes that signal.

    >>> quiet = Limits(mean=10, mean_range=1.128)
    >>> signals(np.array([10.0, 13.0, 13.1]), quiet)["beyond_limit"].tolist()
    [False, False, True]
    """
    low = -np.inf if limits.lower is None else limits.lower
    away = values - limits.mean
    return {
        "beyond_limit": (values > limits.upper) | (values < low),
        "two_of_three": _several(away, 2 * limits.sigma, need=2, of=3),
        "four_of_five": _several(away, limits.sigma, need=4, of=5),
        "run_of_eight": _several(away, 0.0, need=8, of=8),
    }


def measured_why(measured: Throughput | Durations) -> str:
    """Return why there are no points."""
    return next(iter(measured.why.values()), NONE_FINISHED)


def _several(away: Floats, line: float, *, need: int, of: int) -> Mask:
    """Say where a point beyond a line is the last of `need` among `of`, on one side."""
    found = np.zeros(len(away), dtype=bool)
    for beyond in (away > line, away < -line):
        before = np.concatenate([np.zeros(of - 1, dtype=np.int64), beyond])
        count = np.convolve(before, np.ones(of, dtype=np.int64), mode="valid")
        found |= beyond & (count[: len(away)] >= need)
    return found


def _points(
    measured: Throughput | Durations, of: Of
) -> tuple[list[object], list[float]]:
    if isinstance(measured, Throughput):
        rows = measured.whole
        column = "finished" if of == "throughput" else "created"
        return rows["start"].tolist(), rows[column].astype("float64").tolist()
    items = measured.items
    return items["issue_key"].tolist(), items["days"].astype("float64").tolist()


def _table(labels: list[object], values: Floats, limits: Limits | None) -> pd.DataFrame:
    moving = np.abs(np.diff(values, prepend=np.nan))
    found = {name: np.zeros(len(values), dtype=bool) for name in RULES}
    large = np.zeros(len(values), dtype=bool)
    if limits is not None:
        found = signals(values, limits)
        large = moving > limits.upper_range
    columns = {"label": labels, "value": values, "moving_range": moving, **found}
    table = pd.DataFrame({**columns, "range_beyond_limit": large})
    return table[list(COLUMNS)]
