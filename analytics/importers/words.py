"""Columns of words: a vocabulary of ours, yes or no, lists of keys.

Only form is normalised. A word that nobody has told us leaves the column empty; a
note lists such words, and the text as written is kept where the table has room.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.digits import mapped
from analytics.importers.headers import plain
from analytics.importers.numbers import counted
from analytics.importers.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from analytics.importers.base import RawTable

LISTED, LONGEST = 5, 40
"""How many unknown words a note lists, and how much of each."""

YES = (
    *("yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai"),
    *("sí", "si", "s", "verdadero"),
)
NO = ("no", "n", "false", "0", "nein", "falsch", "non", "faux", "falso")
MARKS = {"✓": "yes", "✔": "yes", "✗": "no", "✘": "no"}
KEY = r"[A-Za-z][A-Za-z0-9_]*-[0-9]+"
KEYS = rf"{KEY}(?:[\s,;|/]+{KEY})*"
"""Keys of work items, which may stand side by side with only a space between."""


def bare_word(text: str) -> str:
    """Return a word in the form in which words are compared.

    >>> bare_word(" Not-met. "), bare_word("N/A")
    ('not met', 'n a')
    """
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def spaced(text: str, marks: Collection[str]) -> str:
    """Return SQL for a text with one blank where there are marks.

    A class of all letters of the world takes longer to prepare than a small file to
    read, so the marks of a column are looked for one by one.
    """
    if not marks:
        return text
    written = "".join(sorted({*marks, " "}))
    plainly = f"translate({text}, {as_hex(written)}, {quoted(' ' * len(written))})"
    return f"trim(regexp_replace({plainly}, ' +', ' ', 'g'))"


def lookup(raw: RawTable, cell: str, meanings: Mapping[str, Sequence[str]]) -> str:
    """Return SQL for what a word means, NULL where it is not known."""
    pairs = {
        bare_word(word): name for name, words in meanings.items() for word in words
    }
    texts = texts_of(raw, cell, f"lower({cell})")
    bare = {text: bare_word(text) for text in texts}
    known = {word: pairs[word] for word in sorted({*bare.values()} & pairs.keys())}
    if not known:
        return "cast(NULL as varchar)"
    marked = (text for text, word in bare.items() if word in known and text != word)
    marks = {c for text in marked for c in text if not c.isalnum()}
    return f"{mapped(known)}[{spaced(f'lower({cell})', marks)}]"


def first(raw: RawTable, positions: Sequence[int]) -> str:
    """Return SQL for the first filled of several cells."""
    return f"coalesce({', '.join([*map(raw.cell, positions), 'NULL'])})"


def either_of(words: Sequence[str]) -> str:
    """Return words as a sentence lists them.

    >>> either_of(("met", "not_met", "open"))
    'met, not met or open'
    """
    said = [word.replace("_", " ") for word in words]
    return f"{', '.join(said[:-1])} or {said[-1]}"


@dataclass(frozen=True, slots=True)
class Words:
    """One of a few words; the cell as written goes to column `text`.

    `meanings` maps each of our words to those that people write. A column under a
    header in `beside` counts only where the others are blank, and what it says else
    is no matter, since it is a column of its own.
    """

    aliases: tuple[str, ...]
    meanings: Mapping[str, Sequence[str]]
    text: str = ""
    beside: tuple[str, ...] = ()

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look the words up, and list those that are not known."""
        quiet = {plain(name) for name in self.beside}
        own = [p for p in positions if plain(raw.header[p]) not in quiet]
        rest = [p for p in positions if p not in own]
        cell, value = first(raw, own), lookup(raw, first(raw, own), self.meanings)
        if rest:
            other = lookup(raw, first(raw, rest), self.meanings)
            value = f"case when {cell} is null then {other} else {value} end"
        extra = {self.text: cell} if self.text and own else {}
        notes = self._unknown(raw, raw.header[own[0]], cell) if own else ()
        return Fitted(value, extra=extra, notes=notes)

    def _unknown(self, raw: RawTable, header: str, cell: str) -> tuple[str, ...]:
        """Say which words have no meaning for us."""
        unknown = f"{cell} is not null and {lookup(raw, cell, self.meanings)} is null"
        strange = f"{raw.relation} where {unknown} group by 1 order by 2 desc, 1"
        rows = replace(raw, relation=strange).fetch(f"{cell}, count(*)")
        if not rows:
            return ()
        listed = ", ".join(repr(_short(str(word))) for word, _ in rows[:LISTED])
        more = f" and {len(rows) - LISTED:,} more" if len(rows) > LISTED else ""
        cells = counted(sum(count for _, count in rows))
        note = (
            f"{' '.join(header.split())}: {cells} cannot be read as "
            f"{either_of(list(self.meanings))}: {listed}{more}. The text is kept, its "
            "meaning left open."
        )
        return (note,)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for yes and no; a check mark is yes."""
        cell = first(raw, positions)
        value = lookup(raw, cell, {"yes": YES, "no": NO})
        signs = ", ".join(f"{quoted(k)}: {quoted(v)}" for k, v in MARKS.items())
        flag = f"(coalesce({value}, map {{{signs}}}[{cell}]) = 'yes')"
        return Fitted(
            flag, f"{cell} is not null and {flag} is null", "is neither yes nor no"
        )


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys or names listed in a cell, such as "APP-1, APP-2; APP-3".

    Commas, semicolons, bars and line breaks part them; a space or a slash does so
    only between keys of the form APP-1.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the lists apart, each key once and in order."""
        lists = ", ".join(_parts(raw.cell(position)) for position in positions)
        parts = f"flatten([{lists}])"
        kept = f"list_filter({parts}, lambda x: x is not null and x <> '')"
        once = f"list_filter({kept}, lambda x, i: list_position({kept}, x) = i)"
        return Fitted(once)


def _parts(cell: str) -> str:
    """Return SQL for the list that a cell holds, empty where it is blank."""
    split = (
        f"case when regexp_full_match({cell}, {quoted(KEYS)}) "
        f"then regexp_split_to_array({cell}, '[\\s,;|/]+') "
        f"else regexp_split_to_array({cell}, '[,;|\\r\\n]+') end"
    )
    return f"coalesce(list_transform({split}, lambda x: trim(x)), [])"


def as_hex(text: str) -> str:
    """Return SQL of a text of the file, as hex: what a file says never becomes SQL.

    >>> as_hex("Á'")
    "decode(from_hex('c38127'))"
    """
    return f"decode(from_hex('{text.encode().hex()}'))"
