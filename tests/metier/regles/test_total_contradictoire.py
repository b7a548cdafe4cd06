from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.total_contradictoire import check
from tests.anomalies.feuille import constats, lieux


def test_totals_agree(contrat: Contrat) -> None:
    """
    Financements
    Code | Sollicité | Programmé
    F1   | 1 000,01  | 999,99

    Mouvements
    Financement | Exercice comptable | Montant
    F1          | 2008               | 500,50
    """
    assert not list(check(contrat))


def test_an_unknown_theme_loses_its_money(contrat: Contrat) -> None:
    """
    Actions
    Code      | Thème
    07-EMP-01 | EMPL

    Financements
    Code | Sollicité | Programmé
    F1   | 1 000     | 800,50

    Mouvements
    Financement | Montant
    F1          | 500
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        (
            "2007 : les totaux ne concordent pas : "
            "sollicité, 1 000 € hors du total par thème ; "
            "programmé, 800,50 € hors du total par thème ; "
            "engagé, 500 € hors du total par thème"
        )
    ]
    assert anomalie.gravite is Gravite.BLOQUANTE
    assert lieux([anomalie]) == [("tExercices", "2007", "Exercice", 2007, 2)]


def test_a_movement_without_funding_shows_in_every_year(contrat: Contrat) -> None:
    """
    Mouvements
    Financement | Stade    | Montant
    F9          | paiement | 200
    """
    detail = "payé, 200 € hors du total par partenaire, par thème, par opérateur, par quartier et par régime"

    assert constats(check(contrat)) == [
        f"2007 : les totaux ne concordent pas : {detail}",
        f"2008 : les totaux ne concordent pas : {detail}",
    ]


def test_a_funding_without_year_shows_in_every_year(contrat: Contrat) -> None:
    """
    Financements
    Code | Exercice | Programmé
    F1   |          | 100
    """
    detail = "programmé, 100 € hors du total par thème, par opérateur, par quartier et par régime"

    assert constats(check(contrat)) == [
        f"2007 : les totaux ne concordent pas : {detail}",
        f"2008 : les totaux ne concordent pas : {detail}",
    ]
