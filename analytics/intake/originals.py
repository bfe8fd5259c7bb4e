"""Uploaded files as they came, stored under their SHA-256 before they are read."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from analytics.errors import DiskFullError, NotFoundError, TooLargeError
from analytics.settings import FREE_BYTES, MIB

if TYPE_CHECKING:
    from typing import BinaryIO

    from analytics.settings import Home, Limits

BLOCK = 1 << 20
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Received:
    """A stored original."""

    sha256: str
    filename: str
    bytes: int
    path: Path


def stored_name(filename: str) -> str:
    """Return the name of a stored file, given that of an archive's member or a sheet.

    >>> stored_name("exports.zip / board.csv"), stored_name("plan.xlsx / Risks")
    ('board.csv', 'plan.xlsx')
    """
    parts = filename.split(" / ")
    return next((part for part in reversed(parts) if "." in part), filename)


def receive(
    home: Home, stream: BinaryIO, filename: str, limits: Limits, *, inside: str = ""
) -> Received:
    """Store a file as it comes, in a folder that its name has no say in.

    A file that was `inside` an archive is named after both.

    Raises:
        TooLargeError: It is larger than the limit; nothing is kept.
        DiskFullError: There is no room for it.
    """
    home.create()
    name = display_name(filename)
    name = f"{inside} / {name}" if inside else name
    size, written = 0, SimpleQueue[bool]()
    handle, temporary = tempfile.mkstemp(dir=home.originals, prefix=".receiving-")
    try:
        with os.fdopen(handle, "wb") as target, ThreadPoolExecutor(1) as beside:
            digest = beside.submit(_digest, temporary, written)
            try:
                while block := stream.read(BLOCK):
                    size += len(block)
                    _check(size, name, limits, home)
                    target.write(block)
                    target.flush()
                    written.put(True)  # noqa: FBT003 - there is more
                os.fsync(target.fileno())
            finally:
                written.put(False)  # noqa: FBT003 - that was all
        sha256 = digest.result()
        final = home.originals / sha256
        Path(temporary).chmod(0o600)
        Path(temporary).replace(final)
        _sync_folder(home.originals)
    except OSError as error:
        message = f"{name} could not be stored: is the disk full? Nothing was kept."
        raise DiskFullError(message) from error
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Received(sha256, name, size, final)


def _digest(path: str, written: SimpleQueue[bool]) -> str:
    """Return the SHA-256 of a file that is being written, a block at each word of it.

    It is read again from the file, so that the writer need not wait.
    """
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while written.get():
            digest.update(file.read(BLOCK))
    return digest.hexdigest()


def _check(size: int, name: str, limits: Limits, home: Home) -> None:
    if limits.file_bytes is not None and size > limits.file_bytes:
        message = (
            f"{name} is larger than {limits.file_bytes // MIB} MB. Load it with "
            "'steerco import' on the server, which has no such limit."
        )
        raise TooLargeError(message)
    if size % (64 * BLOCK) < BLOCK and shutil.disk_usage(home.path).free < FREE_BYTES:
        message = f"There is no room on the disk for {name}. Nothing was kept."
        raise DiskFullError(message)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def display_name(filename: str) -> str:
    r"""Return a file name that is safe to show: no path, no control characters.

    >>> display_name("..\\..\\etc/pass\u202ewd\n.csv")
    'passwd.csv'
    """
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c.isprintable())
    return shown.strip()[:MAX_NAME] or "upload"


def original(home: Home, sha256: str) -> Path:
    """Return the stored original.

    Raises:
        NotFoundError: It is not there (it was erased, or the folder was moved).
    """
    path = home.originals / sha256
    if len(sha256) != 64 or not sha256.isalnum() or not path.exists():  # noqa: PLR2004 - SHA-256
        message = "The uploaded file is no longer stored."
        raise NotFoundError(message)
    return path
