from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.modele import GRAND_LIVRE, MOUVEMENTS
from cucs_xl.metier.schema import Cellule, Table


def grille(table: Table, *lignes: dict[str, Cellule]) -> Grille:
    entetes = tuple(c.entete for c in table.colonnes)
    return Grille(entetes, [[ligne.get(e) for e in entetes] for ligne in lignes], 9)


def test_rows_that_nobody_changes_keep_their_cells_and_their_place() -> None:
    """Even an amount that we cannot read, even a blank row between two."""
    edition = build_edition(
        GRAND_LIVRE,
        grille(
            GRAND_LIVRE,
            {"Code": "GL0001", "Montant": "douze", "Intitulé": "calculé"},
            {},
            {"Code": "GL0002", "État": "à affecter"},
            {},
        ),
        {11: {"État": "rapprochée"}},
        [{"Code": "GL0003"}],
    )

    assert [ligne.get("Code") for ligne in edition] == ["GL0001", None, "GL0002", "GL0003"]
    assert edition[0]["Montant"] == "douze"
    assert edition[2]["État"] == "rapprochée"
    assert "Intitulé" not in edition[0]


def test_nothing_to_add_changes_no_height() -> None:
    avant = grille(MOUVEMENTS, {"Code": "M0001"}, {})

    assert len(build_edition(MOUVEMENTS, avant, {}, [])) == 2


def test_a_row_in_error_is_no_blank_row() -> None:
    avant = grille(MOUVEMENTS, {})._replace(erreurs={(0, "Montant"): "#REF!"})

    assert len(build_edition(MOUVEMENTS, avant, {}, [{"Code": "M0001"}])) == 2
