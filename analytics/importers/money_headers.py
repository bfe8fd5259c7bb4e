"""Headers of budgets, ledgers and orders in English, German, French and Spanish.

Headers that the three kinds of file share stand here once; so do those that tell one
kind from another.
"""

from __future__ import annotations

CATEGORY = (
    *("Category", "Cost category", "Budget category", "Expense category"),
    *("Cost element", "Cost centre", "Cost center", "Account", "GL account"),
    *("Account name", "Budget line", "Line item", "Budget item", "Item"),
    *("Kategorie", "Kostenkategorie", "Kostenart", "Kostenstelle", "Konto"),
    *("Position", "Catégorie", "Poste", "Poste budgétaire", "Nature", "Compte"),
    *("Categoría", "Partida", "Partida presupuestaria", "Rubro", "Cuenta"),
    *("Department", "Abteilung", "Agency", "Cost type"),
)
WORK_PACKAGE = (
    *("Work package", "WP", "Control account", "WBS", "WBS element", "WBS code"),
    *("Activity", "Workstream", "Work stream", "Deliverable", "Phase", "Task"),
    *("Arbeitspaket", "PSP-Element", "PSP Element", "Teilprojekt"),
    *("Lot", "Lot de travaux", "Lot de travail", "Paquete de trabajo", "Fase"),
)
VENDOR = (
    *("Vendor", "Vendor name", "Supplier", "Supplier name", "Contractor", "Payee"),
    *("Lieferant", "Kreditor", "Auftragnehmer", "Fournisseur", "Prestataire"),
    *("Proveedor", "Contratista"),
)
COST_TYPE = (
    *("CAPEX/OPEX", "CAPEX OPEX", "CAPEX or OPEX", "OPEX/CAPEX", "Capex / Opex"),
    *("Cost type", "Expenditure type", "Spend type", "Type of cost", "Aufwandsart"),
    *("Type de dépense", "Tipo de gasto", "Type"),
)
DESCRIPTION = (
    *("Description", "Text", "Note", "Notes", "Comment", "Comments", "Details"),
    *("Memo", "Line text", "Posting text", "Project", "Project name", "Subject"),
    *("Beschreibung", "Buchungstext", "Bezeichnung", "Bemerkung", "Verwendungszweck"),
    *("Libellé", "Désignation", "Commentaire", "Remarque"),
    *("Descripción", "Concepto", "Detalle", "Observaciones"),
)
CURRENCY = ("Currency", "Currency code", "Währung", "Waehrung", "Devise", "Moneda")
QUANTITY = (
    *("Quantity", "Qty", "Hours", "Units", "Days", "Menge", "Anzahl", "Stunden"),
    *("Quantité", "Heures", "Cantidad", "Horas"),
)
UNIT_AMOUNT = (
    *("Unit price", "Unit cost", "Rate", "Hourly rate", "Price per unit"),
    *("Einzelpreis", "Stückpreis", "Stundensatz", "Prix unitaire", "Taux horaire"),
    *("Precio unitario", "Tarifa"),
)
PO_NUMBER = (
    *("PO number", "PO no.", "PO no", "PO", "PO #", "P.O. number", "Purchase order"),
    *("Purchase order number", "Purchase order no.", "Order number", "Order no."),
    *("Contract number", "Contract no.", "Contract ID", "Contract"),
    *("Bestellnummer", "Bestellung", "Bestell-Nr.", "Auftragsnummer"),
    *("Vertragsnummer", "Numéro de commande", "N° de commande", "N° commande"),
    *("Bon de commande", "Número de pedido", "N.º de pedido", "Pedido"),
    *("Orden de compra", "Número de contrato"),
)
POSTED = (
    *("Posting date", "Booking date", "Booked on", "Posted on", "Entry date"),
    *("Transaction date", "Invoice date", "Document date", "Value date"),
    *("Accounting date", "GL date", "Expense date", "Payment date", "Paid on"),
    *("Buchungsdatum", "Belegdatum", "Rechnungsdatum", "Zahlungsdatum"),
    *("Date comptable", "Date de comptabilisation", "Date d'écriture"),
    *("Date de facture", "Date facture", "Date de paiement"),
    *("Fecha contable", "Fecha de contabilización", "Fecha factura"),
    *("Fecha de factura", "Fecha de pago"),
)
"""Dates that only a ledger has."""

