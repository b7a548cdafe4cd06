"""A partner's workbook: valid, locked, helped, printable, found again."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openxml_audit import OpenXmlValidator

from cucs_xl.excel import balise
from cucs_xl.excel.builder.livraison import build_modeles, check_fraiche
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.builder.partenaire import Reponse, build_feuille
from cucs_xl.excel.retour import read_retours
from cucs_xl.metier.formulaire import NEANT, Forme, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import (
    build_empreinte,
    build_memoire,
    read_memoire,
    spell_memoire,
    unpack,
)
from cucs_xl.metier.modele.retours import Retour
from cucs_xl.metier.retour.depouille import Depouille
from cucs_xl.metier.retour.lecture import RetourLu, read_retour
from cucs_xl.metier.retour.reponse import changed
from tests.excel.builder_partenaire.fiches import (
    ENVOIS,
    SOURCE,
    fill,
    formulaire,
    octets,
    vierges,
)
from tests.excel.recalcul import read_values, recalculate_cellrune

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RACINE = Path(__file__).parents[3]
#: Functions of Excel 2010 that cellrune and LibreOffice compute alike, none volatile.
FONCTIONS = {
    "AND", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "ISTEXT", "LEN",
    "MATCH", "MIN", "N", "NOT", "OR", "ROUND", "SUBSTITUTE", "SUM", "TRIM",
}  # fmt: skip
ANNOTEE = {
    ("charges", "62", "tBudgets.Réalisé"): Reponse("douze", "« douze » : saisissez 12"),
    ("publics", "1", "tFiches.Femmes"): Reponse(20000.0, "plus que de bénéficiaires"),
    ("quartiers", "QO", ""): Reponse(None, "le total fait 101 %"),
}
TOUTES = [*ENVOIS, "annotée", "vierges"]


def build(nom: str) -> list[bytes]:
    if nom == "vierges":
        return list(vierges().values())
    return [fill("fiche", ANNOTEE) if nom == "annotée" else octets(nom)]


def feuilles(octets: bytes) -> Iterator[tuple[str, ET.Element]]:
    """Sheets by name; XlsxWriter numbers them in order."""
    paquet = parts(octets)
    noms = re.findall(r'<sheet name="([^"]+)"', paquet["xl/workbook.xml"].decode())
    for i, nom in enumerate(noms, start=1):
        yield nom, ET.fromstring(paquet[f"xl/worksheets/sheet{i}.xml"])


def visibles(octets: bytes) -> list[tuple[str, ET.Element]]:
    return [(nom, feuille) for nom, feuille in feuilles(octets) if not nom.startswith("_")]


@pytest.mark.parametrize("nom", TOUTES)
def test_open_xml_schemas_accept_it(nom: str, tmp_path: Path) -> None:
    """ISO 29500 schemas find nothing to say."""
    for fichier in build(nom):
        path = tmp_path / "fiche.xlsx"
        path.write_bytes(fichier)

        assert [str(erreur) for erreur in OpenXmlValidator().validate(path).errors] == []


@pytest.mark.parametrize("nom", TOUTES)
def test_no_macro_no_link_outside(nom: str) -> None:
    """A mail server or a prudent officer finds nothing to refuse."""
    for fichier in build(nom):
        paquet = parts(fichier)
        assert not [p for p in paquet if re.search(r"vba|external|activeX|embeddings", p)]
        for part, contenu in paquet.items():
            if part.endswith(".rels"):
                assert b'TargetMode="External"' not in contenu, part


@pytest.mark.parametrize("nom", TOUTES)
def test_formulas_are_old_and_valued(nom: str) -> None:
    """Each stores its value, uses functions of Excel 2010 that never run by themselves."""
    vues: set[str] = set()
    for fichier in build(nom):
        for feuille, xml in feuilles(fichier):
            for cellule in xml.iterfind(".//m:c[m:f]", NS):
                formule = cellule.findtext("m:f", namespaces=NS) or ""
                assert cellule.find("m:v", NS) is not None, (feuille, cellule.get("r"))
                assert len(formule) < 8192
                vues |= fonctions(formule)
            for regle in (*xml.iterfind(".//m:cfRule/m:formula", NS), *xml.iterfind(".//m:formula1", NS)):  # fmt: skip
                vues |= fonctions(regle.text or "")
    assert vues
    assert vues <= FONCTIONS


def fonctions(formule: str) -> set[str]:
    return set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", formule)))


@pytest.mark.parametrize("nom", TOUTES)
def test_values_are_those_of_a_spreadsheet_engine(nom: str) -> None:
    """Nothing that Python computed differs once recalculated."""
    for fichier in build(nom):
        assert recalculate_cellrune(fichier) == read_values(fichier)


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_only_answers_are_open(nom: str) -> None:
    """Every sheet is protected; what is unlocked is what is asked, ticks included."""
    fichier, attendues = octets(nom), 0
    for bloc in formulaire(nom).modele.blocs:
        saisies = len(bloc.questions) + bool(bloc.neant)
        rangees = len(formulaire(nom).rangees[bloc.code])
        attendues += saisies if bloc.forme is Forme.FICHE else saisies * rangees
    styles = ET.fromstring(parts(fichier)["xl/styles.xml"])
    ouverts = {
        str(i)
        for i, xf in enumerate(styles.iterfind("m:cellXfs/m:xf", NS))
        if (protection := xf.find("m:protection", NS)) is not None
        and protection.get("locked") == "0"
    }
    ouvertes = 0
    for feuille, xml in feuilles(fichier):
        protection = xml.find("m:sheetProtection", NS)
        assert protection is not None, feuille
        assert protection.get("sheet") == "1", feuille
        assert protection.get("selectLockedCells") is None, "locked text can be read aloud"
        couvertes = _covered(xml)
        cellules = [c.get("r") for c in xml.iterfind(".//m:c", NS) if c.get("s") in ouverts]
        ouvertes += sum(cellule not in couvertes for cellule in cellules)
    assert ouvertes == attendues


def _covered(xml: ET.Element) -> set[str]:
    """Cells that a merge hides, its first apart."""
    couvertes: set[str] = set()
    for fusion in xml.iterfind("m:mergeCells/m:mergeCell", NS):
        trouve = re.fullmatch(r"([A-Z])(\d+):([A-Z])\2", fusion.get("ref") or "")
        assert trouve is not None
        couvertes |= {f"{chr(c)}{trouve[2]}" for c in range(ord(trouve[1]) + 1, ord(trouve[3]) + 1)}
    return couvertes


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_every_answer_is_helped_and_limited(nom: str) -> None:
    """Each has a help and a French refusal, within Excel's limits; a zero is welcome."""
    nombre = 0
    for feuille, xml in visibles(octets(nom)):
        for v in xml.iterfind("m:dataValidations/m:dataValidation", NS):
            assert 0 < len(v.get("promptTitle") or "") <= 32, feuille
            assert 0 < len(v.get("prompt") or "") <= 255, feuille
            assert v.get("errorTitle") == "Saisie refusée"
            assert re.match(r"(Saisissez|Choisissez|Ce texte|Un numéro)", v.get("error") or "")
            bornes = [v.findtext(f"m:formula{i}", namespaces=NS) for i in (1, 2)]
            if v.get("type") == "decimal":
                assert float(bornes[0] or 1) <= 0 <= float(bornes[1] or -1)
            nombre += 1
    blocs = formulaire(nom).modele.blocs
    assert nombre == sum(
        len(bloc.questions) + bool(bloc.neant)
        for bloc in blocs
        if formulaire(nom).rangees[bloc.code]
    )


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_what_was_drawn_reads_back_unchanged(nom: str, tmp_path: Path) -> None:
    """The reader of returns finds every answer, believes the memory, sees nothing changed."""
    retour = read_back(nom, octets(nom), tmp_path)

    assert retour.fiable
    assert (retour.fautes, retour.alterations, retour.absentes) == ((), (), ())
    assert (retour.perdues, retour.etrangeres) == ((), ())
    lues = {(*cle, case) for cle, cases in retour.reponses.items() for case in cases}
    attendues = {
        (bloc.code, rangee.id, question.code)
        for bloc in retour.modele.blocs
        for rangee in formulaire(nom).rangees[bloc.code]
        for question in bloc.questions
    }
    assert attendues <= lues
    assert [r for cases in retour.reponses.values() for r in cases.values() if changed(r)] == []


