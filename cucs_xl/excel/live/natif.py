"""What xlwings does not say, asked of Excel's own object model (COM, Windows).

Another system needs another module with these functions; everything else here speaks
xlwings.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from cucs_xl.excel.classeur import CucsError

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Sheets, Table

#: A rectangle as Excel gives it.
Valeurs = Sequence[Sequence[Any]]

#: How often xlwings asks again while Excel refuses to answer; its own default is for ever.
ESSAIS = 20_000

#: Excel numbers its errors from this one.
_ERREUR_ZERO = -2146828288
_ERREURS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?",
    2036: "#NUM!", 2042: "#N/A", 2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!",
    2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!", 2050: "#CALC!",
}  # fmt: skip

#: Call rejected, retry later, « a cell is being edited ».
_OCCUPE = frozenset((-2147418111, -2147417846, -2146777998))
#: Disconnected, server unavailable, call failed.
_PARTI = frozenset((-2147417848, -2147023174, -2147023170))
_DETAIL = 2
_SCODE = 5


def read_erreur(valeur: int) -> str:
    """Name the error that an integer stands for: Excel gives numbers as floats, never as int.

    >>> read_erreur(-2146826265)
    '#REF!'
    """
    return _ERREURS.get(valeur - _ERREUR_ZERO, "#ERREUR!")


def read_valeurs(plage: "xw.Range") -> Valeurs:
    """Read a rectangle with dates as dates; a currency comes rounded to 4 decimals."""
    return _rectangle(plage.raw_value)


def read_nombres(plage: "xw.Range") -> Valeurs:
    """Read a rectangle with numbers as stored: dates are serials, currencies are exact."""
    return _rectangle(plage.api.Value2)


def read_formules(plage: "xw.Range") -> Valeurs:
    """Read a rectangle as typed: formulas in English, constants as text, blanks as ''."""
    return _rectangle(plage.formula)


def copy_formule(modele: "xw.Range", cible: "xw.Range") -> None:
    """Give a range the formula of a cell, its references moved along."""
    cible.api.FormulaR1C1 = modele.api.FormulaR1C1


def find_sheet(sheets: "Sheets", nom: str) -> "xw.Sheet | None":
    """Give a sheet by its name; None when there is none, or nothing answers."""
    with suppress(CucsError), contain_excel(nom):
        return sheets[nom]
    return None


def find_corps(sheet: "xw.Sheet", table: str) -> "xw.Range | None":
    """Give the rows of a table of that sheet; None when it is elsewhere, or has no row at all."""
    with suppress(CucsError), contain_excel(table):
        return sheet.range(table)
    return None


def find_table(sheet: "xw.Sheet", nom: str) -> "Table | None":
    """Give a table of that sheet; None when it is elsewhere."""
    with suppress(CucsError), contain_excel(nom):
        return open_table(sheet, nom)
    return None


def open_table(sheet: "xw.Sheet", nom: str) -> "Table":
    """Give a table of that sheet, or the error of Excel that xlwings makes a key missing."""
    try:
        return sheet.tables[nom]
    except KeyError as erreur:
        raise erreur.__context__ or erreur from None


def read_corps(table: "Table") -> str | None:
    """Give the address of the rows of a table; None when the user deleted them all."""
    corps = table.api.DataBodyRange
    return None if corps is None else str(corps.Address)


def is_protegee(sheet: "xw.Sheet") -> bool:
    """Tell whether the user protected the sheet."""
    return bool(sheet.api.ProtectContents)


def show_lignes(sheet: "xw.Sheet", table: "Table") -> bool:
    """Lift the filters that hide rows of a table; tell whether there were any.

    Excel writes a block only into the rows that a filter leaves visible.
    """
    leve = False
    filtre = table.api.AutoFilter
    if filtre is not None and filtre.FilterMode:
        filtre.ShowAllData()
        leve = True
    if sheet.api.FilterMode:
        sheet.api.ShowAllData()
        leve = True
    return leve


def read_active(app: "xw.App") -> tuple[str, int, int] | None:
    """Give the sheet, the row and the column of the active cell; None on a chart sheet.

    Not `app.selection`, which counts the cells selected: Excel cannot count a whole sheet's.
    """
    cellule = app.api.ActiveCell
    if cellule is None:
        return None
    return str(cellule.Worksheet.Name), int(cellule.Row), int(cellule.Column)


def select_cellule(plage: "xw.Range") -> None:
    """Show a cell and put the cursor on it, in whichever sheet it is."""
    plage.api.Application.Goto(plage.api)


def is_1904(book: "xw.Book") -> bool:
    """Tell whether the workbook counts its dates from 1904."""
    return bool(book.api.Date1904)


def is_lecture_seule(book: "xw.Book") -> bool:
    """Tell whether the workbook was opened read-only."""
    return bool(book.api.ReadOnly)


def read_dossier(book: "xw.Book") -> str:
    """Give the folder or the address of a workbook; empty when it was never saved."""
    return str(book.api.Path)


def read_nom_complet(book: "xw.Book") -> str:
    """Give the path or the address of a workbook, as Excel spells it."""
    return str(book.api.FullName)


def write_copie(book: "xw.Book", path: str) -> None:
    """Save a copy of the workbook as it is on the screen, and stay on the original."""
    book.api.SaveCopyAs(path)


def limit_attente(book: "xw.Book") -> None:
    """Have xlwings give up on an Excel that does not answer, instead of waiting for ever."""
    module = sys.modules[type(book.impl).__module__]
    if getattr(module, "N_COM_ATTEMPTS", None) == 0:
        module.N_COM_ATTEMPTS = ESSAIS  # type: ignore[attr-defined]


@contextmanager
def contain_excel(nom: str) -> Iterator[None]:
    """Turn the errors of Excel, whose classes exist on Windows only, into our error."""
    try:
        yield
    except Exception as erreur:
        refus = _build_refus(nom, erreur)
        if refus is None:
            raise
        raise refus from erreur


def _build_refus(nom: str, erreur: Exception) -> CucsError | None:
    genre = type(erreur).__name__
    if genre not in {"com_error", "ExcelBusyError"}:
        return None
    detail = erreur.args[_DETAIL] if len(erreur.args) > _DETAIL else None
    codes = {getattr(erreur, "hresult", None), detail[_SCODE] if detail else None}
    if genre == "ExcelBusyError" or codes & _OCCUPE:
        return CucsError(
            f"Excel ne répond pas pour « {nom} » : une cellule est sans doute en cours de saisie, ou "
            "une boîte de dialogue est ouverte. Validez par Entrée ou annulez par Échap, puis "
            "recommencez."
        )
    if codes & _PARTI:
        return CucsError(
            f"Excel s'est fermé pendant le travail sur « {nom} » : rouvrez le classeur."
        )
    raison = str(detail[_DETAIL] if detail and detail[_DETAIL] else erreur.args[:2]).strip()
    return CucsError(
        f"Excel a refusé une opération sur « {nom} » ({raison}) : enregistrez, fermez et rouvrez le "
        "classeur, puis recommencez ; si le refus persiste, signalez ce message."
    )


def _rectangle(valeurs: Any) -> Valeurs:
    """Give rows, even for a single cell."""
    return valeurs if isinstance(valeurs, tuple | list) else ((valeurs,),)
