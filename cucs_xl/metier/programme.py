"""What rules ask of an action: was it decided, was it dropped, who finances it, what was paid."""

from collections import defaultdict
from typing import TypeAlias

from cucs_xl.metier.modele import Action, Contrat, Financement
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import (
    Nature,
    OuiNon,
    Stade,
    StatutExercice,
    StatutJuridique,
)

#: An action in one year.
ActionAnnee: TypeAlias = tuple[str | None, int | None]


#: Operators that are private law bodies.
PRIVES = frozenset({StatutJuridique.ASSOCIATION, StatutJuridique.ENTREPRISE})
#: What a public partner gives in cash. Its autofinancement pays its own action: no aid.
AIDES = frozenset({Nature.SPECIFIQUE, Nature.PRE, Nature.DROIT_COMMUN, Nature.AUTRE_PUBLIC})


def read_preparations(contrat: Contrat) -> frozenset[int]:
    """Name the years still in preparation, whose gaps are no fault yet."""
    return frozenset(
        e.exercice for e in contrat.exercices if e.statut is StatutExercice.PREPARATION
    )


def read_actions(contrat: Contrat) -> dict[ActionAnnee, Action]:
    """Index the actions by code and year; a row without either is told elsewhere."""
    return {
        (action.code, action.exercice): action
        for action in contrat.actions
        if action.code and action.exercice is not None
    }


def read_financements(contrat: Contrat) -> dict[ActionAnnee, list[Financement]]:
    """Group the fundings by action and year."""
    groupes: dict[ActionAnnee, list[Financement]] = defaultdict(list)
    for financement in contrat.financements:
        groupes[financement.action, financement.exercice].append(financement)
    return groupes


def read_publics(contrat: Contrat) -> frozenset[str]:
    """Name the partners declared public; one that is not said to be is not counted."""
    return frozenset(p.code for p in contrat.partenaires if p.public is OuiNon.OUI)


def read_payes(contrat: Contrat) -> dict[str | None, Centimes]:
    """Sum what was paid and not given back, by funding, all accounting years."""
    payes: dict[str | None, Centimes] = defaultdict(int)
    for mouvement in contrat.mouvements:
        if mouvement.stade is Stade.PAIEMENT:
            payes[mouvement.financement] += mouvement.montant or 0
        elif mouvement.stade is Stade.REVERSEMENT:
            payes[mouvement.financement] -= mouvement.montant or 0
    return payes


def read_regies(contrat: Contrat) -> frozenset[tuple[str, str]]:
    """Pair each operator with the funder it is: nobody reports to itself."""
    return frozenset(
        (operateur.code, operateur.partenaire_lie)
        for operateur in contrat.operateurs
        if operateur.partenaire_lie is not None
    )
