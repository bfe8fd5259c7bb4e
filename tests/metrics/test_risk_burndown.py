"""Risk burn-down: what was added is shown apart, and every step adds up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.figures import risk_course, risk_matrix
from analytics.metrics.exposure.measure import Exposure, exposure
from analytics.metrics.reserve import Reserve
from analytics.metrics.risk import RiskExposure, risk_exposure
from analytics.metrics.risk_burndown import (
    DATES,
    NO_HISTORY,
    UPLOADS,
    RiskBurndown,
    risk_burndown,
)
from analytics.metrics.scales import RiskScale
from tests.factories_money import risks

if TYPE_CHECKING:
    import pandas as pd

JULY, JUNE, MAY = date(2026, 7, 31), date(2026, 6, 30), date(2026, 5, 31)


def on(day: date, *rows: dict[str, object]) -> RiskExposure:
    return risk_exposure(risks(*rows), as_of=day, currency="EUR", scale=RiskScale())


def risk(name: str, p: float, amount: float, **more: object) -> dict[str, object]:
    return {"risk_id": name, "probability": p, "impact_amount": amount, **more}


def history() -> RiskBurndown:
    return risk_burndown(
        [
            on(MAY, risk("A", 0.5, 100_000), risk("B", 0.5, 40_000)),
            on(
                JUNE,
                risk("A", 0.1, 100_000),
                risk("B", 0.5, 40_000, state="closed", closed_on="2026-06-10"),
                risk("C", 0.5, 8000),
            ),
            on(
                JULY,
                risk("A", 0.1, 100_000, state="occurred", occurred_on="2026-07-02"),
                risk("C", 0.5, 8000),
            ),
        ],
        rests_on=UPLOADS,
    )


def test_added_risks_do_not_hide_what_was_won() -> None:
    steps = history().steps.set_index("day")
    assert steps["exposure"].tolist() == [70_000, 14_000, 4000]
    assert steps["added"].tolist() == [0, 4000, 0]
    assert steps["rescored"].tolist() == [0, -40_000, 0]
    assert steps["closed"].tolist() == [0, 20_000, 0]
    assert steps["struck"].tolist() == [0, 0, 10_000]
    assert (history().added, history().removed) == (4000, 60_000)


def test_moves_are_those_since_the_day_before() -> None:
    assert history().moves.empty
    moved = risk_burndown(
        [
            on(MAY, risk("A", 0.5, 100_000), risk("B", 0.3, 20_000)),
            on(JUNE, risk("A", 0.1, 100_000), risk("B", 0.3, 21_000)),
        ],
        rests_on=UPLOADS,
    ).moves
    assert moved["risk_id"].tolist() == ["A"]
    row = moved.iloc[0]
    assert (row["probability_from"], row["probability_to"]) == (3, 1)
    assert (row["impact_from"], row["impact_to"]) == (3, 3)


def test_one_day_has_no_movement_and_none_has_none() -> None:
    one = risk_burndown([on(MAY, risk("A", 0.5, 100))], rests_on=DATES)
    none = risk_burndown([], rests_on=DATES)
    for result in (one, none):
        assert (result.added, result.removed) == (None, None)
        assert risk_course.read_risk_burndown(result) == NO_HISTORY
        assert not risk_course.plot_risk_burndown(result).data
    assert len(one.steps) == 1
    assert none.steps.empty


rows = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"), st.floats(0, 1), st.integers(-500, 500).map(float)
    ),
    max_size=5,
    unique_by=lambda row: row[0],
)


@settings(max_examples=25)
@given(rows, rows)
def test_every_step_adds_up(
    first: list[tuple[str, float, float]], second: list[tuple[str, float, float]]
) -> None:
    days = [
        on(
            day,
            *(
                risk(*row, risk_kind="opportunity" if row[2] < 0 else "threat")
                for row in found
            ),
        )
        for day, found in ((MAY, first), (JUNE, second))
    ]
    before, now = risk_burndown(days, rests_on=UPLOADS).steps.to_dict("records")
    change = now["added"] + now["rescored"] - now["closed"] - now["struck"]
    assert before["exposure"] + change == pytest.approx(now["exposure"], abs=1e-6)


class TestDrawn:
    def test_sentence_sets_new_risks_apart(self) -> None:
        said = risk_course.read_risk_burndown(history())
        assert "went from €\xa070,000 to €\xa04,000" in said
        assert "took away €\xa060,000, new risks added €\xa04,000" in said
        assert "scores of today" not in said
        assert "Needs a second" not in risk_course.read_moves(history())
        assert risk_course.read_moves(history()).startswith("No risk moved")

    def test_bars_and_table_have_every_movement(self) -> None:
        figure = risk_course.plot_risk_burndown(history())
        assert [trace.name for trace in figure.data] == [
            *("Added risks", "Scored anew", "Closed risks", "Struck risks"),
            "Exposure after responses",
        ]
        table = risk_course.table_risk_burndown(history())
        assert table["Day"].tolist() == ["31 May 2026", "30 Jun 2026", "31 Jul 2026"]

    def test_arrow_leads_from_the_old_cell_to_the_new(self) -> None:
        days = [
            on(MAY, risk("A", 0.5, 100_000)),
            on(JUNE, risk("A", 0.1, 100_000)),
        ]
        moves = risk_burndown(days, rests_on=UPLOADS).moves
        figure = risk_matrix.plot_risk_matrix(days[-1], moves)
        arrow = next(one for one in figure.layout.annotations if one.showarrow)
        assert (arrow.ax, arrow.ay, arrow.x, arrow.y) == (2, 2, 2, 0)


class TestReserve:
    @staticmethod
    def days(*registers: pd.DataFrame, left: float | None) -> list[Exposure]:
        return [
            exposure(
                register,
                as_of=day,
                currency="EUR",
                scale=RiskScale(),
                reserve=Reserve(left),
            )
            for day, register in zip((MAY, JUNE), registers, strict=False)
        ]

    def test_needed_and_left_are_told_over_time(self) -> None:
        days = self.days(
            risks(risk("A", 0.5, 100)), risks(risk("A", 0.1, 100)), left=60.0
        )
        assert "needed went from €\xa0100 to €\xa00" in risk_course.read_reserve(days)
        assert len(risk_course.plot_reserve(days).data) == 2
        assert risk_course.table_reserve(days)["Needed"].tolist() == [100, 0]

    def test_without_amounts_contingency_or_history_the_reason_is_said(self) -> None:
        some = risks(risk("A", 0.5, 100))
        for days, why in (
            (self.days(risks(), left=5.0), "No open risk has both"),
            (self.days(some, some, left=None), "no contingency to compare"),
            (self.days(some, left=5.0), "no history"),
        ):
            assert why in risk_course.read_reserve(days)
        assert not risk_course.plot_reserve(self.days(some, left=5.0)).data
