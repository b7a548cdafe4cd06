"""The guide of the buttons: one page that any browser opens, drawn from the ribbon itself."""

from collections.abc import Iterator
from html import escape

from cucs_xl.excel.addin import Groupe, groupes
from cucs_xl.excel.addin.image import ONGLET, TOUCHE_ONGLET, draw_ruban

_STYLE = """
body { font: 16px/1.5 "Segoe UI", Arial, sans-serif; color: #262626; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1, h2 { color: #1f6b45 } svg { max-width: 100%; border: 1px solid #d0d0d0 }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #d0d0d0 }
"""

#: What an agent may meet, and what to do.
SECOURS = (
    ("Les boutons sont gris.", "Le classeur au premier plan n'est pas un classeur maître : activez-le."),
    (
        "« Une cellule est sans doute en cours de saisie. »",
        "Validez par Entrée ou annulez par Échap, puis cliquez à nouveau.",
    ),
    (
        "Un import a repris ce qu'il ne fallait pas.",
        "« Annuler le dernier import » le reprend d'un coup, si personne n'a touché à ses cellules depuis.",
    ),
    (
        "Un autre bouton a écrit ce que vous ne vouliez pas.",
        "Avant chaque écriture, une copie datée est mise dans le dossier sauvegardes, à côté du classeur.",
    ),
    (
        "« Une erreur interne est survenue. »",
        "Le classeur a été remis comme il était. Transmettez le fichier dont le message donne le chemin.",
    ),
    (
        "L'onglet n'est pas là.",
        "Lancez « cucs-xl complement installer » dans un terminal, fermez Excel et rouvrez-le.",
    ),
)  # fmt: skip


def build_guide() -> str:
    """Build the page."""
    onglet = groupes()
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head><meta charset="utf-8">'
        f"<title>Guide de l'onglet {ONGLET}</title><style>{_STYLE}</style></head>\n<body>\n"
        f"<h1>L'onglet {ONGLET} d'Excel</h1>\n{draw_ruban(onglet)}"
        f"<p>Au clavier : Alt, puis {', '.join(TOUCHE_ONGLET)}, puis la touche du bouton. Chaque bouton agit sur le "
        "classeur maître au premier plan, et dit ce qu'il a fait.</p>\n"
        + "".join(_build_groupe(groupe) for groupe in onglet)
        + "<h2>Si quelque chose ne va pas</h2>\n<table>\n"
        + "".join(_build_ligne(*ligne) for ligne in SECOURS)
        + "</table>\n</body>\n</html>\n"
    )


def _build_groupe(groupe: Groupe) -> str:
    lignes = "".join(_build_ligne(b.label, b.touche, b.aide) for b in groupe.boutons)
    titres = "<tr><th>Bouton</th><th>Touche</th><th>Ce qu'il fait</th></tr>\n"
    return f"<h2>{escape(groupe.label)}</h2>\n<table>\n{titres}{lignes}</table>\n"


def _build_ligne(*cellules: str) -> str:
    return f"<tr>{''.join(_build_cellules(cellules))}</tr>\n"


def _build_cellules(cellules: tuple[str, ...]) -> Iterator[str]:
    yield f'<th scope="row">{escape(cellules[0])}</th>'
    for cellule in cellules[1:]:
        yield f"<td>{escape(cellule)}</td>"
