from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.credits_lolf import check
from tests.anomalies.feuille import constats, lieux


def test_the_parts_weigh_on_the_ae_of_the_whole(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Partenaire | Nature     | Dont    | Montant | AE      | CP
    07-ETAT | ETAT       | spécifique |         | 442 000 | 442 000 |
    07-PRE  | ETAT       | PRE        | 07-ETAT | 290 000 | 290 000 | 100

    Financements
    Code | Partenaire | Nature     | Enveloppe | Programmé
    F1   | ETAT       | spécifique | 07-ETAT   | 152 000
    F2   | ETAT       | PRE        | 07-PRE    | 290 000

    Mouvements
    Financement | Stade      | Montant
    F1          | engagement | 160 000,01
    F1          | dégagement | -8 000
    F2          | engagement | 290 000
    F2          | paiement   | 100
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« 07-ETAT » : 442 000,01 € engagés pour 442 000 € d'AE"]
    assert lieux(anomalies) == [("tEnveloppes", "07-ETAT", "Engagé", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_cp_bear_the_payments_of_their_year_whatever_the_programme(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Exercice | Partenaire | Montant | CP
    07-ETAT | 2007     | ETAT       | 1 000   | 600
    08-ETAT | 2008     | ETAT       | 1 000   | 600

    Actions
    Code      | Exercice
    07-EMP-01 | 2007
    07-EMP-01 | 2008

    Financements
    Code | Exercice | Partenaire | Enveloppe | Programmé
    F1   | 2007     | ETAT       | 07-ETAT   | 1 000
    F2   | 2008     | ETAT       | 08-ETAT   | 1 000

    Mouvements
    Financement | Stade    | Exercice comptable | Montant
    F1          | paiement | 2007               | 600
    F1          | paiement | 2008               | 400
    F2          | paiement | 2008               | 200,01
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 08-ETAT » : 600,01 € payés en 2008, tous programmes, pour 600 € de CP"
    ]
    assert [a.champ for a in anomalies] == ["Payé"]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_ae_that_differ_from_the_envelope_are_information(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Partenaire | Montant | AE
    07-ETAT | ETAT       | 1 000   | 900
    07-REG  | REGION     |         | 900
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« 07-ETAT » : 900 € d'AE pour une enveloppe de 1 000 €"]
    assert anomalies[0].gravite is Gravite.INFORMATION
    assert anomalies[0].champ == "AE"
