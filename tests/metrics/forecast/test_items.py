"""Order, limits, dependencies and calendars of teams, where the answer is known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.calendar import WorkingCalendar
from analytics.errors import RequestError
from analytics.metrics.forecast import exact
from analytics.metrics.forecast.items import Crew, Item, ItemForecast, simulate_items

FRIDAY = date(2026, 1, 2)
EVERY_DAY = WorkingCalendar(weekend=frozenset())


def crew(
    took: tuple[int, ...] = (3,) * 5,
    limit: int = 1,
    name: str = "",
    calendar: WorkingCalendar = EVERY_DAY,
) -> Crew:
    return Crew(name, took, limit, calendar)


def sure(found: ItemForecast) -> int | None:
    day = found.days[0.85]
    return None if day is None else (day - FRIDAY).days


def items(count: int) -> list[Item]:
    return [Item(f"A-{n}") for n in range(count)]


@pytest.mark.parametrize(("limit", "days"), [(1, 18), (2, 9), (3, 6), (6, 3), (9, 3)])
def test_a_limit_on_work_in_progress_makes_items_queue(limit: int, days: int) -> None:
    assert sure(simulate_items(items(6), [crew(limit=limit)], as_of=FRIDAY)) == days


def test_one_at_a_time_is_the_exact_sum() -> None:
    took = (1, 2, 2, 5, 8, 3)
    found = simulate_items(items(8), [crew(took)], as_of=FRIDAY, trials=20_000)
    low, chance = exact.total_after(np.array(took), 8)
    at_most = chance.cumsum()
    for p, day in found.days.items():
        assert day is not None
        place = (day - FRIDAY).days - low
        error = 4 * (p * (1 - p) / 20_000) ** 0.5
        assert at_most[place] >= p - error
        assert at_most[place - 1] < p + error


def test_a_blocked_chain_waits() -> None:
    free = items(4)
    chain = [free[0], *(Item(f"A-{n}", after=(f"A-{n - 1}",)) for n in (1, 2, 3))]
    crews = [crew(limit=4)]
    assert sure(simulate_items(free, crews, as_of=FRIDAY)) == 3
    found = simulate_items(chain, crews, as_of=FRIDAY)
    assert sure(found) == 12
    assert found.waited == {"A-1": 3.0, "A-2": 6.0, "A-3": 9.0}


def test_what_others_wait_for_is_done_first_whatever_the_order() -> None:
    late_first = [Item("B", after=("A",)), Item("A")]
    assert sure(simulate_items(late_first, [crew(limit=2)], as_of=FRIDAY)) == 6


def test_each_team_works_in_its_own_calendar() -> None:
    # The week-day team takes Monday to Wednesday, the other then four days on end.
    crews = [
        crew(name="week", calendar=WorkingCalendar()),
        crew((4,) * 5, name="all"),
    ]
    chain = [Item("A", "week"), Item("B", "all", after=("A",))]
    found = simulate_items(chain, crews, as_of=FRIDAY)
    assert found.days[0.85] == date(2026, 1, 11)
    back = [Item("B", "all"), Item("A", "week", after=("B",))]
    # Done on Tuesday the 6th, so Wednesday to Friday.
    assert simulate_items(back, crews, as_of=FRIDAY).days[0.5] == date(2026, 1, 9)


def test_the_same_seed_gives_the_same_days_and_waiting() -> None:
    chain = [*items(5), Item("Z", after=("A-0", "A-4"))]
    crews = [crew((1, 2, 3, 9, 13), limit=2)]
    one, same = (simulate_items(chain, crews, as_of=FRIDAY, seed=5) for _ in (0, 1))
    assert (one.days, one.waited) == (same.days, same.waited)
    days = list(one.days.values())
    assert days == sorted(days, key=str)


def test_what_takes_longer_than_five_years_has_no_day() -> None:
    found = simulate_items(items(9), [crew((400,) * 5)], as_of=FRIDAY)
    assert set(found.days.values()) == {None}


def test_without_items_or_history_it_says_why() -> None:
    assert "Nothing is left" in simulate_items([], [crew()], as_of=FRIDAY).why
    short = simulate_items(items(1), [crew((2, 3))], as_of=FRIDAY)
    assert short.why.startswith("The team has 2 finished items")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([Item("A", after=("B",)), Item("B", after=("A",))], "wait for each other"),
        ([Item("A", "nobody")], "No team 'nobody'"),
    ],
)
def test_what_makes_no_sense_is_refused(given: list[Item], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        simulate_items(given, [crew()], as_of=FRIDAY)


def test_an_item_that_waits_for_one_that_is_done_does_not_wait() -> None:
    found = simulate_items([Item("B", after=("DONE",))], [crew()], as_of=FRIDAY)
    assert (sure(found), found.waited) == (3, {})
