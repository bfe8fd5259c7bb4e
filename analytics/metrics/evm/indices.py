"""Earned value at one status date: variances, indices and the estimates at the end.

All amounts are cumulative to the status date and of one basis: all cost, or all price.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Index = float | None
Method = Literal["typical", "atypical", "cost_and_schedule", "bottom_up"]
METHODS: dict[Method, str] = {
    "typical": "the rest costs as the work so far: BAC / CPI",
    "atypical": "the rest costs what was planned: AC + (BAC - EV)",
    "cost_and_schedule": "being late costs too: AC + (BAC - EV) / (CPI x SPI)",
    "bottom_up": "the rest as estimated anew: AC + ETC",
}
HARD, HOPELESS = 0.1, 0.2
"""Gaps between TCPI and CPI from which the rest is hard and hardly possible: a rule of
thumb of the field (Christensen: the CPI rarely moves by more than 10 %)."""


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """The three cumulative amounts and what follows from them.

    Attributes:
        planned: Planned value (PV, BCWS) up to the status date.
        earned: Earned value (EV, BCWP): budget of the work that is done.
        actual: Actual cost (AC, ACWP).
        total: Budget at completion (BAC), without the management reserve.
    """

    planned: float
    earned: float
    actual: float
    total: float

    @property
    def cost_variance(self) -> float:
        """CV = EV - AC; negative is over cost.

        >>> EarnedValue(250_000, 200_000, 290_000, 500_000).cost_variance
        -90000
        """
        return self.earned - self.actual

    @property
    def schedule_variance(self) -> float:
        """SV = EV - PV, in money; 0 at the end, however late it was."""
        return self.earned - self.planned

    @property
    def cost_index(self) -> Index:
        """CPI = EV / AC; None where nothing is spent.

        >>> round(EarnedValue(250_000, 200_000, 290_000, 500_000).cost_index, 2)
        0.69
        """
        return self.earned / self.actual if self.actual else None

    @property
    def schedule_index(self) -> Index:
        """SPI = EV / PV; None where nothing was planned yet. It ends at 1 always."""
        return self.earned / self.planned if self.planned else None

    @property
    def share_scheduled(self) -> Index:
        """PV / BAC; None without a budget."""
        return self.planned / self.total if self.total else None

    @property
    def share_complete(self) -> Index:
        """EV / BAC; None without a budget."""
        return self.earned / self.total if self.total else None

    @property
    def share_spent(self) -> Index:
        """AC / BAC; may pass 1. None without a budget."""
        return self.actual / self.total if self.total else None

    def __add__(self, other: EarnedValue) -> EarnedValue:
        """Roll up by summing the parts: an index of a sum is no mean of indices.

        >>> both = EarnedValue(10, 10, 10, 20) + EarnedValue(90, 90, 180, 100)
        >>> round(both.cost_index, 3)
        0.526
        """
        return EarnedValue(
            self.planned + other.planned,
            self.earned + other.earned,
            self.actual + other.actual,
            self.total + other.total,
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """What the whole will cost, by one method.

    Attributes:
        method: One of `METHODS`.
        estimate: EAC; None where it is undefined.
        to_go: ETC = EAC - AC.
        variance: VAC = BAC - EAC; negative is over budget.
        why: Why there is none.
    """

    method: Method
    estimate: float | None
    to_go: float | None = None
    variance: float | None = None
    why: str = ""


def completions(
    value: EarnedValue,
    *,
    to_go: float | None = None,
    schedule_index: float | None = None,
) -> Mapping[Method, Completion]:
    """Estimate the cost at completion by every method of the family, side by side.

        typical           EAC = BAC / CPI = AC + (BAC - EV) / CPI
        atypical          EAC = AC + (BAC - EV)
        cost and schedule EAC = AC + (BAC - EV) / (CPI x SPI)
        bottom-up         EAC = AC + ETC

    in money. Undefined where an index in it is: before anything is earned, the first
    and third have no value. Which was the nearest so far is told by the past, not by
    a rule.

    Source: DAU Gold Card; values of the R package PRA, chapter 5.

    >>> found = completions(EarnedValue(250_000, 200_000, 290_000, 500_000))
    >>> [round(found[name].estimate) for name in list(METHODS)[:3]]
    [725000, 590000, 833750]
    >>> found["bottom_up"].why
    'No estimate of the rest was given.'

    Args:
        value: The amounts at the status date.
        to_go: ETC estimated anew, for the bottom-up method.
        schedule_index: SPI to use instead of EV / PV, such as SPI(t) late in a
            project, when EV / PV tends to 1 of itself.
    """
    rest = value.total - value.earned
    cost = value.cost_index
    pace = value.schedule_index if schedule_index is None else schedule_index
    nothing = "Nothing is earned yet."
    unspent = "Nothing is spent yet."
    why = unspent if cost is None else "" if cost else nothing
    slow = why or ("" if pace else "Nothing was planned, or nothing is earned, yet.")
    return {
        "typical": _completion(
            "typical", value, None if why else value.actual + rest / (cost or 1), why
        ),
        "atypical": _completion("atypical", value, value.actual + rest, ""),
        "cost_and_schedule": _completion(
            "cost_and_schedule",
            value,
            None if slow else value.actual + rest / ((cost or 1) * (pace or 1)),
            slow,
        ),
        "bottom_up": _completion(
            "bottom_up",
            value,
            None if to_go is None else value.actual + to_go,
            "" if to_go is not None else "No estimate of the rest was given.",
        ),
    }


def _completion(
    method: Method, value: EarnedValue, estimate: float | None, why: str
) -> Completion:
    if estimate is None:
        return Completion(method, None, why=why)
    return Completion(
        method, estimate, estimate - value.actual, value.total - estimate, ""
    )


@dataclass(frozen=True, slots=True)
class ToComplete:
    """The efficiency that the rest would need.

    Attributes:
        index: TCPI; None where it is undefined.
        words: What it says about feasibility, in words a sponsor understands.
    """

    index: float | None
    words: str


def to_complete(value: EarnedValue, *, target: float) -> ToComplete:
    """Return the cost efficiency that the rest needs to end at `target`.

        TCPI = (BAC - EV) / (target - AC)

    a ratio; the target is the BAC or an EAC. None where all is earned, and where the
    target is spent already: then no efficiency reaches it, which a negative number
    would hide. TCPI to the typical EAC is the CPI, always.

    Source: DAU Gold Card; values of the R package PRA, chapter 5.

    >>> value = EarnedValue(250_000, 200_000, 290_000, 500_000)
    >>> round(to_complete(value, target=500_000).index, 3)
    1.429
    """
    rest, money = value.total - value.earned, target - value.actual
    if rest <= 0:
        return ToComplete(None, "All the work is earned.")
    if money <= 0:
        return ToComplete(None, "The budget is spent already: no pace can reach it.")
    index = rest / money
    return ToComplete(index, _feasibility(index, value.cost_index))


def _feasibility(needed: float, so_far: Index) -> str:
    if so_far is None:
        return "Nothing is spent yet to compare with."
    gap = needed - so_far
    if gap <= 0:
        return "The pace so far is enough."
    if gap <= HARD:
        return "Within reach: a little more efficient than so far."
    if gap <= HOPELESS:
        return "Hard: projects rarely improve that much once they are under way."
    return "Hardly possible: no such improvement is usual."
