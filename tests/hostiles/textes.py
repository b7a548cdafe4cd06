"""XML that bombs, reaches elsewhere, changes its encoding or its writing."""

import re
from collections.abc import Iterator

from tests.hostiles.atelier import Fiche
from tests.hostiles.attente import Attente, Hostile

_RIRES = "<!DOCTYPE lolz [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
)
_QUADRATIQUE = f"<!DOCTYPE q [<!ENTITY a '{'x' * 50_000}'>]>"
_FICHIER = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_PARAMETRE = '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://exemple.invalid/p.dtd"> %p;]>'
_STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip


def build(fiche: Fiche) -> Iterator[Hostile]:
    yield from _entites(fiche)
    yield from _codages(fiche)
    yield from _ecritures(fiche)
    yield from _profondeurs(fiche)


def _entete(contenu: bytes, type_document: str) -> bytes:
    declaration = contenu.decode().find("?>") + 2
    texte = contenu.decode()
    return (texte[:declaration] + type_document + texte[declaration:]).encode()


def _entites(fiche: Fiche) -> Iterator[Hostile]:
    parts = (
        fiche.part, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml",
        "[Content_Types].xml", "xl/_rels/workbook.xml.rels",
    )  # fmt: skip
    for classe, type_document in (("bombe XML", _RIRES), ("entité externe (XXE)", _FICHIER)):
        for part in parts:
            nom = f"{part.rpartition('/')[2]}.xlsx"
            octets = fiche.build({part: _entete(fiche.parts[part], type_document)})
            yield Hostile(classe, nom, octets, Attente.REFUS, "entités")
    for classe, nom, type_document in (
        ("bombe XML", "quadratique.xlsx", _QUADRATIQUE),
        ("entité externe (XXE)", "parametre.xlsx", _PARAMETRE),
        ("entité externe (XXE)", "minuscules.xlsx", _FICHIER.lower()),
    ):
        octets = fiche.build({fiche.part: _entete(fiche.parts[fiche.part], type_document)})
        yield Hostile(classe, nom, octets, Attente.REFUS, "entités")
    cachee = _entete(fiche.parts[fiche.part], _RIRES).decode().replace("UTF-8", "UTF-16")
    yield Hostile(
        "bombe XML", "en-utf16.xlsx", fiche.build({fiche.part: cachee.encode("utf-16")}),
        Attente.REFUS, "entités",
    )  # fmt: skip


def _codages(fiche: Fiche) -> Iterator[Hostile]:
    classe = "parties en UTF-16 ou autre codage"

    def recode(
        nom: str, codage: str, declare: str, parts: tuple[str, ...], attente: Attente
    ) -> Hostile:
        autres = {}
        for part in parts:
            texte = fiche.parts[part].decode().replace("UTF-8", declare, 1)
            autres[part] = texte.encode(codage, "xmlcharrefreplace")
        return Hostile(classe, nom, fiche.build(autres), attente)

    toutes = tuple(nom for nom in fiche.parts if nom.startswith("xl/") and nom.endswith(".xml"))
    une = (fiche.part,)
    yield recode("utf16.xlsx", "utf-16", "UTF-16", une, Attente.IDENTIQUE)
    yield recode("utf16-sans-marque.xlsx", "utf-16-le", "UTF-16", une, Attente.IDENTIQUE)
    yield recode("utf16-be.xlsx", "utf-16-be", "UTF-16", une, Attente.IDENTIQUE)
    yield recode("utf16-partout.xlsx", "utf-16", "UTF-16", toutes, Attente.IDENTIQUE)
    yield recode("latin1.xlsx", "latin-1", "ISO-8859-1", une, Attente.IDENTIQUE)
    yield recode("latin1-chaines.xlsx", "latin-1", "ISO-8859-1", toutes, Attente.IDENTIQUE)
    yield recode("ascii.xlsx", "ascii", "US-ASCII", toutes, Attente.IDENTIQUE)
    yield recode("utf8-marque.xlsx", "utf-8-sig", "UTF-8", toutes, Attente.IDENTIQUE)
    yield recode("utf32.xlsx", "utf-32", "UTF-32", une, Attente.REFUS)
    yield recode("utf7.xlsx", "utf-7", "UTF-7", une, Attente.REFUS)
    yield recode("ebcdic.xlsx", "cp500", "cp500", une, Attente.REFUS)
    yield recode("menteur.xlsx", "latin-1", "UTF-8", une, Attente.LIBRE)


