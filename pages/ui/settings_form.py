"""The settings of a project: filled in from its files, corrected by people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from analytics.project import DONE_RULES, SUBTASK_RULES, ProjectSettings, zones
from pages.ui import settings_limits, settings_scale, settings_tables
from pages.ui.plain import visible
from pages.ui.settings_tables import WEEKDAYS as DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.facts import Facts
    from analytics.project import SprintDates

FIRST_FILLED = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the files of a project show: fields with estimates, and how often filled."""

    point_fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form was sent with."""

    name: str
    settings: ProjectSettings


def ask(facts: Facts, known: Known) -> Wanted | None:
    """Show the form; return what was sent, once it was.

    Raises:
        RequestError: Something that was entered has no meaning.
    """
    project, settings = facts.project, facts.project.settings
    with st.form(f"settings-{project.project_id}", border=False):
        name, currency = _general(project.name, settings)
        zone, weekend, holidays = _calendar(settings)
        teams = settings_tables.ask_teams(facts, settings)
        work = _issues(settings, known)
        statuses = settings_tables.ask_statuses(facts.statuses, settings)
        sprints = settings_tables.ask_sprints(facts, settings)
        scale = settings_scale.ask(settings)
        scores = settings_scale.ask_scores(settings)
        limits = settings_limits.ask(settings)
        sent = st.form_submit_button("Save the settings", type="primary")
    if not sent:
        return None
    changed = replace(
        settings,
        limits=limits,
        risk_score_top=scores,
        currency=currency.strip().upper(),
        time_zone=zone,
        weekend=tuple(sorted(DAYS.index(day) for day in weekend)),
        holidays=settings_tables.days(holidays),
        team_calendars=settings_tables.team_calendars(teams, settings),
        status_map=settings_tables.status_map(statuses, settings),
        sprint_dates=settings_tables.sprint_dates(sprints),
        done_rule=work["done_rule"],
        subtask_rule=work["subtask_rule"],
        point_field=work["point_field"],
    )
    return Wanted(name, settings_scale.applied(changed, scale))


def _general(name: str, settings: ProjectSettings) -> tuple[str, str]:
    st.header("Name and money", anchor=False, divider="gray")
    first, second = st.columns([3, 1])
    return (
        first.text_input("Name", value=name, max_chars=120),
        second.text_input(
            "Currency",
            value=settings.currency,
            max_chars=3,
            help="ISO code in which money is added up, such as EUR or USD.",
        ),
    )


def _calendar(settings: ProjectSettings) -> tuple[str, list[str], str]:
    st.header("Days", anchor=False, divider="gray")
    names = sorted(zones())
    first, second = st.columns(2)
    zone = first.selectbox(
        "Time zone",
        names,
        index=names.index(settings.time_zone),
        help="Days begin at midnight here, and times without a zone are meant here.",
    )
    weekend = first.multiselect(
        "Days of the week without work",
        DAYS,
        default=[DAYS[day] for day in settings.weekend],
    )
    holidays = second.text_area(
        "Further days without work, one a line",
        value="\n".join(day.isoformat() for day in settings.holidays),
        placeholder="2026-12-25\n2026-12-26",
        height=120,
        help="Year-month-day, such as 2026-12-25. They flatten the ideal line.",
    )
    return zone, weekend, holidays


def _issues(settings: ProjectSettings, known: Known) -> dict[str, str]:
    st.header("Work", anchor=False, divider="gray")
    first, second = st.columns(2)
    rules = list(DONE_RULES)
    rule = first.radio(
        "When is an issue done?",
        rules,
        index=rules.index(settings.done_rule),
        format_func=lambda name: DONE_RULES[name],
    )
    rules = list(SUBTASK_RULES)
    subtasks = first.radio(
        "How do sub-tasks count?",
        rules,
        index=rules.index(settings.subtask_rule),
        format_func=lambda name: SUBTASK_RULES[name],
    )
    counts = dict(known.point_fields)
    options = [FIRST_FILLED, *counts]
    if settings.point_field not in options:
        options.append(settings.point_field)
    field = second.selectbox(
        "Estimate that counts",
        options,
        index=options.index(settings.point_field),
        format_func=lambda name: _field_words(name, counts),
        help="The field whose numbers are summed as story points.",
    )
    return {"done_rule": rule, "subtask_rule": subtasks, "point_field": field}


def _field_words(name: str, counts: dict[str, int]) -> str:
    """Name an estimate field and how many issues fill it."""
    if name == FIRST_FILLED:
        return "The first field that is filled"
    if name not in counts:
        return f"{visible(name)} (in no file now)"
    return f"{visible(name)} (filled in {counts[name]:,} issues)"


def changes(before: Wanted, after: Wanted) -> list[str]:
    """Say what is different, one sentence a setting."""
    old, new = before.settings, after.settings
    said = [
        (before.name != after.name, f"The name is now {after.name}."),
        (old.currency != new.currency, f"Money is added up in {new.currency}."),
        (old.time_zone != new.time_zone, f"Days begin in {new.time_zone}."),
        (
            old.weekend != new.weekend,
            f"No work on {_listed([DAYS[day] for day in new.weekend])}.",
        ),
        (
            old.holidays != new.holidays,
            f"{len(new.holidays)} further days are without work.",
        ),
        (
            old.team_calendars != new.team_calendars,
            f"{len(new.team_calendars)} teams have calendars of their own.",
        ),
        *_work_changes(old, new),
        (
            old.risk_probabilities != new.risk_probabilities
            or old.risk_impacts != new.risk_impacts,
            "Risks are ranked by the new scale.",
        ),
        (
            old.risk_score_top != new.risk_score_top,
            f"Risk registers {settings_scale.scores_in_words(new.risk_score_top)}.",
        ),
        (old.limits != new.limits, "Lights turn, and risks are high, by new limits."),
    ]
    return [
        *(sentence for is_changed, sentence in said if is_changed),
        *_status_changes(old, new),
        *_sprint_changes(old.sprint_dates, new.sprint_dates),
    ]


def _work_changes(
    old: ProjectSettings, new: ProjectSettings
) -> Sequence[tuple[bool, str]]:
    """Return what is said of each rule for work items, and whether it is different."""
    return (
        (old.done_rule != new.done_rule, f"{DONE_RULES[new.done_rule]}."),
        (
            old.subtask_rule != new.subtask_rule,
            f"Sub-tasks: {SUBTASK_RULES[new.subtask_rule].lower()}.",
        ),
        (
            old.point_field != new.point_field,
            f"Estimates are read from {new.point_field or 'the first filled field'}.",
        ),
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) if names else "no day of the week"


def _status_changes(old: ProjectSettings, new: ProjectSettings) -> list[str]:
    names = sorted({*old.status_map, *new.status_map})
    changed = [n for n in names if old.status_map.get(n) != new.status_map.get(n)]
    return [
        f"{name} counts as {new.status_map[name]}."
        if name in new.status_map
        else f"{name} counts again as its file says."
        for name in changed
    ]


def _sprint_changes(
    old: Sequence[SprintDates], new: Sequence[SprintDates]
) -> list[str]:
    before, after = ({one.name: one for one in dates} for dates in (old, new))
    names = [n for n in after if after[n] != before.get(n)]
    gone = [n for n in before if n not in after]
    return [
        *(
            f"{n}: {after[n].starts_on} to {after[n].ends_before - timedelta(days=1)}."
            for n in names
        ),
        *(f"{n}: the typed dates are removed." for n in gone),
    ]
