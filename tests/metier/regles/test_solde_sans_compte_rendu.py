from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.solde_sans_compte_rendu import check
from tests.anomalies.feuille import constats, lieux


def test_a_balance_waits_for_the_report(contrat: Contrat) -> None:
    """
    Actions
    Code      | Compte rendu le
    07-EMP-01 |
    07-EMP-02 | 15/02/2008
    07-EMP-03 | 15/02/2008

    Financements
    Code | Action
    F1   | 07-EMP-01
    F2   | 07-EMP-02
    F3   | 07-EMP-03

    Mouvements
    Code | Financement | Stade    | Type  | Date       | Montant
    M1   | F1          | mandat   | solde | 12/11/2007 | 100
    M2   | F2          | paiement | solde | 14/02/2008 | 100
    M3   | F3          | mandat   | solde | 15/02/2008 | 100
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« M1 » : solde mandaté le 12/11/2007 sans compte rendu financier reçu",
        "« M2 » : solde payé le 14/02/2008 avant le compte rendu financier, reçu le 15/02/2008",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}
    assert lieux(anomalies[:1]) == [("tMouvements", "M1", "Type", 2007, 2)]


def test_a_funding_is_told_once_at_its_mandat(contrat: Contrat) -> None:
    """
    Financements
    Code
    F1

    Mouvements
    Code | Financement | Stade    | Type  | Montant
    M1   | F1          | paiement | solde | 100
    M2   | F1          | mandat   | solde | 100
    """
    assert [a.cle for a in check(contrat)] == ["M2"]


def test_advances_cancellations_and_commitments_need_no_report(contrat: Contrat) -> None:
    """
    Financements
    Code
    F1

    Mouvements
    Code | Financement | Stade      | Type    | Montant
    M1   | F1          | mandat     | avance  | 100
    M2   | F1          | paiement   | acompte | 100
    M3   | F1          | paiement   |         | 100
    M4   | F1          | engagement | solde   | 100
    M5   | F1          | mandat     | solde   | -100
    M6   | F1          | mandat     | solde   |
    M7   | F9          | mandat     | solde   | 100
    """
    assert not list(check(contrat))


def test_a_funder_owes_itself_no_report(contrat: Contrat) -> None:
    """
    Opérateurs
    Code | Partenaire lié
    DSU  | VILLE

    Financements
    Code | Partenaire
    F1   | VILLE
    F2   | ACSE

    Mouvements
    Code | Financement | Stade  | Type  | Montant
    M1   | F1          | mandat | solde | 100
    M2   | F2          | mandat | solde | 100
    """
    assert [a.cle for a in check(contrat)] == ["M2"]
