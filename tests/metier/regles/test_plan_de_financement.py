from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.plan_de_financement import check
from tests.anomalies.feuille import constats, lieux


def test_what_is_asked_makes_the_cost(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut    | Coût prévisionnel
    07-EMP-01 | déposée   | 1 000,00
    07-EMP-02 | recevable | 1 000,00
    07-EMP-03 | proposée  | 1 000,00

    Financements
    Code | Action    | Nature                  | Sollicité
    F1   | 07-EMP-01 | spécifique              | 600,00
    F2   | 07-EMP-01 | autofinancement         | 399,99
    F3   | 07-EMP-02 | droit commun            | 1 000,01
    F4   | 07-EMP-03 | privé                   | 1 000,00
    F5   | 07-EMP-03 | contribution volontaire | 300,00
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : 999,99 € sollicités pour un coût de 1 000 €",
        "« 07-EMP-02 » : 1 000,01 € sollicités pour un coût de 1 000 €",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.BLOQUANTE}
    assert lieux(anomalies[:1]) == [("tActions", "07-EMP-01|2007", "Coût prévisionnel", 2007, 2)]


def test_after_the_decision_a_revised_budget_is_asked(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut        | Coût prévisionnel
    07-EMP-01 | programmée    | 1 000
    07-EMP-02 | conventionnée | 1 000
    07-EMP-03 | soldée        | 1 000

    Financements
    Code | Action    | Sollicité | Programmé
    F1   | 07-EMP-01 | 1 000     | 800
    F2   | 07-EMP-02 | 900       | 1 000
    F3   | 07-EMP-03 | 1 000     | 800
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 07-EMP-01 » : 800 € programmés pour un coût de 1 000 € : budget révisé à demander"
    ]
    assert anomalie.gravite is Gravite.ALERTE


def test_a_plan_not_complete_is_not_judged(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut     | Coût prévisionnel
    07-EMP-01 | déposée    |
    07-EMP-02 | déposée    | 1 000
    07-EMP-03 | déposée    | 1 000
    07-EMP-04 | déposée    | 1 000
    07-EMP-05 | programmée | 1 000
    07-EMP-06 | ajournée   | 1 000
    07-EMP-07 |            | 1 000

    Financements
    Code | Action    | Nature     | Sollicité | Programmé
    F1   | 07-EMP-01 | spécifique | 900       |
    F2   | 07-EMP-02 | spécifique | 900       |
    F3   | 07-EMP-02 | privé      |           |
    F4   | 07-EMP-03 |            | 900       |
    F5   | 07-EMP-05 | spécifique | 900       | 900
    F6   | 07-EMP-05 | privé      | 100       |
    F7   | 07-EMP-06 | spécifique | 900       |
    F8   | 07-EMP-07 | spécifique | 900       | 900
    """
    assert not list(check(contrat))
