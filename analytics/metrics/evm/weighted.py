"""Milestones with weights or units: what a work package has earned, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import nothing_left_out
from analytics.metrics.evm.amounts import plain
from analytics.metrics.evm.grid import Entries, ordinal, ordinals
from analytics.metrics.evm.sized import NEVER, chosen, sized, unearned
from analytics.metrics.evm.techniques import (
    UNITS,
    WEIGHTED,
    units,
    weighted_milestones,
)
from analytics.metrics.money import joined, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from analytics.metrics.evm.grid import Floats, Ints

NOISE = 1e-9
"""By so little a sum of fractions may differ from the same number written once."""


@dataclass(frozen=True)
class Weighted:
    """The milestones by which control accounts earn; arrays hold one value for each.

    Attributes:
        names: The control accounts.
        account: Position of its account.
        size: Its weight; the units planned with it where the account earns by units.
        made: What it brings: its weight, or the units done.
        has_units: Whether these are units.
        planned: The day of its baseline; `NEVER` where it has none.
        reached: The day on which it was reached; `NEVER` where it was not.
        used: Version ids.
        left_out: As in `Basis.left_out`.
    """

    names: tuple[str, ...]
    account: Ints
    size: Floats
    made: Floats
    has_units: np.ndarray
    planned: Ints
    reached: Ints
    used: np.ndarray
    left_out: pd.DataFrame

    @property
    def is_weighted(self) -> np.ndarray:
        """Say of each account whether it earns by milestones or units."""
        counts = np.bincount(self.account, minlength=len(self.names))
        return np.asarray(counts > 0)

    @property
    def techniques(self) -> Mapping[str, str]:
        """How each account of these earns, in words."""
        found = zip(self.account, self.has_units, strict=True)
        ways = {number: UNITS if is_units else WEIGHTED for number, is_units in found}
        return {self.names[number]: ways[number] for number in sorted(ways)}

    @property
    def part(self) -> Floats:
        """Its share of all weights or planned units of its account, 0 to 1."""
        return self.size / self._total[self.account]

    @property
    def is_planned(self) -> np.ndarray:
        """Say of each account whether all that it plans has a day in the baseline."""
        undated = self.account[(self.planned == NEVER) & (self.size > 0)]
        counts = np.bincount(undated, minlength=len(self.names))
        return np.asarray(self.is_weighted & (counts == 0))

    @property
    def share(self) -> Floats:
        """The earned share of each account; 0 where it has no milestones."""
        shares = [self._share(number) for number in range(len(self.names))]
        return np.array([share or 0.0 for share in shares])

    @property
    def is_beyond(self) -> np.ndarray:
        """Say of each account whether more units are done than were planned."""
        return np.asarray(self._made > self._total * (1 + NOISE))

    def earned(self, budget: Floats) -> Entries:
        """Book what each milestone earns on the day it was reached."""
        return self._booked(budget, self.reached, self._gained())

    def due(self, budget: Floats) -> Entries:
        """Book the part of each milestone on the day of its baseline."""
        entries = self._booked(budget, self.planned, self.part)
        return entries.only(self.is_planned[entries.account])

    @property
    def _total(self) -> Floats:
        return np.bincount(self.account, self.size, len(self.names)).astype("float64")

    @property
    def _made(self) -> Floats:
        done = np.where(self.reached == NEVER, 0.0, self.made)
        return np.bincount(self.account, done, len(self.names)).astype("float64")

    def _share(self, number: int) -> float | None:
        own, done = self.account == number, self.reached != NEVER
        if self.has_units[own].any():
            return units(float(self._made[number]), float(self._total[number]))
        return weighted_milestones(list(self.size[own]), list(done[own]))

    def _gained(self) -> Floats:
        """Return what each adds to the share of its account, in order of time."""
        made = np.where(self.reached == NEVER, 0.0, self.made)
        rows = pd.DataFrame(
            {"account": self.account, "day": self.reached, "made": made}
        )
        rows["total"] = self._total[self.account]
        rows = rows.sort_values("day", kind="stable")
        grown = rows.groupby("account")["made"].cumsum().clip(upper=rows["total"])
        steps = grown.groupby(rows["account"]).diff().fillna(grown) / rows["total"]
        return steps.sort_index().to_numpy("float64")

    def _booked(self, budget: Floats, day: Ints, part: Floats) -> Entries:
        entries = Entries.on(self.account, day, part * budget[self.account])
        return entries.only((day != NEVER) & (part > 0))


def weigh(
    listed: pd.DataFrame | None,
    names: Sequence[str],
    *,
    known: date,
    effort: Collection[str] = (),
) -> Weighted:
    """Find the milestones by which control accounts earn.

        earned share of an account = weights reached / weights of all its milestones
        or, where none of them has a weight, = units done / units planned, at most 1

    A milestone belongs to the account that has the name of its work package. It is
    reached on its actual date; one that is 100 % done without such a date on the day
    it was planned for, or on `known` where that is later. What is done of a milestone
    that is not reached counts for nothing. Only the weights of one account are
    compared, so they may be percents, points or money.

    Units are physical units of what the work package puts out; those done count on
    the actual date. Units done without such a date or after `known`, and an actual
    date without units done, earn nothing and are listed; the units planned beside
    them count. Of 400 loaves planned and 80 baked the share is 0.2.

    Left out and listed are weights and units below 0, without a work package or for
    one that no account has, milestones without a weight (or units) beside others that
    have one, weights or planned units that add up to nothing, and those of accounts
    that are level of effort.

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
    used, apart = chosen(sized(rows), {plain(name) for name in effort})
    reached = _reached(used, known)
    return Weighted(
        names=tuple(names),
        account=used["place"].to_numpy("int64"),
        size=used["size"].to_numpy("float64"),
        made=used["made"].to_numpy("float64"),
        has_units=used["has_units"].to_numpy("bool"),
        planned=_days(used["baseline_on"]),
        reached=reached,
        used=used["version_id"].to_numpy(),
        left_out=joined([apart, unearned(used, reached)]),
    )


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
    amounts, flags = none.astype("float64"), none.astype("bool")
    arrays = (none, amounts, amounts, flags, none, none, none)
    return Weighted(tuple(names), *arrays, left_out=nothing_left_out())


def said_of_weights(found: Weighted) -> Iterator[str]:
    """Say in sentences which accounts earn by them, and how they are planned."""
    by_baseline, by_plan = found.is_planned, found.is_weighted & ~found.is_planned
    for way in (WEIGHTED, UNITS):
        listed = ", ".join(n for n, own in found.techniques.items() if own == way)
        if listed:
            yield f"Earned by {way.lower()}: {listed}."
    if found.is_beyond.any():
        listed = ", ".join(np.array(found.names)[found.is_beyond])
        yield (
            "More units are done than were planned; those beyond the plan earn"
            f" nothing: {listed}."
        )
    if by_baseline.any():
        yield (
            "By milestones and units, value is planned for the days of their baseline."
            " Earned schedule then moves in steps: between two milestones it stands on"
            " the day of the last one earned."
        )
    if by_plan.any():
        listed = ", ".join(np.array(found.names)[by_plan])
        yield (
            f"Planned as the others, since a milestone has no baseline date: {listed}."
        )
