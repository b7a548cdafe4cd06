"""What a sheet may not say at once: declared here, told live by the sheet.

The rules of the master say the same of its own rows (`regles/dont_depasse`…).
"""

from typing import NamedTuple

from cucs_xl.metier.modele import ACTIONS, FICHES, FINANCEMENTS
from cucs_xl.metier.schema import Table


class Ordre(NamedTuple):
    """Of two answers of a row, the first is never greater than the second.

    `mot` fits a narrow column, `phrase` says what to do.
    """

    petit: str
    grand: str
    mot: str
    phrase: str


class Suite(NamedTuple):
    """An answer that says nothing without another of its row."""

    case: str
    avec: str
    mot: str


def _code(table: Table, champ: str) -> str:
    return f"{table.nom}.{champ}"


_BENEFICIAIRES = _code(FICHES, "Bénéficiaires")
ORDRES = (
    Ordre(_code(FICHES, "Habitants des quartiers"), _BENEFICIAIRES, "trop", "plus que de bénéficiaires : corrigez l'un des deux nombres"),
    Ordre(_code(FICHES, "Femmes"), _BENEFICIAIRES, "trop", "plus de femmes que de bénéficiaires : corrigez l'un des deux nombres"),
    Ordre(_code(FICHES, "Moins de 26 ans"), _BENEFICIAIRES, "trop", "plus de jeunes que de bénéficiaires : corrigez l'un des deux nombres"),
    Ordre(_BENEFICIAIRES, _code(FICHES, "Passages"), "trop", "plus que de passages : chaque personne fait au moins un passage"),
    Ordre(_code(FICHES, "Habitants attendus"), _code(FICHES, "Bénéficiaires attendus"), "trop", "plus d'habitants que de bénéficiaires : corrigez l'un des deux nombres"),
    Ordre(_code(ACTIONS, "Date début"), _code(ACTIONS, "Date fin"), "à revoir", "après la date de fin : corrigez l'une des deux dates"),
)  # fmt: skip
SUITES = (
    Suite(_code(FINANCEMENTS, "Notifié le"), _code(FINANCEMENTS, "Notifié"), "date sans montant"),
    Suite(_code(FINANCEMENTS, "Décision"), _code(FINANCEMENTS, "Notifié"), "n° sans montant"),
)
#: An objective belongs to a theme: both are asked in the same block.
THEME, OBJECTIF = _code(ACTIONS, "Thème"), _code(ACTIONS, "Objectif")
HORS_THEME = "d'un autre thème : choisissez dans la liste"
