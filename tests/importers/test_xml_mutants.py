"""Damaged XML never crashes an importer, and no record of it vanishes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import FileError
from analytics.importers.registry import XML_IMPORTERS
from analytics.importers.xml_document import read_xml

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = [importer.name for importer in XML_IMPORTERS]
VALUE = re.compile(r'(?<=>)[^<>]*(?=</)|(?<=[a-z]=")[^"<>]*(?=")')
LEAF = re.compile(r"<(\w+)[^<>]*>[^<>]*</\1>")
VALUES = st.sampled_from(
    [
        *("", "0", "-1", "-65535", "1e999", "NaN", "99999999999999999999", "0.5", "½"),
        *("x" * 300, "PT", "-PT5H", "P1Y", "25:99", "::", "[id=,name=]", "\u0663"),
        *("2026-13-01T00:00:00", "9999-12-31T23:59:59", "0001-01-01T00:00:00+23:59"),
        *("Fri, 31 Dec 9999 23:59:59 -2300", "Thu, 1 Jan 0001 00:00:00 +2300"),
    ]
)
Mutation = tuple[str, float, str]
mutations = st.lists(
    st.tuples(
        st.sampled_from(["value", "drop", "double", "cut"]),
        st.floats(0, 1, exclude_max=True),
        VALUES,
    ),
    min_size=1,
    max_size=4,
)


def mutated(text: str, mutation: Mutation) -> str:
    """Change one value, leave out or double one element, or cut out some letters."""
    kind, place, value = mutation
    if kind == "cut":
        start = int(place * len(text))
        return text[:start] + text[start + 1 + len(value) :]
    found = [*(VALUE if kind == "value" else LEAF).finditer(text)]
    if not found:
        return text
    start, end = found[int(place * len(found))].span()
    changed: dict[str, Callable[[], str]] = {
        "value": lambda: value,
        "drop": lambda: "",
        "double": lambda: text[start:end] * 2,
    }
    return text[:start] + changed[kind]() + text[end:]


@pytest.mark.parametrize("name", NAMES)
@given(mutations)
def test_a_mutant_is_refused_or_every_record_is_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[Mutation]
) -> None:
    text = (GOLDEN / name / "reference.xml").read_text(encoding="utf-8")
    for change in changes:
        text = mutated(text, change)
    path = tmp_path_factory.getbasetemp() / "mutant.xml"
    path.write_text(text, encoding="utf-8")
    try:
        document = read_xml(path, "utf-8", "mutant.xml")
        claims = [one for one in XML_IMPORTERS if one.claims(document)]
        found = [one.read(document) for one in claims]
    except FileError:
        return
    assert len(found) <= 1
    for importer, extract in zip(claims, found, strict=True):
        loaded = len(extract.rows[importer.table.name])
        assert extract.rows_read == loaded + len(extract.quarantined)
        assert all(line > 0 and reason for line, reason, _ in extract.quarantined)
