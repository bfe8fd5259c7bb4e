"""RAID logs: risks in one table with assumptions, issues and dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers.base import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.importers.base import RawTable

RISK = r"risks?|risiko|risiken|risques?|riesgos?"
OTHERS = {
    "an issue": r"issues?|problem|problème|problema|offener punkt",
    "an assumption": r"assumptions?|annahme|hypothèse|supuesto",
    "a dependency": r"dependenc(?:y|ies)|abhängigkeit|dépendance|dependencia",
    "an action": r"actions?|action items?|aufgabe|maßnahme|acción",
    "a decision": r"decisions?|entscheidung|décision|decisión",
    "a constraint": r"constraints?|randbedingung|contrainte|restricción",
}
LETTERS = {"i": "an issue", "a": "an assumption", "d": "a dependency"}


def other_entries(raw: RawTable, positions: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Set aside what a column of kinds calls an issue and the like.

    Only a column that also says risk, in another line, tells entries of a log apart:
    in a register of risks alone, "Dependency" is a kind of risk. One letter counts
    where the column holds nothing but letters of RAID.
    """
    for position in positions:
        text = f"lower({raw.cell(position)})"
        is_log, is_short, others = raw.fetch(
            f"bool_or(regexp_full_match({text}, {quoted(RISK)})), "
            f"bool_and({text} in ('r', 'a', 'i', 'd')), count(*) filter ({text} = 'r')"
        )[0]
        if is_log:
            for kind, words in OTHERS.items():
                test = f"regexp_full_match({text}, {quoted(words)})"
                yield f"coalesce({test}, false)", f"{kind}, not a risk"
        elif is_short and others:
            for letter, kind in LETTERS.items():
                yield f"coalesce({text} = '{letter}', false)", f"{kind}, not a risk"