def read_back(nom: str, fichier: bytes, dossier: Path) -> RetourLu:
    """Read a file as a return of a master that remembers having sent it."""
    envoi, memoire = ENVOIS[nom], build_memoire(formulaire(nom))
    envoye = Retour(
        envoi.modele, envoi.destinataire, envoi.action, envoi.exercice,
        empreinte=build_empreinte(spell_memoire(envoi, memoire)),
    )  # fmt: skip
    path = dossier / "renommée.xlsx"
    path.write_bytes(fichier)
    [depouille] = read_retours([path])
    assert isinstance(depouille, Depouille), depouille
    lu = read_retour(Source(SOURCE.contrat._replace(retours=(envoye,))), depouille)
    assert isinstance(lu, RetourLu), lu
    return lu


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_marks_are_whole_unique_and_hidden(nom: str) -> None:
    """Each block, row and case is marked once, in hidden rows and columns only."""
    vues: list[str] = []
    for feuille, xml in visibles(octets(nom)):
        colonnes = {
            int(c.get(borne) or 0)
            for c in xml.iterfind("m:cols/m:col", NS)
            if c.get("hidden") == "1"
            for borne in ("min", "max")
        }
        for (ligne, colonne), valeur in read_values(octets(nom))[feuille].items():
            if isinstance(valeur, str) and valeur.startswith("¤"):
                rangee = xml.find(f"m:sheetData/m:row[@r='{ligne + 1}']", NS)
                assert rangee is not None
                assert rangee.get("hidden") == "1" or colonne + 1 in colonnes, (feuille, valeur)
                vues.append(valeur)
    blocs = [v for v in vues if v.startswith(balise.BLOC)]
    assert sorted(blocs) == sorted(balise.BLOC + b.code for b in formulaire(nom).modele.blocs)
    lignes = [v for v in vues if v.startswith(balise.LIGNE)]
    assert len(lignes) == sum(
        len(formulaire(nom).rangees[b.code])
        for b in formulaire(nom).modele.blocs
        if b.forme is Forme.LISTE
    )


