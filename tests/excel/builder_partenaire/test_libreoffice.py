"""The same sheets through LibreOffice: recalculated, saved again in both formats, printed."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cucs_xl.excel.builder.paquet import parts
from cucs_xl.metier.retour.reponse import changed
from tests.excel.builder_partenaire.fiches import (
    ENVOIS,
    draw_reponses,
    fill,
    octets,
    vierges,
)
from tests.excel.builder_partenaire.test_avancement import ANNOTEE
from tests.excel.builder_partenaire.test_classeur import NS, feuilles, read_back, visibles
from tests.excel.recalcul import _PROFIL, Valeurs, find_soffice, read_values

pytestmark = pytest.mark.libreoffice

#: Sent, half filled, annotated: what LibreOffice opens and saves.
NOMS = [*ENVOIS, "remplie", "annotée", "vierge"]


def build(nom: str) -> bytes:
    match nom:
        case "remplie":
            return fill("demande-neuve", draw_reponses("demande-neuve", 3, 0.6))
        case "annotée":
            return fill("fiche", ANNOTEE)
        case "vierge":
            return vierges()["fiche action"]
    return octets(nom)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sheet, opened once with a forced recalculation, saved as .ods, .xlsx and .pdf."""
    soffice, dossier = find_soffice(), tmp_path_factory.mktemp("libreoffice")
    (dossier / "profil" / "user").mkdir(parents=True)
    (dossier / "profil" / "user" / "registrymodifications.xcu").write_text(_PROFIL)
    for nom in NOMS:
        (dossier / f"{nom}.xlsx").write_bytes(build(nom))
    for sorte in ("ods", "xlsx", "pdf"):
        subprocess.run(
            [soffice, f"-env:UserInstallation={(dossier / 'profil').as_uri()}", "--headless",
             "--convert-to", sorte, "--outdir", str(dossier / sorte),
             *(str(dossier / f"{nom}.xlsx") for nom in NOMS)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return dossier


def _round(valeurs: Valeurs) -> dict[str, dict[tuple[int, int], object]]:
    """Values but for the last bits of numbers; a formula that shows nothing is blank."""
    return {
        nom: {
            place: round(v, 9) if isinstance(v, float) else v
            for place, v in cellules.items()
            if v not in ("", None)
        }
        for nom, cellules in valeurs.items()
    }


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("sorte", ["ods", "xlsx"])
def test_recalculated_values_are_the_stored_ones(dossier: Path, nom: str, sorte: str) -> None:
    """Answers, marks, totals, states, cards: nothing differs in any sheet, hidden ones included."""
    relu = read_values((dossier / sorte / f"{nom}.{sorte}").read_bytes())

    assert _round(relu) == _round(read_values(build(nom)))


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_saved_again_it_is_still_locked_and_helped(dossier: Path, nom: str) -> None:
    """As many open cells, each under a validation with its help and its refusal."""
    resauve = (dossier / "xlsx" / f"{nom}.xlsx").read_bytes()

    assert _count_ouvertes(resauve) == _count_ouvertes(octets(nom))
    for feuille, xml in feuilles(resauve):
        protection = xml.find("m:sheetProtection", NS)
        assert protection is not None, feuille
        assert protection.get("sheet") in {"1", "true"}
    for feuille, xml in visibles(resauve):
        validations = xml.findall("m:dataValidations/m:dataValidation", NS)
        assert feuille == "Aide" or validations
        assert all(v.get("prompt") and v.get("error") for v in validations)
    livre = parts(resauve)["xl/workbook.xml"].decode()
    for cachee in ("_cucs", "_listes", "_suivi"):
        assert re.search(f'<sheet name="{cachee}"[^>]*state="(very)?[hH]idden"', livre)
    assert "cucs_empreinte" in parts(resauve)["docProps/custom.xml"].decode()


def _count_ouvertes(fichier: bytes) -> Counter[str]:
    styles = ET.fromstring(parts(fichier)["xl/styles.xml"])
    ouverts = {
        str(i)
        for i, xf in enumerate(styles.iterfind("m:cellXfs/m:xf", NS))
        if (protection := xf.find("m:protection", NS)) is not None
        and protection.get("locked") in {"0", "false"}
    }
    return Counter(
        nom
        for nom, xml in feuilles(fichier)
        for cellule in xml.iterfind(".//m:c", NS)
        if cellule.get("s") in ouverts
    )


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_saved_again_it_reads_the_same(dossier: Path, nom: str, tmp_path: Path) -> None:
    """The reader of returns sees nothing changed, nothing tampered with."""
    retour = read_back(nom, (dossier / "xlsx" / f"{nom}.xlsx").read_bytes(), tmp_path)

    assert retour.fiable
    assert (retour.fautes, retour.alterations, retour.absentes) == ((), (), ())
    assert [r for cases in retour.reponses.values() for r in cases.values() if changed(r)] == []


@pytest.mark.parametrize("nom", NOMS)
def test_nothing_is_cut_on_paper(dossier: Path, nom: str) -> None:
    """Every word shown is printed, no number is too wide, no row too low: no two words overlap."""
    pages = ET.fromstring(
        subprocess.run(
            ["pdftotext", "-bbox", str(dossier / "pdf" / f"{nom}.pdf"), "-"],
            check=True, capture_output=True,
        ).stdout
    ).findall(".//{*}page")  # fmt: skip
    mots = [list(page.iterfind("{*}word")) for page in pages]
    # Words are sometimes spaced out, never reordered.
    imprimes = "".join(mot.text or "" for page in mots for mot in page)
    assert "###" not in imprimes
    fichier = build(nom)
    for feuille, xml in visibles(fichier):
        masquees = _list_masquees(xml)
        for (ligne, colonne), valeur in read_values(fichier)[feuille].items():
            cachee = (ligne, None) in masquees or (None, colonne) in masquees
            if isinstance(valeur, str) and not cachee:
                absents = [mot for mot in valeur.split() if mot not in imprimes]
                assert absents == [], (feuille, ligne + 1, valeur)
    for page in mots:
        assert list(_find_chocs(page)) == []


def _find_chocs(mots: list[ET.Element]) -> Iterator[tuple[str, str]]:
    """Give the words of a page that overlap by more than a third of the lower one's height."""
    boites = [
        [float(mot.get(cote) or 0) for cote in ("xMin", "yMin", "xMax", "yMax")] for mot in mots
    ]
    for i, (gauche, haut, droite, bas) in enumerate(boites):
        for j, (g, h, d, b) in enumerate(boites[i + 1 :], start=i + 1):
            commun = min(bas, b) - max(haut, h)
            if min(droite, d) - max(gauche, g) > 1 and commun > min(bas - haut, b - h) / 3:
                yield mots[i].text or "", mots[j].text or ""


def _list_masquees(xml: ET.Element) -> set[tuple[int | None, int | None]]:
    lignes = {(int(r.get("r") or 0) - 1, None) for r in xml.iterfind(".//m:row[@hidden='1']", NS)}
    colonnes = {
        (None, colonne)
        for c in xml.iterfind("m:cols/m:col[@hidden='1']", NS)
        for colonne in range(int(c.get("min") or 0) - 1, int(c.get("max") or 0))
    }
    return {*lignes, *colonnes}