def _ecritures(fiche: Fiche) -> Iterator[Hostile]:
    strict = {}
    for nom, contenu in fiche.parts.items():
        texte = contenu.decode() if nom.endswith((".xml", ".rels")) else ""
        for transitoire, iso in _STRICT:
            texte = texte.replace(transitoire, iso)
        strict[nom] = texte.encode() if texte else contenu
    yield Hostile("OOXML strict", "strict.xlsx", fiche.build(strict), Attente.IDENTIQUE)
    prefixe = re.sub(r"<(/?)(?!\?)(\w)", r"<\1x:\2", fiche.xml).replace(
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml', 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml'
    )  # fmt: skip
    classe = "écriture inhabituelle"
    for nom, xml, attente in (
        ("prefixe.xlsx", prefixe, Attente.IDENTIQUE),
        ("sans-adresses.xlsx", re.sub(r'<c r="[A-Z]+\d+"', "<c", fiche.xml), Attente.REFUS),
        ("apostrophes.xlsx", re.sub(r'<c r="([A-Z]+\d+)"', r"<c r='\1'", fiche.xml), Attente.REFUS),
        ("commentaire.xlsx", fiche.xml.replace("<sheetData>", "<sheetData><!-- x -->"), Attente.REFUS),
        ("cdata.xlsx", fiche.xml.replace("<sheetData>", "<sheetData><![CDATA[<v>1</v>]]>"), Attente.REFUS),
        ("instruction.xlsx", fiche.xml.replace("<sheetData>", "<sheetData><?x y?>"), Attente.IDENTIQUE),
        ("espaces.xlsx", fiche.xml.replace("<worksheet ", '<worksheet xml:space="preserve" '), Attente.IDENTIQUE),
        ("sans-donnees.xlsx", re.sub("<sheetData>.*</sheetData>", "<sheetData/>", fiche.xml, flags=re.DOTALL), Attente.ABSENT),
        ("sauts-de-ligne.xlsx", fiche.xml.replace("<row ", "\r\n<row "), Attente.IDENTIQUE),
    ):  # fmt: skip
        yield Hostile(classe, nom, fiche.with_xml(xml), attente)
    marques = fiche.parts["xl/sharedStrings.xml"].decode().replace("¤", "&#xA4;").encode()
    yield Hostile(
        classe, "references.xlsx", fiche.build({"xl/sharedStrings.xml": marques}), Attente.IDENTIQUE
    )


def _profondeurs(fiche: Fiche) -> Iterator[Hostile]:
    classe = "imbrication profonde"
    trou = "<a>" * 200_000 + "</a>" * 200_000
    avant = fiche.xml.replace("<sheetData>", f"{trou}<sheetData>", 1)
    dedans = fiche.xml.replace("</row>", f"{trou}</row>", 1)
    apres = fiche.xml.replace("</worksheet>", f"<extLst>{trou}</extLst></worksheet>")
    yield Hostile(classe, "avant.xlsx", fiche.with_xml(avant), Attente.LIBRE)
    yield Hostile(classe, "dedans.xlsx", fiche.with_xml(dedans), Attente.LIBRE)
    yield Hostile(classe, "apres.xlsx", fiche.with_xml(apres), Attente.IDENTIQUE)
    chaines = fiche.parts["xl/sharedStrings.xml"].decode().replace("</sst>", f"{trou}</sst>")
    yield Hostile(
        classe, "chaines.xlsx", fiche.build({"xl/sharedStrings.xml": chaines.encode()}),
        Attente.LIBRE,
    )  # fmt: skip
