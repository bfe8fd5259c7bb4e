"""What fields are called, as it is believed while a file is being read.

The last change in a file can tell a field's name. Rather than reading everything twice,
a guess is made from the start, and what was asked of it is held against what turns out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.headers import plain
from analytics.importers.jira_fields import FieldNames, field_names, role_by_shape
from analytics.intake.quick_records import Answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Told = dict[str, tuple[str, str]]
"""The name of each field, by its id: in its latest change, with the instant of that."""

SHAPED = ("unnamed", "custom")
"""Roles of fields that are judged by their values."""


class Guess(FieldNames):
    """Names of fields that remember what they were asked for."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take names by id."""
        super().__init__(names)
        self.answers = Answers(self.roles)

    def number_name(self, key: str) -> str:
        """Return the name under which the numbers of a field are kept."""
        name = self.answers.numbers[key] = super().number_name(key)
        return name

    def event_name(self, item: Mapping[str, Any], event: str) -> str | None:
        """Return the name of an item's field; for numbers the one used today."""
        identity = item.get("fieldId")
        if event == "number" and isinstance(identity, str):
            self.answers.changed[identity] = self.display.get(identity)
        return super().event_name(item, event)

    def shape(self, key: str, value: object) -> str:
        """Return what a field must be, judged by its value."""
        named = role_by_shape(key, value, is_named=True)
        unnamed = role_by_shape(key, value, is_named=False)
        if named != unnamed:
            self.answers.telling.add(key)
        return named if self.role(key) == "custom" else unnamed


def holds(answers: Answers, names: FieldNames) -> bool:
    """Say whether these names would have given the same answers."""
    numbers, changed = answers.numbers, answers.changed
    return (
        all(_is_same(answers, key, names.role(key)) for key in answers.roles)
        and all(names.number_name(key) == name for key, name in numbers.items())
        and all(names.display.get(key) == name for key, name in changed.items())
    )


def _is_same(answers: Answers, key: str, role: str) -> bool:
    own = answers.roles[key]
    if role in SHAPED and own in SHAPED and key not in answers.telling:
        return True
    return role == own


def is_spelled(answers: Answers, names: FieldNames) -> bool:
    """Say whether fields keyed by their names are spelled as these are."""
    spelled = {plain(name): name for name in names.names.values()}
    return all(spelled.get(plain(key), key) == key for key in answers.roles)


def learn(told: Told, created: str, key: str, name: str) -> None:
    """Note a change, where it is the latest of its field."""
    if (created, name) >= told.get(key, ("", "")):
        told[key] = (created, name)


def known_names(said: object, told: Iterable[Told]) -> FieldNames:
    """Return the names that a response says and changes tell."""
    changes = (
        {"created": created, "items": [{"fieldId": key, "field": name}]}
        for one in told
        for key, (created, name) in one.items()
    )
    return field_names([said], changes)
