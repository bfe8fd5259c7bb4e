"""Scales: the words and levels of a risk register and what they stand for.

The defaults are those of the PMBOK example (probability 0.1, 0.3, 0.5, 0.7, 0.9) and
five levels of impact. They are data: a project that uses another scale replaces them.
A label is compared in small letters and without punctuation.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scale: its value and the words for it, the first for people."""

    value: float
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels from the lowest to the highest.

    >>> PROBABILITY.values["almost certain"], PROBABILITY.at(1)
    (0.9, 0.1)
    """

    levels: tuple[Level, ...]

    @property
    def values(self) -> dict[str, float]:
        """Every label with its value."""
        return {label: level.value for level in self.levels for label in level.labels}

    def at(self, number: int) -> float:
        """Return the value of the level of that number, 1 is the lowest."""
        return self.levels[number - 1].value

    @property
    def sentence(self) -> str:
        """The scale in words, for a note."""
        return ", ".join(f"{level.labels[0]} {level.value:g}" for level in self.levels)


VERY_LOW = (
    *("very low", "vl", "sehr niedrig", "sehr gering", "très faible", "très bas"),
    *("muy bajo", "muy baja"),
)
LOW = ("low", "l", "niedrig", "gering", "faible", "bas", "bajo", "baja")
MEDIUM = (
    *("medium", "m", "med", "moderate", "mittel", "moyen", "moyenne", "modéré"),
    *("modérée", "medio", "media", "moderado", "moderada", "average"),
)
HIGH = ("high", "h", "hoch", "élevé", "élevée", "fort", "forte", "alto", "alta")
VERY_HIGH = (
    *("very high", "vh", "sehr hoch", "très élevé", "très élevée", "très fort"),
    *("très forte", "muy alto", "muy alta", "extreme"),
)

PROBABILITY = Scale(
    (
        Level(
            0.1,
            (
                *VERY_LOW,
                *("rare", "very unlikely", "highly unlikely", "improbable", "selten"),
                *("sehr unwahrscheinlich", "très improbable", "raro", "rara"),
                *("muy improbable", "negligible"),
            ),
        ),
        Level(0.3, (*LOW, "unlikely", "remote", "unwahrscheinlich", "peu probable")),
        Level(
            0.5,
            (
                *MEDIUM,
                *("possible", "occasional", "even", "möglich", "posible"),
            ),
        ),
        Level(0.7, (*HIGH, "likely", "probable", "wahrscheinlich")),
        Level(
            0.9,
            (
                *VERY_HIGH,
                *("almost certain", "near certain", "nearly certain", "very likely"),
                *("highly likely", "frequent", "sehr wahrscheinlich", "fast sicher"),
                *("très probable", "quasi certain", "casi seguro", "muy probable"),
            ),
        ),
    )
)
IMPACT = Scale(
    (
        Level(
            1,
            (
                *VERY_LOW,
                *("negligible", "insignificant", "unbedeutend", "vernachlässigbar"),
                *("négligeable", "insignifiant", "insignificante", "trivial"),
            ),
        ),
        Level(2, (*LOW, "minor", "mineur", "mineure", "menor", "marginal")),
        Level(3, (*MEDIUM, "mäßig", "spürbar")),
        Level(
            4,
            (
                *HIGH,
                *("major", "significant", "serious", "majeur", "majeure", "mayor"),
                *("erheblich", "important", "importante"),
            ),
        ),
        Level(
            5,
            (
                *VERY_HIGH,
                *("severe", "catastrophic", "critical", "schwerwiegend", "kritisch"),
                *("katastrophal", "critique", "catastrophique", "severo", "severa"),
                *("grave", "crítico", "crítica", "catastrófico", "catastrófica"),
            ),
        ),
    )
)
