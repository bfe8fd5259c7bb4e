"""How the text of a file is encoded, told from its bytes.

A mark at the start or valid UTF-8 settle it. Everything else is a guess, which a note
says: each encoding that is tried has the letters of languages that are written in it,
and the one whose letters cover the file best is taken.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_UTF8 = (
    "The file is not UTF-8; it was read as {0}. Check letters with accents and signs."
)
UNMARKED = "The file does not say how it is encoded; it was read as {0}."
SAMPLE = 1 << 14
"""Bytes of lines beyond ASCII that a guess looks at."""
LEAST = 0.6
"""Share of signs that must belong to a language; below it Western is assumed."""

MARKS = frozenset("¹²³¼½¾¯\xb8\xb4¨ªº¿¡")
"""Signs that stand for letters of other encodings when a letter follows them."""
COMMON = re.compile("[\xa0-\xbf\xd7÷\u02c6-\u02dd\u2010-\u206f\u20a0-\u20cf№™]")
"""Signs that stand in texts of every language."""
STRANGE = "\0"
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ")
GREEK = frozenset("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ")
WESTERN = tuple(
    map(
        frozenset,
        (
            *("äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü¿¡ºª", "áâãàçéêíóôõúüºª"),
            *("àèéìíîòóùú", "åäöéü", "æøåéö", "éëïóöüèáí", "áðéíóúýþæö"),
            *("àçèéíïòóúü", "äöüõšž"),
        ),
    )
)
EASTERN = tuple(
    map(
        frozenset,
        (
            *("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž"),
            *("áéíóöőúüű", "čćđšž", "ăâîşţ"),
        ),
    )
)
TURKISH = (frozenset("çğ\u0131öşüâîûi\u0307"),)


@dataclass(frozen=True, slots=True)
class Script:
    """An encoding of one byte a letter, and the languages written in it.

    `often` are the letters that make up half of a text in a script of its own.
    """

    codec: str
    called: str
    alphabets: tuple[frozenset[str], ...]
    often: str = ""

    def score(self, data: bytes) -> float:
        """Return how well the letters of one language cover the text, 0 to 1.5."""
        text = data.decode(self.codec, "replace")
        letters = _judged(text, alone=bool(self.often))
        if not letters:
            return 1.0 if self.codec == "cp1252" else 0.0
        covered = max(sum(one in a for one in letters) for a in self.alphabets)
        common = sum(one in self.often for one in letters)
        return (covered + common / 2) / len(letters)


@dataclass(frozen=True, slots=True)
class Pairs:
    """An encoding of two bytes a sign, and the rows of its table in daily use.

    Signs are looked up in the table of `plane`; `rows` are pairs of first bytes.
    `kana` says that its texts mix in syllables, which no other language has.
    """

    codec: str
    called: str
    plane: str
    rows: tuple[tuple[int, int], ...]
    kana: bool = field(default=False, kw_only=True)

    def score(self, data: bytes) -> float:
        """Return the share of signs in daily use, 0 to 1.5."""
        signs = [c for c in data.decode(self.codec, "replace") if not c.isascii()]
        if not signs:
            return 0.0
        usual = sum(self._is_usual(sign) for sign in signs)
        kana = sum("\u3041" <= sign <= "\u30fe" for sign in signs) if self.kana else 0
        return (usual + kana / 2) / len(signs)

    def _is_usual(self, sign: str) -> bool:
        try:
            first, *_ = sign.encode(self.plane)
        except UnicodeEncodeError:
            return False
        return any(low <= first <= high for low, high in self.rows)


def _judged(text: str, *, alone: bool) -> list[str]:
    """Return what speaks for or against an encoding: letters, in small.

    Quotation marks, currencies and the like stand in every text. A sign in the place
    of a letter, as in "g³owa", speaks against, and is returned as NUL; so does, in a
    script that stands `alone`, a letter that touches a Latin one or turns to a capital
    inside a word.
    """
    found = []
    for at, sign in enumerate(text):
        if sign.isascii():
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if sign.isalpha() and sign not in MARKS:
            is_strange = alone and (
                _is_latin(before)
                or _is_latin(after)
                or (sign.isupper() and before.islower())
            )
            found.append(STRANGE if is_strange else sign.lower())
        elif sign in MARKS:
            opens = sign in "¿¡" and not before.isalnum()
            if after.isalpha() and not opens:
                found.append(STRANGE)
        elif not COMMON.match(sign):
            found.append(STRANGE)
    return found


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


LATIN_9 = "ISO-8859-15 (Latin-9)"
JAPANESE = ((0xA1, 0xA5), (0xB0, 0xCF))
TRIED: tuple[Script | Pairs, ...] = (
    Script("cp1252", "Windows Western European (Latin-1)", WESTERN),
    Script("iso8859_15", LATIN_9, WESTERN),
    Script("cp1250", "Windows Central European", EASTERN),
    Script("iso8859_2", "ISO-8859-2 (Central European)", EASTERN),
    Script("cp1254", "Windows Turkish", TURKISH),
    Script("cp1251", "Windows Cyrillic", (CYRILLIC,), "оеаинт"),
    Script("koi8_r", "KOI8-R (Cyrillic)", (CYRILLIC,), "оеаинт"),
    Script("cp1253", "Windows Greek", (GREEK,), "αοιτεσν"),
    Pairs("cp932", "Shift-JIS (Japanese)", "euc_jp", JAPANESE, kana=True),
    Pairs("cp949", "EUC-KR (Korean)", "euc_kr", ((0xA1, 0xA3), (0xB0, 0xC8))),
    Pairs("euc_jp", "EUC-JP (Japanese)", "euc_jp", JAPANESE, kana=True),
    Pairs("gb18030", "GB18030 (Chinese)", "gb2312", ((0xA1, 0xA3), (0xB0, 0xD7))),
    Pairs("big5", "Big5 (Chinese)", "big5", ((0xA1, 0xC6),)),
)
"""Of equally good ones the first is taken: Western is by far the most frequent."""


def encoding_of(path: Path, head: bytes) -> tuple[str, str]:
    """Return the encoding and, where it was guessed, the sentence that says so."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return name, ""
    if wide := _wide(head):
        return wide, UNMARKED.format(wide.upper())
    if b"\x1b$" in head and head.isascii():
        return "iso2022_jp", UNMARKED.format("ISO-2022-JP (Japanese)")
    damaged, beyond, sample = _undecodable(path)
    if beyond > damaged or not damaged:
        return "utf-8", ""
    return guess(sample)


