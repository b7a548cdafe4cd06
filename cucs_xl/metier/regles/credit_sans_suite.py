"""Une action refusée, ajournée ou abandonnée ne garde pas de crédits programmés.

Source : contrat, 3.1 : « le comité de pilotage […] programme annuellement toutes les actions du
présent contrat » ; ce qu'il n'a pas retenu consommerait l'enveloppe.
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import FINANCEMENTS, Contrat
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import SANS_SUITE, StatutAction
from cucs_xl.metier.programme import read_actions, read_payes


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Tell the credits to give back; what an abandoned action has spent remains its own."""
    actions = read_actions(contrat)
    payes = read_payes(contrat)
    for financement in contrat.financements:
        action = actions.get((financement.action, financement.exercice))
        programme = financement.programme or 0
        if action is None or action.statut not in SANS_SUITE or programme <= 0:
            continue
        abandonnee = action.statut is StatutAction.ABANDONNEE
        acquis = max(payes.get(financement.code, 0), 0) if abandonnee else 0
        if programme <= acquis:
            continue
        cible = f"à {format_euros(acquis)}, déjà payés" if acquis else "à 0"
        yield Anomalie(
            regle="credit-sans-suite",
            gravite=Gravite.BLOQUANTE,
            table=FINANCEMENTS.nom,
            cle=FINANCEMENTS.cle(financement),
            champ="Programmé",
            exercice=financement.exercice,
            ligne=financement.ligne,
            constat=f"« {financement.code} » : {format_euros(programme)} programmés sur l'action « {financement.action} », {action.statut}",
            conseil=f"Ramenez « Programmé » {cible}, ou corrigez le statut de l'action.",
        )
