"""The tables of an open workbook: where they stand, what they hold, each asked once.

Round trips to Excel do not depend on the number of rows (DESIGN D4).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.excel.classeur import CucsError, Ecrasement
from cucs_xl.excel.file.formule import check_colonne
from cucs_xl.excel.file.package import Cadre
from cucs_xl.excel.file.sheet import CELLULES_MAX, Formule
from cucs_xl.excel.live.lieux import Lieux, Zone, read_zone
from cucs_xl.excel.live.natif import (
    Valeurs,
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


class Fenetre(NamedTuple):
    """A rectangle that holds a table and all that was below it; its corner counts from 1."""

    plage: "xw.Range"
    haut: int
    gauche: int
    corps: Zone

    def cut(self, valeurs: Valeurs, haut: int, gauche: int, droite: int) -> Valeurs:
        """Give the rows from `haut` on, over the columns of a table."""
        debut, fin = gauche - self.gauche, droite - self.gauche + 1
        return [ligne[debut:fin] for ligne in valeurs[max(0, haut - self.haut) :]]


class Etat:
    """What was read of the open workbook since the last write."""

    def __init__(self, book: "xw.Book", nom: str) -> None:
        self.nom = nom
        self._lieux = Lieux(book, nom)
        self._cadres: dict[str, Cadre] = {}
        self._fenetres: dict[str, Fenetre] = {}
        self._valeurs: dict[str, Valeurs] = {}
        self._grilles: dict[str, Grille] = {}
        self._formules: dict[str, Valeurs] = {}
        self._calculees: dict[str, frozenset[str]] = {}
        self._titres: dict[str, bool] = {}

    def tables(self) -> frozenset[str]:
        """Name the tables that exist; the user's own may be left out."""
        return self._lieux.noms()

    def place(self, table: str) -> "tuple[xw.Sheet, Table]":
        """Give the sheet and the table, for who writes."""
        return self._lieux.sheet(table), self._lieux.table(table)

    def cadre(self, table: str) -> Cadre:
        """Tell where a table lies; the name of its sheet is another question."""
        if table not in self._cadres:
            self._read_valeurs(table)
        return self._cadres[table]

    def cadre_complet(self, table: str) -> Cadre:
        """Tell where a table to be written lies: with its sheet, and a totals row even if blank."""
        cadre = self.cadre(table)
        totaux = cadre.totaux or int(bool(self._lieux.table(table).show_totals))
        self._cadres[table] = cadre = cadre._replace(totaux=totaux)
        return cadre._replace(feuille=self._lieux.feuille(table))

    def titres(self, table: str) -> bool:
        """Tell whether a table shows its headings."""
        self.cadre(table)
        return self._titres[table]

    def cadres(self, feuille: str) -> list[Cadre]:
        """Tell where the tables of a sheet lie."""
        return [self.cadre(n) for n in self._lieux.noms() if self._lieux.feuille(n) == feuille]

    def plage(self, cadre: Cadre, haut: int, bas: int) -> "xw.Range":
        """Give rows of a table, over its width."""
        debut, fin = format_adresse(haut, cadre.gauche), format_adresse(bas, cadre.droite)
        return self._lieux.sheet(cadre.nom).range(f"{debut}:{fin}")

    def read(self, table: str) -> Grille:
        """Read a table raw."""
        grille = self._grilles.get(table)
        if grille is None:
            grille = self._grilles[table] = self._read(table)
        return grille

    def refresh(self, table: str) -> Grille | None:
        """Forget what was read of a table, not how far its sheet is used; give it back."""
        self._lieux.forget(table)
        for lues in (self._cadres, self._valeurs, self._formules, self._calculees):
            lues.pop(table, None)
        return self._grilles.pop(table, None)

    def forget(self) -> None:
        """Forget what was read: it is about to be written. Tables stay in their sheets."""
        for table in self.tables():
            self.refresh(table)
        self._fenetres.clear()

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
        """Read the rows of a table out of the rectangle that was read at first."""
        cadre = self.cadre(table)
        fenetre = self._fenetres[table]
        lignes = fenetre.cut(read(fenetre.plage), cadre.haut, cadre.gauche, cadre.droite)
        return lignes[: cadre.bas - cadre.haut + 1]

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
        """Read the headings, the rows and all that lies below them, in one go; place the table.

        What the values tell is not asked: headings stand above the rows when all those we
        know are there; a blank row below is no totals row that counts, until one writes.
        """
        corps = (haut, gauche), (bas, droite) = self._lieux.locate(nom)
        fenetre = self._fenetres.get(nom)
        if fenetre is None or fenetre.corps != corps:
            fenetre = self._open(self._lieux.sheet(nom), corps)
        lues = read_valeurs(fenetre.plage)
        valeurs = fenetre.cut(lues, haut, gauche, droite)
        dessus = fenetre.cut(lues, haut - 1, gauche, droite)[0] if haut > fenetre.haut else ()
        self._titres[nom] = _is_entete(nom, dessus) or bool(self._lieux.table(nom).show_headers)
        if self._titres[nom]:
            entetes = tuple(str(valeur) for valeur in dessus)
        else:
            entetes = tuple(colonne.name for colonne in self._lieux.table(nom).columns)
        suivante = valeurs[bas - haut + 1 : bas - haut + 2]
        pleine = any(valeur not in (None, "") for ligne in suivante for valeur in ligne)
        totaux = pleine and bool(self._lieux.table(nom).show_totals)
        self._cadres[nom] = Cadre(nom, "", "", entetes, {}, gauche, haut, bas, int(totaux))
        self._fenetres[nom] = fenetre
        self._valeurs[nom] = valeurs
        return valeurs

    def _open(self, sheet: "xw.Sheet", corps: Zone) -> Fenetre:
        """Choose what to read: all that the sheet uses, or less of it when that is too much."""
        (haut, gauche), (bas, droite) = corps
        utilisee = sheet.used_range
        (premiere, debut), (derniere, fin) = read_zone(utilisee.address)
        entiere = premiere < haut and debut <= gauche and bas <= derniere and droite <= fin
        if entiere and (derniere - premiere + 1) * (fin - debut + 1) <= CELLULES_MAX:
            return Fenetre(utilisee, premiere, debut, corps)
        dernier = max(bas, derniere)
        if (dernier - haut + 1) * (droite - gauche + 1) > CELLULES_MAX:
            raise CucsError(
                f"La feuille {sheet.name} se prolonge très loin, jusqu'à la ligne {dernier} : "
                "supprimez les lignes vides sous la table (clic droit > Supprimer), enregistrez et "
                "recommencez."
            )
        titres = max(1, haut - 1)
        adresse = f"{format_adresse(titres, gauche)}:{format_adresse(dernier, droite)}"
        return Fenetre(sheet.range(adresse), titres, gauche, corps)

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


def _is_entete(table: str, ligne: Sequence[Any]) -> bool:
    """Tell for sure that a row bears the headings of a table: all those that we know."""
    declaree = TABLE_PAR_NOM.get(table)
    return declaree is not None and {c.entete for c in declaree.colonnes}.issubset(
        valeur for valeur in ligne if isinstance(valeur, str)
    )


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
