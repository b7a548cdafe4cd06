"""Un code saisi existe dans la feuille qu'il désigne.

Source : contrat, 3.2 : le bilan est « adossé aux éléments de suivi physique et financier » ;
un montant sans partenaire, thème ni enveloppe connus n'entrerait dans aucun total.
"""

from collections.abc import Iterator
from typing import Any

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ACTIONS, SAISIES, TABLE_PAR_NOM, Contrat
from cucs_xl.metier.schema import Table, cle_pliee


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Look up every reference of the schema; an action must exist in that year."""
    for table in SAISIES:
        for rang, colonne in enumerate(table.saisies):
            cible = TABLE_PAR_NOM.get(colonne.genre.table or "")
            if cible is None or cible is ACTIONS:
                continue
            codes = {ligne[0] for ligne in contrat.table(cible)}
            for ligne in contrat.table(table):
                valeur = ligne[rang]
                if valeur is not None and valeur not in codes:
                    yield _inconnue(
                        table,
                        ligne,
                        colonne.entete,
                        constat=f"« {valeur} » n'existe pas dans la feuille {cible.feuille}",
                        conseil=f"Choisissez une valeur de la feuille {cible.feuille}, ou ajoutez-y « {valeur} ».",
                    )
    yield from _check_actions(contrat)


def _check_actions(contrat: Contrat) -> Iterator[Anomalie]:
    """Check what names an action, and actions against the one they are part of."""
    annees: dict[str, set[int | None]] = {}
    for action in contrat.actions:
        if action.code is not None:
            annees.setdefault(cle_pliee(action.code), set()).add(action.exercice)
    for table in SAISIES:
        for rang, colonne in enumerate(table.saisies):
            if colonne.genre.table == ACTIONS.nom:
                for ligne in contrat.table(table):
                    yield from _check_action(table, ligne, colonne.entete, ligne[rang], annees)
    for action in contrat.actions:
        yield from _check_action(ACTIONS, action, "Action mère", action.action_mere, annees)


def _check_action(
    table: Table, ligne: Any, entete: str, code: str | None, annees: dict[str, set[int | None]]
) -> Iterator[Anomalie]:
    if code is None:
        return
    connues = annees.get(cle_pliee(code))
    if connues is None:
        yield _inconnue(
            table,
            ligne,
            entete,
            constat=f"l'action « {code} » n'existe pas dans la feuille Actions",
            conseil=f"Choisissez un code de la feuille Actions, ou ajoutez-y l'action « {code} ».",
        )
    elif (exercice := getattr(ligne, "exercice", None)) is not None and exercice not in connues:
        yield _inconnue(
            table,
            ligne,
            entete,
            constat=f"l'action « {code} » existe mais pas à l'exercice {exercice}",
            conseil=f"Ajoutez l'action à l'exercice {exercice} dans la feuille Actions, ou corrigez l'exercice de cette ligne.",
        )


def _inconnue(table: Table, ligne: Any, entete: str, *, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="reference-inconnue",
        gravite=Gravite.BLOQUANTE,
        table=table.nom,
        cle=table.cle(ligne),
        champ=entete,
        exercice=getattr(ligne, "exercice", None),
        ligne=ligne.ligne,
        constat=f"« {table.cle(ligne)} » : {constat}",
        conseil=conseil,
    )
