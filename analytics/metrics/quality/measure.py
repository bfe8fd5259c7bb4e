"""Data quality: all checks of one state of a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analytics.metrics.basis import Basis
from analytics.metrics.quality.finding import NO_EFFECT
from analytics.metrics.quality.registry import CHECKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.quality.finding import Check, Finding
    from analytics.metrics.quality.material import Material

FORMULA = (
    "Each check counts the lines it objects to; the share is of the lines it looked"
    " at. A figure is touched where it could be another one without these lines."
)
TABLE = (
    *("check", "area", "title", "severity", "count", "checked", "share"),
    *("figure", "unit", "now", "low", "high", "likely", "note"),
)
"""Columns of `DataQuality.table`."""
SEVERITIES = ("high", "medium", "low")


class Result(NamedTuple):
    """A check and what it found."""

    check: Check
    finding: Finding


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What all checks found on a status date.

    Attributes:
        as_of: Status date.
        known_on: The last day of which the files can know anything.
        results: One per check, in the order of the registry.
    """

    as_of: date
    known_on: date
    results: tuple[Result, ...]

    @property
    def hits(self) -> tuple[Result, ...]:
        """The checks that object to something: high first, many before few."""
        found = [one for one in self.results if one.finding.count]
        return tuple(sorted(found, key=_rank))

    @property
    def touching(self) -> tuple[Result, ...]:
        """The hits that could move a headline figure."""
        return tuple(one for one in self.hits if one.finding.touches)

    @property
    def unchecked(self) -> tuple[Result, ...]:
        """The checks that had nothing to look at."""
        return tuple(one for one in self.results if not one.finding.checked)

    @property
    def lines(self) -> int:
        """How many lines are objected to, those of several checks counted once."""
        pairs = {
            (finding.table, version)
            for _, finding in self.hits
            for version in finding.rows["version_id"]
        }
        return len(pairs)

    @property
    def counts(self) -> Mapping[str, int | None]:
        """The count of each check by its key; None where nothing was looked at."""
        return {
            check.key: finding.count if finding.checked else None
            for check, finding in self.results
        }

    def table(self) -> pd.DataFrame:
        """Return one row per check, columns `TABLE`; without a share if not checked."""
        return pd.DataFrame(
            [
                (
                    *(check.key, check.area, check.title, check.severity),
                    *(finding.count, finding.checked, finding.share),
                    *(effect.figure, effect.unit, effect.now),
                    *(effect.low, effect.high, effect.likely),
                    finding.reason or effect.note,
                )
                for check, finding in self.results
                for effect in (finding.effect if finding.count else NO_EFFECT,)
            ],
            columns=list(TABLE),
        ).astype(dict.fromkeys(("share", "now", "low", "high", "likely"), "float64"))

    def basis(self) -> Basis:
        """Return the lines objected to, by table."""
        parts: dict[str, list[pd.Series]] = {}
        for _, finding in self.hits:
            parts.setdefault(finding.table, []).append(finding.rows["version_id"])
        return Basis(
            formula=FORMULA,
            used={name: pd.concat(ids).unique() for name, ids in parts.items()},
            rests_on="the newest files",
        )


def data_quality(known: Material) -> DataQuality:
    """Put every check to one state of a project.

        count = lines that the check objects to
        share = count / lines that it looked at

    in lines of the files. A share is undefined, not 0, where there was nothing to
    look at. How far a headline figure could move is given as bounds that hold
    whatever the right values are: of three open items without an estimate what is
    left is at least what the others add up to, with the median estimate 5 it would
    be 15 more, and nothing bounds it above.

    Lists of checks others use: jirametrics' report on data quality (12 checks of
    work items), the DCMA's fourteen points (schedules).

    >>> count, looked_at = 3, 12
    >>> count / looked_at
    0.25
    """
    return DataQuality(
        known.as_of,
        known.known_on,
        tuple(Result(check, check.find(known)) for check in CHECKS),
    )


def _rank(one: Result) -> tuple[bool, int, int]:
    return (
        not one.finding.touches,
        SEVERITIES.index(one.check.severity),
        -one.finding.count,
    )
