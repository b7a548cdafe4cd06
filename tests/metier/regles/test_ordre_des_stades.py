from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.ordre_des_stades import check
from tests.anomalies.feuille import constats, lieux


def test_each_stage_stays_within_the_one_before(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 100,00

    Mouvements
    Financement | Stade       | Montant
    F1          | engagement  | 100,01
    F1          | mandat      | 100,02
    F1          | paiement    | 100,03
    F1          | reversement | 100,04
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« F1 » : 100,01 € engagés pour 100 € programmés",
        "« F1 » : 100,02 € mandatés pour 100,01 € engagés",
        "« F1 » : 100,03 € payés pour 100,02 € mandatés",
        "« F1 » : 100,04 € reversés pour 100,03 € payés",
    ]
    assert {anomalie.gravite for anomalie in anomalies} == {Gravite.BLOQUANTE}
    assert [champ for _, _, champ, _, _ in lieux(anomalies)] == [
        "Engagé",
        "Mandaté",
        "Payé",
        "Reversé",
    ]
    assert lieux(anomalies[:1]) == [("tFinancements", "F1", "Engagé", 2007, 2)]


def test_equal_amounts_over_several_movements_and_years_are_in_order(contrat: Contrat) -> None:
    """
    Financements
    Code | Sollicité | Programmé
    F1   | 100       | 100

    Mouvements
    Financement | Stade       | Exercice comptable | Montant
    F1          | engagement  | 2007               | 120
    F1          | dégagement  | 2007               | -20
    F1          | mandat      | 2007               | 60
    F1          | mandat      | 2008               | 40
    F1          | paiement    | 2008               | 100
    F1          | reversement | 2008               | 100
    """
    assert not list(check(contrat))


def test_a_degagement_lowers_what_may_be_mandated(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 100

    Mouvements
    Financement | Stade      | Montant
    F1          | engagement | 100
    F1          | dégagement | -30
    F1          | mandat     | 80
    """
    assert constats(check(contrat)) == ["« F1 » : 80 € mandatés pour 70 € engagés"]


def test_a_decision_above_the_request_is_an_alert(contrat: Contrat) -> None:
    """
    Financements
    Code | Sollicité | Programmé
    F1   | 4 000     | 5 000
    F2   |           | 5 000
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == ["« F1 » : 5 000 € programmés pour 4 000 € sollicités"]
    assert anomalie.gravite is Gravite.ALERTE
    assert anomalie.champ == "Programmé"


def test_only_credits_of_the_contract_wait_for_a_decision(contrat: Contrat) -> None:
    """
    Financements
    Code | Nature       | Enveloppe
    F1   | spécifique   | 07-VILLE
    F2   | droit commun |

    Mouvements
    Financement | Montant
    F1          | 100
    F2          | 200
    """
    specifique, commun = check(contrat)

    assert constats([specifique, commun]) == [
        "« F1 » : 100 € engagés sans montant programmé",
        "« F2 » : 200 € engagés sans montant programmé",
    ]
    assert specifique.gravite is Gravite.BLOQUANTE
    assert commun.gravite is Gravite.ALERTE


def test_a_negative_sum_is_told_once_by_another_rule(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 100

    Mouvements
    Financement | Stade    | Montant
    F1          | mandat   | -50
    """
    assert not list(check(contrat))


def test_a_movement_without_amount_leaves_its_funding_alone(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 100
    F2   | 100

    Mouvements
    Financement | Stade      | Montant
    F1          | engagement |
    F1          | mandat     | 100
    F2          | mandat     | 100
    """
    assert [anomalie.cle for anomalie in check(contrat)] == ["F2"]
