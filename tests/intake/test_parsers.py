"""Parser processes are forks of one template that is there when it is needed."""

from __future__ import annotations

import os
import signal

import psutil
import pytest

from analytics.intake import parsers


def end(parser: parsers.Parser) -> int:
    """Ask a parser nothing, and return how it ended."""
    parser.stdin.close()
    said, code = parser.stdout.read(), parser.wait()
    parser.close()
    assert said == ""
    return code


def template() -> psutil.Process:
    """Return the template of this process."""
    parsers.prepare()
    (found,) = (
        one
        for one in psutil.Process().children()
        if "analytics.intake.template" in " ".join(one.cmdline())
    )
    return found


def test_each_request_has_a_parser_of_its_own() -> None:
    first, second = parsers.take(), parsers.take()
    assert first.pid != second.pid
    assert [os.getpgid(one.pid) for one in (first, second)] == [first.pid, second.pid]
    assert [end(first), end(second)] == [0, 0]


def test_preparing_twice_starts_one_template() -> None:
    parsers.dismiss()
    assert template() == template()


def test_a_template_that_died_is_replaced() -> None:
    before = template()
    before.kill()
    assert end(parsers.take()) == 0
    assert template() != before


def test_a_template_that_stopped_answering_is_replaced() -> None:
    before = template()
    end(parsers.take())
    before.terminate()  # it dies at some moment of the next request
    assert end(parsers.take()) == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_the_signal_that_ended_a_parser_is_told(number: int) -> None:
    parser = parsers.take()
    os.kill(parser.pid, number)
    assert end(parser) == -number


def test_a_dismissed_template_ends_and_leaves_nothing() -> None:
    running = template()
    parsers.dismiss()
    assert not running.is_running()


def test_the_template_has_one_thread_and_no_open_file() -> None:
    found = template()
    end(parsers.take())
    assert found.num_threads() == 1
    assert found.open_files() == []
