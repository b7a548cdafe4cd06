from cucs_xl.metier.modele import Contrat, Exercice
from cucs_xl.metier.regles.cle_double import check
from tests.anomalies.feuille import constats, lieux


def test_one_anomaly_names_all_the_rows(contrat: Contrat) -> None:
    """
    Financements
    Code              | Exercice
    07-EMP-01-VILLE-S | 2007
    07-EMP-01-ETAT-S  | 2007
    07-EMP-01-VILLE-S | 2007
    07-EMP-01-VILLE-S | 2007
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "la clé « 07-EMP-01-VILLE-S » est portée par les lignes 2, 4 et 5 de la feuille Financements"
    ]
    assert lieux(anomalies) == [("tFinancements", "07-EMP-01-VILLE-S", "Code", 2007, 2)]


def test_keys_that_formulas_confuse_are_doubles(contrat: Contrat) -> None:
    """
    Opérateurs
    Code
    DSU
    dsu
    07
    7
    """
    assert constats(check(contrat)) == [
        "les clés « DSU » et « dsu », que les formules confondent, sont portées par les lignes 2 et 3 de la feuille Opérateurs",
        "les clés « 07 » et « 7 », que les formules confondent, sont portées par les lignes 4 et 5 de la feuille Opérateurs",
    ]


def test_an_action_comes_back_every_year(contrat: Contrat) -> None:
    """
    Actions
    Code      | Exercice
    07-EMP-01 | 2007
    07-EMP-01 | 2008
    07        | 2007
    """
    assert not list(check(contrat))


def test_the_same_action_twice_a_year_is_a_double(contrat: Contrat) -> None:
    """
    Actions
    Code      | Exercice
    07-EMP-01 | 2008
    07-emp-01 | 2008
    """
    assert lieux(check(contrat)) == [("tActions", "07-EMP-01|2008", "Code", 2008, 2)]


def test_empty_keys_are_not_doubles(contrat: Contrat) -> None:
    """
    Opérateurs
    Code | Opérateur
         | Service DSU
         | Caisse des écoles
    """
    assert not list(check(contrat))


def test_a_double_over_two_years_concerns_no_year(contrat: Contrat) -> None:
    """
    Financements
    Code              | Exercice
    07-EMP-01-VILLE-S | 2007
    07-EMP-01-VILLE-S | 2008
    """
    [anomalie] = check(contrat)

    assert anomalie.exercice is None


def test_years_are_keys_too() -> None:
    """A year typed twice would count twice."""
    contrat = Contrat(exercices=(Exercice(2007, ligne=2), Exercice(2007, ligne=3)))

    assert constats(check(contrat)) == [
        "la clé « 2007 » est portée par les lignes 2 et 3 de la feuille Exercices"
    ]
