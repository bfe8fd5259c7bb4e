"""Purchase orders and contracts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.importers.base import Grid
from analytics.importers.commitment import COMMITMENT
from tests.importers.raw import read_csv
from tests.importers.tables import rejected

ORDERS = """\
PO number,Vendor,Category,Description,Ordered on,Ordered amount,Invoiced amount,Status
4500,Studio,Design,Screens,2025-09-03,"€272,000.00","€243,609.50",Partly invoiced
4501,Cloud,Hosting,Servers,2025-09-05,"€15,000.00",€0.00,Cancelled
,Total,,,,"€287,000.00",,
"""


def test_orders_with_what_was_invoiced() -> None:
    result = read_csv(COMMITMENT, ORDERS)
    assert result.column("amount")[:2] == [Decimal(272000), Decimal(15000)]
    assert result.column("invoiced_amount")[:2] == [Decimal("243609.50"), Decimal(0)]
    assert result.column("currency")[:2] == ["EUR", "EUR"]
    assert result.column("ordered_on")[:2] == [date(2025, 9, 3), date(2025, 9, 5)]
    assert result.column("status")[:2] == ["Partly invoiced", "Cancelled"]
    assert result.problems == []


def test_a_total_line_is_no_order() -> None:
    assert rejected(COMMITMENT, ORDERS) == [(4, "a total line")]


@pytest.mark.parametrize(
    "header",
    [
        "PO number,Vendor,Amount",
        "Contract number,Supplier,Contract value,End date",
        "Bestellnummer,Lieferant,Bestelldatum,Bestellwert (EUR)",
        "Numéro de commande,Fournisseur,Montant engagé",
        "Número de pedido,Proveedor,Importe",
        "Supplier,Order date,Value",
    ],
)
def test_lists_of_orders_are_claimed(header: str) -> None:
    assert COMMITMENT.find(Grid("", (tuple(header.split(",")),))) is not None


@pytest.mark.parametrize(
    "header",
    [
        *("Posting date,PO number,Vendor,Amount", "PO number,Amount", "Vendor,Amount"),
        *("Invoice no.,PO number,Vendor,Amount", "PO number,Vendor,Budget,Amount"),
    ],
)
def test_what_only_looks_like_orders_is_not_claimed(header: str) -> None:
    assert COMMITMENT.find(Grid("", (tuple(header.split(",")),))) is None
