from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.grand_livre_ecart import check
from tests.anomalies.feuille import constats, lieux


def test_one_cent_apart_is_told(contrat: Contrat) -> None:
    """
    Financements
    Code | Partenaire | Programmé
    F1   | VILLE      | 10 000
    F2   | ETAT       | 10 000

    Mouvements
    Financement | Stade      | Montant
    F1          | mandat     | 4 000
    F1          | engagement | 9 000
    F2          | mandat     | 700

    Grand livre
    Code | Stade      | État       | Montant
    G1   | mandat     | rapprochée | 3 000,01
    G2   | mandat     | proposée   | 1 000
    G3   | mandat     | ignorée    | 500
    G4   | engagement | rapprochée | 9 000
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "2007 : 4 000,01 € mandatés au grand livre, 4 000 € dans les mouvements de la commune : 0,01 € d'écart"
    ]
    assert lieux(anomalies) == [("tExercices", "2007", "Exercice", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_a_closed_year_blocks(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | clos

    Grand livre
    Code | Exercice comptable | Montant
    G1   | 2007               | 10
    G2   | 2008               | 10
    """
    [anomalie] = check(contrat)

    assert anomalie.gravite is Gravite.BLOQUANTE


def test_without_an_export_nothing_is_compared(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 10 000

    Mouvements
    Financement | Stade  | Montant
    F1          | mandat | 4 000

    Grand livre
    Code | Stade      | Montant
    G1   | engagement | 4 000
    """
    assert not list(check(contrat))


def test_an_unknown_amount_is_no_zero(contrat: Contrat) -> None:
    """
    Grand livre
    Code | Montant
    G1   |
    G2   | 10
    """
    assert not list(check(contrat))


def test_a_document_that_nobody_placed_is_told(contrat: Contrat) -> None:
    """
    Grand livre
    Code | Pièce | Stade      | État       | Montant
    G1   | 1204  | engagement | à affecter | 1 500
    G2   |       | engagement | à affecter |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« G1 » : pièce 1204 de 1 500 € à affecter",
        "« G2 » : pièce sans numéro de montant inconnu à affecter",
    ]
    assert lieux(anomalies)[0] == ("tGrandLivre", "G1", "Financement", 2007, 2)