@pytest.mark.parametrize("nom", [*ENVOIS, "annotée"])
def test_identity_travels_twice(nom: str) -> None:
    """In a very hidden sheet and in properties: renaming the file changes nothing."""
    [fichier] = build(nom)
    envoi = ENVOIS["fiche" if nom == "annotée" else nom]
    paquet = parts(fichier)
    assert 'name="_cucs" sheetId' in paquet["xl/workbook.xml"].decode()
    assert re.search(r'<sheet name="_cucs"[^>]*state="veryHidden"', paquet["xl/workbook.xml"].decode())  # fmt: skip
    cellules = read_values(fichier)[balise.FEUILLE_IDENTITE]
    rangs = range(1 + max(ligne for ligne, _ in cellules))
    mots = [(cellules[i, 0], cellules.get((i, 1), "")) for i in rangs]
    assert mots[0] == (balise.CLE_FICHIER, balise.VALEUR_FICHIER)
    assert [mot for mot, _ in mots[1 : 1 + len(balise.IDENTITE)]] == list(balise.IDENTITE)
    texte = unpack([str(v) for mot, v in mots if mot == balise.MEMOIRE])
    assert texte is not None
    lue = read_memoire(texte)
    assert lue is not None
    assert lue[0] == envoi
    identite = dict(mots)
    assert identite["empreinte"] == build_empreinte(texte)
    proprietes = dict(
        re.findall(r'name="cucs_(\w+)"><vt:lpwstr>([^<]*)<', paquet["docProps/custom.xml"].decode())
    )
    assert {mot: proprietes.get(mot, "") for mot in balise.IDENTITE} == {
        mot: identite[mot] for mot in balise.IDENTITE
    }


@pytest.mark.parametrize("nom", TOUTES)
def test_every_sheet_is_ready_to_print(nom: str) -> None:
    """A4, one page wide, title repeated, area set; who, what and page n of N in the footer."""
    for fichier in build(nom):
        livre = parts(fichier)["xl/workbook.xml"].decode()
        for i, (feuille, xml) in enumerate(visibles(fichier)):
            page = xml.find("m:pageSetup", NS)
            assert page is not None
            assert page.get("paperSize") == "9"
            assert xml.find("m:sheetPr/m:pageSetUpPr[@fitToPage='1']", NS) is not None
            pied = xml.findtext("m:headerFooter/m:oddFooter", namespaces=NS) or ""
            assert "exercice" in pied
            assert all(code in pied for code in ("&A", "&P", "&N"))
            assert len(pied) <= 255
            assert "¤" not in pied
            for mot in ("_xlnm.Print_Area", "_xlnm.Print_Titles"):
                assert f'name="{mot}" localSheetId="{i}"' in livre, (feuille, mot)


