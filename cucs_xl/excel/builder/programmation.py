"""The sheet Programmation: the matrix that staff and COPIL work in, its envelopes above it.

Its columns depend on the contract, and people may add some: so formulas find amounts by
what headings end with, never by a list. The total stands left of the amounts: a heading
typed beside the last one widens the table, and is counted. What waits to be carried to
Financements is amber, by comparison with it.
"""

from collections.abc import Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.formules import expand
from cucs_xl.excel.builder.matrice import (
    A_REPORTER,
    CODE,
    ENTETES,
    ENTIER,
    ENVELOPPE,
    GROUPE,
    NATURE,
    PARTENAIRE,
    PREMIERE,
    RESERVE,
    RESTE,
    SANS_ZERO,
    SOMME,
    Etendue,
    build_calculs,
)
from cucs_xl.excel.builder.matrice_marques import NOMS, rang_de, set_marques, set_validations
from cucs_xl.excel.builder.page import set_page
from cucs_xl.excel.builder.saisie import ACCUEIL
from cucs_xl.excel.builder.validation import DERNIERE
from cucs_xl.metier.matrice import (
    ACTION,
    CLE,
    EXERCICE,
    FEUILLE,
    FIXES,
    MEMOIRE,
    STATUT,
    TABLE,
    TOTAL,
    build_colonnes,
    choose_paires,
)
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import SPECIFIQUES, Nature
from cucs_xl.metier.programmation import build_matrice
from cucs_xl.metier.schema import Cellule, Colonne, Sorte

#: The longest partner code that a heading is parsed for.
_LONGUEUR = 40
_EXERCICE = f"$B${CODE}"

AIDE = (
    "En euros. Une ligne par action, une colonne par partenaire et nature de crédits. Saisissez les "
    "décisions du COPIL, puis « Programmer » les reporte dans Financements. Pas encore décidé : laisser vide."
)

_MONTANT = "#,##0.00_-;\\-#,##0.00_-"
_FONDS = {
    Nature.SPECIFIQUE: style.BLEU,
    Nature.PRE: style.BLEU,
    Nature.DROIT_COMMUN: style.SARCELLE,
}


def draw_programmation(dessin: Dessin, contrat: Contrat, service: str) -> None:
    """Draw the matrix of the year that the workbook shows."""
    feuille = dessin.workbook.get_worksheet_by_name(FEUILLE)
    affiche = contrat.parametre("Exercice affiché")
    exercice = int(affiche) if isinstance(affiche, int | float) else 0
    paires = choose_paires(contrat)
    colonnes = build_colonnes(paires)
    lignes = build_matrice(contrat, exercice, {paire: paire.entete for paire in paires})
    for nom, colonne in NOMS.items():
        dessin.workbook.define_name(nom, f"=tFinancements[{colonne}]")
    _Trace(dessin, feuille, colonnes).draw(lignes)
    feuille.freeze_panes(ENTETES, rang_de(colonnes, "Intitulé") + 1)
    set_page(feuille, service=service, paysage=True, a3=True, repete=(ENVELOPPE - 1, ENTETES - 1))


