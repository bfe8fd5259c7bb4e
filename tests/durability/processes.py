"""Our own command line in processes that can be ended at any moment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
START = "from analytics.cli import main; raise SystemExit(main())"
LIMITED = (
    "import resource, sys; limit = int(sys.argv.pop(1)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)); "
)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a process that works on a home folder."""
    return {**os.environ, "STEERCO_HOME": str(home), "PYTHONPATH": str(ROOT)}


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `steerco ...`."""
    return subprocess.Popen(
        [sys.executable, "-c", START, *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `steerco ...` to its end."""
    return python(home, START, *arguments)


def run_with_full_disk(
    home: Path, limit: int, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run `steerco ...` where no file may grow beyond a limit."""
    return python(home, LIMITED + START, str(limit), *arguments)


def python(home: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code of ours to its end."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
