"""The sheets of a workbook: each that is claimed is an import of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.errors import FileError
from analytics.intake import road, waiting
from analytics.intake.report import ColumnMapping, columns_of, one_sheet
from analytics.settings import INTERACTIVE

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    from analytics.intake.originals import Received
    from analytics.intake.waiting import Staged
    from analytics.settings import Limits
    from analytics.warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Refused:
    """A further sheet that cannot be read, and the sentence that says why."""

    received: Received
    error: str


def stage_sheets(  # noqa: PLR0913 - each named
    warehouse: Warehouse,
    received: Received,
    *,
    limits: Limits = INTERACTIVE,
    importer: str = "",
    mapping: str = "",
    further: Sequence[ColumnMapping] = (),
    on_progress: Callable[[float, str], None] | None = None,
    cancelled: threading.Event | None = None,
) -> list[Staged | Refused]:
    """Let the parser read every sheet of a workbook that an importer claims.

    Each sheet is an import of its own, called "plan.xlsx / Risks"; any other file, and
    a workbook with one such sheet, gives one. `further` names the columns of sheets
    beside the first. Only further sheets can be refused here.

    Raises:
        FileError: The file, or its first such sheet, is refused.
    """

    def read(named: Received, way: str) -> Staged:
        return road.stage(
            warehouse,
            named,
            limits=limits,
            importer=importer,
            mapping=way,
            on_progress=on_progress,
            cancelled=cancelled,
        )

    staged = read(received, mapping)
    report = staged.report
    ways = {sheet: one_sheet(sheet) for sheet in report.other_sheets}
    ways |= {one.sheet: one.to_json() for one in further}
    if not ways:
        return [staged]
    named_by_hand = columns_of(mapping)
    own = named_by_hand.sheet if named_by_hand else report.sheet
    sheets = (own, *ways)
    first = replace(staged, received=_sheet(received, sheets, own))
    waiting.hold(first)
    found: list[Staged | Refused] = [first]
    for sheet, way in ways.items():
        named = _sheet(received, sheets, sheet)
        try:
            found.append(read(named, way))
        except FileError as error:
            found.append(Refused(named, str(error)))
    return found


def _sheet(received: Received, sheets: tuple[str, ...], sheet: str) -> Received:
    """Return the file under the name of a sheet, in place of that of another one."""
    name = received.filename
    for other in sheets:
        name = name.removesuffix(f" / {other}")
    return replace(received, filename=f"{name} / {sheet}")
