"""Round trips to Excel: the same number for 100 rows and for 10,000, few enough (DESIGN D4)."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cucs_xl import commands
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.classeur import Classeur
from cucs_xl.excel.live import ClasseurExcel
from cucs_xl.excel.live.ecriture import LONGUEUR_MAX
from tests.excel.live.com import Workbook, copy_cases
from tests.excel.live.pilote import open_livre, to_book

APPELS_MAX = 600
#: What resizing a table costs, at most.
RESIZE = 6
TAILLES = (100, 10_000)
#: The table made long, and the reference made wrong in it.
LONGUES = {"tFinancements": "Action"}


class Mesure(NamedTuple):
    """What a button cost: calls to Excel, for so many rows."""

    bouton: str
    lignes: int
    appels: int


BOUTONS: dict[str, Callable[[Classeur], object]] = {
    "Vérifier": lambda classeur: commands.verifier(classeur, ecrire=True),
    "Consolider": lambda classeur: commands.consolider(classeur, 2007),
}


@pytest.fixture(scope="module")
def octets() -> bytes:
    return build_maitre(read_exemple())


def build_long(octets: bytes, path: Path, lignes: int) -> Workbook:
    """Repeat the first row of the long tables, with unknown codes so that Contrôles is long too."""
    livre = open_livre(octets, nom=str(path))
    for nom, faux in LONGUES.items():
        table = livre.table(nom)
        haut, gauche, _, droite = table.zone
        copy_cases(table.feuille, haut + 1, range(haut + 2, haut + lignes + 1), gauche, droite)
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
    with ClasseurExcel(to_book(livre)) as classeur:
        BOUTONS[bouton](classeur)
    return Mesure(bouton, lignes, livre.moteur.total), livre


@pytest.mark.parametrize("bouton", BOUTONS)
def test_calls_do_not_depend_on_rows(octets: bytes, tmp_path: Path, bouton: str) -> None:
    resultats = [mesure(octets, tmp_path / "m.xlsx", bouton, lignes) for lignes in TAILLES]

    for appels, livre in resultats:
        haut, _, bas, _ = livre.table("tControles").zone
        print(f"{appels.bouton:12} {appels.lignes:6} lignes : {appels.appels} appels")  # noqa: T201 - the figure promised
        assert appels.appels <= APPELS_MAX
        assert bouton == "Consolider" or bas - haut >= appels.lignes
    # A text longer than Excel takes in a block is written alone: two calls. A table that
    # shrinks is cleared, one that grows is not: a few calls, whatever the rows.
    peu, beaucoup = (appels.appels - 2 * longs(livre) for appels, livre in resultats)
    assert abs(peu - beaucoup) <= RESIZE


def longs(livre: Workbook) -> int:
    return sum(
        isinstance(case.valeur, str) and len(case.valeur) > LONGUEUR_MAX
        for feuille in livre.feuilles
        for case in feuille.cases.values()
    )
