"""Limits and places, read once from the environment.

Two columns of limits: what a person may upload in the browser, and what an
administrator may load from the command line.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024
CODE_VERSION = "3"
"""Raise when importers or models change what they make of the same file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost before it is refused.

    `cpu_seconds` is the least the parser may use; `cpu_seconds_per_mb` is added for
    large files. `None` means no limit but the disk.
    """

    file_bytes: int | None
    unpacked_bytes: int | None
    records: int | None
    columns: int = 5_000
    record_bytes: int = MIB
    members: int = 200
    ratio: int = 100
    memory_bytes: int = 1_536 * MIB
    cpu_seconds: int = 20
    cpu_seconds_per_mb: float = 0.0
    wall_seconds: int = 20

    def cpu_for(self, size: int) -> int:
        """Return the CPU seconds a file of `size` bytes may use."""
        return int(self.cpu_seconds + self.cpu_seconds_per_mb * size / MIB)

    def wall_for(self, size: int) -> int:
        """Return the wall-clock seconds a file of `size` bytes may take."""
        return int(self.wall_seconds + 2 * self.cpu_seconds_per_mb * size / MIB)


INTERACTIVE = Limits(
    file_bytes=50 * MIB,
    unpacked_bytes=200 * MIB,
    records=500_000,
)
ADMINISTRATOR = Limits(
    file_bytes=None,
    unpacked_bytes=None,
    records=None,
    columns=50_000,
    cpu_seconds=60,
    cpu_seconds_per_mb=0.5,
    wall_seconds=120,
)
MAX_DAMAGED_RATIO = 0.05
"""A file with more damaged records than this is refused as a whole."""
MAX_LISTED = 10_000
"""Problems and quarantined records listed one by one; the count stays exact."""
FREE_BYTES = 500 * MIB
"""Disk space that must stay free after an import."""


def mpxj_folder() -> Path | None:
    """Return the folder of MPXJ that STEERCO_MPXJ names.

    Without it the one that came with the extra "mpp" is used.
    """
    named = os.environ.get("STEERCO_MPXJ")
    return Path(named) if named else None


@dataclass(frozen=True, slots=True)
class Home:
    """Where Steerco keeps everything: one folder that can be copied away."""

    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        """Return STEERCO_HOME, by default `.steerco` in the user's home folder."""
        return cls(Path(os.environ.get("STEERCO_HOME") or Path.home() / ".steerco"))

    @property
    def database(self) -> Path:
        """The warehouse."""
        return self.path / "steerco.duckdb"

    @property
    def originals(self) -> Path:
        """Uploaded files as they came, by SHA-256."""
        return self.path / "originals"

    @property
    def stage(self) -> Path:
        """What the parser made of them, waiting for accept."""
        return self.path / "stage"

    @property
    def backups(self) -> Path:
        """Verified copies of the warehouse."""
        return self.path / "backups"

    @property
    def server_file(self) -> Path:
        """Address and token of the running server, for the command line."""
        return self.path / "server.json"

    @property
    def access_key(self) -> Path:
        """The key that any address but loopback needs."""
        return self.path / "access.key"

    def create(self) -> Home:
        """Make the folders, readable by their owner only."""
        for folder in (self.path, self.originals, self.stage, self.backups):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self
