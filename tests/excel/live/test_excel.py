"""What only an open workbook can do to a command, and how Excel is left."""

from collections.abc import Callable
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook as Dessin

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.excel.live import ClasseurExcel, natif
from cucs_xl.metier.schema import Cellule
from tests.excel.file.maitres import Ligne, build_maitre, column, saisies
from tests.excel.live import com
from tests.excel.live.com import MANUEL, ComError, Moteur, Workbook, Worksheet, refuse
from tests.excel.live.pilote import load_moteur, open_livre, to_book

NEUVES: list[Ligne] = [
    {"Code": "01", "Date début": date(2008, 1, 1), "Statut": "=x"},
    {"Code": "02", "Exercice": "2008", "Coût réalisé": 3.5},
    {"Code": "03"},
    {"Code": "04", "Intitulé": 5.0},
]


def build(tmp_path: Path, decor: Callable[[Dessin], None] | None = None) -> Workbook:
    return open_livre(build_maitre(tmp_path / "maître.xlsx", decor=decor))


@pytest.fixture
def livre(tmp_path: Path) -> Workbook:
    return build(tmp_path)


def write(livre: Workbook, lignes: list[Ligne], table: str = "tActions") -> ClasseurExcel:
    classeur = ClasseurExcel(to_book(livre))
    with classeur.checkpoint():
        classeur.write(table, lignes)
    return classeur


def refus(livre: Workbook) -> str:
    avant = photo(livre)
    with pytest.raises(CucsError) as erreur:
        write(livre, [{"Code": "A"}])
    assert photo(livre) == avant
    return str(erreur.value)


def photo(livre: Workbook) -> dict[str, Any]:
    """Take all that the user sees or set: cells, formats, tables, filters, settings."""
    cellules = {
        # The false Excel computes nothing: a formula answers for its value.
        (feuille.nom, *place): (
            case.formule or (case.valeur,),
            feuille.format(*place),
        )
        for feuille in livre.feuilles
        for place, case in feuille.cases.items()
        if case.valeur is not None or case.formule is not None
    }
    tables = {table.nom: table.ref for feuille in livre.feuilles for table in feuille.tables}
    reglages = {n: v for n, v in livre.app.__dict__.items() if n[0].isupper() and n != "StatusBar"}
    return {"cellules": cellules, "tables": tables, "reglages": reglages}


def test_amounts_are_read_as_stored(tmp_path: Path) -> None:
    """COM gives a currency cell as a Decimal of 4 decimals: a finer amount must be refused."""

    def type_amounts(dessin: Dessin) -> None:
        euros = dessin.add_format({"num_format": '#,##0.00\\ "€"_-'})
        sheet = dessin.get_worksheet_by_name("Actions")
        sheet.write_number("Q6", 10.123456, euros)
        sheet.write_number("Q7", 152_449.02, euros)

    livre = build(tmp_path, type_amounts)
    assert str(livre.feuille("Actions").Range("Q6").Value) == "10.1235"

    lus = column(ClasseurExcel(to_book(livre)).read("tActions"), "Coût prévisionnel")

    assert lus[:2] == [10.123456, 152_449.02]
    assert {type(lu) for lu in lus} == {float}


def test_an_hour_or_a_negative_date_is_its_number(tmp_path: Path) -> None:
    def type_hours(dessin: Dessin) -> None:
        heure = dessin.add_format({"num_format": "hh:mm"})
        dessin.get_worksheet_by_name("Actions").write_number("Q6", 0.5, heure)
        dessin.get_worksheet_by_name("Actions").write_number("O7", -1500.0, heure)

    grille = ClasseurExcel(to_book(build(tmp_path, type_hours))).read("tActions")

    assert column(grille, "Coût prévisionnel")[0] == 0.5
    assert column(grille, "Date début")[1] == -1500.0


