"""The risk register as an Excel workbook, the same bytes on every run."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Font

from sample_data import story

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

BANDS = {
    "75% to 100%": 0.875,
    "50% to 75%": 0.625,
    "25% to 50%": 0.375,
    "10% to 25%": 0.175,
    "5% to 10%": 0.075,
    "0% to 5%": 0.025,
}
HEADER = (
    "Risk ID",
    "Title",
    "Type",
    "Category",
    "Status",
    "Owner",
    "Probability",
    "Impact (EUR)",
    "Response",
    "Residual probability",
    "Residual impact (EUR)",
    "Proximity",
    "Due date",
    "Identified on",
    "Last reviewed",
    "Booked cost (EUR)",
)
FIRED = "R-07"
WRITTEN = datetime(2026, 5, 29, 12, 0)  # noqa: DTZ001 - a workbook knows no zone
Chance = str | float


@dataclass(frozen=True, slots=True)
class Risk:
    """One line of the register; an opportunity has a negative impact."""

    id: str
    title: str
    category: str
    status: str
    owner: story.Person
    chance: Chance
    impact: int
    response: str
    left_chance: Chance
    left_impact: int
    proximity: str
    due: date
    found: date

    @property
    def kind(self) -> str:
        """Threat or Opportunity."""
        return "Opportunity" if self.impact < 0 else "Threat"


def probability(chance: Chance) -> float:
    """Return a probability as a number; a band counts with its middle."""
    return BANDS[chance] if isinstance(chance, str) else chance


_A, _B, _C = (people[0] for people in story.TEAMS.values())
_P = story.LEAD
_Q = story.MASTER
_SOON, _NEXT, _LATER = "This month", "Next 3 months", "Next 6 months"
_D = date
RISKS = (
    Risk("R-01", "Northgate exceeds the agreed effort", "Vendor", "Open", _P,
         "75% to 100%", 95_000, "Weekly burn review, cap per change request",
         "50% to 75%", 60_000, _SOON, _D(2026, 6, 12), _D(2025, 10, 14)),
    Risk("R-02", "Regulator adds further rules before R3", "Scope", "Open", _P,
         "50% to 75%", 120_000, "Ask for a transition period",
         "25% to 50%", 90_000, _NEXT, _D(2026, 7, 31), _D(2025, 12, 4)),
    Risk("R-03", "Key engineer of team Cassini leaves", "People", "Open", _C,
         0.15, 60_000, "Pair work, written hand-over",
         0.1, 35_000, _LATER, _D(2026, 10, 30), _D(2025, 9, 18)),
    Risk("R-04", "Final migration loses consent records", "Data", "Open", _B,
         "10% to 25%", 210_000, "Two rehearsals, count by count",
         "5% to 10%", 140_000, _NEXT, _D(2026, 6, 19), _D(2025, 10, 2)),
    Risk("R-05", "Half-hourly meter data arrive late", "Technical", "Open", _A,
         "25% to 50%", 45_000, "Fall back to daily values",
         "10% to 25%", 25_000, _NEXT, _D(2026, 6, 26), _D(2026, 1, 21)),
    Risk("R-06", "Customer care not trained for R1", "Change", "Closed", _Q,
         "25% to 50%", 30_000, "Training moved before go-live",
         0.0, 0, "Passed", _D(2025, 12, 12), _D(2025, 9, 24)),
    Risk("R-07", "Identity provider switch slips", "Vendor", "Occurred", _C,
         "50% to 75%", 70_000, "Parallel run of the old provider, recovery work",
         1.0, 64_200, "Passed", _D(2026, 1, 16), _D(2025, 9, 10)),
    Risk("R-08", "Card provider changes its interface", "Technical", "Open", _B,
         0.2, 40_000, "Contract tests against their sandbox",
         0.1, 30_000, _LATER, _D(2026, 9, 30), _D(2025, 11, 11)),
    Risk("R-09", "Penetration test finds a critical hole", "Security", "Open", _C,
         "25% to 50%", 55_000, "Early test of the sign-in pages",
         "10% to 25%", 40_000, _SOON, _D(2026, 6, 5), _D(2025, 11, 26)),
    Risk("R-10", "Old portal must live three months longer", "Schedule", "Open", _P,
         "25% to 50%", 150_000, "Decide on scope of R3 in the June review",
         "25% to 50%", 110_000, _NEXT, _D(2026, 6, 26), _D(2026, 2, 5)),
    Risk("R-11", "Load on bill day exceeds capacity", "Technical", "Open", _B,
         "5% to 10%", 80_000, "Load test with double volume",
         "0% to 5%", 80_000, _NEXT, _D(2026, 6, 30), _D(2025, 12, 9)),
    Risk("R-12", "Screen-reader audit fails", "Compliance", "Closed", _A,
         0.3, 35_000, "Audit repeated after R2",
         0.0, 0, "Passed", _D(2026, 4, 30), _D(2025, 10, 21)),
    Risk("R-13", "Refund of hosting credits", "Commercial", "Open", _P,
         0.4, -40_000, "Claim under the frame contract",
         0.5, -40_000, _NEXT, _D(2026, 6, 30), _D(2026, 3, 12)),
    Risk("R-14", "Exchange of address data not permitted", "Legal", "Open", _P,
         "10% to 25%", 65_000, "Opinion of the data protection officer",
         "10% to 25%", 20_000, _LATER, _D(2026, 11, 27), _D(2026, 4, 15)),
    Risk("R-15", "Staff busy with the winter peak", "People", "Closed", _Q,
         "75% to 100%", 18_000, "Lower sprint targets in December",
         0.0, 0, "Passed", _D(2026, 1, 6), _D(2025, 11, 5)),
)  # fmt: skip


def write(path: Path) -> None:
    """Write the register with its scales."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Risk register"
    _fill(sheet)
    scales = book.create_sheet("Scales")
    scales.append(("Probability label", "Probability value for EMV"))
    for band in BANDS.items():
        scales.append(band)
    book.properties.creator = "Harbour project office"
    book.properties.created = WRITTEN
    buffer = io.BytesIO()
    book.save(buffer)
    _freeze(buffer, path)


