"""Entry sheets: one table each, drawn from the schema, ready to be typed in for years.

Formats, lists and marks reach far below the last row, so that rows added later look and
behave like the first. Nothing stands below or beside a table.
"""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.formules import LIGNE_ENTETES, formula
from cucs_xl.excel.builder.marques import NOMS_CONTROLES, set_marques
from cucs_xl.excel.builder.page import set_page
from cucs_xl.excel.builder.validation import PREMIERE, set_validation
from cucs_xl.metier.modele import EXERCICES, OBJECTIFS, TABLES
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.schema import Colonne, Remplisseur, Sorte, Table

ACCUEIL = "Accueil"

#: Columns wide enough to be read, too wide to stay beside the rest on paper.
LARGE = 40
#: Above so many of them, rows are paragraphs: read from their top, side by side.
PARAGRAPHES = 4
#: Excel makes no row taller (points).
HAUTEUR_MAX = 409


def draw_saisie(dessin: Dessin, table: Table, lignes: Sequence[Any], service: str) -> None:
    """Draw one entry sheet with its rows; an empty table keeps one blank row."""
    feuille = dessin.workbook.get_worksheet_by_name(table.feuille)
    _draw_bandeau(dessin, feuille, table)
    _draw_table(dessin, feuille, table, lignes)
    for rang, colonne in enumerate(table.colonnes):
        set_validation(feuille, table, rang, colonne)
    set_marques(dessin, feuille, table)
    if table.rempli_par is Remplisseur.PROGRAMME:
        feuille.set_default_row(29)  # two lines of text, whatever the program writes
    feuille.freeze_panes(LIGNE_ENTETES, _gelees(table))
    set_page(
        feuille,
        service=service,
        paysage=True,
        a3=sum(_largeur(c) for c in table.colonnes) > 190,  # noqa: PLR2004 - characters that an A4 line holds
        repete=(LIGNE_ENTETES - 1, LIGNE_ENTETES - 1),
    )


def define_noms(dessin: Dessin) -> None:
    """Name the lists of codes and the columns that marks look into.

    A validation or a conditional format may not hold a structured reference; a name may.
    """
    visees = {colonne.genre.table for table in TABLES for colonne in table.saisies}
    for table in TABLES:
        if table.nom in visees:
            dessin.workbook.define_name(
                f"lst{table.nom[1:]}", f"={table.nom}[{table.saisies[0].entete}]"
            )
    dessin.workbook.define_name("lstObjectifsThème", f"={OBJECTIFS.nom}[Thème]")
    for nom, colonne in NOMS_CONTROLES.items():
        dessin.workbook.define_name(nom, f"=tControles[{colonne}]")
    for nom, parametre in NOMS_PARAMETRES.items():
        dessin.workbook.define_name(
            nom, f'=INDEX(tParametres[Valeur],MATCH("{parametre}",tParametres[Paramètre],0))'
        )


NOMS_PARAMETRES = {
    "parContrat": "Contrat",
    "parService": "Service",
    "parExercice": "Exercice affiché",
    "parExemple": "Données d'exemple",
    "parSituation": "Situation au",
}


def _gelees(table: Table) -> int:
    """Count the columns that stay in sight: the first key."""
    return 1 if table.rempli_par is Remplisseur.AGENT else 2


def _largeur(colonne: Colonne) -> int:
    return colonne.largeur or style.APPARENCES[_sorte(colonne)].largeur


def _draw_bandeau(dessin: Dessin, feuille: Worksheet, table: Table) -> None:
    styles = dessin.styles
    feuille.hide_gridlines(2)
    feuille.set_row(0, 30)
    feuille.set_row(1, 18)
    feuille.set_row(2, 20)
    for rang in range(len(table.colonnes)):
        feuille.write_blank(0, rang, None, styles.titre)
        feuille.write_blank(1, rang, None, styles.sous_titre)
        feuille.write_blank(2, rang, None, styles.get(font_size=9))
    feuille.write_string(0, 0, table.feuille, styles.titre)
    feuille.write_string(1, 0, table.aide, styles.sous_titre)
    feuille.write_url(
        2, 0, f"internal:'{ACCUEIL}'!A1", styles.lien, string="← Accueil", tip="Revenir à l'accueil"
    )
    avertissement = styles.get(font_size=9, italic=True, font_color=style.TEXTE_ALERTE)
    place = 1 if len(table.colonnes) > 1 else 0
    dessin.formula(feuille, 2, place, '=IF(parExemple="","",parExemple)', avertissement)


