"""In which forms the probabilities of a column are written.

Python looks at one cell of each form. The expression that reads all of them then holds
only what was found, so that a small register is read as fast as other small files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.digits import in_capitals, whole
from analytics.importers.texts import texts_of
from analytics.importers.units import either
from analytics.importers.words import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.importers.base import RawTable
    from analytics.importers.scales import Scale

_NUMBER = r"((?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)(?:E-[0-9]{1,2})?)"
_JOIN = "(?:-|TO|BIS|AND|UND|À|A|Y|ET)"
_UNDER = ("UNDER", "BELOW", "LESS THAN", "UP TO", "UNTER", "BIS", "BIS ZU")
_UNDER_SIGNS = ("<", "<=", "≤", "MOINS DE", "MENOS DE")
_OVER = ("OVER", "ABOVE", "MORE THAN", "AT LEAST", "ÜBER", "MEHR ALS", "PLUS DE")
_OVER_SIGNS = (">", ">=", "≥", "MÁS DE")
_ABOUT = ("ABOUT", "APPROX", "BETWEEN", "CA", "CHANCE", "CIRCA", "DE", "ENTRE", "FROM")
_LESS = either((*_UNDER, *_UNDER_SIGNS))
_MORE = either((*_OVER, *_OVER_SIGNS))
PLAIN = rf"^{_NUMBER}$"
PERCENT = rf"(?:^|[^0-9.,-]){_NUMBER} ?%"
BAND = rf"(?:^|[^0-9.,-]){_NUMBER} ?%? ?{_JOIN} ?{_NUMBER} ?%"
BARE_BAND = rf"^{_NUMBER} ?{_JOIN} ?{_NUMBER}$"
BELOW = rf"(?:^|[ (]){_LESS} ?{_NUMBER} ?(?:%|$)"
ABOVE = rf"(?:^|[ (]){_MORE} ?{_NUMBER} ?(?:%|$)|(?:^|[^0-9.,-]){_NUMBER} ?%? ?\+ ?%?$"
OUT_OF = r"^([0-9]{1,2}) ?(?:/|OF|OUT OF|VON|SUR|DE) ?([0-9]{1,2})$"
LEVEL = r"^[0-9] ?[-.:=)] ?|\(.*\)$"
WORD = "a word of the scale"
BANDS = (BAND, BARE_BAND, BELOW, ABOVE)
PATTERNS = (PLAIN, OUT_OF, *BANDS, PERCENT)
"""What may be written, the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which probabilities are written, with ones for its digits.

    `text` is in capitals, `letters` are the words in it, `word` those of a level in
    small letters. `is_known` says whether it says no more than a probability. `kind`
    is the pattern that reads it, `WORD`, or "" where none does.
    """

    text: str
    letters: str
    word: str
    patterns: tuple[str, ...]
    is_known: bool
    kind: str


def forms_of(raw: RawTable, cell: str, scale: Scale) -> list[Form]:
    """Return the forms of a column, each once."""
    form = f"translate({cell}, '023456789', '111111111')"
    known = _known_words(scale)
    found = texts_of(raw, cell, form)
    return [_form(whole(in_capitals(text)), scale, known) for text in found]


def _form(text: str, scale: Scale, known: re.Pattern[str]) -> Form:
    patterns = tuple(one for one in PATTERNS if re.search(one, text))
    said = _words(text)
    word = _words(re.sub(LEVEL, "", text)).lower()
    named = (WORD,) if word in scale.values else ()
    kind = (*patterns, *named, "")[0]
    return Form(text, said, word, patterns, known.fullmatch(said) is not None, kind)


def _words(text: str) -> str:
    """Return the words of a text without all that is no letter.

    >>> _words("4 - VERY LIKELY (70%)")
    'VERY LIKELY'
    """
    return " ".join("".join(c if c.isalpha() else " " for c in text).split())


def letters(text: str, known: Sequence[Form]) -> str:
    """Return SQL for the words of a text in one of the forms."""
    others = {c for form in known for c in form.text if not c.isalpha()}
    return spaced(text, others | set("0123456789"))


def _known_words(scale: Scale) -> re.Pattern[str]:
    """Return what matches the words of a cell that says no more than a probability."""
    labels = {re.sub(r"\W+", " ", label).upper() for label in scale.values}
    joins = ("TO", "AND", "UND", "À", "A", "Y", "ET", "VON", "ZWISCHEN", "E")
    signs = ("MOINS DE", "MENOS DE", "MÁS DE", "OF")
    words = either({*labels, *joins, *signs, *_UNDER, *_OVER, *_ABOUT})
    return re.compile(f"(?:{words}(?: |$))*")
