"""One card for each file: on its way, understood, refused, loaded."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Literal

import streamlit as st

from analytics.errors import SteercoError
from pages.ui import mapping_files, reports, upload_drift, uploads, uploads_accept
from pages.ui.plain import counted, plain
from pages.ui.upload_drift import key_of

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from analytics.intake.report import Report
    from analytics.warehouse.manifests import Accepted
    from analytics.warehouse.store import Warehouse
    from pages.ui.batches import Batch, Upload
    from pages.ui.upload_target import Target

POLL_SECONDS = 0.5
WHOLE, PART = "everything", "only a part"


def show_progress(batch: Batch) -> None:
    """Show the files on their way until one of them arrives."""
    before = {upload.number for upload in batch.busy}

    @st.fragment(run_every=POLL_SECONDS)
    def poll() -> None:
        busy = batch.busy
        for upload in busy:
            _progress(upload)
        if len(busy) > 1 and st.button("Cancel all of them", key="cancel-reading"):
            for upload in busy:
                upload.stop.set()
        if before - {upload.number for upload in busy}:
            st.rerun()

    if before:
        poll()


def _progress(upload: Upload) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        doing = "Cancelling" if upload.stop.is_set() else upload.doing
        st.progress(upload.share, f"{plain(upload.filename)}: {plain(doing)} …")
        if upload.phase == "reading":
            st.button(
                "Cancel",
                key=f"stop-{upload.number}",
                on_click=upload.stop.set,
                disabled=upload.stop.is_set(),
            )


def show_read(
    warehouse: Warehouse, batch: Batch, upload: Upload, target: Target
) -> None:
    """Show what was understood of a file, and what accepting it would change."""
    assert upload.staged is not None  # noqa: S101 - read files are staged
    report = upload.staged.report
    with st.container(border=True):
        head(upload)
        reports.show_summary(report)
        if report.partial:
            st.warning(plain(report.partial), icon=":material/content_cut:")
        _say_mapping(warehouse, batch, upload)
        st.markdown(_change(upload, target))
        upload_drift.show(upload, target)
        _choices(upload, report, target)
        with st.expander("How the file was read"):
            reports.show_details(report, key=f"upload-{upload.number}")
        _buttons(warehouse, batch, upload, target)


def head(upload: Upload) -> None:
    """Begin the card of a file with its name."""
    st.subheader(plain(upload.filename), anchor=False)


def _say_mapping(warehouse: Warehouse, batch: Batch, upload: Upload) -> None:
    """Say whose columns were used, and offer to read it without them."""
    if upload.remembered is not None:
        day = f"{upload.remembered:%d %B %Y}".lstrip("0")
        st.info(f"The column mapping of {day} was used: the header is the same.")
        st.button(
            "Read it without the mapping",
            key=f"unmapped-{upload.number}",
            on_click=uploads.begin,
            args=(warehouse, batch, upload),
            kwargs={"recall": False},
        )
    elif upload.named:
        st.caption("Read with the columns that you named.")


def _change(upload: Upload, target: Target) -> str:
    """Say what accepting would change."""
    if target.project is None:
        return "Accepting makes a new project with all of this."
    found = upload.previews.get(target.project.project_id)
    if found is None:
        return "Comparing with what is loaded …"
    return change_sentence(found, target.project.name)


def change_sentence(found: Accepted, name: str) -> str:
    """Say what a file adds to a project, in rows of all its tables."""
    if found.already_imported:
        return f"**Already loaded into {plain(name)}.** Accepting it changes nothing."
    new = counted(found.new_rows, "row")
    known = counted(found.known_rows, "row")
    verb = "is" if found.new_rows == 1 else "are"
    there = "is there already" if found.known_rows == 1 else "are there already"
    return (
        f"Accepting changes {plain(name)}: **{new} {verb} new or changed**, "
        f"{known} {there}.{replaced_sentence(found)}"
    )


def replaced_sentence(found: Accepted) -> str:
    """Say which earlier file a complete file takes the place of, and what goes."""
    if not found.replaces:
        return ""
    if not found.vanished_rows:
        return f" It is the next state of {plain(found.replaces)}."
    gone = counted(found.vanished_rows, "row")
    return (
        f" It takes the place of {plain(found.replaces)}: **{gone} of that file will "
        "no longer count**. If both belong together, choose *only a part*."
    )


def _choices(upload: Upload, report: Report, target: Target) -> None:
    """Ask of what day the file speaks, and whether it is complete."""
    zone = target.settings.zone
    is_asked = upload_drift.asks(upload, target)
    first, second = st.columns(2)
    first.date_input(
        "The file speaks of",
        value=spoken_day(report, zone),
        key=key_of(upload, "day"),
        format="YYYY-MM-DD",
        help="The latest day in the file. Empty: the day of the upload.",
    )
    if spoken_day(report, zone) is None:
        first.caption("The file names no day; empty means the day of the upload.")
    second.radio(
        "It holds",
        [WHOLE, PART],
        index=None if is_asked else int(bool(report.partial)),
        key=key_of(upload, "part-asked" if is_asked else "part"),
        horizontal=True,
        help=(
            "Everything: what is missing here was removed at the source. Only a part: "
            "what earlier files say of the rest stays."
        ),
    )


def spoken_day(report: Report, zone: ZoneInfo) -> date | None:
    """Return the day that the content speaks of, in the project's time zone."""
    instant = report.as_of_instant
    if instant is None:
        return None
    if report.instants == "utc":
        instant = instant.replace(tzinfo=UTC).astimezone(zone)
    return instant.date()


