"""Currencies and the units that a header names, such as "Amount (k€)" or "in %"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB
BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP
DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK
LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND
TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER
ZAR ZMW ZWG
"""
CODES = frozenset(_CODES.split())
"""ISO 4217 codes of the currencies in circulation."""

SYMBOLS = {
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "MX$": "MXN",
    "€": "EUR",
    "EUROS": "EUR",
    "EURO": "EUR",
    "$": "USD",
    "DOLLARS": "USD",
    "£": "GBP",
    "¥": "JPY",
    "SFR.": "CHF",
    "SFR": "CHF",
    "FR.": "CHF",
    "KČ": "CZK",
    "KR.": "SEK",
    "KR": "SEK",
    "ZŁ": "PLN",
    "FT": "HUF",
    "LEI": "RON",
    "₹": "INR",
    "RS.": "INR",
    "RS": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "₴": "UAH",
    "฿": "THB",
    "₫": "VND",
    "₱": "PHP",
}
"""Signs and short names in capitals, longer ones before those they contain."""

DOUBTFUL = frozenset({"$", "DOLLARS", "¥", "KR", "KR.", "RS", "RS.", "FR."})
"""Signs of several currencies; the one taken is said in a note."""

EXPONENTS = {
    **dict.fromkeys(("K", "T", "TSD", "THOUSAND", "THOUSANDS", "TAUSEND"), 3),
    **dict.fromkeys(("M", "MM", "MN", "MIO", "MLN", "MILLION", "MILLIONS"), 6),
    **dict.fromkeys(("MILLIONEN", "MILLÓN", "MILLONES"), 6),
    **dict.fromkeys(("B", "BN", "MRD", "MIA", "BILLION", "BILLIONS"), 9),
    **dict.fromkeys(("MILLIARDE", "MILLIARDEN", "MILLIARDS"), 9),
}
"""Multipliers in capitals and their power of ten."""


