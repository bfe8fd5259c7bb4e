"""Figures: one Plotly chart per module, a result in, a figure out."""
