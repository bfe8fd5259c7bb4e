"""The glossary: the definitions of all metrics, from their own docstrings."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from analytics.metrics.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.metrics.registered.metric import Metric

GOOD = {
    "up": "More is better.",
    "down": "Less is better.",
    "none": "Neither more nor less is better by itself.",
}
HIDDEN = ("Args:", "Returns:", "Raises:")


def search(words: str) -> list[Metric]:
    """Return the metrics that hold all the words."""
    wanted = words.casefold().split()
    return [
        metric
        for metric in METRICS
        if all(
            word in f"{metric.label} {metric.question} {metric.glossary}".casefold()
            for word in wanted
        )
    ]


def show(metric: Metric) -> None:
    """Show one definition: words as words, formulas and examples as they stand."""
    with st.container(border=True, key=f"card-{metric.key}"):
        st.header(metric.label, anchor=metric.key)
        st.caption(f"{metric.question} In {metric.unit}. {GOOD[metric.good]}")
        st.markdown(_definition(metric))


@cache
def _definition(metric: Metric) -> str:
    """Return a definition as one text: an element for each part costs far more."""
    return "\n\n".join(
        f"```\n{text}\n```" if is_literal else text
        for is_literal, text in blocks(metric.glossary)
    )


def blocks(text: str) -> Iterator[tuple[bool, str]]:
    r"""Split a docstring into paragraphs, and say which are formulas or examples.

    >>> list(blocks("Measure it.\n\n    a = b + c"))
    [(False, 'Measure it.'), (True, 'a = b + c')]
    """
    for block in re.split(r"\n\s*\n", text):
        if block.startswith(HIDDEN):
            continue
        is_literal = block.startswith(("    ", ">>>"))
        lines = [line.removeprefix("    ") for line in block.splitlines()]
        yield is_literal, "\n".join(lines).strip()