def _draw_table(dessin: Dessin, feuille: Worksheet, table: Table, lignes: Sequence[Any]) -> None:
    styles = dessin.styles
    hautes = sum(c.typee and _largeur(c) >= LARGE for c in table.colonnes) > PARAGRAPHES
    formats = [_format(dessin, c, "top" if hautes else "vcenter") for c in table.colonnes]
    for rang, colonne in enumerate(table.colonnes):
        feuille.set_column(rang, rang, _largeur(colonne), formats[rang])
    feuille.set_row(LIGNE_ENTETES - 1, 32)
    derniere = PREMIERE + max(1, len(lignes)) - 1
    feuille.add_table(
        LIGNE_ENTETES - 1, 0, derniere, len(table.colonnes) - 1,
        {
            "name": table.nom,
            "style": None,
            "description": f"{table.feuille} : {table.aide}",
            "columns": [_declare(table, c, f) for c, f in zip(table.colonnes, formats, strict=True)],
        },
    )  # fmt: skip
    for rang, colonne in enumerate(table.colonnes):
        calcule = styles.get(
            bold=True, font_color=style.BLANC, text_wrap=True, border=1, border_color=style.BLANC,
            bg_color=style.BLEU if colonne.typee else style.ARDOISE,
            align="center" if style.APPARENCES[_sorte(colonne)].alignement != "left" else "left",
        )  # fmt: skip
        feuille.write_string(LIGNE_ENTETES - 1, rang, colonne.entete, calcule)
    for i in range(max(1, len(lignes))):
        ligne = PREMIERE + i
        _set_hauteur(dessin, feuille, table, ligne, lignes[i] if i < len(lignes) else None)
        for rang, colonne in enumerate(table.colonnes):
            if colonne.attribut is None:
                dessin.formula(feuille, ligne, rang, formula(table, colonne.entete), formats[rang])
            elif i < len(lignes):
                valeur = _cellule(colonne, getattr(lignes[i], colonne.attribut))
                dessin.write(
                    feuille, ligne, rang, valeur, _adapt(dessin, colonne, valeur, formats[rang])
                )
            else:
                dessin.write(feuille, ligne, rang, None, formats[rang])


def _set_hauteur(
    dessin: Dessin, feuille: Worksheet, table: Table, ligne: int, contenu: Any
) -> None:
    """Make the row as tall as its longest wrapped text; Excel adjusts the rows typed later."""
    hauteur = 1
    for rang, colonne in enumerate(table.colonnes):
        if _largeur(colonne) >= LARGE:
            texte = (
                dessin.valeur(feuille, ligne, rang)
                if colonne.attribut is None
                else getattr(contenu, colonne.attribut, None)
            )
            hauteur = max(hauteur, -(-len(str(texte or "")) // int(_largeur(colonne) * 1.05)))
    if hauteur > 1:
        feuille.set_row(ligne, min(HAUTEUR_MAX, 13 * hauteur + 3))


def _declare(table: Table, colonne: Colonne, format_: Format) -> dict[str, Any]:
    declaration: dict[str, Any] = {"header": colonne.entete, "format": format_}
    if colonne.attribut is None:
        declaration["formula"] = formula(table, colonne.entete)
    return declaration


def _cellule(colonne: Colonne, valeur: Any) -> Any:
    """Give what the cell stores: euros for cents, everything else as it is."""
    if colonne.genre.sorte is Sorte.MONTANT and valeur is not None:
        centimes: Centimes = valeur
        return centimes / 100
    return valeur


def _adapt(dessin: Dessin, colonne: Colonne, valeur: Any, format_: Format) -> Format:
    """Format a free cell by what it holds: a text such as « 01004 » keeps its zero."""
    if colonne.genre.sorte is not Sorte.LIBRE:
        return format_
    sorte = (
        Sorte.DATE if hasattr(valeur, "year") else Sorte.TEXTE if isinstance(valeur, str) else None
    )
    numero = style.APPARENCES[sorte].format if sorte else "General"
    return dessin.styles.get(
        num_format=numero, align="left", font_color=style.TEXTE_SAISIE, text_wrap=True
    )


def _sorte(colonne: Colonne) -> Sorte:
    """Give the kind a column looks like: a reference to a year is a number, as years are."""
    return Sorte.ANNEE if colonne.genre.table == EXERCICES.nom else colonne.genre.sorte


def _format(dessin: Dessin, colonne: Colonne, appui: str) -> Format:
    apparence = style.APPARENCES[_sorte(colonne)]
    calcule = colonne.attribut is None
    if colonne.entete == "Lien":
        return dessin.styles.lien
    return dessin.styles.get(
        num_format="General" if calcule and apparence.format == style.TEXTE else apparence.format,
        align=apparence.alignement,
        font_color=style.TEXTE_CALCUL if calcule else style.TEXTE_SAISIE,
        text_wrap=_largeur(colonne) >= LARGE,
        valign=appui,
    )
