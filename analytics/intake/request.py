"""What the parser process is asked, and what it says while it works."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import ArchiveError, ScheduleFileError
from analytics.intake.form import ARCHIVES, SCHEDULE, Form, sniff

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.settings import Limits


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks for."""

    path: Path
    filename: str
    sha256: str
    folder: Path
    limits: Limits
    importer: str = ""
    mapping: str = ""
    mode: str = ""


def progress(share: float, sentence: str) -> None:
    """Tell the parent how far it is."""
    print(json.dumps({"share": share, "doing": sentence}), flush=True)  # noqa: T201


def export_form(request: Request) -> Form:
    """Return the form of one export.

    Raises:
        ArchiveError: It is an archive. Who can have it unpacked does so; one in
            another one stays as it is.
        ScheduleFileError: It is to be converted first.
    """
    form = sniff(request.path, request.filename)
    if form.kind == SCHEDULE:
        message = f"{request.filename} is {form.note}."
        raise ScheduleFileError(message)
    if form.kind in ARCHIVES:
        message = (
            f"{request.filename} is an archive inside another file. Unpack it and "
            "upload what is inside."
        )
        raise ArchiveError(message)
    return form
