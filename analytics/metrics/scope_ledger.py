"""The scope-change ledger: what came in, went out or changed its size, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.money import after
from analytics.metrics.scope import basis_of, scope_changes, split

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.scope import Frame, Unit

CLASSES = {
    "change_request": "Change request",
    "split": "Split off",
    "discovered": "Discovered",
    "new": "New",
    "brought_in": "Brought in",
    "taken_out": "Taken out",
    "re_sized": "Re-sized",
}
COLUMNS = (
    *("day", "earliest", "issue_key", "ledger", "amount", "done_amount"),
    *("class", "change_id", "approved", "author"),
)
FORMULA = (
    "Every change of scope after the start: added, removed, or estimated anew, with "
    "the change of what is left."
)
UNKNOWN = "Known only with a change log, or with several uploads."


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What classifies a change of scope.

    Attributes:
        issues: issue_key, created_day, parent_key, epic_key.
        requests: Change requests: change_id, decision, issue_keys.
        links: Rows of fct_issue_link: kind, before_key, after_key, linked_at.
        authors: Who made a change, by the version_id of the stored event.
    """

    issues: pd.DataFrame
    requests: pd.DataFrame
    links: pd.DataFrame
    authors: Mapping[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class ScopeLedger:
    """The changes of scope of one frame.

    Attributes:
        frame: What changed.
        unit: points, items or hours.
        rows: One row per change, oldest first: day, earliest (the first day on which
            it can have happened, where it lies between two uploads), issue_key,
            ledger, amount, done_amount, class (a key of `CLASSES`), change_id,
            approved (True, False, or missing where nobody decided), author (missing
            where no change log names one).
        totals: Per class: changes, amount.
        why: The reason where nothing is known.
        basis: Rows used.
    """

    frame: Frame
    unit: Unit
    rows: pd.DataFrame
    totals: pd.DataFrame
    basis: Basis
    why: str = ""


def scope_ledger(
    deltas: pd.DataFrame,
    *,
    frame: Frame,
    unit: Unit,
    as_of: date,
    told: Told,
) -> ScopeLedger:
    """Classify every change of scope after the start.

    The first class that holds: *change request*, the item is named by a change
    request, whose decision says whether it was approved; of what was added, *split*:
    created after the start and linked as split from an item that was in the frame, or
    created after the start as a child or clone of an item that was made smaller, taken
    out or completed on the same day; *discovered*: created after the start under an
    epic that
    the frame held at its start; *new*: created after the start otherwise; *brought in*:
    it was there before. Removed is *taken out*, estimated anew is *re-sized*. Amounts
    are changes of what is left, in points, items or hours; eight in and eight out are
    two rows. Approved is unknown, a dash, where no change request names the item or
    nobody decided. Undefined without a start, and from one file without a change log.
    Who made a change is told by the change log, by the name that it shows; of a change
    between two uploads, and of an item created inside, nobody knows.

    >>> added, removed = 8.0, -8.0  # churn: the net of 0 would hide both
    >>> abs(added) + abs(removed)
    16.0

    Args:
        deltas: Rows of fct_scope_delta.
        frame: What to look at.
        unit: points, items or hours.
        as_of: Last day that may be known.
        told: What else is known of the items.
    """
    used = split(deltas, frame, as_of)[0]
    rows = scope_changes(deltas, frame=frame, unit=unit, as_of=as_of)
    named = _requests(told.requests)
    rows = rows.assign(
        change_id=pd.Series(
            [_ids(named.get(key, {})) for key in rows["issue_key"]],
            rows.index,
            dtype="str",
        ),
        approved=pd.Series(
            [_approved(named.get(key, {})) for key in rows["issue_key"]],
            rows.index,
            dtype="boolean",
        ),
    )
    rows["author"] = _authors(rows, told.authors)
    rows["class"] = _classes(rows, used, frame, told, after(as_of))
    rows = rows.reindex(columns=[*COLUMNS, "version_id", "table"])
    is_unknown = frame.start is None or frame.evidence == "reconstructed"
    basis = basis_of(FORMULA, rows, rows[:0], why="", rests_on=frame.evidence)
    return ScopeLedger(
        frame=frame,
        unit=unit,
        rows=rows[list(COLUMNS)],
        totals=_totals(rows),
        basis=basis,
        why=UNKNOWN if is_unknown else "",
    )


def _requests(requests: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return per item the change requests that name it, with their decisions."""
    found: dict[str, dict[str, str]] = {}
    columns = (requests[name] for name in ("change_id", "decision", "issue_keys"))
    for change_id, decision, keys in zip(*columns, strict=True):
        for key in keys if isinstance(keys, list | tuple | np.ndarray) else ():
            decided = decision if isinstance(decision, str) else ""
            found.setdefault(str(key), {})[str(change_id)] = decided
    return found


def _ids(named: Mapping[str, str]) -> str | None:
    return ", ".join(sorted(named)) or None


def _approved(named: Mapping[str, str]) -> bool | None:
    """Say whether a request was approved; None where nobody decided."""
    if "approved" in named.values():
        return True
    return False if {"rejected", "deferred"} & set(named.values()) else None


def _authors(rows: pd.DataFrame, authors: Mapping[int, str]) -> pd.Series:
    """Return who made each change, where an event of a change log is behind it."""
    is_logged = rows["table"].eq("issue_event")
    return rows["version_id"].where(is_logged).map(dict(authors)).astype("str")


def _classes(
    rows: pd.DataFrame,
    used: pd.DataFrame,
    frame: Frame,
    told: Told,
    end: pd.Timestamp,
) -> np.ndarray:
    links = told.links[~(told.links["linked_at"] >= end)]
    known = told.issues.drop_duplicates("issue_key").set_index("issue_key")
    about = known.reindex(rows["issue_key"])
    epic = about["epic_key"].fillna(about["parent_key"])
    start = pd.Timestamp(frame.start) if frame.start else pd.NaT
    is_young = (about["created_day"] >= start).to_numpy()
    added = (rows["ledger"] == "added").to_numpy()
    before = used[used["day"].le(start) & used["ledger"].isin(("initial", "added"))]
    opening = known.reindex(before["issue_key"].unique())
    epics = set(opening["epic_key"].fillna(opening["parent_key"]).dropna())
    return np.select(
        [
            rows["change_id"].notna().to_numpy(),
            (rows["ledger"] == "removed").to_numpy(),
            ~added,
            is_young & _is_split(rows, used, about["parent_key"], links),
            is_young & epic.isin(epics).to_numpy(),
            is_young,
        ],
        ["change_request", "taken_out", "re_sized", "split", "discovered", "new"],
        "brought_in",
    )


def _is_split(
    rows: pd.DataFrame, used: pd.DataFrame, parents: pd.Series, links: pd.DataFrame
) -> np.ndarray:
    """Say which items came out of another one that was in the frame."""
    smaller = {*_less(used, "items"), *_less(rows, "amount")}
    held = set(used["issue_key"])
    origins: dict[tuple[str, str], set[str]] = {}
    for kind, before, later in zip(
        *(links[name] for name in ("kind", "before_key", "after_key")), strict=True
    ):
        origins.setdefault((kind, later), set()).add(before)
    named = zip(rows["issue_key"], rows["day"], parents, strict=True)
    return np.array(
        [
            bool(origins.get(("split", key), set()) & held)
            or any(
                (one, day) in smaller
                for one in {parent, *origins.get(("clone", key), ())}
            )
            for key, day, parent in named
        ],
        dtype="bool",
    )


def _less(rows: pd.DataFrame, column: str) -> set[tuple[str, pd.Timestamp]]:
    """Return which items became less, and when."""
    less = rows[rows[column] < 0]
    return set(zip(less["issue_key"], less["day"], strict=True))


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    groups = rows.groupby("class")["amount"]
    table = pd.DataFrame({"changes": groups.size(), "amount": groups.sum()})
    order = [name for name in CLASSES if name in table.index]
    return table.reindex(order).rename_axis("class").reset_index()
