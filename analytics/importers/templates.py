"""Empty tables to fill in, for what no tool exports.

Each template names its columns as the importer of its kind finds them, and carries
example rows, so that a downloaded template can be uploaded as it is.
"""

from __future__ import annotations

from analytics.importers.template import Template, TemplateColumn, template_csv
from analytics.importers.templates_plan import PLAN
from analytics.importers.templates_registers import REGISTERS

__all__ = ["TEMPLATES", "Template", "TemplateColumn", "template_csv"]


def _columns(*columns: tuple[str, str]) -> tuple[TemplateColumn, ...]:
    return tuple(TemplateColumn(name, meaning) for name, meaning in columns)


TEMPLATES: tuple[Template, ...] = (
    Template(
        "budget",
        "Budget",
        "budget.csv",
        "budget",
        _columns(
            ("Period", "Month, quarter or year, such as 2026-03, Q1 2026 or 2026"),
            ("Category", "What the money is for"),
            ("Work package", "Part of the project, if the budget is split by parts"),
            ("Vendor", "Supplier, if it is known"),
            ("CAPEX/OPEX", "CAPEX or OPEX, if the two are kept apart"),
            ("Budget type", "Budget, Contingency, Management reserve or Forecast"),
            ("Planned amount", "Planned amount of the period"),
            ("Currency", "ISO code, such as EUR"),
        ),
        (
            *(
                ("2026-01", "Staff", "Portal", "", "CAPEX", "Budget", "40000", "EUR"),
                ("2026-02", "Staff", "Portal", "", "CAPEX", "Budget", "42000", "EUR"),
                (
                    "2026-02",
                    "Hosting",
                    "",
                    "Cloud Ltd",
                    "OPEX",
                    "Budget",
                    "3500",
                    "EUR",
                ),
            ),
            ("2026-03", "Reserve", "", "", "", "Contingency", "20000", "EUR"),
        ),
    ),
    Template(
        "cost",
        "Cost ledger",
        "cost_ledger.csv",
        "cost",
        _columns(
            ("Posting date", "When it was booked"),
            ("Document number", "Invoice or document, to find it again"),
            ("Category", "The same categories as in the budget"),
            ("Work package", "The same work packages as in the budget"),
            ("Vendor", "Who is paid"),
            ("PO number", "Purchase order it belongs to, if any"),
            ("Description", "What it was for"),
            ("Amount", "Amount; a credit note is negative"),
            ("Currency", "ISO code, such as EUR"),
            ("Risk ID", "Risk whose damage it pays for, if any"),
            ("Accrual", "Yes where it is received and not invoiced yet"),
        ),
        (
            (
                *("2026-01-30", "INV-1001", "Staff", "Portal", "", "", "January"),
                *("39250.00", "EUR", "", "no"),
            ),
            (
                *("2026-02-14", "INV-1002", "Hosting", "", "Cloud Ltd", "4500001"),
                *("Servers", "1750.00", "EUR", "", ""),
            ),
            (
                *("2026-02-27", "INV-1003", "Hosting", "", "Cloud Ltd", "4500001"),
                *("Credit note", "-250.00", "EUR", "", ""),
            ),
        ),
    ),
    Template(
        "commitments",
        "Purchase orders",
        "commitments.csv",
        "commitments",
        _columns(
            ("PO number", "Number of the purchase order"),
            ("Vendor", "Supplier"),
            ("Category", "The same categories as in the budget"),
            ("Description", "What was ordered"),
            ("Ordered on", "Date of the order"),
            ("Due date", "Expected delivery or end"),
            ("Ordered amount", "Amount of the order"),
            ("Invoiced amount", "Invoiced so far"),
            ("Currency", "ISO code, such as EUR"),
            ("Status", "Open, closed or cancelled"),
        ),
        (
            (
                *(
                    "4500001",
                    "Cloud Ltd",
                    "Hosting",
                    "Servers for a year",
                    "2026-01-05",
                ),
                *("2026-12-31", "21000.00", "1500.00", "EUR", "Open"),
            ),
            (
                *("4500002", "Studio Ltd", "Design", "Screens", "2026-01-19"),
                *("2026-03-31", "18000.00", "18000.00", "EUR", "Closed"),
            ),
        ),
    ),
    Template(
        "risks",
        "Risk register",
        "risks.csv",
        "risks",
        _columns(
            ("Risk ID", "Number of the risk"),
            ("Title", "Short title"),
            ("Type", "Threat or Opportunity"),
            ("Category", "Category"),
            ("Status", "Open, Closed or Occurred"),
            ("Owner", "Who answers for it"),
            ("Probability", "35%, a band such as 25% to 50%, or a word such as High"),
            ("Impact", "Amount of money; a gain is negative"),
            ("Impact (days)", "Days of delay"),
            ("Response", "What is done about it"),
            ("Response cost", "What the response costs"),
            ("Residual probability", "Probability after the response"),
            ("Residual impact", "Impact after the response"),
            ("Currency", "ISO code, such as EUR"),
            ("Identified on", "When it was raised"),
            ("Due date", "Date of the next action"),
        ),
        (
            (
                *("R-1", "Supplier is late", "Threat", "Supplier", "Open", "A. Owner"),
                *("50% to 75%", "60000", "20", "Weekly calls", "2000", "25%", "40000"),
                *("EUR", "2026-01-12", "2026-02-27"),
            ),
            (
                *("R-2", "Discount on licences", "Opportunity", "Money", "Open"),
                *("B. Owner", "40%", "-15000", "", "Ask early", "0", "60%", "-15000"),
                *("EUR", "2026-01-20", "2026-03-13"),
            ),
        ),
    ),
    Template(
        "sprints",
        "Sprint dates",
        "sprints.csv",
        "sprints",
        _columns(
            ("Sprint", "Name of the sprint exactly as in the tracker"),
            ("Start", "When it started"),
            ("End", "When it is planned to end"),
            ("Complete", "When it was closed, empty while it runs"),
            ("Goal", "What it is to achieve"),
        ),
        (
            ("Sprint 1", "2026-01-05", "2026-01-19", "2026-01-19", "Sign in works"),
            ("Sprint 2", "2026-01-19", "2026-02-02", "", "First payment"),
        ),
    ),
    Template(
        "issues",
        "Issues",
        "issues.csv",
        "issues",
        _columns(
            ("Issue key", "Key people call it by, such as APP-12"),
            ("Issue Type", "Story, Bug, Task or Epic"),
            ("Summary", "Title"),
            ("Status", "Status in your workflow"),
            ("Status Category", "To Do, In Progress or Done"),
            ("Assignee", "Who works on it"),
            ("Sprint", "Name of its sprint"),
            ("Story Points", "Estimate"),
            ("Created", "When it was created"),
            ("Resolved", "When it was finished, empty while it is open"),
            ("Due date", "Due date, if it has one"),
        ),
        (
            (
                *("APP-1", "Story", "Sign in", "Done", "Done", "A. Owner", "Sprint 1"),
                *("5", "2026-01-05", "2026-01-14", ""),
            ),
            (
                *("APP-2", "Story", "Pay by card", "In Review", "In Progress"),
                *("B. Owner", "Sprint 2", "8", "2026-01-06", "", "2026-02-13"),
            ),
        ),
    ),
    *PLAN,
    *REGISTERS,
)
