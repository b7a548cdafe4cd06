"""Where the cursor is, in the words of tables, and where a button puts it."""

from pathlib import Path

import pytest
from xlsxwriter import Workbook as Dessin

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.live import ClasseurExcel
from cucs_xl.metier.parcours import Place
from tests.excel.file.maitres import build_maitre
from tests.excel.live.com import ComError, Range, Workbook, refuse
from tests.excel.live.pilote import open_livre, to_book


@pytest.fixture
def livre(tmp_path: Path) -> Workbook:
    """Give a master whose tables start in D5, and a sheet of the user's own."""

    def draw(dessin: Dessin) -> None:
        dessin.add_worksheet("Brouillon")

    return open_livre(build_maitre(tmp_path / "m.xlsx", gauche=3, decor=draw))


@pytest.mark.parametrize(
    ("feuille", "ligne", "colonne", "place"),
    [
        ("Actions", 6, 4, Place("tActions", 6, "Code")),
        ("Actions", 8, 5, Place("tActions", 8, "Exercice")),
        ("Actions", 5, 5, Place("tActions", 0, "Exercice")),  # the heading
        ("Actions", 1, 1, Place("tActions", 0, "Code")),  # the title above
        ("Actions", 7, 1, Place("tActions", 7, "Code")),  # beside
        ("Actions", 90, 4, Place("tActions", 90, "Code")),  # below
        ("Thèmes", 6, 5, Place("tThemes", 6, "Thème")),
        ("Brouillon", 6, 4, None),
    ],
)
def test_the_cursor_is_told_in_the_words_of_its_table(
    feuille: str, ligne: int, colonne: int, place: Place | None, livre: Workbook
) -> None:
    livre.app.curseur = Range(livre.feuille(feuille), [(ligne, colonne, ligne, colonne)])

    assert ClasseurExcel(to_book(livre)).read_selection() == place


def test_on_a_chart_sheet_there_is_no_cursor(livre: Workbook) -> None:
    assert ClasseurExcel(to_book(livre)).read_selection() is None


@pytest.mark.parametrize(
    ("place", "attendu"),
    [
        (Place("tActions", 7, "Exercice"), ("Actions", 7, 5)),
        (Place("tActions", 0, "Exercice"), ("Actions", 5, 5)),
        (Place("tActions", 7, "Colonne disparue"), ("Actions", 7, 4)),
        (Place("tThemes", 6, "Thème"), ("Thèmes", 6, 5)),
    ],
)
def test_the_cursor_is_put_where_it_is_told(
    place: Place, attendu: tuple[str, int, int], livre: Workbook
) -> None:
    ClasseurExcel(to_book(livre)).select(place)

    assert livre.app.curseur is not None
    [(ligne, colonne, *_)] = livre.app.curseur.zones
    assert (livre.app.curseur.feuille.nom, ligne, colonne) == attendu


def test_a_place_that_excel_refuses_is_told(livre: Workbook) -> None:
    """A hidden sheet, say: a French sentence, as for anything that Excel refuses."""

    def fail(nom: str) -> ComError | None:
        return refuse("La référence est incorrecte") if nom == "Application.Goto" else None

    livre.moteur.panne = fail

    with pytest.raises(CucsError, match="La référence est incorrecte"):
        ClasseurExcel(to_book(livre)).select(Place("tActions", 7, "Code"))


def test_what_was_read_before_a_write_is_asked_again(livre: Workbook) -> None:
    """The same host goes on after its own write."""
    classeur = ClasseurExcel(to_book(livre))
    for code in ("A", "B"):
        with classeur.checkpoint():
            classeur.write("tThemes", [{"Code": code}])
        grille = classeur.read("tThemes")
        assert [ligne[0] for ligne in grille.lignes] == [code]
