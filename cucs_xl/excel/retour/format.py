"""What a file is, by its bytes and never by its name."""

import re

from cucs_xl.excel.retour.refus import ENREGISTREZ, RefusError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOT_DE_PASSE = (
    "est protégé par un mot de passe : ouvrez-le dans Excel, retirez le mot de passe (Fichier, "
    "Informations, Protéger le classeur), enregistrez-le et importez-le de nouveau."
)
_DOCUMENTS_OLE = (
    ("EncryptedPackage", _MOT_DE_PASSE),
    ("Workbook", f"est au format d'Excel 97-2003 (.xls) : {ENREGISTREZ}"),
    ("Book", f"est au format d'Excel 95 (.xls) : {ENREGISTREZ}"),
    ("WordDocument", f"est un document Word, et non une fiche : {ENREGISTREZ}"),
)
_DEMANDEZ = "demandez au partenaire la fiche elle-même, au format .xlsx ou .ods."
_SIGNATURES = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"{\\rtf", "un document RTF"),
    (b"7z\xbc\xaf\x27\x1c", "une archive (7z)"),
    (b"Rar!", "une archive (rar)"),
    (b"\x1f\x8b", "une archive (gz)"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|table|head|body)\b", re.IGNORECASE)
_TEXTE = re.compile(rb"[^\x00-\x08\x0e-\x1f]*")


def check_format(octets: bytes) -> None:
    """Refuse, by its name, what is no zip.

    Raises:
        RefusError: with what the file is, and how to make a sheet of it.
    """
    if octets.startswith(b"PK\x03\x04"):
        return
    if not octets:
        raise RefusError("est vide : demandez au partenaire de renvoyer sa fiche.")
    if octets.startswith(_OLE):
        raise _build_ole(octets)
    for signature, sorte in _SIGNATURES:
        if octets.startswith(signature):
            raise RefusError(f"est {sorte}, et non une fiche : {_DEMANDEZ}")
    debut = octets[:4096]
    if _HTML.search(debut):
        raise RefusError(f"est une page HTML, et non une fiche : {_DEMANDEZ}")
    if b"office:document" in debut or b"mso-application" in debut:
        raise RefusError(f"est un tableau au format XML simple : {ENREGISTREZ}")
    if debut.startswith((b"\xff\xfe", b"\xfe\xff")) or _TEXTE.fullmatch(debut):
        raise RefusError(f"est un fichier texte (CSV), et non une fiche : {_DEMANDEZ}")
    raise RefusError(f"n'est pas un classeur : {_DEMANDEZ}")


def _build_ole(octets: bytes) -> RefusError:
    for nom, raison in _DOCUMENTS_OLE:
        if nom.encode("utf-16-le") in octets:
            return RefusError(raison)
    return RefusError(f"est un ancien document Office : {ENREGISTREZ}")
