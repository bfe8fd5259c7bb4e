"""Says in sentences where and how JSON text is damaged."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.errors import DamagedFileError

MAX_DEPTH = 64
_CUT_TAIL = 6


@dataclass(frozen=True, slots=True)
class Damage:
    """The text of a file, to find lines and columns in."""

    text: str
    filename: str

    def at(self, position: int, reason: str) -> DamagedFileError:
        """Say where the text cannot be read, or that it was cut off."""
        end = len(self.text.rstrip())
        tail_is_cut = end - position <= _CUT_TAIL and self.text[end - 1] not in '}]"'
        if position >= end or tail_is_cut or reason.startswith("a text never ends"):
            line, column = self.place(end)
            return DamagedFileError(
                f"{self.filename} ends in the middle of a record at line {line}, "
                f"column {column}: the export was cut off, export it again."
            )
        line, column = self.place(position)
        return DamagedFileError(
            f"{self.filename} cannot be read at line {line}, column {column}: "
            f"{reason}. Export it again, and do not edit it by hand."
        )

    def too_deep(self, position: int) -> DamagedFileError:
        """Say which record nests too deeply."""
        line, column = self.place(position)
        return DamagedFileError(
            f"{self.filename}: the record at line {line}, column {column} is nested "
            f"more than {MAX_DEPTH} levels deep, which no export is. Export it again."
        )

    def place(self, position: int) -> tuple[int, int]:
        """Return line and column, both counted from 1."""
        newline = "\n" if "\n" in self.text else "\r"
        before = self.text.rfind(newline, 0, position)
        return self.text.count(newline, 0, position) + 1, position - before


def in_words(message: str) -> str:
    """Return the decoder's message for people who do not write JSON."""
    known = {
        "Unterminated string starting at": "a text never ends",
        "Expecting ',' delimiter": "a comma is expected",
        "Expecting ':' delimiter": "a colon is expected",
        "Expecting value": "a value is expected",
        "Invalid \\escape": "a text holds a backslash that means nothing",
        "Invalid \\uXXXX escape": "a text holds a broken \\u character",
    }
    return next(
        (words for start, words in known.items() if message.startswith(start)),
        "the name of a value is expected",
    )