def test_all_or_nothing_wherever_excel_fails(livre: Workbook) -> None:
    """Excel refuses one call, each in turn: two tables, cells, formats and settings are as before."""
    avant, reussis = photo(livre), 0
    livre.moteur.remplit = False
    livre.save = lambda: b""  # type: ignore[method-assign]
    neuf = {f.nom: {p: copy(c) for p, c in f.cases.items()} for f in livre.feuilles}
    for rang in range(1, 1000):
        classeur = ClasseurExcel(to_book(livre))
        classeur.read("tActions")
        livre.moteur.panne = fail_at(rang)
        message = work(classeur)
        livre.moteur.panne = lambda _: None
        if message:
            assert "Excel a refusé une opération" in message
            apres = photo(livre)
            for cle in avant:
                ecarts = {
                    k: (avant[cle].get(k), v)
                    for k, v in apres[cle].items()
                    if avant[cle].get(k) != v
                }
                assert ecarts == {}, rang
            assert apres == avant
            for feuille in livre.feuilles:  # what only a failure may leave: blank cells
                feuille.cases = {p: copy(c) for p, c in neuf[feuille.nom].items()}
        else:
            reussis = rang
            break
    assert reussis > 100
    assert photo(livre)["reglages"] == avant["reglages"]  # refused once, given back
    assert saisies(ClasseurExcel(to_book(livre)).read("tActions"), "tActions")[1]["Code"] == "02"


def work(classeur: ClasseurExcel) -> str:
    """Write two tables; give what went wrong."""
    try:
        with classeur.checkpoint():
            classeur.write("tActions", NEUVES)
            classeur.write("tMouvements", [{"Code": "M", "Montant": 1.0}])
    except CucsError as erreur:
        return str(erreur)
    return ""


def fail_at(rang: int) -> Callable[[str], Exception | None]:
    """Refuse the n-th call, once."""
    compte = iter(range(1, 1_000_000))

    def panne(_: str) -> Exception | None:
        return refuse("panne") if next(compte) == rang else None

    return panne


def test_what_cannot_be_undone_names_the_copy(livre: Workbook) -> None:
    """Excel refuses everything from the second table on: the copy holds what was."""
    classeur = ClasseurExcel(to_book(livre))
    avant = classeur.read("tActions")
    vues: list[str] = []

    def panne(nom: str) -> Exception | None:
        vues.append(nom)
        return refuse("panne") if vues.count("Range.Value=") > 1 else None

    def work() -> None:
        with classeur.checkpoint():
            classeur.write("tActions", NEUVES)
            classeur.write("tThemes", [{"Code": "X"}])
            livre.moteur.panne = panne

    with pytest.raises(CucsError, match=r"n'a pas pu être défaite.*repartez de la copie") as erreur:
        work()

    copie = Path(str(erreur.value).partition("de la copie ")[2].rstrip("."))
    assert ClasseurFichier(copie).read("tActions").lignes[0][0] == avant.lignes[0][0]


def test_settings_and_selection_are_given_back(livre: Workbook) -> None:
    livre.app.__dict__["Selection"] = "B7"
    avant = photo(livre)["reglages"]
    pendant: list[dict[str, Any]] = []

    def spy(nom: str) -> None:
        if nom == "Range.Value=":
            pendant.append(dict(livre.app.__dict__))

    livre.moteur.panne = spy

    write(livre, NEUVES)

    assert photo(livre)["reglages"] == avant
    assert {(p["Calculation"], p["ScreenUpdating"], p["EnableEvents"]) for p in pendant} == {
        (MANUEL, False, False)
    }


def test_a_setting_that_excel_keeps_is_told(livre: Workbook) -> None:
    """What is written stays written; the other settings are given back."""
    vues: list[str] = []

    def panne(nom: str) -> Exception | None:
        vues.append(nom)
        dernier = vues.count("Application.Calculation=") > 1
        return refuse("panne") if dernier and nom == "Application.Calculation=" else None

    livre.moteur.panne = panne

    classeur = write(livre, NEUVES)

    assert classeur.messages == ["Excel n'a pas repris ses réglages : fermez-le et rouvrez-le."]
    assert livre.app.__dict__["ScreenUpdating"]
    assert livre.app.__dict__["EnableEvents"]
    assert column(classeur.read("tActions"), "Code") == ["01", "02", "03", "04"]


def test_manual_calculation_is_left_and_told(livre: Workbook) -> None:
    livre.app.__dict__["Calculation"] = MANUEL

    classeur = write(livre, NEUVES)

    assert livre.app.__dict__["Calculation"] == MANUEL
    assert "appuyez sur F9" in classeur.messages[0]


def test_formulas_that_excel_does_not_fill_are_filled(livre: Workbook) -> None:
    """The user turned off « fill formulas in tables »."""
    livre.moteur.remplit = False

    classeur = write(livre, NEUVES)

    assert classeur.inspect("tActions") == []
    assert len(classeur.read("tActions").lignes) == 4


