"""The calendar of the contract: which years and actions are due at the day of the situation."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from cucs_xl.metier.modele import Action, Contrat, Exercice
from cucs_xl.metier.nomenclature import DECIDEES, StatutExercice
from cucs_xl.metier.parametres import read_situation

#: The years whose programme exists: one in preparation owes nothing yet.
VECUS = (StatutExercice.OUVERT, StatutExercice.CLOS)


def read_echus(contrat: Contrat, mois: int, jour: int, *, ans: int = 1) -> Iterator[Exercice]:
    """Give the years for which a day has come, counted `ans` years after theirs.

    `read_echus(contrat, 1, 1)` gives those that are over. Without a situation, nothing is due;
    nor of a year in preparation that has no action yet.
    """
    situation = read_situation(contrat)
    if situation is None:
        return
    peuples = {action.exercice for action in contrat.actions}
    for exercice in contrat.exercices:
        if exercice.exercice is None:
            continue
        if exercice.statut not in VECUS and exercice.exercice not in peuples:
            continue
        if situation >= date(exercice.exercice + ans, mois, jour):
            yield exercice


def read_premier(contrat: Contrat) -> int | None:
    """Give the first year of the contract; None when there is none."""
    return min({e.exercice for e in contrat.exercices} - {None}, default=None)


def read_decidees(contrat: Contrat) -> dict[int, list[Action]]:
    """Give the actions decided in each year, in sheet order."""
    decidees: dict[int, list[Action]] = defaultdict(list)
    for action in contrat.actions:
        if action.code and action.exercice is not None and action.statut in DECIDEES:
            decidees[action.exercice].append(action)
    return decidees
