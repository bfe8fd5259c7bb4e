"""The schedule as Microsoft Project writes it: its own XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from sample_data import schedule, story

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def write(path: Path) -> None:
    """Write the schedule."""
    rows = "\n".join(
        _row(task, number) for number, task in enumerate(schedule.tasks(), 1)
    )
    path.write_text(
        HEAD + rows + "\n</Tasks>\n</Project>\n", encoding="utf-8", newline="\n"
    )


def _row(task: schedule.Task, number: int) -> str:
    is_mark = task.kind == "milestone"
    length = 0 if is_mark else schedule.hours(task.now)
    cells = {
        "UID": task.uid,
        "ID": number,
        "Name": escape(task.name),
        "IsNull": 0,
        "OutlineLevel": task.level,
        "Start": _at(task.now[0], is_end=is_mark),
        "Finish": _at(task.now[1], is_end=True),
        "Duration": f"PT{length}H0M0S",
        "DurationFormat": 7,
        "Summary": int(task.kind == "summary"),
        "Milestone": int(is_mark),
        "Active": 1,
        "Manual": 0,
    }
    if task.kind != "summary":
        cells |= _progress(task, length)
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in cells.items())
    return f"<Task>{inside}{_baseline(task)}{_links(task)}</Task>"


def _progress(task: schedule.Task, length: int) -> dict[str, object]:
    is_mark = task.kind == "milestone"
    cells: dict[str, object] = {
        "Cost": task.cost * 100,
        "PercentComplete": task.percent,
    }
    if task.percent:
        cells["ActualStart"] = _at(task.now[0], is_end=is_mark)
    if task.percent == 100:  # noqa: PLR2004 - all of it
        cells["ActualFinish"] = _at(task.now[1], is_end=True)
    cells["RemainingDuration"] = f"PT{length * (100 - task.percent) // 100}H0M0S"
    return cells


def _baseline(task: schedule.Task) -> str:
    if task.baseline is None:
        return ""
    is_mark = task.kind == "milestone"
    return (
        "<Baseline><Number>0</Number>"
        f"<Start>{_at(task.baseline[0], is_end=is_mark)}</Start>"
        f"<Finish>{_at(task.baseline[1], is_end=True)}</Finish>"
        f"<Duration>PT{0 if is_mark else schedule.hours(task.baseline)}H0M0S</Duration>"
        f"<Cost>{task.cost * 100}</Cost></Baseline>"
    )


def _links(task: schedule.Task) -> str:
    return "".join(
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>1</Type>"
        "<CrossProject>0</CrossProject><LinkLag>0</LinkLag><LagFormat>7</LagFormat>"
        "</PredecessorLink>"
        for uid in task.after
    )


def _at(day: date, *, is_end: bool) -> str:
    return f"{day.isoformat()}T{'17' if is_end else '08'}:00:00"


def _weekday(number: int) -> str:
    if number in {1, 7}:
        return (
            f"<WeekDay><DayType>{number}</DayType><DayWorking>0</DayWorking></WeekDay>"
        )
    times = "".join(
        f"<WorkingTime><FromTime>{a}:00:00</FromTime><ToTime>{b}:00:00</ToTime>"
        "</WorkingTime>"
        for a, b in (("08", "12"), ("13", "17"))
    )
    return (
        f"<WeekDay><DayType>{number}</DayType><DayWorking>1</DayWorking>"
        f"<WorkingTimes>{times}</WorkingTimes></WeekDay>"
    )


HEAD = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project">
<SaveVersion>14</SaveVersion>
<Name>harbour_schedule.xml</Name>
<Title>Harbour: customer portal replacement</Title>
<Manager>{story.LEAD.name}</Manager>
<LastSaved>{_at(story.AS_OF, is_end=True)}</LastSaved>
<StartDate>{_at(story.START, is_end=False)}</StartDate>
<FinishDate>{_at(schedule.HANDOVER[1], is_end=True)}</FinishDate>
<StatusDate>{_at(story.AS_OF, is_end=True)}</StatusDate>
<CurrencySymbol>€</CurrencySymbol>
<CurrencyCode>EUR</CurrencyCode>
<CalendarUID>1</CalendarUID>
<MinutesPerDay>480</MinutesPerDay>
<MinutesPerWeek>2400</MinutesPerWeek>
<DaysPerMonth>20</DaysPerMonth>
<Calendars>
<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
<BaseCalendarUID>-1</BaseCalendarUID><WeekDays>
{"".join(_weekday(number) for number in range(1, 8))}
</WeekDays></Calendar>
</Calendars>
<Tasks>
"""
