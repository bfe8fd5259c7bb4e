"""What a figure rests on, so that it can be traced to the lines of a file.

Frames that come from the warehouse carry `version_id`, the id of the stored row.
A metric returns the ids it used and the ids it left out with the reason; the receipt
resolves them to file, line and upload when somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

LEFT_OUT = ("table", "version_id", "subject", "reason")
"""Columns of `Basis.left_out`."""


def nothing_left_out() -> pd.DataFrame:
    """Return an empty list of rows left out."""
    return pd.DataFrame({name: pd.Series(dtype="object") for name in LEFT_OUT})


def left_out(table: str, rows: pd.DataFrame, subject: str, reason: str) -> pd.DataFrame:
    """List `rows` as left out, `subject` being the column that names them."""
    return pd.DataFrame(
        {
            "table": table,
            "version_id": rows["version_id"].to_numpy(),
            "subject": rows[subject].astype("str").to_numpy(),
            "reason": reason,
        },
        columns=list(LEFT_OUT),
    )


@dataclass(frozen=True, slots=True)
class Basis:
    """Formula in words, rows used and rows left out of one result.

    Attributes:
        formula: The definition in one or two sentences of plain words.
        used: Version ids by canonical table name.
        left_out: One row per row left out: table, version_id, subject, reason.
        rests_on: What kind of evidence the figure has, such as "change log".
    """

    formula: str
    used: Mapping[str, np.ndarray] = field(default_factory=dict)
    left_out: pd.DataFrame = field(default_factory=nothing_left_out)
    rests_on: str = ""

    @property
    def rows_used(self) -> int:
        """How many stored rows the figure rests on."""
        return sum(len(ids) for ids in self.used.values())