def guess(data: bytes) -> tuple[str, str]:
    """Return the encoding that fits bytes beyond ASCII best, and the note.

    >>> guess("Größe prüfen".encode("cp1252"))[0]
    'cp1252'
    >>> guess("題名,ステータス".encode("cp932"))[0]
    'cp932'
    """
    scores = {one: one.score(data) for one in TRIED}
    best = max(TRIED, key=scores.__getitem__)
    if scores[best] < LEAST:
        best = TRIED[0]
    if best.codec == "cp1252" and _is_latin_9(data):
        return "iso8859_15", NOT_UTF8.format(LATIN_9)
    return best.codec, NOT_UTF8.format(best.called)


def _is_latin_9(data: bytes) -> bool:
    """Say whether Western text has the euro of Latin-9: nobody writes a bare ¤."""
    text = data.decode("latin-1")
    return "¤" in text and not re.search("[\x80-\x9f]", text)


def _wide(head: bytes) -> str:
    """Return UTF-16 or UTF-32 without a mark, told from where its zeros are."""
    start = head[:4096]
    if start.count(0) * 8 <= len(start):
        return ""
    places = [start[place::4].count(0) for place in range(4)]
    if sum(places[1:]) * 4 > 3 * len(start) // 4 * 3 and places[0] < places[1]:
        return "utf-32-le"
    if sum(places[:3]) * 4 > 3 * len(start) // 4 * 3 and places[3] < places[2]:
        return "utf-32-be"
    return "utf-16-le" if places[1] + places[3] > places[0] + places[2] else "utf-16-be"


def _undecodable(path: Path) -> tuple[int, int, bytes]:
    """Count lines that are no UTF-8 and lines that are UTF-8 beyond ASCII.

    The third value holds lines of the first kind, as many as a guess needs.
    """
    damaged, beyond, sample = 0, 0, bytearray()
    if _is_utf8(path):
        return 0, 0, b""
    with path.open("rb") as stream:
        for line in iter(lambda: stream.readline(1 << 20), b""):
            if not line.isascii():
                try:
                    line.decode("utf-8")
                    beyond += 1
                except UnicodeDecodeError:
                    damaged += 1
                    sample += line[: max(0, SAMPLE - len(sample))]
    return damaged, beyond, bytes(sample)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                if decoder.getstate()[0] or not block.isascii():
                    decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
