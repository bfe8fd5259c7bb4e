"""Turns schedules in formats of their own into Microsoft Project's XML.

MPXJ, a library in Java, reads them: .mpp and .mpx of Microsoft Project, .xer and XML of
Primavera P6. It comes with the extra "mpp", or lies in a folder that the environment
names. Java does not fit into the memory that the parser process may have: it runs in a
process of its own, bounded in time, memory and size of its result, and without network.
What it writes is read like any other upload, under the parser's limits.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analytics.errors import DamagedFileError, FileError, TooLargeError
from analytics.intake.guard import bound
from analytics.intake.watched import CancelledError
from analytics.settings import MIB, mpxj_folder

ROOT = Path(__file__).resolve().parents[2]
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from analytics.intake.convert import become; become(sys.argv[2:])"
)
CONVERTER = "org.mpxj.sample.MpxjConvert"
RESULT = "converted.xml"
HEAP = 768
"""Megabytes that Java may use for what it reads."""
SECONDS = 60
RESULT_BYTES = 500 * MIB
POLL_SECONDS = 0.1
TAIL = 100_000
CONVERTED = (
    "The file was converted into XML to be read; line numbers are those of the XML. "
    "Of a file with several schedules the first is read."
)
_TURN = threading.BoundedSemaphore(1)
"""One Java at a time: it takes as much memory as a parser."""
SAVE_AS = "save it as Microsoft Project XML (File, Save As, or Export) and upload that"


@dataclass(frozen=True, slots=True)
class Tools:
    """What converting takes: the Java program, and the folder of MPXJ."""

    java: str
    jars: Path


def tools(what: str) -> Tools:
    """Find Java and MPXJ.

    Args:
        what: The file and what it is, as the beginning of a sentence.

    Raises:
        FileError: One of them is not there; the sentence says what to do.
    """
    java, jars = shutil.which("java"), _jars()
    if java is not None and jars is not None:
        return Tools(java, jars)
    missing = ("Java 11 or later", 'the extra: pip install "steerco[mpp]"')
    lacking = " and ".join(
        name for name, there in zip(missing, (java, jars), strict=True) if there is None
    )
    message = f"{what}. To read it, install {lacking}. Or {SAVE_AS}."
    raise FileError(message)


def _jars() -> Path | None:
    """Return the folder with MPXJ, of the environment or of the extra."""
    folder = mpxj_folder()
    if folder is None:
        # Found, not imported: the package itself would want a bridge to Java.
        found = importlib.util.find_spec("mpxj")
        places = found.submodule_search_locations if found else None
        folder = Path(next(iter(places))) / "lib" if places else None
    return folder if folder is not None and any(folder.glob("mpxj*.jar")) else None


def convert(
    original: Path, what: str, work: Path, cancelled: threading.Event | None = None
) -> Path:
    """Convert a file into Microsoft Project's XML; return where that is.

    Args:
        original: The file.
        what: The file and what it is, as the beginning of a sentence.
        work: A folder of our own, for the result and what Java leaves behind.
        cancelled: Set by whoever wants it to stop.

    Raises:
        FileError: Java or MPXJ is missing, or the file has a password.
        DamagedFileError: MPXJ cannot read it.
        TooLargeError: It takes too long or too much memory.
        CancelledError: Somebody pressed cancel.
    """
    found = tools(what)
    result = work / RESULT
    with _TURN, tempfile.TemporaryFile() as said:
        child = _start(_command(found, original, result, work), said)
        is_over = _wait(child, cancelled)
        said.seek(0)
        text = said.read(TAIL).decode("utf-8", "replace")
    if is_over:
        message = f"{what}, and takes too long to convert. Instead, {SAVE_AS}."
        raise TooLargeError(message)
    if child.returncode == 0 and result.exists():
        return result
    raise _refusal(what, text, child.returncode)


def _command(found: Tools, original: Path, result: Path, work: Path) -> list[str]:
    return [
        found.java,
        f"-Xmx{HEAP}m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Djava.awt.headless=true",
        f"-Djava.io.tmpdir={work}",
        # XML may not reach for anything outside itself.
        "-Djavax.xml.accessExternalDTD=",
        "-Djavax.xml.accessExternalSchema=",
        "-cp",
        f"{found.jars}/*",
        CONVERTER,
        str(original),
        str(result),
    ]


def _start(command: list[str], said: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a Python that bounds itself and then becomes Java."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-I", "-c", START, str(ROOT), *command],
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        start_new_session=True,
    )


def become(command: list[str]) -> None:  # pragma: no cover - it ends as another
    """Bound this process and become the command."""
    bound(SECONDS, RESULT_BYTES)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def _wait(child: subprocess.Popen[bytes], cancelled: threading.Event | None) -> bool:
    """Wait for the end; return whether it had to be ended, being too slow."""
    deadline = time.monotonic() + SECONDS
    while child.poll() is None:
        is_cancelled = cancelled is not None and cancelled.is_set()
        if is_cancelled or time.monotonic() > deadline:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            if is_cancelled:
                raise CancelledError
            return True
        time.sleep(POLL_SECONDS)
    return False


def _refusal(what: str, said: str, code: int) -> FileError:
    """Turn what Java said at its end into a sentence."""
    if "password protected" in said:
        return FileError(
            f"{what} with a password. Take the password away in Microsoft Project "
            "(File, Save As, Tools, General Options), or save it there as XML."
        )
    if "OutOfMemoryError" in said or code in {-signal.SIGXCPU, -signal.SIGXFSZ}:
        return TooLargeError(f"{what}, and too large to convert. Instead, {SAVE_AS}.")
    return DamagedFileError(f"{what}, and cannot be read. Instead, {SAVE_AS}.")