class _Trace:
    """The sheet being drawn."""

    def __init__(self, dessin: Dessin, feuille: Worksheet, colonnes: Sequence[Colonne]) -> None:
        self.dessin, self.feuille, self.colonnes = dessin, feuille, colonnes
        self.statut = rang_de(colonnes, STATUT)
        self.montants = [i for i, c in enumerate(colonnes) if c.entete not in FIXES]
        fin = max(len(colonnes), self.statut + 1) + RESERVE
        self.etendue = Etendue(xl_col_to_name(self.statut), xl_col_to_name(fin))
        self.calculs = build_calculs(self.etendue)

    def draw(self, lignes: Sequence[Mapping[str, Cellule]]) -> None:
        self._draw_bandeau()
        self._draw_table(lignes)
        for rang in self.montants:
            self._draw_haut(rang)
        self._draw_sommes()
        set_validations(self.feuille, self.colonnes)
        set_marques(self.dessin, self.feuille, self.colonnes)

    def _draw_bandeau(self) -> None:
        styles, feuille = self.dessin.styles, self.feuille
        feuille.hide_gridlines(2)
        feuille.set_default_row(29)  # two lines of text, whatever the program writes
        for ligne, hauteur in (
            (1, 30),
            (2, 18),
            (3, 20),
            (ENVELOPPE, 17),
            (SOMME, 17),
            (RESTE, 17),
        ):
            feuille.set_row(ligne - 1, hauteur)
        for ligne in (CODE, NATURE, GROUPE, A_REPORTER):
            feuille.set_row(ligne - 1, 15, None, {"hidden": True})
        for rang in range(len(self.colonnes)):
            feuille.write_blank(0, rang, None, styles.titre)
            feuille.write_blank(1, rang, None, styles.sous_titre)
        petit = styles.get(font_size=9, font_color=style.ARDOISE)
        premier = f"INDEX({TABLE}[{EXERCICE}],1)"
        self.dessin.formula(
            feuille, CODE - 1, 1, f"=IF(ISNUMBER({premier}),{premier},parExercice)", petit
        )
        self.dessin.formula(feuille, 0, 0, f'="Programmation "&{_EXERCICE}', styles.titre)
        feuille.write_string(1, 0, AIDE, styles.sous_titre)
        feuille.write_url(
            2, 0, f"internal:'{ACCUEIL}'!A1", styles.lien, string="← Accueil",
            tip="Revenir à l'accueil",
        )  # fmt: skip
        alerte = {"font_color": style.TEXTE_ALERTE, "align": "left"}
        ecarts = self.etendue.ligne(A_REPORTER)
        self.dessin.formula(
            feuille, 2, rang_de(self.colonnes, "Intitulé"),
            f'=IF(COUNTIF({ecarts},">0")+COUNTIF({ecarts},"<0")>0,'
            '"Des décisions, en ambre, ne sont pas encore reportées : lancez « Programmer ».",'
            f'IF({_EXERCICE}=parExercice,"","L\'exercice affiché est "&parExercice&'
            '" : « Programmer » y amène la matrice."))',
            styles.get(bold=True, **alerte),
        )  # fmt: skip
        self.dessin.formula(
            feuille, 2, rang_de(self.colonnes, "Reconduction"), '=IF(parExemple="","",parExemple)',
            styles.get(font_size=9, italic=True, **alerte),
        )  # fmt: skip

    def _draw_table(self, lignes: Sequence[Mapping[str, Cellule]]) -> None:
        feuille, hauteur = self.feuille, max(1, len(lignes))
        formats = [self._format(colonne) for colonne in self.colonnes]
        declarations = []
        for rang, (colonne, format_) in enumerate(zip(self.colonnes, formats, strict=True)):
            cachee = {"hidden": True} if colonne.entete in {CLE, MEMOIRE} else {}
            feuille.set_column(rang, rang, self._largeur(colonne), format_, cachee)
            declaration = {"header": colonne.entete, "format": format_}
            if colonne.attribut is None:
                declaration["formula"] = self._formula(colonne.entete)
            declarations.append(declaration)
        feuille.add_table(
            ENTETES - 1, 0, PREMIERE + hauteur - 2, len(self.colonnes) - 1,
            {"name": TABLE, "style": None, "columns": declarations, "description": f"{FEUILLE} : {AIDE}"},
        )  # fmt: skip
        feuille.set_row(ENTETES - 1, 40)
        for rang, colonne in enumerate(self.colonnes):
            fond = (
                self._fond(colonne) if rang in self.montants
                else style.BLEU if colonne.attribut else style.ARDOISE
            )  # fmt: skip
            entete = self.dessin.styles.get(
                bold=True, font_size=9, font_color=style.BLANC, bg_color=fond, text_wrap=True,
                border=1, border_color=style.BLANC,
                align="left" if colonne.genre.sorte is Sorte.TEXTE else "center",
                indent=1 if colonne.genre.sorte is Sorte.TEXTE else 0,
            )  # fmt: skip
            feuille.write_string(ENTETES - 1, rang, colonne.entete, entete)
        for i in range(hauteur):
            ligne = PREMIERE - 1 + i
            for rang, colonne in enumerate(self.colonnes):
                if colonne.attribut is None:
                    formule = self._formula(colonne.entete)
                    self.dessin.formula(feuille, ligne, rang, formule, formats[rang])
                else:
                    valeur = lignes[i].get(colonne.entete) if i < len(lignes) else None
                    self.dessin.write(feuille, ligne, rang, valeur, formats[rang])
            self._set_hauteur(ligne)

    def _set_hauteur(self, ligne: int) -> None:
        """Make the row as tall as its longest wrapped text."""
        nombre = 2
        for rang, colonne in enumerate(self.colonnes):
            if colonne.entete in {"Intitulé", "Opérateur", "Thème"}:
                texte = str(self.dessin.valeur(self.feuille, ligne, rang) or "")
                nombre = max(nombre, -(-len(texte) // int(self._largeur(colonne) * 1.1)))
        self.feuille.set_row(ligne, 13 * nombre + 3)

    def _draw_haut(self, rang: int) -> None:
        """Write, above a column of amounts, what its heading says and what its envelope allows."""
        x, feuille, styles = xl_col_to_name(rang), self.feuille, self.dessin.styles
        petit = styles.get(font_size=9, font_color=style.ARDOISE)
        entete, nature, code, groupe = (f"{x}${ligne}" for ligne in (ENTETES, NATURE, CODE, GROUPE))
        noms = ",".join(f'"{n}"' for n in Nature)
        motifs = ",".join(f'"* {n}"' for n in Nature)
        places = ",".join(map(str, range(1, _LONGUEUR + 1)))
        financements = (
            f"SUMIFS(tFinancements[Programmé],tFinancements[Exercice],{_EXERCICE},"
            f"tFinancements[Partenaire],{code},tFinancements[Nature],{nature})"
        )
        # INDEX and MATCH over constants rather than a list of columns: added ones count too.
        for ligne, formule in (
            (NATURE, f'=IFERROR(INDEX({{{noms}}},MATCH(1,COUNTIF({entete},{{{motifs}}}),0)),"")'),
            (CODE, f'=IFERROR(LEFT({entete},MATCH(" "&{nature},MID({entete},{{{places}}},99),0)-1),"")'),
            (GROUPE, f'=IFERROR(INDEX(tPartenaires[Groupe],MATCH({code},tPartenaires[Code],0))&"","")'),
            (A_REPORTER, f'=IF({code}="",0,ROUND(SUM({x}{PREMIERE}:{x}{DERNIERE + 1})-{financements},2))'),
        ):  # fmt: skip
            self.dessin.formula(feuille, ligne - 1, rang, formule, petit)
        criteres = f"tEnveloppes[Exercice],{_EXERCICE},tEnveloppes[Groupe],{groupe},tEnveloppes[Nature],{nature}"
        specifique = ",".join(f'{nature}="{n}"' for n in SPECIFIQUES)
        connues = f'COUNTIFS({criteres},tEnveloppes[Plafond],">-1E+99")'
        memes = ",".join(
            self.etendue.ligne(ligne) + (f",{x}${ligne}" if ligne != A_REPORTER else "")
            for ligne in (A_REPORTER, GROUPE, NATURE)
        )
        chiffre = styles.get(
            font_size=9, num_format=ENTIER, align="right", font_color=style.TEXTE_CALCUL
        )
        fort = styles.get(
            font_size=9, num_format=ENTIER, align="right", bold=True, font_color=style.NUIT
        )
        self.dessin.formula(
            feuille, ENVELOPPE - 1, rang,
            f'=IF(OR({specifique}),IF(COUNTIFS({criteres})=0,"aucune",IF({connues}<COUNTIFS({criteres}),'
            f'"à définir",ROUND(SUMIFS(tEnveloppes[Plafond],{criteres}),2))),"")',
            chiffre,
        )  # fmt: skip
        self.dessin.formula(
            feuille, RESTE - 1, rang,
            f"=IF(ISNUMBER({x}{ENVELOPPE}),ROUND(SUMIFS(tEnveloppes[Disponible],{criteres})"
            f"-SUMIFS({memes}),2),{x}{ENVELOPPE})",
            fort,
        )  # fmt: skip
        bloc = styles.get(
            font_size=9, bold=True, font_color=style.BLANC, bg_color=self._fond(self.colonnes[rang]),
            text_wrap=True, align="center", border=1, border_color=style.BLANC,
        )  # fmt: skip
        self.dessin.formula(
            feuille, PARTENAIRE - 1, rang,
            f'=IFERROR(INDEX(tPartenaires[Libellé court],MATCH({code},tPartenaires[Code],0))&"","")',
            bloc,
        )  # fmt: skip

    def _draw_sommes(self) -> None:
        """Add each column of amounts above it: nothing stands below a table."""
        styles, feuille = self.dessin.styles, self.feuille
        total = styles.get(
            font_size=9, num_format=SANS_ZERO, align="right", bold=True, bg_color=style.FOND_ENTETE,
            font_color=style.NUIT,
        )  # fmt: skip
        for rang, colonne in enumerate(self.colonnes):
            if colonne.genre.sorte is Sorte.MONTANT:
                x = xl_col_to_name(rang)
                plage = f"{x}{PREMIERE}:{x}{DERNIERE + 1}"
                self.dessin.formula(feuille, SOMME - 1, rang, f"=ROUND(SUM({plage}),2)", total)
        droite = {"align": "right", "font_size": 9, "bold": True, "font_color": style.NUIT}
        for ligne, texte in (
            (ENVELOPPE, "Enveloppe"), (SOMME, "Total"), (RESTE, "Reste à programmer")
        ):  # fmt: skip
            fond = {"bg_color": style.FOND_ENTETE} if ligne == SOMME else {}
            feuille.write_string(ligne - 1, self.statut, texte, styles.get(**droite, **fond))
        feuille.set_row(PARTENAIRE - 1, 27)

    def _formula(self, entete: str) -> str:
        """Give the formula of a computed column."""
        return expand(TABLE, self.calculs[entete])

    def _largeur(self, colonne: Colonne) -> float:
        if colonne.entete in FIXES:
            return colonne.largeur
        return max(10.5, 0.85 * max(map(len, colonne.entete.split())))

    def _fond(self, colonne: Colonne) -> str:
        return next(
            (fond for nature, fond in _FONDS.items() if colonne.entete.endswith(f" {nature}")),
            style.ARDOISE,
        )

    def _format(self, colonne: Colonne) -> Format:
        sorte, calcule = colonne.genre.sorte, colonne.attribut is None
        apparence = style.APPARENCES[sorte]
        numero = "General" if calcule else style.TEXTE
        return self.dessin.styles.get(
            num_format=_MONTANT if sorte is Sorte.MONTANT else style.ANNEE if sorte is Sorte.ANNEE else numero,
            align=apparence.alignement,
            font_color=style.TEXTE_CALCUL if calcule else style.TEXTE_SAISIE,
            text_wrap=sorte is Sorte.TEXTE and colonne.entete not in {ACTION, MEMOIRE},
            bold=colonne.entete in {TOTAL, STATUT},
            indent=1 if sorte is Sorte.TEXTE else 0,
        )  # fmt: skip
