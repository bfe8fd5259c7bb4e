"""One metric as plain values: what `steerco show` prints."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import (
    answered_confidence,
    answered_forecasts,
    answered_hours,
    answered_money,
    answered_plans,
    answered_risks,
    answered_sprints,
    answers,
)
from analytics.errors import NotFoundError, RequestError
from analytics.facts import load_facts
from analytics.filters import Filters
from analytics.warehouse import projects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.answers import Command
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

Json = dict[str, Any]
COMMANDS = (
    *answers.COMMANDS,
    *answered_forecasts.COMMANDS,
    *answered_hours.COMMANDS,
    *answered_money.COMMANDS,
    *answered_risks.COMMANDS,
    *answered_confidence.COMMANDS,
    *answered_sprints.COMMANDS,
    *answered_plans.COMMANDS,
)
FILTERS = tuple(field.name for field in fields(Filters))


def run_show(
    warehouse: Warehouse,
    metric: str,
    *,
    project: str = "",
    as_of: str = "",
    parameters: Mapping[str, str] | None = None,
) -> Json:
    """Measure one metric of one project.

    Args:
        warehouse: Where the project is stored.
        metric: The key of one of `METRICS`.
        project: Id or name; empty takes the only one there is.
        as_of: Last day that counts, as YYYY-MM-DD; empty takes the last day that
            the files speak of.
        parameters: What the metric can be told (`Command.parameters`), and filters:
            team, issue_type, epic, label, several values separated by commas.

    Raises:
        NotFoundError: There is no such metric, project or frame.
        RequestError: A parameter has no meaning.
    """
    command, given = _command(metric), dict(parameters or {})
    known = (*command.parameters, *FILTERS)
    if unknown := sorted(set(given) - set(known)):
        message = (
            f"{metric} has no parameter {unknown[0]!r}; it has {', '.join(known)}."
        )
        raise RequestError(message)
    chosen = _project(warehouse, project)
    narrowed = {name: _values(given.pop(name)) for name in FILTERS if name in given}
    facts = load_facts(
        warehouse,
        chosen.project_id,
        as_of=to_day(as_of),
        filters=Filters.from_query(narrowed),
    )
    shown = command.run(facts, given)
    figures = {name: plain(value) for name, value in shown.figures.items()}
    missing = {
        name: why for name, why in shown.why.items() if figures.get(name) is None
    }
    return {
        "metric": metric,
        "project": chosen.project_id,
        "as_of": facts.as_of.isoformat(),
        "evidence": shown.evidence,
        "figures": figures,
        "why": {name: why for name, why in missing.items() if name in figures},
        "rows": _rows(shown.rows),
    }


def to_day(text: str) -> date | None:
    """Read a day; an empty text is None.

    Raises:
        RequestError: It is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = f"{text!r} is no day such as 2026-05-29."
        raise RequestError(message) from None


def plain(value: object) -> object:
    """Return a value that JSON can hold; what is missing is None.

    >>> plain(float("nan")), plain(pd.Timestamp("2026-05-29")), plain(2.50)
    (None, '2026-05-29', 2.5)
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime):
        day_only = value.time() == datetime.min.time()
        return value.date().isoformat() if day_only else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def _command(name: str) -> Command:
    for found in COMMANDS:
        if found.metric == name:
            return found
    known = ", ".join(one.metric for one in COMMANDS)
    message = f"There is no metric {name!r}. There are: {known}."
    raise NotFoundError(message)


def _project(warehouse: Warehouse, name: str) -> Project:
    listed = projects.list_projects(warehouse)
    if name:
        found = projects.find_project(warehouse, name)
        if found is None:
            message = f"There is no project {name!r}."
            raise NotFoundError(message)
        return found
    own = [one for one in listed if not one.is_sample] or list(listed)
    if len(own) != 1:
        names = ", ".join(one.name for one in own) or "none yet"
        message = f"Say which project with --project NAME. There are: {names}."
        raise RequestError(message)
    return own[0]


def _values(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _rows(table: pd.DataFrame) -> list[Json]:
    return [
        {
            str(name): plain(value)
            for name, value in zip(table.columns, row, strict=True)
        }
        for row in table.itertuples(index=False, name=None)
    ]
