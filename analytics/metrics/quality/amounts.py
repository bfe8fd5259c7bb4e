"""How far lines of money could move a headline figure, as exact bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.money import converted, text
from analytics.metrics.quality.finding import Effect, blank

if TYPE_CHECKING:
    import pandas as pd

    from analytics.metrics.quality.material import Material


def counted(known: Material, rows: pd.DataFrame, wrong: pd.Series) -> pd.DataFrame:
    """Return the ledger lines among these that are in what is spent."""
    return rows[wrong & rows.index.isin(known.money.costs.used.index)]


def effect_on(
    known: Material, figure: str, lines: pd.DataFrame, *, adds: bool = False
) -> Effect:
    """Bound a figure if any of these lines came in (`adds`) or went out.

    Each line may move the figure or not, so charges bound it on one side and
    credits on the other: lines of 100 and -30 that go out leave it between 100 less
    and 30 more. They count as the budget converts them; a currency that is no code
    is taken to be the project's.
    """
    worth = converted(lines["amount"], known.rate_of(lines).fillna(1.0))
    amounts = worth * (1 if adds else -1)
    low, high = amounts.clip(upper=0).sum(), amounts.clip(lower=0).sum()
    return Effect(
        figure,
        known.currency,
        known.totals[figure],
        float(low) / 100,
        float(high) / 100,
    )


def foreign(known: Material, rows: pd.DataFrame) -> pd.Series:
    """Say which lines name another currency than the project's."""
    iso = text(rows["currency"]).str.upper()
    return ~iso.isin(["", known.currency.upper()])


def unconverted(known: Material, rows: pd.DataFrame) -> pd.Series:
    """Say which lines name another currency that no rate of their day converts."""
    return foreign(known, rows) & known.rate_of(rows).isna()


def bad_code(currency: pd.Series) -> pd.Series:
    """Say which texts are no currency code: three letters.

    >>> import pandas as pd
    >>> bad_code(pd.Series(["EUR", "eur", "Euro", "", None])).tolist()
    [False, False, True, False, False]
    """
    is_code = text(currency).str.fullmatch(r"[A-Za-z]{3}").astype("bool")
    return ~blank(currency) & ~is_code


def in_other_currency(known: Material, figure: str, lines: pd.DataFrame) -> Effect:
    """Bound a figure by what foreign lines are worth at the newest rate known.

    Without a rate for every currency of the lines there is no bound.
    """
    rates = _rates(known)
    iso = text(lines["currency"]).str.upper()
    missing = sorted(set(iso) - set(rates.index))
    amounts = lines["amount"].fillna(0.0) * iso.map(rates).astype("float64")
    if missing:
        total = lines["amount"].groupby(iso).sum()
        sums = ", ".join(f"{total[name]:,.2f} {name}" for name in missing)
        note = f"there is no exchange rate for {sums}"
        return Effect(
            figure, known.currency, known.totals[figure], None, None, note=note
        )
    low, high = amounts.clip(upper=0).sum(), amounts.clip(lower=0).sum()
    return Effect(
        figure,
        known.currency,
        known.totals[figure],
        round(float(low), 2),
        round(float(high), 2),
        note="at the newest rates in the files" if len(lines) else "",
    )


def _rates(known: Material) -> pd.Series:
    """Return what one unit of each currency is worth on the status date."""
    rates = known.table("exchange_rate")
    ours = text(rates["to_currency"]).str.upper() == known.currency.upper()
    rows = rates[ours & ~rates["valid_on"].ge(known.end)].sort_values(
        "valid_on", na_position="first", kind="stable"
    )
    named = text(rows["from_currency"]).str.upper()
    newest = rows["rate"].groupby(named).last()
    return newest[newest > 0]
