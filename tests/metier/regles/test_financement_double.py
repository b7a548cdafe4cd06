from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.financement_double import check
from tests.anomalies.feuille import constats, lieux


def test_the_same_money_under_two_codes(contrat: Contrat) -> None:
    """
    Financements
    Code | Partenaire | Nature       | Enveloppe
    F1   | VILLE      | spécifique   | 07-VILLE
    F2   | VILLE      | spécifique   | 07-VILLE
    F3   | VILLE      | spécifique   | 07-ETAT
    F4   | ETAT       | droit commun |
    F5   | ETAT       | droit commun |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« F2 » et « F1 » : même action, même exercice, même partenaire (VILLE) et même nature (spécifique)",
        "« F3 » et « F1 » : même action, même exercice, même partenaire (VILLE) et même nature (spécifique), sur deux enveloppes",
        "« F5 » et « F4 » : même action, même exercice, même partenaire (ETAT) et même nature (droit commun)",
    ]
    assert [a.gravite for a in anomalies] == [
        Gravite.BLOQUANTE,
        Gravite.ALERTE,
        Gravite.BLOQUANTE,
    ]
    assert lieux(anomalies[:1]) == [("tFinancements", "F2", "Nature", 2007, 3)]


def test_another_action_year_partner_or_nature_is_another_funding(contrat: Contrat) -> None:
    """
    Financements
    Code | Action    | Exercice | Partenaire | Nature
    F1   | 07-EMP-01 | 2007     | VILLE      | spécifique
    F2   | 07-REU-01 | 2007     | VILLE      | spécifique
    F3   | 07-EMP-01 | 2008     | VILLE      | spécifique
    F4   | 07-EMP-01 | 2007     | ACSE       | spécifique
    F5   | 07-EMP-01 | 2007     | VILLE      | droit commun
    """
    assert not list(check(contrat))


def test_half_typed_fundings_are_not_doubles(contrat: Contrat) -> None:
    """
    Financements
    Code | Action    | Exercice | Partenaire | Nature
    F1   |           | 2007     | VILLE      | spécifique
    F2   |           | 2007     | VILLE      | spécifique
    F3   | 07-EMP-01 | 2007     |            | spécifique
    F4   | 07-EMP-01 | 2007     |            | spécifique
    F5   | 07-EMP-01 | 2007     | VILLE      |
    F6   | 07-EMP-01 | 2007     | VILLE      |
    F7   | 07-EMP-01 |          | VILLE      | spécifique
    F8   | 07-EMP-01 |          | VILLE      | spécifique
    """
    assert not list(check(contrat))
