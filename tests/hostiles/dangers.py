"""What runs, connects or embeds: macros, exchanges, links, objects."""

from collections.abc import Iterator

from tests.hostiles.atelier import Fiche
from tests.hostiles.attente import Attente, Hostile
from tests.hostiles.reperes import Reperes

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
_MS = "application/vnd.ms-excel."
_OOXML = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def build(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    yield from _macros(fiche)
    yield from _echanges(fiche, reperes)
    yield from _liens(fiche)
    yield from _objets(fiche)


def _macros(fiche: Fiche) -> Iterator[Hostile]:
    principal = (
        fiche.parts["[Content_Types].xml"]
        .decode()
        .replace(f"{_OOXML}sheet.main+xml", f"{_MS}sheet.macroEnabled.main+xml")
    )
    feuille = f"<xm:macrosheet {_NS}/>".encode()
    for nom, autres in (
        ("vba.xlsx", fiche.add_part("xl/vbaProject.bin", _OLE, f"{_MS}vbaProject")),
        ("vba-renomme.xlsx", fiche.add_part("xl/notes.bin", _OLE, "", "vbaProject")),
        ("type.xlsm", {"[Content_Types].xml": principal.encode()}),
        (
            "macro4.xlsx",
            fiche.add_part("xl/macrosheets/sheet1.xml", feuille, f"{_MS}macrosheet+xml"),
        ),
        (
            "macro4-cachee.xlsx",
            fiche.add_part("xl/worksheets/s.xml", feuille, f"{_MS}macrosheet+xml"),
        ),
        ("dialogue.xlsx", fiche.add_part("xl/dialogsheets/sheet1.xml", feuille)),
    ):
        yield Hostile("macros", nom, fiche.build(autres), Attente.REFUS, "macros")


def _echanges(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    classe, mot = "échange dynamique (DDE)", "DDE"
    lien = f'<externalLink {_NS}><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    part = "xl/externalLinks/externalLink1.xml"
    autres = fiche.add_part(part, lien.encode(), f"{_OOXML}externalLink+xml", "externalLink")
    yield Hostile(classe, "lien.xlsx", fiche.build(autres), Attente.REFUS, mot)
    formule = fiche.set_cellule(reperes.nombres[0], "<f>cmd|'/c calc'!A0</f><v>5</v>")
    yield Hostile(classe, "formule.xlsx", fiche.with_xml(formule), Attente.REFUS, mot)
    melee = fiche.set_cellule(reperes.nombres[0], """<f>"a|b"&amp;cmd|'/c calc'!A0</f><v>5</v>""")
    yield Hostile(classe, "formule-melee.xlsx", fiche.with_xml(melee), Attente.REFUS, mot)
    cite = fiche.set_cellule(reperes.nombres[0], "<f>LEN(&quot;a|b&quot;)+'c|d'!A1</f><v>5</v>")
    octets = fiche.with_xml(cite)
    yield Hostile(classe, "barre-citee.xlsx", octets, Attente.CHANGE, valeur=5.0)
    noms = "<definedNames><definedName name=\"x\">cmd|'/c calc'!A0</definedName></definedNames>"
    octets = fiche.edit("xl/workbook.xml", "</sheets>", f"</sheets>{noms}")
    yield Hostile(classe, "nom.xlsx", octets, Attente.REFUS, mot)
    ole = f'<externalLink {_NS} {_R}><oleLink r:id="r1" progId="Word.Document"/></externalLink>'
    autres = fiche.add_part(part, ole.encode(), f"{_OOXML}externalLink+xml", "externalLink")
    yield Hostile(classe, "ole.xlsx", fiche.build(autres), Attente.REFUS, mot)


def _liens(fiche: Fiche) -> Iterator[Hostile]:
    classe = "liens externes"
    livre = f'<externalLink {_NS} {_R}><externalBook r:id="r1"/></externalLink>'.encode()
    part = "xl/externalLinks/externalLink1.xml"
    autres = fiche.add_part(part, livre, f"{_OOXML}externalLink+xml", "externalLink")
    cible = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="file:///\\\\exemple.invalid\\partage\\a.xlsx" TargetMode="External"/></Relationships>'
    autres["xl/externalLinks/_rels/externalLink1.xml.rels"] = cible
    yield Hostile(classe, "classeur.xlsx", fiche.build(autres), Attente.IDENTIQUE)
    for nom, adresse in (
        ("web.xlsx", "https://exemple.invalid/"),
        ("script.xlsx", "javascript:alert(1)"),
    ):
        lien = fiche.add_part("xl/rien.xml", b"<a/>", "", "hyperlink", de=fiche.part)
        rels = lien[next(n for n in lien if n.endswith(".rels"))]
        assert rels is not None
        externe = rels.replace(
            b'Target="/xl/rien.xml"', f'Target="{adresse}" TargetMode="External"'.encode()
        )
        autres = {next(n for n in lien if n.endswith(".rels")): externe}
        yield Hostile(classe, nom, fiche.build(autres), Attente.IDENTIQUE)
    connexion = f'<connections {_NS}><connection id="1" type="5"><dbPr connection="x"/></connection></connections>'
    autres = fiche.add_part(
        "xl/connections.xml", connexion.encode(), f"{_OOXML}connections+xml", "connections"
    )
    yield Hostile("connexions", "connexion.xlsx", fiche.build(autres), Attente.REFUS, "connexion")
    requete = fiche.add_part(
        "xl/queryTables/queryTable1.xml", b"<queryTable/>", "", "queryTable", de=fiche.part
    )
    yield Hostile("connexions", "requete.xlsx", fiche.build(requete), Attente.REFUS, "connexion")


def _objets(fiche: Fiche) -> Iterator[Hostile]:
    for nom, part, lien in (
        ("ole.xlsx", "xl/embeddings/oleObject1.bin", "oleObject"),
        ("paquet.xlsx", "xl/embeddings/Document.docx", "package"),
        ("renomme.xlsx", "xl/media/image1.emf", "oleObject"),
        ("activex.xlsx", "xl/activeX/activeX1.bin", "activeXControlBinary"),
    ):
        autres = fiche.add_part(part, _OLE, "", lien, de=fiche.part)
        yield Hostile("objets incorporés", nom, fiche.build(autres), Attente.REFUS, "objet")
