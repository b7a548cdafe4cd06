import pytest

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import EtatRetour
from cucs_xl.metier.regles.retour_en_retard import check
from tests.anomalies.feuille import constats, lieux


def test_the_day_after_the_deadline_is_late(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 16/02/2008

    Retours
    Modèle       | Destinataire | Action    | Exercice | Échéance   | État
    fiche action | DSU          | 07-EMP-01 | 2007     | 15/02/2008 | envoyé
    fiche action | CDE          | 07-REU-01 | 2007     | 16/02/2008 | envoyé
    crédits      | REGION       |           | 2007     | 31/01/2008 | relancé
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« DSU » : fiche action 2007 pour 07-EMP-01 attendue le 15/02/2008, rien reçu au 16/02/2008",
        "« REGION » : crédits 2007, réponse attendue le 31/01/2008, rien reçu au 16/02/2008",
    ]
    assert lieux(anomalies) == [
        ("tRetours", "fiche action|DSU|07-EMP-01|2007", "Échéance", 2007, 2),
        ("tRetours", "crédits|REGION||2007", "Échéance", 2007, 4),
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}


def test_without_a_deadline_or_a_situation_nothing_is_late(contrat: Contrat) -> None:
    """
    Retours
    Modèle       | Destinataire | Action    | Exercice | Échéance   | État
    fiche action | DSU          | 07-EMP-01 | 2007     | 15/02/2008 | envoyé
    """
    assert not list(check(contrat))
    sans = tuple(r._replace(echeance=None) for r in contrat.retours)
    assert not list(check(contrat._replace(retours=sans)))


@pytest.mark.parametrize(
    "etat", [e for e in EtatRetour if e not in {EtatRetour.ENVOYE, EtatRetour.RELANCE}]
)
def test_what_came_back_is_not_late(etat: EtatRetour, contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 30/06/2008

    Retours
    Modèle       | Destinataire | Action    | Exercice | Échéance   | État
    fiche action | DSU          | 07-EMP-01 | 2007     | 15/02/2008 | envoyé
    """
    assert list(check(contrat))
    recus = tuple(r._replace(etat=etat) for r in contrat.retours)
    assert not list(check(contrat._replace(retours=recus)))