def _fill(sheet: Worksheet) -> None:
    sheet["A1"] = "Project Harbour: risk register, reviewed 2026-05-27"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:P1")
    sheet.append(HEADER)
    for risk in RISKS:
        sheet.append(_cells(risk))
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = "0%"
            elif isinstance(cell.value, int):
                cell.number_format = "#,##0"
            elif isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "C3"
    sheet.column_dimensions["B"].width = 42


def _cells(risk: Risk) -> tuple[str | float | date | None, ...]:
    fired = risk.status == "Occurred"
    reviewed = date(2026, 5, 27) if risk.status == "Open" else risk.due
    return (
        risk.id,
        risk.title,
        risk.kind,
        risk.category,
        risk.status,
        risk.owner.name,
        risk.chance,
        risk.impact,
        risk.response,
        risk.left_chance,
        risk.left_impact,
        risk.proximity,
        risk.due,
        risk.found,
        reviewed,
        risk.left_impact if fired else None,
    )


def _freeze(buffer: io.BytesIO, path: Path) -> None:
    """Copy the archive without the moment of writing; stored, as zlibs differ."""
    stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data
                )
            entry = zipfile.ZipInfo(name, (2026, 5, 29, 12, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, data)


def truth() -> dict[str, Any]:
    """Return the exposure that a reader of the register must find."""
    live = [risk for risk in RISKS if risk.status == "Open"]
    threats = [probability(r.chance) * r.impact for r in live if r.impact > 0]
    chances = [probability(r.chance) * r.impact for r in live if r.impact < 0]
    left = [probability(r.left_chance) * r.left_impact for r in live]
    status = [risk.status for risk in RISKS]
    return {
        "risks": len(RISKS),
        "by_status": {name: status.count(name) for name in sorted(set(status))},
        "emv_threats": sum(threats),
        "emv_opportunities": sum(chances),
        "emv": sum(threats) + sum(chances),
        "residual_emv": sum(left),
        "booked_cost": sum(r.left_impact for r in RISKS if r.status == "Occurred"),
        "fired": FIRED,
    }
