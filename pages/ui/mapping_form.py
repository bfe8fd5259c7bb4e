"""Name the columns of a file: sheet, header row, kind, and which column is which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.errors import DamagedFileError, SteercoError
from analytics.importers.registry import TABLE_IMPORTERS
from analytics.intake import mappings, preview, road
from analytics.intake.mapping_file import letters
from analytics.intake.report import ColumnMapping, columns_of, sheet_of
from pages.ui import mapping_files
from pages.ui.plain import plain, visible
from pages.ui.reports import meaning, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import Grid, TableImporter
    from analytics.warehouse.store import Warehouse
    from pages.ui.mapping_files import TableFile

IMPORTED = "mapping-imported"
"""Session key: a mapping that came as a file, by the file it was given for."""
WIDE = 60
"""Columns of the file shown in the preview."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is filled in at first, and the sentence that says where it is from."""

    mapping: ColumnMapping | None
    origin: str = ""


def choose_file(warehouse: Warehouse) -> TableFile | None:
    """Let people choose among the stored tables."""
    files = mapping_files.table_files(warehouse)
    if not files:
        return None
    wanted = st.session_state.get(mapping_files.CHOSEN)
    names = list(files)
    chosen = st.selectbox(
        "File",
        names,
        index=names.index(wanted) if wanted in files else 0,
        format_func=lambda name: visible(files[name].filename),
        key=f"mapping-which-{wanted}",
    )
    return files[chosen]


def ask(warehouse: Warehouse, file: TableFile) -> ColumnMapping | None:
    """Ask what is what; return the mapping once the button is pressed.

    Raises:
        FileError: The file cannot be read at all.
    """
    received = road.stored(warehouse, file.sha256, file.filename)
    grids = preview.top(warehouse, received)
    draft = _draft(warehouse, file, grids)
    if draft.origin:
        st.info(plain(draft.origin))
    first, second = st.columns(2)
    with second:
        grid = _sheet(file, grids, draft)
    with first:
        row = _header_row(file, grid, draft)
    _show_top(grid, row)
    header = grid.rows[row]
    _offer_import(file, header)
    importer = _kind(file, draft, header)
    return _columns(file, grid, row, importer, draft)


def _draft(warehouse: Warehouse, file: TableFile, grids: Sequence[Grid]) -> Draft:
    """Return what is known of the file: given as a file, used before, or saved."""
    given = st.session_state.get(IMPORTED, {}).get(file.sha256)
    if given:
        return Draft(ColumnMapping.from_json(given), "Filled in from the mapping file.")
    mapping = columns_of(file.mapping)
    if mapping is not None:
        return Draft(mapping, "Filled in as the file was last read.")
    found = mappings.find(warehouse, grids)
    if found is None:
        return Draft(None)
    day = f"{found.saved_at:%d %B %Y}".lstrip("0")
    return Draft(found.mapping, f"Filled in from the mapping of {day}: same header.")


def _sheet(file: TableFile, grids: Sequence[Grid], draft: Draft) -> Grid:
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        raise DamagedFileError(f"{file.filename} holds no rows.")
    if len(filled) == 1:
        return filled[0]
    wanted = draft.mapping.sheet if draft.mapping else sheet_of(file.mapping)
    first = next((i for i, one in enumerate(filled) if one.sheet == wanted), 0)
    return st.selectbox(
        "Sheet",
        filled,
        index=first,
        format_func=lambda one: visible(one.sheet),
        key=f"mapping-sheet-{file.sha256[:12]}-{first}",
    )


def _header_row(file: TableFile, grid: Grid, draft: Draft) -> int:
    """Ask which row names the columns."""
    likely = preview.likely_header(grid)
    if draft.mapping and draft.mapping.sheet == grid.sheet:
        likely = min(draft.mapping.header_row, len(grid.rows) - 1)
    key = f"mapping-row-{file.sha256[:12]}-{grid.sheet}-{likely}"
    return (
        st.number_input(
            "Row with the names of the columns",
            min_value=1,
            max_value=len(grid.rows),
            value=likely + 1,
            key=key,
            help="Rows above it are titles and are left out.",
        )
        - 1
    )


def _show_top(grid: Grid, row: int) -> None:
    """Show the first rows of the file as they stand, the header row marked."""
    width = min(max(len(cells) for cells in grid.rows), WIDE)
    frame = pd.DataFrame(
        [[*cells[:width], *[""] * (width - len(cells))] for cells in grid.rows],
        columns=[letters(position) for position in range(width)],
    )
    marks = [
        "names" if number == row else "title" if number < row else ""
        for number in range(len(grid.rows))
    ]
    frame.insert(0, "Holds", marks)
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="Row")
    st.dataframe(
        frame,
        height=260,
        alt="The first rows of the file as they stand",
        column_config={"Holds": st.column_config.TextColumn(width=70)},
    )


