"""Moulds: sheets alike drawn once, then filled for each recipient by replacing cells.

XlsxWriter draws a mould; a recipient's values are put in its text, cell by cell. Drawing
each sheet anew costs several times more (`tests/benchmarks/feuilles`).
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_cell_to_rowcol

from cucs_xl.excel import balise
from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import NEE_LE, Dessin
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.builder.partenaire.annexe import (
    LISTES,
    draw_aide,
    draw_identite,
    draw_listes,
    draw_suivi,
    place_listes,
)
from cucs_xl.excel.builder.partenaire.annotation import BRUTE, build_annotations, draw_annotations
from cucs_xl.excel.builder.partenaire.calcul import (
    Expression,
    Lire,
    Plage,
    Ref,
    Valeur,
    calculate,
)
from cucs_xl.excel.builder.partenaire.cartes import draw_cartes, place_cartes
from cucs_xl.excel.builder.partenaire.feuille import AIDE, draw_feuilles
from cucs_xl.excel.builder.partenaire.papier import build_sauts
from cucs_xl.excel.builder.partenaire.peintre import Peintre
from cucs_xl.excel.builder.partenaire.plan import Plan, Structure, build_plan
from cucs_xl.excel.builder.partenaire.suivi import FEUILLE as SUIVI
from cucs_xl.excel.builder.partenaire.suivi import Suivi, build_suivi

#: Stand in a mould for words of its recipient, in properties.
MOTS = ("titre", "auteur", *(balise.PREFIXE_PROPRIETE + mot for mot in balise.IDENTITE))

_LIGNE_OU_CELLULE = re.compile(r'<row r="(\d+)"[^>]*>|<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)')
_HAUTEUR = re.compile(r' ht="([^"]*)"')
_SAUTS = re.compile(r"<rowBreaks.*?</rowBreaks>", re.DOTALL)
_NUL = (1980, 1, 1, 0, 0, 0)


class Decoupe(NamedTuple):
    """The text of a sheet, cut where it may change: rows and cells, by place."""

    part: str
    morceaux: tuple[str, ...]
    lignes: Mapping[int, int]
    hauteurs: Mapping[int, float]
    cellules: Mapping[tuple[int, int], int]


class Moule(NamedTuple):
    """A drawn structure: what it holds, where, and the formulas to compute."""

    plan: Plan
    suivi: Suivi
    listes: Mapping[str, Plage]
    formules: Mapping[Ref, Expression]
    textes: Mapping[Ref, str]
    parts: Mapping[str, bytes]
    decoupes: Mapping[str, Decoupe]


@lru_cache(maxsize=64)
def build_moule(structure: Structure) -> Moule:
    """Draw a structure; the same structure gives the same mould, so it is kept."""
    plan = build_plan(structure)
    listes = place_listes(structure.listes)
    suivi = build_suivi(plan, listes)
    annotations = build_annotations(plan)
    formules = {**suivi.formules, **annotations, **place_cartes(plan, suivi)}
    sortie = io.BytesIO()
    dessin = Dessin(sortie, {})
    noms = [*(g.nom for g in plan.grilles), AIDE, SUIVI, LISTES, balise.FEUILLE_IDENTITE]
    for nom in noms:
        dessin.sheet(nom)
    _set_proprietes(dessin, plan)
    peintre = Peintre(dessin, plan, listes)
    draw_feuilles(peintre, suivi.formules)
    draw_cartes(peintre, suivi)
    draw_annotations(peintre, annotations)
    draw_aide(peintre)
    draw_suivi(peintre, suivi)
    for i in range(len(structure.points)):
        peintre.sheet(SUIVI).write_blank(i + 1, BRUTE, None, dessin.styles.get())
    draw_listes(peintre)
    draw_identite(peintre)
    premiere = peintre.sheet(noms[0])
    premiere.activate()
    premier = next(e for e in plan.emprises if e.bloc.questions)
    cible = premier.ref(0, premier.bloc.questions[0].code)
    premiere.set_selection(cible.ligne, cible.colonne, cible.ligne, cible.colonne)
    dessin.workbook.close()
    paquet = parts(sortie.getvalue())
    decoupes = {
        nom: _cut(f"xl/worksheets/sheet{i}.xml", paquet) for i, nom in enumerate(noms, start=1)
    }
    textes = {}
    for ref in formules:
        decoupe = decoupes[ref.feuille]
        cellule = decoupe.morceaux[decoupe.cellules[ref.ligne, ref.colonne]]
        textes[ref] = cellule[cellule.index("<f>") : cellule.index("<v>")]
    return Moule(plan, suivi, listes, formules, textes, paquet, decoupes)


def _set_proprietes(dessin: Dessin, plan: Plan) -> None:
    dessin.workbook.set_properties(
        {"title": "¤titre¤", "subject": plan.modele.titre, "author": "¤auteur¤", "company": "¤auteur¤",
         "category": "Politique de la ville", "comments": "Construit par cucs_xl. Langue : français.",
         "created": NEE_LE}
    )  # fmt: skip
    for mot in balise.IDENTITE:
        nom = balise.PREFIXE_PROPRIETE + mot
        dessin.workbook.set_custom_property(nom, f"¤{nom}¤", "text")
    dessin.workbook.formats[0].set_font_color(style.ENCRE)


def _cut(part: str, paquet: Mapping[str, bytes]) -> Decoupe:
    texte = paquet[part].decode()
    morceaux: list[str] = []
    lignes: dict[int, int] = {}
    hauteurs: dict[int, float] = {}
    cellules: dict[tuple[int, int], int] = {}
    fin = 0
    for trouve in _LIGNE_OU_CELLULE.finditer(texte):
        morceaux.append(texte[fin : trouve.start()])
        if trouve[1]:
            ligne, haute = int(trouve[1]) - 1, _HAUTEUR.search(trouve[0])
            lignes[ligne] = len(morceaux)
            hauteurs[ligne] = 0.0 if " hidden=" in trouve[0] else float(haute[1]) if haute else 15.0
        else:
            cellules[xl_cell_to_rowcol(trouve[2])] = len(morceaux)
        morceaux.append(trouve[0])
        fin = trouve.end()
    morceaux.append(texte[fin:])
    return Decoupe(part, tuple(morceaux), lignes, hauteurs, cellules)


def fill(
    moule: Moule,
    valeurs: Mapping[Ref, Valeur],
    hauteurs: Mapping[tuple[str, int], float],
    mots: Mapping[str, str],
) -> bytes:
    """Put values, heights of rows and words in a mould; every formula gets its value."""
    textes = {nom: list(decoupe.morceaux) for nom, decoupe in moule.decoupes.items()}
    for ref, valeur in valeurs.items():
        if valeur is not None:
            _put(moule, textes, ref, valeur, "")
    lire = _build_lecteur(moule, valeurs)
    for ref in moule.formules:
        _put(moule, textes, ref, lire(ref), moule.textes[ref])
    for (nom, ligne), hauteur in hauteurs.items():
        place = moule.decoupes[nom].lignes[ligne]
        textes[nom][place] = _HAUTEUR.sub(f' ht="{hauteur:g}"', textes[nom][place])
    for grille in moule.plan.grilles:
        propres = {ligne: h for (nom, ligne), h in hauteurs.items() if nom == grille.nom}
        finales = {**moule.decoupes[grille.nom].hauteurs, **propres}
        sauts = format_sauts(build_sauts(moule.plan, grille, finales))
        textes[grille.nom][-1] = _SAUTS.sub(sauts, textes[grille.nom][-1])
    paquet = dict(moule.parts)
    for nom, decoupe in moule.decoupes.items():
        paquet[decoupe.part] = _replace("".join(textes[nom]), mots).encode()
    for nom in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        paquet[nom] = _replace(paquet[nom].decode(), mots).encode()
    return _zip(paquet)


def format_sauts(lignes: Iterable[int]) -> str:
    """Spell page breaks."""
    sauts = "".join(f'<brk id="{ligne}" max="16383" man="1"/>' for ligne in lignes)
    nombre = sauts.count("<brk")
    return (
        f'<rowBreaks count="{nombre}" manualBreakCount="{nombre}">{sauts}</rowBreaks>'
        if nombre
        else ""
    )


def _build_lecteur(moule: Moule, valeurs: Mapping[Ref, Valeur]) -> Lire:
    """Read a cell: what was put, or what its formula gives, computed once."""
    calculees: dict[Ref, Valeur] = {}

    def lire(ref: Ref) -> Valeur:
        if ref in calculees:
            return calculees[ref]
        formule = moule.formules.get(ref)
        if formule is None:
            return valeurs.get(ref)
        valeur: Valeur = calculate(formule, lire)
        # A formula that points to a blank cell shows a zero.
        calculees[ref] = 0 if valeur is None else valeur
        return calculees[ref]

    return lire


def _put(
    moule: Moule, textes: Mapping[str, list[str]], ref: Ref, valeur: Valeur, formule: str
) -> None:
    decoupe = moule.decoupes[ref.feuille]
    place = decoupe.cellules[ref.ligne, ref.colonne]
    origine = decoupe.morceaux[place]
    # A blank cell is its place and style only; a formula's holds no value yet.
    debut = origine[: origine.index("><f>")] if formule else origine[:-2]
    if isinstance(valeur, bool):
        corps = f' t="b">{formule}<v>{int(valeur)}</v>'
    elif isinstance(valeur, str):
        texte = escape(_clean(valeur))
        if formule:
            corps = f' t="str">{formule}<v>{texte}</v>'
        else:
            corps = f' t="inlineStr"><is><t xml:space="preserve">{texte}</t></is>'
    else:
        corps = f">{formule}<v>{valeur!r}</v>"
    textes[ref.feuille][place] = f"{debut}{corps}</c>"


_INTERDITS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _clean(texte: str) -> str:
    """Drop what XML cannot hold."""
    return _INTERDITS.sub("", texte)


def _replace(texte: str, mots: Mapping[str, str]) -> str:
    for mot, valeur in mots.items():
        if mot in texte:
            texte = texte.replace(mot, escape(_clean(valeur)))
    return texte


def _zip(paquet: Mapping[str, bytes]) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in paquet.items():
            info = zipfile.ZipInfo(nom, _NUL)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, octets)
    return sortie.getvalue()