@pytest.mark.parametrize("avale", [True, False])
def test_a_text_that_begins_with_an_apostrophe(livre: Workbook, *, avale: bool) -> None:
    """Whether Excel takes it for a mark in a text cell or not, it is kept."""
    livre.moteur.avale_apostrophe = avale
    textes: list[Cellule] = ["'x", "''", "01", "=A1"]

    classeur = write(livre, [{"Code": t, "Exercice": t} for t in textes])

    assert column(classeur.read("tActions"), "Code") == textes
    assert column(classeur.read("tActions"), "Exercice") == textes


def test_a_value_that_excel_will_not_keep_is_refused(
    livre: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read back decides; the workbook is then as it was."""
    avant = photo(livre)

    def spoil(feuille: Worksheet, ligne: int, colonne: int, valeur: object) -> None:
        type_cell(feuille, ligne, colonne, valeur)
        if colonne == 2 and isinstance(valeur, str):
            feuille.case(ligne, colonne).valeur = 0.0

    type_cell = com._type
    monkeypatch.setattr(com, "_type", spoil)

    with pytest.raises(CucsError, match=r"en Actions!B6 : rien n'a été écrit"):
        write(livre, [{"Exercice": "01"}, {}, {}])

    assert photo(livre) == avant


def test_a_filter_is_lifted_and_told(livre: Workbook) -> None:
    """Excel writes a block only into the rows that a filter shows."""
    feuille, table = livre.feuille("Actions"), livre.table("tActions")
    assert table.filtre
    table.filtre.actif, feuille.filtrees = True, {7}

    classeur = write(livre, NEUVES)

    assert classeur.messages == [
        "Le filtre de la feuille Actions a été levé pour pouvoir y écrire."
    ]
    assert column(classeur.read("tActions"), "Code") == ["01", "02", "03", "04"]


def test_an_advanced_filter_is_lifted_too(livre: Workbook) -> None:
    feuille = livre.feuille("Actions")
    feuille.filtre_avance, feuille.filtrees = True, {6, 7}

    assert column(write(livre, NEUVES).read("tActions"), "Code") == ["01", "02", "03", "04"]


def test_a_table_without_filter_buttons(livre: Workbook) -> None:
    livre.table("tActions").filtre = None

    assert write(livre, NEUVES).messages == []


def test_a_filter_is_left_when_nothing_is_written(livre: Workbook) -> None:
    table = livre.table("tActions")
    assert table.filtre
    table.filtre.actif = True

    write(livre, saisies(ClasseurExcel(to_book(livre)).read("tActions"), "tActions"))

    assert table.filtre.actif


def test_hidden_headings_shift_nothing(livre: Workbook) -> None:
    """Excel leaves their row blank."""
    table = livre.table("tActions")
    for place in [p for p in table.feuille.cases if p[0] == table.zone[0]]:
        del table.feuille.cases[place]
    haut, *reste = table.zone
    table.__dict__["ShowHeaders"], table.zone = False, (haut + 1, *reste)  # type: ignore[assignment]

    grille = ClasseurExcel(to_book(livre)).read("tActions")

    assert grille.premiere == 6
    assert column(grille, "Code") == ["07-EMP-01", "07-EMP-02", "07-EMP-03"]


def test_a_column_renamed_leaves_the_headings_where_they_are(livre: Workbook) -> None:
    """The first row is asked about when it does not bear all that we know."""
    livre.feuille("Actions").type_in("B5", "Année")

    grille = ClasseurExcel(to_book(livre)).read("tActions")

    assert (grille.entetes[1], grille.premiere, len(grille.lignes)) == ("Année", 6, 3)


def test_a_sheet_renamed_or_a_table_moved_is_found(livre: Workbook) -> None:
    """Under another name, beside another table: where it is matters to nobody."""
    avant = ClasseurExcel(to_book(livre))
    grilles = {nom: avant.read(nom) for nom in ("tActions", "tThemes")}
    livre.feuille("Actions").nom = "Nos actions"
    theme, lieu = livre.table("tThemes"), livre.feuille("Mouvements")
    theme.feuille.tables.remove(theme)
    lieu.tables, lieu.cases = [theme], theme.feuille.cases
    theme.feuille = lieu
    livre.save = lambda: b""  # type: ignore[method-assign]

    apres = ClasseurExcel(to_book(livre))

    assert {nom: apres.read(nom) for nom in grilles} == grilles
    assert apres.tables() == avant.tables() - {"tMouvements"}
    with apres.checkpoint():
        apres.write("tActions", NEUVES)
    assert column(ClasseurExcel(to_book(livre)).read("tActions"), "Code") == [
        ligne["Code"] for ligne in NEUVES
    ]


def test_a_table_without_rows_keeps_a_blank_one(livre: Workbook) -> None:
    """Its user deleted them all: Excel then has no rows to give, and rows are added there."""
    table = livre.table("tActions")
    haut, gauche, bas, droite = table.zone
    table.deserte, table.zone = True, (haut, gauche, haut + 1, droite)
    for place in [p for p in table.feuille.cases if haut < p[0] <= bas]:
        del table.feuille.cases[place]
    classeur = ClasseurExcel(to_book(livre))

    grille = classeur.read("tActions")
    with classeur.checkpoint():
        classeur.write("tActions", NEUVES)

    assert (grille.premiere, [set(ligne) for ligne in grille.lignes]) == (6, [{None}])
    assert table.zone == (haut, gauche, haut + len(NEUVES), droite)


def test_a_blank_totals_row_is_no_row_to_write_in(livre: Workbook) -> None:
    """Nothing shows it, but Excel would put a total there."""
    table = livre.table("tActions")
    haut, gauche, bas, droite = table.zone
    table.__dict__["ShowTotals"], table.zone = True, (haut, gauche, bas + 1, droite)

    with pytest.raises(CucsError, match="une ligne de total"):
        write(livre, [{"Code": "A"}] * 9)


def test_a_note_beside_a_table_is_not_of_it(livre: Workbook) -> None:
    """What Excel gives of a sheet is wider, or taller, than its table."""
    avant = ClasseurExcel(to_book(livre)).read("tActions")
    livre.feuille("Actions").type_in("AZ2", "à revoir")

    assert ClasseurExcel(to_book(livre)).read("tActions") == avant


def test_a_note_far_away_is_not_read(livre: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet used too far is read under its table only."""
    avant = ClasseurExcel(to_book(livre)).read("tActions")
    livre.feuille("Actions").type_in("XFD2", "à revoir")
    monkeypatch.setattr("cucs_xl.excel.live.etat.CELLULES_MAX", 10_000)

    assert ClasseurExcel(to_book(livre)).read("tActions") == avant


def test_what_the_user_typed_meanwhile_is_never_covered(livre: Workbook) -> None:
    """A dialog was open between the reading and the writing."""
    classeur = ClasseurExcel(to_book(livre))
    classeur.read("tActions")
    livre.feuille("Actions").type_in("D7", "Titre ressaisi")
    avant = photo(livre)

    with (
        pytest.raises(CucsError, match="La feuille Actions a changé depuis sa lecture"),
        classeur.checkpoint(),
    ):
        classeur.write("tActions", NEUVES)

    assert photo(livre) == avant


def test_a_row_the_user_added_meanwhile_is_never_cleared(livre: Workbook) -> None:
    """Typed just below, it made the table grow."""
    classeur = ClasseurExcel(to_book(livre))
    classeur.read("tActions")
    table = livre.table("tActions")
    haut, gauche, bas, droite = table.zone
    livre.feuille("Actions").type_in(f"A{bas + 1}", "07-EMP-09")
    table.zone = (haut, gauche, bas + 1, droite)
    avant = photo(livre)

    with (
        pytest.raises(CucsError, match="La feuille Actions a changé depuis sa lecture"),
        classeur.checkpoint(),
    ):
        classeur.write("tActions", [{"Code": "A"}] * 3)

    assert photo(livre) == avant


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, livre: Workbook) -> Moteur:
    """An xlwings that asks three times only."""
    monkeypatch.setattr(load_moteur(), "N_COM_ATTEMPTS", 3)
    return livre.moteur


