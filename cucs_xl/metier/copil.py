"""What a comité de pilotage has decided, carried to the actions it programmes."""

from datetime import date
from typing import NamedTuple

from cucs_xl.metier.modele import Action, Contrat, Exercice
from cucs_xl.metier.nomenclature import (
    StatutAction,
    StatutExercice,
    StatutInstance,
    TypeInstance,
)


class Programme(NamedTuple):
    """The decisions of a day. `attendent` are proposed without a decided amount: left alone."""

    exercice: int
    jour: date
    decidees: tuple[Action, ...]
    attendent: tuple[Action, ...]
    ouverts: tuple[Exercice, ...]  # the year that leaves preparation, if it does

    def apply(self, contrat: Contrat) -> Contrat:
        """Give the contract with these rows in place of its own."""
        actions = {action.ligne: action for action in self.decidees}
        exercices = {exercice.ligne: exercice for exercice in self.ouverts}
        return contrat._replace(
            actions=tuple(actions.get(a.ligne, a) for a in contrat.actions),
            exercices=tuple(exercices.get(e.ligne, e) for e in contrat.exercices),
        )


def read_copil(contrat: Contrat, exercice: int) -> date | None:
    """Give the day of the last comité de pilotage held that programmes a year; None: none."""
    tenus = [
        instance.date
        for instance in contrat.instances
        if instance.type is TypeInstance.COPIL
        and instance.statut is StatutInstance.TENUE
        and instance.exercice_programme == exercice
        and instance.date is not None
    ]
    return max(tenus, default=None)


def build_programme(contrat: Contrat, exercice: int, jour: date) -> Programme:
    """Decide the actions proposed whose amounts are in the fundings; the year then opens.

    An action already decided keeps its date; one refused or postponed, its status.
    """
    financees = {
        f.action for f in contrat.financements if f.exercice == exercice and (f.programme or 0) > 0
    }
    proposees = [
        a
        for a in contrat.actions
        if a.exercice == exercice and a.statut is StatutAction.PROPOSEE and a.code
    ]
    decidees = tuple(
        a._replace(statut=StatutAction.PROGRAMMEE, date_copil=jour)
        for a in proposees
        if a.code in financees
    )
    ouverts = tuple(
        e._replace(statut=StatutExercice.OUVERT)
        for e in contrat.exercices
        if e.exercice == exercice and e.statut is StatutExercice.PREPARATION
    )
    return Programme(
        exercice,
        jour,
        decidees,
        tuple(a for a in proposees if a.code not in financees),
        ouverts if decidees else (),
    )
