"""Checks of the numbers of the risk register: missing, impossible, contradictory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import key, text
from analytics.metrics.quality.amounts import bad_code, foreign
from analytics.metrics.quality.finding import (
    Check,
    Effect,
    Finding,
    blank,
    later_again,
)
from analytics.metrics.quality.risk_lines import (
    risk_lines,
    since,
)
from analytics.metrics.risk_rows import assessed, state_on
from analytics.metrics.scales import RiskScale

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Risks"
FIGURE = "Expected cost of risks"
EXCEL = "Fill the column in the register."
ROUNDING = 0.01
"""A stated exposure may be off by so much of itself, for rounding."""


def probability_without_impact(known: Material) -> Finding:
    """Find open risks with a probability and no impact in money: they add nothing.

    The expected cost has no upper bound; with the median impact of the others it
    would be p x median more for each.
    """
    risks = known.open_risks
    wrong = risks["probability"].notna() & risks["impact_amount"].isna()
    typical = risks["impact_amount"].abs().median()
    likely = (
        None
        if pd.isna(typical)
        else float((risks.loc[wrong, "probability"] * typical).sum())
    )
    note = (
        "" if likely is None else f"with the median impact of {typical:,.0f} for each"
    )
    effect = Effect(
        FIGURE, known.currency, known.expected_cost, 0.0, None, likely, note
    )
    return risk_lines(risks, wrong, effect=effect)


def impact_without_probability(known: Material) -> Finding:
    """Find open risks with an impact in money and no probability: they add nothing.

    A probability lies between 0 and 1, so the expected cost could be higher by the
    losses and lower by the gains, and by no more.
    """
    risks = known.open_risks
    wrong = risks["impact_amount"].notna() & risks["probability"].isna()
    amounts = risks.loc[wrong & ~foreign(known, risks), "impact_amount"]
    effect = Effect(
        FIGURE,
        known.currency,
        known.expected_cost,
        float(amounts.clip(upper=0).sum()),
        float(amounts.clip(lower=0).sum()),
    )
    return risk_lines(risks, wrong, effect=effect)


def risk_unscored(known: Material) -> Finding:
    """Find open risks with neither a probability nor an impact, not even in words."""
    risks = known.open_risks
    columns = ("probability", "impact_amount", "impact_days", "score")
    words = ("probability_text", "impact_text")
    wrong = risks[list(columns)].isna().all(axis=1)
    for name in words:
        wrong &= blank(risks[name])
    effect = Effect(
        FIGURE, known.currency, None, None, None, note="nothing is known of them"
    )
    return risk_lines(risks, wrong, effect=effect)


def probability_out_of_range(known: Material) -> Finding:
    """Find open risks whose probability is not between 0 and 1."""
    risks = known.open_risks
    wrong = pd.Series(data=False, index=risks.index)
    for name in ("probability", "residual_probability"):
        wrong |= risks[name].notna() & ~risks[name].between(0, 1)
    amounts = risks.loc[wrong & ~foreign(known, risks), "impact_amount"].fillna(0.0)
    effect = Effect(
        FIGURE,
        known.currency,
        known.expected_cost,
        float(amounts.clip(upper=0).sum()),
        float(amounts.clip(lower=0).sum()),
    )
    return risk_lines(
        risks,
        wrong,
        lambda rows: rows["probability"].map("probability {:g}".format),
        effect=effect,
    )


def risk_foreign(known: Material) -> Finding:
    """Find open risks in another currency, or in one that does not exist."""
    risks = known.open_risks
    wrong = foreign(known, risks) | bad_code(risks["currency"])
    effect = Effect(
        FIGURE,
        known.currency,
        None,
        None,
        None,
        note="amounts in other currencies are not added up",
    )
    return risk_lines(risks, wrong, lambda rows: text(rows["currency"]), effect=effect)


def exposure_differs(known: Material) -> Finding:
    """Find open risks whose stated exposure is not probability x impact.

    A difference up to 1 % or 1 unit of money is taken for rounding.
    """
    risks = known.open_risks
    own = (risks["probability"] * risks["impact_amount"]).abs()
    stated = risks["stated_exposure_amount"].abs()
    wrong = (own - stated).abs() > (ROUNDING * stated).clip(lower=1.0)
    return risk_lines(
        risks,
        wrong,
        lambda rows: (
            "states "
            + stated[rows.index].map("{:,.2f}".format)
            + ", probability x impact is "
            + own[rows.index].map("{:,.2f}".format)
        ),
    )


def response_makes_worse(known: Material) -> Finding:
    """Find open risks that are larger after the response than before it."""
    risks = known.open_risks
    before = (risks["probability"] * risks["impact_amount"]).abs()
    after = (
        risks["residual_probability"].fillna(risks["probability"])
        * risks["residual_impact_amount"].fillna(risks["impact_amount"])
    ).abs()
    is_threat = ~key(risks["risk_kind"]).eq("opportunity")
    return risk_lines(risks, is_threat & (after > before))


def struck_without_cost(known: Material) -> Finding:
    """Find risks that struck, with no cost booked and none in the register."""
    risks = known.risks[state_on(known.risks, known.as_of) == "occurred"]
    used = known.money.costs.used
    booked = set(key(used["risk_id"])) - {""}
    wrong = ~key(risks["risk_id"]).isin(booked) & risks["actual_amount"].isna()
    amounts = risks.loc[wrong, "impact_amount"]
    note = (
        ""
        if amounts.isna().all()
        else (f"the register expected {amounts.sum():,.0f} {known.currency}")
    )
    effect = Effect("Spent", known.currency, None, 0.0, None, note=note)
    return risk_lines(
        risks, wrong, lambda rows: since("struck", rows["occurred_on"]), effect=effect
    )


def risk_twice(known: Material) -> Finding:
    """Find open risks with the title of an earlier open one."""
    risks = known.open_risks
    titles = pd.DataFrame({"title": key(risks["title"])})
    wrong = later_again(titles, titles["title"] != "")
    table = assessed(risks[wrong], currency=known.currency, scale=RiskScale())
    amounts = -table["residual_exposure"].dropna()
    effect = Effect(
        FIGURE,
        known.currency,
        known.expected_cost,
        float(amounts.clip(upper=0).sum()),
        float(amounts.clip(lower=0).sum()),
    )
    return risk_lines(risks, wrong, effect=effect)


CHECKS: tuple[Check, ...] = (
    Check(
        "probability_without_impact",
        AREA,
        "Probability without an impact in money",
        "high",
        "The risk adds nothing to the expected cost.",
        {"Excel": "Fill the impact; a range of low and high will do."},
        probability_without_impact,
    ),
    Check(
        "impact_without_probability",
        AREA,
        "Impact without a probability",
        "high",
        "The risk adds nothing to the expected cost.",
        {"Excel": EXCEL},
        impact_without_probability,
    ),
    Check(
        "risk_unscored",
        AREA,
        "Risk that was never assessed",
        "high",
        "Nobody knows what it could cost.",
        {"Excel": "Score probability and impact, in words at least."},
        risk_unscored,
    ),
    Check(
        "probability_out_of_range",
        AREA,
        "Probability outside 0 to 100 %",
        "high",
        "The risk is left out of the expected cost.",
        {"Excel": "Write 40 % or 0.4; one form in the whole column."},
        probability_out_of_range,
    ),
    Check(
        "risk_foreign",
        AREA,
        "Risk in another currency",
        "high",
        "The risk is left out of the expected cost.",
        {"Excel": "State impacts in the project's currency."},
        risk_foreign,
    ),
    Check(
        "exposure_differs",
        AREA,
        "Stated exposure is not probability x impact",
        "medium",
        "The register's own total is another one than the page shows.",
        {"Excel": "Let a formula fill the column, or correct the two factors."},
        exposure_differs,
    ),
    Check(
        "response_makes_worse",
        AREA,
        "Larger after the response than before it",
        "medium",
        "Columns before and after may be swapped.",
        {"Excel": "Swap the columns, or score again."},
        response_makes_worse,
    ),
    Check(
        "struck_without_cost",
        AREA,
        "Struck, but no cost is booked",
        "high",
        "Either it cost nothing or the cost is hidden among others.",
        {
            "Ledger": "Put the number of the risk on the lines that pay for it.",
            "Excel": "Fill the actual cost in the register, 0 where it was nothing.",
        },
        struck_without_cost,
    ),
    Check(
        "risk_twice",
        AREA,
        "The same risk twice",
        "high",
        "Its cost is expected twice.",
        {"Excel": "Close one of them, or tell them apart in the title."},
        risk_twice,
    ),
)
