"""The reserve for known risks: what was set aside, and what of it is left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reserve:
    """The contingency, None where there is none, and what risks took out of it.

    Whether it is enough for the risks that are still open is a question to what is
    left of it: the damage of a risk that struck is paid and its money is gone.

    >>> Reserve(60_000, 15_000).left
    45000
    """

    contingency: float | None = None
    spent: float = 0.0

    @property
    def left(self) -> float | None:
        """The contingency less what risks that struck have cost; None without one."""
        return None if self.contingency is None else self.contingency - self.spent
