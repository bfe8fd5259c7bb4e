"""What each command does: ask, print, and return the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analytics import client, serving
from analytics.asked import ImportOptions
from analytics.errors import StoreError
from analytics.printing import (
    complain,
    print_csv,
    print_json,
    print_outcome,
    print_shown,
    print_table,
    say,
)
from analytics.settings import Home
from analytics.warehouse import backup as copies

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from analytics.printing import Json

DONE, REFUSED = 0, 1
IMPORT_COLUMNS = (
    *("import_id", "project", "file", "importer", "as_of", "rows_loaded"),
    *("rows_quarantined", "is_partial", "is_undone"),
)


def import_files(arguments: argparse.Namespace) -> int:
    """Load files."""
    is_partial = True if arguments.partial else False if arguments.complete else None
    options = ImportOptions(
        arguments.project,
        arguments.as_of,
        arguments.dry_run,
        arguments.importer,
        is_partial,
    )
    with client.connected(Home.from_environment()) as at:
        complain(at.said)
        outcomes = at.import_files(arguments.files, options)
    refused = [one["error"] for one in outcomes if one["error"]]
    if arguments.json:
        print_json(outcomes)
    else:
        for outcome in outcomes:
            print_outcome(outcome, is_dry_run=arguments.dry_run)
    complain(refused)
    return REFUSED if refused else DONE


def show(arguments: argparse.Namespace) -> int:
    """Print one metric."""
    as_of = arguments.as_of.isoformat() if arguments.as_of else ""
    with client.connected(Home.from_environment()) as at:
        complain(at.said)
        shown = at.show(
            arguments.metric, arguments.project, as_of, arguments.parameters
        )
    if arguments.format == "json":
        print_json(shown)
    elif arguments.format == "csv":
        print_csv(shown["rows"])
    else:
        print_shown(shown)
    return DONE


def metrics(arguments: argparse.Namespace) -> int:
    """List what can be shown."""
    from analytics.commands import list_metrics  # noqa: PLC0415 - heavy

    return _list(arguments, list_metrics(), ("metric", "label", "unit"))


def imports(arguments: argparse.Namespace) -> int:
    """List what was loaded."""
    with client.connected(Home.from_environment()) as at:
        complain(at.said)
        return _list(arguments, at.imports(arguments.project), IMPORT_COLUMNS)


def projects(arguments: argparse.Namespace) -> int:
    """List the projects."""
    with client.connected(Home.from_environment()) as at:
        complain(at.said)
        return _list(
            arguments, at.projects(), ("project", "name", "currency", "imports")
        )


def _list(
    arguments: argparse.Namespace, rows: list[Json], columns: Sequence[str]
) -> int:
    if arguments.json:
        print_json(rows)
    else:
        print_table([{name: row[name] for name in columns} for row in rows])
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Look for damage."""
    with client.connected(Home.from_environment()) as at:
        found = at.check()
    if arguments.json:
        print_json(found)
    else:
        complain(found["mended"])
        complain(found["findings"])
        if not found["findings"]:
            say("All is well: what was accepted is there, and unchanged.")
    return REFUSED if found["findings"] else DONE


def backup(arguments: argparse.Namespace) -> int:
    """Write a backup, and copy it where it is wanted."""
    with client.connected(Home.from_environment()) as at:
        written = Path(at.backup()["file"])
    if arguments.out is not None:
        target = arguments.out
        written = copies.copy_out(
            written, target / written.name if target.is_dir() else target
        )
    say(written)
    return DONE


def purge(arguments: argparse.Namespace) -> int:
    """Erase a project for good, and print the proof."""
    if not arguments.yes:
        what = f"This erases {arguments.project} with its files and shared reviews."
        complain([f"{what} It cannot be undone. Say --yes to do it."])
        return REFUSED
    with client.connected(Home.from_environment()) as at:
        found = at.purge(arguments.project)
    if arguments.json:
        print_json(found)
    else:
        print_table(found["proof"])
        complain(f"The backup {one} still holds it." for one in found["backups"])
        complain([found["note"]] if found["note"] else [])
    return REFUSED if any(one["found"] for one in found["proof"]) else DONE


def restore(arguments: argparse.Namespace) -> int:
    """Go back to a backup; nothing may run meanwhile."""
    home = Home.from_environment()
    running = client.running_server(home)
    if running is not None:
        message = f"A server runs on this data (process {running.pid}). Stop it first."
        raise StoreError(message)
    kept = copies.restore(home, arguments.path)
    say(f"Restored {arguments.path.name}.")
    if kept.exists():
        say(f"What was there before is kept: {kept}")
    return DONE


def serve(arguments: argparse.Namespace) -> int:
    """Start the dashboard."""
    return serving.serve(arguments.address, arguments.port)
