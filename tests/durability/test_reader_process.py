"""Whatever happens to the parser process, the answer is a sentence and no row."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil
import pytest

from analytics.errors import FileError, TooLargeError
from analytics.intake import road
from analytics.intake.watched import CancelledError
from analytics.settings import INTERACTIVE
from tests.homes import csv_text, issue_rows, opened

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.intake.originals import Received
    from analytics.warehouse.store import Warehouse

pytestmark = pytest.mark.slow


def large(warehouse: Warehouse, rows: int = 20_000) -> Received:
    """Receive a file that takes a while to read."""
    content = csv_text(issue_rows(rows)).encode()
    return road.take_in(warehouse, io.BytesIO(content), "large.csv")


def end_parser(number: int) -> None:
    """Wait for the parser process, and end it."""
    own = psutil.Process()
    for _ in range(2_000):
        for child in own.children(recursive=True):
            with suppress(psutil.NoSuchProcess, ProcessLookupError):
                is_leader = os.getpgid(child.pid) == child.pid
                if is_leader and child.ppid() != own.pid:  # the template is no parser
                    os.kill(child.pid, number)
                    return
        time.sleep(0.005)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_parser_that_dies_loads_nothing(tmp_path: Path, number: int) -> None:
    with opened(tmp_path) as warehouse:
        received = large(warehouse)
        killer = threading.Thread(target=end_parser, args=(number,))
        killer.start()
        with pytest.raises(FileError, match=r"large\.csv .*\."):
            road.stage(warehouse, received)
        killer.join()
        assert list(warehouse.home.stage.iterdir()) == []
        assert road.stage(warehouse, received).report.rows_read == 20_000


def test_a_cancelled_file_stops_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as warehouse:
        received, cancelled = large(warehouse, 100_000), threading.Event()
        with pytest.raises(CancelledError, match="Nothing was loaded"):
            road.stage(
                warehouse,
                received,
                on_progress=lambda _share, _doing: cancelled.set(),
                cancelled=cancelled,
            )
        assert list(warehouse.home.stage.iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (replace(INTERACTIVE, wall_seconds=0), "takes too long"),
        (replace(INTERACTIVE, cpu_seconds=0), "takes too long"),
        (replace(INTERACTIVE, memory_bytes=10 << 20), "needs more memory"),
    ],
)
def test_limits_are_sentences(tmp_path: Path, limits: object, sentence: str) -> None:
    with opened(tmp_path) as warehouse:
        received = large(warehouse)
        with pytest.raises(TooLargeError, match=sentence):
            road.stage(warehouse, received, limits=limits)  # type: ignore[arg-type]
        assert list(warehouse.home.stage.iterdir()) == []
