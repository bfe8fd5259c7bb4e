"""What is registered of a metric."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Good = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing Steerco measures.

    Attributes:
        key: Name on the command line and in links.
        label: Name on a page.
        unit: What it counts.
        question: The question of the meeting that it answers.
        good: Where it should go: up, down or none.
        needs: Kinds of files it is made of, as `schema` names them.
        definition: The function that measures it; its docstring is the definition.
    """

    key: str
    label: str
    unit: str
    question: str
    good: Good
    needs: tuple[str, ...]
    definition: Callable[..., object]

    @property
    def glossary(self) -> str:
        """The definition in words."""
        return cleandoc(self.definition.__doc__ or "")
