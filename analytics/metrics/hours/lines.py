"""Which lines of capacity count: each hour of a person or team once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analytics.metrics.basis import left_out
from analytics.metrics.hours.booked import together
from analytics.metrics.hours.people import same_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

NO_LINES = (
    "No file tells of capacity. Upload a table of it by person or team and period."
)
NO_PERIOD = "it says neither a period nor a sprint with known dates"
NO_HOURS = "it says no hours"
NOT_BEGUN = "its period begins after the day looked at"
SAID_ANEW = "a later file says it anew"
HAS_PEOPLE = "the people of the team have lines of their own in that time"
OVERLAPS = "it overlaps with another line of the same person or team"
WHO = ("team", "person")
KEPT = ["version_id", *WHO, "starts_on", "ends_before", "hours"]


class Line(NamedTuple):
    """The hours of one person, or of a team where `person` is empty, in a period."""

    version_id: int
    team: str
    person: str
    start: date
    before: date
    hours: float


def chosen(
    lines: pd.DataFrame, *, as_of: date
) -> tuple[tuple[Line, ...], pd.DataFrame]:
    """Return the lines of capacity that count, and the others with their reason.

    Lines count that say hours and a period that has begun. What two files say of the
    same person, role and period counts as the later says it; of a team and its people
    the people count; of periods that overlap for one person or team the one that
    begins first. Lines for one person with other roles in the same period add up.

    Args:
        lines: version_id, import_id, team, person, role, starts_on, ends_before,
            capacity_hours.
        as_of: The last day that counts.
    """
    rows = _read(lines)
    parts = []
    for reason, find in REASONS:
        wrong = find(rows, pd.Timestamp(as_of))
        parts.append(left_out("capacity", rows[wrong], "subject", reason))
        rows = rows[~wrong]
    return tuple(_lines(rows)), together(parts)


def _lines(rows: pd.DataFrame) -> Iterator[Line]:
    columns = [rows[name].tolist() for name in KEPT]
    for version, team, person, start, before, hours in zip(*columns, strict=True):
        yield Line(version, team, person, start.date(), before.date(), hours)


def _read(lines: pd.DataFrame) -> pd.DataFrame:
    rows = lines.rename(columns={"capacity_hours": "hours"})
    texts = {
        name: rows[name].astype("str").fillna("").str.strip() for name in (*WHO, "role")
    }
    days = {
        name: pd.to_datetime(rows[name]).astype("datetime64[us]")
        for name in ("starts_on", "ends_before")
    }
    rows = rows.assign(**texts, **days)
    keys = {f"{name}_key": rows[name].map(same_name) for name in (*WHO, "role")}
    return (
        rows.assign(subject=rows["person"].where(rows["person"] != "", rows["team"]))
        .assign(**keys)
        .sort_values(["starts_on", "ends_before", "version_id"], kind="stable")
    )


PERIOD = ["team_key", "person_key", "role_key", "starts_on", "ends_before"]


def _no_hours(rows: pd.DataFrame, _: pd.Timestamp) -> pd.Series:
    return rows["hours"].isna()


def _no_period(rows: pd.DataFrame, _: pd.Timestamp) -> pd.Series:
    return ~rows["starts_on"].lt(rows["ends_before"])


def _not_begun(rows: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    return rows["starts_on"].gt(as_of)


def _said_anew(rows: pd.DataFrame, _: pd.Timestamp) -> pd.Series:
    newest = rows.groupby(PERIOD)["import_id"].transform("max")
    return rows["import_id"] < newest


def _has_people(rows: pd.DataFrame, _: pd.Timestamp) -> pd.Series:
    people = rows[rows["person_key"] != ""]
    spans = {
        team: list(part[["starts_on", "ends_before"]].itertuples(index=False))
        for team, part in people.groupby("team_key")
    }
    found = [
        not person
        and any(start < before and end > first for start, end in spans.get(team, ()))
        for team, person, first, before in rows[
            ["team_key", "person_key", "starts_on", "ends_before"]
        ].itertuples(index=False)
    ]
    return pd.Series(found, rows.index, dtype="bool")


def _overlaps(rows: pd.DataFrame, _: pd.Timestamp) -> pd.Series:
    """Say which lines begin before an earlier one of the same person or team is over.

    Lines of the same period add up: they are of several roles.
    """
    found = []
    taken: dict[tuple[str, str], tuple[pd.Timestamp, pd.Timestamp]] = {}
    columns = ["team_key", "person_key", "starts_on", "ends_before"]
    for team, person, first, before in rows[columns].itertuples(index=False):
        known = taken.get((team, person))
        wrong = known is not None and (first, before) != known and first < known[1]
        if not wrong:
            taken[team, person] = (first, before)
        found.append(wrong)
    return pd.Series(found, rows.index, dtype="bool")


REASONS = (
    (NO_HOURS, _no_hours),
    (NO_PERIOD, _no_period),
    (NOT_BEGUN, _not_begun),
    (SAID_ANEW, _said_anew),
    (HAS_PEOPLE, _has_people),
    (OVERLAPS, _overlaps),
)
"""Why a line does not count, in the order in which that is asked."""
