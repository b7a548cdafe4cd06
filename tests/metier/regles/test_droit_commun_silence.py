from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import EtatRetour
from cucs_xl.metier.regles.droit_commun_silence import check
from tests.anomalies.feuille import constats, lieux


def test_a_year_over_names_who_said_nothing(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 01/01/2008

    Droit commun
    Code  | Partenaire | Exercice | Statut  | Montant
    DC-01 | VILLE      | 2007     | déclaré | 1 000
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["2007 : rien n'est dit du droit commun de État et Région"]
    assert lieux(anomalies) == [("tExercices", "2007", "Exercice", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_a_year_is_not_over_before_its_end(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 31/12/2007
    """
    assert not list(check(contrat))


def test_without_a_situation_nothing_is_late(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | clos
    """
    assert not list(check(contrat))


def test_a_year_in_preparation_owes_nothing(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 30/06/2009

    Exercices
    Exercice | Statut
    2007     | en préparation
    """
    assert not list(check(contrat))


def test_a_member_answers_for_its_head_and_a_silence_noted_is_told(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 30/06/2008

    Droit commun
    Code  | Partenaire | Exercice | Statut         | Montant
    DC-01 | ACSE       | 2007     | déclaré        | 1 000
    DC-02 | VILLE      | 2007     | néant          |
    DC-03 | REGION     | 2007     | non communiqué |
    """
    assert not list(check(contrat))


def test_a_service_that_funds_answers_for_itself(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 30/06/2008

    Partenaires
    Code  | Groupe | Type | Public | Signataire
    ETAT  | ETAT   | État | oui    | oui
    ACSE  | ETAT   | État | oui    | oui
    DDASS | ETAT   | État | oui    | non
    IA    | ETAT   | État | oui    | non
    OPER  | OPER   | privé| non    | non
    BAIL  | BAIL   | privé| non    | oui

    Financements
    Code | Partenaire | Nature       | Enveloppe
    F1   | ACSE       | spécifique   | 07-ETAT
    F2   | DDASS      | droit commun |

    Droit commun
    Code  | Partenaire | Exercice | Statut  | Montant
    DC-01 | ETAT       | 2007     | déclaré | 1 000
    """
    assert constats(check(contrat)) == ["2007 : rien n'est dit du droit commun de DDASS et BAIL"]


def test_a_sheet_sent_and_not_returned_is_a_silence_noted(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 30/06/2008

    Droit commun
    Code  | Partenaire | Exercice | Statut  | Montant
    DC-01 | ETAT       | 2007     | déclaré | 1 000

    Retours
    Modèle       | Destinataire | Exercice | État
    crédits      | REGION       | 2007     | relancé
    crédits      | REGION       | 2008     | envoyé
    fiche action | VILLE        | 2007     | envoyé
    """
    anomalies = [a for a in check(contrat) if a.exercice == 2007]

    assert constats(anomalies) == ["2007 : rien n'est dit du droit commun de Ville"]
    recus = tuple(r._replace(etat=EtatRetour.INCOMPLET) for r in contrat.retours)
    assert constats(a for a in check(contrat._replace(retours=recus)) if a.exercice == 2007) == [
        "2007 : rien n'est dit du droit commun de Ville et Région"
    ]
