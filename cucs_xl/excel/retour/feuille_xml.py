"""The sheets of a stranger's .xlsx: cut to what they hold, and what calamine would hide.

It shows error cells and formulas without a value as blanks, and allocates the whole
rectangle down to the last value.
"""

import re
from collections.abc import Callable

from cucs_xl.excel.adresse import format_adresse, read_colonne
from cucs_xl.excel.retour.contenu import SANS_VALEUR, Fusion, check_etendue
from cucs_xl.excel.retour.refus import build_endommage, build_insolite, format_nom
from cucs_xl.excel.retour.texte_xml import check_simple

_DIMENSION = re.compile(rb"<dimension\b[^>]*>(?:</dimension>)?")
#: A cell that is not written as spreadsheets mostly do, or beyond row 999 or column ZZ.
_INSOLITE = re.compile(
    rb'<c(?! r="[A-Z]{1,2}[0-9]{1,3}"(?: s="[0-9]+")?'
    rb'(?:/?>| t="(?:s"><v>[0-9]{1,9}</v>|(?!s")[a-zA-Z]+"/?>)))[\s/>]'
)
_TOUTE_CELLULE = re.compile(rb"<c[\s/>]")
_CELLULE = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"')
#: calamine takes for the first text of the file an index that is no number.
_INDICE_FAUX = re.compile(rb't="s"[^>]*><v>(?![0-9]{1,9}</v>)')
_PLEINE = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>/]*>')
_ERREUR = re.compile(
    rb'<c r="([A-Z]+\d+)"(?=[^>/]*\st="e")[^>/]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)
_SANS_VALEUR = re.compile(rb"(?:</f>|<f\b[^>]*/>)(?:<v ?/>|(<v></v>))?</c>")
_TETE = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>')
_FUSION = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def cut_feuille(nom: str, xml: bytes) -> bytes:
    """Give a sheet without its dimension nor what follows its last value.

    Raises:
        RefusError: cells are not written as spreadsheets do, or one lies very far.
    """
    check_simple(xml)
    derniere = max(xml.rfind(b"</v>"), xml.rfind(b"</is>"))
    fin = xml.find(b"</row>", derniere)
    if b"<sheetData" not in xml or derniere < 0 or fin < 0:
        raise build_insolite()
    coupe = xml[: fin + 6]
    # The usual sheet is seen at a glance; measuring every cell costs half of calamine.
    if _INSOLITE.search(coupe):
        if _INDICE_FAUX.search(coupe):
            raise build_endommage()
        if len(_TOUTE_CELLULE.findall(coupe)) != len(_CELLULE.findall(coupe)):
            raise build_insolite()
        pleines = _PLEINE.findall(coupe)
        lignes = max((int(ligne) for _, ligne in pleines), default=1)
        lettres = {lettres for lettres, _ in pleines}
        colonnes = max((read_colonne(lettre.decode()) for lettre in lettres), default=1)
        check_etendue(nom, lignes, colonnes, format_adresse(lignes, colonnes))
    return _DIMENSION.sub(b"", coupe, 1) + b"</sheetData></worksheet>"


def read_defauts(xml: bytes) -> dict[str, str]:
    """Find the cells whose value cannot be known, which calamine shows as blanks."""
    defauts: dict[str, str] = {}
    if b't="e"' in xml:
        defauts = {
            adresse.decode(): format_nom(texte.decode()) for adresse, texte in _ERREUR.findall(xml)
        }
    for fin in _SANS_VALEUR.finditer(xml):
        tete = _TETE.match(xml, xml.rfind(b'<c r="', 0, fin.start()))
        # An empty text is a value: `=""`.
        if tete and not (fin[1] and b't="str"' in tete[2]):
            defauts[tete[1].decode()] = SANS_VALEUR
    return defauts


def read_fusions(xml: bytes) -> list[Fusion]:
    """List the merged ranges."""
    trouvees = _FUSION.findall(xml, max(xml.rfind(b"<mergeCells"), 0))
    colonnes = {lettres for gauche, _, droite, _ in trouvees for lettres in (gauche, droite)}
    rangs = {lettres: read_colonne(lettres.decode()) for lettres in colonnes}
    return [
        Fusion(int(haut), rangs[gauche], int(bas), rangs[droite])
        for gauche, haut, droite, bas in trouvees
    ]


def build_brut(xml: bytes) -> Callable[[str], float | None]:
    """Give what reads the number of a cell as stored, whatever its format."""

    def read(adresse: str) -> float | None:
        motif = rb'<c r="%s"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>' % adresse.encode()
        trouvee = re.search(motif, xml, re.DOTALL)
        try:
            return float(trouvee[1]) if trouvee else None
        except ValueError:
            return None

    return read
