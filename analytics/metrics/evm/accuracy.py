"""Which method of the family has been the nearest so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.evm.indices import METHODS, completions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.metrics.evm.indices import EarnedValue, Method

JUDGED = ("on", "method", "estimate", "said", "came", "error")
"""Columns of `judge`: day, method, its EAC, the cost that it said for the work earned
since, the cost that came, and said - came as a share of what came."""


def judge(past: Sequence[tuple[date, EarnedValue]], now: EarnedValue) -> pd.DataFrame:
    """Hold each method of the past against what came since.

    On a past day a method priced the work that was left: BAC / CPI prices a unit of
    earned value at 1 / CPI, the atypical one at 1, the third at 1 / (CPI x SPI). For
    the work earned since,

        said  = (EV now - EV then) x price then
        came  = AC now - AC then
        error = (said - came) / came

    So no method has to wait for the end. For an account that is finished, EV now is
    BAC and this is the error of its whole estimate. Days on which a method has no
    value, and those since which nothing was earned or spent, are not judged.

    Returns:
        One row per day and method, columns `JUDGED`.

    >>> from datetime import date
    >>> from analytics.metrics.evm.indices import EarnedValue
    >>> then, now = EarnedValue(50, 40, 50, 200), EarnedValue(150, 120, 150, 200)
    >>> table = judge([(date(2026, 1, 31), then)], now)
    >>> table.set_index("method")["error"].round(2).to_dict()
    {'typical': 0.0, 'atypical': -0.2, 'cost_and_schedule': 0.25}
    """
    rows = []
    for day, then in past:
        work, came = now.earned - then.earned, now.actual - then.actual
        left = then.total - then.earned
        if work <= 0 or came <= 0 or left <= 0:
            continue
        for method, found in completions(then).items():
            if found.to_go is None:
                continue
            said = work * found.to_go / left
            error = (said - came) / came
            rows.append((day, method, found.estimate, said, came, error))
    return pd.DataFrame(rows, columns=list(JUDGED))


def nearest(judged: pd.DataFrame) -> tuple[Method | None, pd.Series]:
    """Return the method with the least mean absolute error, and that of each.

    None where nothing was judged yet. A tie goes to the simpler method.
    """
    if judged.empty:
        return None, pd.Series(dtype="float64")
    errors = judged["error"].abs().groupby(judged["method"]).mean()
    ranked = errors.reindex([name for name in METHODS if name in errors.index])
    best: Method = ranked.idxmin()  # type: ignore[assignment]
    return best, ranked
