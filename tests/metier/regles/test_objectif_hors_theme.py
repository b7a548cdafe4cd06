from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.objectif_hors_theme import check
from tests.anomalies.feuille import constats, lieux


def test_an_objective_of_another_theme(contrat: Contrat) -> None:
    """
    Actions
    Code      | Thème | Objectif
    07-EMP-01 | EMP   | REU1
    07-EMP-02 | EMP   | EMP1
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-01 » : l'objectif « REU1 » est du thème REU, l'action du thème EMP"
    ]
    assert lieux(anomalies) == [("tActions", "07-EMP-01|2007", "Objectif", 2007, 2)]


def test_what_is_unknown_is_not_judged(contrat: Contrat) -> None:
    """
    Actions
    Code      | Thème | Objectif
    07-EMP-01 |       | REU1
    07-EMP-02 | EMP   |
    07-EMP-03 | EMP   | XXX9
    """
    assert not list(check(contrat))
