from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.cofinancement_public import check
from tests.anomalies.feuille import constats, lieux


def test_public_aid_beyond_the_ceiling(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre                 | Valeur
    Plafond d'aides publiques | 80

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

    Actions
    Code      | Statut        | Coût prévisionnel
    07-EMP-01 | déposée       | 1 000
    07-EMP-02 | conventionnée | 1 000
    07-EMP-03 | programmée    | 1 000

    Financements
    Code | Action    | Partenaire | Nature          | Sollicité | Programmé
    F1   | 07-EMP-01 | VILLE      | spécifique      | 500       |
    F2   | 07-EMP-01 | ETAT       | droit commun    | 400       |
    F3   | 07-EMP-02 | ACSE       | spécifique      | 1 000     | 800,01
    F4   | 07-EMP-03 | ACSE       | spécifique      | 1 000     | 800,00
    F5   | 07-EMP-03 | VILLE      | autofinancement | 100       | 100
    F6   | 07-EMP-03 | FOND       | privé           | 100       | 100
    F7   | 07-EMP-03 | FLOU       | autre public    | 100       | 100
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : 900 € d'aides publiques sollicitées, soit 90,0 % du coût pour un plafond de 80 %",
        "« 07-EMP-02 » : 800,01 € d'aides publiques programmées, soit 80,0 % du coût pour un plafond de 80 %",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}
    assert lieux(anomalies[:1]) == [("tActions", "07-EMP-01|2007", "Coût prévisionnel", 2007, 2)]


def test_public_operators_unknown_costs_and_dropped_actions(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre                 | Valeur
    Plafond d'aides publiques | 80

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

    Actions
    Code      | Opérateur | Statut     | Coût prévisionnel
    07-EMP-01 | CDE       | programmée | 1 000
    07-EMP-02 | AIA       | programmée |
    07-EMP-03 | AIA       | programmée | 0
    07-EMP-04 | AIA       | refusée    | 1 000
    07-EMP-05 | AIA       |            | 1 000

    Financements
    Code | Action    | Sollicité | Programmé
    F1   | 07-EMP-01 | 1 000     | 1 000
    F2   | 07-EMP-02 | 1 000     | 1 000
    F3   | 07-EMP-03 | 1 000     | 1 000
    F4   | 07-EMP-04 | 1 000     | 1 000
    F5   | 07-EMP-05 | 1 000     | 1 000
    """
    assert not list(check(contrat))


def test_without_ceiling_nothing_is_compared(contrat: Contrat) -> None:
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

    Actions
    Code      | Coût prévisionnel
    07-EMP-01 | 1 000

    Financements
    Code | Programmé
    F1   | 1 000
    """
    assert not list(check(contrat))
