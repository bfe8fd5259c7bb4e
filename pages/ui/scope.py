"""Changes of scope in words: their class, who made them, what came after a close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import sprints
from analytics.figures import theme
from analytics.metrics.scope_ledger import CLASSES
from pages.ui.cache import measured, once

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.corrections import Corrections
    from analytics.metrics.scope import Frame, Unit
    from analytics.metrics.scope_ledger import ScopeLedger

CHANGES = {
    "day": "Day",
    "issue_key": "Item",
    "ledger": "Change",
    "amount": "Change of what is left",
    "class": "Class",
    "change_id": "Change request",
    "approved": "Approved",
    "author": "Who",
}
CORRECTED = {
    "name": "Sprint",
    "closed": "Closed",
    "day": "Day",
    "issue_key": "Item",
    "ledger": "Change",
    "amount": "Change of what it held",
    "done_amount": "Change of what it completed",
    "author": "Who",
}


def changes(facts: Facts, frame: Frame, unit: Unit) -> ScopeLedger:
    """Classify the changes of scope of a frame."""
    return measured(
        "scope ledger",
        facts,
        lambda: sprints.scope_ledger_of(facts, frame, unit),
        frame,
        unit,
    )


@once
def change_table(facts: Facts, frame: Frame, unit: Unit) -> pd.DataFrame:
    """Return the changes of scope with readable names."""
    rows = changes(facts, frame, unit).rows
    return (
        rows[list(CHANGES)]
        .rename(columns=CHANGES)
        .assign(
            Day=_days(rows),
            Change=rows["ledger"].str.replace("_", "-"),
            Class=rows["class"].map(CLASSES),
            Approved=rows["approved"].map({True: "yes", False: "no"}),
        )
    )


def _days(rows: pd.DataFrame) -> list[str]:
    return list(map(_between, rows["earliest"], rows["day"]))


def _between(first: pd.Timestamp, last: pd.Timestamp) -> str:
    if pd.isna(first) or first == last:
        return theme.day(last.date())
    return f"{theme.day(first.date())} to {theme.day(last.date())}"


def change_sentence(found: ScopeLedger) -> str:
    """Say how much each class moved, nothing where none did."""
    parts = [
        f"{CLASSES[name].lower()} {theme.signed(moved, 1).replace('.0', '')} "
        f"in {number:,} {'change' if number == 1 else 'changes'}"
        for name, number, moved in found.totals.itertuples(index=False)
    ]
    return f"{', '.join(parts).capitalize()}." if parts else ""


@once
def corrected(facts: Facts, unit: Unit) -> pd.DataFrame:
    """List what was changed in sprints after they were closed."""
    rows = _corrections(facts, unit).rows
    return (
        rows[list(CORRECTED)]
        .rename(columns=CORRECTED)
        .assign(
            Closed=[theme.day(day.date()) for day in rows["closed"]],
            Day=_days(rows),
            Change=rows["ledger"].str.replace("_", "-"),
        )
    )


def none_corrected(facts: Facts, unit: Unit) -> str:
    """Say why no correction is listed."""
    nothing = "Nothing of a closed sprint was changed after its close."
    return _corrections(facts, unit).why or nothing


def _corrections(facts: Facts, unit: Unit) -> Corrections:
    return measured(
        "corrections", facts, lambda: sprints.corrections_of(facts, unit), unit
    )
