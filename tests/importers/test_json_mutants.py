"""No value of an export that is of another kind than it should be ends the reader."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from analytics.errors import FileError
from analytics.importers.json_document import read_document
from analytics.importers.registry import JSON_IMPORTERS
from tests.mutants.making import places
from tests.mutants.test_mutants import reference

STRANGE: tuple[Any, ...] = ([], {"a": [[]]}, [7], "text")
NAMES = [importer.name for importer in JSON_IMPORTERS]


def records(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return what the reference file of an importer holds."""
    text = reference(name).read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line]


def read(found: object) -> None:
    """Let everybody look at a document, and whoever claims it read it."""
    document = read_document(json.dumps(found), "export.json")
    for importer in JSON_IMPORTERS:
        if importer.claims(document):
            importer.read(document)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_value_may_be_of_another_kind(name: str) -> None:
    found = records(name)
    for container, key in places(found):
        kept = container[key]
        for value in STRANGE:
            container[key] = value
            try:
                with suppress(FileError):
                    read(found)
            except Exception as error:
                error.add_note(f"{key!r} was {kept!r:.80}, is {value!r}")
                raise
        container[key] = kept
