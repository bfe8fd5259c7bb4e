"""Money: what each check lets pass, and what it objects to."""

from __future__ import annotations

from tests.metrics.quality.case import Case, bad

INVOICE = {"document": "INV-1", "vendor": "Acme", "description": "May"}
ORDER = {"po_number": "PO-1"}
CASES = (
    Case("cost_without_category", cost=[{}, bad(category=None), bad(category=" ")]),
    Case("cost_without_date", cost=[{}, bad(booked_on=None)]),
    Case("cost_without_amount", cost=[{"amount": 0}, bad(amount=None)]),
    Case(
        "cost_foreign",
        cost=[
            {"currency": "eur"},
            {"currency": None},
            {"currency": "Dollar"},
            bad(currency="USD"),
        ],
    ),
    Case(
        "cost_bad_currency",
        cost=[
            {"currency": "USD"},
            {"currency": None},
            bad(currency="Dollar"),
            bad(currency="E1R"),
            bad(currency="€"),
        ],
    ),
    Case("cost_without_currency", cost=[{}, bad(currency=None), bad(currency="")]),
    Case(
        "cost_in_future",
        cost=[
            {"booked_on": "2026-06-30"},
            {"booked_on": None},
            bad(booked_on="2026-07-01"),
        ],
    ),
    Case(
        "cost_before_start",
        budget_line=[{}, {"starts_on": None}],
        cost=[{"booked_on": "2026-01-01"}, bad(booked_on="2025-12-31")],
    ),
    Case(
        "cost_after_close",
        budget_line=[{"ends_before": "2026-05-01"}],
        cost=[{"booked_on": "2026-04-30"}, bad(booked_on="2026-05-01")],
    ),
    Case(
        "invoice_twice",
        cost=[
            INVOICE,
            {**INVOICE, "amount": 99},
            {**INVOICE, "description": "June"},
            {**INVOICE, "vendor": "Other"},
            {"document": None},
            {"document": None},
            bad(INVOICE, document="inv-1", booked_on="2026-04-01"),
            bad(INVOICE, vendor=" ACME "),
        ],
    ),
    Case(
        "category_not_budgeted",
        budget_line=[{"category": "Build"}],
        cost=[{"category": "BUILD "}, {"category": None}, bad(category="Travel")],
    ),
    Case(
        "order_unknown",
        commitment=[ORDER],
        cost=[{"po_number": "po-1"}, {}, bad(po_number="PO-2")],
    ),
    Case(
        "risk_unknown",
        risk=[{"risk_id": "R1"}],
        cost=[{"risk_id": "r1"}, {}, bad(risk_id="R2")],
    ),
    Case("negative_budget", budget_line=[{"amount": 0}, bad(amount=-1)]),
    Case("budget_without_amount", budget_line=[{}, bad(amount=None)]),
    Case("budget_foreign", budget_line=[{"currency": None}, bad(currency="USD")]),
    Case(
        "budget_without_category",
        budget_line=[
            {},
            {"category": None, "budget_kind": "contingency"},
            bad(category=None),
            bad(category=None, budget_kind=None),
        ],
    ),
    Case(
        "budget_without_period",
        budget_line=[{}, bad(starts_on=None), bad(ends_before="2026-01-01")],
    ),
    Case(
        "budget_unspent",
        cost=[{"category": "build"}, {"category": "Late", "booked_on": "2026-07-01"}],
        budget_line=[
            {},
            {"category": "Autumn", "starts_on": "2026-06-01"},
            {"category": "Nothing", "amount": 0},
            {"category": "Reserve", "budget_kind": "contingency"},
            # The middle of 2026-06-20 to 2026-07-12 is 2026-07-01 00:00.
            {
                "category": "Middle",
                "starts_on": "2026-06-20",
                "ends_before": "2026-07-12",
            },
            bad(category="Travel", ends_before="2026-02-01"),
            bad(category="travel", starts_on="2026-02-01", ends_before="2026-03-01"),
            bad(category="Late", ends_before="2026-12-01"),
        ],
    ),
    Case(
        "budget_twice",
        budget_line=[
            {},
            {"note": "second"},
            {"amount": 999},
            {"amount": None},
            {"amount": None},
            bad(category="build"),
        ],
    ),
    Case(
        "order_over_invoiced",
        cost=[{"po_number": "P-3", "amount": 501}, {"po_number": "P-4", "amount": 500}],
        commitment=[
            {"po_number": "P-1", "invoiced_amount": 500},
            {"po_number": "P-4"},
            {"po_number": None},
            bad(po_number="P-2", invoiced_amount=501),
            bad(po_number="P-3"),
        ],
    ),
    Case("order_without_date", commitment=[{}, bad(ordered_on=None)]),
    Case("order_without_amount", commitment=[{}, bad(amount=None)]),
    Case("order_foreign", commitment=[{}, bad(currency="USD")]),
    Case(
        "order_twice",
        commitment=[
            ORDER,
            {**ORDER, "description": "second position"},
            {},
            {},
            bad(ORDER, po_number="po-1"),
        ],
    ),
    Case(
        "risk_without_owner",
        risk=[{}, {"owner": None, "state": "closed"}, bad(owner=None), bad(owner=" ")],
    ),
    Case(
        "risk_never_scored",
        risk=[
            {"reviewed_on": None},
            {"identified_on": "2020-01-01"},
            # Sixty days before 30 June.
            {"reviewed_on": None, "identified_on": "2026-05-01"},
            bad(reviewed_on=None, identified_on="2026-04-30"),
            bad(reviewed_on=None, identified_on=None),
        ],
    ),
    Case(
        "risk_stale",
        risk=[
            {"reviewed_on": "2026-05-01"},
            {"reviewed_on": None},
            bad(reviewed_on="2026-04-30"),
        ],
    ),
    Case(
        "risk_past_date",
        risk=[{"due_on": "2026-06-30"}, {}, bad(due_on="2026-06-29")],
    ),
    Case(
        "probability_without_impact",
        risk=[
            {},
            {"probability": None, "impact_amount": None},
            bad(impact_amount=None),
            bad(probability=0, impact_amount=None),
        ],
    ),
    Case("impact_without_probability", risk=[{}, bad(probability=None)]),
    Case(
        "risk_unscored",
        risk=[
            {"probability": None, "impact_amount": None, "impact_text": "High"},
            {"probability": None, "impact_amount": None, "score": 12},
            bad(probability=None, impact_amount=None),
        ],
    ),
    Case(
        "probability_out_of_range",
        risk=[
            {"probability": 0},
            {"probability": 1},
            {"probability": None},
            bad(probability=1.01),
            bad(residual_probability=-0.1),
            bad(probability=40),
        ],
    ),
    Case(
        "risk_foreign",
        risk=[{}, {"currency": None}, bad(currency="USD"), bad(currency="Euro")],
    ),
    Case(
        "exposure_differs",
        risk=[
            {"stated_exposure_amount": 500},
            {"stated_exposure_amount": -501},
            {"stated_exposure_amount": 505},
            {"stated_exposure_amount": None},
            bad(stated_exposure_amount=506),
            bad(stated_exposure_amount=5000),
        ],
    ),
    Case(
        "response_makes_worse",
        risk=[
            {"residual_probability": 0.5},
            {"residual_impact_amount": 900},
            {"residual_impact_amount": -2000, "impact_amount": -1}
            | {"risk_kind": "opportunity"},
            bad(residual_probability=0.6),
            bad(residual_impact_amount=1001),
        ],
    ),
    Case(
        "struck_without_cost",
        cost=[{"risk_id": "r2"}, {"risk_id": "R5", "booked_on": "2026-07-01"}],
        risk=[
            {},
            {"state": "occurred"},
            {"state": "occurred", "actual_amount": 0},
            {"state": "occurred", "occurred_on": "2026-07-01"},
            bad(state="occurred"),
        ],
    ),
    Case(
        "closed_without_date",
        risk=[{}, {"state": "closed", "closed_on": "2026-06-01"}, bad(state="closed")],
    ),
    Case(
        "open_past_closing",
        risk=[
            {},
            {"closed_on": "2026-12-01"},
            {"state": "closed", "closed_on": "2026-06-01"},
            bad(closed_on="2026-06-01"),
        ],
    ),
    Case(
        "closed_before_raised",
        risk=[
            {"closed_on": "2026-05-01"},
            {"identified_on": None, "closed_on": "2020-01-01"},
            bad(closed_on="2026-04-30"),
            bad(occurred_on="2026-04-30"),
        ],
    ),
    Case(
        "risk_twice",
        risk=[
            {"title": "Flood"},
            {"title": None},
            {"title": None},
            {"title": "Flood", "state": "closed"},
            bad(title="flood "),
        ],
    ),
)
