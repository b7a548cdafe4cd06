from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.variation_annuelle import check
from tests.anomalies.feuille import constats, lieux


def test_an_action_beyond_the_threshold(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre          | Valeur
    Seuil de variation | 30

    Actions
    Code | Exercice
    A    | 2007
    A    | 2008
    B    | 2007
    B    | 2008

    Financements
    Code | Action | Exercice | Nature       | Programmé
    F1   | A      | 2007     | spécifique   | 6 000
    F2   | A      | 2007     | PRE          | 4 000
    F3   | A      | 2008     | spécifique   | 6 999,99
    F4   | A      | 2008     | droit commun | 5 000
    F5   | B      | 2007     | spécifique   | 10 000
    F6   | B      | 2008     | spécifique   | 13 000
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« A » : 6 999,99 € programmés en 2008 pour 10 000 € en 2007, soit -30,0 %, au-delà de 30 %"
    ]
    assert lieux(anomalies) == [("tActions", "A|2008", "Programmé", 2008, 3)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_no_threshold_no_rule(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre          | Valeur
    Seuil de variation |

    Enveloppes
    Code     | Exercice | Montant
    07-VILLE | 2007     | 121 000
    08-VILLE | 2008     | 1
    """
    assert not list(check(contrat))


def test_an_envelope_beyond_the_threshold(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre          | Valeur
    Seuil de variation | 10

    Enveloppes
    Code     | Exercice | Partenaire | Nature     | Dont    | Statut    | Référence | Montant
    07-ETAT  | 2007     | ETAT       | spécifique |         | ferme     |           | 442 000
    08-ETAT  | 2008     | ETAT       | spécifique |         | notifié   | 442 000   | 300 000
    07-PRE   | 2007     | ETAT       | PRE        | 07-ETAT | ferme     |           | 290 000
    08-PRE   | 2008     | ETAT       | PRE        | 08-ETAT | référence | 290 000   |
    07-VILLE | 2007     | VILLE      | spécifique |         | ferme     |           | 121 000
    08-VILLE | 2008     | VILLE      | spécifique |         | ferme     |           | 121 000

    Avenants
    Code | Enveloppe | Exercice | Montant
    AV1  | 08-VILLE  | 2008     | 12 100,01
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 08-VILLE » : 133 100,01 € en 2008 pour 121 000 € en 2007, soit +10,0 %, au-delà de 10 %"
    ]
    assert lieux(anomalies) == [("tEnveloppes", "08-VILLE", "Actualisé", 2008, 7)]


def test_a_start_from_nothing_has_no_rate(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre          | Valeur
    Seuil de variation | 30

    Enveloppes
    Code     | Exercice | Montant
    07-VILLE | 2007     | 0
    08-VILLE | 2008     | 121 000
    """
    assert not list(check(contrat))
