"""The sheet as an .ods, written by hand as LibreOffice does, then spoiled."""

from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from tests.hostiles.atelier import Fiche, Parts, build_zip
from tests.hostiles.attente import Attente, Hostile
from tests.hostiles.reperes import Reperes

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_ESPACES = (
    " ".join(
        f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{nom}:1.0"'
        for nom in ("office", "table", "text", "manifest", "script")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_MANIFESTE = f"<manifest:manifest {_ESPACES}></manifest:manifest>".encode()
_QUEUE = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def build_ods(fiche: Fiche) -> Parts:
    """Write what calamine reads of the sheet as an .ods."""
    classeur = CalamineWorkbook.from_filelike(BytesIO(fiche.octets))
    tables = "".join(
        f'<table:table table:name="{escape(nom)}">{_rows(classeur, nom)}{_QUEUE}</table:table>'
        for nom in classeur.sheet_names
    )
    contenu = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ESPACES}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return {
        "mimetype": _MIMETYPE,
        "content.xml": contenu.encode(),
        "META-INF/manifest.xml": _MANIFESTE,
    }


def _rows(classeur: CalamineWorkbook, nom: str) -> str:
    return "".join(
        f"<table:table-row>{''.join(map(_cell, ligne))}</table:table-row>"
        for ligne in classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
    )


def _cell(valeur: Any) -> str:
    if valeur == "":
        return "<table:table-cell/>"
    if isinstance(valeur, str):
        paragraphes = "".join(f"<text:p>{escape(p)}</text:p>" for p in valeur.split("\n"))
        return f'<table:table-cell office:value-type="string">{paragraphes}</table:table-cell>'
    if isinstance(valeur, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(valeur).lower()}"/>'
    if isinstance(valeur, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{valeur.isoformat()}"/>'
        )
    return f'<table:table-cell office:value-type="float" office:value="{valeur!r}"/>'


def build(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    parts = build_ods(fiche)
    contenu = parts["content.xml"].decode()

    def avec(**autres: str) -> bytes:
        noms = {"contenu": "content.xml", "manifeste": "META-INF/manifest.xml"}
        return build_zip({**parts, **{noms[n]: t.encode() for n, t in autres.items()}})

    def remplace(avant: str, apres: str) -> bytes:
        assert avant in contenu, avant
        return avec(contenu=contenu.replace(avant, apres, 1))

    yield Hostile("ods", "sain.ods", build_zip(parts), Attente.IDENTIQUE)
    yield Hostile("ods", "sain.xlsx", build_zip(parts), Attente.IDENTIQUE)
    yield from _repetitions(contenu, remplace)
    yield from _valeurs(contenu, remplace)
    yield from _dangers(parts, contenu, remplace)
    suivi = '<table:tracked-changes><table:table-cell office:value-type="float" office:value="9"/></table:tracked-changes>'
    yield Hostile(
        "ods",
        "suivi.ods",
        remplace("<office:spreadsheet>", f"<office:spreadsheet>{suivi}"),
        Attente.IDENTIQUE,
    )
    cache = "<table:table table:name=\"'file:///a.ods'#$F\"><table:table-row><table:table-cell/></table:table-row></table:table>"
    yield Hostile(
        "ods",
        "cache-externe.ods",
        remplace("</office:spreadsheet>", f"{cache}</office:spreadsheet>"),
        Attente.IDENTIQUE,
    )
    for fin in (100, 2000):
        yield Hostile("ods tronqué", f"{fin}.ods", build_zip(parts)[:fin], Attente.REFUS)
        coupe = contenu[: len(contenu) * fin // 4000]
        yield Hostile("ods tronqué", f"contenu-{fin}.ods", avec(contenu=coupe), Attente.REFUS)
    utf16 = contenu.replace("UTF-8", "UTF-16").encode("utf-16")
    yield Hostile(
        "ods en UTF-16", "utf16.ods", build_zip({**parts, "content.xml": utf16}), Attente.IDENTIQUE
    )
    assert reperes.nombres


def _repetitions(contenu: str, remplace: Callable[[str, str], bytes]) -> Iterator[Hostile]:
    classe, mot = "ods : répétitions", "très loin"
    pleine = '<table:table-cell{} office:value-type="float" office:value="1"/>'
    for nom, lignes, colonnes in (
        ("lignes", "1048576", "1"),
        ("colonnes", "1", "16384000"),
        ("carre", "30000", "1000"),
        ("milliard", "999999999", "999999999"),
    ):
        cellule = pleine.format(f' table:number-columns-repeated="{colonnes}"')
        rangee = (
            f'<table:table-row table:number-rows-repeated="{lignes}">{cellule}</table:table-row>'
        )
        yield Hostile(classe, f"{nom}.ods", remplace(_QUEUE, rangee + _QUEUE), Attente.REFUS, mot)
    fini = f"<table:table-row>{pleine.format('')}</table:table-row>"
    yield Hostile(classe, "une-lointaine.ods", remplace(_QUEUE, _QUEUE + fini), Attente.REFUS, mot)
    rangee = '<table:table-row table:number-rows-repeated="99999999999999"/>'
    yield Hostile(classe, "demesure.ods", remplace(_QUEUE, rangee), Attente.REFUS)
    yield Hostile(classe, "vides.ods", remplace(_QUEUE, _QUEUE * 3), Attente.IDENTIQUE)
    assert contenu


def _valeurs(contenu: str, remplace: Callable[[str, str], bytes]) -> Iterator[Hostile]:
    debut = contenu.index('office:value="17.0"/>')
    debut = contenu.rindex("<table:table-cell", 0, debut)
    nombre = contenu[debut : contenu.index("/>", debut) + 2]
    for nom, cellule, mot in (
        ("ref", '<table:table-cell table:formula="of:=#REF!" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>', "#REF!"),
        ("err508", '<table:table-cell table:formula="of:=1+(" office:value-type="string"><text:p>Err:508</text:p></table:table-cell>', "Err:508"),
        ("sans-valeur", '<table:table-cell table:formula="of:=1+1"/>', "formule sans valeur"),
        ("illisible", '<table:table-cell office:value-type="float" office:value="abc"/>', "illisible"),
        ("date", '<table:table-cell office:value-type="date" office:date-value="2007-13-45"/>', "illisible"),
    ):  # fmt: skip
        yield Hostile(
            "ods : valeurs d'erreur", f"{nom}.ods", remplace(nombre, cellule), Attente.DEFAUT, mot
        )
    for nom, cellule, valeur in (
        ("note", '<table:table-cell office:value-type="float" office:value="5"><office:annotation><text:p>note</text:p></office:annotation><text:p>5</text:p></table:table-cell>', 5.0),
        ("texte", '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c="2"/>&lt;b&gt;<text:span>c</text:span></text:p><text:p/><text:p>d</text:p></table:table-cell>', "a  <b>c\n\nd"),
        ("monnaie", '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="12.5"/>', 12.5),
        ("heure", '<table:table-cell office:value-type="time" office:time-value="PT12H00M00S"/>', 0.5),
        ("formule", '<table:table-cell table:formula="of:=2+2" office:value-type="float" office:value="4"/>', 4.0),
    ):  # fmt: skip
        yield Hostile(
            "ods : valeurs", f"{nom}.ods", remplace(nombre, cellule), Attente.CHANGE, valeur=valeur
        )


def _dangers(
    parts: Parts, contenu: str, remplace: Callable[[str, str], bytes]
) -> Iterator[Hostile]:
    classe = "ods : macros"
    for nom, part in (("basic", "Basic/Standard/Module1.xml"), ("python", "Scripts/python/a.py")):
        octets = build_zip({**parts, part: b"<script:module/>"})
        yield Hostile(classe, f"{nom}.ods", octets, Attente.REFUS, "macros")
    vide = build_zip(
        {**parts, "Basic/script-lc.xml": b"<a/>", "Basic/Standard/script-lb.xml": b"<a/>"}
    )
    yield Hostile(classe, "bibliotheque-vide.ods", vide, Attente.IDENTIQUE)
    ecoute = '<script:event-listener xlink:href="vnd.sun.star.script:a"/><office:spreadsheet>'
    yield Hostile(
        classe, "evenement.ods", remplace("<office:spreadsheet>", ecoute), Attente.REFUS, "macros"
    )
    chiffre = _MANIFESTE.replace(b"></m", b"><manifest:encryption-data/></m")
    yield Hostile(
        "ods chiffré",
        "chiffre.ods",
        build_zip({**parts, "META-INF/manifest.xml": chiffre}),
        Attente.REFUS,
        "mot de passe",
    )
    dde = '<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)" office:value-type="float" office:value="1"/></table:table-row>'
    yield Hostile(
        "ods : DDE", "formule.ods", remplace("</table:table-row>", dde), Attente.REFUS, "DDE"
    )
    source = "<table:database-ranges><table:database-range><table:database-source-sql/></table:database-range></table:database-ranges></office:spreadsheet>"
    yield Hostile(
        "ods : connexions",
        "base.ods",
        remplace("</office:spreadsheet>", source),
        Attente.REFUS,
        "connexion",
    )
    objet = _MANIFESTE.replace(
        b"></m",
        b'><manifest:file-entry manifest:media-type="application/vnd.sun.star.oleobject"/></m',
    )
    yield Hostile(
        "ods : objets",
        "objet.ods",
        build_zip({**parts, "META-INF/manifest.xml": objet}),
        Attente.REFUS,
        "objet",
    )
    rires = contenu.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
    yield Hostile(
        "ods : bombe XML",
        "entites.ods",
        build_zip({**parts, "content.xml": rires.encode()}),
        Attente.REFUS,
        "entités",
    )
    yield Hostile(
        "ods : bombe zip",
        "blancs.ods",
        build_zip({**parts, "content.xml": parts["content.xml"] + b" " * (130 * 2**20)}, 1),
        Attente.REFUS,
        "dilate",
    )
    sous = (
        '<table:table table:is-sub-table="true"><table:table-row/></table:table></table:table-row>'
    )
    yield Hostile(
        "ods : imbrication", "sous-table.ods", remplace("</table:table-row>", sous), Attente.REFUS
    )
    yield Hostile(
        "ods : imbrication",
        "profond.ods",
        remplace("<office:spreadsheet>", "<text:a>" * 100_000 + "<office:spreadsheet>"),
        Attente.LIBRE,
    )
