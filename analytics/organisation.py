"""Scales, appetite and lights of an organisation as a file that people can read.

The file is TOML, so that it can be agreed on, kept under version control, and given to
every project of the organisation.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import astuple, fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from analytics.errors import RequestError
from analytics.project import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.project import ProjectSettings

LEVELS = 5
MOST_BYTES = 65_536
SCALES = {
    "probability": "up_to_percent",
    "impact": "from_amount",
}
SCORES = ("probability", "scores_up_to")
PLACES = {
    "overrun": ("lights", "budget_amber_up_to_percent"),
    "behind": ("lights", "sprint_amber_up_to_percent"),
    "covered": ("lights", "reserve_green_from_percent"),
    "barely": ("lights", "reserve_amber_from_percent"),
    "moderate_from": ("appetite", "moderate_from_score"),
    "high_from": ("appetite", "high_from_score"),
}
"""Where each limit stands in the file; a name in per cent holds a share x 100."""
TEMPLATE = """\
# Scales, risk appetite and lights of the organisation.

[probability]
# Where each of five levels ends, very low to very high; without it as here.
{chances}
# Highest score of registers that rate 1, 2, 3, ... and do not say how far; 100 where
# such numbers are per cent.
{scores}

[impact]
# Money at which each of five levels begins, in the currency of the project. Without
# it levels begin at 0, 1, 5, 10 and 20 % of the budget.
{impacts}

[appetite]
# Lowest score (probability x impact of the level) of a moderate and of a high risk.
moderate_from_score = {moderate_from}
high_from_score = {high_from}

[lights]
# Estimate above the budget: amber up to so much, then red.
budget_amber_up_to_percent = {overrun}
# More left than the ideal line of a sprint: amber up to so much of its scope.
sprint_amber_up_to_percent = {behind}
# Chance that the contingency is enough: green, and amber, from here on.
reserve_green_from_percent = {covered}
reserve_amber_from_percent = {barely}
"""


def to_toml(settings: ProjectSettings) -> str:
    """Write scales, appetite and lights of a project.

    >>> from analytics.project import ProjectSettings
    >>> print(to_toml(ProjectSettings()).splitlines()[-1])
    reserve_amber_from_percent = 50
    """
    chances = [_plain(100 * one) for one in settings.risk_probabilities]
    amounts = [_plain(one) for one in settings.risk_impacts]
    named = zip(fields(Limits), astuple(settings.limits), strict=True)
    limits = {
        one.name: _plain(100 * value if _is_percent(one.name) else value)
        for one, value in named
    }
    return TEMPLATE.format(
        chances=f"up_to_percent = [{', '.join(chances)}]"
        if chances
        else "# up_to_percent = [20, 40, 60, 80, 100]",
        impacts=f"from_amount = [{', '.join(amounts)}]"
        if amounts
        else "# from_amount = [0, 10000, 50000, 100000, 250000]",
        scores=f"scores_up_to = {settings.risk_score_top}"
        if settings.risk_score_top
        else "# scores_up_to = 10",
        **limits,
    )


def from_toml(content: bytes, settings: ProjectSettings) -> ProjectSettings:
    r"""Return the settings with what a file says; what it leaves out stays.

    >>> from analytics.project import ProjectSettings
    >>> plain = ProjectSettings()
    >>> from_toml(b"[lights]\nbudget_amber_up_to_percent = 10", plain).limits.overrun
    0.1
    >>> from_toml(to_toml(plain).encode(), plain) == plain
    True

    Raises:
        RequestError: It is no such file; the sentence says what is wrong.
    """
    raw = _read(content)
    wanted = {
        (table, name) for table, name in (*SCALES.items(), SCORES, *PLACES.values())
    }
    for table, entries in raw.items():
        for name in entries if isinstance(entries, dict) else (table,):
            if (table, name) not in wanted:
                known = ", ".join(sorted(f"{one}.{two}" for one, two in wanted))
                message = f"{table}.{name} has no meaning here. There are: {known}."
                raise RequestError(message)
    chances = _scale(raw, "probability")
    impacts = _scale(raw, "impact")
    told = {
        name: _limit(raw[table][key], name, key)
        for name, (table, key) in PLACES.items()
        if key in raw.get(table, {})
    }
    return replace(
        settings,
        risk_probabilities=tuple(round(one / 100, 8) for one in chances)
        if chances
        else settings.risk_probabilities,
        risk_impacts=impacts or settings.risk_impacts,
        risk_score_top=_top(raw, settings.risk_score_top),
        limits=replace(settings.limits, **told),
    )


def rising(values: Sequence[float], name: str) -> tuple[float, ...]:
    """Return the bounds of levels as they are.

    >>> rising([1, 2, 3], "Damage from")
    (1, 2, 3)

    Raises:
        RequestError: They do not rise.
    """
    if any(one >= other for one, other in pairwise(values)):
        message = f"{name!r} must rise from level to level."
        raise RequestError(message)
    return tuple(values)


def _read(content: bytes) -> Mapping[str, Mapping[str, object]]:
    if len(content) > MOST_BYTES:
        message = "The file is too large to be a file of scales."
        raise RequestError(message)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message = "The file is not UTF-8 text."
        raise RequestError(message) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        words = str(error).rstrip(".") or "it is nested too deeply"
        message = f"The file cannot be read as TOML: {words}."
        raise RequestError(message) from None


def _scale(raw: Mapping[str, Mapping[str, object]], table: str) -> tuple[float, ...]:
    name = SCALES[table]
    if name not in raw.get(table, {}):
        return ()
    values = raw[table][name]
    if not isinstance(values, list) or len(values) != LEVELS:
        message = f"{table}.{name} needs {LEVELS} numbers in brackets."
        raise RequestError(message)
    numbers = [_number(one, f"{table}.{name}") for one in values]
    top = max(numbers)
    if min(numbers) < 0 or (table == "probability" and top > 100):  # noqa: PLR2004
        message = f"{table}.{name} holds numbers from 0 on, chances up to 100."
        raise RequestError(message)
    return rising(numbers, f"{table}.{name}")


def _top(raw: Mapping[str, Mapping[str, object]], before: int) -> int:
    """Return where scores end; the settings refuse what no scale can have."""
    table, name = SCORES
    if name not in raw.get(table, {}):
        return before
    number = _number(raw[table][name], f"{table}.{name}")
    return int(number) if number == int(number) else -1


def _limit(value: object, name: str, key: str) -> float:
    number = _number(value, key)
    return round(number / 100, 8) if _is_percent(name) else number


def _number(value: object, name: str) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value):  # type: ignore[arg-type]
        message = f"{name} is a number, not {str(value)[:40]!r}."
        raise RequestError(message)
    return float(value)  # type: ignore[arg-type]


def _is_percent(name: str) -> bool:
    return PLACES[name][1].endswith("percent")


def _plain(value: float) -> str:
    """Write a number without a needless fraction."""
    number = round(value, 8)
    return str(int(number)) if number == int(number) else repr(number)
