from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from analytics.sharing.bundle import PLOTLY_SHA256, assets, plotly, script, style
from analytics.sharing.frozen import Frozen
from analytics.sharing.page import ANCHOR, block, page
from analytics.sharing.report import allowed, filename, inline, report
from tests.sharing.examples import frozen

PAYLOADS = [
    "<script>window.__xss=1</script>",
    "</script><script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>",
    '"><svg onload=window.__xss=1>',
    "' onmouseover='window.__xss=1",
    "<iframe src=javascript:window.__xss=1></iframe>",
    "javascript:window.__xss=1",
    "<a href=https://evil.example>pay</a>",
    "<style>@import url(https://evil.example/x.css)</style>",
    "<base href=https://evil.example/>",
    "<!--<script>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "{{7*7}}${7*7}<%= 7 %>",
    "\u2028</script\u2029><x>",
    "&lt;script&gt;window.__xss=1&lt;/script&gt;",
]
HANDLER = re.compile(r"on[a-z]+", re.ASCII)
OURS = {
    *("html", "head", "meta", "title", "body", "header", "main", "footer", "section"),
    *("div", "p", "h1", "h2", "span", "ul", "li", "dl", "dt", "dd", "table", "caption"),
    *("thead", "tbody", "tr", "th", "td", "small", "details", "summary", "code"),
    *("script", "a", "link"),
}


class Seen(HTMLParser):
    """Collects what a browser would make of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.blocks.append(data)


def parsed(text: str) -> Seen:
    seen = Seen()
    seen.feed(text)
    return seen


@pytest.mark.parametrize("payload", PAYLOADS)
def test_data_never_becomes_markup(payload: str) -> None:
    review = Frozen.from_json(frozen(payload).to_json())
    seen = parsed(page(review, head="", tail="", download="/s/v/1/report.html"))
    plain = parsed(page(frozen("x"), head="", tail="", download="/s/v/1/report.html"))
    assert [tag for tag, _ in seen.tags] == [tag for tag, _ in plain.tags]
    assert {tag for tag, _ in seen.tags} <= OURS
    names = {name for _, attributes in seen.tags for name in attributes}
    assert not any(HANDLER.fullmatch(name) for name in names)
    hrefs = [attributes["href"] for tag, attributes in seen.tags if tag == "a"]
    assert hrefs == ["/s/v/1/report.html"]
    assert all(
        attributes == {"type": "application/json"}
        for tag, attributes in seen.tags
        if tag == "script"
    )
    (chart,) = seen.blocks
    assert json.loads(chart)["data"][0]["type"] == "scatter"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_in_a_page_cannot_end_its_element(payload: str) -> None:
    written = block({payload: [payload]})
    assert not set(written) & set("<>&\u2028\u2029")
    kept = payload.replace("\u2028", " ").replace("\u2029", " ")
    kept = ANCHOR.sub("&lt;", kept)
    assert json.loads(written) == {kept: [kept]}


def test_the_page_can_be_read_without_scripts() -> None:
    text = page(frozen("48 of 62 points are left."), head="", tail="")
    body = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert body.count("48 of 62 points are left.") >= 6
    assert "As of 29 May 2026" in body
    assert "issues <code>0123abcd</code>" in body
    assert "The link ends on 12 Jun 2026, 12:00 UTC" in body


def test_the_same_review_gives_the_same_bytes() -> None:
    stored = Frozen.from_json(frozen().to_json())
    assert report(stored) == report(Frozen.from_json(stored.to_json()))


def test_the_file_asks_nobody() -> None:
    text = report(frozen()).decode()
    seen = parsed(text)
    assert not any(
        name in attributes
        for _, attributes in seen.tags
        for name in ("src", "srcset", "action", "formaction")
    )
    hrefs = [attributes["href"] for _, attributes in seen.tags if "href" in attributes]
    assert hrefs == ["data:,"]
    assert "url(" not in style().plain.decode()
    assert "@import" not in style().plain.decode()


def test_the_file_runs_our_scripts_and_no_other() -> None:
    text = report(frozen("<script>window.__xss=1</script>")).decode()
    (policy,) = re.findall(r'Security-Policy" content="([^"]+)"', text)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert [allowed(one) in policy for one in scripts] == [True, True]
    assert policy.count("sha256-") == 2
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe" not in policy


def test_an_inlined_script_cannot_end_its_element() -> None:
    code = 'a = "</script><!--";'
    assert inline(code) == 'a = "\\x3c/script>\\x3c!--";'


def test_the_drawing_library_is_the_published_one() -> None:
    assert hashlib.sha256(plotly().plain).hexdigest() == PLOTLY_SHA256
    assert b"plotly.js (basic - minified) v4.1.1" in plotly().plain[:100]
    assert len(plotly().packed) < 410_000


def test_names_of_files_change_with_their_content() -> None:
    for name, asset in assets().items():
        assert hashlib.sha256(asset.plain).hexdigest()[:16] in name
    assert {one.name for one in (style(), script(), plotly())} == set(assets())


def test_no_button_of_ours_uploads_a_chart() -> None:
    assert b"displayModeBar: false" in script().plain


def test_the_file_is_named_in_plain_letters() -> None:
    assert filename(frozen()) == "harbour-2026-05-29.html"