@pytest.mark.parametrize("nom", TOUTES)
def test_properties_name_it_in_french(nom: str) -> None:
    """A title, an author, the language; no placeholder is left anywhere that is read."""
    for fichier in build(nom):
        paquet = parts(fichier)
        coeur = paquet["docProps/core.xml"].decode()
        assert "exercice" in coeur
        assert "Langue : français" in coeur
        textes = [*re.findall(r">([^<]*)<", coeur + paquet["docProps/custom.xml"].decode())]
        assert not [texte for texte in textes if "¤" in texte]


def test_names_lead_to_answers() -> None:
    """Questions are named cells: « publics.Femmes » is where its mark says."""
    livre = parts(octets("fiche"))["xl/workbook.xml"].decode()
    noms = dict(re.findall(r'<definedName name="([\w.]+)">([^<]+)<', livre))
    marques = {
        v: ligne for (ligne, c), v in read_values(octets("fiche"))["Fiche"].items() if c == 0
    }

    ligne = marques[balise.CASE + "tFiches.Femmes"] + 1
    assert noms["publics.Femmes"] == f"Fiche!$D${ligne}"
    assert noms["identite.Responsable"].startswith("Fiche!$D$")


def test_a_funder_chooses_among_its_own_fundings() -> None:
    """The list of fundings holds its codes of the year, with their labels, and no other."""
    valeurs = read_values(octets("credits-caf"))["_listes"]
    [colonne] = [c for (ligne, c), v in valeurs.items() if ligne == 0 and v == "tFinancements"]
    items = [str(v) for (ligne, c), v in valeurs.items() if c == colonne and ligne]

    siens = [
        f.code for f in SOURCE.contrat.financements if f.partenaire == "CAF" and f.exercice == 2007
    ]
    assert [item.partition(" – ")[0] for item in items] == siens
    assert all(" – " in item for item in items)


def test_objectives_are_those_of_the_theme() -> None:
    """The list is the part of the objectives that stands beside the chosen theme."""
    [(nom, xml)] = [f for f in visibles(octets("demande-neuve")) if f[0] == "Demande"]
    [source] = [
        v.findtext("m:formula1", namespaces=NS) or ""
        for v in xml.iterfind("m:dataValidations/m:dataValidation", NS)
        if v.get("promptTitle") == "Objectif"
    ]
    assert nom in source or source.startswith("INDEX(_listes!")
    debut, fin = re.findall(r"INDEX\(_listes!\$([A-Z]+)\$2", source)
    assert debut == fin
    valeurs = read_values(octets("demande-neuve"))["_listes"]
    titres = {v: c for (ligne, c), v in valeurs.items() if ligne == 0}
    themes = [v for (ligne, c), v in valeurs.items() if ligne and c == titres["tObjectifs.thème"]]
    objectifs = [v for (ligne, c), v in valeurs.items() if ligne and c == titres["tObjectifs"]]
    attendus = {o.code: o.theme for o in SOURCE.contrat.objectifs}
    assert len(themes) == len(objectifs) == len(attendus)
    for theme, objectif in zip(themes, objectifs, strict=True):
        assert attendus[str(objectif).partition(" – ")[0]] == str(theme).partition(" – ")[0]
    # A theme stands in one run: the list is its first to its last.
    assert len({t for t, suivant in zip(themes, [*themes[1:], None], strict=True) if t != suivant}) == len(set(themes))  # fmt: skip


def test_two_builds_are_the_same_bytes() -> None:
    """A build says nothing of the day nor of the sheet built before it."""
    premier = build_feuille(formulaire("fiche"), SOURCE)
    build_feuille(formulaire("fiche-pre"), SOURCE)

    assert build_feuille(build_formulaire(SOURCE, ENVOIS["fiche"]), SOURCE) == premier


