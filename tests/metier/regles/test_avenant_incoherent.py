from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.avenant_incoherent import check
from tests.anomalies.feuille import constats, lieux


def test_what_is_signed_is_dated_and_past(contrat: Contrat) -> None:
    """
    Paramètres
    Paramètre    | Valeur
    Situation au | 30/06/2007

    Avenants
    Code | Date       | Statut | Enveloppe | Montant
    AV1  |            | signé  | 07-VILLE  | 10
    AV2  | 01/07/2007 | signé  | 07-VILLE  | 10
    AV3  | 30/06/2007 | signé  | 07-VILLE  | 10
    AV4  | 01/07/2007 | projet | 07-VILLE  | 10
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« AV1 » : signé sans date",
        "« AV2 » : signé le 01/07/2007, après la situation du 30/06/2007",
    ]
    assert lieux(anomalies)[0] == ("tAvenants", "AV1", "Date", 2007, 2)
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}


def test_without_a_situation_no_date_is_too_late(contrat: Contrat) -> None:
    """
    Avenants
    Code | Date       | Enveloppe | Montant
    AV1  | 01/07/2050 | 07-VILLE  | 10
    """
    assert not list(check(contrat))


def test_the_year_is_that_of_the_envelope(contrat: Contrat) -> None:
    """
    Avenants
    Code | Date       | Statut | Enveloppe | Exercice | Montant
    AV1  | 01/07/2007 | projet | 07-VILLE  | 2008     | 10
    AV2  | 01/07/2007 | projet | inconnue  | 2008     | 10
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« AV1 » : exercice 2008, mais l'enveloppe « 07-VILLE » est de 2007"
    ]
    assert lieux(anomalies) == [("tAvenants", "AV1", "Exercice", 2008, 2)]
