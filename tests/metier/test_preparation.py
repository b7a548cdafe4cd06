from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Action, Contrat, Exercice, Indicateur, Mesure, Repartition
from cucs_xl.metier.nomenclature import (
    SANS_SUITE,
    Sexe,
    StatutAction,
    StatutExercice,
    TypeIndicateur,
)
from cucs_xl.metier.preparation import build_preparation
from cucs_xl.metier.regles import check_contrat
from cucs_xl.metier.schema import cle_pliee
from tests.anomalies.feuille import read_feuilles
from tests.metier.hasard import ANNEES, CONTRATS

#: Two quartiers that the contract serves, one that it does not, one that left it.
CADRE = """
Quartiers
Code | Régime                     | Valide du  | Valide au
QO   | ZUS                        |            |
CA   | hors ZUS                   | 01/07/2007 |
HG   | hors géographie prioritaire |           |
VX   | ZUS                        |            | 31/12/2006
"""
EMP = Action("07-EMP-01", 2007, "Chantier", "DSU", objectif="EMP1", statut=StatutAction.PROPOSEE)


def contrat(*actions: Action) -> Contrat:
    lu = read_feuilles(CADRE).contrat
    return lu._replace(actions=actions)


def test_an_action_alone_gets_everything_that_is_known() -> None:
    """A row a quartier of the year, its share unknown; an indicator, its measure."""
    fait = build_preparation(contrat(EMP), 2007)

    assert fait.repartitions == (
        Repartition("07-EMP-01", 2007, "QO"),
        Repartition("07-EMP-01", 2007, "CA"),
    )
    assert fait.indicateurs == (
        Indicateur(
            "07-EMP-01-R1",
            action="07-EMP-01",
            objectif="EMP1",
            type=TypeIndicateur.RESULTAT,
            source="Fiche projet",
        ),
    )
    assert fait.mesures == (Mesure("07-EMP-01-R1", 2007, sexe=Sexe.ENSEMBLE),)


def test_a_single_quartier_takes_the_whole_action() -> None:
    """Nobody types 100 %; a quartier that enters after the action starts is not served."""
    fait = build_preparation(contrat(EMP._replace(date_debut=date(2007, 2, 1))), 2007)

    assert fait.repartitions == (Repartition("07-EMP-01", 2007, "QO", 1.0),)


@pytest.mark.parametrize("statut", sorted(SANS_SUITE))
def test_a_file_without_future_is_not_prepared(statut: StatutAction) -> None:
    fait = build_preparation(contrat(EMP._replace(statut=statut)), 2007)

    assert fait.vide


def test_another_year_is_left_alone() -> None:
    """The indicator of a renewed action serves again; its measure and key are the year's own."""
    de = build_preparation(contrat(EMP), 2007).add(contrat(EMP, EMP._replace(exercice=2008)))
    fait = build_preparation(de, 2008)

    assert [(r.exercice, r.quartier) for r in fait.repartitions] == [(2008, "QO"), (2008, "CA")]
    assert fait.indicateurs == ()
    assert fait.mesures == (Mesure("07-EMP-01-R1", 2008, sexe=Sexe.ENSEMBLE),)


def test_what_somebody_wrote_is_the_choice() -> None:
    """One quartier kept, an own indicator, a measure by sex: nothing is added beside them."""
    de = contrat(EMP)._replace(
        repartitions=(Repartition("07-emp-01", 2007, "QO", 1.0),),
        indicateurs=(Indicateur("X1", action="07-emp-01"),),
        mesures=(Mesure("x1", 2007, sexe=Sexe.FEMMES),),
    )
    fait = build_preparation(de, 2007)

    assert fait.vide


def test_a_code_already_taken_is_not_taken_again() -> None:
    """The indicator of another action, or of none, keeps its code."""
    de = contrat(EMP)._replace(indicateurs=(Indicateur("07-EMP-01-r1"),))

    assert [i.code for i in build_preparation(de, 2007).indicateurs] == ["07-EMP-01-R2"]


def test_each_indicator_of_an_action_is_measured() -> None:
    de = contrat(EMP)._replace(
        indicateurs=(Indicateur("X1", action=EMP.code), Indicateur("X2", action=EMP.code)),
        mesures=(Mesure("X1", 2007, sexe=Sexe.ENSEMBLE),),
    )

    assert [m.indicateur for m in build_preparation(de, 2007).mesures] == ["X2"]


def test_what_remains_is_told_cell_by_cell() -> None:
    """The cells left empty are the list of what to type; a draft is not scolded for its target."""
    avant = contrat(EMP)._replace(exercices=(Exercice(2007, StatutExercice.PREPARATION),))
    connues = {str(a) for a in check_contrat(avant)}
    apres = build_preparation(avant, 2007).add(avant)
    dites = [a for a in check_contrat(apres) if str(a) not in connues]

    assert {(a.regle, a.gravite) for a in dites} == {("champ-obligatoire", Gravite.BLOQUANTE)}
    assert {a.constat for a in dites} == {
        "« 07-EMP-01|2007|CA » : « Part » n'est pas renseigné",
        "« 07-EMP-01|2007|QO » : « Part » n'est pas renseigné",
        "« 07-EMP-01-R1 » : « Indicateur » n'est pas renseigné",
        "« 07-EMP-01-R1 » : « Unité » n'est pas renseigné",
    }


@given(CONTRATS, st.sampled_from(ANNEES))
def test_a_second_run_adds_nothing(contrat: Contrat, annee: int) -> None:
    """Whatever the rows: no crash, no row twice, only actions of the year."""
    fait = build_preparation(contrat, annee)
    apres = fait.add(contrat)

    assert build_preparation(apres, annee).vide
    codes = [cle_pliee(i.code) for i in fait.indicateurs]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {cle_pliee(i.code) for i in contrat.indicateurs if i.code}
    assert {r.exercice for r in fait.repartitions} <= {annee}
    assert {r.action for r in fait.repartitions} <= {a.code for a in contrat.actions}
