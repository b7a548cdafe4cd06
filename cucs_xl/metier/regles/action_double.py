"""Une action n'est saisie qu'une fois par exercice.

Source : subventions publiées dans les Pays de la Loire, où 28 lignes sont en double ; postes
adultes-relais 2025, où 670 identifiants le sont (ANCT, Ci.Ville).
"""

import unicodedata
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ACTIONS, Action, Contrat

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Find two codes for the same operator, year and title, however it is typed."""
    premieres: dict[tuple[str, int, str], Action] = {}
    for action in contrat.actions:
        if action.operateur is None or action.exercice is None or action.intitule is None:
            continue
        cle = (action.operateur, action.exercice, _plie(action.intitule))
        premiere = premieres.setdefault(cle, action)
        if premiere.code != action.code:
            yield Anomalie(
                regle="action-double",
                gravite=Gravite.ALERTE,
                table=ACTIONS.nom,
                cle=ACTIONS.cle(action),
                champ="Intitulé",
                exercice=action.exercice,
                ligne=action.ligne,
                constat=f"« {action.code} » a le même opérateur ({action.operateur}) et le même intitulé que « {premiere.code} » en {action.exercice}",
                conseil="Supprimez l'une des deux si c'est la même action, sinon distinguez les intitulés.",
            )


def _plie(intitule: str) -> str:
    """Fold a title: no accent, case, punctuation nor extra space."""
    if intitule.isascii():
        nu = intitule.lower()
    else:
        nu = unicodedata.normalize("NFD", intitule.casefold().translate(LIGATURES))
        nu = "".join(c for c in nu if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in nu).split())
