"""More than sixty files that are made to fill a memory, a disk or an hour.

None is committed: each is made by code when its test runs. Each is to be refused in a
sentence.
"""

# ruff: noqa: PLW0108 - without its lambda a bomb would be made when this is imported

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MIB = 1 << 20
HEAD = "Issue key,Summary,Status,Created\n"
ROW = "APP-{},Title,Done,04/Jan/26 9:00 AM\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.'
    'main+xml"/></Types>'
)
RSS = '<rss version="0.92"><channel>{}</channel></rss>'
LAUGHS = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def book(sheet: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook with one sheet."""
    parts = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": b"<Relationships/>",
        "xl/workbook.xml": WORKBOOK.encode(),
        "xl/_rels/workbook.xml.rels": RELATIONS.encode(),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return zipped(parts | (more or {}))


def sheet(rows: str) -> bytes:
    """Return the XML of a sheet."""
    begin = f'<worksheet xmlns="{MAIN}"><sheetData>'
    return f"{begin}{rows}</sheetData></worksheet>".encode()


def lying(content: bytes, size: int) -> bytes:
    """Say of every member that it unpacks to another size."""
    changed = bytearray(content)
    for magic, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = changed.find(magic)
        while at >= 0:
            changed[at + place : at + place + 4] = struct.pack("<I", size)
            at = changed.find(magic, at + 4)
    return bytes(changed)


def overlapping(count: int) -> bytes:
    """Return an archive whose members all point to the same bytes."""
    packed = zipped({"a.csv": bytes(8 * MIB)})
    at = packed.find(b"PK\x01\x02")
    end = packed.find(b"PK\x05\x06")
    entry = packed[at:end]
    size = len(entry) * count
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, at, 0)
    return packed[:at] + entry * count + tail


def nested(depth: int) -> bytes:
    """Return an archive in an archive in an archive."""
    content = b"PK" + bytes(MIB)
    for _ in range(depth):
        content = zipped({f"{n}.zip": content for n in range(4)})
    return content


def many(count: int) -> bytes:
    """Return an archive of that many empty files."""
    return zipped({f"{n}.csv": b"" for n in range(count)}, zipfile.ZIP_STORED)


def streamed_zeros(size: int) -> bytes:
    """Return that many zeros packed with gzip, without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(bytes(MIB)) for _ in range(size // MIB)]
    return b"".join([*parts, packer.flush()])


def deep_xml(depth: int) -> bytes:
    return ("<a>" * depth + "</a>" * depth).encode()


def doctype(inner: str, body: str = "<rss/>") -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE rss {inner}>{body}'.encode()


def wide(columns: int, rows: int = 3) -> bytes:
    names = ",".join(["Issue key", *(f"c{n}" for n in range(columns))])
    row = "APP-1" + ",x" * columns
    return "\n".join([names, *[row] * rows]).encode()


def deep_json(depth: int, opening: str = "[", closing: str = "]") -> bytes:
    return (opening * depth + closing * depth).encode()


def issue_json(more: str) -> bytes:
    return f'{{"issues": [{{"key": "A-1", "fields": {{{more}}}}}]}}'.encode()


def ones(count: int, cell: str = "1") -> str:
    return "".join(f"<c><v>{cell}</v></c>" for _ in range(count))


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "zip of zeros": lambda: zipped({"a.csv": bytes(60 * MIB)}),
    "zip of many zeros": lambda: zipped({f"{n}": bytes(4 * MIB) for n in range(60)}),
    "zip that says it is small": lambda: lying(zipped({"a.csv": bytes(9 * MIB)}), 10),
    "zip that says it is huge": lambda: lying(zipped({"a.csv": b"a"}), 0xFFFFFFF0),
    "zip that says it is full": lambda: lying(zipped({"a.csv": b"a"}), 150 * MIB),
    "zip of overlapping members": lambda: overlapping(150),
    "zip of 3,000 overlapping members": lambda: overlapping(3_000),
    "zip in zip in zip": lambda: nested(3),
    "zip of 201 files": lambda: many(201),
    "zip of 70,000 files": lambda: many(70_000),
    "zip of itself in name": lambda: zipped({"/".join("a" * 9_000): b"x" * 100}),
    "zip without end": lambda: zipped({"a.csv": bytes(MIB)})[:-30],
    "zip with a torn directory": lambda: (
        zipped({"a.csv": b"a" * 999})[:-60] + b"\0" * 60
    ),
    "zip of an empty name": lambda: zipped({"": b""}),
    "gzip of a gigabyte": lambda: streamed_zeros(1024 * MIB),
    "gzip of 150 megabytes": lambda: streamed_zeros(150 * MIB),
    "gzip of gzip": lambda: gzip.compress(gzip.compress(bytes(9 * MIB))),
    "gzip of many members": lambda: gzip.compress(bytes(MIB)) * 300,
    "gzip without end": lambda: gzip.compress(bytes(range(256)) * 9_000)[:-20],
}
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "sheet of zeros": lambda: book(bytes(60 * MIB)),
    "shared strings of 60 MB": lambda: book(
        sheet("<row/>"), {"xl/sharedStrings.xml": b"<sst>" + bytes(60 * MIB)}
    ),
    "sheet with laughs": lambda: book(
        doctype(f"[{LAUGHS}]", "<worksheet>&a9;</worksheet>")
    ),
    "strings with laughs": lambda: book(
        sheet("<row/>"),
        {"xl/sharedStrings.xml": doctype(f"[{LAUGHS}]", "<sst>&a9;</sst>")},
    ),
    "sheet with a stranger": lambda: book(
        doctype(
            '[<!ENTITY x SYSTEM "file:///etc/passwd">]', "<worksheet>&x;</worksheet>"
        )
    ),
    "sheet of deep XML": lambda: book(deep_xml(200_000)),
    "row a billion": lambda: book(sheet(f'<row r="1048576">{ones(3)}</row>')),
    "column XFD in each row": lambda: book(
        sheet(
            "".join(f'<row><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 3_000))
        )
    ),
    "sheet of 3,000,000 cells": lambda: book(sheet(f"<row>{ones(300)}</row>" * 10_000)),
    "250 parts": lambda: book(
        sheet("<row/>"), {f"xl/media/{n}.png": b"x" for n in range(250)}
    ),
    "torn sheet": lambda: book(sheet("<row>")[:-9]),
    "no sheet at all": lambda: zipped({"xl/workbook.xml": b"<workbook/>"}),
    "workbook that is none": lambda: zipped({"xl/workbook.xml": bytes(999)}),
}
XML: dict[str, Callable[[], bytes]] = {
    "laughs": lambda: doctype(f"[{LAUGHS}]", RSS.format("&a9;")),
    "quadratic": lambda: doctype(
        f'[<!ENTITY a "{"a" * 60_000}">]', RSS.format("&a;" * 60_000)
    ),
    "a file of the server": lambda: doctype(
        '[<!ENTITY x SYSTEM "file:///etc/passwd">]', RSS.format("&x;")
    ),
    "an address": lambda: doctype('SYSTEM "http://127.0.0.1:9/x.dtd"'),
    "a public address": lambda: doctype('PUBLIC "x" "http://127.0.0.1:9/x.dtd"'),
    "parameter entities": lambda: doctype(
        '[<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]'
    ),
    "an empty DTD": lambda: doctype("[]"),
    "deep": lambda: deep_xml(1_000_000),
    "long text": lambda: RSS.format("<t>" + "a" * (9 * MIB) + "</t>").encode(),
    "long attribute": lambda: f'<rss a="{"a" * (20 * MIB)}"/>'.encode(),
    "200,000 attributes": lambda: (
        "<rss " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"
    ).encode(),
    "long name": lambda: f"<{'a' * (20 * MIB)}/>".encode(),
    "two million elements": lambda: RSS.format("<i/>" * 2_000_000).encode(),
    "long comment": lambda: f"<rss><!--{'a' * (40 * MIB)}".encode(),
    "UTF-16 laughs": lambda: doctype(f"[{LAUGHS}]").decode().encode("utf-16"),
}
TEXTS: dict[str, Callable[[], bytes]] = {
    "50,000 columns": lambda: wide(50_000),
    "1,000,000 columns": lambda: wide(1_000_000, 1),
    "10 MB cell": lambda: (HEAD + 'A-1,"' + "x" * 10_000_000 + '"\n').encode(),
    "a line of 45 MB": lambda: HEAD.encode() + b"x" * (45 * MIB),
    "quote that never closes": lambda: (HEAD + 'A-1,"' + "x\n" * (12 * MIB)).encode(),
    "only quotes": lambda: b'"' * (20 * MIB),
    "only commas": lambda: b"," * (20 * MIB),
    "only line ends": lambda: b"\n" * (40 * MIB),
    "only NUL": lambda: bytes(40 * MIB),
    "every record ragged": lambda: (HEAD + "a,b\n" * 900_000).encode(),
    "a quote in each record": lambda: (HEAD + 'A-1,"x,Done,1\n' * 400_000).encode(),
    "600,000 records": lambda: (HEAD + ROW.format(1) * 600_000).encode(),
    "bytes of all kinds": lambda: bytes(range(256)) * 100_000,
    "deep lists": lambda: deep_json(5_000_000),
    "deep objects": lambda: deep_json(1_000_000, '{"a":', "}"),
    "an endless list": lambda: b"[" * (20 * MIB),
    "long text of JSON": lambda: issue_json(f'"summary": "{"a" * (40 * MIB)}'),
    "a million keys that end nowhere": lambda: (
        '{"issues": [{' + ",".join(f'"{n}": 1' for n in range(1_000_000))
    ).encode(),
    "600,000 issues": lambda: (
        '{"issues": [' + ",".join(['{"key": "A-1", "fields": {}}'] * 600_000) + "]}"
    ).encode(),
}
GROUPS = {"zip": ARCHIVES, "xlsx": WORKBOOKS, "xml": XML, "text": TEXTS}


def gigabyte_line(path: Path) -> Path:
    """Write one line of a gigabyte, as a hole in a file behind a header."""
    with path.open("wb") as stream:
        stream.write(HEAD.encode())
        stream.truncate(1 << 30)
    return path
