"""A stranger's .xlsx: refused, or rebuilt as the little that calamine must read.

calamine is given the sheets that hold marks, cut after their last value (`feuille_xml`), in
a package of ours (`paquet`): whatever else the file holds, no parser meets it.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cucs_xl.excel.balise import BLOC, FEUILLE_IDENTITE, VALEUR_FICHIER
from cucs_xl.excel.retour.contenu import Contenu, Feuille
from cucs_xl.excel.retour.feuille_xml import build_brut, cut_feuille, read_defauts, read_fusions
from cucs_xl.excel.retour.paquet import TETE_CHAINES, read_grilles
from cucs_xl.excel.retour.refus import (
    ENREGISTREZ,
    RefusError,
    build_dangereux,
    build_endommage,
    build_insolite,
    format_nom,
)
from cucs_xl.excel.retour.texte_xml import read_attributs, read_simple, strip_prefixe

_CLASSEUR = "xl/workbook.xml"
_MARQUE = BLOC.encode()
_VALEUR_FICHIER = VALEUR_FICHIER.encode()

_TYPES_DANGEREUX = re.compile(
    rb"/(?:(vbaProject|xlMacrosheet|xlIntlMacrosheet|dialogsheet)|(connections|queryTable)"
    rb'|(?:oleObject|package|control|activeXControlBinary))["\']'
)
_NOMS_DANGEREUX = re.compile(
    r"(vbaproject|macrosheets/|dialogsheets/)|(^xl/connections|querytables/)"
    r"|embeddings/|activex/|oleobject"
)
_FORMULE = re.compile(rb"<(?:f|formula\d?|definedName)\b[^>]*>(.*)", re.DOTALL)
_CITATION = re.compile(rb""""[^"]*"|'[^']*'""")
_FEUILLE = re.compile(rb"<sheet\b[^>]*>")
_LIEN = re.compile(rb"<Relationship\b[^>]*>")
_DATES_1904 = re.compile(rb"""<workbookPr\b[^>]*\sdate1904=["'](?:1|true)["']""")
_COMPTES = re.compile(rb"<sst\b[^>]*>")
_SYMBOLE = re.compile(rb"&#(?:0*164|[xX]0*[aA]4);")


class _Onglet(NamedTuple):
    nom: str
    xml: bytes


def check_parts(noms: Mapping[str, bytes]) -> None:
    """Refuse what a partner's sheet never needs: macros, connections, objects, live exchanges."""
    for nom, contenu in noms.items():
        pli = nom.casefold()
        par_nom = _NOMS_DANGEREUX.search(pli)
        par_lien = _TYPES_DANGEREUX.search(contenu) if pli.endswith(".rels") else None
        for suspect in (par_nom, par_lien):
            if suspect:
                raise _build_suspect(macro=bool(suspect[1]), connexion=bool(suspect[2]))
        if "externallink" in pli and (b"ddeLink" in contenu or b"oleLink" in contenu):
            raise _build_dde()
    types = noms.get("[Content_Types].xml", b"").lower()
    if b"macroenabled" in types or b"macrosheet" in types:
        raise _build_suspect(macro=True, connexion=False)


def _build_suspect(*, macro: bool, connexion: bool) -> RefusError:
    if macro:
        return build_dangereux("des macros", "enregistrez-la au format .xlsx (classeur sans macro)")
    if connexion:
        return build_dangereux(
            "une connexion à des données extérieures", "supprimez-la (menu Données, Connexions)"
        )
    return build_dangereux("un objet incorporé", "effacez cet objet")


def _build_dde() -> RefusError:
    return build_dangereux(
        "une formule qui lance un autre programme (DDE)", "effacez-la sans l'exécuter"
    )


def read_contenu(parts: Mapping[str, bytes]) -> Contenu:
    """Take a workbook apart.

    Raises:
        RefusError: dangerous, contradictory, or written as no spreadsheet does.
    """
    check_parts(parts)
    if _CLASSEUR not in parts:
        raise _build_etranger(parts)
    classeur = read_simple(parts[_CLASSEUR])
    onglets = tuple(_read_onglets(classeur, parts))
    chaines = _read_chaines(parts)
    if any(map(_holds_dde, (classeur, *(onglet.xml for onglet in onglets)))):
        raise _build_dde()
    marques = _find_onglets(onglets, chaines, _MARQUE)
    autres = [onglet for onglet in onglets if onglet not in marques]
    # The identity has a sheet of its own; a large one is searched only if no other holds it.
    cartes = _find_onglets(autres, chaines, _VALEUR_FICHIER) or _find_onglets(
        marques, chaines, _VALEUR_FICHIER
    )
    cartes.sort(key=lambda onglet: onglet.nom != FEUILLE_IDENTITE)
    coupes = [cut_feuille(onglet.nom, onglet.xml) for onglet in (*marques, *cartes[:1])]
    grilles = read_grilles(
        coupes,
        chaines,
        read_simple(parts.get("xl/styles.xml", b"")),
        dates_1904=_DATES_1904.search(classeur) is not None,
    )
    feuilles = [
        Feuille(o.nom, grille, read_defauts(coupe), read_fusions(o.xml), build_brut(coupe))
        for o, grille, coupe in zip(marques, grilles, coupes, strict=False)
    ]
    return Contenu(
        feuilles,
        grilles[len(marques)] if cartes else (),
        [o.nom for o in autres if o not in cartes and (b"</v>" in o.xml or b"</is>" in o.xml)],
        any("/tables/" in nom and b'"tActions"' in xml for nom, xml in parts.items()),
    )