def either(words: Iterable[str]) -> str:
    """Return a group that matches one of the words, longer words first.

    >>> either(("K", "KR"))
    '(?:KR|K)'
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})"


SHARES = frozenset({"1", "100"})
"""Ranges of a header that are no levels: shares of one, and percents."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a header says of its cells.

    `exponent` is the power of ten to multiply by; `range` is "1", "100" or
    the highest level where the header names the end of a scale, as in "Probability
    (1-5)"; `money` says that the cells are amounts.
    """

    currency: str = ""
    exponent: int = 0
    range: str = ""
    money: bool = False

    @property
    def top(self) -> int | None:
        """The highest level of the scale it names, None where it names none."""
        return int(self.range) if self.range and self.range not in SHARES else None


NOTHING = Unit()
LONGEST_HEADER = 80
"""Longer texts are cells of the data, not headers with a unit."""

_CURRENCY = either((*CODES, *SYMBOLS))
_MULTIPLE = either((*EXPONENTS, "TSD.", "MIO.", "MRD."))
_MONEY = (
    rf"(?:{_MULTIPLE}[ .]?(?:OF |DE |D')?)?(?P<sign>{_CURRENCY})"
    rf"|(?:{_CURRENCY} ?)?{_MULTIPLE}|MONETARY|MONEY|FINANCIAL|MONETÄR"
)
_TO = r" ?(?:-|\u2013|\.\.\.?|\u2026|TO|BIS|À|A) ?"
_SHARE = rf"%|PERCENT|PROZENT|[01]{_TO}100(?: ?%)?"
_SCALE = rf"[01]{_TO}(?P<top>10|[1-9])"


def _ending(top: str) -> re.Pattern[str]:
    """Return what a header with a scale that ends at one of these looks like."""
    return re.compile(
        r"(?P<name>.+?)(?<![0-9.])[ :,]*(?:\b(?:SCALE|SKALA|ÉCHELLE|ESCALA) ?)?"
        rf"(?:[01]{_TO}(?P<top>100|{top})|(?:OUT OF|VON|SUR|/) ?(?P<of>(?!1$){top}))"
    )


_LEVELS, _SCORES = _ending("10|[1-9]"), _ending("[1-9][0-9]?")
_ENGLISH = "(?:ALL|TOP|TRY|CUP|PEN|SOS|COP|MAD)"  # codes, but words first
_PLAIN_MONEY = rf"(?:[KMT] ?)?(?P<sign>{_CURRENCY})"
_TAILS = (
    re.compile(rf"(.+?) ?[(\[](?:IN )?(?P<unit>{_MONEY}|{_SHARE}|{_SCALE})[)\]]"),
    re.compile(rf"(.+?),? (?:IN|EN) (?P<unit>{_MONEY}|{_SHARE})"),
    re.compile(rf"(.+?)(?:,|/| ) ?(?!{_ENGLISH}$)(?P<unit>{_PLAIN_MONEY}|%)"),
)


def _tail(header: str) -> re.Match[str] | None:
    return None if len(header) > LONGEST_HEADER else _short_tail(header)


@lru_cache(maxsize=1 << 15)
def _short_tail(header: str) -> re.Match[str] | None:
    text = " ".join(header.upper().replace("_", " ").split())
    return next(filter(None, (tail.fullmatch(text) for tail in _TAILS)), None)


def bare(header: str) -> str:
    """Return a header without the unit at its end; empty where it has none.

    >>> bare("Amount (k€)"), bare("Betrag in EUR"), bare("Impact (days)")
    ('amount', 'betrag', '')
    """
    found = _tail(header)
    return found[1].strip().casefold() if found else ""


@lru_cache(maxsize=1 << 15)
def scaled(header: str) -> tuple[str, str]:
    """Return what stands before the levels of a scale in a header, and the highest.

    Both are empty where it names no levels. With brackets or without: "Phase 1-3" may
    be no scale at all, so only those ask who look for one.

    >>> scaled("L_1to5"), scaled("Impact 1..10"), scaled("P(1-3)")
    (('l', '5'), ('impact', '10'), ('p', '3'))
    >>> scaled("Severity (out of 10)"), scaled("Probabilité [échelle 1 à 4]")
    (('severity', '10'), ('probabilité', '4'))
    >>> scaled("Impact (EUR)"), scaled("2021-5"), scaled("Score (1-25)")
    (('', ''), ('', ''), ('', ''))
    """
    return _parted(header, _LEVELS)


@lru_cache(maxsize=1 << 15)
def scored(header: str) -> tuple[str, int]:
    """Return the name of a score in a header, and the highest there can be.

    Products of levels reach further than levels do. Empty and 0 without a scale.

    >>> scored("Risk score (1-25)"), scored("Rating 1-16"), scored("Score out of 9")
    (('risk score', 25), ('rating', 16), ('score', 9))
    >>> scored("Score")
    ('', 0)
    """
    name, top = _parted(header, _SCORES)
    return name, int(top or 0)


def _parted(header: str, ending: re.Pattern[str]) -> tuple[str, str]:
    if len(header) > LONGEST_HEADER or not header.rstrip(" )]")[-1:].isdigit():
        return "", ""
    text = " ".join(re.sub(r"[_()\[\]]", " ", header.upper()).split())
    found = ending.fullmatch(text)
    if not found:
        return "", ""
    return found["name"].strip().casefold(), found["top"] or found["of"]


def unit(header: str) -> Unit:
    """Return what the unit at the end of a header says.

    >>> unit("Amount (k€)").currency, unit("Amount (k€)").exponent
    ('EUR', 3)
    >>> unit("Likelihood (1-10)").range, unit("Probability %").range
    ('10', '100')
    >>> unit("L_1to5").range
    '5'
    """
    found = _tail(header)
    if not found:
        top = scaled(header)[1]
        return Unit(range=top) if top else NOTHING
    named = found.groupdict()
    text = named["unit"]
    if named.get("top"):
        return Unit(range=named["top"])
    if re.fullmatch(_SHARE, text):
        return Unit(range="100")
    sign = named["sign"] or (re.match(_CURRENCY, text) or [""])[0]
    rest = text.replace(sign, "", 1) if sign else text
    multiple = re.match(rf"\W*({_MULTIPLE})(?![A-Z])", rest)
    exponent = EXPONENTS[multiple[1].rstrip(".")] if multiple else 0
    return Unit(currency_of(sign), exponent, money=True)


def currency_of(sign: str) -> str:
    """Return the ISO code of a code or sign in capitals, empty for anything else."""
    return sign if sign in CODES else SYMBOLS.get(sign, "")
