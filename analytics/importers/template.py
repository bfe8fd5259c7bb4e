"""What a table to fill in is made of."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a template and what belongs there."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Template:
    """A table to fill in; `kind` is that of the importer that reads it."""

    name: str
    title: str
    filename: str
    kind: str
    columns: tuple[TemplateColumn, ...]
    rows: tuple[tuple[str, ...], ...]


def template_csv(template: Template) -> bytes:
    """Return the template with its example rows as a CSV that Excel opens."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column.name for column in template.columns)
    writer.writerows(template.rows)
    return text.getvalue().encode("utf-8-sig")


def made(
    title: str, filename: str, kind: str, columns: str, *rows: str, name: str = ""
) -> Template:
    """Return a template from lines of text.

    Each line of `columns` is a header and its meaning with a colon between; rows are
    lines of a CSV.

    >>> made("Toys", "toys.csv", "toys", "Toy: its name", "Bear").rows
    (('Bear',),)
    """
    pairs = [line.strip().split(": ", 1) for line in columns.strip().splitlines()]
    return Template(
        name or kind.replace(" ", "_"),
        title,
        filename,
        kind,
        tuple(TemplateColumn(header, meaning) for header, meaning in pairs),
        tuple(tuple(row) for row in csv.reader(rows)),
    )
