"""Hours in words: what was booked, against capacity and estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pandas as pd

from analytics import hours
from analytics.figures import theme
from analytics.figures.hours import capacity, items, weeks
from analytics.metrics.hours.booked import NAMES
from analytics.metrics.hours.capacity import per_week
from pages.ui.cache import measured, once
from pages.ui.layout import Chart, Tile, tile
from pages.ui.plain import counted

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.hours.after_done import HoursAfterDone
    from analytics.metrics.hours.booked import Booked
    from analytics.metrics.hours.capacity import Utilisation
    from analytics.metrics.hours.estimated import EstimatedHours
    from analytics.metrics.hours.logged import Group, HoursLogged
    from pages.ui.state import View

MISSING = (
    "No file tells of hours yet.",
    (
        "Upload hours that were booked (Jira's worklogs, Tempo's report of logged "
        "time, or a table), or issues with their original estimate and time spent."
    ),
)
TITLES = {
    "team": "Team",
    "person": "Person",
    "issue_type": "Type",
    "epic": "Epic",
    "item": "Item",
    "activity": "Activity",
    "account": "Account",
}
ALIKE = {"person": "Name", "spellings": "Spelled", "count": "Counted as"}


def booked_of(facts: Facts) -> Booked:
    """Sort out the bookings."""
    return measured("booked", facts, lambda: hours.booked_of(facts))


def logged_of(facts: Facts, by: Group) -> HoursLogged:
    """Add up the hours per week and group."""
    return measured(
        "hours", facts, lambda: hours.logged_of(booked_of(facts), facts, by), by
    )


def utilisation_of(facts: Facts) -> Utilisation:
    """Divide the hours by the capacity."""
    return measured(
        "utilisation", facts, lambda: hours.utilisation_of(booked_of(facts), facts)
    )


def estimates_of(facts: Facts) -> EstimatedHours:
    """Compare the hours with the estimates."""
    return measured(
        "hours estimated", facts, lambda: hours.estimates_of(booked_of(facts), facts)
    )


def after_done_of(facts: Facts) -> HoursAfterDone:
    """Add up the hours after done."""
    return measured(
        "hours after", facts, lambda: hours.after_done_of(booked_of(facts), facts)
    )


def is_known(facts: Facts) -> bool:
    """Say whether there is anything to show: bookings, or times of items."""
    found = booked_of(facts)
    has_any = bool(len(found.rows) + len(found.outside) + len(found.left_out))
    return has_any or not estimates_of(facts).rows.empty


def groups(facts: Facts) -> dict[str, str]:
    """Return what the hours can be broken down by: what any booking says."""
    rows = booked_of(facts).rows
    return {
        name: title
        for name, title in TITLES.items()
        if name == "team" or bool(rows[name].ne(NAMES[name]).any())
    }


def group_of(facts: Facts, view: View) -> Group:
    """Return what the view breaks the hours down by; by default the first that tells.

    Where all hours are of one team, the team tells nothing.
    """
    found = list(groups(facts))
    has_teams = len(set(booked_of(facts).rows["team"])) > 1
    first = found[0] if has_teams or len(found) == 1 else found[1]
    return cast("Group", view.split if view.split in found else first)


@once
def names(booked: Booked) -> dict[str, str]:
    """Return keys of items and epics with their titles."""
    rows = booked.items.drop_duplicates("issue_key")
    titles = rows["issue_key"] + " " + rows["summary"].fillna("")
    return dict(zip(rows["issue_key"], titles.str.strip(), strict=True))


@once
def headline(facts: Facts, by: Group) -> list[Tile]:
    """Return hours, pace, use of capacity, overrun, hours after done and outside."""
    found, used = logged_of(facts, by), utilisation_of(facts)
    figures, why = found.figures, found.why
    return [
        tile(
            "Hours logged",
            theme.number(figures["hours"]),
            f"{theme.number(figures['bookings'])} bookings on the project's items, "
            f"{theme.number(figures['people'])} people",
            why=why.get("hours"),
        ),
        tile(
            "Hours a week",
            theme.number(figures["hours_per_week"]),
            f"mean of the {theme.number(figures['weeks_over'])} weeks that are over",
            why=why.get("hours_per_week"),
        ),
        tile(
            "Share of capacity",
            theme.percent(used.figures["utilisation"]),
            f"utilisation: of {theme.number(used.figures['available_hours'])} hours "
            "available",
            why=used.why.get("utilisation"),
        ),
        *_beside(facts, found),
    ]


def _beside(facts: Facts, found: HoursLogged) -> list[Tile]:
    over, after = estimates_of(facts), after_done_of(facts)
    return [
        tile(
            "Over their estimate",
            theme.number(over.figures["over_items"]),
            f"of {theme.number(over.figures['items'])} estimated items; "
            f"{theme.number(over.figures['over_hours'])} hours more",
            why=over.why.get("over_items"),
        ),
        tile(
            "Hours after done",
            theme.number(after.figures["hours"]),
            f"{theme.percent(after.figures['share'], 1)} of the hours, on "
            f"{theme.number(after.figures['items'])} items",
            why=after.why.get("hours"),
        ),
        tile(
            "Hours elsewhere",
            theme.number(found.figures["outside_hours"]),
            f"on {theme.number(found.figures['outside_items'])} items that are in none "
            "of the files; not counted",
            why=found.why.get("outside_hours"),
        ),
    ]


@once
def chart(facts: Facts, by: Group) -> Chart:
    """Return the hours per week."""
    found, used = logged_of(facts, by), utilisation_of(facts)
    starts = pd.Series(found.weeks["start"])
    available = per_week(used.lines, starts, calendar=facts.calendar)
    called = names(booked_of(facts))
    return Chart(
        lambda: weeks.plot_weeks(found, available, called),
        weeks.read_weeks(found, used.figures["utilisation"]),
        lambda: weeks.table_weeks(found, available),
        found.basis,
    )


@once
def by_group(facts: Facts, by: Group) -> pd.DataFrame:
    """Return the hours of each group."""
    called = names(booked_of(facts))
    return weeks.table_groups(logged_of(facts, by).groups, TITLES[by], called)


@once
def outside(facts: Facts) -> pd.DataFrame:
    """Return the hours on items in none of the files."""
    return weeks.table_groups(logged_of(facts, "team").outside, "Item", {})


def no_outside(facts: Facts) -> str:
    """Say why nothing is listed as outside."""
    why = logged_of(facts, "team").why.get("outside_hours")
    return why or "All hours are booked on items of the project."


@once
def used(result: Utilisation) -> Chart:
    """Return the use of capacity."""
    return Chart(
        lambda: capacity.plot_capacity(result),
        capacity.read_capacity(result),
        lambda: capacity.table_capacity(result),
        result.basis,
    )


@once
def estimated(result: EstimatedHours) -> Chart:
    """Return the items that take more than estimated."""
    return Chart(
        lambda: items.plot_estimates(result),
        items.read_estimates(result),
        lambda: items.table_estimates(result.rows),
        result.basis,
    )


@once
def late(result: HoursAfterDone) -> Chart:
    """Return the hours after done."""
    return Chart(
        lambda: items.plot_after(result),
        items.read_after(result),
        lambda: items.table_after(result),
        result.basis,
    )


@once
def alike(booked: Booked) -> pd.DataFrame:
    """Return names that look like one person."""
    rows = booked.alike.assign(
        count=[counted(one, "person", "people") for one in booked.alike["count"]]
    )
    return rows[list(ALIKE)].rename(columns=ALIKE)


def rests_on(facts: Facts) -> str:
    """Say until when bookings are known, and what was left out."""
    booked = booked_of(facts)
    if booked.rows.empty:
        return booked.why
    last = theme.day(booked.rows["day"].max())
    text = f"Bookings reach to {last}; a booking that two files tell of counts once."
    left = len(booked.left_out)
    if left:
        text = f"{text} {counted(left, 'booking')} left out: the receipt says why."
    return text
