"""Write blocks of cells into an open workbook so that each comes back as it was given.

Excel reads what a program writes as if it were typed: « 01234 » loses its zero, « 1/2 » is
a day, a number in a text cell becomes text. So a block is written knowing the format of
its cells (asked by whole columns), with an apostrophe before any text that is not in a
text cell, dates as serials; then it is read back, and a cell that differs is refused.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file.edition import build_serie
from cucs_xl.excel.live.bloc import Bloc, Contenu, Formule, Present
from cucs_xl.excel.live.natif import read_nombres

if TYPE_CHECKING:
    import xlwings as xw

TEXTE = "@"
GENERAL = "General"
JOUR = "dd/mm/yyyy"
INSTANT = "dd/mm/yyyy hh:mm"

#: Excel refuses an array that holds a longer text, though a cell takes 32 767 characters.
LONGUEUR_MAX = 8_000
#: Excel refuses a longer address.
ADRESSE_MAX = 255

#: What a format shows literally: « "€" », « \\ », « _- », « *x », « [$-40C] ».
_LITTERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


class Reforme(NamedTuple):
    """Cells whose format was changed, and the format they had."""

    adresse: str
    ancien: str


def write_bloc(sheet: "xw.Sheet", bloc: Bloc) -> Iterator[Reforme]:
    """Write a block, then check it; each change of format is told before it is made.

    Raises:
        CucsError: a cell does not hold what was written, whatever was tried.
    """
    formats = read_formats(sheet, bloc)
    yield from _write_formats(sheet, bloc, formats)
    longs: list[tuple[str, str]] = []
    envoyees: list[list[Any]] = []
    for i, (ligne, fmts) in enumerate(zip(bloc.lignes, formats, strict=True)):
        envoyee: list[Any] = [_build_envoi(v, fmt) for v, fmt in zip(ligne, fmts, strict=True)]
        for j, valeur in enumerate(envoyee):
            if isinstance(valeur, str) and len(valeur) > LONGUEUR_MAX:
                longs.append((format_adresse(bloc.haut + i, bloc.gauche + j), valeur))
                envoyee[j] = ""
        envoyees.append(envoyee)
    plage = sheet.range(bloc.adresse)
    plage.raw_value = envoyees
    for adresse, valeur in longs:
        sheet.range(adresse).raw_value = valeur
    relus = read_nombres(plage)
    for i, (ligne, relue) in enumerate(zip(bloc.lignes, relus, strict=True)):
        for j, (valeur, lu) in enumerate(zip(ligne, relue, strict=True)):
            if not _is_ecrite(valeur, lu):
                _rewrite(sheet, format_adresse(bloc.haut + i, bloc.gauche + j), valeur)


def read_formats(sheet: "xw.Sheet", bloc: Bloc) -> list[list[str]]:
    """Read the format of each cell; of a column of blanks, which no format changes, "".

    One question for all columns of text, whose cells are read back anyway, and one for each
    run of columns of another kind. A run of several formats is asked column by column, a
    column of several is halved until each part has one.
    """
    hauteur, largeur = len(bloc.lignes), len(bloc.lignes[0])
    formats = [[""] * largeur for _ in range(hauteur)]

    def fill(i: int, rangs: int, suites: Sequence[Sequence[int]]) -> None:
        haut, bas = bloc.haut + i, bloc.haut + i + rangs - 1
        colonnes = [j for suite in suites for j in suite]
        adresses = [
            f"{format_adresse(haut, bloc.gauche + suite[0])}:"
            f"{format_adresse(bas, bloc.gauche + suite[-1])}"
            for suite in suites
        ]
        questions = list(_join(adresses))
        fmt = sheet.range(questions[0]).number_format if len(questions) == 1 else None
        if fmt is not None:
            for ligne in formats[i : i + rangs]:
                for j in colonnes:
                    ligne[j] = fmt
        elif len(colonnes) > 1:
            for j in colonnes:
                fill(i, rangs, [[j]])
        else:
            fill(i, rangs // 2, suites)
            fill(i + rangs // 2, rangs - rangs // 2, suites)

    for suites in _group_colonnes(bloc):
        fill(0, hauteur, suites)
    return formats


def _group_colonnes(bloc: Bloc) -> Iterator[list[list[int]]]:
    """Gather the columns whose cells probably have one format: runs of ranks, text together."""
    textes: list[list[int]] = []
    suites = groupby(range(len(bloc.lignes[0])), key=lambda j: _sorte(bloc, j))
    for sorte, rangs in suites:
        if sorte == _TEXTE:
            textes.append(list(rangs))
        elif sorte != _VIDE:
            yield [list(rangs)]
    if textes:
        yield textes


_VIDE, _TEXTE, _DATE, _NOMBRE = range(4)


def _sorte(bloc: Bloc, rang: int) -> int:
    """Tell what a column is given: nothing, texts alone, days among others, or anything else."""
    valeurs = {type(ligne[rang]) for ligne in bloc.lignes} - {type(None)}
    if not valeurs:
        return _VIDE
    if valeurs == {str}:
        return _TEXTE
    return _DATE if valeurs & {date, datetime} else _NOMBRE


def _write_formats(
    sheet: "xw.Sheet", bloc: Bloc, formats: Sequence[list[str]]
) -> Iterator[Reforme]:
    """Change the formats that would change a value, in the sheet and in `formats`."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, (ligne, fmts) in enumerate(zip(bloc.lignes, formats, strict=True)):
        for j, (valeur, fmt) in enumerate(zip(ligne, fmts, strict=True)):
            voulu = _choose_format(valeur, fmt)
            if voulu != fmt:
                places.setdefault((fmt, voulu), []).append((bloc.haut + i, bloc.gauche + j))
                fmts[j] = voulu
    for (ancien, voulu), cases in places.items():
        for adresse in build_adresses(cases):
            yield Reforme(adresse, ancien)
            sheet.range(adresse).number_format = voulu


