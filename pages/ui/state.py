"""The view: what a link reproduces, and the facts it shows.

The URL is the home of the view. A page switch empties it, so the session remembers
the last view and writes it back; everything else that belongs to this person only has
its session key here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, cast, get_args

import streamlit as st

from analytics.chosen import NAMES as CHOSEN
from analytics.chosen import Chosen
from analytics.errors import NotFoundError
from analytics.filters import Filters
from analytics.metrics.budget import GROUPS
from analytics.metrics.evm.techniques import TECHNIQUES
from analytics.metrics.hours.booked import NAMES as SPLITS
from analytics.metrics.scope import Unit
from analytics.plans import SOURCES
from analytics.warehouse import projects
from analytics.web.service import open_warehouse
from pages.ui import cache

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.facts import Facts
    from analytics.project import Project

VIEW, FACTS, NOTES, PAGE = "view", "facts", "notes", "page"
"""Session keys: the view, its facts, what the link asked for in vain, the page."""

UNITS: tuple[Unit, ...] = get_args(Unit)
SURE, TOGETHER = ("50", "80", "90", "95"), ("0", "30", "60")
"""What a link may ask of a reserve, in per cent."""
WEEKS = ("13", "26", "52", "520")
"""What the flow can be looked at over; ten years stand for all."""
EARLIEST = date(1970, 1, 1)
LARGEST = 2**62
PARAMETERS = (
    *("project", "as_of", "import", "frame", "unit", "by", "sure", "together"),
    *("weeks", "start", "split"),
    *("source", "technique"),
    *("team", "issue_type", "epic", "label"),
    *CHOSEN,
)


class NoProjectError(NotFoundError):
    """There is nothing to show yet."""


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at. Empty and None stand for the default.

    Attributes:
        project_id: The project; by default the user's own, else the sample.
        as_of: Last day that counts; by default the last one the files speak of.
        upto: Newest import that counts; by default all count.
        filters: What narrows the issues.
        frame: Sprint, release or project of a burn-down, such as `sprint:101`.
        unit: What is counted.
        by: What a budget is broken down by.
        sure: The chance, in per cent, with which a reserve is to be enough.
        together: How strongly risks of one category move together, in per cent.
        weeks: How many weeks of the flow are looked at.
        start: The column in which work begins; empty for the default.
        split: What hours are broken down by; by default the first there is.
        chosen: What is asked of a forecast.
        source: What earned value is made from; by default the first there is.
        technique: How progress of a schedule becomes earned value.
    """

    project_id: str = ""
    as_of: date | None = None
    upto: int | None = None
    filters: Filters = field(default_factory=Filters)
    frame: str = ""
    unit: Unit = "points"
    by: str = "category"
    sure: str = "80"
    together: str = "0"
    weeks: str = "26"
    start: str = ""
    split: str = ""
    chosen: Chosen = field(default_factory=Chosen)
    source: str = ""
    technique: str = "percent"

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> View:
        """Read link parameters; what makes no sense falls to its default.

        >>> View.from_query({"as_of": [";drop"], "unit": ["items"]}).unit
        'items'
        """
        first = {name: (query.get(name) or [""])[0] for name in PARAMETERS}
        unit = first["unit"]
        return cls(
            project_id=_name(first["project"]),
            as_of=_day(first["as_of"]),
            upto=_number(first["import"]),
            filters=Filters.from_query(query),
            frame=_name(first["frame"]),
            unit=unit if unit in UNITS else "points",
            by=first["by"] if first["by"] in GROUPS else "category",
            sure=first["sure"] if first["sure"] in SURE else "80",
            together=first["together"] if first["together"] in TOGETHER else "0",
            weeks=first["weeks"] if first["weeks"] in WEEKS else "26",
            start=_name(first["start"]),
            split=first["split"] if first["split"] in SPLITS else "",
            chosen=Chosen.from_link({name: first[name] for name in CHOSEN}),
            source=first["source"] if first["source"] in SOURCES else "",
            technique=_technique(first["technique"]),
        )

    def to_query(self) -> dict[str, list[str]]:
        """Return the parameters that differ from their defaults.

        >>> View(upto=3, unit="items").to_query()
        {'import': ['3'], 'unit': ['items']}
        """
        plain = View()
        single = {
            "project": self.project_id,
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "import": str(self.upto) if self.upto is not None else "",
            "frame": self.frame,
            "unit": self.unit if self.unit != plain.unit else "",
            "by": self.by if self.by != plain.by else "",
            "sure": self.sure if self.sure != plain.sure else "",
            "together": self.together if self.together != plain.together else "",
            "weeks": self.weeks if self.weeks != plain.weeks else "",
            "start": self.start,
            "split": self.split,
            **self.chosen.to_texts(),
            "source": self.source,
            "technique": self.technique if self.technique != "percent" else "",
        }
        short = {name: [value] for name, value in single.items() if value}
        return {**short, **self.filters.to_query()}

    def pinned(self, facts: Facts) -> View:
        """Return the view with project, day and imports written out, for a link."""
        return replace(
            self,
            project_id=facts.project.project_id,
            as_of=facts.as_of,
            upto=max(facts.import_ids, default=0),
        )


