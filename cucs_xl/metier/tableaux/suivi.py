"""What was achieved: measures and marks, counted by theme (contract, 3.2)."""

from cucs_xl.metier.derivees import ATTEINTE
from cucs_xl.metier.modele import EVALUATION_ACTIONS, MESURES, Contrat
from cucs_xl.metier.nomenclature import Appreciation, Efficacite, Sexe, TypeEvaluation
from cucs_xl.metier.synthese import (
    RENSEIGNE,
    Agregat,
    Cle,
    Colonne,
    Dimension,
    Tableau,
    Taux,
    Unite,
)

_ANNUELLE = ("Type", (TypeEvaluation.ANNUELLE.value,))
_ENSEMBLE = ("Sexe", (Sexe.ENSEMBLE.value,))


def _mesures(*criteres: tuple[str, tuple[str, ...]]) -> Agregat:
    return Agregat(MESURES, None, (_ENSEMBLE, *criteres))


def _evaluations(*criteres: tuple[str, tuple[str, ...]]) -> Agregat:
    return Agregat(EVALUATION_ACTIONS, None, (_ANNUELLE, *criteres))


def build_indicateurs(contrat: Contrat, exercice: int) -> Tableau:
    """Measures of a year by theme: how many are filled, how many reach their target."""
    bloc = "Mesures de l'année"
    return Tableau(
        "indicateurs", "Indicateurs renseignés et atteints", Dimension.THEME, "Thème",
        _themes(contrat),
        (
            Colonne("attendues", "Attendues", _mesures(), bloc, Unite.NOMBRE),
            Colonne("renseignees", "Renseignées", _mesures(("Réalisée", (RENSEIGNE,))), bloc, Unite.NOMBRE),
            Colonne("taux", "Taux de renseignement", Taux("renseignees", "attendues"), bloc),
            Colonne("cibles", "Avec cible", _mesures(("Réalisée", (RENSEIGNE,)), ("Cible", (RENSEIGNE,))), "Résultats", Unite.NOMBRE),
            Colonne("atteintes", "Cible atteinte", _mesures(("Atteinte", (ATTEINTE,))), "Résultats", Unite.NOMBRE),
            Colonne("part", "Part atteinte", Taux("atteintes", "cibles"), "Résultats"),
            Colonne("comparees", "Comparées au territoire de référence", _mesures(("Réalisée", (RENSEIGNE,)), ("Référence", (RENSEIGNE,))), "Résultats", Unite.NOMBRE),
        ),
        exercice,
        "Une mesure est une ligne de la feuille Mesures pour l'ensemble des deux sexes. Une mesure "
        "vide n'est pas un zéro : elle n'est pas renseignée.",
    )  # fmt: skip


def build_evaluations(contrat: Contrat, exercice: int) -> Tableau:
    """Marks of a year by theme: efficiency, then the three transversal dimensions."""
    dimensions = tuple(
        Colonne(
            f"{entete}_{note.name}".lower(), note.value.capitalize(),
            _evaluations((entete, (note.value,))), entete, Unite.NOMBRE,
        )
        for entete in ("Droit commun", "Égalité des chances", "Participation")
        for note in (Appreciation.FORT, Appreciation.MOYEN, Appreciation.FAIBLE)
    )  # fmt: skip
    efficacites = tuple(
        Colonne(
            f"efficacite_{note.name}".lower(), note.value.capitalize(),
            _evaluations(("Efficacité", (note.value,))), "Efficacité", Unite.NOMBRE,
        )
        for note in Efficacite
    )  # fmt: skip
    return Tableau(
        "evaluations", "Évaluation des actions et dimensions transversales", Dimension.THEME,
        "Thème", _themes(contrat),
        (
            Colonne("evaluees", "Actions évaluées", _evaluations(), "", Unite.NOMBRE),
            *efficacites, *dimensions,
        ),
        exercice,
        "Nombre d'actions par appréciation. Les trois dimensions transversales sont celles du "
        "contrat : articulation avec le droit commun, égalité des chances, participation des habitants.",
    )  # fmt: skip


def _themes(contrat: Contrat) -> tuple[tuple[Cle, str], ...]:
    return tuple((t.code, t.court or t.code) for t in contrat.themes)
