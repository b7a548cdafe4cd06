from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.mesure_incoherente import check
from tests.anomalies.feuille import constats, lieux


def test_a_value_has_a_source(contrat: Contrat) -> None:
    """
    Indicateurs
    Code
    R1

    Mesures
    Indicateur | Exercice | Cible | Réalisée | Source
    R1         | 2007     | 10    | 12,5     |
    R1         | 2008     | 10    |          |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« R1 » : 12,5 en « Réalisée » sans source"]
    assert lieux(anomalies) == [("tMesures", "R1|2007||ensemble", "Source", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_a_value_stays_within_its_bounds(contrat: Contrat) -> None:
    """
    Indicateurs
    Code | Unité | Minimum | Maximum
    R1   | %     | 0       | 100
    R2   | %     |         |

    Mesures
    Indicateur | Initiale | Cible | Réalisée
    R1         | -1       | 100   | 120
    R2         | -1       | 100   | 120
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« R1 » : -1 en « Initiale », sous le minimum de 0",
        "« R1 » : 120 en « Réalisée », au-dessus du maximum de 100",
    ]
    assert [a.champ for a in anomalies] == ["Initiale", "Réalisée"]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}


def test_women_and_men_make_the_whole(contrat: Contrat) -> None:
    """
    Indicateurs
    Code | Unité
    R1   | personnes
    R2   | taux d'emploi
    R3   | % des inscrits

    Mesures
    Indicateur | Quartier | Sexe     | Cible | Réalisée
    R1         | QO       | ensemble | 50    | 40
    R1         | QO       | femmes   |       | 25
    R1         | QO       | hommes   |       | 16
    R1         | CA       | ensemble | 50    | 40
    R1         | CA       | femmes   |       | 24
    R1         | CA       | hommes   |       | 16
    R1         |          | ensemble | 50    | 80
    R1         |          | femmes   |       | 49
    R2         |          | ensemble | 50    | 40
    R2         |          | femmes   |       | 38
    R2         |          | hommes   |       | 42
    R3         |          | ensemble | 50    | 40
    R3         |          | femmes   |       | 38
    R3         |          | hommes   |       | 42
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« R1 » : 25 femmes et 16 hommes pour un ensemble de 40"]
    assert lieux(anomalies) == [("tMesures", "R1|2007|QO|ensemble", "Réalisée", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_a_value_without_target_is_information(contrat: Contrat) -> None:
    """
    Indicateurs
    Code | Action    | Type
    R1   | 07-EMP-01 | résultat
    R2   | 07-EMP-01 | résultat
    R3   | 07-REU-01 | résultat
    C1   |           | contexte

    Mesures
    Indicateur | Cible | Réalisée
    R1         | 50    | 40
    R2         |       | 40
    R3         |       | 40
    C1         |       | 40
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == ["« R2 » : 40 en « Réalisée » sans cible"]
    assert anomalies[0].gravite is Gravite.INFORMATION
