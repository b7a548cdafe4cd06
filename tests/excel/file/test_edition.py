"""What a write does to a table, and what it refuses to do."""

import re
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.modele import TABLE_PAR_NOM
from tests.excel.file.maitres import (
    ACTIONS,
    MOUVEMENTS,
    TABLE_ACTIONS,
    Ligne,
    ajoutee,
    build_copie,
    build_maitre,
    cell,
    column,
    refus,
    saisies,
    sheet,
    write,
)


def test_rows_are_added_with_format_and_formulas(maitre: Path) -> None:
    lignes = saisies(ClasseurFichier(maitre).read("tActions"), "tActions")
    neuve: Ligne = {"Code": "07-EMP-04", "Exercice": 2008.0, "Date début": date(2008, 2, 29)}

    classeur = write(maitre, "tActions", [*lignes, neuve])

    grille = classeur.read("tActions")
    assert saisies(grille, "tActions") == [*lignes, dict.fromkeys(lignes[0]) | neuve]
    assert column(grille, "Clé")[3] == "07-EMP-04|Clé"
    assert cell(maitre, "O9").partition(">")[0] == cell(maitre, "O8").partition(">")[0].replace(
        "8", "9"
    )


def test_rows_are_removed_and_leave_nothing_behind(maitre: Path) -> None:
    lignes = saisies(ClasseurFichier(maitre).read("tMouvements"), "tMouvements")

    classeur = write(maitre, "tMouvements", [lignes[3], lignes[0]])

    grille = classeur.read("tMouvements")
    assert saisies(grille, "tMouvements") == [lignes[3], lignes[0]]
    assert grille.dessous == ()
    assert column(grille, "Nature") == ["M0004|Nature", "M0001|Nature"]
    part = MOUVEMENTS
    assert re.fullmatch(r'<c r="K9" s="\d+"/>', cell(maitre, "K9", part))  # the format stays
    assert "<f>" not in sheet(maitre, part).partition('<row r="8"')[2]


def test_an_emptied_table_keeps_one_blank_row(maitre: Path) -> None:
    classeur = write(maitre, "tActions", [])

    grille = classeur.read("tActions")
    assert saisies(grille, "tActions") == [
        dict.fromkeys(c.entete for c in TABLE_PAR_NOM["tActions"].saisies)
    ]
    assert column(grille, "Clé") == ["|Clé"]
    assert write(maitre, "tActions", [{"Code": "A"}]).read("tActions").lignes[0][0] == "A"


def test_only_the_given_headings_are_written(maitre: Path) -> None:
    avant = saisies(ClasseurFichier(maitre).read("tActions"), "tActions")

    classeur = write(maitre, "tActions", [{"Statut": "programmée"}] * 3)

    apres = saisies(classeur.read("tActions"), "tActions")
    assert apres == [ligne | {"Statut": "programmée"} for ligne in avant]


def test_formulas_elsewhere_follow(decore: Path) -> None:
    write(decore, "tMouvements", [{"Code": "M1", "Stade": "mandat", "Montant": 12.5}])

    assert "<v>12.5</v>" in cell(decore, "A1", ajoutee(1))


def test_an_emptied_cell_keeps_its_own_format(tmp_path: Path) -> None:
    def highlight(workbook: Workbook) -> None:
        jaune = workbook.add_format({"bg_color": "#FFFF00"})
        workbook.get_worksheet_by_name("Actions").write("V7", "favorable", jaune)

    path = build_maitre(tmp_path / "m.xlsx", decor=highlight)
    style = re.search(r's="(\d+)"', cell(path, "V7"))
    assert style

    write(path, "tActions", [{}, {"Avis technique": None}, {}])

    assert cell(path, "V7") == f'<c r="V7" s="{style[1]}"/>'


def test_a_formula_typed_by_the_user_stays_when_its_value_is_kept(tmp_path: Path) -> None:
    def type_sum(workbook: Workbook) -> None:
        actions = workbook.get_worksheet_by_name("Actions")
        actions.write_formula("Q6", "=500+500.5", None, 1000.5)

    path = build_maitre(tmp_path / "m.xlsx", decor=type_sum)
    lignes = saisies(ClasseurFichier(path).read("tActions"), "tActions")
    lignes[1]["Coût prévisionnel"] = 1.0

    write(path, "tActions", lignes)

    assert "<f>500+500.5</f>" in cell(path, "Q6")


def test_a_formula_typed_by_the_user_may_move(tmp_path: Path) -> None:
    """It is no loss that its value follows what is written elsewhere."""

    def type_sum(workbook: Workbook) -> None:
        actions = workbook.get_worksheet_by_name("Actions")
        actions.write_formula("Q6", "=SUM(tMouvements[Montant])", None, 102.5)

    path = build_maitre(tmp_path / "m.xlsx", decor=type_sum)

    write(path, "tMouvements", [{"Montant": 7.0}])

    assert column(ClasseurFichier(path).read("tActions"), "Coût prévisionnel")[0] == 7.0


def test_an_error_cell_of_the_same_row_survives(maitre: Path, tmp_path: Path) -> None:
    """It reads as None: writing that None back must not hide the error."""
    motif = re.compile(rb'<c r="Q7"[^>]*>.*?</c>')
    erreur = b'<c r="Q7" s="3" t="e"><f>#REF!*2</f><v>#REF!</v></c>'
    path = build_copie(maitre, tmp_path / "e.xlsx", {ACTIONS: lambda x: motif.sub(erreur, x)})
    lignes = saisies(ClasseurFichier(path).read("tActions"), "tActions")
    lignes[1]["Intitulé"] = "Autre"

    classeur = write(path, "tActions", lignes)
    assert classeur.read("tActions").erreurs == {(1, "Coût prévisionnel"): "#REF!"}

    classeur = write(path, "tActions", [lignes[1], lignes[0], lignes[2]])
    assert classeur.read("tActions").erreurs == {}
    assert column(classeur.read("tActions"), "Coût prévisionnel") == [None, 1000.5, 3001.5]


