"""Work in a fork comes back, and so does what goes wrong in it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys

import pytest

from analytics.intake.beside import beside
from analytics.intake.watched import resident


def fail(error: BaseException) -> bytes:
    """Raise."""
    raise error


def test_work_is_done_in_another_process() -> None:
    with beside(lambda: str(os.getpid()).encode()) as result:
        assert int(result()) != os.getpid()


def test_what_is_expected_to_go_wrong_is_raised_here() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with beside(lambda: fail(full), (KeyError, OSError)) as result:
        with pytest.raises(OSError, match="No space left") as caught:
            result()
        assert caught.value.errno == errno.ENOSPC


def test_what_nobody_expects_is_no_result(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        beside(lambda: fail(KeyError("odd")), (OSError,)) as result,
        pytest.raises(RuntimeError, match="failed"),
    ):
        result()
    assert "KeyError: 'odd'" in capfd.readouterr().err


def test_work_that_nobody_waits_for_is_ended() -> None:
    read, write = os.pipe()

    def work() -> bytes:
        os.close(read)
        signal.pause()
        return b""

    with pytest.raises(KeyError), beside(work):
        raise KeyError
    os.close(write)
    assert os.read(read, 1) == b""  # nobody holds the other end any more
    os.close(read)


def wait() -> bytes:
    """Wait for ever."""
    signal.pause()
    return b""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of forks")
def test_what_a_fork_holds_counts_with_the_process_that_forked_it() -> None:
    alone = resident(os.getpid())
    with beside(wait):
        both = resident(os.getpid())
    assert both > alone
    assert resident(os.getpid()) < both


def test_a_fork_that_is_ended_takes_this_process_with_it() -> None:
    code = (
        "import os, signal\n"
        "from analytics.intake.beside import beside\n"
        "with beside(lambda: os.kill(os.getpid(), signal.SIGXCPU)) as result:\n"
        "    result()\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -signal.SIGXCPU
