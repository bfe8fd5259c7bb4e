"""The rules by which people count a sprint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analytics.metrics.scope import NO_START, long_day, no_estimates, numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import pandas as pd

    from analytics.metrics.scope import Floats, Frame, Unit

DoneRule = Literal["last_column", "status_category"]
NO_LOG = (
    "What was in the sprint when it started needs the change log. Upload the Jira "
    "export with its change log (JSON)."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to count a sprint.

    Attributes:
        key: Its name in tables.
        label: Its name on a page.
        says: What it counts, in one sentence.
        done: The done rule; None is that of the project.
        commitment: What it counts of each item as promised.
        completed: What it counts of each item as completed.
    """

    key: str
    label: str
    says: str
    done: DoneRule | None
    commitment: Callable[[pd.DataFrame], Floats]
    completed: Callable[[pd.DataFrame], Floats]


def _committed(items: pd.DataFrame) -> Floats:
    is_open = items["in_at_start"] & ~items["done_at_start"]
    return _where(is_open, items["at_start"])


def _in_at_start(items: pd.DataFrame) -> Floats:
    return _where(items["in_at_start"], items["at_start"])


def _ever_in(items: pd.DataFrame) -> Floats:
    return _where(items["was_in"], items["at_entry"])


def _completed(items: pd.DataFrame) -> Floats:
    return _where(is_completed(items), items["at_end"])


def _done_in_list(items: pd.DataFrame) -> Floats:
    return _where(items["in_at_end"] & items["done_at_end"], items["at_end"])


def _burnt(items: pd.DataFrame) -> Floats:
    return numbers(items, "burnt")


def _kept(items: pd.DataFrame) -> Floats:
    return np.where(is_completed(items), _committed(items), 0.0)


def is_completed(items: pd.DataFrame) -> pd.Series:
    """Say which items are in the sprint and done at its end, finished inside."""
    return items["in_at_end"] & items["done_at_end"] & items["finished_here"]


def _where(counts: pd.Series, amounts: pd.Series) -> Floats:
    found: Floats = np.where(counts.to_numpy(), amounts.to_numpy(), 0.0)
    return found


RULES: tuple[Rule, ...] = (
    Rule(
        "own",
        "This project",
        "As on the pages here: the project's own rules for done and for sub-tasks.",
        None,
        _committed,
        _completed,
    ),
    Rule(
        "jira_burndown",
        "Jira burn-down",
        "Done is the right-most column; each completion counts when it happens, with "
        "the estimate of that moment.",
        "last_column",
        _committed,
        _burnt,
    ),
    Rule(
        "jira_velocity",
        "Jira velocity chart",
        "Open at the start is promised; what is in the right-most column at the end, "
        "finished inside, is completed with its estimate then.",
        "last_column",
        _committed,
        _completed,
    ),
    Rule(
        "jira_sprint_report",
        "Jira sprint report",
        "All that was in at the start, done or not; completed as in the velocity "
        "chart.",
        "last_column",
        _in_at_start,
        _completed,
    ),
    Rule(
        "strict_baseline",
        "Strict baseline",
        "Only what was promised at the start counts, with the estimate of the start.",
        "last_column",
        _committed,
        _kept,
    ),
    Rule(
        "status_category",
        "Status category",
        "As the velocity chart, but done is the status category done, whatever the "
        "column.",
        "status_category",
        _committed,
        _completed,
    ),
    Rule(
        "report_lists",
        "Lists of the report added up",
        "Every list of the sprint report summed, added and removed items included: a "
        "common mistake, no commitment.",
        "last_column",
        _ever_in,
        _done_in_list,
    ),
)


def undefined(frame: Frame, items: pd.DataFrame, unit: Unit, as_of: date) -> str:
    """Return why a sprint cannot be counted, or an empty text."""
    if frame.kind != "sprint":
        return "This is told of one sprint. Choose a sprint."
    if frame.start is None:
        return NO_START
    if as_of < frame.start:
        return f"It starts on {long_day(frame.start)}, after {long_day(as_of)}."
    if frame.evidence != "change log":
        return NO_LOG
    return _nothing_to_count(items, unit)


def _nothing_to_count(items: pd.DataFrame, unit: Unit) -> str:
    if items.empty:
        return "No issue was in it by then."
    if not items[["at_start", "at_entry", "at_end"]].any(axis=None):
        return no_estimates(len(items), unit)
    return ""
