"""Several texts in one cell, and numbers that a tool lets people name themselves."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.importers.base import Fitted, RawTable, quoted
from analytics.importers.date_columns import first_filled
from analytics.importers.headers import plain
from analytics.importers.jira_headers import ESTIMATE
from analytics.importers.jira_numbers import Estimates


def texts(cell: str) -> str:
    """Return SQL of the texts in a cell such as `[a, b]` or `a, b`, in their order."""
    inner = f"regexp_replace({cell}, '^\\[|\\]$', '', 'g')"
    pieces = f"list_transform(string_split({inner}, ','), lambda x: trim(x))"
    return f"list_filter(coalesce({pieces}, []), lambda x: x <> '')"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list in one cell, with or without brackets around it."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Cut the first filled cell at its commas."""
        return Fitted(texts(first_filled(raw, positions)))


@dataclass(frozen=True, slots=True)
class Joined:
    """The same list as one text, such as the people who work on something."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the brackets off."""
        names = texts(first_filled(raw, positions))
        return Fitted(f"nullif(array_to_string({names}, ', '), '')")


@dataclass(frozen=True, slots=True)
class Given:
    """Text, where some words mean that there is none; `nothing` in small letters."""

    aliases: tuple[str, ...]
    nothing: tuple[str, ...] = ("null", "none")

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the first filled cell unless it says nothing."""
        cell = first_filled(raw, positions)
        words = ", ".join(map(quoted, self.nothing))
        return Fitted(f"case when lower({cell}) not in ({words}) then {cell} end")


@dataclass(frozen=True, slots=True)
class Filled:
    """Whether anything is written there; `nothing` as in `Given`."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for any text."""
        return Fitted(f"({Given(()).fit(raw, positions).expression}) is not null")


OF_TIME = ("time", "hour", "rolled", "date", "text")
"""Parts of headers that speak of time, or of no estimate at all."""


@dataclass(frozen=True, slots=True)
class NamedEstimates(Estimates):
    """Estimates under headers of people's own making, with nothing to mark them.

    A header counts where its words speak of an estimate and not of time or of a sum
    over subtasks.
    """

    not_these: tuple[str, ...] = OF_TIME

    def accepts(self, header: str) -> bool:
        """Take headers that are named like an estimate."""
        name = plain(header)
        return bool(ESTIMATE.search(name)) and not any(
            word in name for word in self.not_these
        )
