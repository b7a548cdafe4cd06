from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.action_mere import check
from tests.anomalies.feuille import constats, lieux


def test_an_action_is_not_part_of_itself(contrat: Contrat) -> None:
    """
    Actions
    Code | Exercice | Action mère
    A5   | 2007     | A2
    A1   | 2007     | A1
    A2   | 2007     | A3
    A3   | 2007     | A4
    A4   | 2007     | A2
    A6   | 2007     | A7
    A7   | 2008     | A6
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« A1 » est sa propre action mère",
        "« A2 » est sa propre part, par « A3 » et « A4 »",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.BLOQUANTE}
    assert lieux(anomalies[:1]) == [("tActions", "A1|2007", "Action mère", 2007, 3)]


def test_money_on_both_sides_is_counted_twice(contrat: Contrat) -> None:
    """
    Actions
    Code | Action mère
    A1   |
    A2   | A1
    A3   | A1

    Financements
    Code | Action | Partenaire | Programmé
    F1   | A1     | VILLE      | 100
    F2   | A2     | VILLE      | 100
    F3   | A3     | VILLE      | 30
    F4   | A1     | ACSE       | 100
    F5   | A2     | ACSE       | 60
    F6   | A3     | ACSE       | 40
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« F1 » : 100 € programmés sur l'action, et autant sur sa part (« F2 »)",
        "« F4 » : 100 € programmés sur l'action, et autant sur sa part (« F5 » et « F6 »)",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}
    assert lieux(anomalies[:1]) == [("tFinancements", "F1", "Programmé", 2007, 2)]


def test_money_shared_between_action_and_part_is_not_doubled(contrat: Contrat) -> None:
    """
    Actions
    Code | Exercice | Action mère | Statut
    A1   | 2007     |             | programmée
    A2   | 2007     | A1          | programmée
    A3   | 2007     | A1          | refusée
    A4   | 2008     | A1          | programmée
    A5   | 2007     |             | refusée
    A6   | 2007     | A5          | programmée

    Financements
    Code | Exercice | Action | Partenaire | Nature       | Programmé
    F1   | 2007     | A1     | VILLE      | spécifique   | 100
    F2   | 2007     | A2     | VILLE      | spécifique   | 60
    F3   | 2007     | A2     | ACSE       | spécifique   | 100
    F4   | 2007     | A2     | VILLE      | droit commun | 100
    F5   | 2007     | A3     | VILLE      | spécifique   | 100
    F6   | 2008     | A4     | VILLE      | spécifique   | 100
    F7   | 2007     | A5     | VILLE      | spécifique   | 100
    F8   | 2007     | A6     | VILLE      | spécifique   | 100
    F9   | 2007     | A1     | VILLE      | PRE          | 0
    G1   | 2007     | A2     | VILLE      | PRE          | 0
    """
    assert not list(check(contrat))