def _name(text: str) -> str:
    return text if len(text) <= 200 and text.isprintable() else ""  # noqa: PLR2004 - longer than any name of ours


def _technique(text: str) -> str:
    return text if text in TECHNIQUES else "percent"


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def _number(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) < len(str(LARGEST))
    return int(text) if plain else None


def current_view() -> View:
    """Return the view of this run."""
    return cast("View", st.session_state.get(VIEW, View()))


def current_facts() -> Facts:
    """Return the facts of this run.

    Raises:
        NoProjectError: There is no project yet.
    """
    facts = st.session_state.get(FACTS)
    if facts is None:
        raise NoProjectError("There is no project yet.")
    return cast("Facts", facts)


def all_projects() -> tuple[Project, ...]:
    """Return all projects: the user's own first, by name, then the sample."""
    warehouse = open_warehouse()
    return cache.stored(
        "projects", warehouse, lambda: projects.list_projects(warehouse)
    )


def change(**changes: object) -> None:
    """Change the view and its URL; for the callbacks of widgets."""
    view = replace(current_view(), **changes)  # type: ignore[arg-type]
    st.session_state[VIEW] = view
    _write(view)


def open_project(project_id: str) -> None:
    """Look at another project: its own days, filters and sprints are forgotten."""
    view = current_view()
    st.session_state[VIEW] = View(project_id, unit=view.unit, by=view.by)
    _write(st.session_state[VIEW])


def resolve(page: str) -> None:
    """Work out view and facts at the start of a run."""
    query = {name: st.query_params.get_all(name) for name in PARAMETERS}
    is_new_page = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    if any(query.values()) or not is_new_page:
        st.session_state[VIEW] = View.from_query(query)
    st.session_state[FACTS], st.session_state[NOTES] = facts_of(current_view())
    _write(current_view())


def _write(view: View) -> None:
    """Bring the URL up to the view, and touch it only where they differ."""
    wanted = view.to_query()
    known = {name: st.query_params.get_all(name) for name in PARAMETERS}
    if {name: values for name, values in known.items() if values} == wanted:
        return
    others = {
        name: st.query_params.get_all(name)
        for name in st.query_params
        if name not in PARAMETERS
    }
    st.query_params.from_dict({**others, **wanted})


def facts_of(view: View) -> tuple[Facts | None, tuple[str, ...]]:
    """Return the facts of a view, and what it asks for that is not there."""
    warehouse = open_warehouse()
    listed = all_projects()
    project = next((one for one in listed if one.project_id == view.project_id), None)
    notes = []
    if view.project_id and project is None:
        notes.append("The link names a project that is not here.")
    project = project or _default(listed)
    if project is None:
        return None, ()
    whole = cache.facts(warehouse, project.project_id, upto=view.upto)
    day = view.as_of
    if day and day > whole.as_of:
        day = None
        notes.append("The link names a day of which no file speaks yet.")
    filters = _known(view.filters, cache.choices(whole))
    if filters != view.filters:
        notes.append("The link filters by something that this project does not have.")
    if (day is None or day == whole.as_of) and not filters.is_active:
        return whole, tuple(notes)
    return (
        cache.narrowed(whole, as_of=day or whole.as_of, filters=filters),
        tuple(notes),
    )


def _default(listed: Sequence[Project]) -> Project | None:
    """Return the user's newest own project, or the sample."""
    own = [one for one in listed if not one.is_sample]
    if len(own) < 2:  # noqa: PLR2004 - nothing to choose from
        return next(iter([*own, *listed]), None)
    named = {one.project_id: one for one in own}
    loaded = (entry.project_id for entry in cache.imports(open_warehouse()))
    newest = next((name for name in loaded if name in named), own[0].project_id)
    return named[newest]


def _known(filters: Filters, choices: Mapping[str, Sequence[str]]) -> Filters:
    return Filters(
        **{
            name: tuple(
                value
                for value in getattr(filters, name)
                if value in choices.get(name, ())
            )
            for name in ("team", "issue_type", "epic", "label")
        }
    )
