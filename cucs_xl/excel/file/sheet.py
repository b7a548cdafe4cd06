"""What the raw XML of a sheet says and calamine does not: error cells, formulas, locks.

Bytes and regular expressions on purpose: a full XML parse of a sheet costs more than
reading its values (PERF). Excel, LibreOffice, XlsxWriter and cellrune all write cells as
`<c r="B5" …>`; a sheet written otherwise is refused, never half read.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from cucs_xl.excel.adresse import format_adresse, read_colonne
from cucs_xl.excel.classeur import CucsError

#: calamine allocates the whole rectangle down to the last filled cell.
CELLULES_MAX = 5_000_000

_ERREUR = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?=[^>/]*\st="e")[^>/]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)
_CELLULE = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALEUR = re.compile(rb"<v>([^<]+)</v>")
_FORMULE = re.compile(rb"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)
_PROTECTION = re.compile(rb'<sheetProtection\b[^>]*\ssheet="(?:1|true)"')
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)\d+"')
_LIGNE = re.compile(rb'<row\s(?:[^>]*?\s)?r="(\d+)"')
_PLEINE = re.compile(rb'<c r="([A-Z]+)\d+"[^>/]*>')


class CelluleXml(NamedTuple):
    """A cell as the file holds it; `contenu` is empty when it only carries a format."""

    ligne: int
    colonne: int
    attributs: bytes
    contenu: bytes


def check_etendue(feuille: str, xml: bytes) -> None:
    """Refuse a sheet whose filled rectangle would eat the memory, or written unusually.

    A single cell typed by accident on row 1 048 576 is enough; formats alone do not count.
    """
    premiere = xml.find(b"<c ")
    if b"<sheetData" not in xml or (premiere >= 0 and not xml.startswith(b'<c r="', premiere)):
        raise CucsError(
            f"La feuille {feuille} est écrite par un logiciel inhabituel : ouvrez le classeur "
            "dans Excel, enregistrez-le et recommencez."
        )
    derniere = max(xml.rfind(b"</v>"), xml.rfind(b"</is>"))
    ligne = _LIGNE.match(xml, max(xml.rfind(b"<row ", 0, derniere), 0)) if derniere > 0 else None
    if ligne is None:
        return
    hauteur = int(ligne[1])
    dimension = _DIMENSION.search(xml)
    largeur = read_colonne(dimension[1].decode()) if dimension else 16_384
    if hauteur * largeur > CELLULES_MAX:
        lettres = set(_PLEINE.findall(xml))
        largeur = max((read_colonne(colonne.decode()) for colonne in lettres), default=1)
    if hauteur * largeur > CELLULES_MAX:
        raise CucsError(
            f"La feuille {feuille} porte une valeur très loin, jusqu'à la ligne {hauteur} ou la "
            f"colonne {largeur} : dans Excel, Ctrl+Fin y mène ; effacez-la et enregistrez."
        )


def read_erreurs(xml: bytes) -> dict[tuple[int, int], str]:
    """Find the cells that show an Excel error, by (row, column)."""
    if b't="e"' not in xml:
        return {}
    return {
        (int(ligne), read_colonne(lettres.decode())): texte.decode()
        for lettres, ligne, texte in _ERREUR.findall(xml)
    }


def is_protegee(xml: bytes) -> bool:
    """Tell whether the user protected the sheet."""
    return _PROTECTION.search(xml) is not None


def read_cellules(xml: bytes, premiere: int, derniere: int) -> Iterator[CelluleXml]:
    """Go through the cells of some rows, in file order."""
    for trouvee in _CELLULE.finditer(xml):
        ligne = int(trouvee[2])
        if premiere <= ligne <= derniere:
            colonne = read_colonne(trouvee[1].decode())
            yield CelluleXml(ligne, colonne, trouvee[3], trouvee[4] or b"")


def read_nombres(xml: bytes, premiere: int, derniere: int) -> dict[tuple[int, int], float]:
    """Read the numbers of some rows as stored, whatever their format."""
    nombres: dict[tuple[int, int], float] = {}
    for cellule in read_cellules(xml, premiere, derniere):
        valeur = _VALEUR.search(cellule.contenu)
        if valeur and (b' t="' not in cellule.attributs or b' t="n"' in cellule.attributs):
            nombres[cellule.ligne, cellule.colonne] = float(valeur[1])
    return nombres


class Formule(NamedTuple):
    """A cell's formula; `texte` is None for a follower of a shared or array formula."""

    texte: str | None
    groupee: bool


def read_formule(contenu: bytes) -> Formule | None:
    """Read the formula of a cell, None when it holds a plain value."""
    trouvee = _FORMULE.search(contenu)
    if trouvee is None:
        return None
    groupee = b't="shared"' in trouvee[1] or b't="array"' in trouvee[1]
    return Formule(unescape(trouvee[2].decode()) if trouvee[2] else None, groupee)


def read_formules(
    xml: bytes, colonnes: Mapping[int, str], premiere: int, derniere: int
) -> dict[int, dict[int, Formule | None]]:
    """Read the formulas of some columns, by column then row; absent cells are absent."""
    rangs = {lettres.encode(): rang for rang, lettres in colonnes.items()}
    motif = re.compile(
        rb'<c r="(' + b"|".join(rangs) + rb')(\d+)"[^>]*>(<f\b[^>]*>(?:[^<]*</f>)?)?'
    )
    par_colonne: dict[int, dict[int, Formule | None]] = {rang: {} for rang in colonnes}
    connues: dict[bytes, Formule | None] = {}
    for lettres, ligne, brut in motif.findall(xml):
        if premiere <= int(ligne) <= derniere:
            if brut not in connues:
                connues[brut] = read_formule(brut)
            par_colonne[rangs[lettres]][int(ligne)] = connues[brut]
    return par_colonne


def build_vidage(xml: bytes, cases: set[tuple[int, int]]) -> tuple[bytes, set[tuple[int, int]]]:
    """Empty some cells but keep their format; give back those that only Excel's rules can.

    A cell that leads or follows a shared or array formula is left to the engine, which
    rewrites the others of its group.
    """
    restantes: set[tuple[int, int]] = set()
    adresses = {format_adresse(*case).encode(): case for case in cases}

    def render(trouvee: re.Match[bytes]) -> bytes:
        case = adresses.get(trouvee[1] + trouvee[2])
        if case is None or trouvee[4] is None:
            return trouvee[0]
        formule = read_formule(trouvee[4])
        if formule is not None and formule.groupee:
            restantes.add(case)
            return trouvee[0]
        style = re.search(rb'\ss="\d+"', trouvee[3])
        return b'<c r="%s%s"%s/>' % (trouvee[1], trouvee[2], style[0] if style else b"")

    return _CELLULE.sub(render, xml), restantes
