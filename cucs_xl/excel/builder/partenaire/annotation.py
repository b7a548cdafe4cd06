"""The annotated copy: what to correct, listed on top, marked where it stands, told live.

A mark follows the value that came back: once it is changed, the mark goes and its line
says ✔.
"""

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.partenaire.calcul import (
    Expression,
    Ref,
    Valeur,
    call,
    format_formule,
    op,
)
from cucs_xl.excel.builder.partenaire.peintre import Peintre
from cucs_xl.excel.builder.partenaire.plan import DEBUT, RETRAIT, Plan, Point, height, lines
from cucs_xl.excel.builder.partenaire.suivi import FEUILLE

#: Column of the hidden sheet that keeps the values to correct.
BRUTE = 5
A_CORRIGER = "à corriger"
#: The longest text that a formula may hold.
_LITTERAL = 255


def find_cellule(plan: Plan, point: Point) -> Ref:
    """Find the cell of a point; of a whole row, its first answer."""
    emprise = plan.emprise(point.bloc)
    if point.case in emprise.empans:
        return emprise.ref(point.rang, point.case)
    return emprise.ref(point.rang, emprise.bloc.questions[0].code)


def build_annotations(plan: Plan) -> dict[Ref, Expression]:
    """Build the state of each point, beside it: words until the answer changes."""
    formules: dict[Ref, Expression] = {}
    for i, point in enumerate(plan.structure.points):
        if point.case:
            etat = Ref(plan.grilles[0].nom, _ligne(i), plan.grilles[0].etat)
            inchangee = op(find_cellule(plan, point), "=", Ref(FEUILLE, i + 1, BRUTE))
            formules[etat] = call("IF", inchangee, A_CORRIGER, 1)
    return formules


def _ligne(rang: int) -> int:
    return DEBUT + 2 + rang


def draw_annotations(peintre: Peintre, formules: dict[Ref, Expression]) -> None:
    """Draw the list of points, and the red mark and the note of each cell."""
    plan, styles = peintre.plan, peintre.styles
    points = plan.structure.points
    if not points:
        return
    grille = plan.grilles[0]
    feuille, fin = peintre.sheet(grille.nom), grille.etat
    bande = styles.get(font_size=11, bold=True, font_color=style.TEXTE_BLOQUANT, bg_color=style.FOND_BLOQUANT, align="left", indent=1)  # fmt: skip
    un = len(points) == 1
    titre = f"Fiche annotée : {len(points)} point{'' if un else 's'} à corriger. Cliquez sur une ligne pour aller à la case ; la ligne passe à ✔ une fois la case changée."
    feuille.set_row(DEBUT, 6)
    feuille.set_row(DEBUT + 1, 20)
    peintre.put(feuille, DEBUT + 1, (1, fin), titre, bande)
    mot = styles.get(font_color=style.TEXTE_BLOQUANT, text_wrap=True, align="left", indent=1, bottom=4, bottom_color=style.FILET)  # fmt: skip
    for i, point in enumerate(points):
        ligne, cible = _ligne(i), find_cellule(plan, point)
        visee = peintre.sheet(cible.feuille)
        peintre.put(feuille, ligne, (1, fin - 1), point.note, mot)
        adresse = format_formule(cible, "").replace("$", "")
        lien = f"internal:{adresse}"
        feuille.write_url(ligne, 1, lien, mot, string=f"✘ {point.note}", tip="Aller à la case")
        feuille.set_row(
            ligne, height(lines(f"✘ {point.note}", grille.largeur((1, fin - 1)) - RETRAIT))
        )
        etat = Ref(grille.nom, ligne, fin)
        peintre.state(etat, formules.get(etat))
        visee.write_comment(
            cible.ligne, cible.colonne, point.note,
            {"author": "Annotation", "x_scale": 2.2, "y_scale": 0.9, "color": style.FOND_BLOQUANT},
        )  # fmt: skip
        if point.case:
            critere = _build_critere(cible, etat, point.brute)
            visee.conditional_format(
                cible.ligne, cible.colonne, cible.ligne, cible.colonne,
                {"type": "formula", "criteria": critere, "format": peintre.rouge},
            )  # fmt: skip


def _build_critere(cible: Ref, etat: Ref, brute: Valeur) -> str:
    """Tell that a cell still holds what came back; rules look into their own sheet only."""
    if cible.feuille == etat.feuille:
        return f"=ISTEXT({format_formule(etat, etat.feuille)})"
    if brute is None:
        inchangee: Expression = op(call("LEN", cible), "=", 0)
    elif isinstance(brute, str) and len(brute) > _LITTERAL:
        inchangee = call("ISTEXT", cible)
    else:
        inchangee = op(cible, "=", brute)
    return f"={format_formule(inchangee, cible.feuille)}"
