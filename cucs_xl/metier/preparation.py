"""What a file still needs: the rows of its quartiers, indicator and targets, for people to fill.

Only what the program knows is filled: a cell left empty is told by champ-obligatoire, or by
programmation-incomplete once the action is decided. That is the list of what remains.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import NamedTuple

from cucs_xl.metier.modele import Action, Contrat, Indicateur, Mesure, Quartier, Repartition
from cucs_xl.metier.nomenclature import SANS_SUITE, Regime, Sexe, TypeIndicateur
from cucs_xl.metier.schema import cle_pliee

#: Where the first indicator of a file comes from (contract, 3.2).
SOURCE = "Fiche projet"


class Preparation(NamedTuple):
    """The rows to add for a year; an existing row is never in it."""

    exercice: int
    repartitions: tuple[Repartition, ...]
    indicateurs: tuple[Indicateur, ...]
    mesures: tuple[Mesure, ...]

    @property
    def vide(self) -> bool:
        """Tell that nothing is missing."""
        return not (self.repartitions or self.indicateurs or self.mesures)

    def add(self, contrat: Contrat) -> Contrat:
        """Give the contract with these rows after its own."""
        return contrat._replace(
            repartitions=(*contrat.repartitions, *self.repartitions),
            indicateurs=(*contrat.indicateurs, *self.indicateurs),
            mesures=(*contrat.mesures, *self.mesures),
        )


def build_preparation(contrat: Contrat, exercice: int) -> Preparation:
    """Build what the actions of a year lack; nothing for those refused, postponed, dropped.

    An action that has one row of a kind is left as it is: a quartier that somebody removed
    is not served, an indicator that somebody wrote is the one.
    """
    vivantes: dict[str, Action] = {}
    for action in contrat.actions:
        if action.code and action.exercice == exercice and action.statut not in SANS_SUITE:
            vivantes.setdefault(cle_pliee(action.code), action)
    indicateurs = tuple(_build_indicateurs(contrat, vivantes))
    tous = (*contrat.indicateurs, *indicateurs)
    return Preparation(
        exercice,
        tuple(_build_repartitions(contrat, exercice, vivantes)),
        indicateurs,
        tuple(_build_mesures(contrat, exercice, vivantes, tous)),
    )


def _build_repartitions(
    contrat: Contrat, exercice: int, actions: dict[str, Action]
) -> Iterator[Repartition]:
    """Give each priority quartier of the contract a row; alone, it takes the whole action."""
    reparties = {
        cle_pliee(r.action) for r in contrat.repartitions if r.action and r.exercice == exercice
    }
    for cle, action in actions.items():
        if cle in reparties:
            continue
        servis = [q.code for q in contrat.quartiers if _is_prioritaire(q, action, exercice)]
        part = 1.0 if len(servis) == 1 else None
        yield from (Repartition(action.code, exercice, code, part) for code in servis)


def _is_prioritaire(quartier: Quartier, action: Action, exercice: int) -> bool:
    """Tell a quartier that the contract serves when the action starts, else during its year."""
    if not quartier.code or quartier.regime in {None, Regime.HORS_GEOGRAPHIE}:
        return False
    debut = action.date_debut or date(exercice, 1, 1)
    fin = action.date_debut or date(exercice, 12, 31)
    return (quartier.valide_du or fin) <= fin and (quartier.valide_au or debut) >= debut


def _build_indicateurs(contrat: Contrat, actions: dict[str, Action]) -> Iterator[Indicateur]:
    """Open the result indicator of each action that has none of any kind, in any year."""
    definies = {cle_pliee(i.action) for i in contrat.indicateurs if i.action}
    pris = {cle_pliee(i.code) for i in contrat.indicateurs if i.code}
    for cle, action in actions.items():
        if cle in definies:
            continue
        codes = (f"{action.code}-R{numero}" for numero in count(1))
        yield Indicateur(
            code=next(code for code in codes if cle_pliee(code) not in pris),
            action=action.code,
            objectif=action.objectif,
            type=TypeIndicateur.RESULTAT,
            source=SOURCE,
        )


def _build_mesures(
    contrat: Contrat, exercice: int, actions: dict[str, Action], indicateurs: Iterable[Indicateur]
) -> Iterator[Mesure]:
    """Open the measure « ensemble » of each indicator that has none in the year."""
    mesures = {
        cle_pliee(m.indicateur) for m in contrat.mesures if m.indicateur and m.exercice == exercice
    }
    par_action: dict[str, dict[str, str]] = defaultdict(dict)
    for indicateur in indicateurs:
        if indicateur.code and indicateur.action:
            codes = par_action[cle_pliee(indicateur.action)]
            codes.setdefault(cle_pliee(indicateur.code), indicateur.code)
    for cle in actions:
        for pli, code in par_action[cle].items():
            if pli not in mesures:
                yield Mesure(code, exercice, sexe=Sexe.ENSEMBLE)
