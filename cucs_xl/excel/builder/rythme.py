"""The pace of payments: cumulated by quarter and by theme, over the year and the next.

It shows at a glance what a rate hides: paid in December, or all along.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.expression import Noms
from cucs_xl.excel.builder.formules import stades
from cucs_xl.excel.builder.page import set_page
from cucs_xl.metier.faits import Etape
from cucs_xl.metier.jour import serie
from cucs_xl.metier.nomenclature import SPECIFIQUES
from cucs_xl.metier.synthese import TOTAL, Cle

RYTHME = "Rythme des paiements"
_PREMIERE = 2


def trimestres_de(exercice: int) -> list[date]:
    """List the ends of the quarters of a year and of the next, when balances are paid."""
    return [
        date(annee, mois, 31 if mois in {3, 12} else 30)
        for annee in (exercice, exercice + 1)
        for mois in (3, 6, 9, 12)
    ]


def draw_rythme(
    dessin: Dessin, themes: Sequence[tuple[Cle, str]], exercice: str, fins: Sequence[date],
    noms: Noms, service: str,
) -> dict[str, str]:  # fmt: skip
    """Draw the sheet and give, by theme, the range that a sparkline shows.

    `exercice` is the name that holds the year. Credits are specific and PRE.
    """
    feuille, styles = dessin.workbook.get_worksheet_by_name(RYTHME), dessin.styles
    feuille.set_column(0, 0, 8)
    feuille.set_column(1, 1, 26)
    feuille.set_column(_PREMIERE, _PREMIERE + len(fins) - 1, 13)
    feuille.set_row(0, 24)
    for place, entete in enumerate(("Code", "Payé cumulé à la fin de")):
        feuille.write_string(0, place, entete, styles.colonne("left"))
    jour = styles.colonne("center", num_format=style.JOUR)
    for place, fin in enumerate(fins, start=_PREMIERE):
        feuille.write_number(0, place, serie(fin), jour)
    montant = styles.get(num_format=style.CENTIMES, align="right")
    plages = {}
    for ligne, (code, libelle) in enumerate(themes, start=1):
        feuille.write_string(ligne, 0, str(code), styles.get())
        feuille.write_string(ligne, 1, libelle, styles.get(bold=True))
        for place in range(_PREMIERE, _PREMIERE + len(fins)):
            formule = _cumul(ligne, place, exercice, noms)
            dessin.formula(feuille, ligne, place, formule, montant)
        debut = xl_rowcol_to_cell(ligne, _PREMIERE, True, True)
        fin_plage = xl_rowcol_to_cell(ligne, _PREMIERE + len(fins) - 1, True, True)
        plages[str(code)] = f"'{RYTHME}'!{debut}:{fin_plage}"
    feuille.freeze_panes(1, _PREMIERE)
    set_page(feuille, service=service, paysage=True, a3=True, repete=(0, 0))
    return plages


def _cumul(ligne: int, place: int, exercice: str, noms: Noms) -> str:
    theme = xl_rowcol_to_cell(ligne, 0, col_abs=True)
    fin = xl_rowcol_to_cell(0, place, row_abs=True)
    table = noms.de("tMouvements")
    sommes = (
        f'SUMIFS({table}[Montant],{table}[Stade],"{stade}",{table}[Programme],{exercice},'
        f'{table}[Thème],{theme},{table}[Nature],"{nature.value}",{table}[Date],"<="&{fin})'
        for stade in stades(Etape.PAYE)
        for nature in SPECIFIQUES
    )
    return f"=ROUND({'+'.join(sommes)},2)"


def insert_rythme(
    dessin: Dessin,
    feuille: Worksheet,
    place: int,
    entetes: int,
    lignes: Mapping[str, int],
    plages: Mapping[str, str],
) -> None:
    """Insert a sparkline beside each theme, under its heading."""
    feuille.set_column(place, place, 18)
    feuille.write_string(entetes, place, "Rythme des paiements", dessin.styles.colonne("center"))
    plein = dessin.styles.get(bg_color=style.NUIT)
    feuille.write_blank(lignes[TOTAL], place, None, plein)
    for code, plage in plages.items():
        feuille.write_blank(
            lignes[code], place, None, dessin.styles.get(bottom=1, bottom_color=style.FILET)
        )
        feuille.add_sparkline(
            lignes[code], place,
            {"range": plage, "type": "column", "series_color": style.TURQUOISE, "min": 0},
        )  # fmt: skip
