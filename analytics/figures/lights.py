"""Lights: status that can be read by its shape, its letter and its word."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from analytics.figures.theme import DASH, GREEN, NEUTRAL, OCHRE, VERMILLION

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Light:
    """A traffic light that can be read without seeing its colour."""

    shape: str
    letter: str
    word: str
    colour: str

    def __str__(self) -> str:
        """Return shape and letter, such as `▲ A`."""
        return f"{self.shape} {self.letter}"


RAG: Mapping[str, Light] = MappingProxyType(
    {
        "green": Light("●", "G", "on track", GREEN),
        "amber": Light("▲", "A", "needs attention", OCHRE),
        "red": Light("■", "R", "in trouble", VERMILLION),
        "grey": Light("○", DASH, "not enough data", NEUTRAL),
    }
)
