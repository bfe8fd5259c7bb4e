"""Honesty of risk ratings: of the risks rated 60 to 80 %, how many struck?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.basis import Basis, left_out, nothing_left_out
from analytics.metrics.forecast.scores import coverage
from analytics.metrics.honesty.rated import NAMELESS, rated
from analytics.metrics.money import joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.metrics.forecast.scores import Coverage
    from analytics.metrics.risk import RiskExposure

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Bands of the rating; each holds its lower end, the last one both."""
FEWEST = 10
"""With fewer risks that are over no rating is corrected: it would be a guess."""
FEWEST_STRUCK = 5
"""With fewer booked costs no impact is corrected."""
BANDS = ("low", "high", "risks", "struck", "rated", "share", "share_low", "share_high")
CATEGORIES = (
    *("category", "risks", "struck", "expected", "share_low", "share_high"),
    *("predicted", "booked", "open_risks", "before", "after", "unbiased"),
    *("corrected_by", "reason"),
)
OWN, WHOLE = "its own risks", "the whole register"
NONE_OVER = "No risk with a rating is over yet."
FORMULA = (
    "Risks that are over (closed or struck) with the probability before responses that"
    " was stated last while they were open. Corrected exposure = sum over open risks of"
    " min(probability x struck / expected, 1) x impact x booked / predicted. Intervals"
    " are Wilson's, of 95 %."
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a group of risks that are over.

    Attributes:
        risks: How many are over.
        struck: How many of them struck.
        expected: The sum of their probabilities: how many should have.
        predicted: Impact stated for those that struck and whose cost is booked.
        booked: What these cost.
        priced: How many these are.
    """

    risks: int
    struck: int
    expected: float
    predicted: float
    booked: float
    priced: int

    @property
    def chance_factor(self) -> float | None:
        """Struck / expected; None with fewer than `FEWEST` risks or nothing expected.

        >>> Tally(20, 10, 5.0, 0, 0, 0).chance_factor
        2.0
        """
        enough = self.risks >= FEWEST and self.expected > 0
        return self.struck / self.expected if enough else None

    @property
    def impact_factor(self) -> float | None:
        """Booked / predicted; None with fewer than `FEWEST_STRUCK` booked costs.

        >>> Tally(20, 10, 5.0, 400, 500, 8).impact_factor
        1.25
        """
        enough = self.priced >= FEWEST_STRUCK and self.predicted > 0
        return self.booked / self.predicted if enough else None


@dataclass(frozen=True, slots=True)
class RiskHonesty:
    """How the ratings of a register compare with what came.

    Attributes:
        currency: Currency of all amounts.
        tally: All risks that are over.
        bands: One row per band of the rating, columns `BANDS`.
        categories: One row per category, columns `CATEGORIES`; NaN is undefined.
        before: Exposure of the open risks before responses; None without amounts.
        after: The same after responses.
        unbiased: The exposure corrected by what came; None with too few risks.
        rests_on: Whether ratings come from the time when risks were open.
        reason: Why `unbiased` is None, empty where it is not.
        basis: Rows used and left out.
    """

    currency: str
    tally: Tally
    bands: pd.DataFrame
    categories: pd.DataFrame
    before: float | None
    after: float | None
    unbiased: float | None
    rests_on: str
    reason: str
    basis: Basis


def risk_honesty(
    registers: Sequence[pd.DataFrame], exposure: RiskExposure
) -> RiskHonesty:
    """Compare the ratings of risks that are over with what came of them.

        struck share of a band = struck / risks rated in it
        chance factor          = struck / sum of the stated probabilities
        impact factor          = booked / stated impact, of risks that struck
        corrected exposure     = sum of min(p x chance factor, 1) x impact x impact
                                 factor, over the open risks before responses

    A rating is the probability before the response that was stated last while the
    risk was open; where no earlier upload has it, the one of today, which may have
    been changed when the risk was closed. As the ratings are those before responses,
    what responses averted is in the factor: the corrected exposure stands beside both
    the stated ones. Risks that struck are those the register calls so, or gives a
    day on which they did.

    Nothing is corrected with fewer than `FEWEST` risks that are over, no impact with
    fewer than `FEWEST_STRUCK` booked costs (the factor is then 1, and the table says
    so). A category with too few of its own is corrected by the whole register.
    Opportunities count in the chances; impacts are judged on threats alone.

    Args:
        registers: The register after each upload, the newest last (table risk with
            `state`).
        exposure: The open risks of today, and the booked cost of those that struck.

    >>> found = Tally(20, 10, 8.0, 0, 0, 0)  # 10 of 20 struck, 8 were expected
    >>> 1_000 * found.chance_factor  # an exposure of 1,000, corrected
    1250.0

    Source: calibration as in the forecasts (`forecast.scores.coverage`, Wilson 1927).
    """
    over = rated(registers, as_of=exposure.as_of, occurred=exposure.occurred)
    known = over[over["reason"] == ""]
    whole = tally(known)
    opened = exposure.risks[exposure.risks["reason"] == ""]
    corrected = _corrected(opened, whole) if len(opened) else None
    return RiskHonesty(
        currency=exposure.currency,
        tally=whole,
        bands=_bands(known),
        categories=_categories(known, opened, whole),
        before=_sum(opened["exposure"]),
        after=_sum(opened["residual_exposure"]),
        unbiased=corrected,
        rests_on=_rests_on(known),
        reason="" if corrected is not None else _why_not(whole, opened),
        basis=_basis(over, opened),
    )


def tally(rows: pd.DataFrame) -> Tally:
    """Count risks that are over, what was expected of them and what they cost."""
    priced = rows[rows["is_struck"] & rows["booked"].notna() & (rows["impact"] > 0)]
    return Tally(
        risks=len(rows),
        struck=int(rows["is_struck"].sum()),
        expected=float(rows["probability"].sum()),
        predicted=float(priced["impact"].sum()),
        booked=float(priced["booked"].sum()),
        priced=len(priced),
    )


def struck_share(found: Tally) -> Coverage:
    """Return how many struck with Wilson's interval.

    >>> found = struck_share(Tally(10, 4, 7.0, 0, 0, 0))
    >>> round(found.low, 2), round(found.high, 2)
    (0.17, 0.69)
    """
    stated = found.expected / found.risks if found.risks else 0.0
    held = [True] * found.struck + [False] * (found.risks - found.struck)
    return coverage(stated, held)


def _bands(known: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for low, high in pairwise(EDGES):
        chance = known["probability"]
        last = high == EDGES[-1]
        inside = known[(chance >= low) & ((chance < high) | (last & (chance <= high)))]
        found = tally(inside)
        share = struck_share(found)
        mean = found.expected / found.risks if found.risks else None
        seen = (mean, share.share, share.low, share.high)
        rows.append((low, high, found.risks, found.struck, *seen))
    numbers = dict.fromkeys(BANDS[4:], "float64")
    return pd.DataFrame(rows, columns=list(BANDS)).astype(numbers)


def _categories(
    known: pd.DataFrame, opened: pd.DataFrame, whole: Tally
) -> pd.DataFrame:
    opened = opened.assign(group=text(opened["category"]).replace("", NAMELESS))
    rows = []
    for name in sorted({*known["category"], *opened["group"]}):
        own, mine = tally(known[known["category"] == name]), opened["group"] == name
        share = struck_share(own)
        by = own if own.chance_factor is not None else whole
        live = opened[mine]
        corrected = _corrected(live, by) if len(live) else None
        reason = "no open risk with an amount" if live.empty else _why_not(whole, live)
        source = OWN if by is own else WHOLE
        rows.append(
            (name, own.risks, own.struck, own.expected, share.low, share.high)
            + (own.predicted if own.priced else None,)
            + (own.booked if own.priced else None, len(live))
            + (_sum(live["exposure"]), _sum(live["residual_exposure"]), corrected)
            + ((source, "") if corrected is not None else ("", reason))
        )
    numbers = dict.fromkeys((*CATEGORIES[3:8], *CATEGORIES[9:12]), "float64")
    return pd.DataFrame(rows, columns=list(CATEGORIES)).astype(numbers)


def _corrected(opened: pd.DataFrame, found: Tally) -> float | None:
    """Return the exposure before responses, corrected by what came of others."""
    factor = found.chance_factor
    if factor is None:
        return None
    chances = (opened["probability"] * factor).clip(upper=1.0)
    grown = found.impact_factor if found.impact_factor is not None else 1.0
    impact = opened["impact_amount"]
    return float((chances * impact.where(impact < 0, impact * grown)).sum())


def _sum(amounts: pd.Series) -> float | None:
    return float(amounts.sum()) if len(amounts) else None


def _why_not(found: Tally, opened: pd.DataFrame) -> str:
    if opened.empty:
        return "No open risk has both a probability and an impact in money."
    if not found.risks:
        return NONE_OVER
    if found.risks < FEWEST:
        verb = "is" if found.risks == 1 else "are"
        return (
            f"Only {found.risks} rated risk{'s' * (found.risks != 1)} {verb} over; a"
            f" correction needs {FEWEST}."
        )
    return "The risks that are over were rated 0 %."


def _rests_on(known: pd.DataFrame) -> str:
    if known.empty:
        return "risk register"
    if known["is_from_open"].all():
        return "ratings of earlier uploads"
    if known["is_from_open"].any():
        return "ratings of earlier uploads and of today's register"
    return "ratings of today's register"


def _basis(over: pd.DataFrame, opened: pd.DataFrame) -> Basis:
    out = over[over["reason"] != ""]
    parts = [
        left_out("risk", rows, "risk_id", str(reason))
        for reason, rows in out.groupby("reason")
    ]
    known = over.loc[over["reason"] == "", "version_id"]
    used = pd.concat([known, opened["version_id"]]).astype("int64").unique()
    return Basis(
        formula=FORMULA,
        used={"risk": used},
        left_out=joined([nothing_left_out(), *parts]),
        rests_on="risk register",
    )
