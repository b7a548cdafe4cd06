"""Une action programmée a une décision du COPIL, un financement, un indicateur et un opérateur identifié.

Source : contrat, 3.1 : « le comité de pilotage […] programme annuellement toutes les actions du
présent contrat » ; 3.2 : l'évaluation « sera d'autant plus facile et pertinente que les critères
et indicateurs auront été définis clairement dans les fiches projet ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ACTIONS, OPERATEURS, Action, Contrat, Operateur
from cucs_xl.metier.nomenclature import DECIDEES
from cucs_xl.metier.programme import ActionAnnee, read_financements, read_preparations


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """List what each decided action lacks; a year in preparation is still being decided.

    Only the missing decision blocks: the contract gives it to the comité de pilotage
    alone. The rest is completed, or the derogation is justified.
    """
    preparations = read_preparations(contrat)
    financements = read_financements(contrat)
    indicateurs, cibles = _read_indicateurs(contrat)
    utiles: dict[str, int] = {}
    for action in contrat.actions:
        cle = (action.code, action.exercice)
        if action.statut not in DECIDEES or None in cle or action.exercice in preparations:
            continue
        if action.operateur is not None:
            utiles[action.operateur] = utiles.get(action.operateur, 0) + 1
        if action.date_copil is None:
            yield _anomalie(
                action,
                Gravite.BLOQUANTE,
                "Date COPIL",
                f"{action.statut} sans date de COPIL",
                "Saisissez la date du comité de pilotage qui l'a décidée ; s'il ne l'a pas encore fait, ramenez « Statut » à proposée.",
            )
        if cle not in financements:
            yield _anomalie(
                action,
                Gravite.ALERTE,
                "Programmé",
                f"{action.statut} sans aucun financement",
                "Ajoutez ses financements, ou ramenez « Statut » à proposée.",
            )
        nombre = indicateurs.get(action.code, 0)
        if not nombre:
            yield _anomalie(
                action,
                Gravite.ALERTE,
                "Objectif",
                f"{action.statut} sans aucun indicateur",
                "Ajoutez dans la feuille Indicateurs celui que donne la fiche projet, puis sa cible dans la feuille Mesures.",
            )
        elif cle not in cibles:
            yield _anomalie(
                action,
                Gravite.ALERTE,
                "Objectif",
                f"aucune cible en {action.exercice} pour {'son indicateur' if nombre == 1 else f'ses {nombre} indicateurs'}",
                f"Saisissez dans la feuille Mesures une « Cible » pour {action.exercice} ; « Initiale » peut rester vide.",
            )
    partenaires = {p.code for p in contrat.partenaires if p.siret is not None}
    for operateur in contrat.operateurs:
        if (
            operateur.code in utiles
            and operateur.siret is None
            and operateur.rna is None
            and operateur.partenaire_lie not in partenaires
        ):
            yield _sans_identifiant(operateur, utiles[operateur.code])


def _read_indicateurs(contrat: Contrat) -> tuple[dict[str, int], set[ActionAnnee]]:
    """Count each action's indicators, and name the action-years that have a target."""
    actions = {i.code: i.action for i in contrat.indicateurs if i.code}
    nombres: dict[str, int] = {}
    for action in actions.values():
        if action is not None:
            nombres[action] = nombres.get(action, 0) + 1
    cibles: set[ActionAnnee] = {
        (actions.get(mesure.indicateur), mesure.exercice)
        for mesure in contrat.mesures
        if mesure.cible is not None
    }
    return nombres, cibles


def _sans_identifiant(operateur: Operateur, nombre: int) -> Anomalie:
    actions = "une action" if nombre == 1 else f"{nombre} actions"
    return Anomalie(
        regle="programmation-incomplete",
        gravite=Gravite.ALERTE,
        table=OPERATEURS.nom,
        cle=OPERATEURS.cle(operateur),
        champ="SIRET",
        ligne=operateur.ligne,
        constat=f"« {operateur.code} » : ni SIRET ni RNA pour un opérateur qui porte {actions} au programme",
        conseil="Saisissez son SIRET, ou son RNA si c'est une association qui n'en a pas.",
    )


def _anomalie(action: Action, gravite: Gravite, champ: str, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="programmation-incomplete",
        gravite=gravite,
        table=ACTIONS.nom,
        cle=ACTIONS.cle(action),
        champ=champ,
        exercice=action.exercice,
        ligne=action.ligne,
        constat=f"« {action.code} » : {constat}",
        conseil=conseil,
    )
