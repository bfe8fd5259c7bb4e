"""What is stored is what came, under its own SHA-256, however it arrives."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import DiskFullError, TooLargeError
from analytics.intake.originals import BLOCK, receive
from analytics.settings import ADMINISTRATOR, INTERACTIVE, Home

if TYPE_CHECKING:
    from pathlib import Path


class Trickle(io.RawIOBase):
    """A stream that gives its bytes in pieces, as a network does."""

    def __init__(self, pieces: list[bytes]) -> None:
        """Keep the pieces."""
        self.pieces = pieces

    def read(self, size: int = -1) -> bytes:
        """Return the next piece, never more than was asked for."""
        assert size == BLOCK
        return self.pieces.pop(0) if self.pieces else b""


@settings(max_examples=20, deadline=None)
@given(sizes=st.lists(st.sampled_from([1, 7, 4096, BLOCK - 1, BLOCK]), max_size=6))
def test_a_file_is_known_by_its_bytes_however_they_arrive(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    pieces = [bytes([number + 1]) * size for number, size in enumerate(sizes)]
    whole = b"".join(pieces)
    home = Home(tmp_path_factory.mktemp("home"))
    received = receive(home, Trickle(pieces), "board.csv", ADMINISTRATOR)  # type: ignore[arg-type]
    assert received.sha256 == hashlib.sha256(whole).hexdigest()
    assert received.path.read_bytes() == whole
    assert received.bytes == len(whole)


def test_of_a_file_that_is_too_large_nothing_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert INTERACTIVE.file_bytes is not None
    pieces = [b"x" * BLOCK] * (INTERACTIVE.file_bytes // BLOCK + 1)
    with pytest.raises(TooLargeError):
        receive(home, Trickle(pieces), "board.csv", INTERACTIVE)  # type: ignore[arg-type]
    assert list(home.originals.iterdir()) == []


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(Trickle):
        def read(self, size: int = -1) -> bytes:
            if not self.pieces:
                raise ConnectionResetError
            return super().read(size)

    home = Home(tmp_path)
    with pytest.raises(DiskFullError):
        receive(home, Broken([b"half"]), "board.csv", ADMINISTRATOR)  # type: ignore[arg-type]
    assert list(home.originals.iterdir()) == []
