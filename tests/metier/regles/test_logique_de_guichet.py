from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.logique_de_guichet import check
from tests.anomalies.feuille import constats, lieux


def test_years_in_a_row_on_the_contract_alone(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre                   | Valeur
    Reconductions avant bascule | 2

    Actions
    Code | Exercice | Statut
    A    | 2007     | soldée
    A    | 2008     | programmée
    A    | 2009     | proposée
    B    | 2007     | soldée
    B    | 2008     | programmée
    C    | 2006     | soldée
    C    | 2008     | programmée

    Financements
    Code | Action | Exercice | Nature       | Programmé
    F1   | A      | 2007     | spécifique   | 10
    F2   | A      | 2008     | PRE          | 10
    F3   | B      | 2007     | spécifique   | 10
    F4   | B      | 2008     | spécifique   | 10
    F5   | B      | 2007     | droit commun | 10
    F6   | C      | 2006     | spécifique   | 10
    F7   | C      | 2008     | spécifique   | 10
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« A » : 2 ans de suite sur les seuls crédits du contrat, sans droit commun, de 2007 à 2008"
    ]
    assert lieux(anomalies) == [("tActions", "A|2008", "Reconduction", 2008, 3)]
    assert anomalies[0].gravite is Gravite.INFORMATION


def test_a_declaration_of_droit_commun_counts(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre                   | Valeur
    Reconductions avant bascule | 1

    Actions
    Code | Statut
    A    | programmée

    Financements
    Code | Action | Programmé
    F1   | A      | 10

    Droit commun
    Code  | Statut  | Action liée | Montant
    DC-01 | déclaré | A           | 1 000
    """
    assert not list(check(contrat))


def test_no_threshold_no_rule(contrat: Contrat) -> None:
    """
    Actions
    Code | Statut
    A    | programmée

    Financements
    Code | Action | Programmé
    F1   | A      | 10
    """
    assert not list(check(contrat))


def test_an_action_without_credits_is_not_counted(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre                   | Valeur
    Reconductions avant bascule | 0

    Actions
    Code | Statut
    A    | programmée
    """
    assert not list(check(contrat))
