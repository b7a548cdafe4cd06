from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.reste_a_payer import check
from tests.anomalies.feuille import constats, lieux


def test_one_cent_of_difference_is_told(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut | Clôturé le | Reste à payer
    2007     | clos   | 31/01/2008 | 450,01

    Financements
    Code | Programmé
    F1   | 1 000

    Mouvements
    Financement | Stade      | Montant
    F1          | engagement | 1 000
    F1          | paiement   | 550
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "2007 : 450,01 € de reste à payer à la clôture, 450 € d'après les mouvements"
    ]
    assert lieux(anomalies) == [("tExercices", "2007", "Reste à payer", 2007, 2)]
    assert anomalies[0].gravite is Gravite.BLOQUANTE


def test_what_ties_or_is_not_closed_says_nothing(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut | Reste à payer
    2007     | clos   | 450
    2008     | clos   |
    2009     | ouvert | 12

    Financements
    Code | Programmé
    F1   | 1 000

    Mouvements
    Financement | Stade      | Exercice comptable | Montant
    F1          | engagement | 2007               | 1 000
    F1          | paiement   | 2007               | 550
    F1          | paiement   | 2008               | 450
    """
    assert not list(check(contrat))
