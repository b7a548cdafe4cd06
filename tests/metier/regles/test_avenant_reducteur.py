from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.avenant_reducteur import check
from tests.anomalies.feuille import constats, lieux


def test_the_first_decided_are_the_first_served(contrat: Contrat) -> None:
    """
    Enveloppes
    Code     | Montant
    07-VILLE | 121 000

    Avenants
    Code | Enveloppe | Montant
    AV1  | 07-VILLE  | -100 000

    Actions
    Code | Date COPIL
    A    | 15/06/2007
    B    | 15/03/2007
    C    |
    D    | 15/03/2007

    Financements
    Code | Action | Programmé
    F1   | A      | 1 000
    F2   | B      | 20 000
    F3   | C      | 500,50
    F4   | D      | 999
    F5   | D      | 1
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-VILLE » : 100 000 € retirés par avenant, plafond de 21 000 € ; n'y tiennent plus « A » (1 000 €) et « C » (500,50 €)"
    ]
    assert lieux(anomalies) == [("tEnveloppes", "07-VILLE", "Avenants", 2007, 2)]
    assert anomalies[0].gravite is Gravite.ALERTE


def test_five_are_named_the_others_are_counted(contrat: Contrat) -> None:
    """
    Enveloppes
    Code     | Montant
    07-VILLE | 10

    Avenants
    Code | Enveloppe | Montant
    AV1  | 07-VILLE  | -10

    Financements
    Code | Action | Programmé
    F1   | A      | 1
    F2   | B      | 1
    F3   | C      | 1
    F4   | D      | 1
    F5   | E      | 1
    F6   | F      | 1
    F7   | G      | 1
    """
    for nombre, fin in ((7, " et 2 autres"), (6, " et 1 autre"), (5, " et « E » (1 €)")):
        [constat] = constats(check(contrat._replace(financements=contrat.financements[:nombre])))
        assert constat.endswith(fin)


def test_what_still_fits_or_was_not_reduced_says_nothing(contrat: Contrat) -> None:
    """
    Enveloppes
    Code     | Montant
    07-VILLE | 121 000
    07-PLUS  | 10
    07-SANS  | 10
    07-VIDE  | 10

    Avenants
    Code | Statut | Enveloppe | Montant
    AV1  | signé  | 07-VILLE  | -1 000
    AV2  | projet | 07-VILLE  | -100 000
    AV3  | signé  | 07-PLUS   | 1
    AV4  | signé  | 07-VIDE   | -20

    Financements
    Code | Enveloppe | Programmé
    F1   | 07-VILLE  | 120 000
    F2   | 07-PLUS   | 100
    F3   | 07-SANS   | 100
    """
    assert not list(check(contrat))
