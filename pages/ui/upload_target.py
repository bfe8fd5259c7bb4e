"""Where uploads go: an existing project, or a new one filled in from the files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import streamlit as st

from analytics.errors import NotFoundError
from analytics.intake import road
from analytics.project import ProjectSettings
from analytics.warehouse import projects
from analytics.warehouse.staged import projects_of
from pages.ui.plain import counted, plain
from pages.ui.state import all_projects, current_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.intake.report import Report
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse
    from pages.ui.batches import Batch

NEW = ""
"""Stands for a new project in the choice."""
MOST_KEYS = 8


@dataclass(frozen=True, slots=True)
class Target:
    """The chosen project, or what a new one will be called."""

    project: Project | None
    name: str
    settings: ProjectSettings

    def found_or_made(self, warehouse: Warehouse) -> Project:
        """Return the project, created now if it is new.

        Raises:
            RequestError: The name is empty or taken, or a setting has no meaning.
        """
        if self.project is not None:
            return self.project
        return projects.create_project(warehouse, self.name, settings=self.settings)


def choose(warehouse: Warehouse, batch: Batch) -> Target:
    """Let people choose the project; what the files show is filled in.

    Raises:
        RequestError: A setting of a new project has no meaning.
    """
    reports = [one.staged.report for one in batch.in_phase("read") if one.staged]
    own = {one.project_id: one for one in all_projects() if not one.is_sample}
    known = _recognised(warehouse, reports)
    options = [*own, NEW]
    has_issues = any(report.kind == "issues" for report in reports)
    default = batch.target or known or ("" if has_issues else _viewed(own)) or NEW
    key = f"target-project-{batch.round}-{default}"  # the last file may change it
    chosen = st.selectbox(
        "Project",
        options,
        index=options.index(default) if default in options else 0,
        format_func=lambda name: own[name].name if name else "A new project",
        key=key,
    )
    if known and chosen == known:
        st.caption(
            "This project holds an earlier export of the same source; the new file is "
            "taken as its next state."
        )
    _say_keys(reports)
    if chosen:
        project = own[chosen]
        return Target(project, project.name, project.settings)
    return _new(reports, batch.round)


def _recognised(warehouse: Warehouse, reports: Sequence[Report]) -> str:
    """Return the project that holds earlier files of one of these sources.

    Issues of another tracker project are not put into the project that happens to be
    open: mixing two by mistake is worse than choosing once. Where there are issues
    they decide alone, since budgets of two projects may look alike.
    """
    issues = [report for report in reports if report.kind == "issues"]
    for report in issues or reports:
        identity = json.dumps(report.identity, ensure_ascii=False)
        found = projects_of(warehouse, report.kind, report.importer, identity)
        if found:
            return found[0]
    return ""


def _viewed(own: dict[str, Project]) -> str:
    try:
        name = current_facts().project.project_id
    except NotFoundError:
        return ""
    return name if name in own else ""


def _say_keys(reports: Sequence[Report]) -> None:
    """Say it where the files hold several projects of the tracker."""
    found: dict[str, int] = {}
    for report in reports:
        for key, _, count in report.hints.get("projects") or []:
            found[key] = max(count, found.get(key, 0))
    if len(found) < 2:  # noqa: PLR2004 - one is what is meant
        return
    largest = sorted(found.items(), key=lambda one: -one[1])[:MOST_KEYS]
    names = ", ".join(f"{key} ({counted(count, 'item')})" for key, count in largest)
    more = " and more" if len(found) > MOST_KEYS else ""
    st.info(
        f"The files hold {len(found)} projects: {plain(names)}{more}. They become "
        "one project here. To keep them apart, accept the files one by one into "
        "projects of their own; a file with several is exported again by filter."
    )


def _new(reports: Sequence[Report], number: int) -> Target:
    """Ask for the name and settings of a new project."""
    name, settings = _suggested(reports)
    zones = sorted(available_timezones())
    here = st.context.timezone or settings.time_zone
    first, second, third = st.columns([3, 1, 2])
    chosen = first.text_input(
        "Name", value=name, max_chars=120, key=f"target-name-{number}-{name}"
    )
    currency = second.text_input(
        "Currency",
        value=settings.currency,
        max_chars=3,
        key=f"target-currency-{number}-{settings.currency}",
        help="ISO code in which money is added up, such as EUR or USD.",
    )
    zone = third.selectbox(
        "Time zone",
        zones,
        index=zones.index(here if here in zones else "UTC"),
        key=f"target-zone-{number}",
        help="Days begin at midnight here, and times without a zone are meant here.",
    )
    st.caption("All of this can be changed later on the page Settings.")
    return Target(
        None,
        chosen,
        settings.with_changes(currency=currency.strip().upper(), time_zone=zone),
    )


def _suggested(reports: Sequence[Report]) -> tuple[str, ProjectSettings]:
    """Return name and settings as the files show them: issues first, then money."""
    if not reports:
        return "", ProjectSettings()
    first = next((r for r in reports if r.hints.get("projects")), reports[0])
    name, settings = road.suggest_project(first)
    found = [str(code) for r in reports for code in r.hints.get("currencies") or []]
    codes = [code.upper() for code in found if len(code) == 3 and code.isalpha()]  # noqa: PLR2004 - ISO code
    return name, settings.with_changes(currency=codes[0]) if codes else settings
