"""A stranger's .ods, read from its text: calamine would expand whatever rows it repeats.

Repeats are counted before anything is allocated, and positions serve both values and error
cells, which the format writes as texts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import product
from typing import TypeAlias

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.excel.balise import BLOC, CLE_FICHIER, FEUILLE_IDENTITE, VALEUR_FICHIER
from cucs_xl.excel.retour.contenu import (
    SANS_VALEUR,
    Contenu,
    Feuille,
    Fusion,
    Grille,
    check_etendue,
)
from cucs_xl.excel.retour.refus import (
    RefusError,
    build_dangereux,
    build_endommage,
    build_insolite,
    format_nom,
)
from cucs_xl.excel.retour.texte_xml import check_simple, read_attributs, unescape

_CONTENU = "content.xml"
#: The empty frame of libraries that LibreOffice may write, without a module.
_CADRE_BASIC = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
_DDE = (b"table:dde-link", b"office:dde-source", b"=DDE(", b"msoxl:=DDE(")
_CONNEXION = (b"table:database-source", b"table:cell-range-source", b"table:source-service")

_SUIVI = re.compile(rb"<table:tracked-changes\b.*?</table:tracked-changes>", re.DOTALL)
_JETON = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s>/])([^>]*?)(/?)>"
)
_ANNEXE = re.compile(rb"<(office:annotation|draw:[\w-]+)\b(?:[^>]*/>|.*?</\1>)", re.DOTALL)
_PARAGRAPHE = re.compile(rb"<text:p\b[^>]*?(?:/>|>(.*?)</text:p>)", re.DOTALL)
_ESPACES = re.compile(rb'<text:s\b(?:[^>]*?text:c="(\d{1,4})")?[^>]*>')
_BALISE = re.compile(rb"<[^>]*>")
_ERREUR = re.compile(r"#[^\s\d]{1,10}[ \xa0]?[!?]?|Err\s?:\s?\d{3}")
_HEURE = re.compile(r"PT(\d+)H(\d+)M(\d+(?:[.]\d+)?)S")

Cellule: TypeAlias = str | float | bool | date | None


def check_parts(parts: Mapping[str, bytes]) -> None:
    """Refuse what a partner's sheet never needs: macros, connections, objects, live exchanges."""
    manifeste = parts.get("META-INF/manifest.xml", b"")
    if b"encryption-data" in manifeste:
        raise RefusError(
            "est protégé par un mot de passe : ouvrez-le dans LibreOffice, enregistrez-le sans "
            "mot de passe et importez-le de nouveau."
        )
    contenu = parts.get(_CONTENU, b"")
    macros = any(
        nom.startswith("Scripts/")
        or (nom.startswith("Basic/") and not nom.endswith((*_CADRE_BASIC, "/")))
        for nom in parts
    )
    if macros or b"vnd.sun.star.script:" in contenu or b"<script:event-listener" in contenu:
        raise build_dangereux("des macros", "supprimez-les (Outils, Macros) et enregistrez")
    if any(mot in contenu for mot in _DDE):
        raise build_dangereux(
            "une formule qui lance un autre programme (DDE)", "effacez-la sans l'exécuter"
        )
    if any(mot in contenu for mot in _CONNEXION):
        raise build_dangereux(
            "une connexion à des données extérieures", "supprimez-la (menu Feuille, Liens)"
        )
    if b"vnd.sun.star.oleobject" in manifeste:
        raise build_dangereux("un objet incorporé", "effacez cet objet")


def read_contenu(parts: Mapping[str, bytes]) -> Contenu:
    """Take a spreadsheet apart.

    Raises:
        RefusError: dangerous, contradictory, or written as no spreadsheet does.
    """
    check_parts(parts)
    xml = parts.get(_CONTENU, b"")
    check_simple(xml)
    if b"<office:spreadsheet" not in xml:
        raise build_insolite()
    xml = _SUIVI.sub(b"", xml)
    tables = [_read_table(nom, corps) for nom, corps in _split_tables(xml)]
    notres = [t for t in tables if _holds(t.grille, lambda v: v.startswith(BLOC))]
    cartes = [t for t in tables if _holds(t.grille, lambda v: v in (CLE_FICHIER, VALEUR_FICHIER))]
    cartes.sort(key=lambda table: table.nom != FEUILLE_IDENTITE)
    etrangeres = [t.nom for t in tables if t.grille and t not in notres and t not in cartes]
    return Contenu(notres, cartes[0].grille if cartes else (), etrangeres, b'"tActions"' in xml)


def _holds(grille: Grille, test: Callable[[str], bool]) -> bool:
    return any(isinstance(valeur, str) and test(valeur) for ligne in grille for valeur in ligne)


def _split_tables(xml: bytes) -> Iterator[tuple[str, list[re.Match[bytes]]]]:
    """Give the tokens of each sheet; a table inside a table is no spreadsheet's."""
    nom: str | None = None
    jetons: list[re.Match[bytes]] = []
    for jeton in _JETON.finditer(xml):
        if jeton[2] != b"table":
            jetons.append(jeton)
        elif not jeton[1]:
            if nom is not None or jeton[4]:
                raise build_insolite()
            nom = format_nom(read_attributs(jeton[3]).get("table:name", ""))
            jetons = []
        elif nom is not None:
            # The cache of another file's sheet is no sheet of this one.
            if not nom.startswith("'file:"):
                yield nom, jetons
            nom = None
    if nom is not None:
        raise build_endommage()


