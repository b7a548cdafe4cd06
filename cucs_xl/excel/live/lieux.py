"""Where the tables of an open workbook are: found by their names, in the fewest questions."""

from typing import TYPE_CHECKING

from cucs_xl.excel.adresse import read_adresse
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.live.natif import find_corps, find_sheet, find_table, open_table, read_corps
from cucs_xl.metier import matrice
from cucs_xl.metier.modele import TABLE_PAR_NOM, TABLES

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Sheets, Table

#: The sheet where the builder puts each table.
FEUILLES = {table.nom: table.feuille for table in TABLES} | {matrice.TABLE: matrice.FEUILLE}
#: The first and the last cell of a rectangle: row and column, from 1.
Zone = tuple[tuple[int, int], tuple[int, int]]


class Lieux:
    """The sheets and the tables of a master; what Excel gave once is kept.

    Raises:
        CucsError: on opening, when none of our tables is there.
    """

    def __init__(self, book: "xw.Book", nom: str) -> None:
        self.nom = nom
        self._feuilles: dict[str, str] = {}
        self._sheets: dict[str, xw.Sheet] = {}
        self._tables: dict[str, Table] = {}
        self._corps: dict[str, xw.Range] = {}
        sheets = book.sheets
        for table in FEUILLES:
            self._find(sheets, table)
        if len(self._sheets) < len(FEUILLES):
            self._search(sheets)
        if TABLE_PAR_NOM.keys().isdisjoint(self._sheets):
            raise CucsError(
                f"« {nom} » n'est pas un classeur maître : aucune de ses tables n'y est. Activez le "
                "classeur qui porte les feuilles Actions et Financements."
            )

    def noms(self) -> frozenset[str]:
        """Name the tables that exist; the user's own may be left out."""
        return frozenset(self._sheets)

    def sheet(self, table: str) -> "xw.Sheet":
        """Give the sheet of a table.

        Raises:
            CucsError: the table is not in the workbook.
        """
        try:
            return self._sheets[table]
        except KeyError:
            raise CucsError(
                f"La table {table} est introuvable dans « {self.nom} » : reprenez sa feuille dans "
                "une copie du dossier sauvegardes, ou annulez la suppression."
            ) from None

    def table(self, table: str) -> "Table":
        """Give a table itself: only who writes needs it."""
        if table not in self._tables:
            self._tables[table] = open_table(self.sheet(table), table)
        return self._tables[table]

    def feuille(self, table: str) -> str:
        """Name the sheet of a table."""
        if table not in self._feuilles:
            self._feuilles[table] = self.sheet(table).name
        return self._feuilles[table]

    def locate(self, table: str) -> Zone:
        """Give the corners of a table's rows; a table without any keeps a blank one."""
        corps = self._corps.pop(table, None)
        if corps is None and table not in self._tables:
            corps = self.sheet(table).range(table)
        if corps is not None:
            return read_zone(corps.address)
        objet = self._tables[table]
        adresse = read_corps(objet)
        if adresse is not None:
            return read_zone(adresse)
        (_, gauche), (bas, droite) = read_zone(objet.range.address)
        bas -= bool(objet.show_totals)
        return (bas, gauche), (bas, droite)

    def forget(self, table: str) -> None:
        """Forget where the rows of a table were; tables stay in their sheets."""
        self._corps.pop(table, None)

    def _find(self, sheets: "Sheets", table: str) -> None:
        """Look for a table where the builder put it; without rows, its name gives no cell."""
        sheet = find_sheet(sheets, FEUILLES[table])
        if sheet is None:
            return
        corps = find_corps(sheet, table)
        objet = find_table(sheet, table) if corps is None else None
        if corps is not None:
            self._corps[table] = corps
        elif objet is not None:
            self._tables[table] = objet
        else:
            return
        self._sheets[table], self._feuilles[table] = sheet, FEUILLES[table]

    def _search(self, sheets: "Sheets") -> None:
        """Look into every sheet: one was renamed, a table was moved or is gone."""
        for sheet in sheets:
            for objet in sheet.tables:
                nom = objet.display_name
                if nom not in self._sheets:
                    self._sheets[nom], self._tables[nom] = sheet, objet


def read_zone(adresse: str) -> Zone:
    """Read the corners of an address."""
    debut, _, fin = adresse.replace("$", "").partition(":")
    return read_adresse(debut), read_adresse(fin or debut)