def end_of(day: date, report: Report, zone: ZoneInfo) -> datetime:
    """Return the last moment of a day, in the zone in which the file's times are."""
    return last_moment(day, zone, instants=report.instants)


def last_moment(day: date, zone: ZoneInfo, *, instants: str) -> datetime:
    """Return the last second of a day as the warehouse keeps it: without a zone."""
    moment = datetime.combine(day, time(23, 59, 59), tzinfo=zone)
    kept = moment.astimezone(UTC) if instants == "utc" else moment
    return kept.replace(tzinfo=None)


def chosen(upload: Upload, target: Target) -> tuple[datetime | None, bool]:
    """Return the corrected day, None where the content's stands, and if it is part."""
    assert upload.staged is not None  # noqa: S101 - read files are staged
    report, zone = upload.staged.report, target.settings.zone
    told = spoken_day(report, zone)
    day = st.session_state.get(key_of(upload, "day"), told)
    name = "part-asked" if upload_drift.asks(upload, target) else "part"
    part = st.session_state.get(key_of(upload, name), PART if report.partial else WHOLE)
    corrected = end_of(day, report, zone) if day and day != told else None
    return corrected, part == PART


def _buttons(
    warehouse: Warehouse, batch: Batch, upload: Upload, target: Target
) -> None:
    with st.container(horizontal=True):
        is_only = len(batch.in_phase("read")) == 1
        kind: Literal["primary", "secondary"] = "primary" if is_only else "secondary"
        waits = upload_drift.is_unanswered(upload, target)
        if st.button(
            "Accept",
            key=key_of(upload, "accept"),
            type=kind,
            disabled=waits,
            help="Say first whether it holds everything." if waits else None,
        ):
            accept_all(warehouse, batch, [upload], target)
        if st.button("Leave it out", key=key_of(upload, "drop")):
            batch.remove(upload)
            st.rerun()
        if mapping_files.can_be_named(upload) and st.button(
            "Name the columns yourself", key=key_of(upload, "name"), type="tertiary"
        ):
            mapping_files.open_for(upload.sha256)


def accept_all(
    warehouse: Warehouse, batch: Batch, files: list[Upload], target: Target
) -> None:
    """Load files into the project, one after the other."""
    try:
        project = target.found_or_made(warehouse)
    except SteercoError as error:
        st.error(plain(error))
        return
    batch.target = project.project_id
    with st.status(f"Loading into {plain(project.name)}", expanded=True) as status:
        for upload in files:
            status.write(f"{plain(upload.filename)} …")
            as_of, is_partial = chosen(upload, target)
            uploads_accept.accept(
                warehouse,
                upload,
                project.project_id,
                as_of=as_of,
                is_partial=is_partial,
            )
            found = upload.previews.get(project.project_id)
            if found is not None:
                number = str(upload.number)
                upload_drift.map_statuses(
                    warehouse, project.project_id, found.drift, number
                )
    st.rerun()


def show_accept_all(
    warehouse: Warehouse, batch: Batch, files: list[Upload], target: Target
) -> None:
    """Offer to accept, or to leave out, all files at once."""
    with st.container(horizontal=True):
        words = f"Accept all {len(files)} files"
        waits = any(upload_drift.is_unanswered(one, target) for one in files)
        if st.button(words, key="accept-all", type="primary", disabled=waits):
            accept_all(warehouse, batch, files, target)
        if st.button("Leave all out", key="drop-all"):
            for upload in files:
                batch.remove(upload)
            st.rerun()
