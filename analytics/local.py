"""Commands carried out in this process, with the warehouse open here."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics import commands
from analytics.intake.replay import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from analytics.asked import ImportOptions
    from analytics.settings import Home
    from analytics.warehouse.store import Warehouse

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Here:
    """The warehouse is open in this process."""

    warehouse: Warehouse

    @property
    def said(self) -> tuple[str, ...]:
        """What had to be mended when it was opened."""
        return tuple(self.warehouse.log)

    def import_files(self, paths: Sequence[Path], options: ImportOptions) -> list[Json]:
        """Load files."""
        told = commands.Options(
            project=options.project,
            as_of=options.as_of,
            is_dry_run=options.is_dry_run,
            importer=options.importer,
            is_partial=options.is_partial,
        )
        files = [(path.name, path) for path in paths]
        return commands.run_import(self.warehouse, files, told)

    def show(
        self, metric: str, project: str, as_of: str, parameters: Mapping[str, str]
    ) -> Json:
        """Measure one metric."""
        return commands.run_show(
            self.warehouse,
            metric,
            project=project,
            as_of=as_of,
            parameters=parameters,
        )

    def imports(self, project: str) -> list[Json]:
        """List imports."""
        return commands.list_imports(self.warehouse, project)

    def projects(self) -> list[Json]:
        """List projects."""
        return commands.list_projects(self.warehouse)

    def backup(self) -> Json:
        """Write a backup."""
        return commands.backup(self.warehouse)

    def purge(self, project: str) -> Json:
        """Erase a project for good."""
        return commands.purge(self.warehouse, project)

    def check(self) -> Json:
        """Look for damage."""
        return commands.check(self.warehouse)


@contextmanager
def opened(home: Home) -> Iterator[Here]:
    """Open the warehouse for one command.

    Raises:
        BusyError: Another process has it open.
    """
    warehouse = open_warehouse(home)
    try:
        yield Here(warehouse)
    finally:
        warehouse.close()
