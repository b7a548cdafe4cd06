"""The built workbooks, against the checklist of what users and Excel expect."""

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openxml_audit import OpenXmlValidator

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.excel.builder.consolide import FEUILLES
from cucs_xl.excel.builder.formules import LIGNE_ENTETES
from cucs_xl.excel.builder.livraison import check_fraiche
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.builder.saisie import ACCUEIL
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.instantane import build_blocs
from cucs_xl.metier.lecture import read_contrat
from cucs_xl.metier.modele import TABLES
from cucs_xl.metier.schema import Remplisseur
from cucs_xl.metier.ventilation import build_ventilations
from tests.montelimar import build_exemple

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RACINE = Path(__file__).parents[2]
#: What belongs to the example, not to code.
EXEMPLE = r"montélimar|442.?000|290.?000|121.?000|26198"

#: Functions that Excel 2010, cellrune and LibreOffice compute alike; no other may appear.
FONCTIONS = {
    "ABS", "ADDRESS", "AND", "CHOOSE", "COUNTIF", "COUNTIFS", "HYPERLINK", "IF", "IFERROR", "INDEX",
    "ISNUMBER", "LEFT", "MATCH", "MID", "N", "NOT", "OR", "ROUND", "ROWS", "SUM", "SUMIFS", "VALUE",
}  # fmt: skip


@pytest.fixture(scope="module", params=["exemple", "vierge"])
def octets(request: pytest.FixtureRequest) -> bytes:
    if request.param == "exemple":
        return build_exemple()
    return build_maitre(build_vierge("Ville d'essai", "01004", 2011))


def feuilles(octets: bytes) -> Iterator[tuple[str, ET.Element]]:
    for nom, part in parts(octets).items():
        if nom.startswith("xl/worksheets/sheet"):
            yield nom, ET.fromstring(part)


def test_open_xml_schemas_accept_it(octets: bytes, tmp_path: Path) -> None:
    """ISO 29500 schemas find nothing to say."""
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(octets)

    resultat = OpenXmlValidator().validate(path)

    assert [str(erreur) for erreur in resultat.errors] == []


def test_every_formula_has_a_value_and_known_functions(octets: bytes) -> None:
    """Each formula cell stores its value, stays under Excel's length and is no error."""
    vues: set[str] = set()
    nombre = 0
    for nom, feuille in feuilles(octets):
        for cellule in feuille.iterfind(".//m:c[m:f]", NS):
            formule = cellule.findtext("m:f", namespaces=NS) or ""
            assert cellule.find("m:v", NS) is not None, (nom, cellule.get("r"))
            assert cellule.get("t") != "e", (nom, cellule.get("r"), formule)
            assert len(formule) < 8192
            vues |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", formule)))
            nombre += 1
    assert nombre > 400
    assert vues <= FONCTIONS


def test_this_row_references_are_written_as_excel_writes_them(octets: bytes) -> None:
    """No « [@X] » nor « [#This Row],X] » reaches the file."""
    for nom, part in parts(octets).items():
        if nom.startswith(("xl/worksheets/sheet", "xl/tables/")):
            texte = part.decode()
            assert "[@" not in texte, nom
            assert not re.search(r"\[#This Row\],[^\[]", texte), nom


def test_tables_are_the_schema(octets: bytes, tmp_path: Path) -> None:
    """Each table has the declared headings, at the row that links rely on."""
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(octets)
    classeur = ClasseurFichier(path)

    for table in TABLES:
        grille = classeur.read(table.nom)
        assert grille.entetes == tuple(colonne.entete for colonne in table.colonnes)
        assert grille.premiere == LIGNE_ENTETES + 1


def test_headings_hold_letters_digits_and_spaces_only() -> None:
    """Other signs need escapes that Excel, LibreOffice and cellrune do not write alike."""
    for table in TABLES:
        for colonne in table.colonnes:
            assert re.fullmatch(r"[^\W_]+(?: [^\W_]+)*", colonne.entete), (
                table.nom,
                colonne.entete,
            )


def test_reading_gives_back_what_was_built(tmp_path: Path) -> None:
    """Build then read is identity, for every table of the example."""
    contrat = read_exemple()
    contrat = contrat._replace(
        ventilations=build_ventilations(contrat, read_faits(contrat)),
        instantane=build_blocs(contrat),
    )
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(build_exemple())
    classeur = ClasseurFichier(path)

    lecture = read_contrat({table.nom: classeur.read(table.nom) for table in TABLES})

    assert lecture.anomalies == ()
    for table in TABLES:
        lues = [ligne[:-1] for ligne in lecture.contrat.table(table)]
        assert lues == [ligne[:-1] for ligne in contrat.table(table)], table.nom


def test_untouched_master_has_no_overwritten_cell(octets: bytes, tmp_path: Path) -> None:
    """The host finds every computed cell as the builder left it."""
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(octets)
    classeur = ClasseurFichier(path)

    assert [e for table in TABLES for e in classeur.inspect(table.nom)] == []


def test_entry_sheets_stay_open_and_synthesis_sheets_are_locked(octets: bytes) -> None:
    """A table does not grow on a protected sheet; a synthesis must not be typed over."""
    noms = re.findall(r'<sheet name="([^"]+)"', parts(octets)["xl/workbook.xml"].decode())
    protegees = {
        nom
        for nom, part in zip(
            noms,
            (parts(octets)[f"xl/worksheets/sheet{i + 1}.xml"] for i in range(len(noms))),
            strict=True,
        )
        if b"<sheetProtection" in part
    }
    assert protegees == set(FEUILLES)
    assert noms[0] == ACCUEIL


