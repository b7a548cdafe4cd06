from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.indicateur_sans_resultat import check
from tests.anomalies.feuille import constats, lieux


def test_doing_is_not_achieving(contrat: Contrat) -> None:
    """
    Actions
    Code | Statut
    A    | proposée
    B    | programmée
    C    | refusée

    Indicateurs
    Code | Action | Type
    A1   | A      | réalisation
    A2   | A      | moyens
    B1   | B      | réalisation
    B2   | B      | impact
    C1   | C      | réalisation
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« A » : aucun indicateur de résultat ni d'impact parmi 2"]
    assert lieux(anomalies) == [("tIndicateurs", "A1", "Type", None, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_a_year_over_is_measured(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 01/01/2008

    Actions
    Code | Exercice | Statut
    A    | 2007     | soldée
    A    | 2008     | programmée
    B    | 2007     | abandonnée

    Indicateurs
    Code | Action
    A1   | A
    A2   | A
    A3   | A
    B1   | B

    Mesures
    Indicateur | Exercice | Quartier | Sexe   | Cible | Réalisée
    A1         | 2007     | QO       | femmes |       | 0
    A2         | 2007     |          | femmes | 10    |
    A3         | 2008     |          | femmes | 10    | 10
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« A » : 2 indicateurs sur 3 sans valeur constatée en 2007 (A2 et A3)"
    ]
    assert lieux(anomalies) == [("tActions", "A|2007", "Code", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_a_closed_year_is_measured_whatever_the_day(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | clos
    2008     | ouvert

    Actions
    Code | Exercice
    A    | 2007
    A    | 2008

    Indicateurs
    Code | Action
    A1   | A
    """
    assert constats(check(contrat)) == [
        "« A » : 1 indicateur sur 1 sans valeur constatée en 2007 (A1)"
    ]
