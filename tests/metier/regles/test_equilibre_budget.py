from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.equilibre_budget import check
from tests.anomalies.feuille import constats, lieux


def test_charges_equal_products_to_the_cent(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | déposée
    07-EMP-02 | proposée

    Budgets
    Action    | Compte | Prévu
    07-EMP-01 | 60     | 400,00
    07-EMP-01 | 64     | 600,01
    07-EMP-01 | 74     | 1 000,00
    07-EMP-02 | 69     | 1 000,00
    07-EMP-02 | 79     | 1 000,00
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : 1 000,01 € de charges prévues pour 1 000 € de produits"
    ]
    assert anomalies[0].gravite is Gravite.BLOQUANTE
    assert lieux(anomalies) == [("tBudgets", "07-EMP-01|2007|60", "Prévu", 2007, 2)]


def test_volunteering_balances_apart(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | déposée
    07-EMP-02 | déposée

    Budgets
    Action    | Compte | Prévu
    07-EMP-01 | 60     | 1 000
    07-EMP-01 | 74     | 1 500
    07-EMP-01 | 86     | 1 000
    07-EMP-01 | 87     | 500
    07-EMP-02 | 87     | 500
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : 1 000 € de charges prévues pour 1 500 € de produits",
        "« 07-EMP-01 » : 1 000 € de contributions prévues en 86 pour 500 € en 87",
        "« 07-EMP-02 » : 0 € de contributions prévues en 86 pour 500 € en 87",
    ]
    assert [a.cle[-2:] for a in anomalies] == ["60", "86", "87"]


def test_after_the_decision_it_only_alerts(contrat: Contrat) -> None:
    """
    Actions
    Code
    07-EMP-01

    Budgets
    Action    | Compte | Prévu | Réalisé
    07-EMP-01 | 60     | 1 000 | 900
    07-EMP-01 | 74     | 900   | 950
    """
    anomalies = list(check(contrat))

    assert [(a.champ, a.gravite) for a in anomalies] == [
        ("Prévu", Gravite.ALERTE),
        ("Réalisé", Gravite.ALERTE),
    ]


def test_the_cost_is_the_sum_of_the_charges(contrat: Contrat) -> None:
    """
    Actions
    Code      | Coût prévisionnel | Coût réalisé
    07-EMP-01 | 1 000             | 800
    07-EMP-02 | 1 000             | 900
    07-EMP-03 |                   |

    Budgets
    Action    | Compte | Prévu | Réalisé
    07-EMP-01 | 60     | 900   | 900
    07-EMP-01 | 74     | 900   | 900
    07-EMP-02 | 60     | 1 000 | 900
    07-EMP-02 | 74     | 1 000 | 900
    07-EMP-02 | 86     | 300   | 300
    07-EMP-02 | 87     | 300   | 300
    07-EMP-03 | 60     | 1 000 | 900
    07-EMP-03 | 74     | 1 000 | 900
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : coût de 1 000 € pour 900 € de charges prévues au budget",
        "« 07-EMP-01 » : coût de 800 € pour 900 € de charges réalisées au budget",
    ]
    assert [a.champ for a in anomalies] == ["Coût prévisionnel", "Coût réalisé"]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}


def test_an_unplanned_account_does_not_hide_the_plan(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | déposée

    Budgets
    Action    | Compte | Prévu | Réalisé
    07-EMP-01 | 60     | 1 000 | 1 000
    07-EMP-01 | 67     |       | 50
    07-EMP-01 | 74     | 900   | 1 050
    """
    assert [a.champ for a in check(contrat)] == ["Prévu"]


def test_what_is_unknown_or_dropped_is_not_judged(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | déposée
    07-EMP-02 | refusée
    07-EMP-03 | déposée
    07-EMP-04 |

    Budgets
    Action    | Compte | Prévu | Réalisé
    07-EMP-01 | 60     | 1 000 |
    07-EMP-01 | 74     |       |
    07-EMP-02 | 60     | 1 000 |
    07-EMP-03 | 60     | 1 000 |
    07-EMP-03 |        | 900   |
    07-EMP-04 | 60     | 1 000 |
    07-EMP-09 | 60     | 1 000 |
    """
    assert not list(check(contrat))
