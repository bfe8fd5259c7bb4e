"""Earned value from its three kinds of sources, and what is left out of each."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics import schema
from analytics.calendar import WorkingCalendar
from analytics.metrics.evm.amounts import LONG, booked
from analytics.metrics.evm.budgeted import Money
from analytics.metrics.evm.from_columns import column_amounts
from analytics.metrics.evm.from_points import Progress, point_amounts
from analytics.metrics.evm.from_schedule import schedule_amounts
from analytics.metrics.evm.report import Report, earned_value
from analytics.metrics.evm.schedule_work import Reading
from analytics.metrics.exchange import rates_into
from tests.factories_money import budget_lines, costs
from tests.factories_plan import baselined, plan, stored

MARCH = date(2026, 3, 31)
WEEK = WorkingCalendar()
ALWAYS = WorkingCalendar(weekend=frozenset())
NO_COSTS = costs().iloc[:0]


def columns(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {"currency": "EUR", "is_cumulative": True}
    return stored(schema.EARNED_VALUE, [{**usual, **row} for row in rows])


def month(
    number: int, pv: float, ev: float | None, ac: float | None
) -> dict[str, object]:
    after = f"2026-{number + 1:02d}-01"
    return {
        "starts_on": f"2026-{number:02d}-01",
        "ends_before": after,
        "planned_amount": pv,
        "earned_amount": ev,
        "actual_amount": ac,
    }


def of_columns(frame: pd.DataFrame, as_of: date = MARCH) -> Report:
    amounts = column_amounts(frame, as_of=as_of, currency="EUR")
    assert amounts is not None
    return earned_value(amounts, as_of=as_of, calendar=WEEK)


def of_plan(
    *tasks: object,
    reading: Reading | None = None,
    as_of: date = MARCH,
    **tables: object,
) -> Report:
    ledger = tables.pop("costs", NO_COSTS)
    amounts = schedule_amounts(
        plan(*tasks, **tables),  # type: ignore[arg-type]
        ledger,  # type: ignore[arg-type]
        as_of=as_of,
        currency="EUR",
        reading=reading,
    )
    assert amounts is not None
    return earned_value(amounts, as_of=as_of, calendar=WEEK)


class TestColumns:
    def test_the_bridge_whose_costs_are_sums(self) -> None:
        # evm-pra-riverside: R package PRA, book, appendix A.
        plan = [0.15, 0.35, 0.65, 0.85, 1.0]
        spent = [350_000, 810_000, 1_350_000]
        rows = [
            month(
                n,
                share * 2_500_000,
                {3: 1_200_000}.get(n),
                spent[n - 1] if n < 4 else None,
            )
            for n, share in enumerate(plan, 1)
        ]
        found = of_columns(columns(*rows))
        assert found.total is not None
        assert found.total.planned == 1_625_000
        assert found.total.cost_variance == -150_000
        assert found.total.schedule_variance == -425_000
        assert found.total.cost_index == pytest.approx(0.889, abs=5e-4)
        assert found.total.schedule_index == pytest.approx(0.738, abs=5e-4)
        assert found.estimates["typical"].estimate == pytest.approx(2_812_500)

    def test_the_project_whose_costs_are_per_period(self) -> None:
        # evm-pra-ch5: costs per period, AC is their running sum.
        plan = [50_000, 75_000, 125_000, 125_000, 125_000]
        spent = [45_000, 110_000, 135_000]
        rows = [
            {
                **month(
                    n,
                    pv,
                    200_000 if n == 3 else 0 if n < 3 else None,
                    spent[n - 1] if n < 4 else None,
                ),
                "is_cumulative": False,
            }
            for n, pv in enumerate(plan, 1)
        ]
        found = of_columns(columns(*rows))
        assert found.total is not None
        assert (found.total.planned, found.total.actual) == (250_000, 290_000)
        assert found.estimates["typical"].estimate == pytest.approx(725_000)
        assert found.to_estimate is not None
        assert found.to_estimate.index == pytest.approx(found.total.cost_index)

    def test_sums_and_periods_of_one_project_are_one_figure(self) -> None:
        sums = of_columns(
            columns(month(1, 10, 8, 9), month(2, 30, 20, 25), month(3, 60, 50, 70))
        )
        parts = [month(1, 10, 8, 9), month(2, 20, 12, 16), month(3, 30, 30, 45)]
        each = of_columns(columns(*({**row, "is_cumulative": False} for row in parts)))
        assert sums.total == each.total
        pd.testing.assert_frame_equal(sums.months, each.months)

    def test_sums_and_periods_are_never_mixed(self) -> None:
        # The trap of an SPI above 10: EV summed up over PV of one period.
        rows = [month(1, 10, 10, 10), {**month(2, 10, 20, 10), "is_cumulative": False}]
        assert column_amounts(columns(*rows), as_of=MARCH, currency="EUR") is None

    def test_budget_that_the_table_states_is_bac(self) -> None:
        ahead = {**month(3, 10, 20, 15), "budget_amount": 50, "starts_on": None}
        found = of_columns(columns(ahead))
        total = found.total
        assert total is not None
        assert (total.planned, total.earned, total.total) == (10, 20, 50)
        assert any("that the table states" in note for note in found.notes)
        late = {**ahead, "earned_amount": 51}
        assert column_amounts(columns(late), as_of=MARCH, currency="EUR") is None

    def test_a_table_that_does_not_say_which_it_is_counts_for_nothing(self) -> None:
        rows = columns({**month(1, 10, 10, 10), "is_cumulative": None})
        assert column_amounts(rows, as_of=MARCH, currency="EUR") is None

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (month(2, 5, None, None), "falls"),
            (month(2, 20, 99, None), "more is earned"),
            ({**month(2, 20, 1, 1), "currency": "USD"}, "project is in EUR"),
            ({**month(2, 20, 1, 1), "ends_before": None}, "no period"),
        ],
    )
    def test_a_contradiction_is_left_out_with_its_reason(
        self, row: dict[str, object], reason: str
    ) -> None:
        found = of_columns(columns(month(1, 10, 1, 1), row))
        assert found.basis.left_out["reason"].str.contains(reason).all()
        assert len(found.basis.left_out) == 1

    def test_all_amounts_are_of_the_last_day_with_progress(self) -> None:
        found = of_columns(columns(month(1, 10, 8, 9), month(2, 20, None, 30)))
        assert found.status == date(2026, 1, 31)
        assert found.total is not None
        assert (found.total.planned, found.total.actual) == (10, 9)

    def test_accounts_are_summed_before_anything_is_divided(self) -> None:
        rows = [
            {**month(1, 10, 10, 10), "work_package": "Small"},
            {**month(1, 90, 90, 180), "work_package": "Large"},
        ]
        found = of_columns(columns(*rows))
        assert found.total is not None
        assert found.total.cost_index == pytest.approx(100 / 190)
        assert found.accounts["cpi"].tolist() == [0.5, 1.0]


class TestSchedule:
    def test_cost_is_planned_over_the_working_days(self) -> None:
        # Monday 30 March to Friday 10 April: 2 of 10 working days by Tuesday 31.
        found = of_plan(baselined("2026-03-30 08:00", "2026-04-10 17:00", 1000))
        assert found.known["planned"] == 200
        assert found.known["budget"] == 1000

    def test_the_timephased_baseline_goes_before_an_even_one(self) -> None:
        timed = [
            {
                "task_id": "1",
                "measure": "baseline_cost",
                "baseline_number": 0,
                "start_at": "2026-03-30 08:00",
                "finish_at": "2026-03-31 08:00",
                "amount": 900,
            },
            {
                "task_id": "1",
                "measure": "baseline_cost",
                "baseline_number": 0,
                "start_at": "2026-04-09 08:00",
                "finish_at": "2026-04-10 17:00",
                "amount": 100,
            },
        ]
        task = baselined("2026-03-30 08:00", "2026-04-10 17:00", 1000)
        assert of_plan(task, timephased=timed).known["planned"] == 900
        short = of_plan(task, timephased=timed[:1])
        assert short.known["planned"] == 200  # it does not add up to the baseline

    def test_only_leaf_tasks_count(self) -> None:
        summary = baselined(
            "2026-03-30", "2026-03-31", 999, task_kind="summary", task_id="9"
        )
        leaf = baselined("2026-03-30", "2026-03-31", 10, parent_id="9")
        assert of_plan(summary, leaf).known["budget"] == 10

    @pytest.mark.parametrize(
        ("technique", "earned"), [("percent", 600), ("0/100", 0), ("50/50", 500)]
    )
    def test_techniques_for_a_task_begun(self, technique: str, earned: float) -> None:
        task = baselined(
            "2026-03-02",
            "2026-04-10",
            1000,
            complete_ratio=0.6,
            actual_start_at="2026-03-02",
        )
        found = of_plan(task, reading=Reading(technique=technique))  # type: ignore[arg-type]
        assert found.known["earned"] == earned

    def test_a_finished_task_has_earned_all_by_every_technique(self) -> None:
        task = baselined(
            "2026-03-02", "2026-04-10", 1000, actual_finish_at="2026-03-20"
        )
        for technique in ("percent", "0/100", "50/50"):
            found = of_plan(task, reading=Reading(technique=technique))
            assert found.known["earned"] == 1000

    def test_physical_percent_counts_where_the_task_says_so(self) -> None:
        task = baselined(
            "2026-03-02",
            "2026-04-10",
            1000,
            complete_ratio=0.9,
            physical_complete_ratio=0.2,
            earned_value_method="physical",
        )
        assert of_plan(task).known["earned"] == 200

    def test_the_schedule_index_needs_no_cost(self) -> None:
        tasks = (
            {"task_id": "A", "task_kind": "summary", "name": "Build"},
            {"task_id": "B", "task_kind": "summary", "name": "Office"},
            baselined(
                "2026-03-02", "2026-03-31", 1000, complete_ratio=0.5, parent_id="A"
            ),
            baselined(
                "2026-03-02", "2026-03-31", 1000, complete_ratio=0.0, parent_id="B"
            ),
        )
        found = of_plan(*tasks, reading=Reading(level_of_effort=frozenset({"Office"})))
        assert found.total is None
        assert found.schedule_index == 0.5
        assert found.schedule_variance == -500
        assert found.known["earned"] == 1500
        assert found.why["actual"] == "The schedule has no actual cost."

    def test_level_of_effort_earns_what_is_planned(self) -> None:
        tasks = (
            {"task_id": "A", "task_kind": "summary", "name": "Build"},
            {"task_id": "B", "task_kind": "summary", "name": "Office"},
            baselined(
                "2026-03-02",
                "2026-03-31",
                1000,
                complete_ratio=0.5,
                parent_id="A",
                actual_cost_amount=600,
            ),
            baselined(
                "2026-03-02", "2026-03-31", 1000, parent_id="B", actual_cost_amount=900
            ),
        )
        found = of_plan(*tasks, reading=Reading(level_of_effort=frozenset({"Office"})))
        assert found.discrete is not None
        assert found.discrete.schedule_index == 0.5
        assert found.effort is not None
        assert (found.effort.planned, found.effort.earned) == (1000, 1000)
        assert found.total is not None
        assert found.total.actual == 1500
        assert found.accounts["spi"].notna().tolist() == [True, False]

    def test_the_ledger_goes_before_the_cost_of_the_tasks(self) -> None:
        task = baselined("2026-03-02", "2026-03-31", 1000, actual_cost_amount=5)
        ledger = costs(
            {"amount": 70, "work_package": "tasks  without a Summary"},
            {"amount": 30, "work_package": "Travel"},
        )
        found = of_plan(task, costs=ledger)
        assert found.known["actual"] == 100
        assert found.accounts["kind"].tolist() == ["work", "booked without a budget"]
        assert any("ledger" in note for note in found.notes)

    def test_without_cost_everything_is_in_hours(self) -> None:
        task = {
            "baseline_start_at": "2026-03-02",
            "baseline_finish_at": "2026-03-31",
            "baseline_work_hours": 80,
            "actual_work_hours": 50,
            "complete_ratio": 0.5,
        }
        found = of_plan(task, costs=costs({"amount": 7}))
        assert found.unit == "hours"
        assert found.known == {"planned": 80, "earned": 40, "actual": 50, "budget": 80}

    def test_without_a_baseline_there_is_nothing_to_measure(self) -> None:
        bare = plan({"complete_ratio": 0.5, "cost_amount": 100})
        assert schedule_amounts(bare, NO_COSTS, as_of=MARCH, currency="EUR") is None

    def test_baselines_are_kept_and_a_new_one_is_a_step(self) -> None:
        kept = [
            {
                "task_id": "1",
                "baseline_number": 1,
                "start_at": "2026-03-02",
                "finish_at": "2026-03-13",
                "cost_amount": 800,
            },
        ]
        task = baselined("2026-03-02", "2026-04-10", 1000)
        found = of_plan(task, baselines=kept)
        assert found.known["budget"] == 1000
        assert found.steps[["before", "after"]].iloc[-1].tolist() == [800, 1000]
        older = of_plan(task, baselines=kept, reading=Reading(baseline=1))
        assert older.known["budget"] == 800
        assert older.baseline == "Baseline 1"

    def test_progress_stops_at_the_status_date_of_the_file(self) -> None:
        task = baselined(
            "2026-03-02",
            "2026-04-30",
            1000,
            complete_ratio=0.4,
            actual_start_at="2026-03-02",
        )
        found = of_plan(task, as_of=date(2026, 4, 20))
        assert found.status == MARCH


class TestPoints:
    def progress(self, *done: float, scope: float = 100.0) -> Progress:
        days = pd.date_range("2026-01-01", periods=len(done), freq="D", unit="us")
        return Progress(
            "points", pd.DataFrame({"done": done, "scope": scope}, index=days), {}
        )

    def measure(self, progress: Progress, **more: pd.DataFrame) -> Report | None:
        empty = stored(schema.CHANGE_REQUEST, ())
        money = Money(
            more.get(
                "budget", budget_lines({"amount": 1000, "ends_before": "2026-01-11"})
            ),
            more.get("costs", costs({"amount": 300, "booked_on": "2026-01-03"})),
            more.get("changes", empty),
        )
        sprints = pd.DataFrame(
            {"start_day": [], "end_before": []}, dtype="datetime64[us]"
        )
        amounts = point_amounts(
            progress,
            money,
            sprints=more.get("sprints", sprints),
            as_of=date(2026, 1, 5),
            currency="EUR",
        )
        if amounts is None:
            return None
        return earned_value(amounts, as_of=date(2026, 1, 5), calendar=ALWAYS)

    def test_done_of_planned_times_the_budget(self) -> None:
        found = self.measure(self.progress(0, 10, 20, 30, 40, 90))
        assert found is not None
        assert found.known == {
            "planned": 500,
            "earned": 400,
            "actual": 300,
            "budget": 1000,
        }

    def test_an_approved_change_is_a_step_of_the_baseline(self) -> None:
        changes = stored(
            schema.CHANGE_REQUEST,
            [
                {
                    "change_id": "C1",
                    "decision": "approved",
                    "cost_amount": 200,
                    "decided_on": "2026-01-03",
                },
                {
                    "change_id": "C2",
                    "decision": "rejected",
                    "cost_amount": 900,
                    "decided_on": "2026-01-03",
                },
                {
                    "change_id": "C3",
                    "decision": "approved",
                    "cost_amount": 50,
                    "decided_on": "2026-02-03",
                },
            ],
        )
        found = self.measure(self.progress(0, 10, 20, 30, 40), changes=changes)
        assert found is not None
        assert found.known["budget"] == 1200
        assert found.known["earned"] == pytest.approx(480)
        assert found.steps[["before", "after"]].to_numpy().tolist() == [[1000, 1200]]
        assert found.basis.left_out["subject"].tolist() == ["C3"]

    def test_scope_that_grows_unapproved_lowers_what_is_earned(self) -> None:
        found = self.measure(self.progress(0, 10, 20, 30, 40, scope=200))
        assert found is not None
        assert found.known["earned"] == 200

    def test_without_periods_each_sprint_costs_the_same(self) -> None:
        lines = budget_lines({"amount": 1000, "starts_on": None, "ends_before": None})
        sprints = pd.DataFrame(
            {
                "start_day": pd.to_datetime(["2026-01-01", "2026-01-05"]),
                "end_before": pd.to_datetime(["2026-01-05", "2026-01-09"]),
            }
        )
        found = self.measure(
            self.progress(0, 10, 20, 30, 40), budget=lines, sprints=sprints
        )
        assert found is not None
        assert found.known["planned"] == pytest.approx(625)
        undated = self.measure(self.progress(0, 10, 20, 30, 40), budget=lines)
        assert undated is not None
        assert undated.known["planned"] is None
        assert undated.total is None
        assert "no periods" in undated.why["planned"]

    def test_without_a_ledger_nothing_that_needs_cost_is_said(self) -> None:
        found = self.measure(self.progress(0, 10), costs=NO_COSTS)
        assert found is not None
        assert found.total is None
        assert found.why["cost_index"] == "There is no ledger."
        assert found.known["planned"] == 500

    def test_without_a_budget_there_is_nothing_to_measure(self) -> None:
        assert (
            self.measure(self.progress(0, 10), budget=budget_lines().iloc[:0]) is None
        )


def test_lines_of_the_ledger_are_all_accounted_for() -> None:
    rows = costs(
        {"amount": 1.10, "work_package": "A"},
        {"amount": -0.20, "work_package": " A "},
        {"amount": None},
        {"amount": 5, "currency": "USD"},
        {"amount": 5, "booked_on": None},
        {"amount": 5, "booked_on": "2026-04-01"},
        {"amount": 7, "currency": None},
    )
    found = booked(rows, as_of=MARCH, rates=rates_into("EUR"))
    assert found.names == ("No work package", "A")
    assert np.bincount(found.entries.account, found.entries.cents).tolist() == [700, 90]
    assert len(found.used) + len(found.left_out) == len(rows)
    assert found.left_out["reason"].nunique() == 4


def test_a_long_ledger_is_read_in_halves_and_adds_up_as_a_whole() -> None:
    names = ["A", " B", None, "B ", "C"]
    lines = LONG + 5
    rows = costs({"amount": 1.25}).loc[[0] * lines].reset_index(drop=True)
    package = pd.Series((names * lines)[:lines], dtype="str")
    package[lines - 1] = "Only at the end"
    rows = rows.assign(work_package=package)
    for ledger in (rows, rows.assign(work_package=package.astype("category"))):
        found = booked(ledger, as_of=MARCH, rates=rates_into("EUR"))
        assert found.names == ("No work package", "A", "B", "C", "Only at the end")
        sums = np.bincount(found.entries.account, found.entries.cents)
        assert sums.sum() == 125 * lines
        assert sums.tolist()[:3] == [125 * lines / 5, 125 * lines / 5, 250 * lines / 5]
    mixed = rows.assign(currency=["EUR"] * (lines - 1) + ["USD"])
    assert len(booked(mixed, as_of=MARCH, rates=rates_into("EUR")).left_out) == 1
    foreign = booked(rows.assign(currency="USD"), as_of=MARCH, rates=rates_into("EUR"))
    assert len(foreign.left_out) == lines
