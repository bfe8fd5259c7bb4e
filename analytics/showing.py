"""One metric as plain values: what `steerco show` prints."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from analytics import measures
from analytics.errors import NotFoundError, RequestError
from analytics.facts import load_facts
from analytics.filters import Filters
from analytics.metrics.burndown import FIGURES, Burndown
from analytics.metrics.risk import contingency_confidence
from analytics.warehouse import projects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.facts import Facts
    from analytics.metrics.risk import Outlook
    from analytics.metrics.scope import Frame, Unit
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

Json = dict[str, Any]
Parameters = dict[str, str]
UNITS = ("points", "items", "hours")
FILTERS = tuple(field.name for field in fields(Filters))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a metric answers; `why` has the reason of each figure that is None."""

    evidence: str
    figures: Mapping[str, object]
    why: Mapping[str, str]
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Command:
    """One metric of the command line and the parameters it takes."""

    metric: str
    parameters: tuple[str, ...]
    run: Callable[[Facts, Parameters], Shown]


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
        metric: One of `COMMANDS`.
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


def _unit(given: Parameters) -> Unit:
    unit = given.get("unit", UNITS[0])
    if unit not in UNITS:
        message = f"unit is one of {', '.join(UNITS)}, not {unit!r}."
        raise RequestError(message)
    return cast("Unit", unit)


def _whole(given: Parameters, name: str, default: int) -> int:
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not int(text):
        message = f"{name} is a whole number from 1 on, not {text!r}."
        raise RequestError(message)
    return int(text)


def _frame(facts: Facts, given: Parameters) -> Frame:
    """Return the frame that is meant by id or name; without one the current."""
    wanted = given.get("frame", "").casefold()
    if not wanted:
        found = measures.current_frame(facts)
        frames = [found] if found else []
    else:
        frames = [
            frame
            for kind in ("project", "sprint", "release")
            for frame in measures.frames_of(facts, kind)
            if wanted
            in {
                kind * (kind == "project"),
                frame.frame_id.casefold(),
                frame.name.casefold(),
            }
        ]
    if not frames:
        message = f"There is no sprint or release {given.get('frame', '')!r}."
        raise NotFoundError(message if wanted else "The project has no issues yet.")
    return frames[0]


def _burndown(facts: Facts, given: Parameters) -> Shown:
    result = measures.burndown_of(facts, _frame(facts, given), _unit(given))
    return _scope(result, tuple(result.days.columns))


def _burnup(facts: Facts, given: Parameters) -> Shown:
    result = measures.burndown_of(facts, _frame(facts, given), _unit(given))
    return _scope(result, ("scope", "done", "remaining", "working"))


def _scope(result: Burndown, columns: tuple[str, ...]) -> Shown:
    names = [name for name in FIGURES if name != "ideal"]
    figures = {name: getattr(result, name) for name in names}
    about = {"frame": result.frame.name, "unit": result.unit, "until": result.until}
    rows = result.days[list(columns)].rename_axis("day").reset_index()
    return Shown(result.evidence, {**about, **figures}, result.why, rows)


def _velocity(facts: Facts, given: Parameters) -> Shown:
    result = measures.velocity_of(facts, _unit(given), last=_whole(given, "last", 3))
    names = ("unit", "last", "counted", "mean", "say_do")
    figures = {name: getattr(result, name) for name in names}
    return Shown(result.basis.rests_on, figures, result.why, result.sprints)


def _budget(facts: Facts, given: Parameters) -> Shown:
    result = measures.budget_of(facts, by=given.get("by", "category"))
    figures = {
        "currency": result.currency,
        **asdict(result.total),
        "contingency": result.contingency,
        "management_reserve": result.management_reserve,
    }
    return Shown(result.basis.rests_on, figures, result.reasons, result.lines)


def _risk(facts: Facts, _: Parameters) -> Shown:
    result = measures.risk_of(facts)
    figures = {
        "currency": result.currency,
        "open_risks": len(result.risks),
        "quantified": len(result.quantified),
        **_outlook("inherent", result.inherent),
        **_outlook("residual", result.residual),
        "days": result.days,
        "contingency": result.contingency,
        "contingency_confidence": contingency_confidence(result),
    }
    why = dict.fromkeys(figures, "No open risk has both a probability and an impact.")
    why["days"] = "No open risk has an impact in days."
    if result.contingency is None:
        no_reserve = "The budget has no contingency line."
        why |= {"contingency": no_reserve, "contingency_confidence": no_reserve}
    rows = result.risks.drop(columns="version_id")
    return Shown(result.basis.rests_on, figures, why, rows)


def _outlook(name: str, found: Outlook | None) -> dict[str, float | None]:
    parts = ("threats", "opportunities", "net", "confidence", "worst_case", "best_case")
    return {
        f"{name}_{part}": None if found is None else float(getattr(found, part))
        for part in parts
    }


COMMANDS: tuple[Command, ...] = (
    Command("burndown", ("frame", "unit"), _burndown),
    Command("burnup", ("frame", "unit"), _burnup),
    Command("velocity", ("unit", "last"), _velocity),
    Command("budget_variance", ("by",), _budget),
    Command("risk_exposure", (), _risk),
)
