"""Risk exposure: what can still go wrong, what it costs, and is the reserve enough?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.basis import Basis, left_out, nothing_left_out
from analytics.metrics.exposure.register import lines_of
from analytics.metrics.money import after, cents, joined, key, text
from analytics.metrics.outlook import added_up, outlook
from analytics.metrics.reserve import Reserve
from analytics.metrics.risk_rows import assessed, attention, scored_on, state_on

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.outlook import Outlook
    from analytics.metrics.scales import RiskScale

MATRIX = ("risk_kind", "probability_level", "impact_level", "risks", "score", "grade")
"""Columns of `RiskExposure.matrix`, one row per kind and cell."""

KINDS = ("threat", "opportunity")
FORMULA = (
    "Exposure = sum of probability x impact over the open risks that have both;"
    " losses positive, gains negative; the impact is the mean of low, most likely and"
    " high where the register gives them. It is a mean: the chance to stay within it is"
    " given beside it, from all combinations of risks that strike independently."
)


@dataclass(frozen=True, slots=True)
class RiskExposure:
    """The open risks of a project on a status date.

    Attributes:
        as_of: Status date; its whole day counts.
        currency: Currency of all amounts.
        scale: The scale of the levels.
        risks: One row per open risk, columns `risk_rows.ASSESSED`.
        inherent: Before responses; None where no risk has both values.
        residual: After responses; None likewise.
        days: Sum of p x impact in days; None where no risk has them. It adds up
            only if every risk is on the critical path.
        matrix: Counts per cell of the scale, columns `MATRIX`.
        unplaced: How many open risks are in no cell: a level is not known.
        occurred: Risks that struck: risk_id, title, occurred_on, impact_amount,
            booked_amount. They are certain and no part of the exposure.
        attention: Rows of risk_id, title, owner, matter, since.
        reserve: The contingency, None where not known, and what the risks that struck
            took out of it.
        basis: Rows used and left out.
    """

    as_of: date
    currency: str
    scale: RiskScale
    risks: pd.DataFrame
    inherent: Outlook | None
    residual: Outlook | None
    days: float | None
    matrix: pd.DataFrame
    unplaced: int
    occurred: pd.DataFrame
    attention: pd.DataFrame
    reserve: Reserve
    basis: Basis

    @property
    def quantified(self) -> pd.DataFrame:
        """The open risks with probability and impact, the largest residual first."""
        known = self.risks[self.risks["reason"] == ""]
        size = known["residual_exposure"].abs()
        return known.loc[size.sort_values(ascending=False, kind="stable").index]

    @property
    def unquantified(self) -> pd.DataFrame:
        """The open risks without an exposure; `reason` says why."""
        return self.risks[self.risks["reason"] != ""]


def risk_exposure(
    risks: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    scale: RiskScale,
    contingency: float | None = None,
    costs: pd.DataFrame | None = None,
) -> RiskExposure:
    """Measure what the open risks of a project may cost on a status date.

        exposure(risk) = probability x impact
        exposure       = sum over open risks, threats and opportunities apart

    the impact being its mean where a register gives bounds (`risk_rows.assessed`).
    Only open risks count: a closed one is over, and one that struck is certain and
    listed with what it cost. A risk without probability or impact, with a
    contradiction or in another currency is listed with the reason, never taken as
    0; it still is in the matrix where its levels are known. Responses without a
    residual assessment get no credit.

    An exposure is a mean, not a safe reserve. The distribution of the total takes
    the risks as independent; common causes make extremes likelier than it says.

    Args:
        risks: One risk per row (table risk) with its `state`.
        as_of: Status date.
        currency: The project's currency; a risk that names none is taken to be in it.
        scale: The organisation's scale.
        contingency: The reserve for known risks, if there is one.
        costs: Ledger lines (table cost); those with a `risk_id` say what a risk that
            struck has cost. Without any, the register's own amount is given.

    Source: TenStep's six risks (golden risk-emv-tenstep): exposure 33,500, kept with
    probability 0.545; the worst case is 118,000. One of them:

    >>> emv(0.8, 10_000)
    8000.0
    """
    state = state_on(risks, as_of)
    is_open = risks[state == "open"]
    table = assessed(is_open, currency=currency, scale=scale)
    lines = lines_of(is_open, table)
    struck = _occurred(risks[state == "occurred"], costs, as_of, currency)
    days = table["exposure_days"].dropna()
    return RiskExposure(
        as_of=as_of,
        currency=currency,
        scale=scale,
        risks=table.sort_values(["risk_id", "version_id"], ignore_index=True),
        inherent=outlook([line.inherent for line in lines]),
        residual=outlook([line.residual for line in lines]),
        days=float(days.sum()) if len(days) else None,
        matrix=_matrix(table, scale),
        unplaced=int(table["grade"].isna().sum()),
        occurred=struck,
        attention=attention(is_open, as_of=as_of),
        reserve=_reserve(contingency, struck),
        basis=_basis(risks, table, state),
    )


def reserve_of(
    risks: pd.DataFrame,
    costs: pd.DataFrame | None,
    *,
    as_of: date,
    currency: str,
    contingency: float | None,
) -> Reserve:
    """Return the reserve of `risk_exposure`: what was set aside, and what struck it.

        spent = sum of the booked cost of the risks that struck up to `as_of`

    >>> Reserve(contingency=60_000, spent=15_000).left
    45000
    """
    struck = risks[state_on(risks, as_of) == "occurred"]
    return _reserve(contingency, _occurred(struck, costs, as_of, currency))


def _reserve(contingency: float | None, struck: pd.DataFrame) -> Reserve:
    return Reserve(contingency, added_up(struck["booked_amount"].dropna()))


def emv(probability: float, impact: float) -> float:
    """Return the expected monetary value of one risk: probability x impact.

    The sign is that of the impact: here a loss is positive, so that threats add to
    a reserve; reports of expected value often print threats negative.

    >>> emv(0.1, -20), emv(0.3, 100)
    (-2.0, 30.0)
    """
    return probability * impact


def contingency_confidence(exposure: RiskExposure) -> float | None:
    """Say how likely what is left of the contingency is to cover the open risks.

        left       = contingency - booked cost of the risks that struck
        confidence = P(total of the residual risks <= left)

    Every combination of risks that strike independently is weighed, each with all the
    amounts it may have; see `exposure.total`. A reserve of the size of the expected
    value is often not kept: TenStep's six risks (golden risk-emv-tenstep) expect
    33,500, which covers them with probability 0.545, and 50,000 with 0.8.

    Returns:
        A probability, 0 to 1; None where there is no contingency or where no open
        risk has both a probability and an impact in money.

    >>> from analytics.metrics.risk_sum import sum_of_risks
    >>> total = sum_of_risks([0.5, 0.2], [1000, 5000])
    >>> total.at_most(1000), total.at_most(5000)
    (0.8, 0.9)
    """
    if exposure.reserve.left is None or exposure.residual is None:
        return None
    return exposure.residual.total.at_most(exposure.reserve.left)


def _matrix(table: pd.DataFrame, scale: RiskScale) -> pd.DataFrame:
    """Count the risks of every cell, also of the empty ones."""
    cells = ["risk_kind", "probability_level", "impact_level"]
    counts = table.dropna(subset=cells).groupby(cells).size().to_dict()
    levels = [
        (kind, p, i)
        for kind in KINDS
        for p in range(1, len(scale.probability_labels) + 1)
        for i in range(1, len(scale.impact_labels) + 1)
    ]
    return pd.DataFrame(
        [
            (
                *cell,
                counts.get(cell, 0),
                float(scale.score(*cell[1:])),
                scale.grade(*cell[1:]),
            )
            for cell in levels
        ],
        columns=list(MATRIX),
    )


def _occurred(
    struck: pd.DataFrame, costs: pd.DataFrame | None, as_of: date, currency: str
) -> pd.DataFrame:
    """List what struck, with what the ledger or else the register says it cost."""
    booked = struck["actual_amount"]
    if costs is not None:
        ours = text(costs["currency"]).str.upper().isin(["", currency.upper()])
        # A risk of which lines are booked later has cost nothing yet.
        by_then = ours & (costs["booked_on"] < after(as_of))
        paid = cents(costs["amount"]).where(by_then, 0)[ours]
        sums = paid.groupby(key(costs.loc[ours, "risk_id"])).sum() / 100
        booked = key(struck["risk_id"]).map(sums).astype("float64").fillna(booked)
    columns = ["risk_id", "title", "occurred_on", "impact_amount"]
    return (
        struck[columns]
        .assign(booked_amount=booked)
        .sort_values(["occurred_on", "risk_id"], ignore_index=True)
    )


def _scored(risks: pd.DataFrame) -> tuple[str, ...]:
    said = scored_on(risks).rstrip(".")
    return (said,) if said else ()


def _basis(risks: pd.DataFrame, table: pd.DataFrame, state: pd.Series) -> Basis:
    """Account for every risk: in the exposure, or out of it with the reason."""
    why = {
        "closed": "closed",
        "occurred": "has struck: an issue, no longer a risk",
        "later": "identified after the as-of date",
    }
    reasons = state.map(why).fillna("state is not known").mask(state == "open", "")
    reasons.loc[table.index] = table["reason"]
    parts = [
        left_out("risk", risks[reasons == reason], "risk_id", reason)
        for reason in sorted(set(reasons) - {""})
    ]
    return Basis(
        formula=FORMULA,
        used={"risk": risks.loc[reasons == "", "version_id"].to_numpy()},
        left_out=joined([nothing_left_out(), *parts]),
        rests_on=". ".join(("risk register", *_scored(risks))),
    )
