"""Exchange rates by day."""

from __future__ import annotations

from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.numbers import Currency, Number
from analytics.importers.register_rows import unfilled
from analytics.schema import EXCHANGE_RATE as TABLE

OWN_RATE = (
    *("Exchange rate", "FX rate", "Conversion rate", "Wechselkurs", "Umrechnungskurs"),
    *("Taux de change", "Tipo de cambio", "Tasa de cambio"),
)
RATE = ("Rate", "Kurs", "Taux", "Tasa")
FROM = (
    *("From currency", "Base currency", "Source currency", "From", "Currency from"),
    *("Von Währung", "Ausgangswährung", "Quellwährung", "Von", "Devise source"),
    *("De la devise", "De", "Moneda origen", "Moneda de origen"),
)
TO = (
    *("To currency", "Quote currency", "Target currency", "To", "Currency to"),
    *("Nach Währung", "Zielwährung", "Nach", "In Währung", "Devise cible"),
    *("Vers la devise", "Vers", "Moneda destino", "Moneda de destino"),
)

EXCHANGE_RATE = CautiousImporter(
    name="exchange_rate",
    title="Exchange rates",
    kind="exchange rates",
    table=TABLE,
    columns={
        "valid_on": Date(
            (
                *("Valid from", "Valid on", "Date", "Rate date", "Effective date"),
                *("Gültig ab", "Gültig am", "Datum", "Stichtag", "Valable dès le"),
                *("Valide le", "Válido desde", "Fecha"),
            )
        ),
        "from_currency": Currency(FROM),
        "to_currency": Currency(TO),
        "rate": Number((*OWN_RATE, *RATE)),
        "source": Text(("Source", "Provider", "Quelle", "Fuente", "Bank")),
    },
    signatures=(
        ("from_currency", "to_currency", "rate?"),
        ("from_currency?", "to_currency?", "rate?", "valid_on?"),
        ("from_currency?", "to_currency?", "rate"),
    ),
    general={
        "from_currency": ("From", "Von", "De"),
        "to_currency": ("To", "Nach", "Vers"),
        "rate": RATE,
    },
    forbids=("Amount", "Betrag", "Montant", "Importe", "Hours", "Quantity", "Budget"),
    rejects=unfilled("a rate", "rate"),
)
