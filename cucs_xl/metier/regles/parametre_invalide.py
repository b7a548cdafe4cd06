"""L'exercice affiché est un exercice du contrat, la situation une date et chaque seuil un nombre.

Source : contrat, 3.2 : « un bilan écrit annuel » ; toutes les synthèses portent sur l'exercice
affiché et sont arrêtées à cette date.
"""

from collections.abc import Iterator
from datetime import date

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import PARAMETRES, Contrat, Parametre
from cucs_xl.metier.parametres import Seuil


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge the parameters that the sheets depend on; a master without years has none to show."""
    exercices = [e.exercice for e in contrat.exercices]
    for parametre in contrat.parametres:
        valeur = parametre.valeur
        if parametre.parametre == "Exercice affiché" and exercices and valeur not in exercices:
            yield _anomalie(
                parametre,
                Gravite.BLOQUANTE,
                f"l'exercice affiché « {_spell(valeur)} » n'est pas un exercice du contrat",
                f"Saisissez en nombre {format_liste(exercices)}.",
            )
        if parametre.parametre == "Situation au" and not isinstance(valeur, date | None):
            yield _anomalie(
                parametre,
                Gravite.ALERTE,
                f"la situation au « {_spell(valeur)} » n'est pas une date",
                "Saisissez la date d'arrêté des tableaux, jj/mm/aaaa.",
            )

        if parametre.parametre in set(Seuil) and not isinstance(valeur, int | float | None):
            yield _anomalie(
                parametre,
                Gravite.ALERTE,
                f"« {parametre.parametre} » vaut « {_spell(valeur)} », qui n'est pas un nombre : son contrôle ne s'applique pas",
                f"Saisissez un nombre, en {parametre.unite or 'chiffres'}.",
            )


def _spell(valeur: object) -> str:
    if valeur is None:
        return "vide"
    return f"{valeur:g}" if isinstance(valeur, float) else str(valeur)


def _anomalie(parametre: Parametre, gravite: Gravite, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="parametre-invalide",
        gravite=gravite,
        table=PARAMETRES.nom,
        cle=PARAMETRES.cle(parametre),
        champ="Valeur",
        ligne=parametre.ligne,
        constat=constat,
        conseil=conseil,
    )
