from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.compte_rendu_absent import check
from tests.anomalies.feuille import constats, lieux


def test_late_the_day_after_the_delay(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre             | Valeur
    Situation au          | 01/07/2008
    Délai de compte rendu | 6

    Actions
    Code      | Compte rendu le
    07-EMP-01 |
    07-EMP-02 | 30/06/2008
    07-EMP-03 |
    07-EMP-04 |

    Financements
    Code | Action    | Nature
    F1   | 07-EMP-01 | spécifique
    F2   | 07-EMP-02 | spécifique
    F3   | 07-EMP-03 | droit commun
    F4   | 07-EMP-04 | PRE

    Mouvements
    Financement | Stade       | Montant
    F1          | paiement    | 100
    F2          | paiement    | 100
    F3          | paiement    | 100
    F4          | paiement    | 100
    F4          | reversement | 100
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 07-EMP-01 » : 100 € payés, compte rendu financier non reçu au 01/07/2008, plus de 6 mois après la fin de 2007"
    ]
    assert anomalie.gravite is Gravite.ALERTE
    assert lieux([anomalie]) == [("tActions", "07-EMP-01|2007", "Compte rendu le", 2007, 2)]


def test_not_late_on_the_last_day(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre             | Valeur
    Situation au          | 30/06/2008
    Délai de compte rendu | 6

    Financements
    Code
    F1

    Mouvements
    Financement | Stade    | Montant
    F1          | paiement | 100
    """
    assert not list(check(contrat))


def test_a_renewal_waits_for_the_report(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut
    2007     | ouvert
    2008     | ouvert
    2009     | en préparation

    Paramètres
    Paramètre    | Valeur
    Situation au | 15/03/2009

    Actions
    Code      | Exercice | Statut
    07-EMP-01 | 2007     | conventionnée
    07-EMP-01 | 2008     | programmée
    07-EMP-02 | 2007     | conventionnée
    07-EMP-02 | 2008     | proposée
    07-EMP-03 | 2008     | conventionnée
    07-EMP-03 | 2009     | programmée

    Financements
    Code | Exercice | Action
    F1   | 2007     | 07-EMP-01
    F2   | 2007     | 07-EMP-02
    F3   | 2008     | 07-EMP-03

    Mouvements
    Financement | Stade    | Montant
    F1          | paiement | 100
    F2          | paiement | 100
    F3          | paiement | 100
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 07-EMP-01 » : programmée en 2008 sans compte rendu financier de 2007"
    ]
    assert anomalie.gravite is Gravite.BLOQUANTE
    assert lieux([anomalie]) == [("tActions", "07-EMP-01|2008", "Statut", 2008, 3)]


def test_the_year_must_be_over(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 31/12/2007

    Actions
    Code      | Exercice
    07-EMP-01 | 2007
    07-EMP-01 | 2008

    Financements
    Code
    F1

    Mouvements
    Financement | Stade    | Montant
    F1          | paiement | 100
    """
    assert not list(check(contrat))


def test_without_situation_nor_delay_only_renewals_are_judged(contrat: Contrat) -> None:
    """
    Actions
    Code      | Exercice
    07-EMP-01 | 2007
    07-EMP-01 | 2008

    Financements
    Code
    F1

    Mouvements
    Financement | Stade    | Montant
    F1          | paiement | 100
    """
    assert [a.champ for a in check(contrat)] == ["Statut"]


def test_a_funder_owes_itself_no_report(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre             | Valeur
    Situation au          | 01/07/2008
    Délai de compte rendu | 6

    Opérateurs
    Code | Partenaire lié
    DSU  | VILLE

    Financements
    Code | Partenaire
    F1   | VILLE

    Mouvements
    Financement | Stade    | Montant
    F1          | paiement | 100
    """
    assert not list(check(contrat))
