"""Drawing a synthesis table: headings, live lines, total, what the lists leave out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.expression import (
    Lieu,
    Noms,
    compile_combinaison,
    compile_cumul,
    compile_registre,
)
from cucs_xl.metier.synthese import (
    HORS_LISTE,
    INCONNAISSABLES,
    TOTAL,
    Calcul,
    Colonne,
    Cumul,
    Dimension,
    Registre,
    Somme,
    Tableau,
    Taux,
)


class Liste(NamedTuple):
    """Where a table's keys come from when they follow a list of the workbook.

    `capacite` lines are drawn; a list that outgrows them shows in « Hors liste ».
    """

    table: str
    cle: str
    libelle: str
    capacite: int


class Emprise(NamedTuple):
    """Where everything was drawn, from 0: charts and tests point there."""

    feuille: str
    lignes: Mapping[str, int]  # key, HORS_LISTE, TOTAL or foot label -> row
    colonnes: Mapping[str, int]  # column name -> column
    colonne_libelle: int
    ligne_entetes: int
    premiere: int
    derniere: int  # last key line


class Trace(NamedTuple):
    """How to draw: where, with which tables, and the cell that holds the year."""

    ligne: int
    colonne: int
    noms: Noms
    cellule_exercice: str
    liste: Liste | None = None
    centimes: bool = True


BLOCS = (style.BLEU, style.ARDOISE, style.NUIT, style.SARCELLE)
FILET = {"bottom": 1, "bottom_color": style.FILET}


def _par_annee(cumul: Cumul) -> bool:
    return any(dimension is Dimension.COMPTABLE for dimension, _ in cumul.criteres)


def _is_total(colonne: Colonne) -> bool:
    return isinstance(colonne.calcul, Somme)


def draw_tableau(dessin: Dessin, feuille: Worksheet, tableau: Tableau, trace: Trace) -> Emprise:
    """Draw a table and tell where; keys are literal, or follow `trace.liste`."""
    return _Trait(dessin, feuille, tableau, trace).draw()


def draw_note(
    dessin: Dessin, feuille: Worksheet, ligne: int, note: str, etendue: tuple[int, int]
) -> None:
    """Write how to read a table under it, wrapped over its width so that paper is not widened."""
    forme = dessin.styles.get(
        font_size=9,
        italic=True,
        font_color=style.ARDOISE,
        text_wrap=True,
        align="left",
        valign="top",
    )
    feuille.merge_range(ligne, etendue[0], ligne, etendue[1], f"Lecture : {note}", forme)
    # About eleven characters of this size stand in the width of a figure column.
    lignes = -(-len(note) // (16 * (etendue[1] - etendue[0])))
    feuille.set_row(ligne, 13 * lignes + 3)


class _Trait:
    """One table being drawn."""

    def __init__(self, dessin: Dessin, feuille: Worksheet, tableau: Tableau, trace: Trace) -> None:
        self.dessin, self.feuille, self.tableau, self.trace = dessin, feuille, tableau, trace
        self.ligne_entetes = trace.ligne + 1
        self.premiere = trace.ligne + 2
        nombre = trace.liste.capacite if trace.liste else len(tableau.cles)
        self.derniere = self.premiere + max(nombre, 1) - 1
        self.colonnes = {c.nom: trace.colonne + 2 + i for i, c in enumerate(tableau.colonnes)}
        cles = [str(cle) for cle, _ in tableau.cles]
        self.lignes = {cle: self.premiere + i for i, cle in enumerate(cles)}
        suite = (HORS_LISTE, TOTAL, *(pied.libelle for pied in tableau.pieds))
        self.lignes |= {libelle: self.derniere + 1 + i for i, libelle in enumerate(suite)}

    def draw(self) -> Emprise:
        self._draw_entetes()
        self._draw_filets()
        for ligne in range(self.premiere, self.derniere + 1):
            self._draw_cle(ligne)
            for colonne in self.tableau.colonnes:
                self._draw_ligne(ligne, colonne)
        self._draw_barres()
        self._draw_hors_liste()
        self._draw_total()
        for pied in self.tableau.pieds:
            self._draw_pied(pied.libelle, pied.calculs)
        return Emprise(
            feuille=self.feuille.get_name(),
            lignes=self.lignes,
            colonnes=self.colonnes,
            colonne_libelle=self.trace.colonne + 1,
            ligne_entetes=self.ligne_entetes,
            premiere=self.premiere,
            derniere=self.derniere,
        )

    # -- formats

    def _format(self, colonne: Colonne, **proprietes: Any) -> Format:
        nombre = (
            style.POURCENT
            if isinstance(colonne.calcul, Taux)
            else style.CENTIMES
            if self.trace.centimes
            else style.EUROS
        )
        total = _is_total(colonne)
        teinte = total and not self.trace.liste and "bg_color" not in proprietes
        fond = {"bg_color": style.FOND_CALCUL} if teinte else {}
        return self.dessin.styles.get(
            **({"num_format": nombre, "align": "right", "bold": total} | fond | proprietes)
        )

    def _rule(self) -> dict[str, Any]:
        return {} if self.trace.liste else FILET

    def _draw_filets(self) -> None:
        """Rule and shade, by condition, the lines that the list fills."""
        if not self.trace.liste:
            return
        debut, fin = self.trace.colonne, max(self.colonnes.values())
        critere = f'={self._cle(self.premiere)}<>""'
        totaux = [self.colonnes[c.nom] for c in self.tableau.colonnes if _is_total(c)]
        for place in totaux:
            self.feuille.conditional_format(
                self.premiere, place, self.derniere, place,
                {"type": "formula", "criteria": critere, "format": self.dessin.styles.mark(style.FOND_CALCUL, style.ENCRE, **FILET)},
            )  # fmt: skip
        self.feuille.conditional_format(
            self.premiere, debut, self.derniere, fin,
            {"type": "formula", "criteria": critere, "format": self.dessin.styles.rule(**FILET)},
        )  # fmt: skip

    # -- cells

    def _adresse(self, ligne: int, nom: str) -> str:
        return str(xl_rowcol_to_cell(ligne, self.colonnes[nom]))

    def _cle(self, ligne: int) -> str:
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

    def _compile(self, colonne: Colonne, ligne: int, cle: str | None) -> str:
        calcul = colonne.calcul
        if isinstance(calcul, Cumul):
            return compile_cumul(calcul, self._lieu(cle, colonne), self.trace.noms)
        if isinstance(calcul, Registre):
            return compile_registre(calcul, self._lieu(cle), self.trace.noms, total=cle is None)
        partiels = self._partiels() if ligne == self.lignes[TOTAL] else {}
        return compile_combinaison(calcul, self._voisines(ligne), partiels)

    def _voisines(self, ligne: int) -> dict[str, str]:
        return {nom: self._adresse(ligne, nom) for nom in self.colonnes}

    def _partiels(self) -> dict[str, str]:
        """Give the key cells of the columns whose total may leave an unknown out."""
        return {
            c.nom: f"{self._adresse(self.premiere, c.nom)}:{self._adresse(self.derniere, c.nom)}"
            for c in self.tableau.colonnes
            if isinstance(c.calcul, Registre) and c.calcul.champ in INCONNAISSABLES
        }

    # -- parts

    def _draw_entetes(self) -> None:
        feuille = self.feuille
        feuille.set_row(self.trace.ligne, 18)
        feuille.set_row(self.ligne_entetes, 34)
        blocs = list(dict.fromkeys(c.bloc for c in self.tableau.colonnes if c.bloc))
        precedent = ""
        for colonne in self.tableau.colonnes:
            place = self.colonnes[colonne.nom]
            self._draw_bloc(place, colonne.bloc, blocs, suite=colonne.bloc == precedent)
            precedent = colonne.bloc
            entete = self._entete("center")
            if colonne.libelle.isdecimal():
                feuille.write_number(self.ligne_entetes, place, int(colonne.libelle), entete)
            else:
                feuille.write_string(self.ligne_entetes, place, colonne.libelle, entete)
        gauche = self._entete("left")
        feuille.write_string(self.ligne_entetes, self.trace.colonne, "Code", gauche)
        feuille.write_string(
            self.ligne_entetes, self.trace.colonne + 1, self.tableau.entete, gauche
        )

    def _entete(self, alignement: str) -> Format:
        return self.dessin.styles.get(
            bold=True, font_color=style.NUIT, bg_color="#E9EEF4", align=alignement, text_wrap=True,
            bottom=2, bottom_color=style.NUIT,
        )  # fmt: skip

    def _draw_bloc(self, place: int, bloc: str, blocs: list[str], *, suite: bool) -> None:
        """Draw the heading over several columns, centred across them without a merge."""
        if not bloc:
            return
        forme = self.dessin.styles.get(
            bold=True, font_color=style.BLANC, font_size=9, align="center_across",
            bg_color=BLOCS[blocs.index(bloc) % len(BLOCS)],
        )  # fmt: skip
        if suite:
            self.feuille.write_blank(self.trace.ligne, place, None, forme)
        else:
            self.feuille.write_string(self.trace.ligne, place, bloc.upper(), forme)

    def _draw_barres(self) -> None:
        """Show rates as bars from nothing to the whole, behind their figure."""
        for colonne in self.tableau.colonnes:
            if isinstance(colonne.calcul, Taux):
                place = self.colonnes[colonne.nom]
                self.feuille.conditional_format(
                    self.premiere, place, self.derniere, place,
                    {
                        "type": "data_bar", "data_bar_2010": True, "bar_solid": True,
                        "bar_color": "#BFE0DE", "bar_border_color": "#BFE0DE",
                        "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1,
                    },
                )  # fmt: skip

    def _draw_cle(self, ligne: int) -> None:
        styles, place = self.dessin.styles, self.trace.colonne
        code = styles.get(font_size=9, font_color=style.ARDOISE, align="left", **self._rule())
        libelle = styles.get(
            bold=True, font_color=style.NUIT, text_wrap=True, align="left", **self._rule()
        )
        liste = self.trace.liste
        if liste is None:
            cles = self.tableau.cles
            if ligne - self.premiere < len(cles):
                cle, texte = cles[ligne - self.premiere]
                self.dessin.write(self.feuille, ligne, place, cle, code)
                self.dessin.write(self.feuille, ligne, place + 1, texte, libelle)
            return
        # Counted from the heading to the cell above: a range that held the cell itself
        # would be circular for cellrune, though not for Excel.
        entete = xl_rowcol_to_cell(self.ligne_entetes, place, row_abs=True)
        rang = f"ROWS({entete}:{xl_rowcol_to_cell(ligne - 1, place)})"
        source = f"{liste.table}[{liste.cle}]"
        # A year must stay a number to be compared; a code must stay text to be blank.
        texte = "" if self.tableau.axe is Dimension.EXERCICE else '&""'
        self.dessin.formula(
            self.feuille, ligne, place,
            f'=IF({rang}>ROWS({source}),"",IF(INDEX({source},{rang})="","",INDEX({source},{rang}){texte}))',
            code,
        )  # fmt: skip
        self.dessin.formula(
            self.feuille, ligne, place + 1,
            f'=IF({self._cle(ligne)}="","",INDEX({liste.table}[{liste.libelle}],{rang})&"")',
            libelle,
        )  # fmt: skip

    def _draw_ligne(self, ligne: int, colonne: Colonne) -> None:
        cle = self._cle(ligne)
        formule = self._compile(colonne, ligne, cle)
        if self.trace.liste:
            formule = f'IF({cle}="","",{formule})'
        self._put(ligne, colonne, formule, self._format(colonne, **self._rule()))

    def _draw_hors_liste(self) -> None:
        ligne = self.lignes[HORS_LISTE]
        discret = {"italic": True, "font_size": 9, "font_color": style.ARDOISE}
        self._draw_libelle(ligne, HORS_LISTE, **discret)
        for colonne in self.tableau.colonnes:
            if isinstance(colonne.calcul, Cumul | Registre):
                total = self._adresse(self.lignes[TOTAL], colonne.nom)
                haut = self._adresse(self.premiere, colonne.nom)
                bas = self._adresse(self.derniere, colonne.nom)
                formule = f"ROUND({total}-SUM({haut}:{bas}),2)"
            else:
                formule = self._compile(colonne, ligne, None)
            self._put(ligne, colonne, formule, self._format(colonne, bold=False, **discret))
        self.feuille.conditional_format(
            ligne, min(self.colonnes.values()), ligne, max(self.colonnes.values()),
            {
                "type": "cell", "criteria": "not between", "minimum": -0.001, "maximum": 0.001,
                "format": self.dessin.styles.mark(style.FOND_BLOQUANT, style.TEXTE_BLOQUANT, bold=True),
            },
        )  # fmt: skip

    def _draw_total(self) -> None:
        ligne = self.lignes[TOTAL]
        plein = {"bold": True, "font_color": style.BLANC, "bg_color": style.NUIT}
        self._draw_libelle(ligne, TOTAL.upper(), **plein)
        self.feuille.set_row(ligne, 20)
        for colonne in self.tableau.colonnes:
            self._put(
                ligne, colonne, self._compile(colonne, ligne, None), self._format(colonne, **plein)
            )

    def _draw_pied(self, libelle: str, calculs: Mapping[str, Calcul]) -> None:
        ligne = self.lignes[libelle]
        italique = {"italic": True, "bg_color": style.BLANC, "font_color": style.TEXTE_CALCUL}
        self._draw_libelle(ligne, libelle, **italique, **FILET)
        for colonne in self.tableau.colonnes:
            calcul = calculs.get(colonne.nom)
            forme = self._format(
                colonne._replace(calcul=calcul or colonne.calcul), **italique, **self._rule()
            )
            if calcul is None:
                self.feuille.write_blank(ligne, self.colonnes[colonne.nom], None, forme)
            else:
                self._put(ligne, colonne, self._compile_pied(calcul, ligne, colonne), forme)

    def _compile_pied(self, calcul: Calcul, ligne: int, colonne: Colonne) -> str:
        if isinstance(calcul, Registre):
            return compile_registre(calcul, self._lieu(None), self.trace.noms, total=False)
        if isinstance(calcul, Cumul):
            return compile_cumul(calcul, self._lieu(None), self.trace.noms)
        if isinstance(calcul, Somme):
            return compile_combinaison(calcul, self._voisines(ligne), {})
        cellules = {autre: self._adresse(rang, colonne.nom) for autre, rang in self.lignes.items()}
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

    def _draw_libelle(self, ligne: int, libelle: str, **proprietes: Any) -> None:
        forme = self.dessin.styles.get(align="left", **proprietes)
        self.feuille.write_blank(ligne, self.trace.colonne, None, forme)
        self.feuille.write_string(ligne, self.trace.colonne + 1, libelle, forme)

    def _put(self, ligne: int, colonne: Colonne, formule: str, forme: Format) -> None:
        self.dessin.formula(self.feuille, ligne, self.colonnes[colonne.nom], f"={formule}", forme)
