from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.evaluation_manquante import check
from tests.anomalies.feuille import constats, lieux


def test_none_is_said_once_from_31_march(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 31/03/2008

    Exercices
    Exercice | Statut
    2007     | en préparation

    Actions
    Code | Statut
    A    | programmée
    B    | soldée
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["2007 : aucune évaluation annuelle, pour 2 actions programmées"]
    assert lieux(anomalies) == [("tExercices", "2007", "Exercice", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_nothing_is_due_the_day_before(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 30/03/2008

    Actions
    Code | Statut
    A    | programmée
    """
    assert not list(check(contrat))


def test_nothing_is_due_without_a_situation(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | clos
    """
    assert not list(check(contrat))


def test_once_begun_each_action_left_out_is_named(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 31/03/2008

    Exercices
    Exercice | Statut
    2007     | en préparation

    Actions
    Code | Statut
    A    | soldée
    B    | programmée
    C    | abandonnée

    Évaluation actions
    Action | Type      | Suite à donner
    A      | annuelle  | poursuivre
    B      | triennale | poursuivre
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« B » : pas d'évaluation annuelle en 2007"]
    assert lieux(anomalies) == [("tActions", "B|2007", "Code", 2007, 3)]


def test_the_third_year_asks_for_a_triennial_evaluation(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 31/03/2010

    Exercices
    Exercice | Statut
    2007     | en préparation
    2008     | en préparation
    2009     | en préparation

    Actions
    Code | Exercice
    A    | 2009

    Évaluation actions
    Action | Exercice
    A      | 2009
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["2009 : aucune évaluation triennale, pour 1 action programmée"]
    assert lieux(anomalies) == [("tExercices", "2009", "Clôturé le", 2009, 4)]


def test_a_triennial_evaluation_decides_something(contrat: Contrat) -> None:
    """
    Évaluation actions
    Action    | Exercice | Type      | Suite à donner
    07-EMP-01 | 2007     | triennale |
    07-REU-01 | 2007     | annuelle  |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« 07-EMP-01 » : évaluation triennale sans suite à donner"]
    assert lieux(anomalies) == [
        ("tEvaluationActions", "07-EMP-01|2007|triennale", "Suite à donner", 2007, 2)
    ]


def test_the_governance_is_judged_on_every_criterion(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 31/03/2009

    Exercices
    Exercice | Statut
    2007     | ouvert
    2008     | ouvert

    Actions
    Code | Statut
    A    | refusée

    Évaluation gouvernance
    Exercice | Critère
    2007     | pilotage politique
    2007     | animation technique
    2007     | engagement des partenaires
    2007     | mobilisation du droit commun
    2007     | participation des habitants
    """
    anomalies = [a for a in check(contrat) if a.champ == "Statut"]

    assert constats(anomalies) == [
        "2007 : la gouvernance n'est pas évaluée sur : suivi et évaluation",
        "2008 : la gouvernance n'est pas évaluée",
    ]


def test_the_synthesis_is_sent_before_the_end_of_june(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 01/07/2009

    Exercices
    Exercice | Statut         | Synthèse diffusée le
    2006     | ouvert         | 30/06/2007
    2007     | en préparation |
    2008     | ouvert         |
    2009     | ouvert         |
    """
    anomalies = [a for a in check(contrat) if a.champ == "Synthèse diffusée le"]

    assert constats(anomalies) == ["2008 : la synthèse n'était pas diffusée au 30 juin 2009"]
    assert lieux(anomalies) == [("tExercices", "2008", "Synthèse diffusée le", 2008, 4)]
