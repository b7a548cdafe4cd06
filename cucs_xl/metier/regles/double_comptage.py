"""Un même moyen de droit commun n'est pas à la fois financement d'une action et déclaration.

Source : contrat, 3.2 : le bilan prend en compte « la mesure des moyens de droit commun mis en
œuvre » ; les déclarations sont hors financements des actions.
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import DROIT_COMMUN, Contrat, DroitCommun, Financement
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import SANS_SUITE, VALORISES, Nature
from cucs_xl.metier.programme import read_actions


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare declarations with programmed droit commun of the same partner and year.

    The action, where a declaration names one, decides; else the amount does.
    """
    actions = read_actions(contrat)
    groupes: dict[tuple[str, int], list[Financement]] = defaultdict(list)
    for financement in contrat.financements:
        action = actions.get((financement.action, financement.exercice))
        if (
            financement.nature is Nature.DROIT_COMMUN
            and financement.programme
            and financement.partenaire is not None
            and financement.exercice is not None
            and (action is None or action.statut not in SANS_SUITE)
        ):
            groupes[financement.partenaire, financement.exercice].append(financement)
    for ligne in contrat.droits_communs:
        if ligne.statut not in VALORISES or not ligne.montant:
            continue
        if ligne.partenaire is None or ligne.exercice is None:
            continue
        candidats = groupes.get((ligne.partenaire, ligne.exercice), [])
        if ligne.action_liee is not None:
            memes = [f for f in candidats if f.action == ligne.action_liee]
            champ, lien = "Action liée", f" pour l'action « {ligne.action_liee} », que finance déjà"
        else:
            memes = [f for f in candidats if f.programme == ligne.montant]
            champ, lien = "Montant", ", comme par"
        if memes:
            yield _anomalie(ligne, memes, champ, lien)


def _anomalie(ligne: DroitCommun, memes: list[Financement], champ: str, lien: str) -> Anomalie:
    codes = format_liste([f"« {f.code} »" for f in memes])
    return Anomalie(
        regle="double-comptage",
        gravite=Gravite.ALERTE,
        table=DROIT_COMMUN.nom,
        cle=DROIT_COMMUN.cle(ligne),
        champ=champ,
        exercice=ligne.exercice,
        ligne=ligne.ligne,
        constat=f"« {ligne.code} » : {format_euros(ligne.montant)} déclarés par {ligne.partenaire}{lien} {codes}",
        conseil="Gardez la déclaration ou le financement, pas les deux ; justifiez si ce sont deux moyens différents.",
    )
