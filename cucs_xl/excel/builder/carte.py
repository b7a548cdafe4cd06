"""Key-figure cards: a label, one figure, one line that tells how to read it."""

from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin


class Carte(NamedTuple):
    """One card; figures and reading lines are formulas, shown with a number format."""

    titre: str
    formule: str
    format: str
    lecture: str
    format_lecture: str
    couleur: str
    lien: str | None = None


def draw_cartes(
    dessin: Dessin,
    feuille: Worksheet,
    ligne: int,
    places: list[tuple[int, int]],
    cartes: list[Carte],
) -> None:
    """Draw cards side by side, each over the columns of its place.

    Those are merged: a number that does not fit a cell never spills over the next.
    """
    styles = dessin.styles
    feuille.set_row(ligne, 18)
    feuille.set_row(ligne + 1, 30)
    feuille.set_row(ligne + 2, 18)
    for (debut, fin), carte in zip(places, cartes, strict=True):
        bord = {
            "left": 5,
            "left_color": carte.couleur,
            "bg_color": "#F7F9FB",
            "indent": 1,
            "align": "left",
        }
        textes = (
            (carte.titre.upper(), styles.get(font_size=8, bold=True, font_color=style.ARDOISE, **bord)),
            (carte.formule, styles.get(font_size=18, bold=True, font_color=style.NUIT, num_format=carte.format, **bord)),
            (carte.lecture, styles.get(font_size=9, font_color=style.ARDOISE, num_format=carte.format_lecture, **bord)),
        )  # fmt: skip
        for i, (texte, forme) in enumerate(textes):
            if fin > debut:
                feuille.merge_range(ligne + i, debut, ligne + i, fin, "", forme)
            if texte.startswith("="):
                dessin.formula(feuille, ligne + i, debut, texte, forme)
            elif i == len(textes) - 1 and carte.lien:
                feuille.write_url(ligne + i, debut, carte.lien, forme, string=texte)
            else:
                feuille.write_string(ligne + i, debut, texte, forme)