def test_every_sheet_is_ready_to_print(octets: bytes) -> None:
    """Paper, landscape, one page wide, and a footer with file, sheet, date and page."""
    for nom, feuille in feuilles(octets):
        page = feuille.find("m:pageSetup", NS)
        assert page is not None, nom
        assert page.get("orientation") == "landscape", nom
        assert page.get("paperSize") in {"8", "9"}, nom
        ajuste = feuille.find("m:sheetPr/m:pageSetUpPr", NS)
        assert ajuste is not None, nom
        assert ajuste.get("fitToPage") == "1", nom
        pied = feuille.findtext("m:headerFooter/m:oddFooter", namespaces=NS) or ""
        assert all(code in pied for code in ("&F", "&A", "&D", "&P", "&N")), nom


def test_validations_reach_below_and_speak(octets: bytes) -> None:
    """Each typed column has a help, within Excel's limits, far below the last row."""
    nombre = 0
    for nom, feuille in feuilles(octets):
        for validation in feuille.iterfind("m:dataValidations/m:dataValidation", NS):
            assert 0 < len(validation.get("promptTitle") or "") <= 32, nom
            assert 0 < len(validation.get("prompt") or "") <= 255, nom
            assert int(re.findall(r"\d+", validation.get("sqref") or "0")[-1]) >= 5000
            nombre += 1
    assert nombre >= sum(len(table.colonnes) for table in TABLES)


def test_marks_look_up_anomalies_by_key_never_by_address(octets: bytes) -> None:
    """Each entry sheet has its red and amber rules, through names."""
    for nom, feuille in feuilles(octets):
        formules = [f.text or "" for f in feuille.iterfind(".//m:cfRule/m:formula", NS)]
        assert not any("tControles[" in formule for formule in formules), nom
    rouges = sum(
        "ctlTable" in (f.text or "") and "Bloquante" in (f.text or "")
        for _, feuille in feuilles(octets)
        for f in feuille.iterfind(".//m:cfRule/m:formula", NS)
    )
    assert rouges >= sum(table.rempli_par is Remplisseur.AGENT for table in TABLES)


def test_charts_hold_their_cache_and_alternative_text() -> None:
    """A chart shows its figures before anything is recalculated."""
    paquet = parts(build_exemple())
    graphiques = [
        part.decode() for nom, part in paquet.items() if nom.startswith("xl/charts/chart")
    ]
    assert len(graphiques) == 2
    for graphique in graphiques:
        assert "<c:numCache>" in graphique
        assert "110500" in graphique
    dessins = "".join(
        part.decode() for nom, part in paquet.items() if nom.startswith("xl/drawings/drawing")
    )
    assert dessins.count("descr=") == 2


def test_two_builds_are_the_same_bytes() -> None:
    """A build says nothing of the day it was made."""
    assert build_maitre(read_exemple()) == build_exemple()


def test_nothing_says_montelimar_in_code() -> None:
    """The example's city and figures are in data only: any commune can use the code."""
    fautes = []
    for path in (RACINE / "cucs_xl").rglob("*.py"):
        arbre = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(noeud.body[0].value)
            for noeud in ast.walk(arbre)
            if isinstance(noeud, ast.Module | ast.ClassDef | ast.FunctionDef)
            and noeud.body
            and isinstance(noeud.body[0], ast.Expr)
        }
        for noeud in ast.walk(arbre):
            if not isinstance(noeud, ast.Constant) or id(noeud) in docs:
                continue
            if re.search(EXEMPLE, str(noeud.value), re.IGNORECASE):
                fautes.append(f"{path.name}:{noeud.lineno}")
    assert fautes == []


def test_an_empty_master_names_its_commune_only() -> None:
    """The empty master of another commune holds nothing of the example."""
    contenu = b"".join(
        parts(build_maitre(build_vierge("Ville d'essai", "01004", 2011))).values()
    ).decode("utf-8", "ignore")

    assert "Ville d&apos;essai" in contenu or "Ville d'essai" in contenu
    assert "01004" in contenu
    assert "ontélimar" not in contenu


def test_a_stale_workbook_is_named(tmp_path: Path) -> None:
    """The freshness check, that `make build-check` runs, names the part that differs."""
    livraison = {"suivi_cucs.xlsx": build_maitre(build_vierge("Ville d'essai", "01004", 2011))}
    (tmp_path / "suivi_cucs.xlsx").write_bytes(livraison["suivi_cucs.xlsx"])
    assert check_fraiche(tmp_path, lambda: livraison) == []

    _replace_part(tmp_path / "suivi_cucs.xlsx", "xl/styles.xml", b"<styleSheet/>")

    assert check_fraiche(tmp_path, lambda: livraison) == ["suivi_cucs.xlsx!xl/styles.xml"]


def _replace_part(path: Path, nom: str, contenu: bytes) -> None:
    paquet = parts(path.read_bytes()) | {nom: contenu}
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for part, octets in paquet.items():
            archive.writestr(part, octets)
    path.write_bytes(sortie.getvalue())
