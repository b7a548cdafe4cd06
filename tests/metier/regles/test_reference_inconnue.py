from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.reference_inconnue import check
from tests.anomalies.feuille import constats, lieux


def test_a_code_that_no_row_has(contrat: Contrat) -> None:
    """
    Financements
    Code              | Partenaire | Exercice | Enveloppe
    07-EMP-01-VILLE-S | VILE       | 2007     | 07-VILLE
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01-VILLE-S » : « VILE » n'existe pas dans la feuille Partenaires"
    ]
    assert anomalies[0].conseil == (
        "Choisissez une valeur de la feuille Partenaires, ou ajoutez-y « VILE »."
    )
    assert lieux(anomalies) == [("tFinancements", "07-EMP-01-VILLE-S", "Partenaire", 2007, 2)]


def test_an_action_of_another_year_is_not_an_unknown_action(contrat: Contrat) -> None:
    """
    Financements
    Code | Action    | Exercice
    F1   | 07-EMP-01 | 2008
    F2   | 07-EMP-99 | 2008
    """
    assert constats(check(contrat)) == [
        "« F1 » : l'action « 07-EMP-01 » existe mais pas à l'exercice 2008",
        "« F2 » : l'action « 07-EMP-99 » n'existe pas dans la feuille Actions",
    ]


def test_a_parent_action_exists_in_the_same_year(contrat: Contrat) -> None:
    """
    Actions
    Code      | Exercice | Action mère
    07-EMP-01 | 2007     |
    07-EMP-02 | 2007     | 07-emp-01
    07-EMP-02 | 2008     | 07-EMP-01
    07-EMP-03 | 2007     | 07-EMP-99
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-02|2008 » : l'action « 07-EMP-01 » existe mais pas à l'exercice 2008",
        "« 07-EMP-03|2007 » : l'action « 07-EMP-99 » n'existe pas dans la feuille Actions",
    ]
    assert {anomalie.champ for anomalie in anomalies} == {"Action mère"}


def test_case_and_leading_zeros_do_not_make_a_stranger(contrat: Contrat) -> None:
    """
    Opérateurs
    Code
    07

    Actions
    Code      | Opérateur | Thème
    07-emp-01 | 7         | emp

    Financements
    Code              | Partenaire | Enveloppe
    07-EMP-01-VILLE-S | ville      | 07-ville
    """
    assert not list(check(contrat))


def test_a_year_that_is_not_declared(contrat: Contrat) -> None:
    """
    Enveloppes
    Code     | Exercice
    10-VILLE | 2010
    """
    assert constats(check(contrat)) == [
        "« 10-VILLE » : « 2010 » n'existe pas dans la feuille Exercices"
    ]


def test_an_empty_reference_is_another_rule(contrat: Contrat) -> None:
    """
    Financements
    Code | Action | Exercice | Partenaire | Enveloppe
    F1   |        |          |            |
    F2   | 07-EMP-01 |       | VILLE      |
    """
    assert not list(check(contrat))
