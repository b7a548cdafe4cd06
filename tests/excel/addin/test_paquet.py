"""The built add-in: the same twice, read by others, and each spoiled part is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from pyopenvba import check_file
from pyvbaanalysis import analyze_workbook

from cucs_xl.excel.addin import build_complement, check_complement
from cucs_xl.excel.addin.cfb_strict import read_cfb
from cucs_xl.excel.addin.paquet import RUBAN, VBA, build_paquet, read_parts, write_parts
from cucs_xl.excel.addin.paquet_check import check_sources
from cucs_xl.excel.addin.projet import Genre, Module, build_projet
from cucs_xl.excel.addin.sources import read_sources
from tests.excel.addin.decodeurs import read_olevba, read_pyopenvba

SOURCES = read_sources()


@pytest.fixture(scope="module")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlam") / "cucs.xlam"
    path.write_bytes(build_complement())
    return path


def test_nothing_is_wrong() -> None:
    assert check_complement(build_complement()) == []


def test_two_builds_have_the_same_parts(xlam: Path) -> None:
    assert read_parts(build_complement()) == read_parts(xlam.read_bytes())


def test_nothing_depends_on_the_day_nor_on_excel(xlam: Path) -> None:
    """Dates are fixed; the project says « no compiled code » in the bytes of MS-OVBA 2.3.4.1."""
    parts = read_parts(xlam.read_bytes())

    assert parts["docProps/core.xml"].count(b"2007-01-01T00:00:00Z") == 2
    assert read_cfb(parts[VBA])["VBA/_VBA_PROJECT"].hex() == "cc61ffff000000"


def test_two_decoders_give_every_source_back(xlam: Path) -> None:
    sources = {module.nom: module.texte for module in SOURCES.modules}

    assert read_olevba(xlam) == sources
    assert read_pyopenvba(xlam) == sources


def test_accents_survive_in_both_decoders(tmp_path: Path) -> None:
    """No accent is shipped in a VBA string; one in a comment would be read right."""
    texte = 'Attribute VB_Name = "Essai"\n\' « œuvre à 100 € près… »\nOption Explicit\n'
    accents = Module("Essai", Genre.STANDARD, texte)
    path = tmp_path / "essai.xlam"
    path.write_bytes(build_paquet(SOURCES._replace(modules=(*SOURCES.modules, accents))))

    assert read_olevba(path)["Essai"] == texte
    assert read_pyopenvba(path)["Essai"] == texte


def test_what_windows_1252_lacks_is_refused() -> None:
    fleche = Module("Essai", Genre.STANDARD, "' →\n")

    with pytest.raises(ValueError, match="charmap"):
        build_projet([fleche])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_package_follows_its_schemas(xlam: Path) -> None:
    resultat = OpenXmlValidator().validate(xlam)

    assert [str(erreur) for erreur in resultat.errors] == []
    assert check_file(xlam).issues == ()


def test_the_analysis_of_vba_finds_nothing(xlam: Path, tmp_path: Path) -> None:
    """And it does look: an unknown Sub is found by it."""
    assert [d for diagnostics in analyze_workbook(str(xlam)).values() for d in diagnostics] == []

    faux = [
        m._replace(texte=m.texte.replace('RunBouton "guide"', "Inconnu")) for m in SOURCES.modules
    ]
    path = tmp_path / "faux.xlam"
    path.write_bytes(build_paquet(SOURCES._replace(modules=tuple(faux))))
    assert any(analyze_workbook(str(path)).values())


def _text(part: str, ancien: str, nouveau: str) -> Callable[[dict[str, bytes]], None]:
    def spoil(parts: dict[str, bytes]) -> None:
        assert ancien.encode() in parts[part]
        parts[part] = parts[part].replace(ancien.encode(), nouveau.encode())

    return spoil


def _drop(part: str) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__delitem__(part)


def _module(ancien: str, nouveau: str) -> Callable[[dict[str, bytes]], None]:
    def spoil(parts: dict[str, bytes]) -> None:
        modules = [m._replace(texte=m.texte.replace(ancien, nouveau, 1)) for m in SOURCES.modules]
        assert modules != list(SOURCES.modules)
        parts[VBA] = build_projet(modules)

    return spoil


TYPES, CLASSEUR = "[Content_Types].xml", "xl/workbook.xml"
MUTANTS = {
    "type": (_text(TYPES, "excel.addin.", "excel.sheet."), "pas déclaré comme complément"),
    "bin": (_text(TYPES, 'Extension="bin"', 'Extension="bim"'), "projet VBA n'est pas déclaré"),
    "relation": (_text("_rels/.rels", "2007/relationships/ui", "2006/relationships/ui"), "pas relié"),
    "lien vba": (_text("xl/_rels/workbook.xml.rels", "vbaProject.bin", "vba.bin"), "pas relié au classeur"),
    "codeName": (_text(CLASSEUR, "ThisWorkbook", "CeClasseur"), "codeName n'est pas ThisWorkbook"),
    "codeName feuille": (_text("xl/worksheets/sheet1.xml", "FeuilMessages", "Feuil1"), "FeuilMessages"),
    "feuille": (_text(CLASSEUR, 'name="Messages"', 'name="Feuil1"'), "feuille Messages manque"),
    "message": (_text("xl/sharedStrings.xml", "Rien", "Tout"), "diffère"),
    "sans ruban": (_drop(RUBAN), "customUI14.xml manque"),
    "sans vba": (_drop(VBA), "vbaProject.bin manque"),
    "ruban": (_text(RUBAN, 'keytip="V"', 'keytip="A"'), "se masquent"),
    "module": (_module("-E -P -m", "-m"), "n'est pas celui de macros/"),
    "nom de module": (_module('VB_Name = "CucsRuban"', 'VB_Name = "Autre"'), "VB_Name"),
    "attribut double": (_module("Attribute VB_Exposed = True\n", "Attribute VB_Exposed = True\n" * 2), "lignes Attribute"),
    "explicite": (_module("Option Explicit\n", ""), "Option Explicit manque"),
    "conteneur": (_text(VBA, "R\0o\0o\0t\0", "R\0a\0o\0t\0"), "racine"),
    "protégé": (_text(VBA, 'DPB="00', 'DPB="01'), "DPB :"),
    "document": (_text(VBA, "Document=ThisWorkbook", "Document=CetClasseurs"), "les mêmes modules"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "faute"), list(MUTANTS.values()), ids=list(MUTANTS))
def test_a_spoiled_part_is_told(spoil: Callable[[dict[str, bytes]], None], faute: str) -> None:
    parts = read_parts(build_complement())
    spoil(parts)

    fautes = check_complement(write_parts(parts))

    assert any(faute in trouvee for trouvee in fautes), fautes


def test_what_is_no_addin_is_told() -> None:
    assert check_complement(b"bonjour") == [
        "le fichier n'est pas un complément : ce n'est pas une archive zip"
    ]


@pytest.mark.parametrize(
    ("ancien", "nouveau", "faute"),
    [
        ('"CUCS"', '"Préfecture"', "n'est pas en ASCII"),
        ("' Starts", "' → Starts", "Windows-1252"),
        ("Public Sub RunBouton", "Public Sub Auto_Open", "n'a pas sa place"),
        ('FormatMessage("echec"', 'FormatMessage("raté"', "ASCII"),
        ('FormatMessage("echec"', 'FormatMessage("rate"', "« rate » manque"),
        ('FormatMessage("echec"', 'FormatMessage("python_refuse"', "« echec » ne sert à rien"),
    ],
)
def test_a_wrong_source_is_told(ancien: str, nouveau: str, faute: str) -> None:
    modules = tuple(m._replace(texte=m.texte.replace(ancien, nouveau)) for m in SOURCES.modules)

    assert any(faute in f for f in check_sources(SOURCES._replace(modules=modules)))
