"""Reads XML into a tree of elements that know the line they start on.

Nothing outside the file is ever fetched: a document type declaration, the home of
entities and of external references, is refused. Namespaces are cut from names;
comments and processing instructions are skipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from analytics.errors import DamagedFileError, FileError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPTH = 100
"""Elements inside elements; a real export stays below twenty."""
TEXT = 1 << 20
"""Characters of one element's text."""
BLOCK = 1 << 20


@dataclass(slots=True)
class Element:
    """One element: its name without namespace, attributes, text and children."""

    tag: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Element]:
        """Yield the children of that name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Element | None:
        """Return the first child of that name."""
        return next(self.all(tag), None)

    def value(self, *path: str) -> str | None:
        """Return the trimmed text found along a path of names, None where blank."""
        element: Element | None = self
        for tag in path:
            element = element.first(tag) if element is not None else None
        return (element.text.strip() or None) if element is not None else None


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A parsed XML file; `namespace` is that of its root."""

    filename: str
    root: Element
    namespace: str = ""


class _Tree:
    """Takes the events of the parser."""

    def __init__(self, parser: expat.XMLParserType, filename: str) -> None:
        self.parser = parser
        self.filename = filename
        self.top = Element("", 0, {})
        self.namespace = ""
        self.open = [self.top]
        self.pieces: list[list[str]] = [[]]
        self.length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if len(self.open) == 1:
            self.namespace = namespace
        if len(self.open) > DEPTH:
            message = f"{self.filename} nests elements too deeply to be an export."
            raise TooLargeError(message)
        named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(tag, self.parser.CurrentLineNumber, named)
        self.open[-1].children.append(element)
        self.open.append(element)
        self.pieces.append([])
        self.length = 0

    def end(self, _: str) -> None:
        self.open.pop().text = "".join(self.pieces.pop())

    def data(self, text: str) -> None:
        self.length += len(text)
        if self.length > TEXT:
            message = (
                f"{self.filename}: the text on line {self.parser.CurrentLineNumber:,} "
                "is too long for one field."
            )
            raise TooLargeError(message)
        self.pieces[-1].append(text)

    def refuse(self, *_: object) -> None:
        message = (
            f"{self.filename} carries a document type declaration, which no export "
            "needs and which can point outside the file. It is not read."
        )
        raise FileError(message)


def read_xml(path: Path, _encoding: str, filename: str) -> XmlDocument:
    """Read an XML file; its own declaration says how it is encoded.

    Raises:
        FileError: It has a document type declaration.
        DamagedFileError: It is not well-formed; the message names the line.
        TooLargeError: It nests too deeply, or one text is too long.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    tree = _Tree(parser, filename)
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.data
    parser.StartDoctypeDeclHandler = tree.refuse
    parser.EntityDeclHandler = tree.refuse
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                parser.Parse(block, False)  # noqa: FBT003 - not the last block
            parser.Parse(b"", True)  # noqa: FBT003 - the last block
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = parser.CurrentLineNumber
        message = (
            f"{filename} is not sound XML: it breaks on line {line:,}. Export it again."
        )
        raise DamagedFileError(message) from error
    return XmlDocument(filename, tree.top.children[0], tree.namespace)


def unknown_xml(document: XmlDocument) -> str:
    """Say what is missing in XML that nobody knows."""
    return (
        f"This XML begins with <{document.root.tag}>, which no known export does. "
        "Save the schedule as Microsoft Project XML, or the issues as CSV or JSON."
    )