def test_a_cell_being_edited_is_told(livre: Workbook, impatient: Moteur) -> None:
    """Excel then refuses every call, and xlwings asks again for ever by default."""
    book = to_book(livre)
    classeur = ClasseurExcel(book)
    impatient.saisie = True

    for ask in (lambda: ClasseurExcel(book), lambda: classeur.read("tActions"),
                lambda: classeur.tell("x"), lambda: write(livre, NEUVES)):  # fmt: skip
        with pytest.raises(CucsError, match="une cellule est sans doute en cours de saisie"):
            ask()


def test_xlwings_is_told_to_give_up(livre: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = to_book(livre)
    monkeypatch.setattr(load_moteur(), "N_COM_ATTEMPTS", 0)

    ClasseurExcel(book)

    assert load_moteur().N_COM_ATTEMPTS == natif.ESSAIS


def test_an_excel_that_closed_is_told(livre: Workbook) -> None:
    classeur = ClasseurExcel(to_book(livre))
    livre.moteur.panne = lambda _: ComError(-2147023174, "RPC", None, None)

    with pytest.raises(CucsError, match="Excel s'est fermé"):
        classeur.read("tActions")


def test_a_bug_is_no_sentence(livre: Workbook) -> None:
    classeur = ClasseurExcel(to_book(livre))
    livre.moteur.panne = lambda _: ZeroDivisionError("bug")

    with pytest.raises(ZeroDivisionError):
        classeur.read("tActions")


def test_a_read_only_workbook_is_refused(livre: Workbook) -> None:
    livre.__dict__["ReadOnly"] = True

    assert "ouvert en lecture seule" in refus(livre)
    assert ClasseurExcel(to_book(livre)).read("tActions").lignes


def test_a_workbook_never_saved_is_refused(tmp_path: Path) -> None:
    path = build_maitre(tmp_path / "m.xlsx")
    livre = open_livre(path, nom="Classeur1")

    assert "« Classeur1 » n'a jamais été enregistré" in refus(livre)


def test_dates_from_1904_are_refused(livre: Workbook) -> None:
    livre.__dict__["Date1904"] = True

    with pytest.raises(CucsError, match="depuis 1904"):
        ClasseurExcel(to_book(livre))


def test_a_workbook_of_the_cloud_is_copied_at_home(tmp_path: Path) -> None:
    """Its address is no folder: the copy stays on the machine, and the user is told where."""
    path = build_maitre(tmp_path / "m.xlsx")
    livre = open_livre(path, nom="https://ville.sharepoint.com/sites/cucs/Documents/maître.xlsx")
    classeur = ClasseurExcel(to_book(livre), maison=lambda: tmp_path / "maison")

    with classeur.checkpoint():
        classeur.write("tActions", NEUVES)

    [copie] = (tmp_path / "maison" / ".cucs").rglob("*.xlsx")
    assert copie.parent.name == "sauvegardes"
    assert copie.parent.parent == classeur.path.parent
    assert str(copie) in classeur.messages[0]
    assert column(ClasseurFichier(copie).read("tActions"), "Code")[0] == "07-EMP-01"


def test_a_copy_that_cannot_be_written_stops_all(livre: Workbook, tmp_path: Path) -> None:
    (tmp_path / "sauvegardes").write_text("un fichier")

    assert "La copie de sécurité" in refus(livre)


def test_the_copy_holds_what_was_not_saved_yet(livre: Workbook, tmp_path: Path) -> None:
    livre.feuille("Actions").type_in("D6", "pas encore enregistré")

    write(livre, NEUVES)

    [copie] = (tmp_path / "sauvegardes").iterdir()
    assert column(ClasseurFichier(copie).read("tActions"), "Intitulé")[0] == "pas encore enregistré"


def test_a_sheet_that_never_ends_is_refused(livre: Workbook) -> None:
    livre.feuille("Actions").case(1_048_576, 1).format = "0.00"

    with pytest.raises(CucsError, match="jusqu'à la ligne 1048576"):
        ClasseurExcel(to_book(livre)).read("tActions")


def test_the_status_bar_is_given_back(livre: Workbook) -> None:
    with ClasseurExcel(to_book(livre)) as classeur:
        classeur.tell("Lecture…" + "x" * 300)
        assert len(livre.app.__dict__["StatusBar"]) == 255

    assert livre.app.__dict__["StatusBar"] is False
    assert classeur.messages[0].endswith("xxx")


def test_a_workbook_that_is_no_master(tmp_path: Path) -> None:
    path = build_maitre(tmp_path / "m.xlsx")
    livre = open_livre(path)
    for feuille in livre.feuilles:
        feuille.tables.clear()

    with pytest.raises(CucsError, match="n'est pas un classeur maître"):
        ClasseurExcel(to_book(livre))