def build_adresses(cases: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Spell cells in as few addresses as Excel takes: runs down a column, then unions.

    >>> list(build_adresses([(5, 1), (6, 1), (8, 1)]))
    ['A5:A6,A8']
    """
    suites: list[list[int]] = []
    for ligne, colonne in sorted(cases, key=lambda case: (case[1], case[0])):
        if suites and suites[-1][0] == colonne and suites[-1][2] == ligne - 1:
            suites[-1][2] = ligne
        else:
            suites.append([colonne, ligne, ligne])
    adresses = (
        format_adresse(debut, colonne) + (":" + format_adresse(fin, colonne) if fin > debut else "")
        for colonne, debut, fin in suites
    )
    yield from _join(adresses)


def _join(adresses: Iterable[str]) -> Iterator[str]:
    """Unite addresses into as few as Excel takes."""
    union = ""
    for adresse in adresses:
        if union and len(union) + 1 + len(adresse) > ADRESSE_MAX:
            yield union
            union = ""
        union += f",{adresse}" if union else adresse
    if union:
        yield union


def _choose_format(valeur: Contenu, fmt: str) -> str:
    """Keep the format of a cell unless the value would be changed or shown as what it is not."""
    if isinstance(valeur, datetime | date):
        if _lettres(fmt) & {"d", "y"}:
            return fmt
        return INSTANT if isinstance(valeur, datetime) else JOUR
    if isinstance(valeur, float | bool | Formule) and fmt == TEXTE:
        return GENERAL
    if isinstance(valeur, float) and not isinstance(valeur, Present) and _lettres(fmt) & {*"dmyhs"}:
        return GENERAL
    return fmt


def _lettres(fmt: str) -> set[str]:
    """Give the letters of a format that stand for a part of a date or an hour."""
    return set() if fmt == GENERAL else set(_LITTERAL.sub("", fmt).lower())


def _build_envoi(valeur: Contenu, fmt: str) -> str | float | bool:
    """Spell a value as Excel must be given it. An empty text empties the cell."""
    if valeur is None:
        return ""
    if isinstance(valeur, Formule):
        return str(valeur)
    if isinstance(valeur, str):
        return valeur if fmt == TEXTE else f"'{valeur}"
    if isinstance(valeur, bool):
        return valeur
    return build_serie(valeur) if isinstance(valeur, date) else float(valeur)


def _is_ecrite(valeur: Contenu, lu: Any) -> bool:
    """Tell whether a cell holds what was written; a formula answers for itself."""
    if isinstance(valeur, Formule):
        return True
    if valeur is None or valeur == "":
        return lu in (None, "")
    if isinstance(valeur, str):
        return isinstance(lu, str) and lu == valeur
    if isinstance(valeur, bool):
        return lu is valeur
    attendu = build_serie(valeur) if isinstance(valeur, date) else float(valeur)
    return type(lu) is float and lu == attendu


def _rewrite(sheet: "xw.Sheet", adresse: str, valeur: Contenu) -> None:
    """Write one cell that Excel understood otherwise; a text gets one more apostrophe."""
    plage = sheet.range(adresse)
    if isinstance(valeur, str):
        plage.raw_value = f"'{valeur}"
    if not _is_ecrite(valeur, read_nombres(plage)[0][0]):
        raise CucsError(
            f"Excel n'a pas gardé telle quelle la valeur écrite en {sheet.name}!{adresse} : rien n'a "
            "été écrit. Mettez cette cellule au format Standard et recommencez."
        )
