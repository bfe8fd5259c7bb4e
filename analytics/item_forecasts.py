"""From facts to the simulation of single items: order, waiting, teams, how long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analytics.calendar import DAY
from analytics.errors import RequestError
from analytics.metrics.forecast.items import (
    FEWEST,
    Crew,
    Item,
    ItemForecast,
    simulate_items,
)
from analytics.metrics.forecast.simulate import SEED
from analytics.warehouse import reads

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.scope import Frame

MOST_ITEMS = 2_000
MOST_CHANGES = 1_000_000
FULL_WEEKS = 26
"""How far back finished items tell how long one takes."""


def items_of(
    facts: Facts,
    frame: Frame,
    burndown: Burndown,
    *,
    limit: int | None = None,
    seed: int = SEED,
) -> ItemForecast:
    """Simulate when the open items of a frame are done.

    Items in progress come first, then the others in the order of their file; who waits
    for whom is told by the links of the items (blocks, depends on, follows) and by
    those of a schedule that name items (finish to start). What waits for an open item
    outside the frame is taken as free to begin, and a note says how many that are.
    Without `limit` a team works on as many items at a time as its past tells by
    Little's law: items finished per working day times mean working days of an item.

    Raises:
        RequestError: There are too many items or changes to simulate.
    """
    took = time_taken(facts)
    open_ones = _open(facts, frame)
    if len(open_ones) > MOST_ITEMS:
        message = f"{len(open_ones):,} items are too many to simulate one by one."
        raise RequestError(message)
    teams = sorted(set(open_ones["team"]))
    since = pd.Timestamp(facts.as_of) - pd.Timedelta(weeks=FULL_WEEKS)
    took = took[took["done_on"] > since]
    few = [name for name in teams if (took["team"] == name).sum() < FEWEST]
    crews = [
        _crew(facts, name, took if name in few else took[took["team"] == name], limit)
        for name in teams
    ]
    waits = waiting(facts)
    items = [
        Item(str(key), str(team), tuple(sorted(waits.get(str(key), ()))))
        for key, team in zip(open_ones["issue_key"], open_ones["team"], strict=True)
    ]
    found = simulate_items(items, crews, as_of=burndown.as_of, seed=seed)
    notes = [_of_others(few)] if few and len(teams) > 1 else []
    outside = _waiting_outside(facts, waits, items)
    return replace(found, notes=(*notes, *([outside] if outside else [])))


def _of_others(few: list[str]) -> str:
    named = ", ".join(name or "items without a team" for name in few)
    return (
        f"Too few finished items in the last half year ({named}): how long an item "
        "takes is taken from all teams."
    )


def _waiting_outside(
    facts: Facts, waits: dict[str, set[str]], items: list[Item]
) -> str:
    """Say how many items wait for open ones that are not simulated."""
    inside = {item.key for item in items}
    is_open = ~facts.issues["is_done"].astype("bool")
    outside = set(facts.issues.loc[is_open, "issue_key"]) - inside
    count = sum(bool(waits.get(key, set()) & outside) for key in inside)
    if not count:
        return ""
    verb = "item waits" if count == 1 else "items wait"
    return (
        f"{count:,} {verb} for open items that are not part of this forecast: "
        "taken as free to begin."
    )


def held_up(facts: Facts, told: ItemForecast) -> pd.DataFrame:
    """List the items that wait for others: issue_key, waited_days, waits_for.

    Days are working days on average over the trials, the longest first; `waits_for`
    are the items that must be done before, whether they are still open or not.
    """
    waits = waiting(facts) if told.waited else {}
    rows = [
        (key, days, ", ".join(sorted(waits.get(key, ()))))
        for key, days in sorted(told.waited.items(), key=lambda one: (-one[1], one[0]))
    ]
    return pd.DataFrame(rows, columns=["issue_key", "waited_days", "waits_for"])


def time_taken(facts: Facts) -> pd.DataFrame:
    """List finished items with a known start: issue_key, team, done_on, days.

    An item starts when it first enters a status of the category `doing`, and is
    finished on its last day of being done; days are working days of its team, the
    first and the last included, so at least 1. Items never in progress are not in it,
    nor are items that count in others, such as sub-tasks.
    """
    if reads.count_changes(facts.warehouse, facts.import_ids) > MOST_CHANGES:
        message = f"More than {MOST_CHANGES:,} changes are too many to go through."
        raise RequestError(message)
    changes = reads.raw_changes(facts.warehouse, facts.import_ids)
    statuses = facts.statuses
    doing = set(statuses.loc[statuses["category"] == "doing", "status"])
    began = changes[(changes["field"] == "status") & changes["to_text"].isin(doing)]
    first = began.groupby("issue_key")["at"].min().dt.normalize()
    issues = facts.issues
    done = issues[issues["is_done"] & issues["is_counted"] & issues["done_day"].notna()]
    done = done[done["done_day"] <= pd.Timestamp(facts.as_of)]
    # Not `map`: of no day at all it makes numbers, and fails.
    started = first.reindex(done["issue_key"]).to_numpy()
    joined = done.assign(began=started).dropna(subset=["began"])
    calendars = {
        name: facts.calendar_for(str(name))
        for name in joined["team"].fillna("").unique()
    }
    days = [
        max(calendars[team].working_days(start.date(), end.date()) + 1, 1)
        for team, start, end in zip(
            joined["team"].fillna(""), joined["began"], joined["done_day"], strict=True
        )
    ]
    return pd.DataFrame(
        {
            "issue_key": joined["issue_key"].to_numpy(),
            "team": joined["team"].fillna("").to_numpy(),
            "done_on": joined["done_day"].to_numpy(),
            "days": days,
        }
    )


def _open(facts: Facts, frame: Frame) -> pd.DataFrame:
    """Return the open items of a frame, those in progress first."""
    rows = facts.deltas(frame)
    rows = rows[rows["day"] <= pd.Timestamp(facts.as_of)]
    held = rows.groupby("issue_key")["items"].sum()
    issues = facts.issues
    found = issues[issues["issue_key"].isin(held[held > 0].index)]
    found = found.assign(team=found["team"].fillna(""))
    idle = (found["status_category"] != "doing").to_numpy()
    return found.assign(idle=idle).sort_values("idle", kind="stable")


def _crew(facts: Facts, name: str, own: pd.DataFrame, limit: int | None) -> Crew:
    """Return a team with how long the items took that speak for it."""
    calendar = facts.calendar_for(name)
    days = calendar.working_days((facts.as_of - FULL_WEEKS * 7 * DAY), facts.as_of)
    places = limit or max(round(float(own["days"].sum()) / max(days, 1)), 1)
    return Crew(name, tuple(int(one) for one in own["days"]), places, calendar)


def waiting(facts: Facts) -> dict[str, set[str]]:
    """Return for each item those that must be finished before it begins."""
    tasks, links = facts.table("task_link"), facts.links
    tasks = tasks[tasks["link_type"].fillna("FS").eq("FS")]
    is_later = links["linked_at"] >= pd.Timestamp(facts.day_end)
    links = links[links["kind"].eq("waits") & ~is_later]
    known = set(facts.issues["issue_key"])
    waits: dict[str, set[str]] = {}
    for before, after in (
        *zip(tasks["predecessor_id"], tasks["successor_id"], strict=True),
        *zip(links["before_key"], links["after_key"], strict=True),
    ):
        if before in known and after in known:
            waits.setdefault(str(after), set()).add(str(before))
    return waits
