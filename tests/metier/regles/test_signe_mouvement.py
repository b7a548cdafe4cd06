from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.signe_mouvement import check
from tests.anomalies.feuille import constats, lieux


def test_a_degagement_is_negative(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 5 000

    Mouvements
    Code | Financement | Stade      | Montant
    M1   | F1          | engagement | 4 000
    M2   | F1          | dégagement | 500,50
    M3   | F1          | dégagement | -500,50
    M4   | F1          | dégagement | 0
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« M2 » : dégagement de 500,50 € saisi sans le signe moins : il augmenterait l'engagé"
    ]
    assert anomalies[0].conseil.replace("\u00a0", " ") == (
        "Saisissez -500,50 €, ou choisissez le stade engagement."
    )
    assert lieux(anomalies) == [("tMouvements", "M2", "Montant", 2007, 3)]


def test_no_stage_adds_up_below_zero(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 5 000

    Mouvements
    Financement | Stade       | Montant
    F1          | engagement  | 100
    F1          | dégagement  | -100,01
    F1          | mandat      | 100
    F1          | mandat      | -100
    F1          | paiement    | -3
    F1          | reversement | -4
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« F1 » : le cumul « Engagé » est négatif (-0,01 €)",
        "« F1 » : le cumul « Payé » est négatif (-3 €)",
        "« F1 » : le cumul « Reversé » est négatif (-4 €)",
    ]
    assert lieux(anomalies[:1]) == [("tFinancements", "F1", "Engagé", 2007, 2)]


def test_a_positive_degagement_is_told_without_its_funding(contrat: Contrat) -> None:
    """
    Mouvements
    Code | Financement | Stade      | Montant
    M1   | F9          | dégagement | 500
    M2   | F9          | mandat     | -500
    """
    assert lieux(check(contrat)) == [("tMouvements", "M1", "Montant", None, 2)]
