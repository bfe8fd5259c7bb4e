"""Cells of a schedule that say what kind of task it is, and on which it waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.amounts_of_work import (
    FACTORS,
    HOUR,
    HOURS_PER_DAY,
    MINUTE,
)
from analytics.importers.base import Fitted, MoreRows, quoted
from analytics.importers.durations import ELAPSED
from analytics.importers.headers import plain
from analytics.importers.units import either
from analytics.importers.words import NO, YES, lookup
from analytics.schema import TASK_LINK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import RawTable

MILESTONE = ("Milestone", "Is milestone", "Meilenstein", "Jalon", "Hito")
SUMMARY = ("Summary", "Is summary", "Sammelvorgang", "Récapitulative", "Resumen")
FLAGS = {
    **{plain(name): "milestone" for name in MILESTONE},
    **{plain(name): "summary" for name in SUMMARY},
}
"""Headers whose cells say yes or no, and of what."""

KINDS = {
    "milestone": ("milestone", "meilenstein", "jalon", "hito"),
    "summary": ("summary", "summary task", "phase", "sammelvorgang", "récapitulative"),
    "task": ("task", "activity", "vorgang", "aufgabe", "tâche", "tarea", "actividad"),
    "project": ("project", "projekt", "projet", "proyecto"),
}
LINKS = {
    "FS": ("FS", "EA", "FD", "FC"),
    "SS": ("SS", "AA", "DD", "CC"),
    "FF": ("FF", "EE"),
    "SF": ("SF", "AE", "DF", "CF"),
}
"""Kinds of links in English, German, French and Spanish; a bare number is FS."""

_ELAPSED_UNITS = ", ".join(map(quoted, ELAPSED))
_TYPE = either([code for codes in LINKS.values() for code in codes])
_UNIT = either((*FACTORS, *ELAPSED, "%"))
TOKEN = rf"(.+?) ?({_TYPE})?(?: ?([+-]) ?([0-9]+(?:[.,][0-9]+)?) ?({_UNIT})\??)?"


@dataclass(frozen=True, slots=True)
class TaskKind:
    """Milestone, summary or task, where a column says it in words or with yes."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for yes under a header that names a kind, else for the word."""
        yes, words, flagged = [], [], []
        for position in positions:
            cell, name = raw.cell(position), plain(raw.header[position])
            kind = FLAGS.get(name)
            if kind is None:
                words.append(lookup(raw, cell, KINDS))
                continue
            said = lookup(raw, cell, {"yes": YES, "no": NO})
            yes.append(f"case when {said} = 'yes' then {quoted(kind)} end")
            flagged.append(f"case when {said} = 'no' then 'task' end")
        return Fitted(f"coalesce({', '.join((*yes, *words, *flagged))}, NULL)")


KNOWN = (
    "(select upper(task_id) as name, min(task_id) as task_id "
    "from typed_task group by 1)"
)


def links(raw: RawTable, columns: Mapping[str, tuple[int, ...]]) -> MoreRows | None:
    """Return the links that the predecessors of a schedule name, if it has any.

    A cell lists tasks such as "3", "3FS+2d" or "3AA-50%"; in German, French and
    Spanish the kinds have their own letters. What names no task of the file is a
    problem of its line. The rows of the tasks are in `typed_task` already.
    """
    if "predecessor_ids" not in columns:
        return None
    cell = raw.cell(columns["predecessor_ids"][0])
    (has_semicolon,) = raw.fetch(f"bool_or(contains({cell}, ';'))")[0]
    mark = ";" if has_semicolon else "[,;]"
    tokens = (
        f"select r.line, t.task_id as successor, upper(trim(unnest("
        f"regexp_split_to_array({cell}, {quoted(mark)})))) as token "
        f"from {raw.relation} as r inner join typed_task as t using (line) "
        f"where {cell} is not null"
    )
    names = "['id', 'kind', 'sign', 'lag', 'unit']"
    source = (
        "(select l.*, coalesce(whole.task_id, part.task_id) as predecessor, "
        "whole.task_id is not null as is_whole from ("
        f"select *, regexp_extract(token, {quoted(f'^{TOKEN}$')}, {names}) as p "
        f"from ({tokens}) where token <> '') as l "
        f"left join {KNOWN} as whole on whole.name = l.token "
        f"left join {KNOWN} as part on part.name = l.p.id)"
    )
    return _further(raw, source, raw.header[columns["predecessor_ids"][0]])


def _further(raw: RawTable, source: str, header: str) -> MoreRows:
    """Return the clean links, and the problems of the others."""
    strange = f"{source} where predecessor is null order by line"
    unknown = replace(raw, relation=strange).fetch("line, token")
    problems = tuple(
        (line, header, f"{token!r} names no task of this file, as 3 or 3FS+2d would")
        for line, token in unknown
    )
    kept = f"(select * from {source} where predecessor is not null)"
    return MoreRows(
        TASK_LINK, _expressions(), kept, problems, _notes(raw, kept, header)
    )


def _expressions() -> dict[str, str]:
    """Return SQL of a link, given the parts `p` of its token."""
    amount = "cast(replace(nullif(p.lag, ''), ',', '.') as double)"
    lag = f"case when is_whole then null when p.sign = '-' then -{amount} else {amount}"
    hours = {**FACTORS, **ELAPSED}
    factors = ", ".join(f"{quoted(unit)}: {value!r}" for unit, value in hours.items())
    codes = {code: kind for kind, written in LINKS.items() for code in written}
    kinds = ", ".join(f"{quoted(code)}: {quoted(kind)}" for code, kind in codes.items())
    kind = f"case when not is_whole then map {{{kinds}}}[p.kind] end"
    return {
        "predecessor_id": "predecessor",
        "successor_id": "successor",
        "link_type": f"coalesce({kind}, 'FS')",
        "lag_hours": f"({lag} end) * map {{{factors}}}[p.unit]",
        "lag_ratio": f"case when p.unit = '%' then ({lag} end) / 100 end",
        "is_elapsed": f"case when ({lag} end) is not null "
        f"then p.unit in ({_ELAPSED_UNITS}) end",
    }


def _notes(raw: RawTable, kept: str, header: str) -> tuple[str, ...]:
    """Say what a day of a lag counts, where there is such a lag."""
    exact = ", ".join(map(quoted, ("", "%", *HOUR, *MINUTE, *ELAPSED)))
    (lags,) = replace(raw, relation=kept).fetch(
        f"count(*) filter (where not is_whole and p.unit not in ({exact}))"
    )[0]
    if not lags:
        return ()
    return (f"{header.strip()}: a day of a lag counts as {HOURS_PER_DAY} hours.",)
