from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.seuil_convention import check
from tests.anomalies.feuille import constats, lieux


def test_the_lines_of_a_heading_are_summed(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre           | Valeur
    Seuil de convention | 23000

    Partenaires
    Code  | Groupe | Type    | Public
    ETAT  | ETAT   | État    | oui
    ACSE  | ETAT   | État    | oui
    VILLE | VILLE  | commune | oui
    FOND  | FOND   | privé   | non
    FLOU  | FLOU   | privé   |

    Opérateurs
    Code | Statut juridique
    AIA  | association
    ENT  | entreprise

    Actions
    Code      | Opérateur
    07-EMP-01 | AIA
    07-EMP-02 | AIA
    07-EMP-03 | ENT

    Financements
    Code | Action    | Partenaire | Nature       | Programmé
    F2   | 07-EMP-01 | ACSE       | spécifique   | 13 000,00
    F1   | 07-EMP-02 | ETAT       | droit commun | 10 000,01
    F3   | 07-EMP-02 | VILLE      | spécifique   | 23 000,00
    F4   | 07-EMP-03 | VILLE      | spécifique   | 30 000,00
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« AIA » reçoit 23 000,01 € du groupe ETAT en 2007 en 2 financements : au-delà de 23 000 €, convention et publication",
        "« ENT » reçoit 30 000 € du groupe VILLE en 2007 : au-delà de 23 000 €, convention et publication",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}
    assert lieux(anomalies[:1]) == [("tFinancements", "F1", "Programmé", 2007, 3)]


def test_what_is_no_public_aid_to_a_private_body(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | ouvert
    2008     | en préparation

    Paramètres
    Paramètre           | Valeur
    Seuil de convention | 23000

    Partenaires
    Code  | Groupe | Type    | Public
    ETAT  | ETAT   | État    | oui
    ACSE  | ETAT   | État    | oui
    VILLE | VILLE  | commune | oui
    FOND  | FOND   | privé   | non
    FLOU  | FLOU   | privé   |

    Opérateurs
    Code | Statut juridique
    AIA  | association
    CDE  | établissement public
    INC  |

    Actions
    Code      | Exercice | Opérateur | Statut
    07-EMP-01 | 2007     | AIA       | programmée
    07-EMP-02 | 2007     | CDE       | programmée
    07-EMP-03 | 2007     | INC       | programmée
    07-EMP-04 | 2007     | AIA       | proposée
    07-EMP-05 | 2008     | AIA       | programmée

    Financements
    Code | Exercice | Action    | Partenaire | Nature                  | Programmé
    F1   | 2007     | 07-EMP-01 | FOND       | privé                   | 50 000
    F2   | 2007     | 07-EMP-01 | FLOU       | autre public            | 50 000
    F3   | 2007     | 07-EMP-01 | VILLE      | autofinancement         | 50 000
    F4   | 2007     | 07-EMP-01 | VILLE      | contribution volontaire | 50 000
    F5   | 2007     | 07-EMP-02 | VILLE      | spécifique              | 50 000
    F6   | 2007     | 07-EMP-03 | VILLE      | spécifique              | 50 000
    F7   | 2007     | 07-EMP-04 | VILLE      | spécifique              | 50 000
    F8   | 2008     | 07-EMP-05 | VILLE      | spécifique              | 50 000
    F9   | 2007     | 07-EMP-01 | VILLE      | spécifique              |
    """
    assert not list(check(contrat))


def test_without_threshold_nothing_is_asked(contrat: Contrat) -> None:
    """

    Partenaires
    Code  | Groupe | Type    | Public
    ETAT  | ETAT   | État    | oui
    ACSE  | ETAT   | État    | oui
    VILLE | VILLE  | commune | oui
    FOND  | FOND   | privé   | non
    FLOU  | FLOU   | privé   |

    Opérateurs
    Code | Statut juridique
    DSU  | association

    Financements
    Code | Programmé
    F1   | 50 000
    """
    assert not list(check(contrat))
