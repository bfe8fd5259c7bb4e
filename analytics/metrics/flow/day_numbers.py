"""Days as whole numbers since 1970: what flow counts with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    Days = NDArray[np.int64]

NEVER = 2**31 - 1
"""The day of what has not happened, in days since 1970."""


def day_number(day: date) -> int:
    """Return a day as days since 1970.

    >>> from datetime import date
    >>> day_number(date(1970, 1, 11))
    10
    """
    return int(np.datetime64(day, "D").astype(np.int64))


def day_numbers(days: pd.Series) -> Days:
    """Return days as days since 1970, NEVER for those that are missing."""
    found = days.to_numpy(dtype="datetime64[us]").astype("datetime64[D]")
    numbers: Days = found.astype(np.int64)
    return np.where(np.isnat(found), NEVER, numbers)


def dates(numbers: Days) -> pd.Series:
    """Return days since 1970 as naive midnights, NaT for NEVER."""
    found = np.where(numbers < NEVER, numbers, 0).astype("datetime64[D]")
    shown = pd.Series(found.astype("datetime64[us]"))
    return shown.mask(numbers >= NEVER)
