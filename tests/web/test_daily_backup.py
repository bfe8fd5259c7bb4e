"""The daily backup comes by itself and is in nobody's way."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest

from analytics.errors import DiskFullError, StoreError
from analytics.warehouse import backup
from analytics.warehouse.projects import create_project
from analytics.web.daily_backup import DailyBackup

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.warehouse.store import Warehouse

SOON = 10.0


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_one_backup_a_day_is_written(warehouse: Warehouse) -> None:
    asked = []

    def open_it() -> Warehouse:
        asked.append(1)
        return warehouse

    daily = DailyBackup(open_it, first=0, every=0.01)
    daily.start()
    until(lambda: len(asked) > 3)
    daily.stop()
    daily.wait()
    (made,) = backup.listed(warehouse.home)
    backup.verify_copy(made)


def test_nothing_begins_after_the_end(warehouse: Warehouse) -> None:
    daily = DailyBackup(lambda: warehouse, first=0.2)
    daily.start()
    began = time.monotonic()
    daily.stop()
    daily.wait()
    assert time.monotonic() - began < 0.2
    assert backup.listed(warehouse.home) == []


def test_it_can_be_started_again(warehouse: Warehouse) -> None:
    daily = DailyBackup(lambda: warehouse, first=0)
    daily.wait()
    for _ in range(2):
        daily.start()
        until(lambda: backup.listed(warehouse.home))
        daily.stop()
        daily.wait()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DiskFullError("No room."), "There is no backup of today: No room."),
        (ValueError("odd"), "for a reason nobody foresaw"),
    ],
)
def test_what_went_wrong_is_a_sentence_and_it_goes_on(
    error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Warehouse:
        raise error

    daily = DailyBackup(fail, first=0, every=0.01)
    with caplog.at_level(logging.WARNING, "steerco.backup"):
        daily.start()
        until(lambda: len(caplog.messages) > 1)
    daily.stop()
    daily.wait()
    assert sentence in caplog.messages[0]


def test_closing_gives_up_a_copy_under_way(warehouse: Warehouse) -> None:
    create_project(warehouse, "Atlas")
    is_copying = threading.Event()
    given_up: list[str] = []

    def copy() -> None:
        try:
            with warehouse.paused() as cursor:
                is_copying.set()
                cursor.execute("select sum(a.range) from range(10000000000) as a")
        except Exception as error:  # noqa: BLE001 - looked at below
            given_up.append(type(error).__name__)

    thread = threading.Thread(target=copy)
    thread.start()
    is_copying.wait(SOON)
    warehouse.close()
    thread.join(SOON)
    assert given_up == ["InterruptException"]
    with pytest.raises(StoreError, match="stopping"):
        backup.daily(warehouse)
    assert backup.listed(warehouse.home) == []
