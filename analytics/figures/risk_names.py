"""What a risk is called on a chart or in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence


def named(risks: pd.DataFrame) -> Sequence[str]:
    """Return the key of each risk with its title, or alone where it has none.

    >>> named(pd.DataFrame({"risk_id": ["R-1", "R-2"], "title": ["Frost", None]}))
    ['R-1 Frost', 'R-2']
    >>> named(pd.DataFrame({"risk_id": ["7"], "title": ["Frost"]}))  # bare numbers
    ['#7 Frost']
    """
    return [
        _key(risk) if pd.isna(title) else f"{_key(risk)} {title}"
        for risk, title in zip(risks["risk_id"], risks["title"], strict=True)
    ]


def _key(risk: object) -> str:
    return f"#{risk}" if str(risk).isdigit() else f"{risk}"
