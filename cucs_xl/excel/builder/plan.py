"""Where the cells of a synthesis table stand, and the formula of each."""

from typing import NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from cucs_xl.excel.builder.expression import (
    Lieu,
    Noms,
    compile_agregat,
    compile_combinaison,
    compile_cumul,
    compile_mention,
    compile_registre,
)
from cucs_xl.metier.synthese import (
    HORS_LISTE,
    INCONNAISSABLES,
    TOTAL,
    Agregat,
    Calcul,
    Colonne,
    Cumul,
    Dimension,
    Mention,
    ParUnite,
    Registre,
    Somme,
    Tableau,
)


class Liste(NamedTuple):
    """Where a table's keys come from when they follow a list of the workbook.

    `capacite` lines are drawn; a list that outgrows them shows in « Hors liste ».
    """

    table: str
    cle: str
    libelle: str
    capacite: int


class Trace(NamedTuple):
    """How to draw: where, with which tables, and the cell that holds the year."""

    ligne: int
    colonne: int
    noms: Noms
    cellule_exercice: str
    liste: Liste | None = None
    centimes: bool = True


def _par_annee(cumul: Cumul) -> bool:
    return any(dimension is Dimension.COMPTABLE for dimension, _ in cumul.criteres)


class Plan:
    """The layout of one table: headings, one line a key, what no key claims, total, feet."""

    def __init__(self, tableau: Tableau, trace: Trace) -> None:
        self.tableau, self.trace = tableau, trace
        self.ligne_entetes = trace.ligne + 1
        self.premiere = trace.ligne + 2
        nombre = trace.liste.capacite if trace.liste else len(tableau.cles)
        self.derniere = self.premiere + max(nombre, 1) - 1
        self.colonnes = {c.nom: trace.colonne + 2 + i for i, c in enumerate(tableau.colonnes)}
        cles = [str(cle) for cle, _ in tableau.cles]
        self.lignes = {cle: self.premiere + i for i, cle in enumerate(cles)}
        suite = (HORS_LISTE, TOTAL, *(pied.libelle for pied in tableau.pieds))
        self.lignes |= {libelle: self.derniere + 1 + i for i, libelle in enumerate(suite)}

    def adresse(self, ligne: int, nom: str) -> str:
        """Give the cell of a column on a line."""
        return str(xl_rowcol_to_cell(ligne, self.colonnes[nom]))

    def cle(self, ligne: int) -> str:
        """Give the key cell of a line, its column fixed."""
        return str(xl_rowcol_to_cell(ligne, self.trace.colonne, col_abs=True))

    def _lieu(self, cle: str | None, colonne: Colonne | None = None) -> Lieu:
        cellules: dict[Dimension, str] = {}
        if self.tableau.exercice is not None and self.tableau.axe is not Dimension.EXERCICE:
            cellules[Dimension.EXERCICE] = self.trace.cellule_exercice
        if cle:
            cellules[self.tableau.axe] = cle
        if colonne and isinstance(colonne.calcul, Cumul) and _par_annee(colonne.calcul):
            # The year stands in the heading: the formula is the same along the line.
            cellules[Dimension.COMPTABLE] = xl_rowcol_to_cell(
                self.ligne_entetes, self.colonnes[colonne.nom], row_abs=True
            )
        return Lieu(cellules)

    def compile(self, colonne: Colonne, ligne: int, cle: str | None) -> str:
        """Compile a cell of a key line; without key, that of the total."""
        calcul = colonne.calcul
        if isinstance(calcul, Cumul):
            return compile_cumul(calcul, self._lieu(cle, colonne), self.trace.noms)
        if isinstance(calcul, Registre):
            return compile_registre(calcul, self._lieu(cle), self.trace.noms, total=cle is None)
        if isinstance(calcul, Agregat):
            return compile_agregat(calcul, self._lieu(cle), self.trace.noms)
        if isinstance(calcul, Mention):
            return compile_mention(calcul, self._lieu(cle), self.trace.noms) if cle else '""'
        if isinstance(calcul, ParUnite) and cle is None:
            return '""'  # euros of some over people of others
        partiels = self._partiels() if ligne == self.lignes[TOTAL] else {}
        return compile_combinaison(calcul, self._voisines(ligne), partiels)

    def _voisines(self, ligne: int) -> dict[str, str]:
        return {nom: self.adresse(ligne, nom) for nom in self.colonnes}

    def _partiels(self) -> dict[str, str]:
        """Give the key cells of the columns whose total may leave an unknown out."""
        return {
            c.nom: f"{self.adresse(self.premiere, c.nom)}:{self.adresse(self.derniere, c.nom)}"
            for c in self.tableau.colonnes
            if isinstance(c.calcul, Registre) and c.calcul.champ in INCONNAISSABLES
        }

    def compile_pied(self, calcul: Calcul, ligne: int, colonne: Colonne) -> str:
        """Compile a cell of a foot: sums run along it, differences and rates down the column."""
        if isinstance(calcul, Registre):
            return compile_registre(calcul, self._lieu(None), self.trace.noms, total=False)
        if isinstance(calcul, Cumul):
            return compile_cumul(calcul, self._lieu(None), self.trace.noms)
        if isinstance(calcul, Agregat | Mention):
            raise TypeError(calcul)  # no foot needs one
        if isinstance(calcul, Somme):
            return compile_combinaison(calcul, self._voisines(ligne), {})
        cellules = {autre: self.adresse(rang, colonne.nom) for autre, rang in self.lignes.items()}
        return compile_combinaison(calcul, cellules, self._pieds_partiels(colonne))

    def _pieds_partiels(self, colonne: Colonne) -> dict[str, str]:
        """Give, for the feet that are sums in this column, the cells that they add."""
        partiels = {}
        for pied in self.tableau.pieds:
            somme = pied.calculs.get(colonne.nom)
            if isinstance(somme, Somme) and somme.colonnes:
                rang = self.lignes[pied.libelle]
                places = sorted(self.colonnes[nom] for nom in somme.colonnes)
                partiels[pied.libelle] = (
                    f"{xl_rowcol_to_cell(rang, places[0])}:{xl_rowcol_to_cell(rang, places[-1])}"
                )
        return partiels

    def compile_hors_liste(self, colonne: Colonne) -> str:
        """Compile what no key claims: the total, summed apart, minus the lines."""
        if not isinstance(colonne.calcul, Cumul | Registre | Agregat):
            return self.compile(colonne, self.lignes[HORS_LISTE], None)
        total = self.adresse(self.lignes[TOTAL], colonne.nom)
        haut = self.adresse(self.premiere, colonne.nom)
        bas = self.adresse(self.derniere, colonne.nom)
        return f"ROUND(N({total})-SUM({haut}:{bas}),2)"

    def compile_cle(self, ligne: int, liste: Liste) -> tuple[str, str]:
        """Compile a key that follows a list, and its label; blank beyond the list."""
        # Counted from the heading to the cell above: a range that held the cell itself
        # would be circular for cellrune, though not for Excel.
        place = self.trace.colonne
        entete = xl_rowcol_to_cell(self.ligne_entetes, place, row_abs=True)
        rang = f"ROWS({entete}:{xl_rowcol_to_cell(ligne - 1, place)})"
        source = f"{liste.table}[{liste.cle}]"
        # A year must stay a number to be compared; a code must stay text to be blank.
        texte = "" if self.tableau.axe is Dimension.EXERCICE else '&""'
        return (
            f'=IF({rang}>ROWS({source}),"",IF(INDEX({source},{rang})="","",INDEX({source},{rang}){texte}))',
            f'=IF({self.cle(ligne)}="","",INDEX({liste.table}[{liste.libelle}],{rang})&"")',
        )
