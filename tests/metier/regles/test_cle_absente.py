from cucs_xl.metier.modele import Contrat, Controle
from cucs_xl.metier.regles.cle_absente import check
from tests.anomalies.feuille import constats, lieux


def test_row_without_code_is_named_by_its_place(contrat: Contrat) -> None:
    """
    Opérateurs
    Code | Opérateur
    DSU  | Service DSU
         | Caisse des écoles
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« Code » n'est pas renseigné sur la ligne 3 de la feuille Opérateurs : rien ne peut désigner cette ligne"
    ]
    assert lieux(anomalies) == [("tOperateurs", "ligne 3", "Code", None, 3)]


def test_each_half_of_a_composed_key_is_told(contrat: Contrat) -> None:
    """
    Actions
    Code      | Exercice | Intitulé
    07-EMP-01 |          | Forum
              | 2007     | Rencontre
    """
    assert lieux(check(contrat)) == [
        ("tActions", "ligne 2", "Exercice", None, 2),
        ("tActions", "ligne 3", "Code", 2007, 3),
    ]


def test_tables_of_the_program_are_not_judged() -> None:
    """A control may bear on no cell."""
    assert not list(check(Contrat(controles=(Controle(regle="table-absente"),))))
