"""Facts: one state of one project under one set of filters.

Everything a page shows is measured from the same frozen facts, so that filters are
applied once and every chart agrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from analytics.calendar import DAY, WorkingCalendar, days
from analytics.errors import NotFoundError
from analytics.filters import Filters
from analytics.metrics.scope import Frame
from analytics.warehouse import group_reads, ledger_reads, reads
from analytics.warehouse.projects import get_project

if TYPE_CHECKING:
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

NOTHING_KNOWN = date(2000, 1, 1)
"""The day of a project without a single file."""
EVIDENCE = {
    "change log": "change log",
    "mixed": "change log",
    "between uploads": "between uploads",
}


@dataclass(frozen=True)
class Facts:
    """What is known: project, imports that count, day, filters, and the frames.

    Frames are read when they are first asked for. `upto` is the newest import that
    counts, None for all.
    """

    warehouse: Warehouse = field(repr=False, compare=False)
    project: Project
    set_id: str
    import_ids: tuple[int, ...]
    as_of: date
    filters: Filters = field(default_factory=Filters)
    _tables: dict[str, pd.DataFrame] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def key(self) -> tuple[str, date, Filters]:
        """What results depend on; the key of every cache."""
        return (self.set_id, self.as_of, self.filters)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The calendar of what is shown: of the team, where one alone is chosen."""
        teams = self.filters.team
        return self.calendar_for(teams[0] if len(teams) == 1 else "")

    def calendar_for(self, team: str) -> WorkingCalendar:
        """Return the calendar of a team; one without its own follows the project's.

        That of the project is made of its settings and the calendars loaded.
        """
        settings = self.project.settings
        own = settings.calendar_of(team)
        if own is not None:
            return WorkingCalendar(frozenset(own.weekend), frozenset(own.holidays))
        return WorkingCalendar(
            weekend=frozenset(settings.weekend),
            holidays=frozenset(settings.holidays)
            | days_off(self.table("calendar_day")),
        )

    @cached_property
    def issues(self) -> pd.DataFrame:
        """Issues under the filters."""
        return reads.issues(self.warehouse, self._built(), self.filters)

    @cached_property
    def frames(self) -> pd.DataFrame:
        """What a burn-down can be drawn for."""
        return group_reads.frames(self.warehouse, self.set_id)

    @cached_property
    def statuses(self) -> pd.DataFrame:
        """Workflow statuses and what they count as."""
        return self._mart("dim_status")

    @cached_property
    def issue_types(self) -> pd.DataFrame:
        """Types of issues, and whether they are those of sub-tasks."""
        return self._mart("dim_issue_type")

    @cached_property
    def status_spans(self) -> pd.DataFrame:
        """Visits of items with a change log to their statuses, under the filters."""
        return ledger_reads.status_spans(self.warehouse, self.set_id, self.filters)

    @cached_property
    def blocked_spans(self) -> pd.DataFrame:
        """Times in which items were flagged as blocked."""
        return self._mart("fct_blocked_span")

    @cached_property
    def links(self) -> pd.DataFrame:
        """How work items hang together: one waits for the other, came out of it."""
        return self._mart("fct_issue_link")

    @property
    def day_end(self) -> datetime:
        """The instant in UTC at which the as-of day is over in the project's zone."""
        zone = ZoneInfo(self.project.settings.time_zone)
        after = datetime.combine(self.as_of + DAY, time(), zone)
        return after.astimezone(UTC).replace(tzinfo=None)

    @cached_property
    def budget_lines(self) -> pd.DataFrame:
        """Planned amounts."""
        return self.table("budget_line")

    @cached_property
    def costs(self) -> pd.DataFrame:
        """Ledger lines."""
        return self.table("cost")

    @cached_property
    def commitments(self) -> pd.DataFrame:
        """Purchase orders."""
        return self.table("commitment")

    @cached_property
    def risks(self) -> pd.DataFrame:
        """Risks."""
        return self._mart("fct_risk")

    def deltas(self, frame: Frame) -> pd.DataFrame:
        """Return the scope ledger of a frame under the filters."""
        wanted = self._wanted(frame.kind, frame.frame_id)
        return ledger_reads.deltas(self.warehouse, wanted)

    def all_deltas(self, kind: str) -> pd.DataFrame:
        """Return the scope ledgers of all frames of a kind, in one question."""
        return ledger_reads.deltas(self.warehouse, self._wanted(kind, None))

    def corrections(self) -> pd.DataFrame:
        """Return what happened to closed sprints after they were closed."""
        return ledger_reads.corrections(self.warehouse, self._wanted("sprint", None))

    def doubts(self, frame: Frame) -> pd.DataFrame:
        """Return what may have happened to a frame before the ledger books it."""
        wanted = self._wanted(frame.kind, frame.frame_id)
        return ledger_reads.doubts(self.warehouse, wanted)

    def _wanted(self, kind: str, frame_id: str | None) -> ledger_reads.Wanted:
        zone = self.project.settings.time_zone
        return ledger_reads.Wanted(self._built(), self.filters, kind, frame_id, zone)

    def frame(self, kind: str, frame_id: str) -> Frame:
        """Return one frame with its days.

        Raises:
            NotFoundError: The project has no such sprint or release.
        """
        found = self.frames
        rows = found[(found["kind"] == kind) & (found["frame_id"] == frame_id)]
        if rows.empty:
            message = f"There is no {kind} {frame_id!r} in this project."
            raise NotFoundError(message)
        return _frame(rows.iloc[0])

    def unlogged(self, frame: Frame) -> tuple[int, int]:
        """Return how many items of a frame have no change log, and how many it has."""
        found = self.frames
        rows = found[
            (found["kind"] == frame.kind) & (found["frame_id"] == frame.frame_id)
        ]
        row = rows.iloc[0]
        return int(row["items"]) - int(row["logged_items"]), int(row["items"])

    def table(self, name: str) -> pd.DataFrame:
        """Return a plain canonical table: every row that counts, with file and line."""
        if name not in self._tables:
            zone = self.project.settings.time_zone
            found = reads.rows(self.warehouse, name, self._built(), zone)
            self._tables[name] = found
        return self._tables[name]

    def _mart(self, model: str) -> pd.DataFrame:
        # Of one state, whatever the day and the filters: `replace` keeps the frames.
        if model not in self._tables:
            found = reads.mart(self.warehouse, model, self._built())
            self._tables[model] = found
        return self._tables[model]

    def _built(self) -> str:
        """Return the id of the state, built again where it was put away meanwhile.

        Frames are read late, and only the newest states of a project stay built: an
        empty answer would be shown as a project without issues.
        """
        return reads.built(self.warehouse, self.project, self.import_ids)


