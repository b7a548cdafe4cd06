from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.nature_dispositif import check
from tests.anomalies.feuille import constats, lieux


def test_pre_credits_stay_on_pre_actions(contrat: Contrat) -> None:
    """
    Financements
    Code | Action    | Partenaire | Nature | Enveloppe
    F1   | 07-EMP-01 | ACSE       | PRE    | 07-PRE
    F2   | 07-REU-01 | ACSE       | PRE    | 07-PRE
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« F1 » : crédits PRE sur l'action « 07-EMP-01 », du dispositif CUCS"
    ]
    assert lieux(anomalies) == [("tFinancements", "F1", "Nature", 2007, 2)]


def test_the_state_brings_only_pre_credits_to_the_pre(contrat: Contrat) -> None:
    """
    Financements
    Code | Action    | Partenaire | Nature       | Enveloppe
    F1   | 07-REU-01 | ACSE       | spécifique   | 07-ETAT
    F2   | 07-REU-01 | ACSE       | droit commun |
    F3   | 07-REU-01 | VILLE      | spécifique   | 07-VILLE
    """
    assert constats(check(contrat)) == [
        "« F1 » : crédits spécifiques de l'État sur l'action « 07-REU-01 », du dispositif PRE"
    ]


def test_an_unknown_action_or_scheme_is_not_judged(contrat: Contrat) -> None:
    """
    Actions
    Code      | Dispositif
    07-EMP-01 |

    Financements
    Code | Action    | Nature
    F1   | 07-EMP-01 | PRE
    F2   | 07-XXX-01 | PRE
    F3   |           | PRE
    """
    assert not list(check(contrat))
