"""The canonical tables: what every importer renames its columns into.

One `Table` per kind of record. The warehouse creates all of them before anything is
loaded, so a project without risks has an empty table, not a missing one. Names end
in what they are: `_on` is a date, `_at` an instant, `_amount` money with a
`currency` beside it, `_seconds` a duration, `_ratio` a share between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT = "VARCHAR"
TEXTS = "VARCHAR[]"
NUMBER = "DOUBLE"
NUMBERS = "MAP(VARCHAR, DOUBLE)"
MONEY = "DECIMAL(18,2)"
DATE = "DATE"
INSTANT = "TIMESTAMP"
WHOLE = "BIGINT"
FLAG = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column: its name, SQL type and meaning."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    `key` is the column that names the entity (empty where lines have no name of
    their own, as in a ledger); `singular` and `plural` are for sentences.
    """

    name: str
    grain: str
    plural: str
    key: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def _table(
    name: str, grain: str, plural: str, key: str, *columns: tuple[str, str, str]
) -> Table:
    return Table(name, grain, plural, key, tuple(Column(*c) for c in columns))


ISSUE = _table(
    "issue",
    "one work item",
    "issues",
    "issue_key",
    ("issue_key", TEXT, "Key people call it by, such as APP-12"),
    ("issue_number", TEXT, "The tracker's own id, stable when the key moves"),
    ("project_key", TEXT, "Key of the tracker's project"),
    ("project_name", TEXT, "Name of the tracker's project"),
    ("issue_type", TEXT, "Story, bug, epic, ..."),
    ("is_subtask", FLAG, "Whether it is part of another issue"),
    ("summary", TEXT, "Title"),
    ("status", TEXT, "Workflow status as the tracker names it"),
    ("status_number", TEXT, "The tracker's id of the status"),
    ("status_category", TEXT, "todo, doing or done where the file says"),
    ("status_category_changed_at", INSTANT, "When the category last changed"),
    ("priority", TEXT, "Priority"),
    ("resolution", TEXT, "Resolution"),
    ("assignee", TEXT, "Who works on it"),
    ("reporter", TEXT, "Who reported it"),
    ("team", TEXT, "Team"),
    ("parent_key", TEXT, "Key of the parent issue"),
    ("parent_number", TEXT, "Tracker id of the parent issue"),
    ("epic_key", TEXT, "Key of the epic"),
    ("created_at", INSTANT, "When it was created"),
    ("updated_at", INSTANT, "When it was last changed"),
    ("resolved_at", INSTANT, "When it was resolved"),
    ("due_on", DATE, "Due date"),
    ("numbers", NUMBERS, "Candidate estimate fields by name"),
    ("original_estimate_seconds", NUMBER, "Original time estimate"),
    ("remaining_seconds", NUMBER, "Remaining time estimate"),
    ("spent_seconds", NUMBER, "Logged time"),
    ("sprints", TEXTS, "Names of its sprints, oldest first"),
    ("sprint_numbers", TEXTS, "Tracker ids of its sprints, same order"),
    ("fix_versions", TEXTS, "Releases it is planned for"),
    ("components", TEXTS, "Components"),
    ("labels", TEXTS, "Labels"),
    ("is_flagged", FLAG, "Whether it is flagged as blocked"),
)
ISSUE_EVENT = _table(
    "issue_event",
    "one field change of one issue",
    "changes",
    "",
    ("issue_key", TEXT, "Issue"),
    ("issue_number", TEXT, "Tracker id of the issue, where the key is not given"),
    ("history_id", TEXT, "Id of the history entry"),
    ("item_no", WHOLE, "Position inside the history entry"),
    ("changed_at", INSTANT, "When"),
    ("field", TEXT, "status, sprint, fix_version, number, remaining, ..."),
    ("field_name", TEXT, "The tracker's name of the field"),
    ("from_id", TEXT, "Id or raw value before"),
    ("to_id", TEXT, "Id or raw value after"),
    ("from_text", TEXT, "Readable value before"),
    ("to_text", TEXT, "Readable value after"),
)
SPRINT = _table(
    "sprint",
    "one sprint",
    "sprints",
    "sprint_number",
    ("sprint_number", TEXT, "Tracker id"),
    ("name", TEXT, "Name"),
    ("state", TEXT, "future, active or closed"),
    ("board_number", TEXT, "Board it was created on"),
    ("start_at", INSTANT, "When it started"),
    ("end_at", INSTANT, "When it is planned to end"),
    ("complete_at", INSTANT, "When it was closed"),
    ("goal", TEXT, "Sprint goal"),
)
BOARD_COLUMN = _table(
    "board_column",
    "one status of one board column",
    "board columns",
    "",
    ("board_number", TEXT, "Tracker id of the board"),
    ("board_name", TEXT, "Name of the board"),
    ("position", WHOLE, "Column from the left, 1 is the first"),
    ("column_name", TEXT, "Name of the column"),
    ("status_number", TEXT, "Tracker id of a status shown in it"),
)
STATUS = _table(
    "status",
    "one workflow status",
    "statuses",
    "",
    ("status_number", TEXT, "Tracker id"),
    ("name", TEXT, "Name"),
    ("category", TEXT, "todo, doing or done"),
)
BUDGET_LINE = _table(
    "budget_line",
    "one planned amount",
    "budget lines",
    "",
    ("category", TEXT, "Cost category"),
    ("work_package", TEXT, "Work package or control account"),
    ("vendor", TEXT, "Supplier"),
    ("cost_type", TEXT, "capex or opex"),
    ("budget_kind", TEXT, "budget, contingency or management_reserve"),
    ("starts_on", DATE, "First day of the period"),
    ("ends_before", DATE, "First day after the period"),
    ("amount", MONEY, "Planned amount"),
    ("currency", TEXT, "ISO code"),
    ("quantity", NUMBER, "Planned quantity"),
    ("unit_amount", MONEY, "Planned price of one unit"),
    ("committed_amount", MONEY, "Committed so far, where the same line says it"),
    ("actual_amount", MONEY, "Spent so far, where the same line says it"),
    ("note", TEXT, "Description"),
)
COST = _table(
    "cost",
    "one ledger line",
    "ledger lines",
    "",
    ("booked_on", DATE, "Posting date"),
    ("document", TEXT, "Document or invoice number"),
    ("category", TEXT, "Cost category"),
    ("work_package", TEXT, "Work package or control account"),
    ("vendor", TEXT, "Supplier"),
    ("cost_type", TEXT, "capex or opex"),
    ("description", TEXT, "Text of the line"),
    ("amount", MONEY, "Booked amount; a credit is negative"),
    ("currency", TEXT, "ISO code"),
    ("quantity", NUMBER, "Quantity, such as hours"),
    ("unit_amount", MONEY, "Price of one unit"),
    ("po_number", TEXT, "Purchase order it belongs to"),
    ("risk_id", TEXT, "Risk whose damage it pays for"),
)
COMMITMENT = _table(
    "commitment",
    "one purchase order",
    "commitments",
    "",
    ("po_number", TEXT, "Purchase order number"),
    ("vendor", TEXT, "Supplier"),
    ("category", TEXT, "Cost category"),
    ("work_package", TEXT, "Work package or control account"),
    ("cost_type", TEXT, "capex or opex"),
    ("description", TEXT, "What was ordered"),
    ("ordered_on", DATE, "Order date"),
    ("due_on", DATE, "Expected delivery or end"),
    ("amount", MONEY, "Ordered amount"),
    ("invoiced_amount", MONEY, "Invoiced so far"),
    ("currency", TEXT, "ISO code"),
    ("status", TEXT, "open, closed or cancelled as written"),
)
RISK = _table(
    "risk",
    "one risk",
    "risks",
    "risk_id",
    ("risk_id", TEXT, "Number or name of the risk"),
    ("title", TEXT, "Short title"),
    ("description", TEXT, "Cause, event, effect"),
    ("category", TEXT, "Category"),
    ("risk_kind", TEXT, "threat or opportunity"),
    ("status", TEXT, "As written in the register"),
    ("owner", TEXT, "Who answers for it"),
    ("probability", NUMBER, "Inherent probability, 0 to 1"),
    ("probability_text", TEXT, "As written, such as '50% to 75%' or 'High'"),
    ("impact_amount", MONEY, "Inherent impact in money; a gain is negative"),
    ("impact_text", TEXT, "As written, such as 'Severe'"),
    ("impact_low_amount", MONEY, "Optimistic impact"),
    ("impact_high_amount", MONEY, "Pessimistic impact"),
    ("impact_days", NUMBER, "Inherent impact in days"),
    ("stated_exposure_amount", MONEY, "Exposure as the register states it"),
    ("currency", TEXT, "ISO code"),
    ("response", TEXT, "What is done about it"),
    ("response_amount", MONEY, "Cost of the response"),
    ("residual_probability", NUMBER, "Probability after response, 0 to 1"),
    ("residual_probability_text", TEXT, "As written"),
    ("residual_impact_amount", MONEY, "Impact after response"),
    ("residual_impact_text", TEXT, "As written"),
    ("proximity", TEXT, "When it could strike, as written"),
    ("due_on", DATE, "Date of the next action or of proximity"),
    ("identified_on", DATE, "When it was raised"),
    ("reviewed_on", DATE, "When it was last scored"),
    ("closed_on", DATE, "When it was closed"),
    ("occurred_on", DATE, "When it struck"),
    ("actual_amount", MONEY, "What it cost when it struck"),
    ("score", NUMBER, "Score as the register states it"),
)

TABLES: tuple[Table, ...] = (
    ISSUE,
    ISSUE_EVENT,
    SPRINT,
    BOARD_COLUMN,
    STATUS,
    BUDGET_LINE,
    COST,
    COMMITMENT,
    RISK,
)


def table(name: str) -> Table:
    """Return the canonical table of that name."""
    return next(found for found in TABLES if found.name == name)
