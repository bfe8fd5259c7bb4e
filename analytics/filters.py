"""Filters: a frozen value, to and from the parameters of a link."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_VALUES = 50
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the issues of a dashboard; empty means everything.

    Values of one field are alternatives, fields narrow each other.
    """

    team: tuple[str, ...] = ()
    issue_type: tuple[str, ...] = ()
    epic: tuple[str, ...] = ()
    label: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Filters:
        """Read link parameters; anything that makes no sense is left out.

        >>> Filters.from_query({"team": ["Apollo"], "as_of": ["2026-01-31"]}).team
        ('Apollo',)
        """
        return cls(
            **{
                field.name: tuple(
                    dict.fromkeys(
                        value
                        for value in query.get(field.name, ())[:MAX_VALUES]
                        if value and len(value) <= MAX_LENGTH and value.isprintable()
                    )
                )
                for field in fields(cls)
            }
        )

    def to_query(self) -> dict[str, list[str]]:
        """Return the parameters that reproduce these filters."""
        return {
            field.name: list(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name)
        }

    @property
    def is_active(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, field.name) for field in fields(self))

    def sentence(self) -> str:
        """Say what is shown.

        >>> Filters(team=("Apollo", "Borealis")).sentence()
        'team Apollo or Borealis'
        """
        parts = [
            f"{field.name.replace('_', ' ')} {' or '.join(getattr(self, field.name))}"
            for field in fields(self)
            if getattr(self, field.name)
        ]
        return ", ".join(parts) or "everything"
