from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.enveloppe_incoherente import check
from tests.anomalies.feuille import constats, lieux


def test_money_that_no_ceiling_holds(contrat: Contrat) -> None:
    """
    Financements
    Code | Nature     | Enveloppe | Sollicité | Programmé
    F1   | spécifique |           |           | 1 000
    F2   | PRE        |           | 1 000     |
    F3   | spécifique |           | 1 000     | 0
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« F1 » : 1 000 € programmés sans enveloppe"]
    assert lieux(anomalies) == [("tFinancements", "F1", "Enveloppe", 2007, 2)]


def test_an_envelope_of_another_partner_year_or_nature(contrat: Contrat) -> None:
    """
    Financements
    Code | Exercice | Partenaire | Nature     | Enveloppe
    F1   | 2007     | ACSE       | spécifique | 07-VILLE
    F2   | 2008     | ETAT       | PRE        | 07-VILLE
    F3   | 2007     | ACSE       | PRE        | 07-ETAT
    """
    assert constats(check(contrat)) == [
        "« F1 » : l'enveloppe « 07-VILLE » est du groupe VILLE et non ETAT",
        "« F2 » : l'enveloppe « 07-VILLE » est de l'exercice 2007 et non 2008, de nature spécifique et non PRE et du groupe VILLE et non ETAT",
        "« F3 » : l'enveloppe « 07-ETAT » est de nature spécifique et non PRE",
    ]


def test_partners_of_one_group_share_an_envelope(contrat: Contrat) -> None:
    """
    Financements
    Code | Partenaire | Nature     | Enveloppe | Programmé
    F1   | ACSE       | spécifique | 07-ETAT   | 1 000
    F2   | ETAT       | PRE        | 07-PRE    | 1 000
    """
    assert not list(check(contrat))


def test_droit_commun_consumes_no_envelope(contrat: Contrat) -> None:
    """
    Financements
    Code | Partenaire | Nature          | Enveloppe | Programmé
    F1   | ETAT       | droit commun    | 07-ETAT   | 1 000
    F2   | ETAT       | droit commun    |           | 1 000
    F3   | VILLE      | autofinancement |           | 1 000
    """
    assert constats(check(contrat)) == [
        "« F1 » : un financement de nature droit commun désigne l'enveloppe « 07-ETAT »"
    ]


def test_what_is_unknown_is_not_judged(contrat: Contrat) -> None:
    """
    Financements
    Code | Exercice | Partenaire | Nature     | Enveloppe | Programmé
    F1   |          |            | spécifique | 07-ETAT   | 1 000
    F2   | 2007     | VILLE      | spécifique | 07-XXX    | 1 000
    F3   | 2007     | VILLE      |            | 07-ETAT   | 1 000
    """
    assert not list(check(contrat))