def _offer_import(file: TableFile, header: Sequence[str]) -> None:
    """Take a mapping that somebody saved as a file."""
    with st.expander("Use a mapping saved as a file"):
        given = st.file_uploader(
            "Mapping (JSON)",
            key=f"mapping-json-{file.sha256[:12]}",
            max_upload_size=1,
        )
        if given is None or not st.button("Fill it in"):
            return
        try:
            text = given.read().decode("utf-8", "replace")
            mapping = mappings.from_file(text, header)
        except SteercoError as error:
            st.error(plain(error))
            return
        kept = st.session_state.setdefault(IMPORTED, {})
        kept[file.sha256] = mapping.to_json()
        st.rerun()


def _kind(file: TableFile, draft: Draft, header: Sequence[str]) -> TableImporter:
    """Ask what the rows are; the kind that most columns speak for comes first."""
    wanted = draft.mapping.importer if draft.mapping else _likeliest(tuple(header))
    names = [importer.name for importer in TABLE_IMPORTERS]
    first = names.index(wanted) if wanted in names else 0
    return st.selectbox(
        "One row is",
        TABLE_IMPORTERS,
        index=first,
        format_func=lambda one: f"{one.table.grain} ({one.title})",
        key=f"mapping-kind-{file.sha256[:12]}-{first}",
    )


@lru_cache(maxsize=64)
def _likeliest(header: tuple[str, ...]) -> str:
    """Return the importer that knows most of these columns."""
    best = max(TABLE_IMPORTERS, key=lambda one: len(mappings.suggest(one, header)))
    return best.name


def _columns(
    file: TableFile, grid: Grid, row: int, importer: TableImporter, draft: Draft
) -> ColumnMapping | None:
    """Ask for each of our columns which columns of the file fill it."""
    header = grid.rows[row]
    filled = _filled(importer, header, draft)
    needed = mappings.required(importer)
    first = [name for name in importer.columns if name in needed]
    second = [n for n in importer.columns if n in filled and n not in needed]
    rest = [n for n in importer.columns if n not in (*first, *second)]
    key = f"{file.sha256[:12]}-{grid.sheet}-{row}-{importer.name}-{bool(draft.origin)}"
    chosen: dict[str, tuple[int, ...]] = {}
    with st.form(f"mapping-form-{key}", border=True):
        st.markdown("**Which column of the file is which?**")
        chosen |= _pick(importer, first, header, filled, key)
        chosen |= _pick(importer, second, header, filled, key)
        with st.expander(f"Further columns ({len(rest)})"):
            chosen |= _pick(importer, rest, header, filled, key)
        pressed = st.form_submit_button("Read the file this way", type="primary")
    if not pressed:
        return None
    gap = mappings.missing(importer, chosen)
    if gap:
        st.error(plain(gap))
        return None
    columns = {name: where for name, where in chosen.items() if where}
    return ColumnMapping(importer.name, grid.sheet, row, columns)


def _filled(
    importer: TableImporter, header: Sequence[str], draft: Draft
) -> Mapping[str, tuple[int, ...]]:
    """Return what is filled in at first, as far as the header is wide enough."""
    mapping = draft.mapping
    if mapping is None or mapping.importer != importer.name:
        return mappings.suggest(importer, header)
    return {
        name: tuple(p for p in where if p < len(header))
        for name, where in mapping.columns.items()
        if name in importer.columns
    }


def _pick(
    importer: TableImporter,
    names: Sequence[str],
    header: Sequence[str],
    filled: Mapping[str, tuple[int, ...]],
    key: str,
) -> dict[str, tuple[int, ...]]:
    """Show one choice for each canonical column, two side by side."""
    needed = mappings.required(importer)
    sides = st.columns(2)
    chosen = {}
    for number, name in enumerate(names):
        mark = " (needed)" if name in needed else ""
        # Without Markdown: screen readers are read the label as it is written.
        label = f"{words(name).capitalize()}{mark}: "
        label += meaning(importer.table.name, name)
        chosen[name] = tuple(
            sides[number % 2].multiselect(
                label,
                range(len(header)),
                default=filled.get(name, ()),
                format_func=lambda p: f"{letters(p)}: {visible(header[p])}",
                key=f"mapping-{key}-{name}",
                placeholder="not in the file",
            )
        )
    return chosen
