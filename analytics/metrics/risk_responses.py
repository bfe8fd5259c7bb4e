"""What is done about each open risk, what that costs, and what it wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import text

if TYPE_CHECKING:
    from analytics.metrics.risk import RiskExposure

RESPONSES = (
    *("version_id", "risk_id", "title", "owner", "response", "response_amount"),
    *("won", "worth", "target_exposure", "trigger_text", "proximity", "due_on"),
)


def responses(risks: pd.DataFrame, exposure: RiskExposure) -> pd.DataFrame:
    """List the open risks with their response, its cost and what it wins.

        won    = exposure before - exposure after the response
        worth  = won - cost of the response
        target = target probability x target impact

    in the project's currency. `won` and `worth` are missing where the register has no
    residual assessment or no amount; `worth` also where it does not say what the
    response costs, which is not taken as 0. A response that is worth less than 0 costs
    more than the mean that it takes away; it may still be right where the mean is not
    what one fears. The target is where the risk is to be once all that is planned is
    done: of its two values one may be missing, and that after the response stands for
    it; without either there is no target.

    Args:
        risks: The register (table risk).
        exposure: The exposure of the same register.

    Returns:
        One row per open risk, columns `RESPONSES`, the largest win first.
    """
    table = exposure.risks
    named = risks.set_index("version_id").reindex(table["version_id"])
    is_known = table["is_residual_assessed"] & (table["reason"] == "")
    won = (table["exposure"] - table["residual_exposure"]).where(is_known)
    cost = pd.Series(named["response_amount"].to_numpy(), table.index)
    rows = table[["version_id", "risk_id", "title", "owner"]].assign(
        response=text(named["response"]).to_numpy(),
        response_amount=cost,
        won=won,
        worth=won - cost,
        target_exposure=_target(named, table),
        trigger_text=text(named["trigger_text"]).to_numpy(),
        proximity=text(named["proximity"]).to_numpy(),
        due_on=named["due_on"].to_numpy(),
    )
    order = won.sort_values(ascending=False, kind="stable").index
    return rows.loc[order, list(RESPONSES)].reset_index(drop=True)


def _target(named: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    chance, impact = (
        pd.Series(named[column].to_numpy("float64"), table.index)
        for column in ("target_probability", "target_impact_amount")
    )
    is_known = (chance.notna() | impact.notna()) & (table["reason"] == "")
    aimed = chance.fillna(table["residual_probability"]) * impact.fillna(
        table["residual_impact_amount"]
    )
    return aimed.where(is_known & chance.fillna(0.0).between(0, 1))
