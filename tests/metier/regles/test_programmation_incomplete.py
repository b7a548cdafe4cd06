from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.programmation_incomplete import check
from tests.anomalies.feuille import constats, lieux


def test_each_missing_thing_is_told_once(contrat: Contrat) -> None:
    """
    Actions
    Code
    07-EMP-01
    07-EMP-02
    """
    anomalies = list(check(contrat))

    assert constats(anomalies[:3]) == [
        "« 07-EMP-01 » : programmée sans date de COPIL",
        "« 07-EMP-01 » : programmée sans aucun financement",
        "« 07-EMP-01 » : programmée sans aucun indicateur",
    ]
    assert [(a.cle, a.champ) for a in anomalies] == [
        ("07-EMP-01|2007", "Date COPIL"),
        ("07-EMP-01|2007", "Programmé"),
        ("07-EMP-01|2007", "Objectif"),
        ("07-EMP-02|2007", "Date COPIL"),
        ("07-EMP-02|2007", "Programmé"),
        ("07-EMP-02|2007", "Objectif"),
        ("DSU", "SIRET"),
    ]
    assert constats(anomalies[-1:]) == [
        "« DSU » : ni SIRET ni RNA pour un opérateur qui porte 2 actions au programme"
    ]
    assert lieux(anomalies[-1:]) == [("tOperateurs", "DSU", "SIRET", None, 2)]
    assert {a.champ for a in anomalies if a.gravite is Gravite.BLOQUANTE} == {"Date COPIL"}


def test_a_complete_action_is_silent(contrat: Contrat) -> None:
    """
    Opérateurs
    Code | SIRET          | RNA | Partenaire lié
    DSU  | 21260198300019 |     |

    Actions
    Code      | Statut | Date COPIL
    07-EMP-01 | soldée | 15/03/2007

    Financements
    Code | Programmé
    F1   | 1 000

    Indicateurs
    Code | Action
    I1   | 07-EMP-01
    I2   | 07-EMP-01

    Mesures
    Indicateur | Initiale | Cible
    I1         | 12       |
    I2         |          | 0
    """
    assert not list(check(contrat))


def test_an_indicator_needs_a_target_that_year(contrat: Contrat) -> None:
    """
    Opérateurs
    Code | RNA
    DSU  | W123456789

    Actions
    Code      | Exercice | Date COPIL
    07-EMP-01 | 2007     | 15/03/2007
    07-EMP-01 | 2008     | 15/03/2008

    Financements
    Code | Exercice | Programmé
    F1   | 2007     | 1 000
    F2   | 2008     | 1 000

    Indicateurs
    Code | Action
    I1   | 07-EMP-01
    I2   | 07-EMP-01

    Mesures
    Indicateur | Exercice | Cible
    I1         | 2007     | 12
    I1         | 2008     |
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == ["« 07-EMP-01 » : aucune cible en 2008 pour ses 2 indicateurs"]
    assert lieux([anomalie]) == [("tActions", "07-EMP-01|2008", "Objectif", 2008, 3)]


def test_a_service_has_the_identifier_of_its_partner(contrat: Contrat) -> None:
    """
    Partenaires
    Code  | SIRET
    VILLE | 21260198300019
    ETAT  |

    Opérateurs
    Code | Partenaire lié
    DSU  | VILLE
    DDE  | ETAT
    LIB  |

    Actions
    Code      | Opérateur
    07-EMP-01 | DSU
    07-EMP-02 | DDE
    """
    assert [a.cle for a in check(contrat) if a.champ == "SIRET"] == ["DDE"]


def test_what_is_not_decided_or_in_preparation_is_left_alone(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | ouvert
    2008     | en préparation

    Actions
    Code      | Exercice | Statut
    07-EMP-01 | 2008     | programmée
    07-EMP-02 | 2007     | proposée
    07-EMP-03 | 2007     | refusée
    07-EMP-04 |          | programmée
    07-EMP-05 | 2007     |
    """
    assert not list(check(contrat))
