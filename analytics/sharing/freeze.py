"""Freeze what the pages show into a review that can be shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import RequestError
from analytics.sharing import money, overview, parts
from analytics.sharing.frozen import Frozen, Stamp
from analytics.warehouse.imports import list_imports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from analytics.facts import Facts
    from analytics.sharing.frozen import Section
    from analytics.sharing.shot import Shot

MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a review that can be shared or left out.

    Attributes:
        key: Its name in code.
        label: Its name on the page.
        holds: What the viewer gets to see, in words, for the preview.
        make: Makes it.
    """

    key: str
    label: str
    holds: str
    make: Callable[[Shot], Section]


PARTS: tuple[Part, ...] = (
    Part(
        "overview",
        "Overview",
        "the headline figures with one sentence each, and the burn-up of the project, "
        "or the milestones where there is only a plan",
        overview.overview,
    ),
    Part(
        "forecast",
        "Forecast",
        "when the project is done with which chance, how often such forecasts were "
        "right, and why the date moved",
        parts.forecast,
    ),
    Part(
        "burndown",
        "Burn-down",
        "the burn-down of the sprint or release in view, day by day",
        parts.burndown,
    ),
    Part(
        "budget",
        "Budget",
        "budget, spent, ordered and expected amounts by name and month by month, what "
        "of each file counts to the cent, and the exchange rates used",
        money.budget,
    ),
    Part(
        "risks",
        "Risks",
        "every open risk with title, probability, impact and exposure; no owners",
        parts.risks,
    ),
    Part(
        "honesty",
        "Honesty",
        "how earlier ratings of risks and estimates of cost compare with what came",
        money.honesty,
    ),
)
"""In the order of the page."""
NEVER = (
    "rows of the files, summaries and descriptions of issues",
    "names and addresses of people: assignees, reporters, owners of risks",
    "file names, paths, and anything you upload later",
)
"""What a link never holds, for the preview."""


def freeze(
    shot: Shot,
    chosen: Sequence[str],
    *,
    title: str,
    created_at: datetime,
    expires_at: datetime,
) -> Frozen:
    """Measure the chosen parts now and keep what is seen of them.

    Args:
        shot: Facts and what is looked at: frame, unit, breakdown.
        chosen: Keys of `PARTS`; their order does not matter.
        title: Title of the page, free text.
        created_at: Now, in UTC without zone.
        expires_at: When the link ends, likewise.

    Raises:
        RequestError: No part is chosen, or one that there is not.
    """
    if unknown := set(chosen) - {part.key for part in PARTS}:
        message = f"There is no part {min(unknown)!r}."
        raise RequestError(message)
    if not chosen:
        message = "Choose at least one part to share."
        raise RequestError(message)
    facts = shot.facts
    found = Frozen(
        title=" ".join(title.split())[:MAX_TITLE] or facts.project.name,
        project=facts.project.name,
        is_sample=facts.project.is_sample,
        as_of=facts.as_of,
        filters=facts.filters.sentence(),
        imports=stamps(facts),
        created_at=created_at,
        expires_at=expires_at,
        sections=tuple(part.make(shot) for part in PARTS if part.key in chosen),
    )
    # By way of its text: what is previewed and saved is what is stored, cleaned.
    return Frozen.from_json(found.to_json())


def stamps(facts: Facts) -> tuple[Stamp, ...]:
    """Return the imports that the facts rest on, the oldest first."""
    entries = list_imports(facts.warehouse, facts.project.project_id)
    return tuple(
        Stamp(entry.kind, entry.sha256[:8])
        for entry in sorted(entries, key=lambda entry: entry.import_id)
        if entry.import_id in facts.import_ids
    )
