"""What the matrix helps to type, and the colours of its cells."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.matrice import CODE, ENTIER, NATURE, PREMIERE, RESTE, SANS_ZERO
from cucs_xl.excel.builder.validation import DERNIERE, format_suite
from cucs_xl.metier.matrice import ECART, FIXES, STATUT, TOTAL
from cucs_xl.metier.nomenclature import DECIDEES, SANS_SUITE, Avis
from cucs_xl.metier.schema import Colonne, Sorte

#: A conditional format may not hold a structured reference; a name may.
NOMS = {
    "finAction": "Action", "finExercice": "Exercice", "finPartenaire": "Partenaire",
    "finNature": "Nature", "finProgramme": "Programmé",
}  # fmt: skip


def rang_de(colonnes: Sequence[Colonne], entete: str) -> int:
    """Find a column by its heading."""
    return next(rang for rang, colonne in enumerate(colonnes) if colonne.entete == entete)


def set_validations(feuille: Worksheet, colonnes: Sequence[Colonne]) -> None:
    """Help the typing of each column, far below the last row."""
    for rang, colonne in enumerate(colonnes):
        options: dict[str, Any] = {
            "input_title": colonne.entete[:32],
            "input_message": colonne.aide[:255],
            "error_title": "Saisie refusée",
            "validate": "any",
        }
        if colonne.attribut is None:
            options |= {
                "validate": "custom", "value": "=FALSE",
                "input_message": f"Calculée : {format_suite(colonne.aide)}",
                "error_message": "Cette colonne est calculée : elle ne se saisit pas.",
            }  # fmt: skip
        elif colonne.entete not in FIXES:
            options |= {
                "validate": "decimal", "criteria": "between",
                "minimum": -1e11, "maximum": 1e11,
                "error_message": "Saisissez un montant en euros, par exemple 1234,56.",
            }  # fmt: skip
        feuille.data_validation(PREMIERE - 1, rang, DERNIERE, rang, options)


def set_marques(dessin: Dessin, feuille: Worksheet, colonnes: Sequence[Colonne]) -> None:
    """Colour cells by rule: what waits, what cannot be typed, what is decided."""
    styles, a = dessin.styles, f"$A{PREMIERE}"
    alerte = styles.mark(style.FOND_ALERTE, style.TEXTE_ALERTE, bold=True)
    bloquant = styles.mark(style.FOND_BLOQUANT, style.TEXTE_BLOQUANT, bold=True)
    premier = rang_de(colonnes, STATUT) + 1
    dernier = max(len(colonnes) - 1, premier)
    x = xl_col_to_name(premier)
    _mark(
        feuille,
        RESTE,
        premier,
        RESTE,
        dernier,
        f"=AND(ISNUMBER({x}{RESTE}),{x}{RESTE}<0)",
        bloquant,
    )
    _mark(
        feuille,
        RESTE,
        premier,
        RESTE,
        dernier,
        f'=AND({x}{RESTE}<>"",NOT(ISNUMBER({x}{RESTE})))',
        alerte,
    )
    cellule = f"{x}{PREMIERE}"
    memes = (
        f"finAction,{a},finExercice,$B{PREMIERE},finPartenaire,{x}${CODE},finNature,{x}${NATURE}"
    )
    connus = f'COUNTIFS({memes},finProgramme,">-1E+99")'
    attend = (
        f'IF({cellule}="",{connus}>0,'
        f"OR({connus}=0,ROUND({cellule}-SUMIFS(finProgramme,{memes}),2)<>0))"
    )
    for critere, forme in (
        (f'=AND({cellule}<>"",NOT(ISNUMBER({cellule})))', bloquant),
        (f'=AND({a}<>"",{x}${CODE}<>"",{attend})', alerte),
        (
            f'=AND({a}<>"",{x}${CODE}<>"",COUNTIFS({memes})>1)',
            styles.mark(style.FOND_CALCUL, style.TEXTE_CALCUL, italic=True),
        ),
    ):  # fmt: skip
        _mark(feuille, PREMIERE, premier, DERNIERE + 1, dernier, critere, forme)
    for entete, valeurs, forme in (
        (STATUT, DECIDEES, styles.mark(style.FOND_FAIT, style.TEXTE_FAIT)),
        (STATUT, SANS_SUITE, alerte),
        ("Avis technique", (Avis.RESERVE, Avis.DEFAVORABLE), alerte),
    ):
        rang = rang_de(colonnes, entete)
        lui = f"{xl_col_to_name(rang)}{PREMIERE}"
        critere = "=OR(" + ",".join(f'{lui}="{valeur}"' for valeur in valeurs) + ")"
        _mark(feuille, PREMIERE, rang, DERNIERE + 1, rang, critere, forme)
    rang = rang_de(colonnes, ECART)
    lui = f"{xl_col_to_name(rang)}{PREMIERE}"
    _mark(feuille, PREMIERE, rang, DERNIERE + 1, rang, f"=AND(ISNUMBER({lui}),{lui}<0)", bloquant)
    filets = {"bottom": 1, "bottom_color": style.FILET, "left": 1, "left_color": style.FILET}
    for rang, colonne in enumerate(colonnes):
        saisie = colonne.entete not in FIXES
        fond, encre = (
            (style.FOND_SAISIE, style.TEXTE_SAISIE) if saisie
            else (style.FOND_CALCUL, style.TEXTE_CALCUL)
        )  # fmt: skip
        forme = styles.mark(fond, encre, **filets, bold=colonne.entete == TOTAL)
        if colonne.genre.sorte is Sorte.MONTANT:
            # Cents show where there are some. One rule gives format and fill:
            # LibreOffice applies the first that holds, and no other.
            lui = f"{xl_col_to_name(rang)}{PREMIERE}"
            entier = styles.mark(
                fond, encre, **filets, bold=colonne.entete == TOTAL,
                num_format=SANS_ZERO if colonne.entete == ECART else ENTIER,
            )  # fmt: skip
            rond = f'=AND({a}<>"",ISNUMBER({lui}),ROUND(N({lui}),0)=ROUND(N({lui}),2))'
            _mark(feuille, PREMIERE, rang, DERNIERE + 1, rang, rond, entier)
        _mark(feuille, PREMIERE, rang, DERNIERE + 1, rang, f'={a}<>""', forme)


def _mark(
    feuille: Worksheet, haut: int, gauche: int, bas: int, droite: int, critere: str, forme: Format,
    *, arret: bool = True,
) -> None:  # fmt: skip
    feuille.conditional_format(
        haut - 1, gauche, bas - 1, droite,
        {"type": "formula", "criteria": critere, "format": forme, "stop_if_true": arret},
    )  # fmt: skip
