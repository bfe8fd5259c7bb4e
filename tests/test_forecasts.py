"""Forecasts of a whole project: what is asked, by a link, a command or a page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from analytics import forecasts, item_forecasts, measures
from analytics.chosen import Chosen
from analytics.errors import NotFoundError, RequestError
from analytics.facts import load_facts
from analytics.showing import run_show
from analytics.warehouse import projects
from tests.homes import HEADER, csv_text, issue_rows, load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.warehouse.store import Warehouse

NAMES = (
    "forecast_when",
    "forecast_how_many",
    "calibration",
    "forecast_bridge",
    "what_must_be_true",
)


@pytest.fixture(scope="module")
def sample(sample_warehouse: Warehouse) -> Facts:
    return load_facts(sample_warehouse, "harbour-sample")


def shown(warehouse: Warehouse, metric: str, **given: str) -> dict[str, Any]:
    return run_show(warehouse, metric, project="harbour-sample", parameters=given)


def test_percentiles_follow_each_other(sample_warehouse: Warehouse) -> None:
    for given in ({}, {"scope": "growing"}, {"unit": "items", "recalibrated": "yes"}):
        told = shown(sample_warehouse, "forecast_when", **given)["figures"]
        days = [told[name] for name in ("p50", "p70", "p85", "p95")]
        assert days == sorted(days)
        told = shown(sample_warehouse, "forecast_how_many", **given)["figures"]
        amounts = [told[name] for name in ("p50", "p70", "p85", "p95")]
        assert amounts == sorted(amounts, reverse=True)


def test_what_is_asked_for_changes_the_answer(sample_warehouse: Warehouse) -> None:
    def sure(**given: str) -> str:
        return str(shown(sample_warehouse, "forecast_when", **given)["figures"]["p85"])

    plain = sure()
    assert sure(scope="growing") > plain
    assert sure(split="1.5") > plain
    assert sure(pace="80") > plain > sure(pace="130")
    assert sure(cut="100") < plain
    assert sure(first="2026-04-06") != plain
    # Ours was right more often than promised, so an earlier day is as sure.
    assert sure(recalibrated="yes") < plain


def test_a_cut_that_is_needed_is_enough(sample_warehouse: Warehouse) -> None:
    until = "2026-07-31"
    told = shown(sample_warehouse, "what_must_be_true", until=until)["figures"]
    again = shown(
        sample_warehouse, "what_must_be_true", until=until, cut=str(told["cut"])
    )["figures"]
    assert (again["cut"], again["move_days"], again["pace_percent"]) == (0, 0, 0)
    assert again["chance"] >= 0.85
    faster = shown(
        sample_warehouse,
        "what_must_be_true",
        until=until,
        pace=str(100 + told["pace_percent"]),
    )["figures"]
    assert faster["chance"] >= 0.85


def test_the_bridge_adds_up_to_the_move(sample_warehouse: Warehouse) -> None:
    for given in (
        {"since": "2026-05-15", "scope": "growing"},
        {"since": "2026-03-31"},
    ):
        told = shown(sample_warehouse, "forecast_bridge", **given)
        figures = told["figures"]
        before, after = (
            date.fromisoformat(figures[name]) for name in ("before", "after")
        )
        assert figures["days"] == (after - before).days
        total = sum(row["days"] for row in told["rows"])
        assert total == pytest.approx(figures["days"])


def test_the_bridge_begins_at_the_forecast_of_that_day(
    sample_warehouse: Warehouse,
) -> None:
    told = shown(sample_warehouse, "forecast_bridge", since="2026-04-30")["figures"]
    then = run_show(
        sample_warehouse,
        "forecast_when",
        project="harbour-sample",
        as_of="2026-04-30",
    )
    assert told["before"] == then["figures"]["p85"]


def test_calibration_tells_both_questions(sample_warehouse: Warehouse) -> None:
    told = shown(sample_warehouse, "calibration")
    assert [row["question"] for row in told["rows"]] == ["when"] * 4 + ["how_many"] * 4
    figures = told["figures"]
    for question in ("when", "how_many"):
        ours = figures[f"{question}_loss_ours"]
        assert ours < figures[f"{question}_loss_last_value"]
        assert ours < figures[f"{question}_loss_median"]


def test_items_one_by_one_are_reproducible(sample_warehouse: Warehouse) -> None:
    one, same = (
        shown(sample_warehouse, "forecast_when", model="items") for _ in (0, 1)
    )
    assert one == same
    assert one["figures"]["p50"] <= one["figures"]["p85"]
    narrow = shown(sample_warehouse, "forecast_when", model="items", limit="1")
    assert narrow["figures"]["p85"] > one["figures"]["p85"]


def test_what_stands_in_for_a_team_without_history_is_said(sample: Facts) -> None:
    frame = forecasts.goal_of(sample)
    assert frame is not None
    burndown = measures.burndown_of(sample, frame, "items")
    (note,) = item_forecasts.items_of(sample, frame, burndown).notes
    assert "Project office" in note
    took = item_forecasts.time_taken(sample)
    assert took["days"].min() >= 1


def test_days_off_that_came_later_were_not_known_then(sample: Facts) -> None:
    assert forecasts.calendar_known(sample, sample.as_of) == sample.calendar


@pytest.mark.parametrize(
    ("metric", "given", "words"),
    [
        ("forecast_when", {"chance": "120"}, "chance is a number from 1 to 99.9"),
        ("forecast_when", {"scope": "huge"}, "scope is one of frozen, growing"),
        ("forecast_when", {"first": "soon"}, "first is a day such as"),
        ("forecast_when", {"split": "nan"}, "split is a number from 1 to 5"),
        ("forecast_when", {"recalibrated": "maybe"}, "recalibrated is yes or no"),
        ("forecast_when", {"model": "magic"}, "model is one of exact, items"),
        ("forecast_how_many", {"model": "items"}, "has no parameter 'model'"),
        ("forecast_when", {"frame": "120"}, "has no start date"),
    ],
)
def test_what_has_no_meaning_is_refused(
    metric: str, given: dict[str, str], words: str, sample_warehouse: Warehouse
) -> None:
    with pytest.raises((RequestError, NotFoundError), match=words):
        shown(sample_warehouse, metric, **given)


def test_a_link_that_makes_no_sense_falls_to_the_defaults() -> None:
    asked = {"chance": "x", "pace": "9" * 400, "until": ";drop", "split": "-1"}
    assert Chosen.from_link(asked) == Chosen()
    full = Chosen(
        scope="growing",
        first=date(2026, 1, 5),
        last=date(2026, 5, 1),
        split=1.5,
        pace=90,
        cut=2.5,
        until=date(2026, 6, 30),
        since=date(2026, 4, 1),
        chance=0.8,
        recalibrated=True,
    )
    assert Chosen.from_link(full.to_texts()) == full
    assert Chosen().to_texts() == {}


@pytest.mark.parametrize("metric", NAMES)
def test_an_empty_project_says_what_is_missing(
    metric: str, warehouse: Warehouse
) -> None:
    projects.create_project(warehouse, "Empty")
    with pytest.raises(NotFoundError, match="no issues yet"):
        run_show(warehouse, metric)


def test_without_a_change_log_growth_is_not_guessed(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    board = tmp_path / "board.csv"
    board.write_text(csv_text(issue_rows(120), HEADER), encoding="utf-8")
    load(warehouse, board)
    given = {"unit": "items", "scope": "growing"}
    as_of = "2026-03-15"
    told = run_show(warehouse, "forecast_when", as_of=as_of, parameters=given)
    assert told["evidence"] == "reconstructed"
    assert told["figures"]["p85"] is None
    assert "change log" in told["why"]["p85"]
    given["scope"] = "frozen"
    frozen = run_show(warehouse, "forecast_when", as_of=as_of, parameters=given)
    assert frozen["figures"]["p85"] > as_of
    bridge = run_show(
        warehouse, "forecast_bridge", as_of=as_of, parameters={"unit": "items"}
    )
    assert bridge["figures"]["days"] is None
    assert "change log" in bridge["why"]["days"]


def test_the_window_of_the_bridge_is_two_weeks_unless_told(sample: Facts) -> None:
    frame = forecasts.goal_of(sample)
    assert frame is not None
    burndown = measures.burndown_of(sample, frame, "points")
    found = forecasts.bridge_of(burndown, sample, Chosen(), frame=frame)
    assert found.since == sample.as_of - timedelta(days=14)
    nothing = forecasts.bridge_of(
        burndown, sample, Chosen(since=sample.as_of), frame=frame
    )
    assert "not before" in nothing.why
