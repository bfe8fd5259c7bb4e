"""The changes of a file as the replay reads them: values before and after.

Nothing of the warehouse's models is used but what a status counts as, so that what is
replayed is computed independently of the ledgers of the warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analytics.warehouse import reads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.facts import Facts

GROUPS = {"epic": "epic", "parent": "epic", "labels": "label"}
FIELDS = {"number": "points", "remaining": "hours", "issue_type": "type", **GROUPS}
Side = tuple[Any, Any]
"""Id and text of one side of a change."""


class Meaning(NamedTuple):
    """What the names in a change log stand for.

    Attributes:
        done: Whether a status counts as done; an unknown one does not.
        subtasks: Whether a type, in lower case, is that of a sub-task.
        today: Of each issue its type today, in lower case, and whether it is a
            sub-task today: items of one type can be both in some trackers.
    """

    done: Mapping[str, bool]
    subtasks: Mapping[str, bool]
    today: Mapping[str, tuple[str, bool]]

    def is_subtask(self, issue_key: str, text: object) -> bool:
        """Say whether an issue was a sub-task while its type was called so.

        >>> meant = Meaning({}, {"task": True}, {"A-1": ("task", False)})
        >>> meant.is_subtask("A-1", "Task"), meant.is_subtask("A-2", "Task")
        (False, True)
        """
        name = text.casefold() if isinstance(text, str) else ""
        known, is_subtask = self.today.get(issue_key, ("", False))
        return is_subtask if name == known else self.subtasks.get(name, False)


def meaning(facts: Facts, done: Mapping[str, bool]) -> Meaning:
    """Gather what the names in the change logs of a project stand for."""
    types, issues = facts.issue_types, facts.issues
    names = issues["issue_type"].fillna("").str.casefold()
    flags = issues["is_subtask"].astype("bool")
    return Meaning(
        done,
        dict(zip(types["issue_type"], types["is_subtask"], strict=True)),
        dict(zip(issues["issue_key"], zip(names, flags, strict=True), strict=True)),
    )


def issues_today(facts: Facts) -> pd.DataFrame:
    """Return the issues that can be in a frame.

    Epics are in their children; what a closed sprint held before it had any is not.
    """
    lists = reads.memberships(facts.warehouse, facts.set_id)
    found = facts.issues.merge(lists, on="issue_key", how="left")
    found = found[~found["is_container"] | found["counted_until"].notna()]
    kept = ["issue_key", "version_id", "status", "is_done", "is_subtask", "is_counted"]
    return found[[*kept, "points", "hours", "created_at", "counted_until"]].assign(
        sprints=found["sprint_ids"].map(_ids),
        fix_versions=found["fix_versions"].map(_ids),
    )


def estimated(changes: pd.DataFrame, issues: pd.DataFrame) -> pd.DataFrame:
    """Keep of the number fields only the one that each issue is estimated in."""
    used = issues.set_index("issue_key")["used_point_field"].str.lower()
    wanted = changes["issue_key"].map(used)
    names = changes["field_name"].str.lower()
    by_name = names.str.contains("story ?point", regex=True, na=False)
    right = (names == wanted).where(wanted.notna(), by_name)
    return changes[(changes["field"] != "number") | right.astype("bool")]


def events(changes: pd.DataFrame, meant: Meaning, *, member: str = "") -> pd.DataFrame:
    """Turn the texts of the file into values before and after.

    Args:
        changes: Field changes as imported.
        meant: What the names of statuses and types stand for.
        member: The epic or label whose members are followed; changes of epics and
            labels that do not name it tell nothing.
    """
    sides = ("issue_key", "field", "from_id", "from_text", "to_id", "to_text")
    changes = changes[_tells(changes, member)]
    values = [
        _values((key, field), (from_id, from_text), (to_id, to_text), meant)
        if field not in GROUPS
        else (
            _named(field, from_id, from_text, member),
            _named(field, to_id, to_text, member),
        )
        for key, field, from_id, from_text, to_id, to_text in zip(
            *(changes[name] for name in sides), strict=True
        )
    ]
    return pd.DataFrame(
        {
            "issue_key": changes["issue_key"],
            "version_id": changes["version_id"],
            "at": changes["at"],
            "seq": pd.to_numeric(changes["history_id"], errors="coerce").fillna(0),
            "field": changes["field"].replace(FIELDS),
            "old": _column(values, 0, changes.index),
            "new": _column(values, 1, changes.index),
        }
    )


def _tells(changes: pd.DataFrame, member: str) -> pd.Series:
    """Say which changes are of values, or of being in the epic or label."""
    sides = ("field", "from_id", "from_text", "to_id", "to_text")
    told = [
        field not in GROUPS
        or bool(_named(field, from_id, from_text, member))
        or bool(_named(field, to_id, to_text, member))
        for field, from_id, from_text, to_id, to_text in zip(
            *(changes[name] for name in sides), strict=True
        )
    ]
    return pd.Series(told, changes.index, dtype="bool")


def _named(field: str, number: object, text: object, member: str) -> tuple[str, ...]:
    """Return the epic or label as a list, if this side of a change names it.

    Jira writes all labels with blanks between them, GitHub writes the one that came
    or went.
    """
    words = text.split() if field == "labels" and isinstance(text, str) else []
    return (member,) if member and member in (number, text, *words) else ()


def _column(values: Sequence[tuple[Any, Any]], side: int, index: pd.Index) -> pd.Series:
    return pd.Series([one[side] for one in values], index, dtype="object")


def _values(
    of: tuple[str, str], before: Side, after: Side, meant: Meaning
) -> tuple[Any, Any]:
    """Return what stands on both sides of a change of (issue, field)."""
    issue_key, field = of
    if field == "status":
        was, now = meant.done.get(before[1], False), meant.done.get(after[1], False)
        return bool(was), bool(now)
    if field == "issue_type":
        sides = (before[1], after[1])
        was, now = (meant.is_subtask(issue_key, text) for text in sides)
        return bool(was), bool(now)
    if field == "sprint":
        return _split(before[0]), _split(after[0])
    if field == "remaining":
        return _seconds(before[0]), _seconds(after[0])
    return _number(before[1]), _number(after[1])


def _split(text: object) -> tuple[str, ...]:
    if not isinstance(text, str):
        return ()
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _ids(values: object) -> tuple[str, ...]:
    return tuple(values) if isinstance(values, Iterable) else ()


def _number(text: object) -> float:
    return float(pd.to_numeric(pd.Series([text]), errors="coerce").iloc[0])


def _seconds(text: object) -> float:
    return _number(text) / 3600
