"""Risk burn-down: how the exposure of a register moved, and which risks moved it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.basis import Basis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.metrics.risk import RiskExposure

STEPS = ("day", "exposure", "added", "rescored", "closed", "struck", "open_risks")
MOVES = (
    *("risk_id", "title", "risk_kind"),
    *("probability_from", "impact_from", "probability_to", "impact_to"),
    *("exposure_from", "exposure_to"),
)
UPLOADS = "between uploads"
DATES = "dates in the register"
FORMULA = (
    "Residual exposure of the open risks on each day: that of the day before, plus"
    " risks added, plus what was scored anew, less risks closed and risks that struck."
)
NO_HISTORY = "The register has no history: one upload, and no dates in it."


@dataclass(frozen=True, slots=True)
class RiskBurndown:
    """How the residual exposure moved from day to day.

    Attributes:
        currency: Currency of all amounts.
        steps: One row per day, columns `STEPS`; the first has no movements.
        moves: Risks whose level of probability or impact differs between the last two
            days, columns `MOVES`.
        rests_on: `UPLOADS`, or `DATES` where there is one upload only: then all days
            are told with the scores of today, and nothing can be scored anew.
        basis: Rows of the last day.
    """

    currency: str
    steps: pd.DataFrame
    moves: pd.DataFrame
    rests_on: str
    basis: Basis

    @property
    def removed(self) -> float | None:
        """What closing and re-scoring took away since the first day; None so early."""
        if len(self.steps) < 2:  # noqa: PLR2004 - nothing lies between
            return None
        return float((self.steps["closed"] - self.steps["rescored"]).sum())

    @property
    def added(self) -> float | None:
        """What risks that came later added since the first day; None so early."""
        if len(self.steps) < 2:  # noqa: PLR2004 - nothing lies between
            return None
        return float(self.steps["added"].sum())


def risk_burndown(days: Sequence[RiskExposure], *, rests_on: str) -> RiskBurndown:
    """Measure how the exposure of the open risks moved.

        exposure(t) = exposure(t-1) + added + rescored - closed - struck

    Exposure is the sum of residual probability x impact of the risks that have both,
    gains negative, so that it can be below zero. `added` are risks that were not open
    (or had no amount) before: shown apart, as they hide progress. A risk that is gone
    from the open ones has struck where the register says so, else it is closed.

    >>> before, added, rescored, closed, struck = 100, 30, -10, 20, 0
    >>> before + added + rescored - closed - struck
    100

    Args:
        days: The register on each day (`risk.risk_exposure`), the oldest first.
        rests_on: What the days rest on: `UPLOADS` or `DATES`.

    Source: `metrics.md`, section 7: residual exposure per date, added risks apart.
    """
    rows = [_step(None, days[0])] if days else []
    rows += [_step(before, now) for before, now in pairwise(days)]
    last = days[-1] if days else None
    moves = _moves(days[-2], days[-1]) if len(days) > 1 else _no_moves()
    used = {} if last is None else dict(last.basis.used)
    return RiskBurndown(
        currency=last.currency if last else "",
        steps=pd.DataFrame(rows, columns=list(STEPS)),
        moves=moves,
        rests_on=rests_on,
        basis=Basis(formula=FORMULA, used=used, rests_on=rests_on),
    )


def _amounts(day: RiskExposure) -> dict[str, float]:
    known = day.quantified
    pairs = zip(known["risk_id"], known["residual_exposure"], strict=True)
    return {str(risk): float(amount) for risk, amount in pairs}


def _step(before: RiskExposure | None, now: RiskExposure) -> tuple[object, ...]:
    amounts = _amounts(now)
    total = sum(amounts.values())
    if before is None:
        return now.as_of, total, 0.0, 0.0, 0.0, 0.0, len(now.risks)
    old = _amounts(before)
    struck = {str(risk) for risk in now.occurred["risk_id"]}
    gone = old.keys() - amounts.keys()
    return (
        now.as_of,
        total,
        sum(amounts[risk] for risk in sorted(amounts.keys() - old.keys())),
        sum(amounts[risk] - old[risk] for risk in sorted(amounts.keys() & old.keys())),
        sum(old[risk] for risk in sorted(gone - struck)),
        sum(old[risk] for risk in sorted(gone & struck)),
        len(now.risks),
    )


def _no_moves() -> pd.DataFrame:
    return pd.DataFrame(columns=list(MOVES))


def _moves(before: RiskExposure, now: RiskExposure) -> pd.DataFrame:
    """Compare the cells of the risks that are open on both days."""
    levels = ["probability_level", "impact_level"]
    old, new = (
        day.risks.dropna(subset=levels).drop_duplicates("risk_id").set_index("risk_id")
        for day in (before, now)
    )
    both = [risk for risk in new.index if risk in old.index]
    first, second = old.loc[both], new.loc[both]
    table = pd.DataFrame(
        {
            "risk_id": both,
            "title": second["title"].to_numpy(),
            "risk_kind": second["risk_kind"].to_numpy(),
            "probability_from": first[levels[0]].to_numpy(),
            "impact_from": first[levels[1]].to_numpy(),
            "probability_to": second[levels[0]].to_numpy(),
            "impact_to": second[levels[1]].to_numpy(),
            "exposure_from": first["residual_exposure"].to_numpy(),
            "exposure_to": second["residual_exposure"].to_numpy(),
        },
        columns=list(MOVES),
    )
    moved = (table["probability_from"] != table["probability_to"]) | (
        table["impact_from"] != table["impact_to"]
    )
    return table[moved].reset_index(drop=True)
