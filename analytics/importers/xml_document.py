"""Reads XML into a tree of elements that know the line they start on.

Nothing outside the file is ever fetched: a document type declaration, the home of
entities and of external references, is refused. Namespaces are cut from names;
comments and processing instructions are skipped.

The tree is made to be small: a schedule of 50 MB has more than a million elements,
most of them leaves with a short text that thousands share.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from analytics.errors import DamagedFileError, FileError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

DEPTH = 64
"""Elements inside elements; a real export stays below twenty."""
ATTRIBUTES = 64
"""Attributes of one element; a real export stays below ten."""
TEXT = 1 << 20
"""Characters of one element's text."""
BLOCK = 1 << 20
SHARED = 24
"""Texts up to this length are kept once."""
SHARED_COUNT = 100_000
NATIVE = ("utf-8", "utf-16", "iso8859-1", "ascii")
"""Encodings that the parser knows itself, by Python's names."""
DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
NOTHING: Mapping[str, str] = {}


@dataclass(slots=True)
class Element:
    """One element: its name without namespace, attributes, text and children."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    text: str = ""
    children: Sequence[Element] = ()

    def all(self, tag: str) -> Iterator[Element]:
        """Yield the children of that name.

        One that holds nothing but others of its name is a list of them: so do tools
        write who turn records into XML and do not mind the format.

        >>> link, other = Element("link", 2, {}, "a"), Element("link", 3, {}, "b")
        >>> nested = Element("link", 1, {}, children=(link, other))
        >>> [one.text for one in Element("task", 1, {}, children=(nested,)).all("link")]
        ['a', 'b']
        """
        for child in self.children:
            if child.tag == tag:
                yield from child.all(tag) if child.is_list else (child,)

    @property
    def is_list(self) -> bool:
        """Whether it holds elements of its own name and nothing else."""
        tag = self.tag
        return bool(self.children) and all(one.tag == tag for one in self.children)

    def first(self, tag: str) -> Element | None:
        """Return the first child of that name."""
        return next(self.all(tag), None)

    def inside(self, *path: str) -> list[Element]:
        """Return the elements at the end of a path of names, all of each level."""
        found = [self]
        for tag in path:
            found = [child for one in found for child in one.all(tag)]
        return found

    def value(self, *path: str) -> str | None:
        """Return the trimmed text found along a path of names, None where blank."""
        element: Element | None = self
        for tag in path:
            element = element.first(tag) if element is not None else None
        return (element.text.strip() or None) if element is not None else None

    def leaves(self) -> dict[str, str]:
        """Return the filled texts of the children by name; of two the first.

        >>> Element("a", 1, {}, children=(Element("b", 1, {}, " x "),)).leaves()
        {'b': 'x'}
        """
        return {
            child.tag: text
            for child in reversed(self.children)
            if (text := child.text.strip())
        }


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
        self.root: Element | None = None
        self.namespace = ""
        self.open: list[Element] = []
        self.inside: list[list[Element]] = [[]]
        self.pieces: list[str] = []
        self.length = 0
        self.names: dict[str, str] = {}
        self.texts: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.root is None:
            self.namespace = name.rpartition(" ")[0]
        if len(self.open) >= DEPTH:
            message = f"{self.filename} nests elements too deeply to be an export."
            raise TooLargeError(message)
        element = Element(self.local(name), self.parser.CurrentLineNumber, NOTHING)
        if attributes:
            self.attribute(element, attributes)
        if self.root is None:
            self.root = element
        self.keep()
        self.inside[-1].append(element)
        self.open.append(element)
        self.inside.append([])

    def local(self, name: str) -> str:
        """Return a name without its namespace, the same object each time."""
        tag = self.names.get(name)
        if tag is None:
            tag = self.names[name] = name.rpartition(" ")[2]
        return tag

    def attribute(self, element: Element, attributes: dict[str, str]) -> None:
        if len(attributes) > ATTRIBUTES:
            message = (
                f"{self.filename}: <{element.tag}> on line {element.line:,} has more "
                "attributes than any export."
            )
            raise TooLargeError(message)
        element.attributes = {
            self.local(key): value for key, value in attributes.items()
        }

    def keep(self) -> None:
        """Give the text gathered so far to the element that is open."""
        if not self.pieces:
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        self.length = 0
        if text.isspace():
            return
        if len(text) <= SHARED and len(self.texts) < SHARED_COUNT:
            text = self.texts.setdefault(text, text)
        self.open[-1].text += text

    def end(self, _: str) -> None:
        self.keep()
        element = self.open.pop()
        if children := self.inside.pop():
            element.children = tuple(children)

    def data(self, text: str) -> None:
        self.length += len(text)
        if self.length > TEXT or (
            self.open and len(self.open[-1].text) + self.length > TEXT
        ):
            message = (
                f"{self.filename}: the text on line {self.parser.CurrentLineNumber:,} "
                "is too long for one field."
            )
            raise TooLargeError(message)
        self.pieces.append(text)

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
    encoding = _declared(path)
    parser = expat.ParserCreate("utf-8" if encoding else None, namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    tree = _Tree(parser, filename)
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.data
    parser.StartDoctypeDeclHandler = tree.refuse
    parser.EntityDeclHandler = tree.refuse
    try:
        for block in _blocks(path, encoding):
            parser.Parse(block, False)  # noqa: FBT003 - not the last block
        parser.Parse(b"", True)  # noqa: FBT003 - the last block
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = parser.CurrentLineNumber
        message = (
            f"{filename} is not sound XML: it breaks on line {line:,}. Export it again."
        )
        raise DamagedFileError(message) from error
    assert tree.root is not None  # noqa: S101 - what is well-formed has a root
    return XmlDocument(filename, tree.root, tree.namespace)


def _declared(path: Path) -> str:
    """Return the declared encoding where Python must decode it, else nothing."""
    with path.open("rb") as stream:
        found = DECLARED.match(stream.read(200).removeprefix(codecs.BOM_UTF8).lstrip())
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
        "".encode(name or "utf-8")  # codecs that make no text raise here
    except LookupError:
        return ""
    # The bytes of the declaration were ASCII: this cannot be UTF-16 as declared.
    return "" if name in NATIVE or name.startswith("utf-") else name


def _blocks(path: Path, encoding: str) -> Iterable[bytes]:
    """Yield the bytes of a file, as UTF-8 where they are to be decoded here."""
    decoder = codecs.getincrementaldecoder(encoding)() if encoding else None
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield decoder.decode(block).encode() if decoder else block
        if decoder:
            yield decoder.decode(b"", final=True).encode()


def unknown_xml(document: XmlDocument) -> str:
    """Say what is missing in XML that nobody knows."""
    return (
        f"This XML begins with <{document.root.tag}>, which no known export does. "
        "Save the schedule as Microsoft Project XML, or the issues as CSV or JSON."
    )
