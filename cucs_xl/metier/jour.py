"""Dates: every way an agent or a spreadsheet gives one, read exactly or refused."""

import re
from datetime import date, datetime, timedelta

MOIS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "août": 8, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11,
    "décembre": 12, "decembre": 12,
}  # fmt: skip

#: Excel counts days from there (its serial 1 is 1900-01-01, and it believes in 29/02/1900).
ORIGINE = date(1899, 12, 30)
#: Years that a contract of this field can hold; a serial of 2014 would be July 1905.
PREMIER, DERNIER = date(1990, 1, 1), date(2099, 12, 31)

#: Excel's serials 1990 to 2099 fall there.
ANNEE_SEULE = 1905

_CHIFFRES = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_LETTRES = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:er)?\s+({'|'.join(MOIS)})\s+(\d{{4}})(?!\d)", re.IGNORECASE
)


def jour(valeur: str | float | date) -> date:
    """Read a date; a text may hold words around it, but one date only.

    Raises:
        ValueError: no date, two dates, a year alone, two-digit years, or a day outside
            1990-2099 (a bare number such as 2014 is a year typed in a date column, not
            the serial of 6 July 1905).

    >>> jour("31/12/2007"), jour("2007-03-01")
    (datetime.date(2007, 12, 31), datetime.date(2007, 3, 1))
    >>> jour("Commission permanente du 1er mars 2008"), jour(39448.0)
    (datetime.date(2008, 3, 1), datetime.date(2008, 1, 1))
    """
    if isinstance(valeur, datetime):
        lue = valeur.date()
    elif isinstance(valeur, date):
        lue = valeur
    elif isinstance(valeur, str):
        lue = _read_texte(valeur)
    else:
        lue = _read_serie(valeur)
    if not PREMIER <= lue <= DERNIER:
        vue = format_jour(lue) if isinstance(valeur, date) else valeur
        # A year typed alone in a date cell is stored as a day of 1905.
        indice = ", sans doute une année saisie seule" if lue.year == ANNEE_SEULE else ""
        raise ValueError(f"« {vue} » n'est pas une date du contrat{indice} : saisissez jj/mm/aaaa")
    return lue


def _read_serie(valeur: float) -> date:
    """Read an Excel serial; the hour, if any, is dropped."""
    if isinstance(valeur, bool) or not isinstance(valeur, float | int):
        raise ValueError(f"« {valeur} » n'est pas une date : saisissez jj/mm/aaaa")
    if not 1 <= valeur <= (DERNIER - ORIGINE).days:
        raise ValueError(f"« {valeur} » n'est pas une date : saisissez jj/mm/aaaa")
    if PREMIER.year <= valeur <= DERNIER.year:
        raise ValueError(f"« {valeur:.0f} » est une année, pas une date : saisissez jj/mm/aaaa")
    return ORIGINE + timedelta(days=int(valeur))


def _read_texte(texte: str) -> date:
    trouvees = {(int(a), int(m), int(j)) for a, m, j in _ISO.findall(texte)}
    trouvees |= {(int(a), int(m), int(j)) for j, m, a in _CHIFFRES.findall(texte)}
    trouvees |= {(int(a), MOIS[m.lower()], int(j)) for j, m, a in _LETTRES.findall(texte)}
    if len(trouvees) != 1:
        combien = "contient plusieurs dates" if trouvees else "ne contient aucune date complète"
        raise ValueError(f"« {texte} » {combien} : saisissez jj/mm/aaaa")
    annee, mois, quantieme = trouvees.pop()
    try:
        return date(annee, mois, quantieme)
    except ValueError:
        raise ValueError(f"« {texte} » n'existe pas au calendrier : saisissez jj/mm/aaaa") from None


def format_jour(valeur: date | None) -> str:
    """Spell a date for people; an absent one is empty.

    >>> format_jour(date(2007, 3, 1))
    '01/03/2007'
    """
    return valeur.strftime("%d/%m/%Y") if valeur else ""


def serie(valeur: date) -> int:
    """Give the Excel serial of a date (1900 system).

    >>> serie(date(2008, 1, 1))
    39448
    """
    return (valeur - ORIGINE).days
