from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.exercice_comptable_anterieur import check
from tests.anomalies.feuille import constats, lieux


def test_nothing_is_counted_before_the_programme(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 5 000

    Mouvements
    Code | Financement | Date       | Exercice comptable | Montant
    M1   | F1          | 15/12/2006 | 2006               | 1 000
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == ["« M1 » : compté en 2006, avant l'exercice 2007 du programme"]
    assert anomalie.gravite is Gravite.ALERTE
    assert lieux([anomalie]) == [("tMouvements", "M1", "Exercice comptable", 2007, 2)]


def test_a_2007_action_may_be_paid_in_2008(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 5 000

    Mouvements
    Financement | Date       | Exercice comptable | Montant
    F1          | 15/05/2007 | 2007               | 1 000
    F1          | 15/05/2008 | 2008               | 1 000
    """
    assert not list(check(contrat))


def test_january_may_close_the_year_before_and_no_other(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 5 000

    Mouvements
    Code | Financement | Date       | Exercice comptable | Montant
    M1   | F1          | 31/01/2008 | 2007               | 1 000
    M2   | F1          | 01/02/2008 | 2007               | 1 000
    M3   | F1          | 15/01/2009 | 2007               | 1 000
    M4   | F1          | 15/12/2007 | 2008               | 1 000
    """
    assert constats(check(contrat)) == [
        "« M2 » : compté en 2007, alors que la pièce est du 01/02/2008",
        "« M3 » : compté en 2007, alors que la pièce est du 15/01/2009",
        "« M4 » : compté en 2008, alors que la pièce est du 15/12/2007",
    ]


def test_both_reasons_make_one_anomaly(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 5 000

    Mouvements
    Code | Financement | Date       | Exercice comptable | Montant
    M1   | F1          | 15/05/2007 | 2006               | 1 000
    """
    assert constats(check(contrat)) == [
        "« M1 » : compté en 2006, avant l'exercice 2007 du programme et alors que la pièce est du 15/05/2007"
    ]


def test_what_is_unknown_is_not_judged(contrat: Contrat) -> None:
    """
    Mouvements
    Financement | Date       | Exercice comptable | Montant
    F9          |            | 2006               | 1 000
    F9          | 15/05/2007 |                    | 1 000
    """
    assert not list(check(contrat))
