"""Checks of the risk register: who looks after what, and what has no number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.quality.finding import (
    Check,
    Finding,
    blank,
    days,
)
from analytics.metrics.quality.risk_lines import risk_lines, since
from analytics.metrics.risk_rows import STALE_DAYS, state_on

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Risks"
FIGURE = "Expected cost of risks"
EXCEL = "Fill the column in the register."
ROUNDING = 0.01
"""A stated exposure may be off by so much of itself, for rounding."""


def risk_without_owner(known: Material) -> Finding:
    """Find open risks that nobody owns."""
    risks = known.open_risks
    return risk_lines(risks, blank(risks["owner"]))


def risk_never_scored(known: Material) -> Finding:
    """Find open risks never scored again in the `STALE_DAYS` days after they came up.

    A risk without both dates was never scored either.
    """
    risks = known.open_risks
    age = (pd.Timestamp(known.as_of) - risks["identified_on"]).dt.days
    wrong = risks["reviewed_on"].isna() & ~(age <= STALE_DAYS)
    return risk_lines(risks, wrong, lambda rows: since("raised", rows["identified_on"]))


def risk_stale(known: Material) -> Finding:
    """Find open risks last scored more than `STALE_DAYS` days ago."""
    risks = known.open_risks
    age = (pd.Timestamp(known.as_of) - risks["reviewed_on"]).dt.days
    return risk_lines(
        risks, age > STALE_DAYS, lambda rows: since("scored", rows["reviewed_on"])
    )


def risk_past_date(known: Material) -> Finding:
    """Find open risks whose date is before the status date."""
    risks = known.open_risks
    wrong = risks["due_on"] < pd.Timestamp(known.as_of)
    return risk_lines(risks, wrong, lambda rows: "due on " + days(rows["due_on"]))


def closed_without_date(known: Material) -> Finding:
    """Find closed risks without the day on which they were closed."""
    risks = known.risks[state_on(known.risks, known.as_of) == "closed"]
    return risk_lines(risks, risks["closed_on"].isna())


def open_past_closing(known: Material) -> Finding:
    """Find risks that are called open although their closing date has come."""
    risks = known.open_risks
    wrong = risks["closed_on"] <= pd.Timestamp(known.as_of)
    return risk_lines(risks, wrong, lambda rows: "closed on " + days(rows["closed_on"]))


def closed_before_raised(known: Material) -> Finding:
    """Find risks that were closed or struck before they were raised."""
    risks = known.risks
    end = risks[["closed_on", "occurred_on"]].min(axis=1)
    return risk_lines(
        risks,
        end < risks["identified_on"],
        lambda rows: (
            "raised on "
            + days(rows["identified_on"])
            + ", over on "
            + days(end[rows.index])
        ),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "risk_without_owner",
        AREA,
        "Risk without an owner",
        "medium",
        "Nobody will act when it comes.",
        {"Excel": "Fill the column Owner.", "Jira": "Assign the risk."},
        risk_without_owner,
    ),
    Check(
        "risk_never_scored",
        AREA,
        "Risk never scored again",
        "medium",
        "Its numbers are those of the first day.",
        {"Excel": "Go through the register and fill Last reviewed."},
        risk_never_scored,
    ),
    Check(
        "risk_stale",
        AREA,
        f"Risk not scored for {STALE_DAYS} days",
        "medium",
        "Its numbers may no longer hold.",
        {"Excel": "Go through the register and bring Last reviewed up to date."},
        risk_stale,
    ),
    Check(
        "risk_past_date",
        AREA,
        "Risk open past its date",
        "medium",
        "It has struck, is over, or the date means nothing.",
        {"Excel": "Close it, or give it a new date."},
        risk_past_date,
    ),
    Check(
        "closed_without_date",
        AREA,
        "Closed without a date",
        "low",
        "Exposure over time cannot say when it went.",
        {"Excel": "Fill the column Closed."},
        closed_without_date,
    ),
    Check(
        "open_past_closing",
        AREA,
        "Called open after its closing date",
        "medium",
        "It counts as open; if it is closed, the exposure is too high.",
        {"Excel": "Set the status to Closed, or move the closing date."},
        open_past_closing,
    ),
    Check(
        "closed_before_raised",
        AREA,
        "Over before it was raised",
        "low",
        "One of the dates is wrong.",
        {"Excel": "Correct the dates; day and month may be swapped."},
        closed_before_raised,
    ),
)