def test_two_writes_of_one_table_add_up(maitre: Path) -> None:
    classeur = ClasseurFichier(maitre)
    with classeur.checkpoint():
        classeur.write("tActions", [{"Statut": "programmée"}] * 4)
        classeur.write("tActions", [{"Opérateur": "MJC"}] * 2)

    grille = classeur.read("tActions")
    assert column(grille, "Statut") == ["programmée"] * 2
    assert column(grille, "Opérateur") == ["MJC"] * 2


def test_a_write_that_changes_nothing_leaves_the_file_alone(maitre: Path) -> None:
    classeur = ClasseurFichier(maitre)
    avant = maitre.stat()
    with classeur.checkpoint():
        for table in classeur.tables():
            classeur.write(table, saisies(classeur.read(table), table))

    assert maitre.stat() == avant
    assert not (maitre.parent / "sauvegardes").exists()


def test_a_command_that_fails_writes_nothing(maitre: Path) -> None:
    octets = maitre.read_bytes()
    classeur = ClasseurFichier(maitre)

    def fail() -> None:
        with classeur.checkpoint():
            classeur.write("tActions", [])
            raise KeyError("bug")

    with pytest.raises(KeyError, match="bug"):
        fail()

    assert maitre.read_bytes() == octets
    with pytest.raises(RuntimeError):
        classeur.write("tActions", [])


def test_bugs_of_the_caller_are_not_sentences(maitre: Path) -> None:
    classeur = ClasseurFichier(maitre)
    with pytest.raises(RuntimeError, match="outside of checkpoint"):
        classeur.write("tActions", [])
    with classeur.checkpoint():
        with pytest.raises(ValueError, match="computed"):
            classeur.write("tActions", [{"Clé": "x"}])
        with pytest.raises(ValueError, match="not a number"):
            classeur.write("tActions", [{"Coût réalisé": float("nan")}])
        with pytest.raises(RuntimeError, match="within"), classeur.checkpoint():
            pass


def test_growth_never_covers_what_was_typed_below(tmp_path: Path) -> None:
    def below(workbook: Workbook) -> None:
        workbook.get_worksheet_by_name("Actions").write_formula("B10", '=""', None, "")

    path = build_maitre(tmp_path / "m.xlsx", decor=below)

    assert "dès la ligne 10" in refus(path, "tActions", [{"Code": "A"}] * 5)
    assert len(write(path, "tActions", [{"Code": "A"}] * 4).read("tActions").lignes) == 4


def test_a_protected_sheet_is_named(tmp_path: Path) -> None:
    def protect(workbook: Workbook) -> None:
        workbook.get_worksheet_by_name("Thèmes").protect()

    path = build_maitre(tmp_path / "m.xlsx", decor=protect)

    message = refus(path, "tThemes", [{"Code": "LOG"}])
    assert "La feuille Thèmes est protégée" in message
    assert "Révision > Ôter la protection" in message
    write(path, "tActions", [{"Code": "A"}])


def test_a_missing_column_is_named(maitre: Path, tmp_path: Path) -> None:
    with ZipFile(maitre) as lu:
        table = lu.read(TABLE_ACTIONS)
    renommee = table.replace('name="Intitulé"'.encode(), b'name="Titre"')
    path = build_copie(maitre, tmp_path / "m.xlsx", {TABLE_ACTIONS: lambda _: renommee})

    assert "« Intitulé » manque" in refus(path, "tActions", [{"Intitulé": "x"}])


def test_a_text_too_long_is_located(maitre: Path) -> None:
    """Excel counts an emoji for two characters."""
    message = refus(maitre, "tActions", [{}, {"Intitulé": "😀" * 16_384}])

    assert "Actions!D7 (Intitulé)" in message
    assert "32767 caractères" in message
    write(maitre, "tActions", [{"Intitulé": "a" * 32_767}])


def test_a_date_before_1900_is_located(maitre: Path) -> None:
    assert "le 31/12/1899" in refus(maitre, "tActions", [{"Date fin": date(1899, 12, 31)}])


def test_a_totals_row_forbids_a_resize(tmp_path: Path) -> None:
    def total(xml: bytes) -> bytes:
        return xml.replace(b'totalsRowShown="0"', b'totalsRowCount="1"', 1)

    path = build_maitre(tmp_path / "avant.xlsx")
    path = build_copie(path, tmp_path / "m.xlsx", {TABLE_ACTIONS: total})
    assert len(ClasseurFichier(path).read("tActions").lignes) == 2

    assert "Ligne Total" in refus(path, "tActions", [{"Code": "A"}])


def test_a_date_is_shown_as_a_date_whatever_the_column(maitre: Path) -> None:
    """A free column has no date format: the cell gets one, and loses it for a number."""
    jour, instant = date(2007, 3, 1), datetime(2007, 3, 1, 14, 30)  # noqa: DTZ001 - Excel has no zone
    lignes: list[Ligne] = [{"Valeur": jour}, {"Valeur": instant}, {"Valeur": "x"}]
    assert column(write(maitre, "tParametres", lignes).read("tParametres"), "Valeur") == [
        jour,
        instant,
        "x",
    ]

    lignes = [{"Valeur": 3.5}, {"Valeur": True}, {"Valeur": jour}]
    assert column(write(maitre, "tParametres", lignes).read("tParametres"), "Valeur") == [
        3.5,
        True,
        jour,
    ]
