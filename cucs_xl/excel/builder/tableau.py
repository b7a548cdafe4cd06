"""Drawing a synthesis table: headings, live lines, total, what the lists leave out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.plan import Plan, Trace
from cucs_xl.metier.synthese import (
    HORS_LISTE,
    TOTAL,
    Calcul,
    Colonne,
    Somme,
    Tableau,
    Taux,
    Unite,
)


class Emprise(NamedTuple):
    """Where everything was drawn, from 0: charts and tests point there."""

    feuille: str
    lignes: Mapping[str, int]  # key, HORS_LISTE, TOTAL or foot label -> row
    colonnes: Mapping[str, int]  # column name -> column
    colonne_libelle: int
    ligne_entetes: int
    premiere: int
    derniere: int  # last key line


BLOCS = (style.BLEU, style.ARDOISE, style.NUIT, style.SARCELLE)
#: A key longer than that is no code: it would be cut.
CODE_LONG = 16
FILET = {"bottom": 1, "bottom_color": style.FILET}


def _is_total(colonne: Colonne) -> bool:
    return isinstance(colonne.calcul, Somme) or colonne.nom.startswith("total")


def draw_tableau(dessin: Dessin, feuille: Worksheet, tableau: Tableau, trace: Trace) -> Emprise:
    """Draw a table and tell where; keys are literal, or follow `trace.liste`."""
    return _Trait(dessin, feuille, tableau, trace).draw()


def draw_note(
    dessin: Dessin,
    feuille: Worksheet,
    ligne: int,
    note: str,
    etendue: tuple[int, int],
    objet: str = "Lecture",
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
    feuille.merge_range(ligne, etendue[0], ligne, etendue[1], f"{objet} : {note}", forme)
    # About eleven characters of this size stand in the width of a figure column.
    lignes = -(-len(note) // (16 * (etendue[1] - etendue[0])))
    feuille.set_row(ligne, 13 * lignes + 3)


class _Trait:
    """One table being drawn."""

    def __init__(self, dessin: Dessin, feuille: Worksheet, tableau: Tableau, trace: Trace) -> None:
        self.dessin, self.feuille, self.tableau, self.trace = dessin, feuille, tableau, trace
        self.plan = Plan(tableau, trace)

    def draw(self) -> Emprise:
        self._draw_entetes()
        self._draw_filets()
        for ligne in range(self.plan.premiere, self.plan.derniere + 1):
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
            lignes=self.plan.lignes,
            colonnes=self.plan.colonnes,
            colonne_libelle=self.trace.colonne + 1,
            ligne_entetes=self.plan.ligne_entetes,
            premiere=self.plan.premiere,
            derniere=self.plan.derniere,
        )

    def _format(self, colonne: Colonne, **proprietes: Any) -> Format:
        nombre = style.UNITES[colonne.unite]
        if isinstance(colonne.calcul, Taux) and colonne.unite is Unite.EUROS:
            nombre = style.POURCENT
        elif colonne.unite is Unite.EUROS and not self.trace.centimes:
            nombre = style.EUROS
        total = _is_total(colonne)
        teinte = total and not self.trace.liste and "bg_color" not in proprietes
        fond = {"bg_color": style.FOND_CALCUL} if teinte else {}
        cote = (
            {"align": "left", "indent": 1} if colonne.unite is Unite.TEXTE else {"align": "right"}
        )
        return self.dessin.styles.get(
            **({"num_format": nombre, "bold": total} | cote | fond | proprietes)
        )

    def _rule(self) -> dict[str, Any]:
        return {} if self.trace.liste else FILET

    def _draw_filets(self) -> None:
        """Rule and shade, by condition, the lines that the list fills."""
        if not self.trace.liste:
            return
        debut, fin = self.trace.colonne, max(self.plan.colonnes.values())
        critere = f'={self.plan.cle(self.plan.premiere)}<>""'
        totaux = [self.plan.colonnes[c.nom] for c in self.tableau.colonnes if _is_total(c)]
        for place in totaux:
            self.feuille.conditional_format(
                self.plan.premiere, place, self.plan.derniere, place,
                {"type": "formula", "criteria": critere, "format": self.dessin.styles.mark(style.FOND_CALCUL, style.ENCRE, **FILET)},
            )  # fmt: skip
        self.feuille.conditional_format(
            self.plan.premiere, debut, self.plan.derniere, fin,
            {"type": "formula", "criteria": critere, "format": self.dessin.styles.rule(**FILET)},
        )  # fmt: skip

    def _draw_entetes(self) -> None:
        feuille = self.feuille
        feuille.set_row(self.trace.ligne, 18)
        feuille.set_row(self.plan.ligne_entetes, 34)
        blocs = list(dict.fromkeys(c.bloc for c in self.tableau.colonnes if c.bloc))
        precedent = ""
        for colonne in self.tableau.colonnes:
            place = self.plan.colonnes[colonne.nom]
            self._draw_bloc(place, colonne.bloc, blocs, suite=colonne.bloc == precedent)
            precedent = colonne.bloc
            entete = self.dessin.styles.colonne("center")
            if colonne.libelle.isdecimal():
                feuille.write_number(self.plan.ligne_entetes, place, int(colonne.libelle), entete)
            else:
                feuille.write_string(self.plan.ligne_entetes, place, colonne.libelle, entete)
        gauche = self.dessin.styles.colonne("left")
        feuille.write_string(self.plan.ligne_entetes, self.trace.colonne, "Code", gauche)
        feuille.write_string(
            self.plan.ligne_entetes, self.trace.colonne + 1, self.tableau.entete, gauche
        )

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
            if isinstance(colonne.calcul, Taux) and colonne.unite in {Unite.EUROS, Unite.TAUX}:
                place = self.plan.colonnes[colonne.nom]
                self.feuille.conditional_format(
                    self.plan.premiere, place, self.plan.derniere, place,
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
            if ligne - self.plan.premiere < len(cles):
                cle, texte = cles[ligne - self.plan.premiere]
                if cle == texte or (isinstance(cle, str) and len(cle) > CODE_LONG):
                    # The label says it whole; the formulas still compare with the key.
                    code = styles.get(num_format=";;;", **self._rule())
                self.dessin.write(self.feuille, ligne, place, cle, code)
                self.dessin.write(self.feuille, ligne, place + 1, texte, libelle)
            return
        cle, texte = self.plan.compile_cle(ligne, liste)
        self.dessin.formula(self.feuille, ligne, place, cle, code)
        self.dessin.formula(self.feuille, ligne, place + 1, texte, libelle)

    def _draw_ligne(self, ligne: int, colonne: Colonne) -> None:
        cle = self.plan.cle(ligne)
        formule = self.plan.compile(colonne, ligne, cle)
        if self.trace.liste:
            formule = f'IF({cle}="","",{formule})'
        self._put(ligne, colonne, formule, self._format(colonne, **self._rule()))

    def _draw_hors_liste(self) -> None:
        ligne = self.plan.lignes[HORS_LISTE]
        discret = {"italic": True, "font_size": 9, "font_color": style.ARDOISE}
        self._draw_libelle(ligne, HORS_LISTE, **discret)
        for colonne in self.tableau.colonnes:
            formule = self.plan.compile_hors_liste(colonne)
            self._put(ligne, colonne, formule, self._format(colonne, bold=False, **discret))
        self.feuille.conditional_format(
            ligne, min(self.plan.colonnes.values()), ligne, max(self.plan.colonnes.values()),
            {
                "type": "cell", "criteria": "not between", "minimum": -0.001, "maximum": 0.001,
                "format": self.dessin.styles.mark(style.FOND_BLOQUANT, style.TEXTE_BLOQUANT, bold=True),
            },
        )  # fmt: skip

    def _draw_total(self) -> None:
        ligne = self.plan.lignes[TOTAL]
        plein = {"bold": True, "font_color": style.BLANC, "bg_color": style.NUIT}
        self._draw_libelle(ligne, TOTAL.upper(), **plein)
        self.feuille.set_row(ligne, 20)
        for colonne in self.tableau.colonnes:
            self._put(
                ligne,
                colonne,
                self.plan.compile(colonne, ligne, None),
                self._format(colonne, **plein),
            )

    def _draw_pied(self, libelle: str, calculs: Mapping[str, Calcul]) -> None:
        ligne = self.plan.lignes[libelle]
        italique = {"italic": True, "bg_color": style.BLANC, "font_color": style.TEXTE_CALCUL}
        self._draw_libelle(ligne, libelle, **italique, **FILET)
        for colonne in self.tableau.colonnes:
            calcul = calculs.get(colonne.nom)
            forme = self._format(
                colonne._replace(calcul=calcul or colonne.calcul), **italique, **self._rule()
            )
            if calcul is None:
                self.feuille.write_blank(ligne, self.plan.colonnes[colonne.nom], None, forme)
            else:
                self._put(ligne, colonne, self.plan.compile_pied(calcul, ligne, colonne), forme)

    def _draw_libelle(self, ligne: int, libelle: str, **proprietes: Any) -> None:
        forme = self.dessin.styles.get(align="left", **proprietes)
        self.feuille.write_blank(ligne, self.trace.colonne, None, forme)
        self.feuille.write_string(ligne, self.trace.colonne + 1, libelle, forme)

    def _put(self, ligne: int, colonne: Colonne, formule: str, forme: Format) -> None:
        self.dessin.formula(
            self.feuille, ligne, self.plan.colonnes[colonne.nom], f"={formule}", forme
        )
