"""Every check: it lets pass what is right and finds exactly what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.errors import NotFoundError
from analytics.metrics.quality.finding import NOUNS, Finding
from analytics.metrics.quality.measure import SEVERITIES, data_quality
from analytics.metrics.quality.registry import CHECKS, check
from tests.factories_quality import JUNE, material
from tests.metrics.quality.cases_money import CASES as MONEY
from tests.metrics.quality.cases_plan import CASES as PLAN
from tests.metrics.quality.cases_work import CASES as WORK

if TYPE_CHECKING:
    from tests.metrics.quality.case import Case

CASES = (*WORK, *MONEY, *PLAN)
REPEATS = {"same_summary", "invoice_twice", "budget_twice", "order_twice"} | {
    "risk_twice",
    "sprint_named_twice",
}
"""Which of two equal lines is the second depends on their order, their number not."""
BY_HALVES = {
    *("done_without_date", "resolved_not_done", "finished_before_created"),
    *("stale_in_progress", "open_past_due", "finished_in_future"),
    *("cost_without_category", "cost_without_date", "cost_foreign", "negative_budget"),
    *("risk_without_owner", "risk_past_date", "exposure_differs", "milestone_past"),
    *("complete_without_finish", "negative_float", "compliance_past_due"),
}
"""Checks that judge each line by itself, so that projects can be put together."""
PAST = BY_HALVES - {"negative_float", "finished_in_future"} | {
    *("unestimated_open", "unestimated_done"),
    *("created_unknown", "due_before_created", "status_by_name", "risk_never_scored"),
    *("same_summary", "lost_subtask", "sprint_not_closed", "cost_before_start"),
}
"""Checks that rest on what has happened: the future cannot mend it by itself."""


def ids(finding: Finding) -> list[int]:
    return sorted(finding.rows["version_id"])


def test_every_check_has_a_case_and_words() -> None:
    assert sorted(case.key for case in CASES) == sorted(one.key for one in CHECKS)
    assert len({one.key for one in CHECKS}) == len({one.title for one in CHECKS})
    assert {one.severity for one in CHECKS} == set(SEVERITIES)
    assert all(one.fixes and one.why.endswith(".") for one in CHECKS)
    assert all(text.endswith(".") for one in CHECKS for text in one.fixes.values())
    assert len(CHECKS) >= 30


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one.key))
def test_check_finds_exactly_the_offending_lines(case: Case) -> None:
    found = check(case.key).find(case.state())
    assert ids(found) == case.offending
    assert found.checked >= found.count > 0
    assert found.share == found.count / found.checked
    assert found.table in NOUNS
    assert not found.rows.isna().any(axis=None)
    assert not found.reason


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one.key))
def test_clean_data_pass(case: Case) -> None:
    found = check(case.key).find(case.clean())
    assert found.count == 0
    assert not found.touches


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: str(one.key))
def test_nothing_to_look_at_is_undefined_and_says_why(one: object) -> None:
    found = one.find(material())  # type: ignore[attr-defined]
    assert (found.count, found.share) == (0, None)
    assert found.reason.endswith(".")


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one.key))
def test_order_of_lines_makes_no_difference(case: Case) -> None:
    forth, back = (check(case.key).find(s) for s in (case.state(), case.backwards()))
    assert (forth.count, forth.checked) == (back.count, back.checked)
    assert case.key in REPEATS or ids(forth) == ids(back)
    assert forth.effect == back.effect or case.key in REPEATS


@pytest.mark.parametrize("key", sorted(BY_HALVES))
def test_counts_of_two_halves_add_up(key: str) -> None:
    case = next(one for one in CASES if one.key == key)
    whole = check(key).find(case.state())
    halves = [
        material({name: rows[part::2] for name, rows in case.tables.items()})
        for part in (0, 1)
    ]
    found = [check(key).find(half) for half in halves]
    assert sum(one.count for one in found) == whole.count


@pytest.mark.parametrize("key", sorted(PAST))
@pytest.mark.parametrize("days", [1, 30, 400])
def test_later_status_date_removes_no_finding_of_the_past(key: str, days: int) -> None:
    case = next(one for one in CASES if one.key == key)
    now = check(key).find(case.state())
    later = check(key).find(case.state(JUNE + timedelta(days=days)))
    assert set(ids(now)) <= set(ids(later))


def test_unknown_check_is_refused_by_name() -> None:
    with pytest.raises(NotFoundError, match="no check 'nope'"):
        check("nope")


def test_hits_begin_with_what_touches_a_figure() -> None:
    result = data_quality(
        material(
            cost=[{"category": None}] * 9 + [{"booked_on": None}],
            budget_line=[{}],
        )
    )
    keys = [one.check.key for one in result.hits]
    assert keys == ["cost_without_date", "cost_without_category"]
    assert [one.check.key for one in result.touching] == ["cost_without_date"]
    assert result.counts["lead"] is None
    assert result.counts["cost_foreign"] == 0


def test_lines_of_several_checks_count_once() -> None:
    rows = [{"category": None, "booked_on": None, "version_id": 7}]
    result = data_quality(material(cost=rows))
    assert len(result.hits) == 2
    assert result.lines == 1
    assert list(result.basis().used) == ["cost"]
    assert list(result.basis().used["cost"]) == [7]


def test_without_files_nothing_is_checked() -> None:
    result = data_quality(material())
    assert result.hits == ()
    assert len(result.unchecked) == len(CHECKS)
    assert result.lines == 0
    assert result.basis().rows_used == 0


def test_what_came_into_being_later_is_not_looked_at() -> None:
    state = material(as_of=date(2026, 1, 9), issue=[{"points": None}, {"points": 1}])
    assert check("unestimated_open").find(state).checked == 0


def test_frames_are_left_as_they_were() -> None:
    case = next(one for one in CASES if one.key == "unestimated_open")
    state = case.state()
    before = state.issues.copy()
    data_quality(state)
    pd.testing.assert_frame_equal(state.issues, before)


def test_future_begins_after_what_the_files_know() -> None:
    state = replace(
        material(cost=[{"booked_on": "2026-06-15"}]), known_on=date(2026, 6, 1)
    )
    assert check("cost_in_future").find(state).count == 1
