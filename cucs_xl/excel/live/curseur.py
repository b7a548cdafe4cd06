"""The cursor of the open workbook: on which cell of a table it is, and moving it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.excel.live.etat import Etat
from cucs_xl.excel.live.natif import read_active, select_cellule, show_lignes
from cucs_xl.metier.parcours import Place

if TYPE_CHECKING:
    import xlwings as xw


def read_place(app: "xw.App", etat: Etat) -> Place | None:
    """Tell on which cell of a table the cursor is; None where its sheet has no table.

    Beside its table, the nearest heading answers.
    """
    active = read_active(app)
    if active is None:
        return None
    feuille, ligne, colonne = active
    cadres = etat.cadres(feuille)
    if not cadres:
        return None
    cadre = next((c for c in cadres if c.haut <= ligne <= c.bas), cadres[0])
    rang = min(max(colonne, cadre.gauche), cadre.droite) - cadre.gauche
    return Place(cadre.nom, 0 if ligne < cadre.haut else ligne, cadre.entetes[rang])


def select_place(etat: Etat, place: Place, tell: Callable[[str], None]) -> None:
    """Put the cursor on a cell, lifting the filter that would hide it.

    A heading that is gone leaves the cursor on the first column.
    """
    cadre = etat.cadre(place.table)
    sheet, table = etat.place(place.table)
    if place.ligne and show_lignes(sheet, table):
        tell(f"Le filtre de la feuille {sheet.name} a été levé pour montrer la cellule.")
    rang = cadre.entetes.index(place.champ) if place.champ in cadre.entetes else 0
    ligne = place.ligne or cadre.haut - 1
    select_cellule(sheet.range(format_adresse(ligne, cadre.gauche + rang)))
