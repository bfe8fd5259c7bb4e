"""A parser process that is started before it is needed."""

from __future__ import annotations

from analytics.intake import spare


def test_one_process_waits_and_is_taken_once() -> None:
    spare.dismiss()
    spare.prepare()
    spare.prepare()
    first, second = spare.take(), spare.take()
    assert first.process.pid != second.process.pid
    for started in (first, second):
        assert started.process.communicate("")[0] == ""
        assert started.process.returncode == 0
        started.complaints.close()


def test_a_process_that_died_while_waiting_is_replaced() -> None:
    spare.dismiss()
    spare.prepare()
    (waiting,) = spare._WAITING  # noqa: SLF001 - nobody else can reach it
    waiting.process.kill()
    waiting.process.wait()
    fresh = spare.take()
    assert fresh.process.poll() is None
    fresh.process.communicate("")
    fresh.complaints.close()
