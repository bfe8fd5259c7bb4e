"""How a page is built: headings, figure tiles, charts with their table and receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import streamlit as st

from analytics.figures import lights, theme
from pages.ui import cache, receipts
from pages.ui.plain import plain
from pages.ui.state import current_facts
from pages.ui.text import file_name, to_csv
from pages.ui.widths import Fit, fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    import plotly.graph_objects as go
    from streamlit.elements.lib.column_types import ColumnConfig

    from analytics.figures.plan_headline import Told
    from analytics.metrics.basis import Basis

GROUND = {True: "#0E1624", False: "#FFFFFF"}
"""The page's own ground, so that a saved picture has one."""
COLOURS = {"green": "green", "amber": "orange", "red": "red", "grey": "gray"}


class Size(NamedTuple):
    """How tall a chart is in pixels, and the level of its heading."""

    height: int
    level: int


WHOLE, PART = Size(400, 2), Size(300, 3)
"""A chart on a page of its own, and one that answers a question among others."""
RATIOS = ("Share", "Probability")
"""How the names of columns begin that hold ratios."""
RATE = "Rate"
"""The name of a column of exchange rates."""
PARTS = ("Chart", "Table", "Receipt")


class Tile(NamedTuple):
    """One headline figure: words, value, the line below, a light and a help text.

    An undefined figure has a dash as its value and the reason below it.
    """

    label: str
    value: str
    note: str = ""
    light: str = ""
    help: str = ""


class Chart(NamedTuple):
    """What is shown of one result."""

    figure: Callable[[], go.Figure]
    reading: str
    table: Callable[[], pd.DataFrame]
    basis: Basis


def tile(
    label: str, value: str, note: str = "", *, light: str = "", why: str | None = None
) -> Tile:
    """Return a tile; `why` is the reason where the figure is undefined.

    >>> tile("Left", theme.DASH, "points", why="No sprint is closed yet.").note
    'No sprint is closed yet.'
    """
    return Tile(label, value, why if value == theme.DASH and why else note, light)


def of(told: Told) -> Tile:
    """Return the tile of a figure in words."""
    return tile(told.label, told.value, told.said)


def tiles(shown: Sequence[Tile]) -> None:
    """Show headline figures side by side, as many as the width allows."""
    with st.grid(len(shown), min_column_width=136):
        for one in shown:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(plain(one.label), one.value, help=one.help or None)
                st.caption(plain(one.note))
                if one.light:
                    st.markdown(_light(one.light))


def _light(name: str) -> str:
    """Write a status with its shape, its letter and its word."""
    if not name:
        return ""
    light = lights.RAG[name]
    return f":{COLOURS[name]}-badge[{light} {light.word}]"


def heading(title: str, question: str) -> None:
    """Show the name of the page and the question that it answers."""
    st.title(title, anchor=False)
    st.caption(question)


def question(words: str, *, light: str = "") -> None:
    """Begin a part of a page that answers a question."""
    st.header(f"{words} {_light(light)}".strip(), anchor=False, divider="gray")


def answer(sentence: str) -> None:
    """Show the one sentence that answers the question of a page."""
    st.header(plain(sentence), anchor=False)


def say(sentence: str) -> None:
    """Show a sentence that may hold texts of the data."""
    st.markdown(plain(sentence))


def show_chart(title: str, *, chart: Chart, key: str, size: Size = WHOLE) -> None:
    """Show a chart with its reading, its table, its downloads and its receipt.

    Table and receipt are made only when somebody opens them.
    """
    with st.container(border=True, key=f"card-{key}"):
        name = st.header if size.level == WHOLE.level else st.subheader
        name(plain(title), anchor=False)
        say(chart.reading)
        picture, table, receipt = st.tabs(PARTS, key=f"part-{key}", on_change="rerun")
        if picture.open:
            with picture:
                _picture(title, chart, key, size.height)
        if table.open:
            with table:
                st.code(chart.reading, language=None, wrap_lines=True)
                show_table(title, chart.table(), key=key)
        if receipt.open:
            with receipt:
                receipts.show(chart.basis, title=title, key=key)


def _picture(title: str, chart: Chart, key: str, height: int) -> None:
    is_dark = st.context.theme.type == "dark"
    facts = current_facts()
    # The entry holds on to the basis, so that no other can take its id.
    _, figure = cache.measured(
        "figure",
        facts,
        lambda: (chart.basis, _drawn(chart.figure(), height, is_dark=is_dark)),
        key,
        id(chart.basis),
        is_dark,
    )
    if not figure.data:
        st.caption("There is nothing to draw yet.")
        return
    name = file_name([facts.project.name, title], "png")
    st.plotly_chart(
        figure,
        theme=None,
        key=f"chart-{key}",
        alt=f"{title}. {chart.reading}",
        config={
            **theme.CONFIG,
            "toImageButtonOptions": {
                "format": "png",
                "filename": name.removesuffix(".png"),
                "scale": 2,
            },
        },
    )


def _drawn(figure: go.Figure, height: int, *, is_dark: bool) -> go.Figure:
    """Put a figure on the ground of the page, which a saved picture keeps."""
    copy = theme.themed(figure, dark=is_dark)
    return copy.update_layout(
        paper_bgcolor=GROUND[is_dark],
        plot_bgcolor=GROUND[is_dark],
        height=copy.layout.height or height,
    )


def show_table(title: str, table: pd.DataFrame, *, key: str) -> None:
    """Show a table and offer it as a file."""
    fitted = fit(table)
    st.dataframe(
        table,
        hide_index=True,
        height=fitted.height,
        row_height=fitted.row,
        column_config=_formats(table, fitted),
        placeholder=theme.DASH,
        key=f"table-{key}",
        alt=f"Table behind {title}",
    )
    st.download_button(
        "Download as CSV",
        data=lambda: to_csv(table),
        file_name=file_name([current_facts().project.name, title], "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"csv-{key}",
    )


def _formats(table: pd.DataFrame, fitted: Fit) -> dict[str, ColumnConfig]:
    """Write numbers and days as people do; the values stay what they are."""
    numbers = table.select_dtypes("number").columns
    return {
        **{
            name: st.column_config.TextColumn(width=width)
            for name, width in fitted.widths.items()
        },
        **{name: st.column_config.NumberColumn(format=_form(name)) for name in numbers},
        **{
            name: st.column_config.DateColumn(format="D MMM YYYY")
            for name in table.select_dtypes("datetime").columns
        },
    }


def _form(name: str) -> Literal["percent", "plain", "localized"]:
    if name.startswith(RATIOS):
        return "percent"
    # An exchange rate has more digits than people write of an amount.
    return "plain" if name == RATE else "localized"


def listed(title: str, table: pd.DataFrame, *, key: str, nothing: str) -> None:
    """Show a list with its download, or the sentence that it is empty."""
    with st.container(border=True, key=f"card-{key}"):
        st.header(title, anchor=False)
        if table.empty:
            say(nothing)
        else:
            show_table(title, table, key=key)


def missing(what: str, upload: str) -> None:
    """Say what the files do not tell, and what to upload for it."""
    with st.container(border=True):
        st.markdown(f"**{plain(what)}**")
        say(upload)
        st.page_link("pages/upload.py", label="Upload a file", icon=":material/upload:")


def evidence(sentence: str) -> None:
    """Say what the figures of a page rest on."""
    st.caption(f":material/fact_check: {plain(sentence)}")
