"""The words of the issues: summaries, descriptions, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FACETS = (
    "first version",
    "error states",
    "mobile layout",
    "audit trail",
    "screen-reader support",
    "back-office view",
    "notification e-mail",
    "translated texts",
)
DEFECTS = (
    "wrong total after rounding",
    "page hangs on a slow connection",
    'button stays disabled after "Back"',
    "date shown one day early",
    "accent lost in the customer's name",
    "double entry when clicked twice",
    "old value shown until reload",
    "time-out is reported as success",
)
CHORES = (
    "Prepare load test for {}",
    "Write run book for {}",
    "Agree test data for {}",
    "Measure response times of {}",
    "Review access rights of {}",
)
RULES = (
    "record the decision and its reason",
    "show the rule before the customer confirms",
    "monthly return to the regulator",
    "keep evidence for six years",
    "apply the rule to existing customers",
    "letter for customers without e-mail",
)
PARTS = (
    "Write API contract",
    "Add component tests",
    "Update help text",
    "Test on small screens",
    "Review with customer care",
)
BLOCKERS = (
    "Waiting for the identity vendor, the test tenant is down again.",
    "Blocked: Northgate must confirm the field list, call planned.",
    "Test data incomplete, asked the migration team.",
    "Environment is being patched, no deployments until it is back.",
)
SCREENS = ("the overview page", "the detail page", "a phone in portrait mode")


def story_text(feature: str, facet: str, rng: Random) -> str:
    """Return a user story with acceptance criteria, in wiki markup."""
    screen = rng.choice(SCREENS)
    return (
        f"*User story*\nAs a customer, I want {feature.lower()} ({facet}), so that I "
        f"do not have to call.\n\n*Acceptance criteria*\n"
        f"# Works on {screen}, with keyboard only\n"
        f'# Shows "Try again" when the billing system is away\n'
        f"# Figures agree with the back office, to the cent"
    )


def bug_text(feature: str, defect: str, rng: Random) -> str:
    """Return a defect report with steps, in wiki markup."""
    return (
        f"*Steps*\n# Sign in as test customer {rng.randint(100, 999)}\n"
        f"# Open {feature.lower()}\n# Confirm, then go back\n\n"
        f"*Expected:* the same data, no error\n*Seen:* {defect}"
    )


def rule_text(feature: str, rule: str, rng: Random) -> str:
    """Return the text of a change request."""
    return (
        f"Change request OFM-CR-{rng.randint(10, 99)}, raised by the Office for Fair "
        f"Metering.\n\nRule: {feature.lower()}, {rule}.\n"
        f"Applies from the day of go-live; no exemption, no transition period."
    )


def task_text(feature: str) -> str:
    """Return the text of a task."""
    return f"Needed before {feature.lower()} can go live.\nOwner: team, by agreement."
