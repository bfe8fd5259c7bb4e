"""Each open risk in money, in days and in levels, and the reason where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.exposure.shapes import OUT_OF_ORDER, shape_of
from analytics.metrics.money import after, text

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.scales import RiskScale

ASSESSED = (
    *("version_id", "risk_id", "title", "owner", "category", "risk_kind"),
    *("probability", "impact_amount", "exposure", "residual_probability"),
    *("residual_impact_amount", "residual_exposure", "is_residual_assessed"),
    *("impact_days", "exposure_days", "probability_level", "impact_level", "grade"),
    *("stated_exposure_amount", "reason"),
)
"""Columns of the table of open risks. `reason` says why a risk has no exposure."""

UNKNOWN = "unknown"
HOW = {"assumed": "assumed", "set": "set for this project"}
SAID = {
    UNKNOWN: "The register scores risks and does not say up to what.",
    "percent": "Chances without a percent sign were set to be percents.",
}
STALE_DAYS = 60
"""A risk that nobody has looked at for longer is stale."""


def state_on(risks: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the state of each risk on a day: open, closed, occurred or later.

    A risk that was closed or struck after the day is still open on it; one that was
    identified after it is `later`.
    """
    end = after(as_of)
    state = risks["state"].astype("str")
    undone = (state.eq("closed") & risks["closed_on"].ge(end)) | (
        state.eq("occurred") & risks["occurred_on"].ge(end)
    )
    state = state.mask(undone, "open")
    return state.mask(risks["identified_on"].ge(end), "later")


def assessed(risks: pd.DataFrame, *, currency: str, scale: RiskScale) -> pd.DataFrame:
    """Work out exposure and levels of open risks.

        exposure          = probability x impact
        residual exposure = residual probability x residual impact

    The impact is its mean: of a register that gives an optimistic and a pessimistic
    amount too (low + 4 x most likely + high) / 6, of the two alone their middle. What
    the response does to the most likely amount it does to all three in proportion.
    Where the register gives only one of the two residual values, the inherent one
    stands for the other; where it gives neither, the response gets no credit and
    the residual exposure is the inherent one.

    Returns:
        One row per risk, columns `ASSESSED`, losses positive and gains negative.
    """
    mixed = _out_of_order(risks)
    risks = _with_mean_impact(risks)
    reason = _unquantified(risks, currency).mask(mixed, OUT_OF_ORDER)
    known = reason == ""
    kind = text(risks["risk_kind"]).str.casefold()
    gain = risks["impact_amount"].lt(0) | kind.eq("opportunity")
    residual_p = risks["residual_probability"].fillna(risks["probability"])
    residual = risks["residual_impact_amount"].fillna(risks["impact_amount"])
    days = risks["impact_days"].abs().where(~gain, -risks["impact_days"].abs())
    table = risks.assign(
        title=text(risks["title"]),
        owner=text(risks["owner"]),
        category=text(risks["category"]),
        risk_kind=kind.where(
            kind != "", gain.map({True: "opportunity", False: "threat"})
        ),
        exposure=(risks["probability"] * risks["impact_amount"]).where(known),
        residual_probability=residual_p,
        residual_impact_amount=residual,
        residual_exposure=(residual_p * residual).where(known),
        is_residual_assessed=risks["residual_probability"].notna()
        | risks["residual_impact_amount"].notna(),
        impact_days=days,
        exposure_days=(risks["probability"] * days).where(
            _is_chance(risks["probability"])
        ),
        reason=reason,
    )
    return _with_levels(table, currency, scale)[list(ASSESSED)]


