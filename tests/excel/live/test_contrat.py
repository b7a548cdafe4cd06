"""What any host does for a command: the same tests on a file and on an open workbook."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import TableColumn
from xlsxwriter import Workbook

from cucs_xl import commands
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.adresse import format_colonne
from cucs_xl.excel.builder.maitre import build_maitre as build_exemple
from cucs_xl.excel.classeur import Classeur, CucsError, Ecrasement
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.schema import Cellule
from tests.excel.file.maitres import Ligne, build_copie, build_maitre, column, saisies
from tests.excel.live.hotes import Hote, HoteExcel, HoteFichier
from tests.montelimar import build_quelques

ENTETES = [colonne.entete for colonne in TABLE_PAR_NOM["tActions"].saisies]
DANGEREUX = [
    "01234", "=1+1", "-5", "+33", "1/2", "1e5", "12 %", "3 €", "VRAI", "TRUE", "#REF!", "@SUM(A1)",
    "'x", "''", "-", "=", "+", "2007-01-02", "mars 2007", "a\r\nb", " é ", "00", "1 000",
]  # fmt: skip


def actions(classeur: Classeur) -> list[Ligne]:
    return saisies(classeur.read("tActions"), "tActions")


def write(hote: Hote, table: str, lignes: Sequence[Mapping[str, Cellule]]) -> Classeur:
    classeur = hote.open()
    with classeur.checkpoint():
        classeur.write(table, lignes)
    return hote.open()


def refus(hote: Hote, table: str, lignes: Sequence[Mapping[str, Cellule]]) -> str:
    """Give the sentence that refuses a write; nothing has changed."""
    avant = everything(hote.save())
    with pytest.raises(CucsError) as erreur:
        write(hote, table, lignes)
    assert everything(hote.save()) == avant
    assert hote.copies() == []
    return str(erreur.value)


def everything(classeur: Classeur) -> dict[str, object]:
    return {table: classeur.read(table) for table in classeur.tables()}


def typed(lignes: Sequence[Ligne]) -> list[dict[str, tuple[type, Cellule]]]:
    return [{entete: (type(v), v) for entete, v in ligne.items()} for ligne in lignes]


def test_a_host_is_a_classeur(hote: Hote) -> None:
    classeur = hote.open()

    assert classeur.nom == "maître.xlsx"
    assert classeur.tables() == frozenset(TABLE_PAR_NOM)


def test_cells_come_as_their_types(hote: Hote) -> None:
    ligne = actions(hote.open())[1]

    assert {entete: valeur for entete, valeur in ligne.items() if valeur is not None} == {
        "Code": "07-EMP-02",
        "Exercice": 2007.0,
        "Intitulé": "Chantier n° 2",
        "Opérateur": "CCAS",
        "Date début": date(2007, 1, 2),
        "Coût prévisionnel": 2001.0,
    }
    assert {type(valeur) for valeur in ligne.values()} == {str, float, date, type(None)}


@pytest.fixture(scope="module")
def exemple(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exemple") / "exemple.xlsx"
    path.write_bytes(build_exemple(read_exemple()))
    return path


def test_both_hosts_read_the_real_master_alike(exemple: Path) -> None:
    """Currency cells, dates, texts, formulas: same values, same types, same remarks."""
    fichier, excel = HoteFichier(exemple).open(), HoteExcel(exemple).open()

    assert excel.tables() == fichier.tables()
    for table in fichier.tables():
        assert excel.read(table) == fichier.read(table)
        for une, autre in zip(excel.read(table).lignes, fichier.read(table).lignes, strict=True):
            assert [type(v) for v in une] == [type(v) for v in autre]
        assert excel.inspect(table) == fichier.inspect(table) == []


@pytest.fixture(scope="module", params=["fichier", "excel"])
def loi(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hote:
    path = build_maitre(tmp_path_factory.mktemp("loi") / "m.xlsx")
    return {"fichier": HoteFichier, "excel": HoteExcel}[request.param](path)


cellules = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")),
    st.sampled_from(DANGEREUX),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1)),
    st.datetimes(datetime(1900, 3, 1)).map(lambda d: d.replace(microsecond=0)),  # noqa: DTZ001 - Excel has no zone
)


@settings(
    max_examples=25,
    deadline=None,
    # Shrinking rewrites workbooks for minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lignes=st.lists(st.fixed_dictionaries(dict.fromkeys(ENTETES, cellules)), max_size=5))
@example(lignes=[dict.fromkeys(ENTETES, texte) for texte in DANGEREUX])
@example(lignes=[dict.fromkeys(ENTETES, date(2007, 1, 1)), dict.fromkeys(ENTETES, 1.5)])
@example(lignes=[dict.fromkeys(ENTETES, datetime(2007, 1, 1, 8)), dict.fromkeys(ENTETES, True)])  # noqa: DTZ001 - Excel has no zone
def test_write_then_read_is_identity(loi: Hote, lignes: list[Ligne]) -> None:
    """Any cell in any column, over what earlier examples left, comes back the same."""
    relues = actions(write(loi, "tActions", lignes))

    attendues = [{e: normalise(v) for e, v in ligne.items()} for ligne in lignes]
    assert typed(relues) == typed(attendues or [dict.fromkeys(ENTETES, None)])
    shutil.rmtree(loi.path.parent / "sauvegardes", ignore_errors=True)


def normalise(valeur: Cellule) -> Cellule:
    """An empty text is a blank, midnight is a day: Excel makes no difference."""
    if isinstance(valeur, datetime) and (valeur.hour, valeur.minute, valeur.second) == (0, 0, 0):
        return valeur.date()
    return None if valeur == "" else valeur


def test_what_was_written_is_what_is_saved(hote: Hote) -> None:
    """Another program reads the same cells once the workbook is saved."""
    lignes: list[Ligne] = [dict.fromkeys(ENTETES, texte) for texte in DANGEREUX]
    lignes += [{"Code": "x", "Date fin": date(2007, 3, 1), "Coût prévisionnel": 0.0}]

    write(hote, "tActions", lignes)

    attendues = [dict.fromkeys(ENTETES) | ligne for ligne in lignes]
    assert typed(actions(hote.save())) == typed(attendues)


def test_unknown_is_not_zero(hote: Hote) -> None:
    lignes = actions(hote.open())
    lignes[0]["Coût prévisionnel"], lignes[1]["Coût prévisionnel"] = None, 0.0

    assert column(write(hote, "tActions", lignes).read("tActions"), "Coût prévisionnel") == [
        None,
        0.0,
        3001.5,
    ]


def test_rows_are_added_with_their_formulas(hote: Hote) -> None:
    lignes = actions(hote.open())
    neuves: list[Ligne] = [{"Code": f"07-LOG-0{i}", "Exercice": 2008.0} for i in (1, 2)]

    classeur = write(hote, "tActions", [*lignes, *neuves])

    assert actions(classeur) == [*lignes, *(dict.fromkeys(lignes[0]) | ligne for ligne in neuves)]
    assert classeur.inspect("tActions") == hote.save().inspect("tActions") == []
    assert classeur.read("tActions").dessous == ()


def test_rows_are_removed_and_leave_nothing_behind(hote: Hote) -> None:
    lignes = saisies(hote.open().read("tMouvements"), "tMouvements")

    write(hote, "tMouvements", [lignes[3], lignes[0]])

    for classeur in (hote.open(), hote.save()):
        grille = classeur.read("tMouvements")
        assert saisies(grille, "tMouvements") == [lignes[3], lignes[0]]
        assert grille.dessous == ()
        assert classeur.inspect("tMouvements") == []


def test_rows_are_sorted(hote: Hote) -> None:
    """Dates stay dates and texts texts when rows change places."""
    lignes = actions(hote.open())[::-1]

    assert typed(actions(write(hote, "tActions", lignes))) == typed(lignes)


def test_an_emptied_table_keeps_one_blank_row(hote: Hote) -> None:
    classeur = write(hote, "tActions", [])

    assert actions(classeur) == [dict.fromkeys(ENTETES)]
    assert classeur.inspect("tActions") == []
    assert actions(write(hote, "tActions", [{"Code": "A"}]))[0]["Code"] == "A"


def test_only_the_given_headings_are_written(hote: Hote) -> None:
    avant = actions(hote.open())

    classeur = write(hote, "tActions", [{"Statut": "programmée"}] * 3)

    assert actions(classeur) == [ligne | {"Statut": "programmée"} for ligne in avant]


def test_two_writes_of_one_table_add_up(hote: Hote) -> None:
    classeur = hote.open()
    with classeur.checkpoint():
        classeur.write("tActions", [{"Statut": "programmée"}] * 4)
        classeur.write("tActions", [{"Opérateur": "MJC"}] * 2)

    grille = hote.open().read("tActions")
    assert column(grille, "Statut") == ["programmée"] * 2
    assert column(grille, "Opérateur") == ["MJC"] * 2


def test_two_tables_are_written_together(hote: Hote) -> None:
    classeur = hote.open()
    with classeur.checkpoint():
        classeur.write("tActions", [{"Code": "A"}])
        classeur.write("tThemes", [{"Code": "LOG"}, {"Code": "SAN"}])

    assert column(classeur.read("tActions"), "Code") == ["A"]
    assert column(classeur.read("tThemes"), "Code") == ["LOG", "SAN"]
    assert len(hote.copies()) == 1


def test_a_date_is_a_date_whatever_the_column(hote: Hote) -> None:
    """A free column has no date format: the cell gets one, and loses it for a number."""
    jour, instant = date(2007, 3, 1), datetime(2007, 3, 1, 14, 30)  # noqa: DTZ001 - Excel has no zone
    essais: list[list[Cellule]] = [[jour, instant, "x"], [3.5, True, jour], ["01", "=A1", None]]
    for valeurs in essais:
        lignes: list[Ligne] = [{"Valeur": valeur} for valeur in valeurs]
        write(hote, "tParametres", lignes)

        vide: Ligne = dict.fromkeys(PARAMETRES)
        attendues = [vide | ligne for ligne in lignes]
        attendues[0]["Paramètre"] = "seuil"
        assert typed(saisies(hote.save().read("tParametres"), "tParametres")) == typed(attendues)


PARAMETRES = [colonne.entete for colonne in TABLE_PAR_NOM["tParametres"].saisies]


def test_a_text_too_long_is_located(hote: Hote) -> None:
    """Excel counts an emoji for two characters."""
    message = refus(hote, "tActions", [{}, {"Intitulé": "😀" * 16_384}])

    assert "Actions!D7 (Intitulé)" in message
    assert "32767 caractères" in message


def test_a_long_text_is_written_whole(hote: Hote) -> None:
    lignes: list[Ligne] = [{"Intitulé": "a" * 32_767}, {"Intitulé": "=" * 9_000}]

    assert column(write(hote, "tActions", lignes).read("tActions"), "Intitulé") == [
        "a" * 32_767,
        "=" * 9_000,
    ]


def test_a_date_before_1900_is_located(hote: Hote) -> None:
    assert "le 31/12/1899" in refus(hote, "tActions", [{"Date fin": date(1899, 12, 31)}])


def test_a_missing_column_is_named(hote: Hote) -> None:
    assert "« Nuance » manque dans la feuille Actions" in refus(hote, "tActions", [{"Nuance": "x"}])


def test_an_unknown_table_is_a_sentence(hote: Hote) -> None:
    with pytest.raises(CucsError, match="tAbsente est introuvable"):
        hote.open().read("tAbsente")


def test_bugs_of_the_caller_are_not_sentences(hote: Hote) -> None:
    classeur = hote.open()
    with pytest.raises(RuntimeError, match="outside of checkpoint"):
        classeur.write("tActions", [])
    with classeur.checkpoint():
        with pytest.raises(ValueError, match="computed"):
            classeur.write("tActions", [{"Clé": "x"}])
        with pytest.raises(ValueError, match="not a number"):
            classeur.write("tActions", [{"Coût réalisé": float("nan")}])
        with pytest.raises(RuntimeError, match="within"), classeur.checkpoint():
            pass
    assert hote.copies() == []


def test_a_command_that_fails_writes_nothing(hote: Hote) -> None:
    classeur, avant = hote.open(), everything(hote.save())

    def fail() -> None:
        with classeur.checkpoint():
            classeur.write("tActions", [])
            raise KeyError("bug")

    with pytest.raises(KeyError, match="bug"):
        fail()

    assert everything(hote.save()) == avant
    assert hote.copies() == []
    with pytest.raises(RuntimeError):
        classeur.write("tActions", [])


def test_a_write_that_changes_nothing_leaves_no_copy(hote: Hote) -> None:
    classeur = hote.open()
    with classeur.checkpoint():
        for table in classeur.tables():
            classeur.write(table, saisies(classeur.read(table), table))

    assert hote.copies() == []


def test_the_copy_holds_what_was(hote: Hote) -> None:
    avant = actions(hote.open())

    write(hote, "tActions", [])

    [copie] = hote.copies()
    assert re.fullmatch(r"maître_\d{4}-\d\d-\d\d_\d{6}\.xlsx", copie.name)
    assert actions(ClasseurFichier(copie)) == avant


def test_twenty_copies_are_kept(hote: Hote) -> None:
    for i in range(22):
        write(hote, "tThemes", [{"Code": f"T{i}"}])

    copies = hote.copies()
    assert len(copies) == 20
    assert column(ClasseurFichier(copies[-1]).read("tThemes"), "Code") == ["T20"]


def built(path: Path, decor: Callable[[Workbook], None]) -> Path:
    return build_maitre(path / "maître.xlsx", decor=decor)


def test_rows_typed_below_are_told_and_never_covered(
    hote_de: Callable[[Path], Hote], tmp_path: Path
) -> None:
    def below(workbook: Workbook) -> None:
        sheet = workbook.get_worksheet_by_name("Actions")
        sheet.write("A10", "07-EMP-09")
        sheet.write("C12", "=1/0", None, "#DIV/0!")
        sheet.write("AZ11", "à côté de la table")

    hote = hote_de(built(tmp_path, below))

    assert hote.open().read("tActions").dessous == (10, 12)
    assert "dès la ligne 10" in refus(hote, "tActions", [{"Code": "A"}] * 5)
    assert len(write(hote, "tActions", [{"Code": "A"}] * 4).read("tActions").lignes) == 4


def test_a_protected_sheet_is_named(hote_de: Callable[[Path], Hote], tmp_path: Path) -> None:
    hote = hote_de(built(tmp_path, lambda w: w.get_worksheet_by_name("Thèmes").protect()))

    message = refus(hote, "tThemes", [{"Code": "LOG"}])
    assert "La feuille Thèmes est protégée" in message
    assert "Révision > Ôter la protection" in message
    write(hote, "tActions", [{"Code": "A"}])


def test_a_totals_row_forbids_a_resize(hote_de: Callable[[Path], Hote], tmp_path: Path) -> None:
    """The last row of the table is taken for its total."""
    path = build_maitre(tmp_path / "avant.xlsx")
    with ZipFile(path) as lu:
        [part] = [nom for nom in lu.namelist() if b'displayName="tActions"' in lu.read(nom)]
    total = {part: lambda x: x.replace(b'totalsRowShown="0"', b'totalsRowCount="1"', 1)}
    hote = hote_de(build_copie(path, tmp_path / "maître.xlsx", total))

    assert column(hote.open().read("tActions"), "Code") == ["07-EMP-01", "07-EMP-02"]
    assert hote.open().read("tActions").dessous == ()
    assert "Ligne Total" in refus(hote, "tActions", [{"Code": "A"}])
    assert column(write(hote, "tActions", [{"Code": "A"}] * 2).read("tActions"), "Code") == [
        "A",
        "A",
    ]


def test_an_error_cell_of_the_same_row_survives(
    hote_de: Callable[[Path], Hote], tmp_path: Path
) -> None:
    """It reads as None: writing that None back must not hide the error."""
    motif = re.compile(rb'<c r="Q7"[^>]*>.*?</c>')
    erreur = b'<c r="Q7" s="3" t="e"><f>#REF!*2</f><v>#REF!</v></c>'
    path = build_maitre(tmp_path / "avant.xlsx")
    part = ClasseurFichier(path)._livre.cadre("tActions").part
    hote = hote_de(build_copie(path, tmp_path / "m.xlsx", {part: lambda x: motif.sub(erreur, x)}))
    lignes = actions(hote.open())
    assert lignes[1]["Coût prévisionnel"] is None
    lignes[0]["Coût prévisionnel"], lignes[2]["Coût prévisionnel"] = 7.0, 9.0

    grille = write(hote, "tActions", lignes).read("tActions")
    assert grille.erreurs == {(1, "Coût prévisionnel"): "#REF!"}
    assert column(grille, "Coût prévisionnel") == [7.0, None, 9.0]

    grille = write(hote, "tActions", [lignes[1], lignes[0], lignes[2]]).read("tActions")
    assert grille.erreurs == {}
    assert column(grille, "Coût prévisionnel") == [None, 7.0, 9.0]


def test_a_formula_typed_by_the_user_stays_when_its_value_is_kept(
    hote_de: Callable[[Path], Hote], tmp_path: Path
) -> None:
    hote = hote_de(
        built(
            tmp_path,
            lambda w: w.get_worksheet_by_name("Actions").write_formula(
                "Q7", "=1500+501", None, 2001
            ),
        )
    )
    lignes = actions(hote.open())
    lignes[0]["Coût prévisionnel"], lignes[2]["Coût prévisionnel"] = 1.0, 2.0

    write(hote, "tActions", lignes)

    assert formula(hote.save(), "Q7") == "=1500+501"


def formula(classeur: ClasseurFichier, adresse: str) -> object:
    octets = classeur.path.read_bytes()
    return openpyxl.load_workbook(BytesIO(octets))["Actions"][adresse].value


def test_overwritten_computed_cells_are_found(
    hote_de: Callable[[Path], Hote], tmp_path: Path
) -> None:
    def paste(workbook: Workbook) -> None:
        sheet = workbook.get_worksheet_by_name("Actions")
        sheet.write_string(f"{colonne_de('Clé')}7", "collé")

    hote = hote_de(built(tmp_path, paste))

    assert list(hote.open().inspect("tActions")) == [Ecrasement(7, "Clé")]


def colonne_de(entete: str) -> str:
    rang = [colonne.entete for colonne in TABLE_PAR_NOM["tActions"].colonnes].index(entete)
    return format_colonne(rang + 1)


def test_columns_of_the_user_are_kept(hote_de: Callable[[Path], Hote], tmp_path: Path) -> None:
    """They follow their row's position; a computed one is told apart and never written."""
    hote = hote_de(build_etendu(build_maitre(tmp_path / "maître.xlsx")))
    lignes = actions(hote.open())

    classeur = write(hote, "tActions", [lignes[2], {"Code": "neuve"}])

    grille = classeur.read("tActions")
    assert grille.entetes[-2:] == ("Visa", "Double")
    assert column(grille, "Visa") == ["v1", "v2"]
    assert column(grille, "Code") == ["07-EMP-03", "neuve"]
    assert formula(hote.save(), f"{format_colonne(len(grille.entetes))}7")
    assert classeur.inspect("tActions") == []
    with classeur.checkpoint(), pytest.raises(ValueError, match="computed"):
        classeur.write("tActions", [{"Double": 1.0}])
    assert column(
        write(hote, "tActions", [{"Visa": "=v"}, {"Visa": None}]).read("tActions"), "Visa"
    ) == ["=v", None]


