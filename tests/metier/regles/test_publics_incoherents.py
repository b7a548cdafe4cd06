from typing import Any

import pytest

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat, Fiche
from cucs_xl.metier.regles.publics_incoherents import check
from tests.anomalies.feuille import constats, lieux


def test_a_part_is_not_more_than_the_whole(contrat: Contrat) -> None:
    """
    Fiches
    Action    | Bénéficiaires | Habitants des quartiers | Femmes | Moins de 26 ans
    07-EMP-01 | 50            | 51                      | 60     | 50,5
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : 51 en « Habitants des quartiers », plus que 50 en « Bénéficiaires »",
        "« 07-EMP-01 » : 60 en « Femmes », plus que 50 en « Bénéficiaires »",
        "« 07-EMP-01 » : 50,5 en « Moins de 26 ans », plus que 50 en « Bénéficiaires »",
    ]
    assert lieux(anomalies)[0] == (
        "tFiches", "07-EMP-01|2007", "Habitants des quartiers", 2007, 2,
    )  # fmt: skip
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}


def test_a_whole_may_be_all_of_its_part(contrat: Contrat) -> None:
    """
    Fiches
    Action    | Bénéficiaires attendus | Habitants attendus | Bénéficiaires | Femmes | Passages
    07-EMP-01 | 40                     | 40                 | 50            | 50     | 50
    """
    assert not list(check(contrat))


def test_expected_people_are_compared_with_expected_people(contrat: Contrat) -> None:
    """
    Fiches
    Action    | Bénéficiaires attendus | Habitants attendus | Bénéficiaires
    07-EMP-01 | 40                     | 45                 | 50
    """
    assert constats(check(contrat)) == [
        "« 07-EMP-01 » : 45 en « Habitants attendus », plus que 40 en « Bénéficiaires attendus »"
    ]


def test_everybody_who_came_came_at_least_once(contrat: Contrat) -> None:
    """
    Fiches
    Action    | Bénéficiaires | Passages
    07-EMP-01 | 50            | 49
    """
    assert constats(check(contrat)) == [
        "« 07-EMP-01 » : 49 en « Passages », moins que 50 en « Bénéficiaires »"
    ]


def test_an_unknown_whole_judges_nothing(contrat: Contrat) -> None:
    """
    Fiches
    Action    | Bénéficiaires | Habitants attendus | Femmes | Passages
    07-EMP-01 |               | 45                 | 60     | 3
    """
    assert not list(check(contrat))


@pytest.mark.parametrize(
    "attribut",
    [
        "attendus",
        "habitants_attendus",
        "beneficiaires",
        "habitants",
        "femmes",
        "jeunes",
        "passages",
    ],
)
def test_nobody_is_counted_below_zero(attribut: str) -> None:
    """Each count alone; zero is a count."""

    def contrat_de(nombre: float) -> Contrat:
        comptes: dict[str, Any] = {attribut: nombre}
        return Contrat(fiches=(Fiche("07-EMP-01", 2007, **comptes),))

    [anomalie] = check(contrat_de(-1.0))

    assert "-1 en" in anomalie.constat
    assert "négatif" in anomalie.constat
    assert not list(check(contrat_de(0.0)))
