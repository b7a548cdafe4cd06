"""Drawing a workbook in two passes, so that every formula carries its value.

XlsxWriter stores formulas with the value it is given, 0 by default; a partner opens the
file in Protected View, on a phone, in a preview, where nothing recalculates. So a
workbook is drawn once without values, calculated by cellrune, and drawn again with them:
chart caches and calculated columns then hold true figures, and the file is XlsxWriter's
own, with nothing patched. (Tried: saving cellrune's recalculation instead; formulas are
right but chart caches stay empty.)
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import cellrune
import python_calamine
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder.style import POLICE, Styles
from cucs_xl.metier.jour import serie

#: Values of the formulas of a workbook, by sheet then (row, column), counted from 0.
Valeurs = Mapping[str, Mapping[tuple[int, int], str | float | bool]]

T = TypeVar("T")

#: Written in every file we build: a build says nothing of the day it was made.
NEE_LE = datetime(2007, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class _Feuille(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose formulas only use functions of Excel 2010: none has a newer name.

    XlsxWriter looks for some thirty newer names in each formula, four fifths of the time
    of a build (measured). Should it rename this method, builds are slower and still right.
    """

    def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
        return formula.removeprefix("=")


class Dessin:
    """A workbook being drawn, with the values its formulas will show."""

    def __init__(self, sortie: io.BytesIO, valeurs: Valeurs) -> None:
        self.workbook = Workbook(sortie, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
        self.workbook.formats[0].set_font_name(POLICE)
        self.workbook.formats[0].set_font_size(10)
        self.styles = Styles(self.workbook)
        self._valeurs = valeurs

    def sheet(self, nom: str) -> Worksheet:
        """Add a sheet."""
        return self.workbook.add_worksheet(nom, _Feuille)

    def formula(
        self, feuille: Worksheet, ligne: int, colonne: int, formule: str, style: Format
    ) -> None:
        """Write a formula with its value."""
        valeur = self.valeur(feuille, ligne, colonne)
        feuille.write_formula(ligne, colonne, formule, style, valeur)

    def valeur(self, feuille: Worksheet, ligne: int, colonne: int) -> str | float | bool:
        """Give what a formula shows; zero during the first pass."""
        return self._valeurs.get(feuille.get_name(), {}).get((ligne, colonne), 0)

    def write(
        self, feuille: Worksheet, ligne: int, colonne: int, valeur: Any, style: Format
    ) -> None:
        """Write a value as what it is: text stays text, a date is a serial, None is blank."""
        if valeur is None:
            feuille.write_blank(ligne, colonne, None, style)
        elif isinstance(valeur, bool):
            feuille.write_boolean(ligne, colonne, valeur, style)
        elif isinstance(valeur, str):
            feuille.write_string(ligne, colonne, valeur, style)
        elif isinstance(valeur, date):
            feuille.write_number(ligne, colonne, serie(valeur), style)
        else:
            feuille.write_number(ligne, colonne, valeur, style)


def draw(dessine: Callable[[Dessin], object]) -> bytes:
    """Draw a workbook twice and give its bytes, every formula valued.

    Raises:
        RuntimeError: a formula of ours cannot be calculated, or gives an error value:
            a fault of the builder, never of the data.
    """
    return _pass(dessine, _calculate(_pass(dessine, {})))


def sketch(dessine: Callable[[Dessin], T]) -> T:
    """Give what a drawing says of its places, without making a workbook of it."""
    return dessine(Dessin(io.BytesIO(), {}))


def _pass(dessine: Callable[[Dessin], object], valeurs: Valeurs) -> bytes:
    sortie = io.BytesIO()
    dessin = Dessin(sortie, valeurs)
    dessine(dessin)
    dessin.workbook.close()
    return sortie.getvalue()


def _calculate(brut: bytes) -> Valeurs:
    with cellrune.Workbook.from_bytes(brut) as classeur:
        rapport = classeur.calculate()
        if rapport["unavailable_count"]:
            raise RuntimeError(f"{rapport['unavailable_count']} formules incalculables")
        calcule = classeur.to_bytes()
    _check_erreurs(calcule)
    lu = python_calamine.load_workbook(io.BytesIO(calcule))
    return {
        nom: {
            (i, j): valeur
            for i, ligne in enumerate(lu.get_sheet_by_name(nom).to_python(skip_empty_area=False))
            for j, valeur in enumerate(ligne)
            if isinstance(valeur, str | float | bool | int)
        }
        for nom in lu.sheet_names
    }


_ERREUR = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*t="e"')


def _check_erreurs(octets: bytes) -> None:
    """Refuse a formula that gives an error: readers show it as a blank, which hides it."""
    with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
        for nom in paquet.namelist():
            if nom.startswith("xl/worksheets/sheet"):
                erreurs = _ERREUR.findall(paquet.read(nom))
                if erreurs:
                    raise RuntimeError(f"{nom} : {erreurs[0].decode()} est en erreur")
