"""Work items and sprints: what each check lets pass, and what it objects to."""

from __future__ import annotations

from tests.metrics.quality.case import Case, bad

DONE = {"is_done": True}
DOING = {"status": "In Progress", "status_category": "doing"}
CASES = (
    Case(
        "done_without_date",
        issue=[
            DONE,
            {},
            {**DONE, "created_at": "2026-07-01", "resolved_at": None},
            bad(DONE, resolved_at=None),
            bad(DONE, resolved_at=None, done_day="2026-03-02"),
        ],
    ),
    Case(
        "resolved_not_done",
        issue=[
            {},
            DONE,
            bad(resolved_at="2026-03-01"),
            bad(DOING, resolved_at="2026-06-30"),
        ],
    ),
    Case(
        "finished_before_created",
        issue=[
            {**DONE, "created_at": "2026-03-01"},
            {**DONE, "created_at": None},
            bad(DONE, created_at="2026-03-02"),
            bad(DONE, resolved_at=None, done_at="2026-01-09"),
        ],
    ),
    Case(
        "finished_in_future",
        issue=[
            {**DONE, "resolved_at": "2026-06-30 23:59", "resolved_day": "2026-06-30"},
            bad(DONE, resolved_at="2026-07-01"),
            bad(resolved_at="2031-01-01"),
        ],
    ),
    Case(
        "created_unknown",
        issue=[{}, {"created_at": "2027-01-01"}, bad(created_at=None)],
    ),
    Case(
        "due_before_created",
        issue=[
            {"due_on": "2026-01-10"},
            {"due_on": None},
            {"due_on": "2026-01-01", "created_at": None},
            bad(due_on="2026-01-09"),
        ],
    ),
    Case(
        "open_past_due",
        issue=[
            {"due_on": "2026-06-30"},
            {**DONE, "due_on": "2026-02-01"},
            bad(due_on="2026-06-29"),
        ],
    ),
    Case(
        "nobody_at_work",
        issue=[
            DOING,
            {"assignee": None},
            {**DOING, "assignee": None, "is_container": True},
            bad(DOING, assignee=None),
            bad(DOING, assignee="  "),
        ],
    ),
    Case(
        "stale_in_progress",
        issue=[
            {**DOING, "updated_at": "2026-05-31 23:59"},
            {**DOING, "updated_at": None},
            {"updated_at": "2020-01-01"},
            bad(DOING, updated_at="2026-05-30 08:00"),
        ],
    ),
    Case(
        "status_by_name",
        issue=[
            {},
            {"category_from": "project settings"},
            {"category_from": "its name", "status": None},
            bad(category_from="its name", status="Parked"),
        ],
    ),
    Case("status_missing", issue=[{}, bad(status=None), bad(status=" ")]),
    Case(
        "done_but_flagged",
        issue=[
            DONE,
            {"is_flagged": True},
            {**DONE, "is_flagged": None},
            bad(DONE, is_flagged=True),
        ],
    ),
    Case(
        "done_with_hours_left",
        issue=[
            {**DONE, "hours": 0},
            {**DONE, "hours": None},
            {"hours": 4},
            bad(DONE, hours=0.5),
        ],
    ),
    Case(
        "unestimated_open",
        issue=[
            {},
            {**DONE, "points": None},
            {"points": None, "is_subtask": True},
            {"points": None, "is_container": True},
            bad(points=None),
            bad(points=0),
        ],
    ),
    Case(
        "unestimated_done",
        issue=[DONE, {"points": None}, bad(DONE, points=None), bad(DONE, points=0)],
    ),
    Case(
        "estimate_outlier",
        # Quartiles 2 and 5, so the fence stands at 5 + 3 x 3 = 14.
        issue=[{"points": n} for n in (2, 2, 3, 5, 5) * 8]
        + [{"points": 14}, {**DONE, "points": 80}, bad(points=15), bad(points=80)],
    ),
    Case("negative_estimate", issue=[{"points": 0}, bad(points=-3)]),
    Case(
        "lost_subtask",
        issue=[
            {"is_subtask": True, "parent_key": "A-2"},
            {"parent_key": "Z-9"},
            bad(is_subtask=True),
            bad(is_subtask=True, parent_key="Z-9"),
        ],
    ),
    Case(
        "lost_parent",
        issue=[
            {"parent_key": "A-2"},
            {"epic_key": "A-1"},
            {},
            {"is_subtask": True, "parent_key": "Z-9"},
            bad(parent_key="Z-9"),
            bad(epic_key="Z-9"),
        ],
    ),
    Case(
        "lost_link",
        issue=[{}, {}],
        issue_link=[
            {"issue_key": "A-1", "linked_key": "A-2"},
            {"issue_key": "Z-1", "linked_key": "Z-9"},
            bad(issue_key="A-1", linked_key="Z-9"),
            bad(issue_key="A-2", linked_key="Z-9", link_text="is blocked by"),
        ],
    ),
    Case(
        "waits_in_circle",
        issue=[
            {},
            {},
            bad(issue_key="A-3"),
            bad(issue_key="A-4"),
            bad(issue_key="A-5"),
            {**DONE, "issue_key": "A-6"},
            {"issue_key": "A-7"},
        ],
        waits=[
            {"before_key": "A-1", "after_key": "A-2"},
            {"before_key": "A-2", "after_key": "A-3"},
            {"before_key": "A-3", "after_key": "A-4"},
            {"before_key": "A-4", "after_key": "A-5"},
            {"before_key": "A-5", "after_key": "A-3"},
            {"before_key": "A-6", "after_key": "A-7"},
            {"before_key": "A-7", "after_key": "A-6"},
        ],
    ),
    Case(
        "circular_parents",
        issue=[
            {},
            {"parent_key": "A-1"},
            {"parent_key": "Z-9"},
            {"parent_key": "A-5", "issue_key": "A-4"},
            bad(issue_key="A-5", parent_key="A-6"),
            bad(issue_key="A-6", parent_key="A-7"),
            bad(issue_key="A-7", parent_key="A-5"),
            bad(issue_key="A-8", parent_key="A-8"),
        ],
    ),
    Case(
        "open_children",
        issue=[
            DONE,
            {},
            {**DONE, "parent_key": "A-1"},
            {"parent_key": "A-2"},
            bad(DONE, issue_key="P-1"),
            bad(DONE, issue_key="P-2"),
            {"parent_key": "P-1"},
            {"epic_key": "P-2"},
        ],
    ),
    Case(
        "same_summary",
        issue=[
            {"summary": "Log in"},
            {"summary": "Log in", "issue_type": "Bug"},
            {"summary": None},
            {"summary": None},
            {"summary": "Log in", "is_subtask": True},
            bad(summary="log  IN"),
            bad(DONE, summary="Log in"),
        ],
    ),
    Case(
        "orphan_sprint",
        sprint=[
            {"sprint_id": "1"},
            {"sprint_id": "2", "version_id": None},
            {"sprint_id": "3", "version_id": None, "start_day": None, "name": "Three"},
            {"sprint_id": "4", "start_day": None},
        ],
        issue=[
            {"in": ["1"]},
            {"in": ["2"]},
            {"in": ["4"]},
            {},
            bad({"in": ["3", "1"]}),
        ],
    ),
    Case(
        "sprint_without_dates",
        sprint=[
            {},
            {"state": "Future", "start_day": None, "end_before": None},
            {"version_id": None, "start_day": None},
            bad(start_day=None),
            bad(end_before=None, state="active"),
        ],
    ),
    Case(
        "sprint_backwards",
        sprint=[
            {"start_day": "2026-03-01", "end_before": "2026-03-02"},
            {"end_before": None},
            bad(start_day="2026-03-02", end_before="2026-03-02"),
        ],
    ),
    Case(
        "sprints_overlap",
        sprint=[
            {
                "start_day": "2026-01-05",
                "end_before": "2026-01-20",
                "complete_day": None,
            },
            # It may start on the day on which the other one ends.
            {"start_day": "2026-01-19", "end_before": "2026-02-03"},
            {"start_day": "2026-01-06", "board_number": "9"},
            {"start_day": None},
            bad(start_day="2026-01-18", end_before="2026-01-19"),
        ],
    ),
    Case(
        "in_two_running_sprints",
        sprint=[
            {"sprint_id": "run", "state": "active", "complete_day": None},
            {"sprint_id": "too", "state": "active", "complete_day": None},
            {"sprint_id": "over"},
            {
                "sprint_id": "ahead",
                "state": "future",
                "start_day": None,
                "complete_day": None,
            },
        ],
        issue=[
            {"in": ["run"]},
            {"in": ["run", "over"]},
            {"in": ["run", "ahead"]},
            {**DONE, "in": ["run", "too"]},
            bad({"in": ["run", "too"]}),
        ],
    ),
    Case(
        "done_in_future_sprint",
        sprint=[
            {"sprint_id": "now", "start_day": "2026-06-30", "complete_day": None},
            {"sprint_id": "next", "start_day": "2026-07-01", "complete_day": None},
            {"sprint_id": "some", "start_day": None, "state": "future"},
        ],
        issue=[
            {**DONE, "in": ["now"]},
            {"in": ["next"]},
            bad(DONE, {"in": ["next"]}),
            bad(DONE, {"in": ["some"]}),
        ],
    ),
    Case(
        "sprint_not_closed",
        sprint=[
            {"state": "active", "end_before": "2026-07-01"},
            {},
            bad(state="ACTIVE", end_before="2026-06-30"),
        ],
    ),
    Case(
        "closed_without_day",
        sprint=[{}, {"state": "active", "complete_day": None}, bad(complete_day=None)],
    ),
    Case(
        "sprint_named_twice",
        sprint=[
            {"name": "One"},
            {"name": "One", "board_number": "9"},
            {"name": None},
            {"name": None},
            bad(name="ONE"),
        ],
    ),
)