def build_etendu(path: Path) -> Path:
    """Add two columns at the right of tActions, one computed, as a user does."""
    classeur = openpyxl.load_workbook(path)
    sheet = classeur["Actions"]
    table = sheet.tables["tActions"]
    largeur = len(table.tableColumns)
    for i, entete in enumerate(("Visa", "Double"), start=1):
        table.tableColumns.append(TableColumn(id=largeur + i, name=entete))
        sheet.cell(5, largeur + i).value = entete
    for ligne in (6, 7, 8):
        sheet.cell(ligne, largeur + 1).value = f"v{ligne - 5}"
        sheet.cell(ligne, largeur + 2).value = f"=Q{ligne}*2"
    table.tableColumns[-1].calculatedColumnFormula = openpyxl.worksheet.table.TableFormula(
        attr_text="tActions[[#This Row],[Coût prévisionnel]]*2"
    )
    table.ref = table.autoFilter.ref = f"A5:{format_colonne(largeur + 2)}8"
    classeur.save(path)
    return path


@pytest.fixture
def fautif(tmp_path: Path) -> Path:
    """A real master after clumsy hands: unknown codes, texts and fractions for amounts."""
    path = tmp_path / "fautif.xlsx"
    path.write_bytes(build_quelques())
    classeur = ClasseurFichier(path)
    lignes = saisies(classeur.read("tFinancements"), "tFinancements")
    for ligne, (entete, valeur) in zip(lignes, FAUTES, strict=False):
        ligne[entete] = valeur
    with classeur.checkpoint():
        classeur.write("tFinancements", lignes)
    return path


FAUTES: list[tuple[str, Cellule]] = [
    ("Partenaire", "=INCONNU"),
    ("Programmé", 9_999_999.99),
    ("Programmé", "mille"),
    ("Nature", "-autre"),
    ("Programmé", 12.345),
    ("Exercice", "02007"),
]


def test_verifier_fills_the_same_controls(fautif: Path, tmp_path: Path) -> None:
    """The use case of the first button, twice on each host: same anomalies, same cells."""
    hotes: list[Hote] = [
        HoteFichier(Path(shutil.copy(fautif, tmp_path / "f.xlsx"))),
        HoteExcel(Path(shutil.copy(fautif, tmp_path / "e.xlsx"))),
    ]
    for _ in range(2):
        par_hote = []
        for hote in hotes:
            verification = commands.verifier(hote.open(), ecrire=True)
            controles = saisies(hote.save().read("tControles"), "tControles")
            assert saisies(hote.open().read("tControles"), "tControles") == controles
            par_hote.append((verification.anomalies, controles))
        (anomalies, controles), (autres, memes) = par_hote
        assert anomalies == autres
        assert typed(controles) == typed(memes)
        assert len(controles) == len(anomalies) >= 5
