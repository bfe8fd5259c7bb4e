"""The parts of a shared review on money: the budget, and how honest estimates were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import measures
from analytics.figures import honesty as past
from analytics.figures.budget import plot_budget, read_budget, table_budget
from analytics.figures.budget_curve import read_budget_curve, table_budget_curve
from analytics.figures.tie_out import read_tie_out, table_rates, table_tie_out
from analytics.sharing import tables
from analytics.sharing.frozen import Section
from analytics.sharing.measured import chart, method

if TYPE_CHECKING:
    from analytics.sharing.frozen import Table
    from analytics.sharing.shot import Shot


def budget(shot: Shot) -> Section:
    """Show what it costs against the budget, and what of the files counts.

    Files have the name they have at the foot of the page: kind and start of SHA-256.
    """
    result = shot.budget
    entries = measures.files_of(shot.facts)
    files = {number: f"{one.kind} {one.sha256[:8]}" for number, one in entries.items()}
    aside = {number: one.rows_quarantined for number, one in entries.items()}
    return Section(
        key="budget",
        question="What will it cost against the budget?",
        term="Budget variance",
        readings=(
            read_budget(result),
            read_budget_curve(result),
            *read_tie_out(result, files),
            *result.notes,
        ),
        chart=chart(plot_budget(result)),
        tables=_filled(
            tables.budget(table_budget(result), result.currency),
            tables.months(table_budget_curve(result), result.currency),
            tables.tie_out(table_tie_out(result, files, aside)),
            tables.rates(table_rates(result)),
        ),
        method=method(result.basis),
    )


def honesty(shot: Shot) -> Section:
    """Compare earlier ratings of risks and estimates of cost with what came."""
    rated, told = shot.rated, shot.estimated
    return Section(
        key="honesty",
        question="How honest were we?",
        term="Honesty of estimates",
        readings=(past.read_ratings(rated), past.read_past_estimates(told)),
        chart=chart(past.plot_past_estimates(told)),
        tables=_filled(
            tables.ratings(past.table_ratings(rated)),
            tables.ratings_by_category(past.table_rated_categories(rated)),
            tables.corrected(past.table_methods(told)),
            tables.corrected_by_category(past.table_cost_categories(told)),
        ),
        method=method(told.basis),
    )


def _filled(*found: Table) -> tuple[Table, ...]:
    return tuple(table for table in found if table.rows)
