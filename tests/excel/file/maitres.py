"""Small masters built from the schema by XlsxWriter, and how tests of hosts use them."""

import re
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.modele import TABLE_PAR_NOM, TABLES
from cucs_xl.metier.schema import Cellule, Colonne, Sorte, Table


def part_de(table: str) -> str:
    """Name the sheet part of a table in these masters: sheets follow the schema."""
    return f"xl/worksheets/sheet{_rang(table)}.xml"


def definition_de(table: str) -> str:
    """Name the part that defines a table."""
    return f"xl/tables/table{_rang(table)}.xml"


def ajoutee(rang: int) -> str:
    """Name the sheet part that a decorator added, counted from 1."""
    return f"xl/worksheets/sheet{len(TABLES) + rang}.xml"


def _rang(table: str) -> int:
    return [t.nom for t in TABLES].index(table) + 1


ACTIONS, MOUVEMENTS = part_de("tActions"), part_de("tMouvements")
TABLE_ACTIONS = definition_de("tActions")

Ligne = dict[str, Cellule]
Lignes = Mapping[str, Sequence[Mapping[str, Cellule]]]
Decor = Callable[[xlsxwriter.Workbook], None]

FORMATS = {
    Sorte.CODE: "@",
    Sorte.TEXTE: "@",
    Sorte.DATE: "dd/mm/yyyy",
    Sorte.MONTANT: "#,##0.00",
}
#: What the tables hold when a test does not say otherwise.
LIGNES: Lignes = {
    "tParametres": [{"Paramètre": "seuil", "Valeur": 0.8}],
    "tThemes": [{"Code": "EMP", "Thème": "Emploi", "Libellé court": "Emploi"}],
    "tActions": [
        {
            "Code": f"07-EMP-0{i}",
            "Exercice": 2007.0,
            "Intitulé": f"Chantier n° {i}",
            "Opérateur": "CCAS",
            "Date début": date(2007, 1, i),
            "Coût prévisionnel": 1000.5 * i,
        }
        for i in (1, 2, 3)
    ],
    "tMouvements": [
        {"Code": f"M000{i}", "Stade": "mandat", "Date": date(2007, 6, i), "Montant": 10.25 * i}
        for i in (1, 2, 3, 4)
    ],
}


def build_maitre(
    path: Path,
    lignes: Lignes = LIGNES,
    *,
    tables: Sequence[Table] = TABLES,
    haut: int = 4,
    gauche: int = 0,
    feuilles: Mapping[str, str] | None = None,
    decor: Decor | None = None,
    options: Mapping[str, object] | None = None,
) -> Path:
    """Build a master: one table per sheet, its heading on row `haut` + 1."""
    workbook = xlsxwriter.Workbook(path, dict(options or {}))
    formats = {sorte: workbook.add_format({"num_format": f}) for sorte, f in FORMATS.items()}
    for table in tables:
        sheet = workbook.add_worksheet((feuilles or {}).get(table.nom, table.feuille))
        rangees = lignes.get(table.nom, ())
        colonnes = []
        for rang, colonne in enumerate(table.colonnes):
            fmt = formats.get(colonne.genre.sorte)
            sheet.set_column(gauche + rang, gauche + rang, 14, fmt)
            colonnes.append({"header": colonne.entete, "format": fmt} | _formule(table, colonne))
        bas = haut + max(1, len(rangees))
        fin = gauche + len(colonnes) - 1
        sheet.add_table(haut, gauche, bas, fin, {"name": table.nom, "columns": colonnes})
        for i, rangee in enumerate(rangees):
            for rang, colonne in enumerate(table.colonnes):
                fmt = formats.get(colonne.genre.sorte)
                _write(sheet, haut + 1 + i, gauche + rang, rangee.get(colonne.entete), fmt)
    if decor:
        decor(workbook)
    workbook.close()
    return path


def _formule(table: Table, colonne: Colonne) -> dict[str, str]:
    if colonne.attribut:
        return {}
    cle = f"{table.nom}[[#This Row],[{table.saisies[0].entete}]]"
    if colonne.genre.sorte is Sorte.MONTANT:
        return {"formula": f"SUMIFS(tMouvements[Montant],tMouvements[Code],{cle})"}
    return {"formula": f'{cle}&"|{colonne.entete}"'}


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    ligne: int,
    colonne: int,
    valeur: Cellule,
    fmt: xlsxwriter.format.Format | None,
) -> None:
    if isinstance(valeur, str):
        sheet.write_string(ligne, colonne, valeur, fmt)
    elif isinstance(valeur, bool):
        sheet.write_boolean(ligne, colonne, valeur, fmt)
    elif isinstance(valeur, date):
        instant = datetime(valeur.year, valeur.month, valeur.day)  # noqa: DTZ001 - Excel has no zone
        sheet.write_datetime(ligne, colonne, instant, fmt)
    elif valeur is not None:
        sheet.write_number(ligne, colonne, valeur, fmt)


