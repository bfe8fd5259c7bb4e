"""The members of an uploaded archive, stored as uploads of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import FileError
from analytics.intake import parser
from analytics.intake.originals import Received, receive
from analytics.settings import INTERACTIVE

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from analytics.intake.archive import Packed
    from analytics.settings import Limits
    from analytics.warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: stored like any upload, or the sentence why it is not.

    `filename` names both: "exports.zip / board.csv".
    """

    filename: str
    received: Received | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive holds; `notes` say what was left out as no export."""

    members: tuple[Member, ...]
    notes: tuple[str, ...]


def unpack(
    warehouse: Warehouse,
    archive: Received,
    *,
    limits: Limits = INTERACTIVE,
    on_progress: Callable[[float, str], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Unpacked:
    """Store each member of an archive under its own SHA-256.

    The archive itself is not kept: its members are the originals from then on, so
    that erasing what was imported erases all of it.

    Raises:
        FileError: It cannot be unpacked within the limits; it stays stored.
        CancelledError: Somebody pressed cancel.
    """
    with parser.unpacked(
        archive.path,
        filename=archive.filename,
        sha256=archive.sha256,
        stage_folder=warehouse.home.stage,
        limits=limits,
        on_progress=on_progress,
        cancelled=cancelled,
    ) as (folder, contents):
        members = tuple(
            _store(warehouse, archive, packed, folder, limits)
            for packed in contents.members
        )
    archive.path.unlink(missing_ok=True)
    return Unpacked(members, contents.notes)


def _store(
    warehouse: Warehouse,
    archive: Received,
    packed: Packed,
    folder: Path,
    limits: Limits,
) -> Member:
    """Store one member like an upload."""
    name = f"{archive.filename} / {packed.name}"
    if packed.error:
        return Member(name, error=f"{archive.filename}: {packed.error}")
    try:
        with (folder / packed.file).open("rb") as stream:
            received = receive(
                warehouse.home,
                stream,
                packed.name,
                limits,
                inside=archive.filename,
            )
    except FileError as error:
        return Member(name, error=str(error))
    return Member(received.filename, received)
