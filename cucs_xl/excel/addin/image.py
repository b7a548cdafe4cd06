"""The ribbon drawn from its declaration, for the guides: what is there, in what order.

Icons are Excel's own and are not ours to copy: each is a square that holds the key of its
button, as Excel shows it after Alt.
"""

from collections.abc import Sequence
from html import escape

from cucs_xl.excel.addin.ruban import Bouton, Groupe

ONGLET, TOUCHE_ONGLET = "CUCS", "CU"
#: Excel stacks small buttons by three beside the large ones.
PILE = 3
_HAUT, _PIED, _PAS = 34, 18, 24
_HAUTEUR = PILE * _PAS
_MARGE, _LETTRE = 8, 6.2
_GRAND, _PETIT = 32, 16


def draw_ruban(groupes: Sequence[Groupe]) -> str:
    """Draw the tab as an SVG picture, described for those who do not see it."""
    gauche = float(_MARGE)
    dessins = []
    for groupe in groupes:
        dessin, gauche = _draw_groupe(groupe, gauche)
        dessins.append(dessin)
    hauteur = _HAUT + _HAUTEUR + _PIED + 2 * _MARGE
    description = " ; ".join(
        f"{groupe.label} : {', '.join(bouton.label for bouton in groupe.boutons)}"
        for groupe in groupes
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{gauche:.0f}" height="{hauteur}" role="img"'
        f' font-family="Segoe UI, Arial, sans-serif" font-size="11" fill="#262626">\n'
        f"<title>L'onglet {ONGLET}. {escape(description)}</title>\n"
        f'<rect width="100%" height="100%" fill="#f3f3f3"/>\n'
        f'<rect y="24" width="100%" height="{hauteur - 24}" fill="#ffffff"/>\n'
        f'<text x="{_MARGE + 6}" y="17" font-weight="bold" fill="#1f6b45">{ONGLET}</text>\n'
        f'<rect x="{_MARGE}" y="22" width="46" height="2" fill="#1f6b45"/>\n'
        + "".join(dessins)
        + "</svg>\n"
    )


def _draw_groupe(groupe: Groupe, gauche: float) -> tuple[str, float]:
    dessins = []
    droite = gauche
    pile: list[Bouton] = []
    for bouton in (*groupe.boutons, None):
        if pile and (bouton is None or bouton.grand or len(pile) == PILE):
            for rang, petit in enumerate(pile):
                dessins.append(_draw_petit(petit, droite, _HAUT + rang * _PAS))
            droite += max(_largeur(petit.label) for petit in pile) + _PETIT + _MARGE
            pile = []
        if bouton is None:
            break
        if bouton.grand:
            mots = _fold(bouton.label)
            largeur = max(_GRAND + _MARGE, *map(_largeur, mots))
            dessins.append(_draw_grand(bouton, mots, droite + largeur / 2))
            droite += largeur + _MARGE
        else:
            pile.append(bouton)
    droite = max(droite, gauche + _largeur(groupe.label))
    pied = _HAUT + _HAUTEUR + _PIED
    dessins.append(
        f'<text x="{(gauche + droite) / 2:.1f}" y="{pied}" text-anchor="middle" fill="#605e5c">'
        f"{escape(groupe.label)}</text>\n"
        f'<line x1="{droite:.1f}" x2="{droite:.1f}" y1="{_HAUT}" y2="{pied}" stroke="#d0d0d0"/>\n'
    )
    return "".join(dessins), droite + _MARGE


def _draw_grand(bouton: Bouton, mots: Sequence[str], centre: float) -> str:
    lignes = "".join(
        f'<text x="{centre:.1f}" y="{_HAUT + _GRAND + 16 + rang * 13}" text-anchor="middle">{escape(ligne)}</text>\n'
        for rang, ligne in enumerate(mots)
    )
    return _draw_icone(bouton.touche, centre - _GRAND / 2, _HAUT, _GRAND) + lignes


def _draw_petit(bouton: Bouton, gauche: float, haut: float) -> str:
    return (
        _draw_icone(bouton.touche, gauche, haut, _PETIT)
        + f'<text x="{gauche + _PETIT + 5:.1f}" y="{haut + 12}">{escape(bouton.label)}</text>\n'
    )


def _draw_icone(touche: str, gauche: float, haut: float, cote: int) -> str:
    return (
        f'<rect x="{gauche:.1f}" y="{haut}" width="{cote}" height="{cote}" rx="3" fill="#e2efda" stroke="#1f6b45"/>\n'
        f'<text x="{gauche + cote / 2:.1f}" y="{haut + cote / 2 + 4}" text-anchor="middle" fill="#1f6b45">{escape(touche)}</text>\n'
    )


def _largeur(texte: str) -> float:
    return len(texte) * _LETTRE + _MARGE


def _fold(label: str) -> list[str]:
    """Write a label on two lines where it has two words."""
    debut, _, fin = label.rpartition(" ")
    return [debut, fin] if debut else [fin]
