"""Une valeur constatée a une source, reste plausible, et les femmes et les hommes font l'ensemble.

Source : contrat, 3.2 : « La démarche d'évaluation et de bilan s'appuie notamment sur trois types
d'outils d'observation » ; code général des collectivités territoriales, art. L. 1111-2 : le
rapport présente ses indicateurs par sexe.
"""

import re
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import MESURES, Contrat, Indicateur, Mesure
from cucs_xl.metier.nomenclature import Sexe, TypeIndicateur

#: Units that two halves do not add up in: rates, averages, durations, money per head.
NON_SOMMABLE = re.compile(
    r"[%‰€/]|\b(taux|part|ratio|indice|note|score|rang|moyenne?|médiane?|âge|durée|pour"
    r"|euros?|jours?|semaines?|mois|ans?|années?|heures?)\b",
    re.IGNORECASE,
)
#: Half a person: what counts may be typed with decimals only by accident.
TOLERANCE = 1e-6


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge each measure by its indicator, and the whole by its two parts.

    An action without any target in a year has its own rule.
    """
    indicateurs = {indicateur.code: indicateur for indicateur in contrat.indicateurs}
    visees = {
        (indicateurs[m.indicateur].action, m.exercice)
        for m in contrat.mesures
        if m.cible is not None and m.indicateur in indicateurs
    }
    parts = {(m.indicateur, m.exercice, m.quartier, m.sexe): m.realisee for m in contrat.mesures}
    for mesure in contrat.mesures:
        indicateur = indicateurs.get(mesure.indicateur)
        if mesure.realisee is not None and mesure.source is None:
            yield _anomalie(
                mesure,
                Gravite.ALERTE,
                "Source",
                f"{_nombre(mesure.realisee)} en « Réalisée » sans source",
                "Saisissez en « Source » le document ou l'organisme d'où vient la valeur.",
            )
        if indicateur is None:
            continue
        hors = list(_check_bornes(mesure, indicateur))
        yield from hors
        if "Réalisée" not in {anomalie.champ for anomalie in hors}:
            yield from _check_sexes(mesure, indicateur, parts)
        if (
            mesure.realisee is not None
            and mesure.cible is None
            and mesure.sexe is Sexe.ENSEMBLE
            and indicateur.type is not TypeIndicateur.CONTEXTE
            and (indicateur.action is None or (indicateur.action, mesure.exercice) in visees)
        ):
            yield _anomalie(
                mesure,
                Gravite.INFORMATION,
                "Cible",
                f"{_nombre(mesure.realisee)} en « Réalisée » sans cible",
                "Rien à corriger si aucune cible n'avait été fixée ; l'atteinte de l'objectif ne pourra pas se dire.",
            )


def _check_bornes(mesure: Mesure, indicateur: Indicateur) -> Iterator[Anomalie]:
    for attribut in ("initiale", "cible", "realisee"):
        valeur = getattr(mesure, attribut)
        if valeur is None:
            continue
        if indicateur.minimum is not None and valeur < indicateur.minimum:
            borne = f"sous le minimum de {_nombre(indicateur.minimum)}"
        elif indicateur.maximum is not None and valeur > indicateur.maximum:
            borne = f"au-dessus du maximum de {_nombre(indicateur.maximum)}"
        else:
            continue
        entete = MESURES.entete(attribut)
        yield _anomalie(
            mesure,
            Gravite.ALERTE,
            entete,
            f"{_nombre(valeur)} en « {entete} », {borne}",
            "Corrigez la valeur, ou la borne dans la feuille Indicateurs si la valeur est exacte.",
        )


def _check_sexes(
    mesure: Mesure,
    indicateur: Indicateur,
    parts: dict[tuple[str, int | None, str | None, Sexe | None], float | None],
) -> Iterator[Anomalie]:
    """Compare only what adds up: a number of people, not a rate."""
    if mesure.sexe is not Sexe.ENSEMBLE or mesure.realisee is None or indicateur.unite is None:
        return
    lieu = (mesure.indicateur, mesure.exercice, mesure.quartier)
    femmes, hommes = parts.get((*lieu, Sexe.FEMMES)), parts.get((*lieu, Sexe.HOMMES))
    if femmes is None or hommes is None or NON_SOMMABLE.search(indicateur.unite):
        return
    if abs(femmes + hommes - mesure.realisee) > TOLERANCE:
        yield _anomalie(
            mesure,
            Gravite.ALERTE,
            "Réalisée",
            f"{_nombre(femmes)} femmes et {_nombre(hommes)} hommes pour un ensemble de {_nombre(mesure.realisee)}",
            "Corrigez l'ensemble ou l'une des deux parts.",
        )


def _nombre(valeur: float) -> str:
    return f"{valeur:.15g}".replace(".", ",")


def _anomalie(mesure: Mesure, gravite: Gravite, champ: str, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="mesure-incoherente",
        gravite=gravite,
        table=MESURES.nom,
        cle=MESURES.cle(mesure),
        champ=champ,
        exercice=mesure.exercice,
        ligne=mesure.ligne,
        constat=f"« {mesure.indicateur} » : {constat}",
        conseil=conseil,
    )
