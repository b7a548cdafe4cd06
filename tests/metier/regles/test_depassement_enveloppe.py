from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.depassement_enveloppe import check
from tests.anomalies.feuille import constats, lieux


def test_one_cent_over_is_over(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 60 000,00
    F2   | 61 000,01
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 07-VILLE » : 121 000,01 € programmés pour un plafond de 121 000 € : 0,01 € de trop"
    ]
    assert anomalie.gravite is Gravite.BLOQUANTE
    assert lieux([anomalie]) == [("tEnveloppes", "07-VILLE", "Programmé", 2007, 4)]


def test_all_of_it_is_not_too_much(contrat: Contrat) -> None:
    """
    Financements
    Code | Sollicité | Programmé
    F1   | 200 000   | 121 000
    """
    assert not list(check(contrat))


def test_the_state_may_programme_152_000_outside_the_pre(contrat: Contrat) -> None:
    """
    Financements
    Code | Partenaire | Nature     | Enveloppe | Programmé
    F1   | ACSE       | spécifique | 07-ETAT   | 152 000
    F2   | ACSE       | PRE        | 07-PRE    | 290 000
    F3   | ETAT       | spécifique | 07-ETAT   | 1
    """
    assert constats(check(contrat)) == [
        "« 07-ETAT » : 152 001 € programmés pour un plafond de 152 000 € : 1 € de trop"
    ]


def test_a_year_in_preparation_is_a_simulation(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | en préparation

    Financements
    Code | Programmé
    F1   | 130 000
    """
    [anomalie] = check(contrat)

    assert anomalie.gravite is Gravite.ALERTE


def test_a_closed_year_blocks(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | clos

    Financements
    Code | Programmé
    F1   | 130 000
    """
    [anomalie] = check(contrat)

    assert anomalie.gravite is Gravite.BLOQUANTE


def test_a_reference_stands_for_what_is_not_notified(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Exercice | Partenaire | Nature     | Dont    | Statut    | Référence | Montant
    08-ETAT | 2008     | ETAT       | spécifique |         | référence | 442 000   |
    08-PRE  | 2008     | ETAT       | PRE        | 08-ETAT | référence | 290 000   |

    Financements
    Code | Exercice | Partenaire | Nature     | Enveloppe | Programmé
    F1   | 2008     | ETAT       | spécifique | 08-ETAT   | 152 000,01
    F2   | 2008     | ETAT       | PRE        | 08-PRE    | 290 000
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 08-ETAT » : 152 000,01 € programmés pour une référence non notifiée de 152 000 € : 0,01 € de trop"
    ]
    assert anomalie.gravite is Gravite.ALERTE


def test_a_notified_envelope_less_a_part_still_announced(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Exercice | Partenaire | Nature     | Dont    | Statut    | Référence | Montant
    08-ETAT | 2008     | ETAT       | spécifique |         | notifié   | 442 000   | 430 000
    08-PRE  | 2008     | ETAT       | PRE        | 08-ETAT | référence | 290 000   |

    Financements
    Code | Exercice | Partenaire | Nature     | Enveloppe | Programmé
    F1   | 2008     | ETAT       | spécifique | 08-ETAT   | 141 000
    """
    assert constats(check(contrat)) == [
        "« 08-ETAT » : 141 000 € programmés pour une référence non notifiée de 140 000 € : 1 000 € de trop"
    ]


def test_nothing_is_said_of_an_unknown_ceiling(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Partenaire | Statut
    07-REG | REGION     | à définir

    Financements
    Code | Partenaire | Enveloppe | Programmé
    F1   | REGION     | 07-REG    | 1 000 000
    """
    assert not list(check(contrat))
