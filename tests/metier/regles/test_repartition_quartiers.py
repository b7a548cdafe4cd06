from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.repartition_quartiers import check
from tests.anomalies.feuille import constats, lieux


def test_shares_make_a_hundred_percent(contrat: Contrat) -> None:
    """
    Actions
    Code
    07-EMP-01
    07-EMP-02
    07-EMP-03

    Répartition
    Action    | Quartier | Part
    07-EMP-01 | QO       | 60 %
    07-EMP-01 | CA       | 30 %
    07-EMP-02 | QO       | 50 %
    07-EMP-02 | CA       | 50,005 %
    07-EMP-03 | QO       | 50 %
    07-EMP-03 | CA       | 50,006 %
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : les parts font 90 % et non 100 %",
        "« 07-EMP-03 » : les parts font 100,01 % et non 100 %",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.BLOQUANTE}
    assert lieux(anomalies[:1]) == [("tRepartition", "07-EMP-01|2007|CA", "Total action", 2007, 3)]


def test_a_year_in_preparation_only_alerts(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2008     | en préparation

    Actions
    Code      | Exercice
    07-EMP-01 | 2008
    07-EMP-02 | 2008

    Répartition
    Action    | Exercice | Part
    07-EMP-01 | 2008     | 60 %

    Financements
    Code | Exercice | Action    | Programmé
    F1   | 2008     | 07-EMP-02 | 1 000
    """
    [anomalie] = check(contrat)

    assert anomalie.gravite is Gravite.ALERTE
    assert anomalie.champ == "Total action"


def test_realised_shares_are_all_known_or_none(contrat: Contrat) -> None:
    """
    Actions
    Code
    07-EMP-01
    07-EMP-02
    07-EMP-03

    Répartition
    Action    | Quartier | Part | Part réalisée
    07-EMP-01 | QO       | 50 % | 100 %
    07-EMP-01 | CA       | 50 % |
    07-EMP-02 | QO       | 50 % | 80 %
    07-EMP-02 | CA       | 50 % | 30 %
    07-EMP-03 | QO       | 50 % | 100 %
    07-EMP-03 | CA       | 50 % | 0 %
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : part réalisée inconnue pour 1 quartier sur 2 : les parts prévues servent",
        "« 07-EMP-02 » : les parts réalisées font 110 % et non 100 %",
    ]
    assert [a.gravite for a in anomalies] == [Gravite.ALERTE, Gravite.BLOQUANTE]


def test_a_quartier_belongs_to_the_contract_that_day(contrat: Contrat) -> None:
    """
    Quartiers
    Code | Valide du  | Valide au
    QO   | 01/01/2007 |
    CA   | 01/07/2007 |
    GR   |            | 30/06/2007

    Actions
    Code      | Date début
    07-EMP-01 |
    07-EMP-02 | 30/06/2007
    07-EMP-03 | 01/07/2007

    Répartition
    Action    | Quartier | Part
    07-EMP-01 | CA       | 50 %
    07-EMP-01 | GR       | 50 %
    07-EMP-02 | CA       | 50 %
    07-EMP-02 | GR       | 50 %
    07-EMP-03 | CA       | 50 %
    07-EMP-03 | GR       | 50 %
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-02 » : le quartier CA entre dans le contrat le 01/07/2007, l'action commence le 30/06/2007",
        "« 07-EMP-03 » : le quartier GR est sorti du contrat le 30/06/2007, l'action commence le 01/07/2007",
    ]
    assert {(a.champ, a.gravite) for a in anomalies} == {("Quartier", Gravite.BLOQUANTE)}


def test_contract_money_without_any_quartier(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | conventionnée
    07-EMP-02 | proposée
    07-EMP-03 | programmée

    Financements
    Code | Action    | Nature       | Programmé
    F1   | 07-EMP-01 | spécifique   | 1 000
    F2   | 07-EMP-01 | PRE          | 500
    F3   | 07-EMP-02 | spécifique   | 1 000
    F4   | 07-EMP-03 | droit commun | 1 000
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 07-EMP-01 » : 1 500 € programmés sans répartition par quartier, donc comptés « non réparti »"
    ]
    assert lieux([anomalie]) == [("tActions", "07-EMP-01|2007", "Programmé", 2007, 2)]
    assert anomalie.gravite is Gravite.ALERTE


def test_what_is_dropped_or_told_elsewhere_is_left_alone(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | refusée
    07-EMP-02 | programmée

    Répartition
    Action    | Quartier | Part
    07-EMP-01 | QO       | 10 %
    07-EMP-02 | QO       |
    07-EMP-02 | CA       | 10 %
    07-EMP-09 | QO       | 10 %
    """
    assert not list(check(contrat))
