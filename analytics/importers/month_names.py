"""Names of months in the languages of the trackers' menus.

Words are compared without case, accents and dots. No word names two months.
"""

from __future__ import annotations

import unicodedata

ENGLISH = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
"""What DuckDB reads as `%b`, in any case."""

# Per language the months in order; the forms of one month are joined by a slash.
LANGUAGES = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul "
    "august/aug september/sep/sept october/oct november/nov december/dec",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul "
    "agosto/ago septiembre/setiembre/sep/sept/set octubre/oct noviembre/nov "
    "diciembre/dic",
    "pt": "janeiro/jan fevereiro/fev marco/mar abril/abr maio/mai junho/jun julho/jul "
    "agosto/ago setembro/set outubro/out novembro/nov dezembro/dez",
    "pl": "styczen/stycznia/sty luty/lutego/lut marzec/marca/mar "
    "kwiecien/kwietnia/kwi maj/maja czerwiec/czerwca/cze lipiec/lipca/lip "
    "sierpien/sierpnia/sie wrzesien/wrzesnia/wrz pazdziernik/pazdziernika/paz "
    "listopad/listopada/lis grudzien/grudnia/gru",
    "de": "januar/janner/jan februar/feber/feb marz/mar/mrz april/apr mai juni/jun "
    "juli/jul august/aug september/sep/sept oktober/okt november/nov dezember/dez",
    "fr": "janvier/janv/jan fevrier/fevr/fev mars avril/avr mai juin juillet/juil "
    "aout/aou septembre/sept octobre/oct novembre/nov decembre/dec",
    "nl": "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul "
    "augustus/aug september/sep/sept oktober/okt november/nov december/dec",
    "it": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu "
    "luglio/lug agosto/ago settembre/set/sett ottobre/ott novembre/nov dicembre/dic",
}
MONTHS = {
    word: number
    for months in LANGUAGES.values()
    for number, forms in enumerate(months.split())
    for word in forms.split("/")
}


def english_month(word: str) -> str | None:
    """Return the English short name of a month in any of the languages.

    >>> english_month("września"), english_month("AOÛT"), english_month("ene.")
    ('Sep', 'Aug', 'Jan')
    """
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", word.casefold())
        if letter.isalpha()
    )
    number = MONTHS.get(bare)
    return None if number is None else ENGLISH[number]
