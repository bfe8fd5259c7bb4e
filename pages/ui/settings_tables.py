"""The tables of the settings: what statuses count as, dates of sprints, teams."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.errors import RequestError
from analytics.project import CATEGORIES, SprintDates, TeamCalendar
from pages.ui.cache import measured

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.project import ProjectSettings

STATUS = ("Status", "Set here", "Counts as", "Because of")
SPRINT = ("Sprint", "First day", "Last day")
TEAM = ("Team", "Weekdays off", "Days off")
WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
AS_TOLD = "as told"
TYPED = "project settings"


def ask_statuses(statuses: pd.DataFrame, settings: ProjectSettings) -> pd.DataFrame:
    """Show every status with what it counts as and why, and let people decide."""
    st.subheader("What does each status count as?", anchor=False)
    if statuses.empty:
        st.caption("No file of this project has named a status.")
        return pd.DataFrame(columns=list(STATUS))
    chosen = {name.casefold(): value for name, value in settings.status_map.items()}
    rows = [
        (row.status, _here(str(row.status), chosen), row.category, row.category_from)
        for row in statuses.sort_values("status").itertuples()
    ]
    return st.data_editor(
        pd.DataFrame(rows, columns=list(STATUS)),
        hide_index=True,
        disabled=[name for name in STATUS if name != "Set here"],
        key="settings-statuses",
        alt="Statuses, what they count as, and what you decide",
        column_config={
            "Set here": st.column_config.SelectboxColumn(
                options=[AS_TOLD, *CATEGORIES], required=True
            )
        },
    )


def _here(status: str, chosen: dict[str, str]) -> str:
    return chosen.get(status.casefold(), AS_TOLD)


def status_map(table: pd.DataFrame, settings: ProjectSettings) -> dict[str, str]:
    """Return the statuses that somebody has decided about, unlisted ones as well."""
    pairs = dict(zip(table["Status"], table["Set here"], strict=True))
    listed = {status.casefold() for status in pairs}
    kept = {
        name: value
        for name, value in settings.status_map.items()
        if name.casefold() not in listed
    }
    return kept | {name: value for name, value in pairs.items() if value in CATEGORIES}


def ask_sprints(facts: Facts, settings: ProjectSettings) -> pd.DataFrame:
    """Show the sprints without dates first, and let people type or correct dates."""
    st.subheader("When do sprints start and end?", anchor=False)
    st.caption(
        "Dates that the files give need not be typed. A row that is filled here goes "
        "before them; the last day is still part of the sprint."
    )
    return st.data_editor(
        measured("sprints to date", facts, lambda: sprint_rows(facts.frames, settings)),
        hide_index=True,
        num_rows="dynamic",
        placeholder="",
        key="settings-sprints",
        alt="Sprints and the dates typed for them",
        column_config={
            "First day": st.column_config.DateColumn(format="YYYY-MM-DD"),
            "Last day": st.column_config.DateColumn(format="YYYY-MM-DD"),
            "Files say": st.column_config.TextColumn(disabled=True),
        },
    )


def sprint_rows(frames: pd.DataFrame, settings: ProjectSettings) -> pd.DataFrame:
    """Return a row for each sprint: typed dates, and what the files say."""
    typed = {one.name.casefold(): one for one in settings.sprint_dates}
    rows = []
    for row in frames[frames["kind"] == "sprint"].itertuples():
        here = typed.pop(str(row.name).casefold(), None)
        said = "" if here else _said(row.start_day, row.end_before)
        rows.append((row.name, *_typed_days(here), said))
    rows += [(one.name, *_typed_days(one), "") for one in typed.values()]
    rows.sort(key=lambda one: (one[1] is not None or bool(one[3]), _natural(one[0])))
    table = pd.DataFrame(rows, columns=[*SPRINT, "Files say"])
    return table.astype({"First day": "datetime64[us]", "Last day": "datetime64[us]"})


def _natural(name: object) -> list[tuple[int, str]]:
    """Order numbers inside a name as numbers: Sprint 9 before Sprint 10.

    >>> _natural("Sprint 10") > _natural("Sprint 9")
    True
    """
    parts = re.split(r"(\d+)", str(name).casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _typed_days(here: SprintDates | None) -> tuple[date | None, date | None]:
    if here is None:
        return None, None
    return here.starts_on, here.ends_before - timedelta(days=1)


def _said(start: object, end: object) -> str:
    """Say which dates the files give; empty where they give none."""
    days = pd.Timestamp(start), pd.Timestamp(end)  # type: ignore[arg-type]
    if pd.isna(days[0]) or pd.isna(days[1]):
        return ""
    return f"{days[0]:%Y-%m-%d} to {days[1] - pd.Timedelta(days=1):%Y-%m-%d}"


def sprint_dates(table: pd.DataFrame) -> tuple[SprintDates, ...]:
    """Return the sprints whose dates are typed.

    Raises:
        RequestError: Only one of the two dates is there, or a name is missing.
    """
    found = []
    for name, first, last in zip(*(table[column] for column in SPRINT), strict=True):
        if pd.isna(first) and pd.isna(last):
            continue
        if pd.isna(name) or not str(name).strip():
            message = "A sprint with dates needs a name."
            raise RequestError(message)
        if pd.isna(first) or pd.isna(last):
            message = f"Sprint {name!r} needs both a first and a last day."
            raise RequestError(message)
        start, end = pd.Timestamp(first).date(), pd.Timestamp(last).date()
        found.append(SprintDates(str(name).strip(), start, end + timedelta(days=1)))
    return tuple(found)


def ask_teams(facts: Facts, settings: ProjectSettings) -> pd.DataFrame:
    """Show the teams, and let people type when those work that differ."""
    st.subheader("Which teams have a calendar of their own?", anchor=False)
    st.caption(
        "A row that is filled stands in place of the project's calendar: in forecasts "
        "of the team, and in the ideal line of its sprints. Weekdays such as Friday, "
        "Saturday; days such as 2026-12-25, 2026-12-26."
    )
    return st.data_editor(
        measured("teams", facts, lambda: team_rows(facts.issues["team"], settings)),
        hide_index=True,
        num_rows="dynamic",
        placeholder="",
        key="settings-teams",
        alt="Teams and the days on which they do not work",
    )


def team_rows(teams: pd.Series, settings: ProjectSettings) -> pd.DataFrame:
    """Return a row for each team: those of the files, and those typed."""
    typed = {one.team: one for one in settings.team_calendars}
    rows = [
        (
            name,
            ", ".join(WEEKDAYS[day] for day in typed[name].weekend),
            ", ".join(day.isoformat() for day in typed[name].holidays),
        )
        if name in typed
        else (name, "", "")
        for name in sorted({*teams.dropna().astype("str").unique(), *typed})
    ]
    return pd.DataFrame(rows, columns=list(TEAM), dtype="str")


def team_calendars(
    table: pd.DataFrame, settings: ProjectSettings
) -> tuple[TeamCalendar, ...]:
    """Return the calendars that are typed; no weekdays are those of the project.

    Raises:
        RequestError: A team is missing or there twice, or a day is none.
    """
    found: dict[str, TeamCalendar] = {}
    for row in zip(*(table[column].fillna("") for column in TEAM), strict=True):
        name, weekdays, dates = (str(cell).strip() for cell in row)
        if not weekdays and not dates:
            continue
        if not name or name in found:
            message = f"Each calendar needs a team of its own, not {name!r}."
            raise RequestError(message)
        weekend = _weekdays(weekdays) or settings.weekend
        found[name] = TeamCalendar(name, weekend, days(dates))
    return tuple(found.values())


def _weekdays(text: str) -> tuple[int, ...]:
    known = {name.casefold(): number for number, name in enumerate(WEEKDAYS)}
    names = [part.strip().casefold() for part in text.split(",") if part.strip()]
    wrong = [name for name in names if name not in known]
    if wrong:
        message = f"{wrong[0]!r} is no weekday; write Friday, Saturday."
        raise RequestError(message)
    return tuple(sorted({known[name] for name in names}))


def days(text: str) -> tuple[date, ...]:
    r"""Read dates, one a line or with commas between them.

    Raises:
        RequestError: A line is no date.

    >>> days("2026-12-25\n\n2026-01-01")
    (datetime.date(2026, 1, 1), datetime.date(2026, 12, 25))
    """
    found = set()
    for part in filter(None, map(str.strip, re.split(r"[\n,]", text))):
        try:
            found.add(date.fromisoformat(part))
        except ValueError as error:
            message = f"{part!r} is no date; write it as 2026-12-25, one a line."
            raise RequestError(message) from error
    return tuple(sorted(found))
