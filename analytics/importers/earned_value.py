"""Planned, earned and actual value by period and control account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analytics.importers import money_headers
from analytics.importers.base import Fitted, Text
from analytics.importers.budget import END, PERIOD, START
from analytics.importers.cautious import CautiousImporter
from analytics.importers.headers import plain
from analytics.importers.numbers import Currency, Money
from analytics.importers.spans import SpanEnd, SpanStart
from analytics.importers.totals import total_lines
from analytics.importers.words import YesNo
from analytics.schema import EARNED_VALUE as TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import RawTable

CUMULATIVE = re.compile(
    r"\b(?:cum|cumul\w*|kum|kumul\w*|acum|acumul\w*|to date|à ce jour|a la fecha)\b"
)
PERIODIC = re.compile(
    r"\b(?:period\w*|incremental|monthly|per month|je (?:monat|periode)|mensuel|mensual"
    r"|par (?:période|mois)|por (?:período|mes))\b"
)
UNSAID = (
    "The headers do not say whether the amounts are those of each period or sums since "
    "the start. Add a column Cumulative with yes or no."
)
SNAPSHOT = (
    "The table names no periods: its amounts are sums since the start, up to the day "
    "of the file."
)
AMOUNTS = ("planned_amount", "earned_amount", "actual_amount")


def _forms(*names: str) -> tuple[str, ...]:
    """Return names as they stand, per period, and summed up since the start."""
    before = ("Cumulative {}", "Cum {}", "Cum. {}", "Kum. {}", "Periodic {}")
    behind = (
        *("{} (cum)", "{} (cum.)", "{} (cumulative)", "{} cum", "{} cumulative"),
        *("{} to date", "{} (to date)", "{} (kum.)", "{} kumuliert", "{} (kumuliert)"),
        *("{} cumulé", "{} cumulée", "{} (cumulé)", "{} acumulado", "{} (acumulado)"),
        *("{} (period)", "{} period", "{} per period", "{} (per period)"),
        "{} (incremental)",
    )
    return (*names, *(form.format(n) for form in (*behind, *before) for n in names))


class EarnedValueImporter(CautiousImporter):
    """Earned value, where the headers say whether amounts are sums since the start."""

    __slots__ = ()

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Fit, and say whether the amounts are sums since the start.

        Without any period they can be nothing else.
        """
        fitted = super().fit_all(raw, columns)
        if "is_cumulative" in columns:
            return fitted
        names = [plain(raw.header[columns[n][0]]) for n in AMOUNTS if n in columns]
        said = {_is_cumulative(name) for name in names}
        if not {"starts_on", "ends_before"} & columns.keys() and False not in said:
            fitted["is_cumulative"] = Fitted("true", notes=(SNAPSHOT,))
        elif len(said) == 1 and None not in said:
            fitted["is_cumulative"] = Fitted(str(said.pop()).lower())
        else:
            fitted["is_cumulative"] = Fitted("cast(null as boolean)", notes=(UNSAID,))
        return fitted


def _is_cumulative(name: str) -> bool | None:
    """Say what a header says of its amounts; None where it says nothing.

    >>> _is_cumulative("ev (cum)"), _is_cumulative("pv per period")
    (True, False)
    """
    if CUMULATIVE.search(name):
        return True
    return False if PERIODIC.search(name) else None


OWN_PLANNED = _forms(
    *("PV", "BCWS", "Planned value", "Planned value (PV)", "PV (BCWS)"),
    *("Budgeted cost of work scheduled", "Planwert", "Geplanter Wert"),
    *("Valeur planifiée", "VP", "CBTP", "Valor planificado", "Valor planeado"),
)
OWN_EARNED = _forms(
    *("EV", "BCWP", "Earned value", "Earned value (EV)", "EV (BCWP)"),
    *("Budgeted cost of work performed", "Fertigstellungswert", "Leistungswert"),
    *("Valeur acquise", "VA", "CBTE", "Valor ganado"),
)
OWN_ACTUAL = _forms(
    *("AC", "ACWP", "Actual cost (AC)", "AC (ACWP)", "Actual value"),
    *("Actual cost of work performed", "CRTE"),
)
ACTUAL = _forms(
    *("Actual cost", "Actual costs", "Actual", "Istkosten", "Ist-Kosten", "Coût réel"),
    *("Coûts réels", "Coste real", "Costo real"),
)
BUDGET = (
    *("BAC", "Budget at completion", "Budget at completion (BAC)"),
    *("Total budget", "Budget", "Gesamtbudget", "Plankosten gesamt", "Budget total"),
    *("Budget à l'achèvement", "Presupuesto hasta la conclusión", "Presupuesto"),
)
DAY = (
    *("Status date", "Data date", "As of", "As-of date", "Period end", "Week ending"),
    *("Month end", "Date", "Stichtag", "Statusdatum", "Datum", "Date d'état"),
    *("Date de situation", "Fecha de estado", "Fecha de corte", "Fecha"),
)

EARNED_VALUE = EarnedValueImporter(
    name="earned_value",
    title="Earned value",
    kind="earned value",
    table=TABLE,
    columns={
        "work_package": Text(money_headers.WORK_PACKAGE),
        "starts_on": SpanStart((*PERIOD, *START)),
        "ends_before": SpanEnd((*END, *DAY)),
        "planned_amount": Money(OWN_PLANNED),
        "earned_amount": Money(OWN_EARNED),
        "actual_amount": Money((*OWN_ACTUAL, *ACTUAL)),
        "budget_amount": Money(BUDGET),
        "currency": Currency(money_headers.CURRENCY),
        "is_cumulative": YesNo(
            ("Cumulative", "Cumulated", "Kumuliert", "Cumulé", "Acumulado")
        ),
    },
    signatures=(
        ("planned_amount", "earned_amount"),
        ("earned_amount", "actual_amount?"),
        ("planned_amount", "actual_amount"),
    ),
    general={"planned_amount": ("Planwert", "VP"), "earned_amount": ("VA",)},
    forbids=(*money_headers.TRACKER, "Probability", "Impact", "Likelihood"),
    rejects=total_lines(
        texts=("work_package",),
        dates=("starts_on", "ends_before"),
        amounts=AMOUNTS,
    ),
)
