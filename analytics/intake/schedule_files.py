"""Schedules in formats of their own: which one a file is, told from its bytes.

Microsoft Project's .mpp is an OLE compound file like an old .xls; it is told apart by
the names of its storages. Files of Primavera P6 are tables with a header of their own
(.xer), or XML with another root than Microsoft Project's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0"
PROJECT = "a Microsoft Project file"
PRIMAVERA = "a Primavera schedule"
TASKS = "TBkndTask".encode("utf-16-le")
"""The storage that holds the tasks, in every version since Project 98."""
MPX = re.compile(rb"MPX([,;\t])[^\r\n]{1,80}\1\s*[1-4][.,]0\s*(?:\1|[\r\n])")
XER = b"ERMHDR\t"
PMXML = re.compile(rb"<(?:[\w.-]+:)?APIBusinessObjects[\s>]")
BEFORE_ROOT = ((b"<?", b"?>"), (b"<!--", b"-->"))
BLOCK = 1 << 20


def schedule_form(path: Path, head: bytes) -> str:
    r"""Return what a schedule in a format of its own is called, nothing for others.

    Args:
        path: The file.
        head: How it begins.
    """
    if head.startswith(OLE):
        return PROJECT if holds(path, TASKS) else ""
    if MPX.match(head):
        return PROJECT
    text = head.removeprefix(b"\xef\xbb\xbf")
    return PRIMAVERA if text.startswith(XER) or PMXML.match(from_root(text)) else ""


def from_root(text: bytes) -> bytes:
    """Cut off the declaration and the comments before the first element of XML.

    >>> from_root(b"<?xml version='1.0'?> <!-- x --> <a/>")
    b'<a/>'
    """
    while True:
        text = text.lstrip()
        ends = (end for start, end in BEFORE_ROOT if text.startswith(start))
        end = next(ends, None)
        if end is None or end not in text:
            return text
        text = text.partition(end)[2]


def holds(path: Path, name: bytes) -> bool:
    """Say whether some bytes are anywhere in a file."""
    with path.open("rb") as stream:
        kept = b""
        while block := stream.read(BLOCK):
            if name in kept + block:
                return True
            kept = block[-len(name) :]
    return False