DOCUMENT = (
    *("Document no.", "Document no", "Document number", "Document", "Invoice number"),
    *("Invoice no.", "Invoice no", "Invoice", "Voucher", "Voucher no.", "Belegnummer"),
    *("Beleg", "Beleg-Nr.", "Rechnungsnummer", "Rechnung", "Journal entry"),
    *("Numéro de facture", "N° facture", "N° de facture", "Pièce", "N° pièce"),
    *("Número de factura", "Factura", "N.º de factura", "Número de documento"),
)
ORDERED = (
    *("Ordered on", "Order date", "PO date", "Date ordered", "Contract date"),
    *("Signed on", "Award date", "Bestelldatum", "Auftragsdatum", "Vertragsdatum"),
    *("Date de commande", "Date commande", "Fecha de pedido", "Fecha del pedido"),
    *("Fecha de contrato",),
)
ORDERED_AMOUNT = (
    *("Ordered amount", "Order amount", "Order value", "PO amount", "PO value"),
    *("Committed amount", "Commitment", "Contract value", "Contract amount"),
    *("Bestellwert", "Bestellsumme", "Auftragswert", "Auftragssumme", "Vertragswert"),
    *("Obligo", "Montant commandé", "Montant engagé", "Montant de la commande"),
    *("Importe del pedido", "Importe comprometido", "Valor del contrato"),
)
"""Amounts that only a list of orders has."""

PLANNED_AMOUNT = (
    *("Planned amount", "Budget", "Budget amount", "Budgeted amount", "Budgeted"),
    *("Planned budget", "Planned cost", "Planned costs", "Approved budget"),
    *("Baseline budget", "Baseline cost", "Baseline", "Original budget"),
    *("Total budget", "Budgeted cost", "Budget cost", "Planned", "Plan"),
    *("Budget at completion", "BAC", "Allocated budget", "Allocation"),
    *("Budgetbetrag", "Planbetrag", "Plankosten", "Geplant", "Planwert", "Soll"),
    *("Budget prévu", "Montant prévu", "Montant budgété", "Coût prévu", "Prévu"),
    *("Budget initial", "Presupuesto", "Importe presupuestado", "Presupuestado"),
    *("Importe previsto", "Coste previsto", "Costo planificado"),
)
"""Amounts that only a budget has."""

EARNED = (
    *("EV", "BCWP", "Earned value", "PV", "BCWS", "Planned value", "ACWP"),
    *("Fertigstellungswert", "Leistungswert", "Planwert (PV)", "Valeur acquise"),
    *("Valeur planifiée", "Valor ganado", "Valor planificado"),
    *("BCWP period", "BCWP (cum)", "Cumulative BCWP", "Cumulative EV", "EV (cum)"),
)
"""Headers that only a report of earned value has."""

AMOUNT = (
    *("Amount", "Total amount", "Net amount", "Value", "Total", "Cost", "Betrag"),
    *("Summe", "Kosten", "Montant", "Montant HT", "Coût", "Importe", "Monto"),
    *("Coste", "Costo"),
)
"""Amounts of any kind of file."""

TRACKER = (
    *(
        "Issue key",
        "Issue Type",
        "Issue id",
        "Vorgangsschlüssel",
        "Clave de incidencia",
    ),
    *("Clé de ticket", "Chave da item", "Klucz zgłoszenia", "Work Item Type"),
    *("Task ID", "Predecessors", "Baseline start", "Baseline finish"),
)
"""Headers of issue trackers and schedules."""
