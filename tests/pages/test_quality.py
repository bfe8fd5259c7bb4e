from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics import measures
from analytics.commands import run_show
from analytics.facts import load_facts
from analytics.metrics.quality.registry import CHECKS, check
from analytics.warehouse import imports
from analytics.warehouse.passing import is_kept, passing
from pages.ui import quality_check, quality_trend
from tests.homes import HEADER, csv_text, issue_rows, load
from tests.pages.opened import charts, links, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

HOSTILE = '<img src=x onerror="alert(1)"> **[x](http://evil.example)** $a$'
SUMMARY, STATUS = HEADER.index("Summary"), HEADER.index("Status")
CATEGORY, POINTS = HEADER.index("Status Category"), len(HEADER) - 2


def board(folder: Path, name: str, *, without: int, count: int = 12) -> Path:
    """Write a board of which so many items have no estimate."""
    rows = issue_rows(count, mark=name)
    for number, row in enumerate(rows):
        row[POINTS] = "" if number < without else "3.0"
    path = folder / name
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def hostile(folder: Path) -> Path:
    rows = issue_rows(4)
    for row in rows:
        row[SUMMARY] = HOSTILE
        row[STATUS], row[CATEGORY] = HOSTILE, ""
    path = folder / "<b>x.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


@pytest.mark.usefixtures("sample_home")
def test_page_says_how_far_the_figures_can_be_trusted(open_page: Open) -> None:
    at = open_page("quality")
    shown = metrics(at)
    assert shown["Touch the figures"] == "3"
    assert "3 checks of " in said(at)
    assert "Left is at least 269 points; 335 points with the median" in said(at)
    total = sum(
        int(shown[name])
        for name in ("Touch the figures", "Other findings", "In order", "Not checked")
    )
    assert total == len(CHECKS)


@pytest.mark.usefixtures("sample_home")
def test_trend_has_a_sentence_and_grows_when_asked(open_page: Open) -> None:
    at = open_page("quality")
    (alt,) = charts(at)
    assert alt.startswith("Findings after each upload. After the newest upload")
    earlier = [one for one in at.button if one.key == "count-earlier"]
    for button in earlier:
        button.click().run()
    assert not at.exception
    assert not [one for one in at.button if one.key == "count-earlier"]
    assert (
        "than after upload 1" in charts(at)[0] or "as after upload 1" in charts(at)[0]
    )


def test_past_state_is_counted_and_nothing_of_it_is_left(
    own_home: Warehouse, tmp_path: Path
) -> None:
    load(own_home, board(tmp_path, "one.csv", without=4))
    load(own_home, board(tmp_path, "two.csv", without=8))
    facts = load_facts(own_home, "app")
    first = facts.import_ids[:1]
    with own_home.writing() as cursor:
        cursor.execute("delete from model_set")
        cursor.execute("delete from mart.fct_issue")
    assert not is_kept(own_home, "app", first)[1]
    with passing(own_home, "app", first) as lent:
        then = load_facts(lent, "app", upto=first[0])
        counts = measures.quality_of(then).counts
    assert not is_kept(own_home, "app", first)[1]
    assert counts["unestimated_open"] == 2
    assert counts["unestimated_done"] == 2
    now = measures.quality_of(load_facts(own_home, "app")).counts
    assert now["unestimated_open"] == 4


def test_what_was_counted_once_is_known_for_good(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    for number, name in enumerate(("one.csv", "two.csv", "three.csv"), 1):
        load(own_home, board(tmp_path, name, without=2 * number))
    open_page("quality")
    quality_trend.forget()  # as a new process has
    with own_home.writing() as cursor:
        cursor.execute("delete from model_set")
    at = open_page("quality", check="unestimated_open")
    assert not [one for one in at.button if one.key == "count-earlier"]
    assert "After the last 3 uploads counted: 1, 2, 3." in said(at)
    imports.undo(own_home, 2)
    again = open_page("quality", check="unestimated_open")
    assert "After the last 2 uploads counted: 1, 3." in said(again)
    imports.redo(own_home, 2)
    at = open_page("quality", check="unestimated_open")
    assert "After the last 3 uploads counted: 1, 2, 3." in said(at)


def test_each_line_leads_to_its_file_and_line(
    own_home: Warehouse, tmp_path: Path
) -> None:
    path = board(tmp_path, "one.csv", without=4)
    load(own_home, path)
    facts = load_facts(own_home, "app")
    finding = check("unestimated_open").find(measures.material_of(facts))
    table = quality_check.located(facts, finding)
    text = path.read_text(encoding="utf-8").splitlines()
    assert list(table["File"]) == ["one.csv"] * 2
    for key, line in zip(table["Which"], table["At line"], strict=True):
        assert f",{key}," in text[int(line) - 1]


def test_closer_look_shows_fixes_lines_and_receipt(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    load(own_home, board(tmp_path, "one.csv", without=4))
    at = open_page("quality")
    at.selectbox(key="check").select("unestimated_done").run()
    assert "Make" not in said(at)
    assert "Estimate them after the fact" in said(at)
    at.session_state["part-check"] = "Lines"
    at.run()
    shown = [one.value for one in at.dataframe if "At line" in one.value.columns]
    assert list(shown[0]["Which"]) == ["APP-1", "APP-3"]
    at.session_state["part-check"] = "Receipt"
    at.run()
    assert not at.exception
    assert "Find done items without an estimate" in said(at)


def test_hostile_texts_stay_texts(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    load(own_home, hostile(tmp_path))
    at = open_page("quality", check=HOSTILE)
    at.session_state["part-check"] = "Lines"
    at.run()
    assert not at.exception
    written = "\n".join(str(one.value) for one in (*at.markdown, *at.caption))
    for poison in ("<img", "](http", "**[x"):
        assert poison not in written


@pytest.mark.usefixtures("sample_home")
def test_overview_leads_to_the_checks_that_touch_it(open_page: Open) -> None:
    at = open_page()
    assert "3 checks of the data touch the figures on this page." in said(at)
    assert "Data quality" in links(at)


def test_filters_narrow_the_work_items(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    load(own_home, board(tmp_path, "one.csv", without=11))
    whole = open_page("quality")
    bugs = open_page("quality", issue_type=["Bug"])
    assert int(metrics(bugs)["Lines concerned"]) < int(
        metrics(whole)["Lines concerned"]
    )


def test_command_line_lists_the_counts(own_home: Warehouse, tmp_path: Path) -> None:
    load(own_home, board(tmp_path, "one.csv", without=4))
    answer = run_show(own_home, "quality")
    rows = {row["check"]: row for row in answer["rows"]}
    assert len(rows) == len(CHECKS) == answer["figures"]["checks"]
    row = rows["unestimated_open"]
    assert (row["count"], row["figure"], row["high"]) == (2, "Left", None)
    assert rows["lead"]["share"] is None
