"""The parser's own code, in one process that reads one mutant after the other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from analytics.intake.report import Report
from tests.mutants.worker import DONE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SECONDS = 60
"""Three times the interactive limit: the machine may be busy with other tests."""
NO_CONTENT = {"line", "hash_high", "hash_low"}


class Ended(Exception):  # noqa: N818 - what is looked for
    """The process crashed, or took too long."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a file: a report with the rows of each table, or a sentence."""

    sentence: str = ""
    report: Report | None = None
    rows: dict[str, list[str]] = field(default_factory=dict)


class Reader:
    """One process, started again where it was ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self.process: subprocess.Popen[str] | None = None

    def read(
        self, content: bytes, name: str, without: frozenset[str] | None = None
    ) -> Read:
        """Read one file; if asked, its rows without line and some other columns.

        Raises:
            Ended: The process did not survive it, or did not come to an end.
        """
        self.count += 1
        path, work = self.folder / "mutant", self.folder / str(self.count)
        work.mkdir()
        path.write_bytes(content)
        request = {"path": str(path), "folder": str(work), "filename": name}
        answer = self._ask(json.dumps(request))
        if "error" in answer:
            return Read(answer["message"])
        rows = {} if without is None else dict(_rows(work, without))
        read = Read("", Report.load(work), rows)
        shutil.rmtree(work)
        return read

    def _ask(self, line: str) -> dict[str, Any]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.mutants.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                text=True,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        watchdog = threading.Timer(SECONDS, self.process.kill)
        watchdog.start()
        try:
            for said in self.process.stdout:
                if said.startswith(DONE):
                    answer: dict[str, Any] = json.loads(said.removeprefix(DONE))
                    return answer
        finally:
            watchdog.cancel()
        self.process.wait()
        raise Ended(f"It crashed, or took too long: {self.process.returncode}.")

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()


def _rows(work: Path, without: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    for path in work.glob("*.parquet"):
        found = duckdb.sql(f"from read_parquet('{path}')")
        kept = [name for name in found.columns if name not in without | NO_CONTENT]
        rows = found.select(*(f'"{name}"' for name in kept)).fetchall()
        yield path.stem, [repr(row) for row in rows]
