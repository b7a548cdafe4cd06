"""Une action payée rend compte dans le délai, et avant d'être reconduite.

Source : arrêté du 11 octobre 2006 relatif au compte rendu financier (cerfa n° 15059*02) : il est dû
« dans les 6 mois suivant la fin de l'exercice » et « doit obligatoirement être établi, avant toute
nouvelle demande ».
"""

from collections.abc import Iterator
from datetime import date

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import ACTIONS, Action, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import DECIDEES, SPECIFIQUES
from cucs_xl.metier.parametres import Seuil, read_seuil, read_situation
from cucs_xl.metier.programme import (
    read_actions,
    read_financements,
    read_payes,
    read_preparations,
    read_regies,
)


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Look for contract money paid without a report, at the day of the situation.

    A renewal is judged once its year is open: while it is in preparation, the report of
    the year that ends is still to come. A funder that carries the action reports to nobody.
    """
    situation = read_situation(contrat)
    delai = read_seuil(contrat, Seuil.COMPTE_RENDU)
    actions = read_actions(contrat)
    preparations = read_preparations(contrat)
    financements = read_financements(contrat)
    payes = read_payes(contrat)
    regies = read_regies(contrat)
    for cle, action in actions.items():
        exercice = action.exercice
        if exercice is None or action.compte_rendu_le is not None:
            continue
        paye = sum(
            payes.get(f.code, 0)
            for f in financements.get(cle, ())
            if f.nature in SPECIFIQUES and (action.operateur, f.partenaire) not in regies
        )
        if paye <= 0:
            continue
        if situation and delai is not None and _count_mois(exercice, situation) >= delai:
            yield _retard(action, paye, delai, situation)
        suivante = actions.get((action.code, exercice + 1))
        finie = situation is None or situation.year > exercice
        if (
            finie
            and suivante is not None
            and suivante.statut in DECIDEES
            and suivante.exercice not in preparations
        ):
            yield _reconduite(suivante, exercice)


def _count_mois(exercice: int, situation: date) -> int:
    """Count the whole months since the end of a year; negative before it."""
    return (situation.year - exercice - 1) * 12 + situation.month - 1


def _retard(action: Action, paye: Centimes, delai: float, situation: date) -> Anomalie:
    return Anomalie(
        regle="compte-rendu-absent",
        gravite=Gravite.ALERTE,
        table=ACTIONS.nom,
        cle=ACTIONS.cle(action),
        champ="Compte rendu le",
        exercice=action.exercice,
        ligne=action.ligne,
        constat=f"« {action.code} » : {format_euros(paye)} payés, compte rendu financier non reçu au {format_jour(situation)}, plus de {delai:g} mois après la fin de {action.exercice}",
        conseil="Relancez l'opérateur, puis saisissez la date de réception en « Compte rendu le ».",
    )


def _reconduite(action: Action, precedent: int) -> Anomalie:
    return Anomalie(
        regle="compte-rendu-absent",
        gravite=Gravite.BLOQUANTE,
        table=ACTIONS.nom,
        cle=ACTIONS.cle(action),
        champ="Statut",
        exercice=action.exercice,
        ligne=action.ligne,
        constat=f"« {action.code} » : {action.statut} en {action.exercice} sans compte rendu financier de {precedent}",
        conseil=f"Saisissez « Compte rendu le » sur la ligne de {precedent}, ou ajournez la reconduction.",
    )