def test_signs_of_the_master_stay_text(tmp_path: Path) -> None:
    """Markup, quotes, a formula's sign and what XML cannot hold are words like others."""
    sale = 'Café <b>&amp; "thé"</b> ]]> \x07 & Cie'
    contrat = SOURCE.contrat
    operateurs = tuple(
        o._replace(operateur=sale, courriel="=1+1") if o.code == "DSU" else o
        for o in contrat.operateurs
    )
    source = Source(contrat._replace(operateurs=operateurs))
    fichier = build_feuille(build_formulaire(source, ENVOIS["fiche"]), source)
    path = tmp_path / "fiche.xlsx"
    path.write_bytes(fichier)

    assert [str(e) for e in OpenXmlValidator().validate(path).errors] == []
    textes = read_values(fichier)["Fiche"].values()
    assert sale.replace("\x07", "") in textes
    assert "=1+1" in textes


def test_committed_sheets_are_fresh() -> None:
    """`make build` was run: the committed files are what the code builds."""
    assert check_fraiche(RACINE / "templates", build_modeles) == []


def test_an_empty_sheet_says_that_it_is_for_nobody() -> None:
    """It is shown in the repository: nobody must take it for one to send."""
    for modele in build_modeles().values():
        [nom, *_] = [nom for nom, _ in visibles(modele)]
        textes = [str(v) for v in read_values(modele)[nom].values()]
        assert "Modèle vide" in textes
        assert [t for t in textes if t.startswith("MODÈLE VIDE")]


def test_ticks_are_asked_beside_amounts() -> None:
    """« néant » has its own open column, for each account."""
    marques = [
        v for v in read_values(octets("fiche"))["Fiche"].values() if v == balise.CASE + NEANT
    ]
    assert len(marques) == sum(1 for b in formulaire("fiche").modele.blocs if b.neant)


@pytest.mark.parametrize("nom", ["fiche", "credits-caf", "annotée"])
def test_every_text_stands_out(nom: str) -> None:
    """Text on its fill, drawn or by rule, has a contrast of 4.5 or more."""
    [fichier] = build(nom)
    styles = ET.fromstring(parts(fichier)["xl/styles.xml"])
    encres = [_read_couleur(f.find("m:color", NS)) for f in styles.iterfind("m:fonts/m:font", NS)]
    fonds = [
        _read_couleur(f.find("m:patternFill/m:fgColor", NS))
        for f in styles.iterfind("m:fills/m:fill", NS)
    ]
    paires = {
        (encres[int(xf.get("fontId") or 0)], fonds[int(xf.get("fillId") or 0)])
        for xf in styles.iterfind("m:cellXfs/m:xf", NS)
    } | {
        (_read_couleur(d.find("m:font/m:color", NS)), _read_couleur(d.find("m:fill/m:patternFill/m:bgColor", NS)))
        for d in styles.iterfind("m:dxfs/m:dxf", NS)
    }  # fmt: skip

    faibles = [
        (encre, fond) for encre, fond in paires if measure_contraste(encre or "000000", fond or "FFFFFF") < 4.5
    ]  # fmt: skip
    assert len(paires) > 8
    assert faibles == []


def _read_couleur(couleur: ET.Element | None) -> str | None:
    rgb = None if couleur is None else couleur.get("rgb")
    return rgb[2:] if rgb else None


def measure_contraste(encre: str, fond: str) -> float:
    """WCAG: ratio of relative luminances."""

    def measure_luminance(hexa: str) -> float:
        voies = [int(hexa[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        r, v, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in voies)
        return 0.2126 * r + 0.7152 * v + 0.0722 * b

    claire, sombre = sorted((measure_luminance(encre), measure_luminance(fond)), reverse=True)
    return (claire + 0.05) / (sombre + 0.05)


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_sheets_beside_are_those_that_the_reader_knows(nom: str) -> None:
    """Any other sheet of a return would be told as the partner's own."""
    beside = {
        feuille
        for feuille, xml in feuilles(octets(nom))
        if not any(
            str(v).startswith(balise.BLOC) for v in read_values(octets(nom))[feuille].values()
        )
    }

    assert beside == balise.FEUILLES_ANNEXES | {balise.FEUILLE_IDENTITE}
