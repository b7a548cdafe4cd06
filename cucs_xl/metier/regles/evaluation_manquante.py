"""Chaque année, les actions et la gouvernance sont évaluées et la synthèse est diffusée.

Source : contrat, 3.2 : « Chaque année, une synthèse de l'évaluation des actions et de la
gouvernance, sera diffusée », et « une évaluation triennale qui donne lieu, le cas échéant, à une
réorientation » ; code général des collectivités territoriales, art. L. 2334-19 et L. 1111-2 : le
rapport est dû avant la fin du deuxième trimestre qui suit l'exercice.
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.echeances import VECUS, read_decidees, read_echus, read_premier
from cucs_xl.metier.modele import ACTIONS, EVALUATION_ACTIONS, EXERCICES, Action, Contrat, Exercice
from cucs_xl.metier.nomenclature import CritereGouvernance, TypeEvaluation

#: Years from one triennial evaluation to the next (contract, 3.2).
TRIENNAL = 3
#: Where each kind is told: on the year's row when none is done, else on each action left out.
LIEUX = {
    TypeEvaluation.ANNUELLE: ("Exercice", "Code"),
    TypeEvaluation.TRIENNALE: ("Clôturé le", "Reconduction"),
}


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Ask for evaluations from 31 March, when the comité de pilotage judges the year before."""
    decidees = read_decidees(contrat)
    premier = read_premier(contrat)
    for exercice in read_echus(contrat, 3, 31):
        annee = exercice.exercice
        actions = decidees.get(annee, [])
        yield from _check_actions(contrat, exercice, actions, TypeEvaluation.ANNUELLE)
        if premier is not None and (annee - premier + 1) % TRIENNAL == 0:
            yield from _check_actions(contrat, exercice, actions, TypeEvaluation.TRIENNALE)
        if exercice.statut in VECUS:
            yield from _check_gouvernance(contrat, exercice)
    for exercice in read_echus(contrat, 7, 1):
        if exercice.statut in VECUS and exercice.diffusee_le is None:
            yield _annee(
                exercice,
                "Synthèse diffusée le",
                f"la synthèse n'était pas diffusée au 30 juin {exercice.exercice + 1}",
                "Éditez la synthèse annuelle, diffusez-la et saisissez la date d'envoi.",
            )
    yield from _check_suites(contrat)


def _check_actions(
    contrat: Contrat, exercice: Exercice, actions: list[Action], sorte: TypeEvaluation
) -> Iterator[Anomalie]:
    """Say « none » once; once the work has begun, name each action that remains."""
    annee = exercice.exercice
    faites = {e.action for e in contrat.evaluations if e.exercice == annee and e.type is sorte}
    manques = [action for action in actions if action.code not in faites]
    champ_annee, champ_action = LIEUX[sorte]
    if manques and len(manques) == len(actions):
        yield _annee(
            exercice,
            champ_annee,
            f"aucune évaluation {sorte}, pour {len(actions)} action{'s' if len(actions) > 1 else ''} programmée{'s' if len(actions) > 1 else ''}",
            "Évaluez-les avec les opérateurs dans la feuille Évaluation actions, une ligne par action.",
        )
        return
    for action in manques:
        yield Anomalie(
            regle="evaluation-manquante",
            gravite=Gravite.ALERTE,
            table=ACTIONS.nom,
            cle=ACTIONS.cle(action),
            champ=champ_action,
            exercice=annee,
            ligne=action.ligne,
            constat=f"« {action.code} » : pas d'évaluation {sorte} en {annee}",
            conseil=f"Ajoutez-la, au type {sorte}, dans la feuille Évaluation actions, avec l'opérateur.",
        )


def _check_gouvernance(contrat: Contrat, exercice: Exercice) -> Iterator[Anomalie]:
    juges = {g.critere for g in contrat.gouvernances if g.exercice == exercice.exercice}
    manques = [critere for critere in CritereGouvernance if critere not in juges]
    if manques:
        tout = len(manques) == len(CritereGouvernance)
        detail = "" if tout else f" sur : {format_liste(manques)}"
        yield _annee(
            exercice,
            "Statut",
            f"la gouvernance n'est pas évaluée{detail}",
            "Réunissez le groupe de travail (cellule technique, Ville, État, Région) et saisissez ses appréciations dans la feuille Évaluation gouvernance.",
        )


def _check_suites(contrat: Contrat) -> Iterator[Anomalie]:
    """Ask each triennial evaluation what it decides, whatever the day."""
    for evaluation in contrat.evaluations:
        if evaluation.type is TypeEvaluation.TRIENNALE and evaluation.suite is None:
            yield Anomalie(
                regle="evaluation-manquante",
                gravite=Gravite.ALERTE,
                table=EVALUATION_ACTIONS.nom,
                cle=EVALUATION_ACTIONS.cle(evaluation),
                champ="Suite à donner",
                exercice=evaluation.exercice,
                ligne=evaluation.ligne,
                constat=f"« {evaluation.action} » : évaluation triennale sans suite à donner",
                conseil="Choisissez poursuivre, réorienter, arrêter ou passer au droit commun : le comité de pilotage en décidera.",
            )


def _annee(exercice: Exercice, champ: str, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="evaluation-manquante",
        gravite=Gravite.ALERTE,
        table=EXERCICES.nom,
        cle=EXERCICES.cle(exercice),
        champ=champ,
        exercice=exercice.exercice,
        ligne=exercice.ligne,
        constat=f"{exercice.exercice} : {constat}",
        conseil=conseil,
    )
