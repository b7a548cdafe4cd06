from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.enveloppe_inconnue import check
from tests.anomalies.feuille import constats, lieux


def test_a_year_that_programmes_names_what_is_unknown(contrat: Contrat) -> None:
    """
    Enveloppes
    Code     | Partenaire | Nature     | Dont    | Statut    | Référence | Montant
    07-ETAT  | ETAT       | spécifique |         | référence | 442 000   |
    07-PRE   | ETAT       | PRE        | 07-ETAT | référence | 290 000   |
    07-VILLE | VILLE      | spécifique |         | ferme     |           | 121 000
    07-REG   | REGION     | spécifique |         | à définir |           |

    Financements
    Code | Nature       | Enveloppe | Programmé
    F1   | spécifique   | 07-VILLE  | 12 000
    F2   | droit commun |           | 3 000
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-ETAT » : sur une référence de 442 000 €, non notifiée ; les 12 000 € programmés en 2007 ne se comparent pas aux enveloppes de l'année",
        "« 07-REG » : à définir ; les 12 000 € programmés en 2007 ne se comparent pas aux enveloppes de l'année",
    ]
    assert lieux(anomalies)[1] == ("tEnveloppes", "07-REG", "Actualisé", 2007, 5)
    assert {a.gravite for a in anomalies} == {Gravite.INFORMATION}


def test_a_part_unknown_in_a_known_whole_is_told(contrat: Contrat) -> None:
    """
    Enveloppes
    Code    | Partenaire | Nature     | Dont    | Statut    | Référence | Montant
    07-ETAT | ETAT       | spécifique |         | ferme     |           | 442 000
    07-PRE  | ETAT       | PRE        | 07-ETAT | référence | 290 000   |

    Financements
    Code | Enveloppe | Programmé
    F1   | 07-ETAT   | 12 000
    """
    assert [a.cle for a in check(contrat)] == ["07-PRE"]


def test_a_year_that_programmes_nothing_is_not_compared(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Exercice | Partenaire | Statut    | Montant
    08-REG | 2008     | REGION     | à définir |

    Financements
    Code | Programmé
    F1   | 12 000
    """
    assert not list(check(contrat))


def test_what_other_rules_tell_is_left_to_them(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Partenaire | Statut    | Montant
    07-REG | REGION     | avenant   |
    07-A   | VILLE      | ferme     |
    07-B   | ETAT       | référence |

    Financements
    Code | Enveloppe | Programmé
    F1   | 07-A      | 12 000
    """
    assert not list(check(contrat))


def test_an_avenant_makes_it_known(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Partenaire | Statut    | Montant
    07-REG | REGION     | à définir |

    Avenants
    Code | Enveloppe | Montant
    AV1  | 07-REG    | 80 000

    Financements
    Code | Enveloppe | Programmé
    F1   | 07-REG    | 12 000
    """
    assert not list(check(contrat))
