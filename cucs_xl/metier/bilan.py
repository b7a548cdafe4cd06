"""The table that the contract asks for each year: evaluation of actions and of governance.

Source: contract, 3.2, « une synthèse de l'évaluation des actions et de la gouvernance, sera
diffusée à l'ensemble des partenaires, financeurs et acteurs de terrain, sous la forme d'un
tableau ».
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cucs_xl.metier.derivees import ATTEINTE, build_lecteur
from cucs_xl.metier.faits import Etape, Fait
from cucs_xl.metier.modele import (
    MESURES,
    Action,
    Contrat,
    EvaluationAction,
    EvaluationGouvernance,
    Indicateur,
    Mesure,
)
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import (
    DECIDEES,
    SPECIFIQUES,
    CritereGouvernance,
    Nature,
    Sexe,
    TypeEvaluation,
)


class LigneAction(NamedTuple):
    """What is known of an action at the end of a year; evaluation None: not yet evaluated."""

    action: Action
    theme: str
    operateur: str
    programme: Centimes
    paye: Centimes
    droit_commun: Centimes
    attendues: int
    renseignees: int
    atteintes: int
    evaluation: EvaluationAction | None


class LigneMesure(NamedTuple):
    """A measure of a year with its indicator, and whether it reaches its target."""

    indicateur: Indicateur
    mesure: Mesure
    atteinte: str


class Bilan(NamedTuple):
    """The evaluation of a year; `diffusion` maps each list to who is on it."""

    exercice: int
    actions: tuple[LigneAction, ...]
    gouvernance: tuple[tuple[CritereGouvernance, EvaluationGouvernance | None], ...]
    triennales: tuple[EvaluationAction, ...]
    mesures: tuple[LigneMesure, ...]
    diffusion: dict[str, tuple[str, ...]]
    diffusee_le: date | None


def build_bilan(contrat: Contrat, faits: Iterable[Fait], exercice: int) -> Bilan:
    """Gather the evaluation of a year: every action that ran, evaluated or not."""
    notes = {note.critere: note for note in contrat.gouvernances if note.exercice == exercice}
    return Bilan(
        exercice,
        tuple(_read_actions(contrat, faits, exercice)),
        tuple((critere, notes.get(critere)) for critere in CritereGouvernance),
        tuple(
            e
            for e in contrat.evaluations
            if e.exercice == exercice and e.type is TypeEvaluation.TRIENNALE
        ),
        _read_mesures(contrat, exercice),
        _read_diffusion(contrat),
        next((e.diffusee_le for e in contrat.exercices if e.exercice == exercice), None),
    )


def _read_actions(contrat: Contrat, faits: Iterable[Fait], exercice: int) -> Iterable[LigneAction]:
    sommes: dict[tuple[str | None, Etape, bool], Centimes] = defaultdict(int)
    specifiques = {nature.value for nature in SPECIFIQUES}
    for fait in faits:
        commun = fait.nature == Nature.DROIT_COMMUN.value
        if fait.exercice == exercice and (commun or fait.nature in specifiques):
            sommes[fait.action, fait.etape, commun] += fait.montant
    evaluations = {
        e.action: e
        for e in contrat.evaluations
        if e.exercice == exercice and e.type is TypeEvaluation.ANNUELLE
    }
    de_action = {indicateur.code: indicateur.action for indicateur in contrat.indicateurs}
    mesures: dict[str | None, list[LigneMesure]] = defaultdict(list)
    for ligne in _read_mesures(contrat, exercice):
        if ligne.mesure.sexe is Sexe.ENSEMBLE:
            mesures[de_action.get(ligne.mesure.indicateur)].append(ligne)
    themes = {theme.code: theme.court or theme.code for theme in contrat.themes}
    operateurs = {o.code: o.operateur or o.code for o in contrat.operateurs}
    for action in contrat.actions:
        evaluation = evaluations.get(action.code)
        if action.exercice == exercice and (action.statut in DECIDEES or evaluation):
            siennes = mesures[action.code] if action.code else []
            yield LigneAction(
                action,
                themes.get(action.theme or "", action.theme or ""),
                operateurs.get(action.operateur or "", action.operateur or ""),
                sommes[action.code, Etape.PROGRAMME, False],
                sommes[action.code, Etape.PAYE, False],
                sommes[action.code, Etape.PROGRAMME, True],
                len(siennes),
                sum(ligne.mesure.realisee is not None for ligne in siennes),
                sum(ligne.atteinte == ATTEINTE for ligne in siennes),
                evaluation,
            )


def _read_mesures(contrat: Contrat, exercice: int) -> tuple[LigneMesure, ...]:
    indicateurs = {indicateur.code: indicateur for indicateur in contrat.indicateurs}
    atteinte = build_lecteur(contrat, MESURES, "Atteinte")
    return tuple(
        LigneMesure(indicateurs[mesure.indicateur], mesure, atteinte(mesure))
        for mesure in contrat.mesures
        if mesure.exercice == exercice and mesure.indicateur in indicateurs
    )


def _read_diffusion(contrat: Contrat) -> dict[str, tuple[str, ...]]:
    """Name who receives the synthesis, by list (contract, 3.2)."""
    listes: dict[str, dict[str, None]] = defaultdict(dict)
    for partenaire in contrat.partenaires:
        if partenaire.diffusion:
            listes[partenaire.diffusion][partenaire.court or partenaire.code] = None
    for operateur in contrat.operateurs:
        if operateur.diffusion:
            listes[operateur.diffusion][operateur.operateur or operateur.code] = None
    return {liste: tuple(noms) for liste, noms in listes.items()}