def attention(risks: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """List open risks that nobody looks after.

    A risk is stale when it was last reviewed (or, never reviewed, identified) more
    than `STALE_DAYS` days before `as_of`, past due when its next date is before
    `as_of`. One risk may be on the list several times.

    Returns:
        Rows of risk_id, title, owner, matter, since (NaT where there is no date).
    """
    seen = risks["reviewed_on"].fillna(risks["identified_on"])
    day, undated = pd.Timestamp(as_of), seen.mask(seen.notna())
    matters = (
        ("no owner", text(risks["owner"]) == "", undated),
        ("never reviewed", seen.isna(), undated),
        ("not reviewed lately", (day - seen).dt.days > STALE_DAYS, seen),
        ("past due", risks["due_on"] < day, risks["due_on"]),
    )
    parts = [
        risks.loc[mask, ["risk_id", "title", "owner"]].assign(
            matter=matter, since=since[mask]
        )
        for matter, mask, since in matters
    ]
    return pd.concat(parts).sort_values(["risk_id", "matter"], ignore_index=True)


def _is_chance(probability: pd.Series) -> pd.Series:
    return probability.between(0, 1)


def _with_mean_impact(risks: pd.DataFrame) -> pd.DataFrame:
    """Return the register with the mean of each impact, before and after."""
    low, high = risks["impact_low_amount"], risks["impact_high_amount"]
    stated, residual = risks["impact_amount"], risks["residual_impact_amount"]
    likely = stated.fillna((low + high) / 2)
    mean = stated.where(low.isna() | high.isna(), (low + 4 * likely + high) / 6)
    share = (mean / stated.where(stated != 0)).fillna(1.0)
    return risks.assign(impact_amount=mean, residual_impact_amount=residual * share)


def _out_of_order(risks: pd.DataFrame) -> pd.Series:
    """Say of which risks the most likely impact is not between the two bounds."""
    names = ["impact_amount", "impact_low_amount", "impact_high_amount"]
    points = risks[names].astype("object").where(risks[names].notna(), None)
    mixed = [shape_of(*row) == OUT_OF_ORDER for row in points.to_numpy()]
    return pd.Series(mixed, risks.index, dtype="bool")


def _unquantified(risks: pd.DataFrame, currency: str) -> pd.Series:
    """Say why a risk cannot be put into money; empty where it can."""
    kind = text(risks["risk_kind"]).str.casefold()
    iso = text(risks["currency"]).str.upper()
    probability, impact = risks["probability"], risks["impact_amount"]
    residual_p = risks["residual_probability"].fillna(probability)
    residual = risks["residual_impact_amount"].fillna(impact)
    loss = (impact > 0) | (residual > 0)
    gain = (impact < 0) | (residual < 0)
    reasons = (
        (kind.eq("opportunity") & loss, "an opportunity whose impact is a loss"),
        (kind.eq("threat") & gain, "a threat whose impact is a gain"),
        (loss & gain, "impact before and after the response differ in sign"),
        (
            ~iso.isin(["", currency.upper()]),
            f"not in {currency}, the project's currency",
        ),
        (~_is_chance(residual_p), "residual probability outside 0 to 1"),
        (~_is_chance(probability), "probability outside 0 to 1"),
        (impact.isna(), "no impact in money"),
        (probability.isna(), "no probability"),
        (
            probability.isna() & risks["score_basis"].notna() & _is_number(risks),
            "scored on a scale that is not known",
        ),
    )
    found = pd.Series("", index=risks.index, dtype="str")
    for mask, reason in reasons:
        found = found.mask(mask, reason)
    return found


def scored_on(risks: pd.DataFrame) -> str:
    """Say of which scale scores of a register were taken to be, and how that is known.

    Empty where nothing is scored, or where the register says its scale itself.

    >>> known = {"score_basis": ["assumed", None], "score_top": [10.0, None]}
    >>> scored_on(pd.DataFrame(known))
    'Scores of 1 to 10 were assumed: 10 counts as a chance of 95 %.'
    """
    scored = risks.dropna(subset=["score_basis"])
    pairs = scored[["score_basis", "score_top"]].drop_duplicates()
    said = {
        _scored(basis, top)
        for basis, top in zip(pairs["score_basis"], pairs["score_top"], strict=True)
    }
    return " ".join(sorted(said - {""}))


def _scored(basis: str, top: float) -> str:
    if basis in HOW and not pd.isna(top):
        highest = f"{top:g} counts as a chance of {100 - 50 / top:.3g} %"
        return f"Scores of 1 to {top:g} were {HOW[basis]}: {highest}."
    return SAID.get(basis, "")


def _is_number(risks: pd.DataFrame, name: str = "probability_text") -> pd.Series:
    return text(risks[name]).str.fullmatch(r"[0-9]+(?:\.[0-9]+)?")


def _told(table: pd.DataFrame, name: str) -> pd.Series:
    """Return the words of a column; numbers of a scale that is not known are none."""
    unknown = text(table["score_basis"]).eq(UNKNOWN)
    return table[name].mask(unknown & _is_number(table, name))


def _with_levels(table: pd.DataFrame, currency: str, scale: RiskScale) -> pd.DataFrame:
    iso = text(table["currency"]).str.upper()
    ours = table["impact_amount"].where(iso.isin(["", currency.upper()]))
    chances = table["probability"].where(_is_chance(table["probability"]))
    tops = table["score_top"]
    told = [_told(table, name) for name in ("probability_text", "impact_text")]
    likely = [
        scale.probability_level(*row)
        for row in zip(chances, told[0], tops, strict=True)
    ]
    severe = [scale.impact_level(*row) for row in zip(ours, told[1], tops, strict=True)]
    grades = [
        scale.grade(p, i) if p is not None and i is not None else None
        for p, i in zip(likely, severe, strict=True)
    ]
    return table.assign(
        probability_level=pd.Series(likely, table.index, dtype="Int64"),
        impact_level=pd.Series(severe, table.index, dtype="Int64"),
        grade=pd.Series(grades, table.index, dtype="str"),
    )
