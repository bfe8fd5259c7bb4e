"""What is asked of a forecast, to and from the texts of a link or a command."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, get_args

from analytics.errors import RequestError
from analytics.metrics.forecast.needed import SURE
from analytics.metrics.forecast.when import PERCENTILES, Assumptions, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.metrics.forecast.calibration import Calibration

MOST_SPLIT = 5.0
MOST_PACE = 1_000
MOST_CUT = 1e9
MOST_BUDGET = 1e13
MOST_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked of a forecast. None stands for the default.

    Attributes:
        scope: `growing` lets the scope grow as it did; `frozen` keeps today's.
        first: First day of the past that is drawn from; by default half a year back.
        last: Last day of it; by default the as-of day.
        split: Items are split into at most so many on the way; 1 is none.
        pace: The pace against the past in per cent, 100 is as it was.
        cut: Taken out of what is left, in the unit counted.
        until: The day of `how many`, and of what would have to be true.
        since: The day that the bridge starts from.
        chance: The chance that is promised.
        recalibrated: Whether percentiles are those that would have held before.
        budget: What the whole project may cost, by default budget and contingency.
        limit: Items a team works on at a time, where they are simulated one by one; by
            default what its past tells.
    """

    scope: Scope = "frozen"
    first: date | None = None
    last: date | None = None
    split: float = 1.0
    pace: int = 100
    cut: float = 0.0
    until: date | None = None
    since: date | None = None
    chance: float = SURE
    recalibrated: bool = False
    budget: float | None = None
    limit: int | None = None

    @property
    def percentiles(self) -> tuple[float, ...]:
        """The usual percentiles and the one that is promised."""
        return tuple(sorted({*PERCENTILES, self.chance}))

    def assumptions(self, calibration: Calibration | None = None) -> Assumptions:
        """Return what the forecast takes for granted."""
        levels: tuple[tuple[float, float], ...] = ()
        if self.recalibrated and calibration is not None:
            told = ((p, calibration.level_for(p)) for p in self.percentiles)
            levels = tuple((p, level) for p, level in told if level is not None)
        return Assumptions(
            scope=self.scope,
            split_high=self.split,
            pace_factor=self.pace / 100,
            levels=levels,
        )

    @classmethod
    def from_texts(cls, given: Mapping[str, str]) -> Chosen:
        """Read what a command was told; an empty text is the default.

        >>> Chosen.from_texts({"chance": "95", "scope": "growing"}).chance
        0.95

        Raises:
            RequestError: A value has no meaning.
        """
        read = {name: READ[name](name, text) for name, text in given.items() if text}
        return cls(**read)  # type: ignore[arg-type]

    @classmethod
    def from_link(cls, given: Mapping[str, str]) -> Chosen:
        """Read link parameters; what makes no sense falls to its default.

        >>> Chosen.from_link({"chance": "lots", "pace": "120"})
        Chosen(pace=120)
        """
        found = {}
        for name, text in given.items():
            try:
                cls.from_texts({name: text})
            except RequestError:
                continue
            found[name] = text
        return cls.from_texts(found)

    def to_texts(self) -> dict[str, str]:
        """Return the values that differ from their defaults.

        >>> Chosen(chance=0.95, budget=2e6).to_texts()
        {'chance': '95', 'budget': '2000000'}
        """
        plain = Chosen()
        return {
            name: _text(name, getattr(self, name))
            for name in NAMES
            if getattr(self, name) != getattr(plain, name)
        }

    def __repr__(self) -> str:
        """Return what differs from the defaults."""
        told = (
            f"{name}={getattr(self, name)!r}"
            for name in NAMES
            if getattr(self, name) != getattr(Chosen(), name)
        )
        return f"Chosen({', '.join(told)})"


NAMES = tuple(field.name for field in fields(Chosen))


def _text(name: str, value: object) -> str:
    if name == "chance":
        return f"{100 * float(str(value)):g}"
    if isinstance(value, bool):
        return "yes"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else f"{value}"


def _scope(name: str, text: str) -> object:
    if text not in get_args(Scope):
        raise _wrong(name, f"one of {', '.join(get_args(Scope))}", text)
    return text


def _day(name: str, text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(name, "a day such as 2026-06-30", text) from None


def _between(low: float, high: float) -> Callable[[str, str], float]:
    def read(name: str, text: str) -> float:
        wanted = f"a number from {low:g} to {high:g}"
        try:
            value = float(text)
        except ValueError:
            raise _wrong(name, wanted, text) from None
        if not math.isfinite(value) or not low <= value <= high:
            raise _wrong(name, wanted, text)
        return value

    return read


def _percent(name: str, text: str) -> object:
    return round(_between(1, 99.9)(name, text) / 100, 6)


def _pace(name: str, text: str) -> object:
    return round(_between(1, MOST_PACE)(name, text))


def _limit(name: str, text: str) -> object:
    value = _between(1, MOST_AT_A_TIME)(name, text)
    if value != round(value):
        wanted = f"a whole number from 1 to {MOST_AT_A_TIME:,}"
        raise _wrong(name, wanted, text)
    return round(value)


def _yes(name: str, text: str) -> object:
    if text not in {"yes", "no"}:
        raise _wrong(name, "yes or no", text)
    return text == "yes"


READ: Mapping[str, Callable[[str, str], object]] = {
    "scope": _scope,
    "first": _day,
    "last": _day,
    "split": _between(1, MOST_SPLIT),
    "pace": _pace,
    "cut": _between(0, MOST_CUT),
    "until": _day,
    "since": _day,
    "chance": _percent,
    "recalibrated": _yes,
    "budget": _between(0, MOST_BUDGET),
    "limit": _limit,
}


def _wrong(name: str, wanted: str, text: str) -> RequestError:
    return RequestError(f"{name} is {wanted}, not {text[:40]!r}.")
