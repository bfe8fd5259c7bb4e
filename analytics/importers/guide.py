"""Where each export comes from and what it gives, in the words of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.importers.registry import FAMILIES, IMPORTERS

if TYPE_CHECKING:
    from analytics.importers.base import TableImporter
    from analytics.importers.documents import DocumentImporter

TABLE = "CSV, XLSX"


@dataclass(frozen=True, slots=True)
class Guide:
    """What people want to know of an export before they look for it.

    Attributes:
        exported_from: Where to get it.
        gives: What Steerco learns from it.
    """

    exported_from: str
    gives: str


GUIDES: dict[str, Guide] = {
    "jira_csv": Guide(
        "Jira Cloud or Data Center: a list of issues, Export CSV (all fields); "
        "or our template",
        "What is to be done and what is done; scope as it is on that day",
    ),
    "azure_devops_csv": Guide(
        "Azure DevOps: a query, Export to CSV; a tree query gives the parents",
        "Work items with their state, iteration, effort and hours",
    ),
    "github_csv": Guide(
        "Lists of GitHub issues: of a script, of gh, or of a project (Export view)",
        "What is open and closed and since when; pull requests apart",
    ),
    "gitlab_csv": Guide(
        "GitLab: a project's issues, Export as CSV",
        "What is open and closed and since when; weights, estimates, time spent",
    ),
    "linear_csv": Guide(
        "Linear: Export issues as CSV, of a view or of the workspace",
        "Issues with their estimate, and the cycles with their dates",
    ),
    "redmine_csv": Guide(
        "Redmine: the list of issues, Also available in: CSV; nine languages",
        "Issues with their version, estimated time and percent done",
    ),
    "asana_csv": Guide(
        "Asana: a project's menu, Export/Print, CSV",
        "Tasks and subtasks, when they were created and completed",
    ),
    "clickup_csv": Guide(
        "ClickUp: a list or board view, Export, CSV",
        "Tasks and subtasks with status, points and time, and when they were done",
    ),
    "openproject_csv": Guide(
        "OpenProject: a table of work packages, Export, CSV or XLSX",
        "Work packages with version, sprint, points, work and remaining work",
    ),
    "tempo_worklogs": Guide(
        "Tempo Timesheets: Reports, Logged time, Export, CSV or XLSX",
        "Hours booked on issues, by whom and on which account",
    ),
    "item_dates": Guide(
        "Any list of items with the days on which they began and were finished",
        "What came in and what was finished, and when",
    ),
    "budget": Guide(
        "Any spreadsheet, finance or ERP tool, or our template",
        "What it may cost, by category and by period, in lines or in columns",
    ),
    "cost": Guide(
        "The ledger of any finance or ERP tool, or our template",
        "What was spent, when and for what",
    ),
    "commitment": Guide(
        "Any purchasing or ERP tool, or our template",
        "What is ordered and not yet invoiced",
    ),
    "risk": Guide(
        "A risk register of any make, or our template",
        "What can go wrong, how likely and how dear",
    ),
    "sprint_table": Guide(
        "Typed by hand into our template",
        "When sprints start and end, where no export says it",
    ),
    "issue_table": Guide(
        "Any tracker that is not listed here, as a table with numbered items",
        "What is to be done and what is done; scope as it is on that day",
    ),
    "worklog_table": Guide(
        "Any time sheet with work items, or our template",
        "Who worked how long on what",
    ),
    "task_table": Guide(
        "Any planning tool or spreadsheet, or our template",
        "Tasks with dates, baseline, progress, cost and what they wait for",
    ),
    "milestone": Guide(
        "Any list of milestones, or our template",
        "What was agreed for when, what is planned now, what is reached and earned",
    ),
    "release": Guide(
        "Any list of releases or versions, or our template",
        "When releases were planned, and when they came out",
    ),
    "capacity": Guide(
        "Any capacity plan by sprint or period, or our template",
        "How much people and teams can take on, and when they are away",
    ),
    "earned_value": Guide(
        "Any report of earned value (PV, EV, AC), or our template",
        "Planned, earned and actual value by period and control account",
    ),
    "exchange_rate": Guide(
        "Treasury, any bank, or our template",
        "What a currency was worth from which day on",
    ),
    "requirement": Guide(
        "A requirements list of any make, or our template",
        "What is required, how it is judged, and which work items build it",
    ),
    "acceptance": Guide(
        "Any list of acceptance tests, or our template",
        "Which tests and criteria passed, failed, are blocked or open",
    ),
    "change_request": Guide(
        "A change log or PRINCE2 issue register of any make, or our template",
        "What is asked for on top, what it costs, what was decided",
    ),
    "decision": Guide(
        "A decision log of any make, or our template",
        "What was decided and by whom, and what waits for a decision",
    ),
    "compliance": Guide(
        "A list of obligations or controls of any make, or our template",
        "Which obligations are met, and what is done about the others",
    ),
    "jira_json": Guide(
        "Jira's REST interface: a search or a board, with expand=changelog",
        "The same as the CSV, and each change with its instant",
    ),
    "jira_changelog_pages": Guide(
        "Jira's REST interface: change logs of issues",
        "Each change with its instant, for issues loaded from elsewhere",
    ),
    "jira_sprints": Guide(
        "Jira's REST interface: sprints of a board",
        "When sprints start, end and were closed",
    ),
    "jira_board": Guide(
        "Jira's REST interface: configuration of a board",
        "Which column of the board counts as done",
    ),
    "jira_statuses": Guide(
        "Jira's REST interface: statuses",
        "Which status counts as to do, doing or done",
    ),
    "jira_worklogs": Guide(
        "Jira's REST interface: worklogs of an issue or of many",
        "Hours booked on issues, by whom and when",
    ),
    "github_json": Guide(
        "GitHub's REST or GraphQL interface, or gh issue list --json",
        "Issues and pull requests, told apart; milestones with their due dates",
    ),
    "github_events": Guide(
        "GitHub's REST interface: events of a repository's issues",
        "When issues were closed, reopened or planned, to the second",
    ),
    "gitlab_json": Guide(
        "GitLab's REST interface: issues of a project or group",
        "Issues with weight, hours and iteration; milestones with their due dates",
    ),
    "trello_json": Guide(
        "A Trello board's menu: Print, export and share, Export as JSON",
        "Cards, and each move between lists with its instant",
    ),
    "asana_json": Guide(
        "An Asana project's menu: Export, JSON; or the REST interface",
        "Tasks and subtasks, when they were created and completed",
    ),
    "azure_devops_json": Guide(
        "Azure DevOps' REST interface: work items with $expand=all",
        "Work items with estimates and hours, and their updates where added",
    ),
    "azure_devops_updates": Guide(
        "Azure DevOps' REST interface: updates of work items",
        "Each change with its instant, for work items loaded from elsewhere",
    ),
    "azure_devops_iterations": Guide(
        "Azure DevOps' REST interface: iterations of a team or project",
        "When iterations start and end",
    ),
    "azure_devops_states": Guide(
        "Azure DevOps' REST interface: states of work item types",
        "Which state counts as to do, doing or done",
    ),
    "mspdi": Guide(
        "Microsoft Project: File, Save as, XML format; other planning tools: "
        "export as Microsoft Project XML",
        "Tasks, milestones and baselines with dates, work and cost; dependencies; "
        "who works when",
    ),
    "jira_xml": Guide(
        "Jira Cloud or Data Center: a list of issues, or one issue, Export XML",
        "The same as the CSV; partial exports are told from whole ones",
    ),
    "ics": Guide(
        "Any calendar program: public holidays, company holidays, absences",
        "Days on which nobody works; ideal lines are flat there",
    ),
}
"""By the name of the importer; `tests/test_docs.py` insists on every one."""


GROUPS: dict[str, tuple[str, ...]] = {
    "Work": (
        *("issue", "issue_event", "sprint", "board_column", "status", "worklog"),
        *("release", "capacity"),
    ),
    "Plan": ("schedule", "task", "milestone", "calendar_day"),
    "Money": ("budget_line", "cost", "commitment", "earned_value", "exchange_rate"),
    "Registers": (
        *("risk", "requirement", "acceptance", "change_request", "decision"),
        "compliance_item",
    ),
}
"""Tables of one kind of question, as lists for people group them."""


def form(importer: TableImporter | DocumentImporter[Any]) -> str:
    """Return the forms of file in which an export is read."""
    found = (one.called for one in FAMILIES if importer in one.importers)
    return next(found, TABLE)


def group(kind: str) -> str:
    """Return the name of the group that a kind of file belongs to.

    >>> group("cost"), group("milestones")
    ('Money', 'Plan')
    """
    table = next(one.table.name for one in IMPORTERS if one.kind == kind)
    return next(name for name, tables in GROUPS.items() if table in tables)


def rows() -> list[tuple[str, str, str, str]]:
    """Return title, form, source and use of every export, in order."""
    return [
        (one.title, form(one), GUIDES[one.name].exported_from, GUIDES[one.name].gives)
        for one in IMPORTERS
    ]
