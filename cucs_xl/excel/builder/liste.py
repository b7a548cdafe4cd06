"""Lists of text and figures for paper: wrapped, ruled, each row as tall as its longest text."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.metier.schema import Sorte


class Rubrique(NamedTuple):
    """A column of a list: its heading, the sheet columns it spans, what it holds."""

    entete: str
    debut: int
    fin: int
    sorte: Sorte = Sorte.TEXTE


class Pastille(NamedTuple):
    """A cell whose word also has a colour."""

    mot: str
    fond: str
    encre: str


#: What is missing is said, in a colour of its own.
def absente(mot: str) -> Pastille:
    """Make the cell of something that should be there and is not."""
    return Pastille(mot, style.FOND_ALERTE, style.TEXTE_ALERTE)


def draw_liste(
    dessin: Dessin,
    feuille: Worksheet,
    ligne: int,
    rubriques: Sequence[Rubrique],
    lignes: Iterable[Sequence[Any]],
    largeurs: Sequence[float],
) -> int:
    """Draw a list and give the row after it; `largeurs` are those of the sheet's columns."""
    for rubrique in rubriques:
        centre = rubrique.sorte is Sorte.MONTANT
        retrait = {} if centre else {"indent": 1}
        forme = dessin.styles.colonne("center" if centre else "left", **retrait)
        _put(dessin, feuille, ligne, rubrique, rubrique.entete, forme)
    feuille.set_row(ligne, 42)
    for valeurs in lignes:
        ligne += 1
        hauteur = 1
        for rubrique, valeur in zip(rubriques, valeurs, strict=True):
            _put(dessin, feuille, ligne, rubrique, valeur, _format(dessin, rubrique, valeur))
            place = sum(largeurs[rubrique.debut : rubrique.fin + 1])
            texte = valeur.mot if isinstance(valeur, Pastille) else valeur
            if isinstance(texte, str):
                hauteur = max(hauteur, -(-len(texte) // max(1, int(place * 1.08))))
        feuille.set_row(ligne, 13.5 * hauteur + 5)
    return ligne + 1


def _format(dessin: Dessin, rubrique: Rubrique, valeur: Any) -> Format:
    base = {"bottom": 1, "bottom_color": style.FILET, "valign": "top", "text_wrap": True}
    if isinstance(valeur, Pastille):
        return dessin.styles.get(
            **base, bg_color=valeur.fond, font_color=valeur.encre, align="left", bold=True, indent=1
        )
    apparence = style.APPARENCES[rubrique.sorte]
    retrait = {"indent": 1} if apparence.alignement == "left" else {}
    numero = style.EUROS if rubrique.sorte is Sorte.MONTANT else apparence.format
    return dessin.styles.get(**base, num_format=numero, align=apparence.alignement, **retrait)


def _put(
    dessin: Dessin, feuille: Worksheet, ligne: int, rubrique: Rubrique, valeur: Any, forme: Format
) -> None:
    if isinstance(valeur, Pastille):
        valeur = valeur.mot
    if isinstance(valeur, int) and rubrique.sorte is Sorte.MONTANT:
        valeur = valeur / 100
    if rubrique.fin > rubrique.debut:
        texte = valeur if isinstance(valeur, str) else ""
        feuille.merge_range(ligne, rubrique.debut, ligne, rubrique.fin, texte, forme)
    if rubrique.fin == rubrique.debut or isinstance(valeur, float | int | date):
        dessin.write(feuille, ligne, rubrique.debut, valeur, forme)
