"""Scenarios: assumptions of a forecast under a name. They never touch the record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from analytics.errors import RequestError
from analytics.warehouse import journal
from analytics.warehouse.clock import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.warehouse.store import Warehouse

LONGEST = 80
MOST = 50
"""More than anybody compares."""


def save(
    warehouse: Warehouse, project_id: str, name: str, asked: Mapping[str, str]
) -> None:
    """Remember assumptions by name, in place of earlier ones of that name.

    Raises:
        RequestError: The name is empty, too long or one too many.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST or not plain.isprintable():
        message = f"A scenario needs a name of at most {LONGEST} characters."
        raise RequestError(message)
    kept = list_all(warehouse, project_id)
    if plain not in kept and len(kept) >= MOST:
        message = f"There are {MOST} scenarios. Delete one first."
        raise RequestError(message)
    with warehouse.writing() as cursor:
        cursor.execute(
            "delete from scenario where project_id = ? and name = ?",
            [project_id, plain],
        )
        cursor.execute(
            "insert into scenario values (?, ?, ?, ?)",
            [project_id, plain, json.dumps(dict(asked), sort_keys=True), now()],
        )
        warehouse.note(journal.scenario_entry(project_id, plain, dict(asked)))


def forget(warehouse: Warehouse, project_id: str, name: str) -> None:
    """Delete a scenario; one that is not there is no error."""
    with warehouse.writing() as cursor:
        cursor.execute(
            "delete from scenario where project_id = ? and name = ?",
            [project_id, name],
        )
        warehouse.note(journal.scenario_entry(project_id, name, None))


def list_all(warehouse: Warehouse, project_id: str) -> dict[str, dict[str, str]]:
    """Return the assumptions of each scenario of a project, by name."""
    rows = (
        warehouse.cursor()
        .execute(
            "select name, asked from scenario where project_id = ? order by name",
            [project_id],
        )
        .fetchall()
    )
    return {name: json.loads(asked) for name, asked in rows}