def decorate(workbook: xlsxwriter.Workbook) -> None:
    """Add everything that agents add and that a careless rewrite loses."""
    actions = workbook.get_worksheet_by_name("Actions")
    assert actions is not None
    rouge = workbook.add_format({"bg_color": "#FF0000"})
    actions.write_comment("B7", "Attendre la lettre de l'État")
    actions.add_sparkline("Z6", {"range": "Actions!Q6:Q8"})
    actions.conditional_format("Q6:Q500", {"type": "data_bar", "data_bar_2010": True})
    actions.conditional_format(
        "A6:A500",
        {"type": "formula", "criteria": "=COUNTIFS(ctlClé,$A6)>0", "format": rouge},
    )
    actions.data_validation("H6:H500", {"validate": "list", "source": "=codesThèmes"})
    source = "=OFFSET(Objectifs!$A$6,MATCH($H6,Objectifs!$B$6:$B$8,0)-1,0,1,1)"
    actions.data_validation("J6:J500", {"validate": "list", "source": source})
    actions.freeze_panes(5, 2)
    actions.set_row(6, 30)
    actions.repeat_rows(4)
    actions.write_url("AA6", "https://www.ville.gouv.fr/")
    workbook.define_name("ctlClé", "=tControles[Clé]")
    workbook.define_name("codesThèmes", "=tThemes[Code]")
    calculs = workbook.add_worksheet("Mes calculs")
    calculs.write_formula("A1", '=SUMIFS(tMouvements[Montant],tMouvements[Stade],"mandat")')
    calculs.write_formula("A2", '=WEBSERVICE("https://example.org")', None, 7)
    calculs.write_formula("A3", "=A2+1", None, 8)
    calculs.write_string("A4", "à revoir en mars")
    calculs.write_array_formula("D1:D3", "{=tActions[Coût prévisionnel]*2}")
    calculs.insert_image("F20", "logo.png", {"image_data": BytesIO(_build_png())})
    calculs.write_comment("A1", "ma somme")
    calculs.add_sparkline("E1", {"range": "Actions!Q6:Q8"})
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=Actions!$Q$6:$Q$8", "categories": "=Actions!$A$6:$A$8"})
    calculs.insert_chart("F1", chart)
    cachee = workbook.add_worksheet("cachée")
    cachee.hide()
    cachee.write_string("A1", "secret")
    synthese = workbook.add_worksheet("Synthèse")
    synthese.protect()
    synthese.write_formula("A1", "=SUM(tMouvements[Montant])")
    synthese.insert_textbox("C3", "Bonjour")


def _build_png() -> bytes:
    def chunk(nom: bytes, contenu: bytes) -> bytes:
        somme = struct.pack(">I", zlib.crc32(nom + contenu))
        return struct.pack(">I", len(contenu)) + nom + contenu + somme

    entete = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*c) for c in ((b"IHDR", entete), (b"IDAT", pixels), (b"IEND", b""))
    )


def build_copie(
    source: Path,
    path: Path,
    change: Mapping[str, Callable[[bytes], bytes]],
    *,
    ajouts: Mapping[str, bytes] | None = None,
) -> Path:
    """Copy a package while changing or adding some parts, as another program would."""
    with ZipFile(source) as avant, ZipFile(path, "w", ZIP_DEFLATED) as apres:
        for nom in avant.namelist():
            contenu = avant.read(nom)
            apres.writestr(nom, change[nom](contenu) if nom in change else contenu)
        for nom, contenu in (ajouts or {}).items():
            apres.writestr(nom, contenu)
    return path


def saisies(grille: Grille, table: str) -> list[Ligne]:
    """Give the typed columns of a grid, by heading."""
    entetes = {colonne.entete for colonne in TABLE_PAR_NOM[table].saisies}
    return [
        {e: v for e, v in zip(grille.entetes, ligne, strict=True) if e in entetes}
        for ligne in grille.lignes
    ]


def write(path: Path, table: str, lignes: Sequence[Mapping[str, Cellule]]) -> ClasseurFichier:
    classeur = ClasseurFichier(path)
    with classeur.checkpoint():
        classeur.write(table, lignes)
    return classeur


def column(grille: Grille, entete: str) -> list[Cellule]:
    rang = grille.entetes.index(entete)
    return [ligne[rang] for ligne in grille.lignes]


def refus(path: Path, table: str, lignes: Sequence[Mapping[str, Cellule]]) -> str:
    octets = path.read_bytes()
    with pytest.raises(CucsError) as erreur:
        write(path, table, lignes)
    assert path.read_bytes() == octets
    assert not (path.parent / "sauvegardes").exists()
    return str(erreur.value)


def sheet(path: Path, part: str = ACTIONS) -> str:
    with ZipFile(path) as lu:
        return lu.read(part).decode()


def cell(path: Path, adresse: str, part: str = ACTIONS) -> str:
    trouvee = re.search(f'<c r="{adresse}".*?(?:/>|</c>)', sheet(path, part))
    return trouvee[0] if trouvee else ""
