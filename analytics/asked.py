"""What a command was asked, before anything heavy is imported to do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What `steerco import` was told."""

    project: str = ""
    as_of: date | None = None
    is_dry_run: bool = False
    importer: str = ""
    is_partial: bool | None = None
