"""One measurement beside its gate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, its unit, and the most it may be (None: for the record)."""

    what: str
    figure: float
    unit: str
    gate: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether it is above its gate."""
        return self.gate is not None and self.figure > self.gate

    def line(self) -> str:
        """Return the line that is printed.

        >>> Measured("import", 1.216, "x", 1.3).line()
        'import                                              1.22 x   gate 1.30 ok'
        """
        text = f"{self.what:<48}{self.figure:>8.2f} {self.unit}"
        if self.gate is None:
            return text
        return f"{text}   gate {self.gate:.2f} {'MISSED' if self.is_missed else 'ok'}"
