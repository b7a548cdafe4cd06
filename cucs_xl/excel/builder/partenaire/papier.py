"""Where pages end: before a block that would be cut, when a page can hold it."""

from collections.abc import Iterator, Mapping

from cucs_xl.excel.builder.partenaire.grille import Grille
from cucs_xl.excel.builder.partenaire.plan import SOUS_TITRE, TITRE, Plan

#: A4 in points, and margins in inches: sides, top, bottom.
_A4 = (595.3, 841.9)
COTES, HAUT, BAS = 0.4, 0.45, 0.6
_POUCE = 72
#: A page is never filled to the last point: printers differ.
_PRUDENCE = 0.97
#: A page less filled than that goes on, even if it cuts a block.
_ENTAMEE = 0.5


def _page(grille: Grille) -> float:
    """Give the height that a page holds, in points of the sheet: it is fitted to its width."""
    largeur, hauteur = _A4[::-1] if grille.paysage else _A4
    utile = largeur - 2 * COTES * _POUCE
    # A column of n characters is 7n + 5 pixels wide, a pixel three quarters of a point.
    feuille = sum((7 * n + 5) * 0.75 for c, n in enumerate(grille.largeurs) if c not in grille.cles)
    echelle = min(1.0, utile / feuille)
    return (hauteur - (HAUT + BAS) * _POUCE) / echelle * _PRUDENCE


def build_sauts(plan: Plan, grille: Grille, hauteurs: Mapping[int, float]) -> Iterator[int]:
    """Give the rows, from 0, that start a page."""
    page = _page(grille)
    repete = hauteurs[TITRE] + hauteurs[SOUS_TITRE]
    debuts = [e.titre - 1 for e in plan.emprises if e.feuille == grille.nom and not e.bloc.cote]
    occupe = sum(haut for ligne, haut in hauteurs.items() if ligne < debuts[0])
    for debut, suivant in zip(debuts, [*debuts[1:], plan.fins[grille.nom] + 1], strict=True):
        bloc = sum(hauteurs.get(ligne, 0) for ligne in range(debut, suivant))
        if occupe + bloc > page and repete + bloc <= page and occupe > page * _ENTAMEE:
            yield debut
            occupe = repete
        occupe = (occupe + bloc) % page
