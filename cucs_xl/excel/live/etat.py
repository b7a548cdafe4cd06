"""The tables of an open workbook: where they stand, what they hold, each asked once.

Round trips to Excel do not depend on the number of rows (DESIGN D4).
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cucs_xl.excel.classeur import CucsError, Ecrasement
from cucs_xl.excel.file.formule import check_colonne
from cucs_xl.excel.file.package import Cadre, format_adresse, read_adresse
from cucs_xl.excel.file.sheet import CELLULES_MAX, Formule
from cucs_xl.excel.live.natif import (
    Valeurs,
    read_bas,
    read_erreur,
    read_formules,
    read_nombres,
    read_valeurs,
)
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.schema import Cellule

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Table

_SIMPLES = frozenset((str, float, bool, type(None)))
#: Excel gives an hour or a duration as a moment of the days around its day zero.
_PREMIERE_ANNEE = 1900


class Etat:
    """What was read of the open workbook since the last write."""

    def __init__(self, book: "xw.Book", nom: str) -> None:
        self.nom = nom
        self._places = {
            table.display_name: (sheet, table) for sheet in book.sheets for table in sheet.tables
        }
        if TABLE_PAR_NOM.keys().isdisjoint(self._places):
            raise CucsError(
                f"« {nom} » n'est pas un classeur maître : aucune de ses tables n'y est. Activez le "
                "classeur qui porte les feuilles Actions et Financements."
            )
        self._cadres: dict[str, Cadre] = {}
        self._plages: dict[str, xw.Range] = {}
        self._valeurs: dict[str, Valeurs] = {}
        self._grilles: dict[str, Grille] = {}
        self._formules: dict[str, Valeurs] = {}
        self._calculees: dict[str, frozenset[str]] = {}

    def tables(self) -> frozenset[str]:
        """Name the tables that exist."""
        return frozenset(self._places)

    def place(self, table: str) -> "tuple[xw.Sheet, Table]":
        """Give the sheet and the table, for who writes."""
        try:
            return self._places[table]
        except KeyError:
            raise CucsError(
                f"La table {table} est introuvable dans « {self.nom} » : reprenez sa feuille dans "
                "une copie du dossier sauvegardes, ou annulez la suppression."
            ) from None

    def cadre(self, table: str) -> Cadre:
        """Tell where a table lies; the name of its sheet is another question."""
        if table not in self._cadres:
            self._read_valeurs(table)
        return self._cadres[table]

    def cadres(self, feuille: str) -> list[Cadre]:
        """Tell where the tables of a sheet lie."""
        noms = [nom for nom, (sheet, _) in self._places.items() if sheet.name == feuille]
        return [self.cadre(nom) for nom in noms]

    def plage(self, cadre: Cadre, haut: int, bas: int) -> "xw.Range":
        """Give rows of a table, over its width."""
        debut, fin = format_adresse(haut, cadre.gauche), format_adresse(bas, cadre.droite)
        return self.place(cadre.nom)[0].range(f"{debut}:{fin}")

    def read(self, table: str) -> Grille:
        """Read a table raw."""
        grille = self._grilles.get(table)
        if grille is None:
            grille = self._grilles[table] = self._read(table)
        return grille

    def refresh(self, table: str) -> Grille | None:
        """Forget what was read of a table; give it back."""
        for lues in (self._cadres, self._plages, self._valeurs, self._formules, self._calculees):
            lues.pop(table, None)
        return self._grilles.pop(table, None)

    def forget(self) -> None:
        """Forget what was read: it is about to be written. Tables stay in their sheets."""
        for table in self._places:
            self.refresh(table)

    def nombres(self, table: str) -> Valeurs:
        """Read the rows of a table with numbers as stored."""
        return self._corps(table, read_nombres)

    def formules(self, table: str) -> Valeurs:
        """Read the rows of a table as typed."""
        formules = self._formules.get(table)
        if formules is None:
            formules = self._formules[table] = self._corps(table, read_formules)
        return formules

    def is_formule(self, table: str, rang: int, colonne: int) -> bool:
        """Tell a formula from a text that looks like one."""
        typee = self.formules(table)[rang][colonne]
        return (
            isinstance(typee, str)
            and typee.startswith("=")
            and typee != self.read(table).lignes[rang][colonne]
        )

    def calculees(self, table: str) -> frozenset[str]:
        """Name the computed columns of a table, by the schema or because its cells all compute.

        Excel does not tell the formula of a column: the user's own computed columns are those,
        unknown to the schema, where formulas are the majority.
        """
        if table not in self._calculees:
            self._calculees[table] = frozenset(self._read_calculees(table))
        return self._calculees[table]

    def inspect(self, table: str) -> list[Ecrasement]:
        """Find the computed cells that no longer hold their column's formula."""
        calculees = self.calculees(table)
        if not calculees:
            return []
        cadre, formules = self.cadre(table), self.formules(table)
        lignes = range(cadre.haut, cadre.bas + 1)
        ecrasements = []
        for rang, entete in enumerate(cadre.entetes):
            if entete in calculees:
                par_ligne = {
                    cadre.haut + i: Formule(formules[i][rang][1:], groupee=False)
                    if self.is_formule(table, i, rang)
                    else None
                    for i in range(len(formules))
                }
                fautives = check_colonne(par_ligne, None, lignes)
                ecrasements += [Ecrasement(ligne, entete) for ligne in fautives]
        return sorted(ecrasements)

    def pleines(self, cadre: Cadre, bas: int) -> list[int]:
        """Find the rows below a table, down to `bas`, where something is typed."""
        formules = read_formules(self.plage(cadre, cadre.bas + 1, bas))
        return [cadre.bas + 1 + i for i, ligne in enumerate(formules) if any(ligne)]

    def _corps(self, table: str, read: "Callable[[xw.Range], Valeurs]") -> Valeurs:
        """Read the rows of a table out of the block that was read at first."""
        cadre = self.cadre(table)
        bloc = read(self._plages[table])
        debut = len(bloc) - len(self._valeurs[table])
        return bloc[debut : debut + cadre.bas - cadre.haut + 1]

    def _read_calculees(self, table: str) -> Iterator[str]:
        declaree = TABLE_PAR_NOM.get(table)
        calculs = {calcul.entete for calcul in declaree.calculs} if declaree else set()
        typees = {colonne.entete for colonne in declaree.saisies} if declaree else set()
        entetes = self.cadre(table).entetes
        yield from calculs.intersection(entetes)
        hauteur = len(self.read(table).lignes)
        for rang, entete in enumerate(entetes):
            if entete not in calculs | typees and hauteur < 2 * sum(
                self.is_formule(table, i, rang) for i in range(hauteur)
            ):
                yield entete

    def _read_valeurs(self, nom: str) -> Valeurs:
        """Read the headings, the rows and all that lies below them, in one go; place the table."""
        sheet, table = self.place(nom)
        debut, _, fin = table.range.address.replace("$", "").partition(":")
        (haut, gauche), (bas, droite) = read_adresse(debut), read_adresse(fin or debut)
        titres, totaux = bool(table.show_headers), bool(table.show_totals)
        dernier = max(bas, read_bas(sheet))
        if (dernier - haut) * (droite - gauche + 1) > CELLULES_MAX:
            raise CucsError(
                f"La feuille {sheet.name} se prolonge très loin, jusqu'à la ligne {dernier} : "
                "supprimez les lignes vides sous la table (clic droit > Supprimer), enregistrez et "
                "recommencez."
            )
        plage = sheet.range(f"{debut}:{format_adresse(dernier, droite)}")
        self._plages[nom] = plage
        valeurs = read_valeurs(plage)
        if titres:
            entetes = tuple(str(valeur) for valeur in valeurs[0])
            valeurs = valeurs[1:]
        else:
            entetes = tuple(colonne.name for colonne in table.columns)
        self._cadres[nom] = Cadre(
            nom, "", "", entetes, {}, gauche, haut + titres, bas - totaux, int(totaux)
        )
        self._valeurs[nom] = valeurs
        return valeurs

    def _read(self, nom: str) -> Grille:
        cadre = self.cadre(nom)
        valeurs = self._valeurs[nom]
        hauteur = cadre.bas - cadre.haut + 1
        corps = [list(ligne) for ligne in valeurs[:hauteur]]
        erreurs: dict[tuple[int, str], str] = {}
        types = {type(valeur) for ligne in corps for valeur in ligne}
        if not _SIMPLES.issuperset(types):
            bruts: Valeurs = corps
            if any(_is_perdue(valeur) for ligne in corps for valeur in ligne):
                bruts = self.nombres(nom)
            erreurs = {
                (i, cadre.entetes[rang]): read_erreur(valeur)
                for i, ligne in enumerate(corps)
                for rang, valeur in enumerate(ligne)
                if type(valeur) is int
            }
            corps = [
                [_read_cellule(valeur, brut) for valeur, brut in zip(ligne, brute, strict=True)]
                for ligne, brute in zip(corps, bruts, strict=True)
            ]
        if str in types:
            corps = [[None if valeur == "" else valeur for valeur in ligne] for ligne in corps]
        fin = cadre.bas + cadre.totaux
        dessous = tuple(
            fin + 1 + i
            for i, ligne in enumerate(valeurs[hauteur + cadre.totaux :])
            if any(valeur not in (None, "") for valeur in ligne)
        )
        return Grille(cadre.entetes, corps, cadre.haut, dessous, erreurs, tableur=True)


def _is_perdue(valeur: Any) -> bool:
    """Tell whether the number must be asked as stored: rounded, or no day of the calendar."""
    return isinstance(valeur, Decimal) or (
        isinstance(valeur, datetime) and valeur.year < _PREMIERE_ANNEE
    )


def _read_cellule(valeur: Any, brut: Any) -> Cellule:
    """Bring what Excel gives to what a cell may hold; `brut` is the number as stored."""
    if isinstance(valeur, datetime):
        if valeur.year < _PREMIERE_ANNEE:
            return float(brut)
        return _read_jour(valeur)
    if isinstance(valeur, Decimal):
        return float(brut)
    if type(valeur) is int:
        return None
    lue: Cellule = valeur
    return lue


def _read_jour(instant: datetime) -> date:
    """Drop the time zone that COM invents and the noise of binary fractions of a day."""
    naif = datetime(  # noqa: DTZ001 - Excel has no zone
        instant.year, instant.month, instant.day, instant.hour, instant.minute, instant.second
    )
    arrondi = naif + timedelta(seconds=round(instant.microsecond / 1e6))
    return arrondi if arrondi.time() != time() else arrondi.date()
