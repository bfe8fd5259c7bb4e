"""Imports run one way, and each library has its room (design, section 1)."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

# Each room and the rooms it may import. A new room in analytics/ gets a line here.
COMMON = {"schema", "errors", "calendar", "filters", "settings", "project"}
STORED = COMMON | {"facts", "warehouse"}
ASKED = {
    "chosen",
    "measures",
    "forecasts",
    "item_forecasts",
    "flow",
    "groups",
    "hours",
    "plans",
    "sprints",
}
MEASURED = STORED | ASKED | {"metrics", "figures", "reviews"}
EVERYTHING = MEASURED | {"intake", "importers", "reports", "sharing"}
EDGES: dict[str, set[str]] = {
    "schema": COMMON,
    "project": COMMON,
    "errors": COMMON,
    "calendar": COMMON,
    "filters": COMMON,
    "settings": COMMON,
    "organisation": COMMON,
    "metrics": {"calendar", "errors"},
    "figures": {"calendar", "errors", "metrics"},
    "importers": COMMON,
    "warehouse": COMMON,
    "facts": COMMON | {"warehouse", "metrics"},
    "groups": STORED | {"metrics", "replayed"},
    "receipt": COMMON | {"facts", "importers", "intake", "warehouse", "metrics"},
    "measures": STORED | {"groups", "metrics"},
    "replayed": STORED,
    "sprints": STORED | {"groups", "measures", "metrics", "replayed"},
    "flow": STORED | {"metrics"},
    "answers_flow": STORED | {"flow", "metrics"},
    "hours": STORED | {"measures", "metrics"},
    "answered_hours": EVERYTHING | {"answers", "parameters"},
    "chosen": {"errors", "metrics"},
    "forecasts": STORED | {"chosen", "measures", "metrics"},
    "item_forecasts": STORED | {"metrics"},
    "plans": STORED | {"measures", "metrics"},
    "parameters": STORED | {"measures", "metrics"},
    "crosscheck": STORED | {"metrics", "replayed"},
    "loading": {"crosscheck", "intake", "warehouse"},
    "importing": EVERYTHING | {"loading"},
    "answers": EVERYTHING | {"answers_flow", "parameters"},
    "answered_forecasts": EVERYTHING | {"answers", "parameters"},
    "confidences": STORED
    | {"chosen", "forecasts", "measures", "risk_history", "metrics"},
    "answered_confidence": EVERYTHING | {"answers", "confidences", "parameters"},
    "answered_risks": EVERYTHING | {"answers", "parameters", "risk_history"},
    "risk_history": STORED | {"measures", "metrics"},
    "answered_plans": EVERYTHING | {"answers", "parameters"},
    "answered_sprints": EVERYTHING | {"answers", "parameters"},
    "answered_money": EVERYTHING | {"answers", "parameters"},
    "showing": EVERYTHING
    | {"answers", "answered_forecasts", "answered_money", "answered_plans"}
    | {"answered_confidence", "answered_hours", "answered_risks"}
    | {"answered_sprints"},
    "commands": EVERYTHING | {"importing", "showing"},
    "intake": COMMON | {"importers", "warehouse"},
    "reviews": STORED | {"metrics", "figures", "intake"},
    "reports": MEASURED,
    "sharing": MEASURED | {"confidences", "reports"},
    "web": EVERYTHING | {"commands", "loading", "receipt", "showing"},
    "cli": {"actions", "errors"},
    "asked": set(),
    "actions": {
        "asked",
        "client",
        "commands",
        "errors",
        "printing",
        "serving",
        "settings",
    }
    | {"warehouse"},
    "client": {"asked", "commands", "errors", "local", "settings", "web"},
    "local": {"asked", "commands", "intake", "settings", "warehouse"},
    "serving": {"client", "errors", "settings"},
    "printing": {"harmless"},
    "harmless": set(),
    "pages": EVERYTHING
    | {
        "confidences",
        "harmless",
        "organisation",
        "loading",
        "receipt",
        "risk_history",
        "web",
    },
    "app": EVERYTHING | {"pages", "web"},
}

# Each library and the only places that may import it: a room or a path inside one.
LIBRARIES: dict[str, set[str]] = {
    "streamlit": {"app", "pages", "analytics.web", "analytics.cli"},
    "duckdb": {
        "analytics.warehouse",
        "analytics.intake.child",
        "analytics.intake.own_database",
        "analytics.intake.quick_jira",
        "analytics.intake.template",
    },
    "pandas": {
        "analytics.answers",
        "analytics.answered_plans",
        "analytics.answers_flow",
        "analytics.answered_forecasts",
        "analytics.item_forecasts",
        "analytics.crosscheck",
        "analytics.groups",
        "analytics.hours",
        "analytics.replayed",
        "analytics.sprints",
        "pages",
        "analytics.calendar",
        "analytics.facts",
        "analytics.figures",
        "analytics.measures",
        "analytics.confidences",
        "analytics.risk_history",
        "analytics.plans",
        "analytics.metrics",
        "analytics.receipt",
        "analytics.reports",
        "analytics.reviews",
        "analytics.sharing",
        "analytics.showing",
        "analytics.warehouse",
        "analytics.web",
        "analytics.cli",
    },
    "plotly": {
        "pages",
        "analytics.figures",
        "analytics.reports",
        "analytics.reviews",
        "analytics.sharing",
        "analytics.web",
    },
    "icalendar": {
        "analytics.importers.ics_document",
        "analytics.importers.ics_event",
    },
    "dateutil": {"analytics.importers.ics_repeat"},
    "msgspec": {
        "analytics.intake.quick_jira",
        "analytics.intake.quick_records",
    },
    "http.client": {"analytics.client", "analytics.web"},
    "urllib.request": {"analytics.client", "analytics.web"},
    # Nowhere: nothing is pickled, nothing is fetched.
    "pickle": set(),
    "marshal": set(),
    "shelve": set(),
    "requests": set(),
    "httpx": set(),
}

# What a place may name in annotations only: importers and the parts of the reading
# child are handed its connection, they never open one.
ANNOTATED: dict[str, set[str]] = {"duckdb": {"analytics.importers", "analytics.intake"}}

# SQL in a Python string begins like this; a sentence for the reader does not.
SQL = re.compile(
    r"\s*(?:select\s.*\sfrom\s|SELECT\s|insert into|INSERT INTO|delete from"
    r"|DELETE FROM|create (?:or replace )?(?:table|view)"
    r"|CREATE (?:OR REPLACE )?(?:TABLE|VIEW)|with \w+ as \(|WITH \w+ AS \()",
    re.DOTALL,
)


def sources(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the dotted name and the path of each module that we ship."""
    paths = [root / "app.py", *root.glob("analytics/**/*.py")]
    for path in sorted([*paths, *root.glob("pages/**/*.py")]):
        if path.exists():
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(p for p in parts if p != "__init__"), path


