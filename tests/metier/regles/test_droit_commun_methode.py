from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.droit_commun_methode import check
from tests.anomalies.feuille import constats, lieux


def test_an_estimate_says_how_it_was_made(contrat: Contrat) -> None:
    """
    Droit commun
    Code  | Statut  | Montant | Méthode | Clé | Fiabilité | Source
    DC-01 | estimé  | 5 000   |         |     |           |
    DC-02 | déclaré | 5 000   |         | 1 % |           | service
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« DC-01 » : droit commun estimé sans « Méthode », « Clé », « Fiabilité » et « Source »",
        "« DC-02 » : droit commun déclaré sans « Méthode » et « Fiabilité »",
    ]
    assert [a.gravite for a in anomalies] == [Gravite.BLOQUANTE, Gravite.ALERTE]
    assert lieux(anomalies)[0] == ("tDroitCommun", "DC-01", "Méthode", 2007, 2)


def test_what_is_observed_on_the_spot_needs_no_key(contrat: Contrat) -> None:
    """
    Droit commun
    Code  | Statut | Montant | ETP | Méthode                | Clé
    DC-01 | estimé | 5 000   |     | réel localisé          |
    DC-02 | estimé |         | 1,5 | réel par bénéficiaires | 12 %
    """
    assert not list(check(contrat))


def test_a_silence_carries_no_amount(contrat: Contrat) -> None:
    """
    Droit commun
    Code  | Statut          | Montant | ETP
    DC-01 | non communiqué  | 0       |
    DC-02 | non valorisable |         | 1,5
    DC-03 | néant           | 0       | 0
    DC-04 | néant           | 12      |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« DC-01 » : 0 € au statut non communiqué",
        "« DC-02 » : 1,5 ETP au statut non valorisable",
        "« DC-04 » : 12 € au statut néant",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.BLOQUANTE}
    assert [a.champ for a in anomalies] == ["Montant", "ETP", "Montant"]


def test_a_declaration_carries_something(contrat: Contrat) -> None:
    """
    Droit commun
    Code  | Statut  | Montant | Méthode
    DC-01 | déclaré |         | part forfaitaire
    DC-02 | déclaré |         | qualitatif
    DC-03 | déclaré | 800     | qualitatif
    """
    assert constats(check(contrat)) == [
        "« DC-01 » : statut déclaré sans montant ni ETP",
        "« DC-03 » : 800 € par une méthode qualitative, qui ne donne pas de montant",
    ]


def test_a_grade_is_that_of_its_method(contrat: Contrat) -> None:
    """
    Droit commun
    Code  | Montant | Méthode                | Fiabilité
    DC-01 | 10      | réel localisé          | B
    DC-02 | 10      | réel par bénéficiaires | B
    DC-03 | 10      | ETP et coût moyen      | B
    DC-04 | 10      | prorata de population  | B
    DC-05 | 10      | part forfaitaire       | C
    DC-06 | 10      | réel par bénéficiaires | C
    """
    anomalies = list(check(contrat))

    assert [a.cle for a in anomalies] == ["DC-01", "DC-04", "DC-06"]
    assert (
        constats(anomalies)[1]
        == "« DC-04 » : fiabilité B pour la méthode « prorata de population »"
    )
    assert anomalies[2].conseil.startswith("Choisissez A ou B,")


def test_a_new_method_does_not_compare(contrat: Contrat) -> None:
    """
    Droit commun
    Code  | Partenaire | Exercice | Dispositif | Montant | Méthode          | Fiabilité
    DC-01 | ETAT       | 2007     | REAAP      | 10      | réel localisé    | A
    DC-02 | ETAT       | 2008     | Reaap      | 20      | part forfaitaire | C
    DC-03 | VILLE      | 2008     | REAAP      | 20      | part forfaitaire | C
    DC-04 | ETAT       | 2008     | REAAP      | 20      | réel localisé    | A
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« DC-02 » : « Reaap » passe de la méthode « réel localisé » en 2007 à « part forfaitaire » en 2008"
    ]
    assert anomalies[0].gravite is Gravite.INFORMATION
