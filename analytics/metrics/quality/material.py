"""What the checks are given: the frames of one state, a day, and a currency."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.budget_plan import rate_day
from analytics.metrics.budget_rows import Records, choose
from analytics.metrics.money import after, text
from analytics.metrics.quality.finding import Effect, is_true
from analytics.metrics.risk_rows import assessed, state_on
from analytics.metrics.scales import RiskScale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.budget_rows import Sources

SUMMARIES = ("summary", "project", "blank")
"""Rows of a schedule that are no work."""


@dataclass(frozen=True)
class Material:
    """One state of a project as the checks see it.

    Attributes:
        as_of: Status date; rows that came into being later are not looked at.
        known_on: The last day of which the files can know anything: what is booked
            or resolved later lies in their future.
        currency: The project's currency.
        issues: Work items under the filters (mart fct_issue).
        family: All work items whatever the filters: issue_key, parent, epic_key,
            is_done; a parent is a key, or an id where no file gives its key.
        sprints: Sprints with their days (mart dim_sprint).
        memberships: Rows of issue_key, sprint_id: which item is in which sprint.
        waits: Rows of before_key, after_key: which item waits until which is done.
        risks: Risks with their state (mart fct_risk).
        tables: Plain tables by name.
    """

    as_of: date
    known_on: date
    currency: str
    issues: pd.DataFrame = field(repr=False)
    family: pd.DataFrame = field(repr=False)
    sprints: pd.DataFrame = field(repr=False)
    memberships: pd.DataFrame = field(repr=False)
    waits: pd.DataFrame = field(repr=False)
    risks: pd.DataFrame = field(repr=False)
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    def table(self, name: str) -> pd.DataFrame:
        """Return a plain table."""
        return self.tables[name]

    @cached_property
    def end(self) -> pd.Timestamp:
        """The first instant after the status date."""
        return after(self.as_of)

    @cached_property
    def future(self) -> pd.Timestamp:
        """The first instant of which the files cannot know anything."""
        return after(self.known_on)

    @cached_property
    def items(self) -> pd.DataFrame:
        """Work items created by the status date, with `size` and `counts`.

        `counts` says whether an item counts in a burn-down: sub-tasks do not, nor do
        items that are made of others.
        """
        rows = self.issues[~self.issues["created_day"].ge(self.end)]
        counts = ~(rows["is_subtask"] | rows["is_container"]).astype("bool")
        points = rows["points"].fillna(0.0)
        size = points if self.unit == "points" else pd.Series(1.0, rows.index)
        return rows.assign(
            size=size, counts=counts, is_done=rows["is_done"].astype("bool")
        )

    @cached_property
    def unit(self) -> str:
        """What is counted: points, or items where none has an estimate."""
        return "points" if bool(self.issues["points"].gt(0).any()) else "items"

    @cached_property
    def money(self) -> Sources:
        """The lines of money that count, as the budget variance chooses them."""
        return choose(
            Records(
                self.table("budget_line"),
                self.table("cost"),
                self.table("commitment"),
                changes=self.table("change_request"),
                rates=self.table("exchange_rate"),
            ),
            as_of=self.as_of,
            currency=self.currency,
        )

    def rate_of(self, lines: pd.DataFrame) -> pd.Series:
        """Return what one unit of each line's currency is worth, as the budget has it.

        That is the rate of the line's own day, and of the status date for what is
        open on an order or has no day; not a number where no rate is known.
        """
        said = text(lines["currency"]).str.upper()
        names = [name for name in ("booked_on", "starts_on") if name in lines]
        today = pd.Series(pd.Timestamp(self.as_of), lines.index)
        days = rate_day(lines[names[0]], self.as_of) if names else today
        iso = said.where(said != "", self.currency)
        return self.money.rates.on(iso, days)["rate"]

    @cached_property
    def open_items(self) -> pd.DataFrame:
        """Work items that are not done."""
        return self.items[~self.items["is_done"]]

    @cached_property
    def done_items(self) -> pd.DataFrame:
        """Work items that are done."""
        return self.items[self.items["is_done"]]

    @cached_property
    def open_risks(self) -> pd.DataFrame:
        """Risks that are open on the status date."""
        return self.risks[state_on(self.risks, self.as_of) == "open"]

    @cached_property
    def expected_cost(self) -> float | None:
        """What the open risks cost on average; None where none has both numbers."""
        table = assessed(self.open_risks, currency=self.currency, scale=RiskScale())
        amounts = table["residual_exposure"].dropna()
        return round(float(amounts.sum()), 2) if len(amounts) else None

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """Activities and milestones of the schedule that count in the plan."""
        rows = self.table("task")
        inactive = rows["is_active"].astype("object").eq(other=False).astype("bool")
        return rows[
            ~rows["task_kind"].isin(SUMMARIES)
            & ~inactive
            & ~is_true(rows["is_external"])
        ]

    @cached_property
    def unfinished(self) -> pd.DataFrame:
        """Tasks that are not complete; most points of the DCMA divide by them."""
        rows = self.tasks
        return rows[rows["actual_finish_at"].isna() & ~rows["complete_ratio"].ge(1)]

    @cached_property
    def totals(self) -> Mapping[str, float]:
        """Left, done, spent, ordered and budget as the other pages show them."""
        items, money = self.items, self.money
        counted = items[items["counts"]].groupby("is_done")["size"].sum()
        plan = money.budget.used
        baseline = plan.loc[plan["kind"] == "budget", "cents"]
        cents = {
            "Spent": money.costs.used["cents"],
            "Ordered, not invoiced": money.orders.used["open"],
            "Budget": pd.concat([baseline, money.changes.used["cents"]]),
        }
        return {
            "Left": float(counted.get(False, 0.0)),
            "Done": float(counted.get(True, 0.0)),
            **{name: float(column.sum()) / 100 for name, column in cents.items()},
        }

    def size_of(self, wrong: pd.Series, *, is_done: bool) -> float:
        """Add up the sizes of counted items that are done, or that are open."""
        items = self.items
        rows = items[wrong & items["counts"] & (items["is_done"] == is_done)]
        return float(rows["size"].sum())

    def moves(self, figure: str, low: float, high: float, note: str = "") -> Effect:
        """Return the effect on `Left` or `Done`, in the unit that is counted."""
        return Effect(figure, self.unit, self.totals[figure], low, high, note=note)
