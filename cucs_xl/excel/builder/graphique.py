"""Native charts over a drawn table: titled, with their unit, readable in grey."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.tableau import Emprise

#: Thousands, nothing for zero: a line without credits bears no label.
_ETIQUETTE = '#,##0,;;""'
_POLICE = {"name": style.POLICE, "size": 9, "color": style.ENCRE}


def insert_colonnes(
    dessin: Dessin,
    feuille: Worksheet,
    emprise: Emprise,
    series: Sequence[tuple[str, str]],
    *,
    titre: str,
    lecture: str,
    place: tuple[int, int],
    taille: tuple[int, int],
    decalage: int = 0,
    empile: bool = False,
    total: tuple[str, str] | None = None,
) -> None:
    """Insert a column chart: one series per (column name, legend), one group per line.

    `lecture` is the alternative text. Amounts are shown in thousands of euros. `total`
    labels stacked columns through a line that is not drawn. `decalage` is in pixels,
    from the left of the place.
    """
    declaration: dict[str, Any] = {"type": "column"}
    if empile:
        declaration["subtype"] = "stacked"
    graphique = dessin.workbook.add_chart(declaration)
    nom, libelle = emprise.feuille, emprise.colonne_libelle
    for rang, (colonne, nom_serie) in enumerate(series):
        place_serie = emprise.colonnes[colonne]
        serie: dict[str, Any] = {
            "name": nom_serie,
            "categories": [nom, emprise.premiere, libelle, emprise.derniere, libelle],
            "values": [nom, emprise.premiere, place_serie, emprise.derniere, place_serie],
            "fill": {"color": style.SERIES[rang % len(style.SERIES)]},
            "gap": 60,
            "overlap": 100 if empile else -5,
        }
        if not empile:
            serie["data_labels"] = {
                "value": True, "num_format": _ETIQUETTE, "font": _POLICE | {"size": 7},
            }  # fmt: skip
        graphique.add_series(serie)
    if total:
        _label_totaux(dessin, graphique, emprise, total)
    graphique.set_title(
        {
            "name": f"{titre} (k€)",
            "name_font": {"name": style.POLICE, "size": 12, "color": style.NUIT},
            "overlay": False,
        }
    )
    graphique.set_y_axis(
        {
            "num_format": style.KILO,
            "num_font": _POLICE,
            "major_gridlines": {"visible": True, "line": {"color": style.FILET}},
            "line": {"none": True},
        }
    )
    graphique.set_x_axis({"num_font": _POLICE, "line": {"color": style.GRIS}})
    legende: dict[str, Any] = {"position": "bottom", "font": _POLICE}
    if total:
        legende["delete_series"] = [len(series)]
    graphique.set_legend(legende)
    graphique.set_chartarea({"border": {"color": style.FILET}})
    graphique.set_size({"width": taille[0], "height": taille[1]})
    feuille.insert_chart(
        place[0],
        place[1],
        graphique,
        {"object_position": 2, "x_offset": decalage, "description": f"{titre}. {lecture}"},
    )


def _label_totaux(dessin: Dessin, graphique: Any, emprise: Emprise, total: tuple[str, str]) -> None:
    colonne, legende = total
    place = emprise.colonnes[colonne]
    ligne = dessin.workbook.add_chart({"type": "line"})
    ligne.add_series(
        {
            "name": legende,
            "categories": [emprise.feuille, emprise.premiere, emprise.colonne_libelle, emprise.derniere, emprise.colonne_libelle],
            "values": [emprise.feuille, emprise.premiere, place, emprise.derniere, place],
            "line": {"none": True},
            "data_labels": {"value": True, "position": "above", "num_format": _ETIQUETTE, "font": _POLICE | {"bold": True}},
        }
    )  # fmt: skip
    graphique.combine(ligne)
