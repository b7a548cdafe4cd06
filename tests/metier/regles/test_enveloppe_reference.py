from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.enveloppe_reference import check
from tests.anomalies.feuille import constats, lieux


def test_a_reference_is_not_an_amount(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Statut    | Référence | Montant
    08-ETAT | référence | 442 000   | 442 000
    08-PRE  | référence | 290 000   |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« 08-ETAT » : 442 000 € en « Montant » au statut référence"]
    assert anomalies[0].gravite is Gravite.BLOQUANTE
    assert lieux(anomalies) == [("tEnveloppes", "08-ETAT", "Montant", 2007, 2)]


def test_a_reference_names_its_amount(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Statut    | Référence
    08-ETAT | référence |
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == ["« 08-ETAT » : statut référence sans montant en « Référence »"]
    assert anomalie.gravite is Gravite.ALERTE


def test_a_firm_envelope_has_an_amount(contrat: Contrat) -> None:
    """
    Enveloppes
    Code     | Statut    | Référence | Montant
    07-VILLE | ferme     |           |
    07-ETAT  | notifié   | 442 000   |
    07-REG   | à définir |           |
    07-ZERO  | ferme     |           | 0
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-VILLE » : statut ferme sans montant",
        "« 07-ETAT » : statut notifié sans montant",
    ]
    assert {anomalie.gravite for anomalie in anomalies} == {Gravite.BLOQUANTE}


def test_the_variance_of_a_notification_is_information(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Statut  | Référence | Montant
    08-ETAT | notifié | 442 000   | 430 000
    08-PRE  | notifié | 290 000   | 290 000
    08-PLUS | notifié | 400       | 500,50
    08-NUL  | notifié | 0         | 10
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 08-ETAT » : 430 000 € pour une référence de 442 000 €, soit -12 000 € (-2,7 %)",
        "« 08-PLUS » : 500,50 € pour une référence de 400 €, soit +100,50 € (+25,1 %)",
        "« 08-NUL » : 10 € pour une référence de 0 €, soit +10 €",
    ]
    assert {anomalie.gravite for anomalie in anomalies} == {Gravite.INFORMATION}
