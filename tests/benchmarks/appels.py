"""Round trips to Excel, button by button, counted on the false Excel.

A click crosses to another process each time: what it costs is the number of calls, which
must not depend on the rows.
"""

from pathlib import Path
from typing import NamedTuple

from cucs_xl import ribbon
from cucs_xl.excel.live import ClasseurExcel
from cucs_xl.excel.live.ecriture import LONGUEUR_MAX
from tests.excel.live.com import Workbook, copy_cases
from tests.excel.live.pilote import open_livre, to_book

APPELS_MAX = 600
TAILLES = (100, 10_000)
#: The table made long, and the reference made wrong in it.
LONGUES = {"tFinancements": "Action"}
#: What must have been done before a button has work to do.
AVANT = {"annuler_import": "relever"}


class Mesure(NamedTuple):
    """What a button cost: calls to Excel, for so many rows, and for texts too long for a block."""

    bouton: str
    lignes: int
    appels: int
    longs: int


def build_long(octets: bytes, path: Path, lignes: int) -> Workbook:
    """Repeat the first row of the long tables, with unknown codes so that Contrôles is long too."""
    livre = open_livre(octets, nom=str(path))
    for nom, faux in LONGUES.items():
        table = livre.table(nom)
        haut, gauche, _, droite = table.zone
        copy_cases(table.feuille, haut + 1, range(haut + 2, haut + lignes + 1), gauche, droite)
        for place in [p for p in table.feuille.cases if p[0] > haut + lignes]:
            del table.feuille.cases[place]
        table.zone = (haut, gauche, haut + lignes, droite)
        for entete in {"Code", faux} & {*table.entetes}:
            colonne = gauche + table.entetes.index(entete)
            for ligne in range(haut + 2, haut + lignes + 1):
                table.feuille.case(ligne, colonne).valeur = f"{entete} {ligne}"
    # The name a copy would need is not what is counted.
    livre.save = lambda: b""  # type: ignore[method-assign]
    return livre


def mesure(octets: bytes, path: Path, bouton: str, lignes: int) -> tuple[Mesure, Workbook]:
    """Click a button on a workbook of that size."""
    livre = build_long(octets, path, lignes)
    if bouton in AVANT:
        click(livre, AVANT[bouton])
        livre.moteur.appels.clear()
    click(livre, bouton)
    longs = sum(
        isinstance(case.valeur, str) and len(case.valeur) > LONGUEUR_MAX
        for feuille in livre.feuilles
        for case in feuille.cases.values()
    )
    return Mesure(bouton, lignes, livre.moteur.total, longs), livre


def click(livre: Workbook, bouton: str) -> None:
    """Do what a button does on an open workbook."""
    with ClasseurExcel(to_book(livre)) as classeur:
        ribbon.BOUTONS[bouton].faire(classeur)
