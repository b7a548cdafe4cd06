"""Columns that the workbook computes and that tables sum by, computed here the same way."""

from collections.abc import Callable, Mapping
from typing import Any

from cucs_xl.metier.modele import (
    DROIT_COMMUN,
    EVALUATION_ACTIONS,
    INDICATEURS,
    MESURES,
    VENTILATION,
    Contrat,
    DroitCommun,
    EvaluationAction,
    Indicateur,
    Mesure,
    Ventilation,
)
from cucs_xl.metier.nomenclature import OuiNon, SensIndicateur
from cucs_xl.metier.schema import Table
from cucs_xl.metier.ventilation import NON_REPARTI

#: Gives the value of a computed column for a row.
Lecteur = Callable[[Any], Any]


def build_lecteur(contrat: Contrat, table: Table, entete: str) -> Lecteur:
    """Give the reader of a column, typed or computed, for the rows of a table.

    Raises:
        KeyError: a computed column that nothing sums by: declare it here.
    """
    attribut = next((c.attribut for c in table.saisies if c.entete == entete), None)
    if attribut is not None:
        nom = attribut
        return lambda ligne: getattr(ligne, nom)
    return _DERIVEES[table.nom, entete](contrat)


def derivees_de(table: Table) -> tuple[str, ...]:
    """Name the computed columns that tables sum by."""
    return tuple(entete for nom, entete in _DERIVEES if nom == table.nom)


#: Where the credits of a theme stand when no correspondence says otherwise.
HORS_CHAMP, HORS_AXE = "Hors champs de l'État", "Hors axes de la Région"


def axes_region(contrat: Contrat) -> Mapping[str, str]:
    """Give the axis under which the credits of each theme are counted for the Région."""
    principaux = {
        axe.theme: axe.axe for axe in reversed(contrat.axes) if axe.principal is OuiNon.OUI
    }
    return {t.code: principaux.get(t.code) or HORS_AXE for t in contrat.themes if t.code}


def champs_etat(contrat: Contrat) -> Mapping[str, str]:
    """Give the State's field of each theme."""
    return {t.code: t.champ_etat or HORS_CHAMP for t in contrat.themes if t.code}


def _themes_evaluations(contrat: Contrat) -> Lecteur:
    themes = {(a.code, a.exercice): a.theme for a in contrat.actions}

    def read(ligne: EvaluationAction) -> str | None:
        return themes.get((ligne.action, ligne.exercice))

    return read


def _themes_indicateurs(contrat: Contrat) -> Lecteur:
    themes = {objectif.code: objectif.theme for objectif in contrat.objectifs}

    def read(ligne: Indicateur) -> str | None:
        return themes.get(ligne.objectif or "")

    return read


def _themes_mesures(contrat: Contrat) -> Lecteur:
    lecteur = _themes_indicateurs(contrat)
    themes = {indicateur.code: lecteur(indicateur) for indicateur in contrat.indicateurs}

    def read(ligne: Mesure) -> str | None:
        return themes.get(ligne.indicateur)

    return read


def _groupes(contrat: Contrat) -> Lecteur:
    groupes = {partenaire.code: partenaire.groupe for partenaire in contrat.partenaires}

    def read(ligne: DroitCommun) -> str | None:
        return groupes.get(ligne.partenaire or "")

    return read


#: What a measure says of its target, as tMesures spells it.
ATTEINTE, NON_ATTEINTE, SANS_CIBLE, NON_RENSEIGNEE = (
    "atteinte",
    "non atteinte",
    "sans cible",
    "non renseignée",
)


def _atteintes(contrat: Contrat) -> Lecteur:
    sens = {indicateur.code: indicateur.sens for indicateur in contrat.indicateurs}

    def read(ligne: Mesure) -> str:
        if ligne.realisee is None:
            return NON_RENSEIGNEE
        if ligne.cible is None:
            return SANS_CIBLE
        baisse = sens.get(ligne.indicateur) is SensIndicateur.BAISSE
        tenue = ligne.realisee <= ligne.cible if baisse else ligne.realisee >= ligne.cible
        return ATTEINTE if tenue else NON_ATTEINTE

    return read


def _financements(entete: str) -> Callable[[Contrat], Lecteur]:
    """Give what a share of a funding inherits from it."""

    def build(contrat: Contrat) -> Lecteur:
        financements = {f.code: f for f in contrat.financements}
        themes = {(a.code, a.exercice): a.theme for a in contrat.actions}

        def read(ligne: Ventilation) -> object:
            financement = financements.get(ligne.financement)
            if financement is None:
                return None
            if entete == "Thème":
                return themes.get((financement.action or "", financement.exercice))
            return getattr(financement, entete.lower())

        return read

    return build


def _regimes(contrat: Contrat) -> Lecteur:
    regimes = {quartier.code: quartier.regime for quartier in contrat.quartiers}

    def read(ligne: Ventilation) -> str | None:
        return regimes.get(ligne.quartier) if ligne.quartier else NON_REPARTI

    return read


_DERIVEES: Mapping[tuple[str, str], Callable[[Contrat], Lecteur]] = {
    (EVALUATION_ACTIONS.nom, "Thème"): _themes_evaluations,
    (INDICATEURS.nom, "Thème"): _themes_indicateurs,
    (MESURES.nom, "Thème"): _themes_mesures,
    (MESURES.nom, "Atteinte"): _atteintes,
    (DROIT_COMMUN.nom, "Groupe"): _groupes,
    **{
        (VENTILATION.nom, entete): _financements(entete)
        for entete in ("Exercice", "Partenaire", "Nature", "Thème")
    },
    (VENTILATION.nom, "Régime"): _regimes,
}
