from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.calendrier_copil import check
from tests.anomalies.feuille import constats, lieux


def test_no_meeting_in_the_first_quarter(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 01/04/2007

    Actions
    Code
    A

    Instances
    Code | Date       | Exercice programmé
    C1   | 01/04/2007 | 2007
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "2007 : aucun comité de pilotage ne s'est tenu au premier trimestre"
    ]
    assert lieux(anomalies) == [("tExercices", "2007", "Exercice", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_the_reminder_comes_on_1_march(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 01/03/2007

    Actions
    Code      | Statut
    07-EMP-01 | proposée
    """
    assert constats(check(contrat)) == [
        "2007 : aucun comité de pilotage n'est prévu avant le 31 mars"
    ]


def test_nothing_is_said_before_march_nor_when_one_is_planned(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 28/02/2008

    Actions
    Code      | Exercice | Statut
    07-EMP-01 | 2008     | proposée

    Exercices
    Exercice | Statut
    2008     | ouvert
    """
    assert not list(check(contrat))


def test_a_planned_meeting_answers_the_reminder(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 15/03/2007

    Actions
    Code      | Statut
    07-EMP-01 | proposée

    Instances
    Code | Statut | Date
    C1   | prévue | 31/03/2007
    """
    assert not list(check(contrat))


def test_without_a_situation_only_what_is_typed_is_judged(contrat: Contrat) -> None:
    """
    Actions
    Code
    A

    Instances
    Code | Date       | Coprésidence État
    C1   | 10/05/2007 |
    """
    assert constats(check(contrat)) == ["« C1 » : coprésidence de l'État non renseignée"]


def test_what_is_decided_was_decided_by_a_meeting(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 15/04/2007

    Instances
    Code | Type             | Statut  | Date       | Exercice programmé
    C1   | COPIL            | tenue   | 15/03/2007 |
    C2   | COPIL            | annulée | 20/03/2007 | 2007
    T1   | comité technique | tenue   | 20/03/2007 | 2007

    Actions
    Code | Statut
    A    | programmée
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["2007 : aucun comité de pilotage tenu n'a validé le programme"]
    assert lieux(anomalies) == [("tExercices", "2007", "Statut", 2007, 2)]


def test_the_second_year_evaluates_the_first(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 01/01/2009

    Actions
    Code
    A

    Instances
    Code | Date       | Exercice programmé | Exercice évalué
    C1   | 15/03/2007 | 2007               |
    C2   | 11/03/2008 | 2008               | 2008
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "2008 : aucun comité de pilotage tenu n'a évalué les actions de 2007"
    ]
    assert lieux(anomalies) == [("tExercices", "2008", "Synthèse diffusée le", 2008, 3)]


def test_a_full_calendar_says_nothing(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 31/12/2010

    Instances
    Code | Date       | Exercice programmé | Exercice évalué
    C1   | 01/01/2007 | 2007               |
    C2   | 31/03/2008 | 2008               | 2007

    Actions
    Code      | Date COPIL
    07-EMP-01 | 01/01/2007
    07-EMP-02 | 15/03/2006
    """
    assert not list(check(contrat))


def test_a_meeting_is_held_once_its_day_is_past(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 15/02/2007

    Actions
    Code      | Statut
    07-EMP-01 | proposée

    Instances
    Code | Type             | Statut | Date
    C1   | COPIL            | tenue  | 16/02/2007
    C2   | comité technique | prévue | 14/02/2007
    C3   | COPIL            | tenue  | 15/02/2007
    C4   | COPIL            | prévue | 15/02/2007
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« C1 » : réunion tenue le 16/02/2007, après la situation du 15/02/2007",
        "« C2 » : réunion prévue le 14/02/2007, avant la situation du 15/02/2007",
    ]
    assert [a.champ for a in anomalies] == ["Date", "Statut"]
    assert [a.exercice for a in anomalies] == [2007, 2007]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}


def test_an_absent_copresident_is_information(contrat: Contrat) -> None:
    """
    Actions
    Code
    A

    Instances
    Code | Date       | Coprésidence État | Coprésidence Ville | Coprésidence Région
    C1   | 10/03/2007 | absent            |                    | absent
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« C1 » : coprésidence de la Ville non renseignée",
        "« C1 » : réunion sans l'État et la Région",
    ]
    assert [a.gravite for a in anomalies] == [Gravite.ALERTE, Gravite.INFORMATION]
    assert [a.champ for a in anomalies] == ["Coprésidence Ville", "Coprésidence État"]


def test_an_action_is_decided_at_a_meeting(contrat: Contrat) -> None:
    """
    Instances
    Code | Date
    C1   | 15/03/2007

    Actions
    Code      | Date COPIL
    07-EMP-01 | 16/03/2007
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : décidée le 16/03/2007, où aucun comité de pilotage ne s'est tenu"
    ]
    assert lieux(anomalies) == [("tActions", "07-EMP-01|2007", "Date COPIL", 2007, 2)]
    assert "(15/03/2007)" in anomalies[0].conseil
