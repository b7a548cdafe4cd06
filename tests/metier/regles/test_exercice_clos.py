from datetime import date

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.cloture import close
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.exercice_clos import check
from tests.anomalies.feuille import constats, lieux


def test_a_closed_year_that_did_not_change(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 1 000
    """
    clos = contrat._replace(exercices=close(contrat, 2007, date(2008, 1, 31)))

    assert not list(check(clos))


def test_a_closed_year_that_changed_blocks(contrat: Contrat) -> None:
    """
    Financements
    Code | Programmé
    F1   | 1 000
    """
    clos = contrat._replace(exercices=close(contrat, 2007, date(2008, 1, 31)))
    change = clos._replace(financements=(clos.financements[0]._replace(programme=100001),))
    anomalies = list(check(change))

    assert constats(anomalies) == ["2007 : des lignes ont changé depuis la clôture"]
    assert lieux(anomalies) == [("tExercices", "2007", "Empreinte", 2007, 2)]
    assert anomalies[0].gravite is Gravite.BLOQUANTE


def test_a_closing_by_hand_is_told(contrat: Contrat) -> None:
    """
    Exercices
    Exercice | Statut         | Clôturé le | Reste à payer
    2007     | clos           | 31/01/2008 | 0
    2008     | ouvert         | 31/01/2009 |
    2009     | en préparation |            |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "2007 : clos à la main, sans « Empreinte »",
        "2008 : au statut ouvert mais « Clôturé le » d'une clôture",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}
    assert {a.champ for a in anomalies} == {"Statut"}