def _read_table(nom: str, jetons: list[re.Match[bytes]]) -> Feuille:
    grille: list[list[Cellule]] = []
    defauts: dict[str, str] = {}
    fusions: list[Fusion] = []
    haut = largeur = 0
    for fois, cellules in _split_lignes(jetons):
        gauche, rangee = 0, list[Cellule]()
        for attributs, contenu in cellules:
            n = _read_nombre(attributs, b"number-columns-repeated")
            if b"-spanned=" in attributs:
                bas = haut + _read_nombre(attributs, b"number-rows-spanned")
                droite = gauche + _read_nombre(attributs, b"number-columns-spanned")
                fusions.append(Fusion(haut + 1, gauche + 1, bas, droite))
            valeur, defaut = _read_cellule(attributs, contenu)
            if valeur is not None or defaut:
                largeur = max(largeur, gauche + n)
                coin = format_adresse(haut + fois, gauche + n)
                check_etendue(nom, haut + fois, largeur, coin)
                rangee += [None] * (gauche - len(rangee)) + [valeur] * n
                if defaut:
                    places = product(range(haut, haut + fois), range(gauche, gauche + n))
                    defauts |= {format_adresse(i + 1, j + 1): defaut for i, j in places}
            gauche += n
        if rangee:
            grille += [[] for _ in range(haut - len(grille))]
            grille += [rangee] * fois
        haut += fois
    return Feuille(nom, grille, defauts, fusions, lambda _: None)


def _split_lignes(
    jetons: Iterable[re.Match[bytes]],
) -> Iterator[tuple[int, list[tuple[bytes, bytes]]]]:
    """Give each row: how many times it stands, its cells as attributes and content."""
    suite = iter(jetons)
    fois, cellules = 0, list[tuple[bytes, bytes]]()
    for jeton in suite:
        ferme, sorte, attributs, vide = jeton.groups()
        if sorte == b"table-row":
            if fois and not ferme:
                raise build_insolite()
            if not ferme:
                fois, cellules = _read_nombre(attributs, b"number-rows-repeated"), []
            if ferme or vide:
                yield fois, cellules
                fois = 0
        elif ferme or not fois:
            raise build_insolite()
        elif vide:
            cellules.append((attributs, b""))
        else:
            fin = next(suite, None)
            if fin is None or not fin[1] or fin[2] != sorte:
                raise build_insolite()
            cellules.append((attributs, jeton.string[jeton.end() : fin.start()]))


def _read_nombre(attributs: bytes, nom: bytes) -> int:
    if nom not in attributs:
        return 1
    trouvee = re.search(nom + rb'="([1-9]\d{0,8})"', attributs)
    if trouvee is None:
        raise build_insolite()
    return int(trouvee[1])


def _read_cellule(attributs: bytes, contenu: bytes) -> tuple[Cellule, str]:
    """Give the value of a cell, and why it cannot be known."""
    if b"value-type=" not in attributs:
        vide = not contenu and b"table:formula=" in attributs
        return _read_texte(contenu) or None, SANS_VALEUR if vide else ""
    champs = read_attributs(attributs)
    sorte = champs.get("office:value-type", "string")
    if sorte == "string":
        texte = champs.get("office:string-value") or _read_texte(contenu)
        if champs.get("calcext:value-type") == "error" or (
            "table:formula" in champs and _ERREUR.fullmatch(texte)
        ):
            return None, format_nom(_read_texte(contenu) or "erreur")
        return texte or None, ""
    try:
        return _read_valeur(sorte, champs), ""
    except (KeyError, ValueError):
        return None, "valeur illisible : ressaisissez-la"


def _read_valeur(sorte: str, champs: Mapping[str, str]) -> Cellule:
    if sorte == "date":
        brut = champs["office:date-value"]
        return datetime.fromisoformat(brut) if "T" in brut else date.fromisoformat(brut)
    if sorte == "boolean":
        return champs["office:boolean-value"] == "true"
    if sorte == "time":
        return _read_heure(champs["office:time-value"])
    return float(champs["office:value"])


def _read_heure(brut: str) -> float:
    """Give an hour as the part of a day it is, like the number under it in an .xlsx."""
    lue = _HEURE.fullmatch(brut)
    if lue is None:
        raise ValueError(brut)
    return (int(lue[1]) * 3600 + int(lue[2]) * 60 + float(lue[3])) / 86_400


def _read_texte(contenu: bytes) -> str:
    """Give the text of a cell, without its comments and drawings."""
    if b"<office:annotation" in contenu or b"<draw:" in contenu:
        contenu = _ANNEXE.sub(b"", contenu)
    lignes = []
    for brut in _PARAGRAPHE.findall(contenu):
        ligne = brut
        if b"<" in brut:
            ligne = _ESPACES.sub(lambda e: b" " * int(e[1] or 1), ligne)
            ligne = ligne.replace(b"<text:tab/>", b"\t").replace(b"<text:line-break/>", b"\n")
            ligne = _BALISE.sub(b"", ligne)
        lignes.append(unescape(ligne.decode("utf-8", "replace")))
    return "\n".join(lignes)
