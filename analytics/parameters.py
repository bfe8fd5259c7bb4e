"""What a command of `steerco show` was told, read from its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from analytics import measures
from analytics.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.scope import Frame, Unit

Parameters = dict[str, str]
UNITS = ("points", "items", "hours")


def unit(given: Parameters) -> Unit:
    """Return what is counted; points unless told.

    Raises:
        RequestError: It is no unit.
    """
    named = given.get("unit", UNITS[0])
    if named not in UNITS:
        message = f"unit is one of {', '.join(UNITS)}, not {named!r}."
        raise RequestError(message)
    return cast("Unit", named)


def whole(given: Parameters, name: str, default: int) -> int:
    """Return a whole number from 1 on.

    Raises:
        RequestError: It is none.
    """
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not int(text):
        message = f"{name} is a whole number from 1 on, not {text!r}."
        raise RequestError(message)
    return int(text)


def share(given: Parameters, name: str, default: float) -> float:
    """Return a number such as 0.8.

    Raises:
        RequestError: It is none.
    """
    text = given.get(name, str(default))
    try:
        return float(text)
    except ValueError:
        message = f"{name} is a number such as 0.8, not {text!r}."
        raise RequestError(message) from None


def frame(facts: Facts, given: Parameters) -> Frame:
    """Return the frame that is meant by id or name; without one the current.

    Raises:
        NotFoundError: There is none.
    """
    wanted = given.get("frame", "").casefold()
    if not wanted:
        found = measures.current_frame(facts)
        frames = [found] if found else []
    else:
        frames = [
            one
            for kind in ("project", "sprint", "release", "epic", "label")
            for one in measures.frames_of(facts, kind)
            if wanted
            in {
                kind * (kind == "project"),
                one.frame_id.casefold(),
                one.name.casefold(),
            }
        ]
    if not frames:
        message = f"There is no sprint or release {given.get('frame', '')!r}."
        raise NotFoundError(message if wanted else "The project has no issues yet.")
    return frames[0]
