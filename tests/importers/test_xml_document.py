"""XML is read into a small tree; whatever could harm is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.errors import DamagedFileError, FileError, TooLargeError
from analytics.importers.xml_document import ATTRIBUTES, DEPTH, TEXT, unknown_xml
from tests.importers.xml_text import parsed

if TYPE_CHECKING:
    from pathlib import Path

LAUGHS = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha">
<!ENTITY y "&x;&x;&x;">]><a>&y;</a>"""


def test_an_element_knows_name_line_attributes_text_and_children(
    tmp_path: Path,
) -> None:
    text = '<!-- hi -->\n<n:a xmlns:n="urn:x" n:k="1">\n <b> 5 </b><b/>x<c>y</c></n:a>'
    document = parsed(tmp_path, text)
    root = document.root
    assert (document.namespace, root.tag, root.line) == ("urn:x", "a", 2)
    assert root.attributes == {"k": "1"}
    assert [child.tag for child in root.children] == ["b", "b", "c"]
    assert (root.value("b"), root.value("c"), root.value("d")) == ("5", "y", None)
    assert root.value("b", "c") is None
    assert root.leaves() == {"b": "5", "c": "y"}
    assert [one.line for one in root.inside("b")] == [3, 3]
    assert root.text == "x"


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        "<!DOCTYPE a><a/>",
    ],
)
def test_a_document_type_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError, match="document type declaration"):
        parsed(tmp_path, text)


def test_what_is_too_deep_too_wide_or_too_long_is_refused(tmp_path: Path) -> None:
    deepest = "<a>" * DEPTH + "</a>" * DEPTH
    assert parsed(tmp_path, deepest).root.tag == "a"
    with pytest.raises(TooLargeError, match="nests elements too deeply"):
        parsed(tmp_path, f"<a>{deepest}</a>")
    wide = " ".join(f'k{number}="1"' for number in range(ATTRIBUTES + 1))
    with pytest.raises(TooLargeError, match=r"<a> on line 1 has more attributes"):
        parsed(tmp_path, f"<a {wide}/>")
    assert len(parsed(tmp_path, f"<a>{'x' * TEXT}</a>").root.text) == TEXT
    with pytest.raises(TooLargeError, match="text on line 1 is too long"):
        parsed(tmp_path, f"<a>{'x' * (TEXT + 1)}</a>")
    with pytest.raises(TooLargeError, match="text on line 1 is too long"):
        parsed(tmp_path, f"<a>{'x' * TEXT}<b/>y</a>")


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "utf-8-sig", "iso-8859-15"],
)
def test_the_declaration_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><a>Grüße</a>'
    assert parsed(tmp_path, text.encode(encoding)).root.text == "Grüße"


@pytest.mark.parametrize("encoding", ["shift_jis", "gbk", "euc-kr", "big5"])
def test_encodings_of_several_bytes_are_read(tmp_path: Path, encoding: str) -> None:
    word = "프로젝트" if encoding == "euc-kr" else "日本"
    text = f"<?xml version='1.0' encoding='{encoding}'?><a>{word}</a>"
    assert parsed(tmp_path, text.encode(encoding)).root.text == word


@pytest.mark.parametrize(
    "text",
    [
        "<a><b></a>",
        "<a>",
        "",
        "<a/><b/>",
        "<a>&nbsp;</a>",
        b'<?xml version="1.0" encoding="utf-8"?><a>\xff</a>',
        b'<?xml version="1.0" encoding="gbk"?><a>\xff\xff</a>',
        b'<?xml version="1.0" encoding="hex"?><a/>',
        b'<?xml version="1.0" encoding="x-nobody"?><a/>',
    ],
)
def test_what_is_not_well_formed_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(DamagedFileError, match="is not sound XML: it breaks on line 1"):
        parsed(tmp_path, text)


def test_unknown_xml_is_named_by_its_root(tmp_path: Path) -> None:
    assert unknown_xml(parsed(tmp_path, "<rows/>")).startswith(
        "This XML begins with <rows>, which no known export does."
    )
