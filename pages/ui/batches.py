"""The uploads of one person: kept in the session until accepted or left out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from datetime import datetime

    from analytics.intake.originals import Received
    from analytics.intake.waiting import Staged
    from analytics.warehouse.manifests import Accepted

BATCH = "uploads"
Phase = Literal["reading", "read", "refused", "cancelled", "loaded"]


@dataclass(slots=True)
class Upload:
    """One file of a batch; its thread writes, the page reads.

    `previews` holds what accepting would change, by project. `named` says that people
    named its columns, `remembered` when the mapping that was found again was saved,
    `is_member` that it came in an archive.
    """

    number: int
    filename: str
    received: Received | None = None
    phase: Phase = "reading"
    share: float = 0.0
    doing: str = "Waiting for its turn"
    sentence: str = ""
    can_name: bool = False
    named: bool = False
    is_member: bool = False
    remembered: datetime | None = None
    staged: Staged | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    previews: dict[str, Accepted] = field(default_factory=dict)
    comparing: bool = False
    accepted: Accepted | None = None
    project_id: str = ""

    @property
    def sha256(self) -> str:
        """What the stored file is called, empty where it could not be stored."""
        return self.received.sha256 if self.received else ""

    @property
    def is_busy(self) -> bool:
        """Whether a thread is at work on it."""
        return self.phase == "reading" or self.comparing


@dataclass(slots=True)
class Batch:
    """The uploads of one person, oldest first; `target` is where the last one went."""

    uploads: list[Upload] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    round: int = 0
    count: int = 0
    target: str = ""
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def busy(self) -> list[Upload]:
        """Files that a thread is at work on."""
        return [upload for upload in self.uploads if upload.is_busy]

    def in_phase(self, *phases: Phase) -> list[Upload]:
        """Return the files in one of the phases."""
        return [upload for upload in self.uploads if upload.phase in phases]

    def add(self, filename: str) -> Upload:
        """Start to keep a file."""
        with self.lock:
            self.count += 1
            upload = Upload(self.count, filename)
            self.uploads.append(upload)
            return upload

    def remove(self, upload: Upload) -> None:
        """Let go of a file; its original stays stored."""
        upload.stop.set()
        with self.lock:
            self.uploads = [one for one in self.uploads if one is not upload]


def current_batch() -> Batch:
    """Return the uploads of this session."""
    if BATCH not in st.session_state:
        st.session_state[BATCH] = Batch()
    batch: Batch = st.session_state[BATCH]
    return batch
