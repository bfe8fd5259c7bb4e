"""Uploads that are read: what accepting would change, and accept."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from analytics.errors import SteercoError
from analytics.intake import road
from analytics.loading import load

if TYPE_CHECKING:
    from datetime import datetime

    from analytics.warehouse.store import Warehouse
    from pages.ui.batches import Batch, Upload

LOG = logging.getLogger("steerco.pages")


def compare(warehouse: Warehouse, batch: Batch, project_id: str) -> bool:
    """Find out, beside the page, what accepting would change in a project.

    Returns whether there was anything left to find out.
    """
    waiting = [
        upload
        for upload in batch.in_phase("read")
        if project_id not in upload.previews and not upload.comparing
    ]
    for upload in waiting:
        upload.comparing = True
        upload.share, upload.doing = 1.0, "Comparing with what is loaded"
    if waiting:
        threading.Thread(
            target=_compare, args=(warehouse, waiting, project_id), daemon=True
        ).start()
    return bool(waiting)


def _compare(warehouse: Warehouse, waiting: list[Upload], project_id: str) -> None:
    for upload in waiting:
        try:
            if upload.staged is not None:
                upload.previews[project_id] = road.preview(
                    warehouse, upload.staged, project_id
                )
        except SteercoError as error:
            upload.sentence, upload.phase = str(error), "refused"
        except Exception:
            LOG.exception("comparing an upload")
            upload.sentence = "It could not be compared; the server's log says more."
            upload.phase = "refused"
        finally:
            upload.comparing = False


def accept(
    warehouse: Warehouse,
    upload: Upload,
    project_id: str,
    *,
    as_of: datetime | None,
    is_partial: bool,
) -> None:
    """Load one file into a project, and note what became of it."""
    assert upload.staged is not None  # noqa: S101 - only read files can be accepted
    try:
        upload.accepted = load(
            warehouse, upload.staged, project_id, as_of=as_of, is_partial=is_partial
        )
    except SteercoError as error:
        upload.sentence, upload.phase = str(error), "refused"
        return
    upload.project_id, upload.phase = project_id, "loaded"
