"""L'objectif d'une action appartient à son thème.

Source : contrat, II : chaque thème énonce ses objectifs.
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ACTIONS, Contrat


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare the action's theme with its objective's, where both are known."""
    themes = {objectif.code: objectif.theme for objectif in contrat.objectifs}
    for action in contrat.actions:
        theme = themes.get(action.objectif or "")
        if theme is not None and action.theme is not None and theme != action.theme:
            yield Anomalie(
                regle="objectif-hors-theme",
                gravite=Gravite.BLOQUANTE,
                table=ACTIONS.nom,
                cle=ACTIONS.cle(action),
                champ="Objectif",
                exercice=action.exercice,
                ligne=action.ligne,
                constat=f"« {action.code} » : l'objectif « {action.objectif} » est du thème {theme}, l'action du thème {action.theme}",
                conseil=f"Choisissez un objectif du thème {action.theme}, ou corrigez le thème de l'action.",
            )
