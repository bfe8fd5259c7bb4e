"""What is said of a register whose scores leave open up to what they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SENTENCES = {
    "assumed": "The register scores risks and does not say up to what: scores of 1 to "
    "{top} were assumed. If the scale is another one, set it in the settings of the "
    "project, under Risks.",
    "unknown": "The register scores risks with numbers that could be levels of several "
    "scales, or percents: probabilities without a percent sign were not read. Set the "
    "scale in the settings of the project, under Risks.",
}
"""What is said of scores, by how the end of their scale is known."""


def score_warnings(connection: DuckDBPyConnection) -> list[str]:
    """Say which scale was assumed for the scores of the typed risks, or ask for it."""
    rows = connection.execute(
        "select distinct score_basis, score_top from typed_risk order by all"
    ).fetchall()
    return [
        SENTENCES[basis].format(top=f"{top or 0:g}")
        for basis, top in rows
        if basis in SENTENCES
    ]
