"""Files from the command line on their road, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from analytics.errors import ArchiveError, RequestError, SteercoError
from analytics.intake import members, road
from analytics.intake.sheets_road import Refused, stage_sheets
from analytics.loading import load
from analytics.settings import ADMINISTRATOR
from analytics.warehouse import projects

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from analytics.intake.originals import Received
    from analytics.intake.report import Report
    from analytics.intake.waiting import Staged
    from analytics.project import Project, ProjectSettings
    from analytics.settings import Limits
    from analytics.warehouse.manifests import Accepted
    from analytics.warehouse.store import Warehouse

Json = dict[str, Any]
DAY_IS_OVER = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Options:
    """What `steerco import` can be told.

    Attributes:
        project: Id or name; a new name is created. Empty takes what the files say.
        as_of: Day that the files speak of, where they should not say it themselves.
        is_dry_run: Do everything, then take it back.
        importer: Name of the importer, where the content must not decide.
        is_partial: Whether the files are partial exports; None takes what they say.
        before: Project of the file before, for files that name none.
        limits: What a file may cost.
    """

    project: str = ""
    as_of: date | None = None
    is_dry_run: bool = False
    importer: str = ""
    is_partial: bool | None = None
    before: str = ""
    limits: Limits = ADMINISTRATOR


def run_import(
    warehouse: Warehouse,
    files: Iterable[tuple[str, Path]],
    options: Options | None = None,
) -> list[Json]:
    """Load files, each for itself, and say of each what became of it.

    Files that name no project (a budget, a register) follow the one before them. The
    members of an archive are files of their own, and so are the sheets of a workbook.

    Args:
        warehouse: Where they go.
        files: For each file the name to show and the path to read.
        options: How.

    Returns:
        Per file what `import --json` prints. `error` is empty, or the sentence that
        says why the file was refused; `project` is None where it is not known;
        `notes` say, at the first member of an archive, what was left out of it.
    """
    chosen = options or Options()
    taking = _Taking(warehouse, chosen, chosen.before)
    for filename, path in files:
        taking.take_file(filename, path)
    return taking.outcomes


@dataclass(slots=True)
class _Taking:
    """Takes one file after the other; `before` is the project of the last one."""

    warehouse: Warehouse
    options: Options
    before: str
    outcomes: list[Json] = field(default_factory=list)

    def take_file(self, filename: str, path: Path) -> None:
        """Store a file and load it, or the members of the archive that it is."""
        try:
            with path.open("rb") as stream:
                limits = self.options.limits
                received = road.take_in(self.warehouse, stream, filename, limits)
        except SteercoError as error:
            self._refuse(filename, str(error))
        except OSError as error:
            why = error.strerror or "it cannot be read"
            self._refuse(filename, f"{filename}: {why}.")
        else:
            try:
                self._load(received)
            except ArchiveError:
                self._take_members(received)

    def _take_members(self, archive: Received) -> None:
        """Load each member of an archive as a file of its own."""
        limits = self.options.limits
        try:
            unpacked = members.unpack(self.warehouse, archive, limits=limits)
        except SteercoError as error:
            self._refuse(archive.filename, str(error), archive.sha256)
            return
        first = len(self.outcomes)
        for member in unpacked.members:
            if member.received is None:
                self._refuse(member.filename, member.error)
                continue
            try:
                self._load(member.received)
            except ArchiveError as error:  # an archive in an archive stays as it is
                sha256 = member.received.sha256
                self._refuse(member.filename, str(error), sha256)
        self.outcomes[first]["notes"] += unpacked.notes

    def _load(self, received: Received) -> None:
        """Read and load a stored file.

        Raises:
            ArchiveError: It is an archive.
        """
        limits, importer = self.options.limits, self.options.importer
        try:
            sheets = stage_sheets(
                self.warehouse, received, limits=limits, importer=importer
            )
        except ArchiveError:
            raise
        except SteercoError as error:
            self._refuse(received.filename, str(error), received.sha256)
            return
        for staged in sheets:
            if isinstance(staged, Refused):
                name = staged.received.filename
                self._refuse(name, staged.error, received.sha256)
            else:
                self._load_staged(staged)

    def _load_staged(self, staged: Staged) -> None:
        """Load a file, or one sheet of it, that was read."""
        received = staged.received
        outcome = nothing_yet(received.filename) | {"sha256": received.sha256}
        outcome |= _told(staged.report)
        try:
            outcome |= _load(self.warehouse, staged, self.options, self.before)
        except SteercoError as error:
            outcome |= {"error": str(error)}
        self.outcomes.append(outcome)
        self.before = outcome["project"] or self.before

    def _refuse(self, filename: str, sentence: str, sha256: str | None = None) -> None:
        outcome = nothing_yet(filename) | {"error": sentence, "sha256": sha256}
        self.outcomes.append(outcome)


def nothing_yet(filename: str) -> Json:
    """Return what is said of a file of which nothing is known."""
    return {
        "file": filename,
        "sha256": None,
        "importer": None,
        "project": None,
        "kind": None,
        "rows_read": 0,
        "rows_loaded": 0,
        "rows_quarantined": 0,
        "already_imported": False,
        "import_id": None,
        "problems": [],
        "notes": [],
        "drift": [],
        "error": "",
    }


def _told(report: Report) -> Json:
    """Return what the parser says of a file."""
    set_aside = [(line, "", reason) for line, reason, _ in report.quarantine]
    return {
        "importer": report.importer,
        "kind": report.kind,
        "rows_read": report.rows_read,
        "rows_loaded": report.rows_loaded,
        "rows_quarantined": report.rows_quarantined,
        "problems": [
            {"line": line, "column": column, "message": message}
            for line, column, message in (*report.problems, *set_aside)
        ],
        "notes": list(report.warnings),
    }


def _load(warehouse: Warehouse, staged: Staged, options: Options, before: str) -> Json:
    name, settings = _wanted(warehouse, staged.report, options.project, before)
    project = projects.find_project(warehouse, name)
    if options.is_dry_run:
        if project is None:  # nothing of it is stored yet
            return {"project": name}
        seen = road.preview(warehouse, staged, project.project_id)
        return {
            "project": project.name,
            "already_imported": seen.already_imported,
            "drift": _drifted(seen),
        }
    if project is None:
        project = projects.create_project(warehouse, name, settings=settings)
    done = load(
        warehouse,
        staged,
        project.project_id,
        as_of=_as_of(options.as_of, staged.report, project),
        is_partial=options.is_partial,
    )
    return {
        "project": project.name,
        "already_imported": done.already_imported,
        "import_id": done.import_id,
        "drift": _drifted(done),
    }


def _drifted(done: Accepted) -> list[str]:
    """Return what the file does differently from the one of its source before it."""
    sentences = [*done.drift.sentences]
    if done.drift.asks_if_partial:
        sentences.append(
            f"{done.drift.asks_if_partial} Say so with --partial or --complete."
        )
    if done.newer:
        sentences.append(
            f"{done.newer} speaks of a later day and stays what counts; this file is "
            "kept as a part of the history."
        )
    return sentences


def _wanted(
    warehouse: Warehouse, report: Report, name: str, before: str
) -> tuple[str, ProjectSettings | None]:
    """Return the name of the project a file goes to, and settings if it is new.

    Raises:
        RequestError: The file does not say, and there is more than one.
    """
    if name:
        return name, None
    if report.hints.get("projects"):
        return road.suggest_project(report)
    if before:
        return before, None
    own = [one for one in projects.list_projects(warehouse) if not one.is_sample]
    if len(own) == 1:
        return own[0].name, None
    message = f"{report.filename} names no project. Say which with --project NAME."
    raise RequestError(message)


def _as_of(day: date | None, report: Report, project: Project) -> datetime | None:
    """Return the end of a day, in the zone in which the file gives its times."""
    if day is None:
        return None
    end = datetime.combine(day, DAY_IS_OVER)
    if report.instants != "utc":
        return end
    local = end.replace(tzinfo=project.settings.zone)
    return local.astimezone(UTC).replace(tzinfo=None)
