"""The command line: `steerco ...`.

Nothing heavy is imported before it is needed, so that `--help` answers at once.
Exit codes: 0 done, 1 something was refused (the sentence is on standard error),
2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.errors import SteercoError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command; return its exit code."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    parameters = _parameters(rest) if arguments.run == "show" else None
    if rest and parameters is None:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.parameters = parameters
    from analytics import actions  # noqa: PLC0415 - keeps `--help` light

    try:
        return int(getattr(actions, arguments.run)(arguments))
    except SteercoError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="steerco", description="One honest picture from the exports you have."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    serve = command("serve", "serve", "start the dashboard")
    serve.add_argument("--port", type=int, default=8501, help="default 8501")
    serve.add_argument(
        "--address", default="127.0.0.1", help="any but this machine needs a key"
    )
    _import_arguments(command("import", "import_files", "load export files"))
    _show_arguments(command("show", "show", "print one metric"))
    listings = (
        ("metrics", "metrics", "list what can be shown"),
        ("imports", "imports", "list what was loaded"),
        ("projects", "projects", "list the projects"),
        ("check", "check", "look for damage"),
    )
    for name, run, text in listings:
        added = command(name, run, text)
        added.add_argument("--json", action="store_true", help="print JSON")
        if name == "imports":
            added.add_argument("--project", default="", help="id or name")
    backup = command("backup", "backup", "write a verified copy of everything loaded")
    backup.add_argument("--out", type=Path, metavar="PATH", help="copy it there, too")
    purge = command("purge", "purge", "erase a project for good, with proof")
    purge.add_argument("project", metavar="PROJECT", help="id or name")
    purge.add_argument("--yes", action="store_true", help="really erase it")
    purge.add_argument("--json", action="store_true", help="print JSON")
    restore = command("restore", "restore", "go back to a backup")
    restore.add_argument("path", type=Path, metavar="PATH")
    return parser


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--project", default="", help="id or name; a new one is made")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="day they speak of")
    parser.add_argument("--importer", default="", help="do not tell it by content")
    parser.add_argument("--dry-run", action="store_true", help="change nothing")
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument("--partial", action="store_true", help="more exists elsewhere")
    whole.add_argument("--complete", action="store_true", help="this is all there is")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="one of `steerco metrics`")
    parser.add_argument("--project", default="", help="id or name")
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="last day that counts"
    )
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.epilog = "Further: --KEY VALUE, such as --unit points or --team Cassini."


def _day(text: str) -> date:
    """Read a day for argparse, which turns ValueError into wrong usage."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        message = f"{text!r} is no day such as 2026-05-29"
        raise argparse.ArgumentTypeError(message)
    return date.fromisoformat(text)


def _parameters(rest: Sequence[str]) -> dict[str, str] | None:
    """Read `--key value` and `--key=value`; None where it is anything else.

    >>> _parameters(["--unit", "points", "--issue-type=Bug"])
    {'unit': 'points', 'issue_type': 'Bug'}
    """
    found: dict[str, str] = {}
    left = list(rest)
    while left:
        name = left.pop(0)
        if not re.match(r"--[a-z]", name):
            return None
        key, equals, value = name[2:].partition("=")
        if not equals:
            if not left or left[0].startswith("--"):
                return None
            value = left.pop(0)
        found[key.replace("-", "_")] = value
    return found