def imported(module: str, path: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the full name of everything a module imports."""
    package = module.split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=source, names=names, level=level):
                base = package[: len(package) - level + 1] if level else []
                stem = ".".join([*base, *([source] if source else [])])
                yield from ((node.lineno, f"{stem}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Attribute(attr="import_module")
                | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def annotation_lines(tree: ast.AST) -> set[int]:
    """Return the lines under `if TYPE_CHECKING:`, which never run."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        for part in node.body
        for line in range(part.lineno, (part.end_lineno or part.lineno) + 1)
    }


def within(name: str, place: str) -> bool:
    """Tell whether a dotted name is a place or something inside it."""
    return name == place or name.startswith(f"{place}.")


def room(module: str) -> str | None:
    """Name the room of one of our modules, or None for anybody else's."""
    first, *rest = module.split(".")
    if first in {"app", "pages"}:
        return first
    return rest[0] if first == "analytics" and rest else None


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each string that is not a docstring."""
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in loose:
                yield node.lineno, text


def violations(root: Path) -> list[str]:
    """List every import and every piece of SQL that is where it must not be."""
    found = []
    for module, path in sources(root):
        here = room(module)
        where = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"), where)
        if here is not None and here not in EDGES:
            found.append(f"{where}: no line for {here!r} in EDGES")
            continue
        annotations = annotation_lines(tree)
        for line, name in imported(module, path, tree):
            named = ANNOTATED if line in annotations else {}
            there = room(name)
            allowed = EDGES[here] | {here} if here else set[str]()
            if there in EDGES and there not in allowed:
                found.append(f"{where}:{line}: {here} must not import {there}")
            found += [
                f"{where}:{line}: {library} is not for this place"
                for library, places in LIBRARIES.items()
                if within(name, library)
                and not any(
                    within(module, place)
                    for place in places | named.get(library, set())
                )
            ]
        if here not in {"warehouse", "intake"}:
            found += [
                f"{where}:{line}: SQL lives in analytics/warehouse/sql"
                for line, text in texts(tree)
                if SQL.match(text)
            ]
    found += [
        f"{path.relative_to(root).as_posix()}: SQL lives in analytics/warehouse/sql"
        for folder in ("analytics", "pages")
        for path in sorted(root.glob(f"{folder}/**/*.sql"))
        if not path.is_relative_to(root / "analytics/warehouse/sql")
    ]
    return found


def test_imports_run_one_way() -> None:
    assert violations(ROOT) == []


def test_the_rule_itself_has_no_way_back() -> None:
    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            new = EDGES[ahead.pop()] - COMMON - seen
            seen |= new
            ahead += new
        return seen

    assert [name for name in EDGES if name in reached(name)] == []


def test_nothing_imports_the_command_line() -> None:
    assert [name for name, allowed in EDGES.items() if "cli" in allowed] == []


@pytest.mark.parametrize(
    ("path", "text", "complaint"),
    [
        (
            "analytics/metrics/burndown.py",
            "from analytics.facts import Facts",
            "metrics must not import facts",
        ),
        (
            "analytics/metrics/burndown.py",
            "from ..warehouse import Warehouse",
            "metrics must not import warehouse",
        ),
        (
            "analytics/metrics/__init__.py",
            "from .. import figures",
            "metrics must not import figures",
        ),
        (
            "analytics/figures/risk.py",
            "def draw():\n    from analytics import reviews",
            "figures must not import reviews",
        ),
        (
            "analytics/web/routes.py",
            "import analytics.cli",
            "web must not import cli",
        ),
        (
            "analytics/reports/pack.py",
            "from importlib import import_module\nimport_module('analytics.web')",
            "reports must not import web",
        ),
        (
            "analytics/facts.py",
            "import pages.ui.state",
            "facts must not import pages",
        ),
        (
            "analytics/reviews/narrative.py",
            "import streamlit as st",
            "streamlit is not for this place",
        ),
        (
            "analytics/metrics/risk.py",
            "import duckdb",
            "duckdb is not for this place",
        ),
        (
            "analytics/intake/accept.py",
            "from duckdb import connect",
            "duckdb is not for this place",
        ),
        (
            "analytics/importers/jira_csv.py",
            "import duckdb",
            "duckdb is not for this place",
        ),
        (
            "analytics/metrics/flow.py",
            "if TYPE_CHECKING:\n    import duckdb",
            "duckdb is not for this place",
        ),
        (
            "analytics/importers/jira_csv.py",
            "import pandas",
            "pandas is not for this place",
        ),
        (
            "pages/risks.py",
            "from urllib.request import urlopen",
            "urllib.request is not for this place",
        ),
        (
            "pages/ui/cache.py",
            "import pickle",
            "pickle is not for this place",
        ),
        (
            "pages/budget.py",
            "QUERY = '''\n    select amount\n    from fct_cost\n'''",
            "SQL lives in analytics/warehouse/sql",
        ),
        (
            "analytics/metrics/budget.sql",
            "select 1",
            "SQL lives in analytics/warehouse/sql",
        ),
        (
            "analytics/helpers.py",
            "",
            "no line for 'helpers' in EDGES",
        ),
    ],
)
def test_a_planted_violation_is_found(
    tmp_path: Path, path: str, text: str, complaint: str
) -> None:
    planted = tmp_path / path
    planted.parent.mkdir(parents=True)
    planted.write_text(text, encoding="utf-8")
    assert [line.split(": ", 1)[1] for line in violations(tmp_path)] == [complaint]


def test_what_is_allowed_is_left_alone(tmp_path: Path) -> None:
    for path, text in {
        "app.py": "import streamlit as st\nfrom analytics.web import ROUTES",
        "pages/risks.py": "from analytics.metrics import risk\nimport streamlit",
        "analytics/client.py": "from analytics.web import port\nimport http.client",
        "analytics/web/server.py": "import streamlit",
        "analytics/importers/base.py": "if TYPE_CHECKING:\n    import duckdb",
        "analytics/intake/child.py": "import duckdb\nfrom . import strict",
        "analytics/metrics/flow.py": "from . import risk\nfrom ..errors import Error",
        "analytics/errors.py": '"""select a from b"""\nHINT = "Select a file from it."',
        "analytics/warehouse/sql/marts/fct_cost.sql": "select 1",
    }.items():
        planted = tmp_path / path
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text(text, encoding="utf-8")
    assert violations(tmp_path) == []
