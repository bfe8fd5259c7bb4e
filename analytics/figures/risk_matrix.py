"""The risk matrix: how likely and how severe, threats beside opportunities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from plotly.subplots import make_subplots

from analytics.figures.labels import escape, shorten
from analytics.figures.risk_names import named
from analytics.figures.theme import TEMPLATE, TEXT_ON_LIGHT, canvas, dash, explain
from analytics.metrics.scales import GRADES

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.risk import RiskExposure

FILLS = ("#DCE9F5", "#F6C667", "#F08A5D")
"""Grounds of low, moderate and high cells: pale, so that dark text is legible."""

LISTED = 5
"""So many risks of a cell are named when one points at it."""

TITLES = {"threat": "Threats", "opportunity": "Opportunities"}


def plot_risk_matrix(
    result: RiskExposure, moves: pd.DataFrame | None = None
) -> go.Figure:
    """Draw how many open risks are in each cell, with the letter of its grade.

    An arrow leads from where a risk was to where it is now (`RiskBurndown.moves`).
    """
    titles = {"x_title": "Impact", "y_title": "Probability"}
    if result.risks.empty:
        return explain(canvas(**titles), "There is no open risk")
    placed = result.matrix[result.matrix["risks"] > 0]
    if placed.empty:
        reason = "No open risk has both a level of probability and one of impact"
        return explain(canvas(**titles), reason)
    kinds = [kind for kind in TITLES if kind in set(placed["risk_kind"])]
    figure = make_subplots(
        cols=len(kinds),
        shared_yaxes=True,
        horizontal_spacing=0.04,
        subplot_titles=[TITLES[kind] for kind in kinds],
    )
    for place, kind in enumerate(kinds, 1):
        _panel(figure, result, kind, place)
        if moves is not None:
            _arrows(figure, moves[moves["risk_kind"] == kind], place)
    figure.update_xaxes(title_text="Impact (level)")
    # Gains mirror losses, so that what matters most meets in the middle.
    if len(kinds) > 1:
        figure.update_xaxes(autorange="reversed", col=len(kinds))
    figure.update_yaxes(title_text="Probability (level)", col=1)
    return figure.update_layout(template=TEMPLATE, height=440)


def read_risk_matrix(result: RiskExposure) -> str:
    """Say in one sentence how many open risks are high."""
    number = len(result.risks)
    if not number:
        return "There is no open risk in the register."
    grades = result.risks["grade"].value_counts()
    high, moderate = int(grades.get("high", 0)), int(grades.get("moderate", 0))
    sentence = (
        f"Of {number} open risk{'s' if number > 1 else ''} {high or 'none'}"
        f" {'are' if high > 1 else 'is'} high and {moderate or 'none'} moderate"
    )
    if result.unplaced:
        sentence += f"; {result.unplaced} cannot be placed, a level is missing"
    return f"{sentence}."


def table_risk_matrix(result: RiskExposure) -> pd.DataFrame:
    """Return the open risks with the names of their levels."""
    scale, risks = result.scale, result.risks
    return pd.DataFrame(
        {
            "Risk": risks["risk_id"],
            "Title": risks["title"],
            "Kind": risks["risk_kind"],
            "Probability": _named(risks["probability_level"], scale.probability_labels),
            "Impact": _named(risks["impact_level"], scale.impact_labels),
            "Grade": risks["grade"].fillna(dash("a level is missing")),
        }
    )


def _named(levels: pd.Series, labels: tuple[str, ...]) -> list[str]:
    return [
        dash("not known") if pd.isna(level) else labels[int(level) - 1]
        for level in levels
    ]


def _panel(figure: go.Figure, result: RiskExposure, kind: str, place: int) -> None:
    cells = result.matrix[result.matrix["risk_kind"] == kind]
    scale, steps = result.scale, len(GRADES)
    shape = len(scale.probability_labels), len(scale.impact_labels)
    ranks = np.array([GRADES.index(grade) for grade in cells["grade"]])
    figure.add_heatmap(
        x=[escape(label) for label in scale.impact_labels],
        y=[escape(label) for label in scale.probability_labels],
        z=ranks.reshape(shape),
        text=np.array(_counts(cells), dtype="object").reshape(shape),
        customdata=np.array(_names(cells, result), dtype="object").reshape(shape),
        name=TITLES[kind],
        zmin=0,
        zmax=steps - 1,
        colorscale=[
            (edge / steps, fill) for n, fill in enumerate(FILLS) for edge in (n, n + 1)
        ],
        showscale=False,
        xgap=3,
        ygap=3,
        texttemplate="%{text}",
        textfont={"color": TEXT_ON_LIGHT, "size": 15},
        hovertemplate="%{customdata}<extra></extra>",
        row=1,
        col=place,
    )


def _arrows(figure: go.Figure, moves: pd.DataFrame, place: int) -> None:
    """Draw one arrow for each way that risks went, with how many went it."""
    way = ["probability_from", "impact_from", "probability_to", "impact_to"]
    for _, rows in moves.groupby(way):
        p_from, i_from, p_to, i_to = (int(level) for level in rows[way].iloc[0])
        figure.add_annotation(
            x=i_to - 1,
            y=p_to - 1,
            ax=i_from - 1,
            ay=p_from - 1,
            xref=f"x{place}" if place > 1 else "x",
            yref=f"y{place}" if place > 1 else "y",
            axref=f"x{place}" if place > 1 else "x",
            ayref=f"y{place}" if place > 1 else "y",
            showarrow=True,
            arrowhead=3,
            arrowwidth=2,
            arrowcolor=TEXT_ON_LIGHT,
            standoff=14,
            hovertext=f"{len(rows)} moved: {escape(', '.join(rows['risk_id']))}",
        )


def _counts(cells: pd.DataFrame) -> list[str]:
    """Return the letter of each cell's grade, with the count where there is one."""
    return [
        f"<b>{count}</b> {grade[0].upper()}" if count else grade[0].upper()
        for count, grade in zip(cells["risks"], cells["grade"], strict=True)
    ]


def _names(cells: pd.DataFrame, result: RiskExposure) -> list[str]:
    """Return the grade of each cell and the first of its risks."""
    levels = ["risk_kind", "probability_level", "impact_level"]
    groups = result.risks.dropna(subset=levels).groupby(levels)
    names = {cell: [shorten(name, 60) for name in named(rows)] for cell, rows in groups}
    texts = []
    for kind, probability, impact, grade in zip(
        *(cells[level] for level in levels), cells["grade"], strict=True
    ):
        found = names.get((kind, probability, impact), [])
        more = [f"and {len(found) - LISTED} more"] if len(found) > LISTED else []
        texts.append("<br>".join([grade.capitalize(), *found[:LISTED], *more]))
    return texts
