"""What a closed master is read as, whatever happened to its sheets."""

import re
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.lecture import read_contrat
from cucs_xl.metier.modele import TABLE_PAR_NOM
from tests.excel.file.maitres import (
    ACTIONS,
    TABLE_ACTIONS,
    build_copie,
    build_maitre,
    cell,
    column,
    saisies,
)


def test_it_is_a_classeur(maitre: Path) -> None:
    classeur: Classeur = ClasseurFichier(maitre)

    assert classeur.nom == "maître.xlsx"
    assert classeur.tables() == frozenset(TABLE_PAR_NOM)


def test_cells_come_as_their_types(maitre: Path) -> None:
    ligne = saisies(ClasseurFichier(maitre).read("tActions"), "tActions")[1]

    assert ligne | dict.fromkeys(("Action mère", "Statut")) == ligne
    assert {k: v for k, v in ligne.items() if v is not None} == {
        "Code": "07-EMP-02",
        "Exercice": 2007.0,
        "Intitulé": "Chantier n° 2",
        "Opérateur": "CCAS",
        "Date début": date(2007, 1, 2),
        "Coût prévisionnel": 2001.0,
    }
    assert {type(v) for v in ligne.values()} == {str, float, date, type(None)}


def test_a_master_can_be_checked(maitre: Path) -> None:
    """The raw grids are what the typed reader wants."""
    classeur = ClasseurFichier(maitre)

    contrat = read_contrat({table: classeur.read(table) for table in classeur.tables()}).contrat

    assert [action.cout_previsionnel for action in contrat.actions] == [100050, 200100, 300150]


def test_a_renamed_sheet_is_found_by_its_table(tmp_path: Path) -> None:
    path = build_maitre(tmp_path / "m.xlsx", feuilles={"tActions": "Programme d'été"})

    assert column(ClasseurFichier(path).read("tActions"), "Code")[0] == "07-EMP-01"


def test_an_empty_table_is_one_blank_row(maitre: Path) -> None:
    grille = ClasseurFichier(maitre).read("tAvenants")

    assert grille.lignes == [[None] * 7]


def test_an_unknown_table_is_a_sentence(maitre: Path) -> None:
    with pytest.raises(CucsError, match="tInconnue est introuvable"):
        ClasseurFichier(maitre).read("tInconnue")


def test_rows_typed_below_the_table_are_told(tmp_path: Path) -> None:
    def below(workbook: Workbook) -> None:
        actions = workbook.get_worksheet_by_name("Actions")
        actions.write("A10", "07-EMP-09")
        actions.write("C12", "=1/0")
        actions.write("AZ11", "à côté de la table")

    path = build_maitre(tmp_path / "m.xlsx", decor=below)

    assert ClasseurFichier(path).read("tActions").dessous == (10, 12)


def test_an_error_cell_is_named(maitre: Path, tmp_path: Path) -> None:
    """Calamine reads #REF! as an empty text."""
    motif = re.compile(rb'<c r="Q7"[^>]*>.*?</c>')
    change = {ACTIONS: lambda x: motif.sub(b'<c r="Q7" s="3" t="e"><v>#REF!</v></c>', x)}
    path = build_copie(maitre, tmp_path / "erreur.xlsx", change)

    grille = ClasseurFichier(path).read("tActions")

    assert grille.erreurs == {(1, "Coût prévisionnel"): "#REF!"}
    assert column(grille, "Coût prévisionnel") == [1000.5, None, 3001.5]


def test_a_negative_number_in_a_date_format_is_no_hour(maitre: Path, tmp_path: Path) -> None:
    """Calamine shows -1 500 € pasted under a date format as midnight, that is 0 €."""
    style = re.search(r's="(\d+)"', cell(maitre, "O6"))
    assert style
    change = {
        ACTIONS: lambda x: re.sub(
            rb'<c r="Q7"[^>]*>', b'<c r="Q7" s="%s">' % style[1].encode(), x
        ).replace(b"<v>2001</v>", b"<v>-1500</v>")
    }
    path = build_copie(maitre, tmp_path / "m.xlsx", change)

    assert column(ClasseurFichier(path).read("tActions"), "Coût prévisionnel")[1] == -1500.0


def test_a_number_beyond_measure_in_a_date_format_is_located(maitre: Path, tmp_path: Path) -> None:
    """Calamine panics on it; Excel shows #####."""
    change = {ACTIONS: lambda x: x.replace(b"<v>39084</v>", b"<v>-20002000200020</v>", 1)}
    path = build_copie(maitre, tmp_path / "m.xlsx", change)

    with pytest.raises(CucsError, match=r"démesuré.* en O7 "):
        ClasseurFichier(path).read("tActions")


def test_a_hidden_heading_row_shifts_nothing(maitre: Path, tmp_path: Path) -> None:
    table = TABLE_ACTIONS
    change = {table: lambda x: x.replace(b'ref="A5:', b'headerRowCount="0" ref="A6:', 1)}
    path = build_copie(maitre, tmp_path / "m.xlsx", change)

    grille = ClasseurFichier(path).read("tActions")

    assert grille.premiere == 6
    assert column(grille, "Code") == ["07-EMP-01", "07-EMP-02", "07-EMP-03"]
