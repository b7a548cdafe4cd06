from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.dont_depasse import check
from tests.anomalies.feuille import constats, lieux


def test_the_contract_fits(contrat: Contrat) -> None:
    """442 000 of which 290 000."""
    assert not list(check(contrat))


def test_one_cent_over_is_over(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Partenaire | Nature     | Dont    | Montant
    07-ETAT | ETAT       | spécifique |         | 442 000,00
    07-PRE  | ETAT       | PRE        | 07-ETAT | 290 000,00
    07-VVV  | ACSE       | spécifique | 07-ETAT | 152 000,01
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-ETAT » : 442 000 €, mais « 07-PRE » et « 07-VVV », qu'elle comprend, en font 442 000,01 € : 0,01 € de trop"
    ]
    assert lieux(anomalies) == [("tEnveloppes", "07-ETAT", "Montant", 2007, 2)]


def test_signed_avenants_count(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Partenaire | Nature     | Dont    | Montant
    07-ETAT | ETAT       | spécifique |         | 442 000
    07-PRE  | ETAT       | PRE        | 07-ETAT | 450 000

    Avenants
    Code | Enveloppe | Montant
    AV1  | 07-ETAT   | 8 000
    """
    assert not list(check(contrat))


def test_unknown_amounts_are_not_compared(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Partenaire | Nature     | Dont    | Statut    | Référence | Montant
    07-ETAT | ETAT       | spécifique |         | référence | 442 000   |
    07-PRE  | ETAT       | PRE        | 07-ETAT | ferme     |           | 450 000
    """
    assert not list(check(contrat))


def test_known_parts_are_enough_to_overflow(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Partenaire | Nature     | Dont    | Montant
    07-ETAT | ETAT       | spécifique |         | 100
    07-PRE  | ETAT       | PRE        | 07-ETAT | 101
    07-VVV  | ETAT       | spécifique | 07-ETAT |
    """
    assert constats(check(contrat)) == [
        "« 07-ETAT » : 100 €, mais « 07-PRE », qu'elle comprend, en fait 101 € : 1 € de trop"
    ]


def test_a_part_belongs_to_the_same_year_and_partner(contrat: Contrat) -> None:
    """
    Enveloppes
    Code     | Exercice | Partenaire | Dont    | Montant
    07-ETAT  | 2007     | ETAT       |         | 442 000
    08-PRE   | 2008     | ETAT       | 07-ETAT | 0
    07-VILLE | 2007     | VILLE      | 07-ETAT | 0
    07-ACSE  | 2007     | ACSE       | 07-ETAT | 0
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 08-PRE » : de l'exercice 2008, ne peut être comprise dans « 07-ETAT », de l'exercice 2007",
        "« 07-VILLE » : du groupe VILLE, ne peut être comprise dans « 07-ETAT », du groupe ETAT",
    ]
    assert lieux(anomalies[:1]) == [("tEnveloppes", "08-PRE", "Dont", 2008, 3)]


def test_parts_do_not_nest_nor_turn_in_circles(contrat: Contrat) -> None:
    """
    Enveloppes
    Code | Dont
    A    | B
    B    | A
    C    | C
    D    | A
    """
    assert constats(check(contrat)) == [
        "« A » : « B » est elle-même un « dont » de « A »",
        "« B » : « A » est elle-même un « dont » de « B »",
        "« C » : l'enveloppe se désigne elle-même en « Dont »",
        "« D » : « A » est elle-même un « dont » de « B »",
    ]
