from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.double_comptage import check
from tests.anomalies.feuille import constats, lieux


def test_the_same_means_on_both_sides(contrat: Contrat) -> None:
    """
    Financements
    Code | Partenaire | Nature       | Programmé
    F1   | ETAT       | droit commun | 8 000
    F2   | REGION     | droit commun | 10 000
    F3   | REGION     | droit commun | 10 000

    Droit commun
    Code | Partenaire | Statut  | Action liée | Montant
    D1   | ETAT       | déclaré | 07-EMP-01   | 8 500
    D2   | REGION     | estimé  |             | 10 000
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« D1 » : 8 500 € déclarés par ETAT pour l'action « 07-EMP-01 », que finance déjà « F1 »",
        "« D2 » : 10 000 € déclarés par REGION, comme par « F2 » et « F3 »",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}
    assert lieux(anomalies) == [
        ("tDroitCommun", "D1", "Action liée", 2007, 2),
        ("tDroitCommun", "D2", "Montant", 2007, 3),
    ]


def test_other_means_are_not_doubles(contrat: Contrat) -> None:
    """
    Actions
    Code      | Statut
    07-EMP-01 | programmée
    07-EMP-02 | refusée

    Financements
    Code | Exercice | Action    | Partenaire | Nature       | Programmé
    F1   | 2007     | 07-EMP-01 | ETAT       | droit commun | 8 000
    F2   | 2007     | 07-EMP-01 | VILLE      | spécifique   | 5 000
    F3   | 2007     | 07-EMP-02 | REGION     | droit commun | 3 000
    F4   | 2007     | 07-EMP-01 | ACSE       | droit commun |

    Droit commun
    Code | Partenaire | Exercice | Statut           | Action liée | Montant
    D1   | ETAT       | 2007     | déclaré          | 07-REU-01   | 8 000
    D2   | ETAT       | 2007     | déclaré          |             | 8 000,01
    D3   | ETAT       | 2008     | déclaré          |             | 8 000
    D4   | VILLE      | 2007     | déclaré          |             | 5 000
    D5   | REGION     | 2007     | déclaré          |             | 3 000
    D6   | ACSE       | 2007     | déclaré          | 07-EMP-01   | 3 000
    D7   | ETAT       | 2007     | non valorisable  | 07-EMP-01   | 8 000
    D8   | ETAT       | 2007     | non communiqué   | 07-EMP-01   |
    D9   |            | 2007     | déclaré          | 07-EMP-01   | 8 000
    """
    assert not list(check(contrat))
