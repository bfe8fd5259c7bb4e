"""What a reader sees of an opened page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
SECONDS = 60
HOSTILE: dict[str, Any] = {
    "project": ["../../x"],
    "as_of": ["2026-01-01;drop table import"],
    "import": ["9" * 400],
    "frame": ["sprint:' or 1=1 --"],
    "unit": ["bananas"],
    "by": ["__class__"],
    "split": ["__dict__"],
    "sure": ["1e999"],
    "together": ["-1"],
    "team": ["<script>alert(1)</script>", "![x](http://example.com/x.png)"],
    "label": ["\x00", "a" * 100_000],
}


def opened(page: str = "overview", **query: str | list[str]) -> AppTest:
    """Open a page by a link and run it once."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    for name, value in query.items():
        at.query_params[name] = value
    if page != "overview":
        at.switch_page(f"pages/{page}.py")
    return at.run()


def metrics(at: AppTest) -> dict[str, str]:
    """Return the headline figures of a page by their names."""
    return {one.label: str(one.value) for one in at.metric}


def said(at: AppTest) -> str:
    """Return all sentences of a page as a reader sees them."""
    parts = [*at.title, *at.header, *at.subheader, *at.markdown, *at.caption]
    text = "\n".join(str(part.value) for part in [*parts, *at.warning, *at.info])
    return text.replace("\\", "").replace("\u2060", "")


def charts(at: AppTest) -> list[str]:
    """Return the words that stand for the charts of a page."""
    return [one.proto.alt for one in at.get("plotly_chart")]


def links(at: AppTest) -> list[str]:
    """Return the labels of the links to other pages."""
    return [one.proto.label for one in at.get("page_link")]
