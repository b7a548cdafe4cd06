from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.identifiant_invalide import check
from tests.anomalies.feuille import constats, lieux


def test_a_digit_wrong_is_told(contrat: Contrat) -> None:
    """
    Partenaires
    Code  | SIRET
    VILLE | 21260198300018
    ETAT  | 21260198400019

    Opérateurs
    Code | SIRET
    DSU  | 2126019830001
    CDE  | 212 601 983 00019
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« VILLE » : le SIRET « 21260198300018 » a une clé fausse : un chiffre est mal recopié",
        "« ETAT » : le SIRET « 21260198400019 » a une clé fausse : un de ses neuf premiers chiffres est mal recopié",
        "« DSU » : le SIRET « 2126019830001 » a 13 chiffres et non 14",
        "« CDE » : le SIRET « 212 601 983 00019 » ne contient pas que des chiffres",
    ]
    assert {a.gravite for a in anomalies} == {Gravite.ALERTE}
    assert lieux(anomalies[2:3]) == [("tOperateurs", "DSU", "SIRET", None, 2)]


def test_real_identifiers_are_valid(contrat: Contrat) -> None:
    """
    Partenaires
    Code  | SIRET
    VILLE | 21260198300019
    CDE   | 20000495000016
    SIREN | 212601983
    VIDE  |
    """
    assert not list(check(contrat))


def test_la_poste_has_its_own_key(contrat: Contrat) -> None:
    """
    Partenaires
    Code | SIRET
    P1   | 35600000000048
    P2   | 35600000000001
    P3   | 35600000000002
    """
    assert [a.cle for a in check(contrat)] == ["P3"]


def test_an_rna_is_a_w_and_nine_characters(contrat: Contrat) -> None:
    """
    Opérateurs
    Code | RNA
    A1   | W123456789
    A2   | w9A1234567
    A3   | W12345678
    A4   | W1B23456789
    A5   | 1234567890
    A6   | W1234567B9
    """
    anomalies = list(check(contrat))

    assert [(a.cle, a.champ) for a in anomalies] == [
        ("A3", "RNA"),
        ("A4", "RNA"),
        ("A5", "RNA"),
        ("A6", "RNA"),
    ]
    assert constats(anomalies[:1]) == [
        "« A3 » : le RNA « W12345678 » n'est pas un W suivi de 9 caractères"
    ]