def days_off(rows: pd.DataFrame) -> frozenset[date]:
    """Return the days on which, by the calendars loaded, nobody works.

    Counted are days that differ from the week (not the weekdays of a rule) of
    calendars that the whole project follows; the absence of one person stops nobody.

    Args:
        rows: The canonical table `calendar_day`.
    """
    for_all = rows["person"].isna() & rows["is_project_calendar"].fillna(value=True)
    is_off = for_all & (rows["is_working"] == False) & rows["starts_on"].notna()  # noqa: E712
    spans = rows.loc[is_off, ["starts_on", "ends_before"]].itertuples(index=False)
    return frozenset(
        day.date()
        for start, end in spans
        for day in days(start.date(), (start + DAY if pd.isna(end) else end).date())
    )


def load_facts(
    warehouse: Warehouse,
    project_id: str,
    *,
    as_of: date | None = None,
    upto: int | None = None,
    filters: Filters | None = None,
) -> Facts:
    """Return the facts of a project.

    Args:
        warehouse: Where they are stored.
        project_id: The project.
        as_of: Last day that counts; by default the last day its files speak of.
        upto: Newest import that counts; None counts all.
        filters: What is shown.

    Raises:
        NotFoundError: There is no such project.
    """
    project = get_project(warehouse, project_id)
    set_id, import_ids = reads.state(warehouse, project_id, upto)
    latest = reads.latest_day(warehouse, import_ids, project.settings.time_zone)
    day = as_of or latest or NOTHING_KNOWN
    return Facts(warehouse, project, set_id, import_ids, day, filters or Filters())


def _frame(row: pd.Series) -> Frame:
    evidence = EVIDENCE.get(row["evidence"], "reconstructed")
    start = _day(row["start_day"])
    if row["kind"] != "sprint":
        start = _day(row["first_day"])
    return Frame(
        frame_id=row["frame_id"],
        kind=row["kind"],
        name="Whole project" if row["kind"] == "project" else row["name"],
        start=start,
        end=_day(row["end_before"]),
        closed=_day(row["close_day"]),
        evidence=evidence,  # type: ignore[arg-type]
        known_from=_day(row["known_from"]) if evidence == "between uploads" else None,
        start_after=_day(row["start_after"]),
        start_before=_day(row["start_before"]),
    )


def _day(value: object) -> date | None:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
