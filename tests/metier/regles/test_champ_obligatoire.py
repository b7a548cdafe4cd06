from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.champ_obligatoire import check
from tests.anomalies.feuille import constats, lieux


def test_an_empty_required_cell_is_told_with_its_help(contrat: Contrat) -> None:
    """
    Mouvements
    Code  | Financement       | Date
    M0001 | 07-EMP-01-VILLE-S |
    """
    date, montant = check(contrat)

    assert constats([date]) == ["« M0001 » : « Date » n'est pas renseigné"]
    assert date.conseil == "Renseignez « Date ». Date de la pièce."
    assert lieux([date, montant]) == [
        ("tMouvements", "M0001", "Date", None, 2),
        ("tMouvements", "M0001", "Montant", None, 2),
    ]


def test_optional_columns_may_be_empty(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Montant | Dont | Notifié le
    07-REG |         |      |
    """
    assert not list(check(contrat))


def test_keys_have_their_own_rule(contrat: Contrat) -> None:
    """
    Actions
    Code | Exercice | Intitulé
         |          | Forum de l'emploi
    """
    assert not list(check(contrat))
