from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.axe_principal import check
from tests.anomalies.feuille import constats, lieux


def test_two_principal_axes_block(contrat: Contrat) -> None:
    """
    Axes
    Thème | Axe Région | Principal
    EMP   | emploi     | oui
    EMP   | formation  | oui
    REU   | formation  | oui
    REU   | emploi     | non
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« EMP » a 2 axes principaux : « emploi » et « formation » ; ses crédits ne peuvent compter que sous un seul"
    ]
    assert lieux(anomalies) == [("tAxes", "EMP|formation", "Principal", None, 3)]
    assert anomalies[0].gravite is Gravite.BLOQUANTE


def test_no_principal_axis_is_told_unless_one_is_still_blank(contrat: Contrat) -> None:
    """
    Axes
    Thème | Axe Région | Principal
    EMP   | emploi     | non
    EMP   | formation  | non
    REU   | formation  |
    REU   | emploi     | non
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« EMP » n'a pas d'axe principal : ses crédits ne comptent sous aucun axe"
    ]
    assert lieux(anomalies) == [("tAxes", "EMP|emploi", "Principal", None, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE
