from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.enveloppe_absente import check
from tests.anomalies.feuille import constats, lieux


def test_a_signatory_without_envelope_is_told_once_a_year(contrat: Contrat) -> None:
    """
    Partenaires
    Code   | Libellé court | Groupe | Signataire
    ETAT   | État          | ETAT   | oui
    ACSE   | Acsé          | ETAT   | oui
    VILLE  | Ville         | VILLE  | oui
    REGION | Région        | REGION | oui
    DEPT   | Département   | DEPT   | oui
    CAF    | CAF           | CAF    | non

    Financements
    Code | Programmé
    F1   | 1 000
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "2007 : aucune enveloppe pour Région et Département, signataires du contrat"
    ]
    assert lieux(anomalies) == [("tExercices", "2007", "Exercice", 2007, 2)]


def test_to_be_defined_is_an_envelope(contrat: Contrat) -> None:
    """
    Partenaires
    Code  | Libellé court | Groupe | Signataire
    VILLE | Ville         | VILLE  | oui

    Enveloppes
    Code     | Statut     | Montant
    07-VILLE | à définir  |

    Financements
    Code | Programmé
    F1   | 1 000
    """
    assert not list(check(contrat))


def test_a_year_that_programmes_nothing_may_wait(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | en préparation
    2008     | ouvert

    Partenaires
    Code   | Libellé court | Groupe | Signataire
    REGION | Région        | REGION | oui

    Financements
    Code | Programmé
    F1   | 1 000
    """
    assert not list(check(contrat))
