"""Risks that are over, each with the rating it had while it was open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import key, text
from analytics.metrics.risk_rows import state_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

NAMELESS = "(no category)"
RATED = (
    *("version_id", "risk_id", "category", "probability", "impact", "is_struck"),
    *("booked", "is_from_open", "reason"),
)
"""Columns of the table; `reason` says why a risk is not judged."""


def rated(
    registers: Sequence[pd.DataFrame], *, as_of: date, occurred: pd.DataFrame
) -> pd.DataFrame:
    """List the risks that are closed or struck with their last open rating.

    Args:
        registers: The register after each upload, the newest last, with `state`.
        as_of: Status date of the newest; what was closed later is open on it.
        occurred: Risks that struck with their `booked_amount`
            (`RiskExposure.occurred`).

    Returns:
        One row per risk, columns `RATED`: the stated impact in money (losses
        positive), what was booked, and whether the rating is of a time when the risk
        was open. A risk without a number cannot be followed and is judged by the
        rating of today.
    """
    newest = registers[-1]
    state = state_on(newest, as_of)
    over = newest[state.isin(["closed", "occurred"])]
    name = key(over["risk_id"])
    then = _last_open(registers[:-1]).reindex(name)
    is_known = then["probability"].notna().to_numpy() & (name != "").to_numpy()
    chance = over["probability"].mask(
        is_known, pd.Series(then["probability"].to_numpy(), over.index)
    )
    impact = over["impact_amount"].mask(
        is_known, pd.Series(then["impact_amount"].to_numpy(), over.index)
    )
    booked = occurred.assign(name=key(occurred["risk_id"])).groupby("name")
    paid = booked["booked_amount"].sum(min_count=1)
    reason = pd.Series("", over.index).mask(
        ~chance.between(0, 1), "probability outside 0 to 1"
    )
    return pd.DataFrame(
        {
            "version_id": over["version_id"],
            "risk_id": text(over["risk_id"]),
            "category": text(over["category"]).replace("", NAMELESS),
            "probability": chance,
            "impact": impact,
            "is_struck": state[over.index] == "occurred",
            "booked": name.map(paid).astype("float64"),
            "is_from_open": is_known,
            "reason": reason.mask(chance.isna(), "no probability"),
        },
        columns=list(RATED),
    ).reset_index(drop=True)


def _last_open(registers: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return by risk the newest row in which it was open and rated."""
    columns = ["probability", "impact_amount"]
    rows = [
        one[(one["state"] == "open") & one["probability"].notna()] for one in registers
    ]
    parts = [one[columns].set_axis(key(one["risk_id"])) for one in rows]
    table = pd.concat([pd.DataFrame(columns=columns, dtype="float64"), *parts])
    return table[~table.index.duplicated(keep="last")]
