"""The XML parts of a stranger: one encoding, no entity, nothing a regular expression could miss.

Bytes and regular expressions on purpose, as for masters (`excel/file/sheet`): a parse of a
sheet costs more than reading its values.
"""

import re
import sys

from cucs_xl.excel.retour.refus import build_dangereux, build_insolite

_ATTRIBUT = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DECLARATION = re.compile(
    rb"""\s*<\?xml\b[^>]{0,200}?\sencoding\s*=\s*["']([\w.-]+)["'][^>]{0,100}\?>"""
)
_ENTITE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PREFIXE = re.compile(rb"\s*(?:<\?[^>]*>\s*)*<(\w+):\w")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|quot|apos|amp));")
_NOMMEES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_SURROGATS = range(0xD800, 0xE000)
#: What is read as UTF-8, then what is turned into it.
_UNICODE = (b"utf-8", b"us-ascii", b"ascii", b"utf8", b"utf-16")
_LATINS = (b"iso-8859-1", b"iso-8859-15", b"windows-1252")


def is_xml(nom: str, contenu: bytes) -> bool:
    """Tell whether a part is XML, by its name or by its first bytes."""
    return (
        nom.endswith((".xml", ".rels", ".vml"))
        or contenu[:2] in _UTF16
        or contenu[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    )


def read_xml(contenu: bytes) -> bytes:
    """Give a part in UTF-8, without mark of order nor declared encoding to contradict it.

    Raises:
        RefusError: another encoding, or a document type: entities are how XML bombs.
    """
    utf16 = _UTF16.get(contenu[:2])
    try:
        if utf16:
            if contenu[2:4] == b"\0\0":
                raise build_insolite()
            contenu = contenu.decode(utf16).encode()
        contenu = contenu.removeprefix(b"\xef\xbb\xbf")
        declaration = _DECLARATION.match(contenu)
        if declaration:
            codage = declaration[1].lower()
            if codage in _LATINS:
                contenu = contenu[declaration.end() :].decode(codage.decode()).encode()
            elif codage not in _UNICODE:
                raise build_insolite()
            elif codage == b"utf-16":
                contenu = contenu[declaration.end() :]
    except UnicodeError as erreur:
        raise build_insolite() from erreur
    if contenu[:64].lstrip()[:1] not in (b"<", b""):
        raise build_insolite()
    # The rarest sign first: most parts hold none, and `<` is everywhere.
    if b"!" in contenu and b"<!" in contenu and _ENTITE.search(contenu):
        raise build_dangereux(
            "une définition d'entités XML (le procédé des bombes et des vols de fichiers)",
            "ne l'ouvrez pas et demandez d'où il vient",
        )
    return contenu


def strip_prefixe(contenu: bytes) -> bytes:
    """Give a part whose names have no prefix: some software writes `<x:c>` for `<c>`."""
    prefixe = _PREFIXE.match(contenu)
    if prefixe:
        return re.sub(rb"<(/?)" + prefixe[1] + rb":", rb"<\1", contenu)
    return contenu


def check_simple(contenu: bytes) -> None:
    """Refuse a part that regular expressions could misread, for a comment or CDATA.

    Raises:
        RefusError: a construction that no spreadsheet writes there.
    """
    if (b"!" in contenu and b"<!" in contenu) or b"\0" in contenu:
        raise build_insolite()


def read_simple(contenu: bytes) -> bytes:
    """Give a part that regular expressions may read.

    Raises:
        RefusError: a construction that no spreadsheet writes there.
    """
    check_simple(contenu)
    return strip_prefixe(contenu)


def read_attributs(balise: bytes) -> dict[str, str]:
    """Read the attributes of a tag, by their names as written."""
    return {
        nom.decode("utf-8", "replace"): unescape((double or simple).decode("utf-8", "replace"))
        for nom, double, simple in _ATTRIBUT.findall(balise)
    }


def unescape(texte: str) -> str:
    """Turn references into the characters they stand for, once."""
    return _REFERENCE.sub(_resolve, texte) if "&" in texte else texte


def _resolve(trouvee: re.Match[str]) -> str:
    decimal, hexa, nom = trouvee.groups()
    if nom:
        return _NOMMEES[nom]
    rang = int(decimal) if decimal else int(hexa, 16)
    # A surrogate is no character.
    return chr(rang) if rang <= sys.maxunicode and rang not in _SURROGATS else "\ufffd"
