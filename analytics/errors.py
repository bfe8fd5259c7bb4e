"""What can go wrong, in sentences that a project manager can act on.

SteercoError                what a page or the command line may show as it is
    FileError               the file cannot be used as it stands
        UnknownFileError        no importer recognises it
        AmbiguousFileError      two importers claim it
        MissingColumnError      a column that the importer needs is not there
        DamagedFileError        its structure cannot be trusted
        TooLargeError           it is beyond a limit
        ArchiveError            it is an archive, whose members are read one by one
        ScheduleFileError       it is a schedule that is converted before it is read
    StoreError              the warehouse cannot do it now
        BusyError               another process holds the warehouse
        DiskFullError           there is no room to store safely
    NotFoundError           the project, import or link does not exist
    RequestError            what was asked for has no meaning

`Problem` is the other kind of trouble: something wrong in the data that does not
stop the import. Problems are collected, counted and shown, never raised.
"""

from __future__ import annotations

from dataclasses import dataclass


class SteercoError(Exception):
    """Something could not be done; the message says what and what to do."""


class FileError(SteercoError):
    """The file cannot be used as it stands."""


class UnknownFileError(FileError):
    """No importer recognises the file."""


class AmbiguousFileError(FileError):
    """Two importers claim the file."""

    def __init__(self, filename: str, titles: tuple[str, ...]) -> None:
        """Name everyone who claims it."""
        super().__init__(
            f"{filename} could be {' or '.join(titles)}. Choose which one it is on "
            "the column-mapping page."
        )


class MissingColumnError(FileError):
    """A column the importer needs is not in the header."""

    def __init__(self, filename: str, column: str, header: tuple[str, ...]) -> None:
        """Name the missing column and list what is there."""
        there = ", ".join(name for name in header if name) or "none"
        super().__init__(
            f"{filename}: no column named {column!r}. Columns found: {there}."
        )
        self.column = column


class DamagedFileError(FileError):
    """The structure of the file cannot be trusted."""


class TooLargeError(FileError):
    """The file is beyond a limit."""


class ArchiveError(FileError):
    """The file is an archive; its members are read, each as an upload of its own."""


class ScheduleFileError(FileError):
    """The file is a schedule in a format of its own, which is converted first."""


class StoreError(SteercoError):
    """The warehouse cannot do it now."""


class BusyError(StoreError):
    """Another process holds the warehouse."""


class DiskFullError(StoreError):
    """There is no room to store safely."""


class NotFoundError(SteercoError):
    """The project, import or link does not exist."""


class RequestError(SteercoError):
    """What was asked for has no meaning."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the data that could not be read, and where.

    `line` is the physical line of the file (or sheet row) the record starts on, 0
    where the problem is of the whole file.
    """

    line: int
    column: str
    message: str
