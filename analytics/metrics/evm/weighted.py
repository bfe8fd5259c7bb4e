"""Milestones with weights: what a work package has earned by them, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.evm.amounts import plain
from analytics.metrics.evm.grid import Entries, ordinal, ordinals
from analytics.metrics.evm.techniques import weighted_milestones
from analytics.metrics.money import joined, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from analytics.metrics.evm.grid import Floats, Ints

NEVER = np.iinfo("int64").max
"""The day of what has not happened, or is not planned."""
NEGATIVE = "a milestone cannot weigh less than nothing"
NO_PACKAGE = "a weight without a work package"
NO_ACCOUNT = "no control account has the name of its work package"
NO_WEIGHT = "no weight, where other milestones of its work package have one"
NOTHING = "the weights of its work package add up to nothing"


@dataclass(frozen=True)
class Weighted:
    """The milestones that weigh control accounts; arrays hold one value for each.

    Attributes:
        names: The control accounts.
        account: Position of its account.
        part: Its weight divided by all weights of the account, 0 to 1.
        planned: The day of its baseline; `NEVER` where it has none.
        reached: The day on which it was reached; `NEVER` where it was not.
        used: Version ids.
        left_out: As in `Basis.left_out`.
    """

    names: tuple[str, ...]
    account: Ints
    part: Floats
    planned: Ints
    reached: Ints
    used: np.ndarray
    left_out: pd.DataFrame

    @property
    def is_weighted(self) -> np.ndarray:
        """Say of each account whether milestones weigh it."""
        counts = np.bincount(self.account, minlength=len(self.names))
        return np.asarray(counts > 0)

    @property
    def is_planned(self) -> np.ndarray:
        """Say of each account whether all its milestones have a day in the baseline."""
        undated = self.account[self.planned == NEVER]
        counts = np.bincount(undated, minlength=len(self.names))
        return np.asarray(self.is_weighted & (counts == 0))

    @property
    def share(self) -> Floats:
        """The earned share of each account; 0 where no milestone weighs it."""
        done = self.reached != NEVER
        own = (self.account == number for number in range(len(self.names)))
        shares = [
            weighted_milestones(list(self.part[one]), list(done[one])) for one in own
        ]
        return np.array([share or 0.0 for share in shares])

    def earned(self, budget: Floats) -> Entries:
        """Book the part of each milestone reached on the day it was reached."""
        return self._booked(budget, self.reached)

    def due(self, budget: Floats) -> Entries:
        """Book the part of each milestone on the day of its baseline."""
        entries = self._booked(budget, self.planned)
        return entries.only(self.is_planned[entries.account])

    def _booked(self, budget: Floats, day: Ints) -> Entries:
        entries = Entries.on(self.account, day, self.part * budget[self.account])
        return entries.only(day != NEVER)


def weigh(
    listed: pd.DataFrame | None,
    names: Sequence[str],
    *,
    known: date,
    effort: Collection[str] = (),
) -> Weighted:
    """Find the milestones that weigh control accounts.

        earned share of an account = weights reached / weights of all its milestones

    A milestone belongs to the account that has the name of its work package. It is
    reached on its actual date; one that is 100 % done without such a date on the day
    it was planned for, or on `known` where that is later. What is done of a milestone
    that is not reached counts for nothing. Only the weights of one account are
    compared, so they may be percents, points or money.

    Left out and listed are weights below 0, without a work package or for one that no
    account has, milestones without a weight beside others that have one, weights
    that add up to nothing, and those of accounts that are level of effort.

    Args:
        listed: Table milestone; None is none.
        names: The control accounts.
        known: The last day on which progress counts.
        effort: The accounts that are level of effort.
    """
    if listed is None:
        return _nothing(names)
    places = {plain(name): number for number, name in enumerate(names)}
    package = [plain(name) for name in text(listed["work_package"])]
    rows = listed.assign(package=package, place=[places.get(p, -1) for p in package])
    weighted = set(rows.loc[rows["weight"].notna(), "package"])
    rows = rows[rows["weight"].notna() | rows["package"].isin(weighted - {""})]
    used, apart = _sorted(rows, {plain(name) for name in effort})
    account = used["place"].to_numpy("int64")
    total = np.bincount(account, used["weight"], minlength=len(names))
    return Weighted(
        names=tuple(names),
        account=account,
        part=used["weight"].to_numpy("float64") / total[account],
        planned=_days(used["baseline_on"]),
        reached=_reached(used, known),
        used=used["version_id"].to_numpy(),
        left_out=apart,
    )


def _sorted(rows: pd.DataFrame, effort: set[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the milestones that count, and the others with the reason."""
    total = rows["weight"].clip(lower=0).groupby(rows["package"]).transform("sum")
    reasons = (
        (rows["package"].eq(""), NO_PACKAGE),
        (rows["place"].lt(0), NO_ACCOUNT),
        (rows["package"].isin(effort), "its work package is level of effort"),
        (rows["weight"].isna(), NO_WEIGHT),
        (rows["weight"].lt(0), NEGATIVE),
        (total.le(0), NOTHING),
    )
    rest = pd.Series(data=True, index=rows.index)
    parts = [nothing_left_out()]
    for mask, why in reasons:
        parts.append(left_out("milestone", rows[rest & mask], "name", why))
        rest &= ~mask
    return rows[rest], joined(parts)


def _reached(rows: pd.DataFrame, known: date) -> Ints:
    today = ordinal(known)
    undated = rows["actual_on"].isna() & rows["complete_ratio"].ge(1)
    planned = np.minimum(_days(rows["planned_on"]), today)
    day = np.where(undated, planned, _days(rows["actual_on"]))
    return np.where(day <= today, day, NEVER)


def _days(column: pd.Series) -> Ints:
    return np.where(column.isna(), NEVER, ordinals(column))


def _nothing(names: Sequence[str]) -> Weighted:
    none = np.array([], dtype="int64")
    return Weighted(
        tuple(names), none, none.astype("float64"), none, none, none, nothing_left_out()
    )


def said_of_weights(found: Weighted) -> Iterator[str]:
    """Say in sentences which accounts milestones weigh, and how they are planned."""
    by_baseline, by_plan = found.is_planned, found.is_weighted & ~found.is_planned
    if found.is_weighted.any():
        listed = ", ".join(np.array(found.names)[found.is_weighted])
        yield f"Earned by weighted milestones: {listed}."
    if by_baseline.any():
        yield (
            "Where milestones weigh, value is planned for the days of their baseline."
            " Earned schedule then moves in steps: between two milestones it stands on"
            " the day of the last one earned."
        )
    if by_plan.any():
        listed = ", ".join(np.array(found.names)[by_plan])
        yield (
            f"Planned as the others, since a milestone has no baseline date: {listed}."
        )