def _build_etranger(parts: Mapping[str, bytes]) -> RefusError:
    for part, sorte in (
        ("xl/workbook.bin", "est un classeur binaire (.xlsb)"),
        ("word/document.xml", "est un document Word"),
        ("ppt/presentation.xml", "est une présentation PowerPoint"),
    ):
        if part in parts:
            return RefusError(f"{sorte}, et non une fiche : {ENREGISTREZ}")
    return RefusError(
        "est une archive (zip), et non une fiche : extrayez-en les fichiers et importez ceux-ci."
    )


def _read_onglets(classeur: bytes, parts: Mapping[str, bytes]) -> Iterator[_Onglet]:
    liens = {
        lien.get("Id", ""): posixpath.normpath(posixpath.join("/xl", lien.get("Target", "")))[1:]
        for balise in _LIEN.findall(read_simple(parts.get("xl/_rels/workbook.xml.rels", b"")))
        for lien in [read_attributs(balise)]
        if lien.get("TargetMode") != "External"
    }
    plis = {nom.casefold(): nom for nom in parts}
    vus: set[str] = set()
    for balise in _FEUILLE.findall(classeur):
        champs = read_attributs(balise)
        lien = next((valeur for cle, valeur in champs.items() if cle.endswith(":id")), "")
        part = plis.get(liens.get(lien, "").casefold())
        if part is None or part in vus:
            raise build_endommage()
        vus.add(part)
        xml = _spell_symbole(strip_prefixe(parts[part]))
        yield _Onglet(format_nom(champs.get("name", "")), xml)
    if not vus:
        raise build_insolite()


def _read_chaines(parts: Mapping[str, bytes]) -> bytes:
    """Give the shared strings without their counts, which calamine believes."""
    nom = next((nom for nom in parts if nom.casefold() == "xl/sharedstrings.xml"), None)
    if nom is None:
        return b""
    return _spell_symbole(_COMPTES.sub(TETE_CHAINES, read_simple(parts[nom]), 1))


def _spell_symbole(xml: bytes) -> bytes:
    """Spell the first character of marks as we do: some programs write its number."""
    # One rare sign is found ten times faster than two, one of which is everywhere.
    return _SYMBOLE.sub(BLOC[0].encode(), xml) if b"#" in xml else xml


def _find_onglets(onglets: Iterable[_Onglet], chaines: bytes, mot: bytes) -> list[_Onglet]:
    """List the sheets that say a word, in their cells or through the shared strings."""
    motif = _build_motif(chaines, mot)
    return [o for o in onglets if mot in o.xml or (motif and motif.search(o.xml))]


def _build_motif(chaines: bytes, mot: bytes) -> re.Pattern[bytes] | None:
    """Build what finds, in a sheet, the cells that refer to a shared text that holds a word."""
    rangs: set[int] = set()
    place, rang = 0, -1
    while (suivante := chaines.find(mot, place)) >= 0:
        rang += sum(chaines.count(debut, place, suivante) for debut in (b"<si>", b"<si ", b"<si/"))
        rangs.add(rang)
        place = suivante + 1
    numeros = b"|".join(b"%d" % rang for rang in rangs)
    return re.compile(rb't="s"[^>]*><v>(?:' + numeros + rb")</v>") if rangs else None


def _holds_dde(xml: bytes) -> bool:
    """Tell whether a formula calls another program: outside quotes, `|` has no other use."""
    place = xml.find(b"|")
    while place >= 0:
        fin = xml.find(b"<", place)
        texte = xml[max(xml.rfind(b"<", 0, place), 0) : fin if fin >= 0 else len(xml)]
        formule = _FORMULE.match(texte)
        if formule and b"|" in _CITATION.sub(b"", formule[1].replace(b"&quot;", b'"')):
            return True
        place = xml.find(b"|", fin) if fin >= 0 else -1
    return False
