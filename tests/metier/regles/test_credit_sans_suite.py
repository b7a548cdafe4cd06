from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.credit_sans_suite import check
from tests.anomalies.feuille import constats, lieux


def test_dropped_actions_keep_no_credits(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | refusée
    07-EMP-02 | ajournée
    07-EMP-03 | abandonnée
    07-EMP-04 | programmée

    Financements
    Code | Action    | Nature       | Programmé
    F1   | 07-EMP-01 | spécifique   | 100
    F2   | 07-EMP-02 | droit commun | 100
    F3   | 07-EMP-03 | PRE          | 0,01
    F4   | 07-EMP-04 | spécifique   | 100
    F5   | 07-EMP-01 | spécifique   | 0
    F6   | 07-EMP-01 | spécifique   |
    F7   | 07-EMP-09 | spécifique   | 100
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« F1 » : 100 € programmés sur l'action « 07-EMP-01 », refusée",
        "« F2 » : 100 € programmés sur l'action « 07-EMP-02 », ajournée",
        "« F3 » : 0,01 € programmés sur l'action « 07-EMP-03 », abandonnée",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.BLOQUANTE}
    assert lieux(anomalies[:1]) == [("tFinancements", "F1", "Programmé", 2007, 2)]


def test_an_abandoned_action_keeps_what_it_has_spent(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | abandonnée
    07-EMP-02 | abandonnée
    07-EMP-03 | refusée

    Financements
    Code | Action    | Programmé
    F1   | 07-EMP-01 | 100
    F2   | 07-EMP-02 | 100
    F3   | 07-EMP-03 | 100

    Mouvements
    Financement | Stade       | Montant
    F1          | paiement    | 100
    F2          | paiement    | 100
    F2          | reversement | 40
    F3          | paiement    | 100
    """
    f2, f3 = check(contrat)

    assert [f2.cle, f3.cle] == ["F2", "F3"]
    assert "60" in f2.conseil
    assert "à 0," in f3.conseil
