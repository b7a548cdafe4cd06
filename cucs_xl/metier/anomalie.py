"""What is wrong with the data: a located value, never raised, never merely counted."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Gravite(StrEnum):
    """How much it matters; the order of declaration is the order of display."""

    BLOQUANTE = "Bloquante"
    ALERTE = "Alerte"
    INFORMATION = "Information"


class Anomalie(NamedTuple):
    """Where, what, remedy, slug.

    A place is a table, the key of its row and a column heading, which stay true when
    the sheet is sorted; `ligne` (the sheet's row number at reading time) serves rows
    that have no key and is only a hint elsewhere.
    """

    regle: str
    gravite: Gravite
    constat: str
    conseil: str
    table: str = ""
    cle: str = ""
    champ: str = ""
    exercice: int | None = None
    ligne: int = 0


def sort_anomalies(anomalies: list[Anomalie]) -> list[Anomalie]:
    """Order for people: the most serious first, causes before effects, then by place.

    What concerns a whole table or column has no row: it explains the rest, so it leads.
    """
    rangs = {gravite: rang for rang, gravite in enumerate(Gravite)}
    return sorted(
        anomalies,
        key=lambda a: (rangs[a.gravite], a.ligne > 0, a.table, a.ligne, a.regle, a.champ),
    )


def format_liste(mots: Sequence[object]) -> str:
    """Spell an enumeration in French.

    >>> format_liste([3, 5, 9])
    '3, 5 et 9'
    """
    *debut, fin = map(str, mots)
    return f"{', '.join(debut)} et {fin}" if debut else fin
