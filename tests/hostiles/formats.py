"""Other formats under the name of a sheet."""

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import cucs_xl
from tests.hostiles.atelier import Fiche, build_zip
from tests.hostiles.attente import Attente, Hostile

_MAITRE = Path(cucs_xl.__file__).parent.parent / "workbook/exemple_montelimar.xlsx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)


def _ole(*noms: str) -> bytes:
    return _OLE + b"".join(nom.encode("utf-16-le").ljust(128, b"\0") for nom in noms)


def build(fiche: Fiche) -> Iterator[Hostile]:
    classe = "autre format renommé"
    for nom, octets, mot in (
        ("vide", b"", "vide"),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("png", b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
        ("jpeg", b"\xff\xd8\xff\xe0" + bytes(100), "image"),
        ("csv", "Compte;Prévu\n60;1 000,00\n".encode(), "texte"),
        ("csv-latin1", "Compte;Prévu\n60;1 000,00\n".encode("latin-1"), "texte"),
        ("csv-utf16", "Compte;Prévu\n60;1\n".encode("utf-16"), "texte"),
        ("json", b'{"a": 1}', "texte"),
        ("html", b"\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "HTML"),
        ("html-excel", b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table/>', "HTML"),
        ("xml-2003", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML"),
        ("fods", b'<?xml version="1.0"?><office:document xmlns:office="x"/>', "XML"),
        ("rtf", b"{\\rtf1 a}", "RTF"),
        ("gz", gzip.compress(fiche.octets), "archive"),
        ("hasard", random.Random(1).randbytes(5000), "n'est pas un classeur"),  # noqa: S311
        ("xls97", _ole("Workbook"), "97-2003"),
        ("xls95", _ole("Book"), "95"),
        ("doc", _ole("WordDocument"), "Word"),
        ("msg", _ole("__properties"), "Office"),
        ("docx", build_zip({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "Word"),
        ("pptx", build_zip({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}), "PowerPoint"),
        ("xlsb", build_zip({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"\0"}), "xlsb"),
        ("odt", build_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "OpenDocument"),
        ("zip", build_zip({"fiche.xlsx": fiche.octets}), "archive"),
        ("epub", build_zip({"mimetype": b"application/epub+zip"}), "OpenDocument"),
        ("zip-vide", b"PK\5\6" + bytes(18), "n'est pas un classeur"),
    ):  # fmt: skip
        yield Hostile(classe, f"{nom}.xlsx", octets, Attente.REFUS, mot)
    yield Hostile(classe, "fiche.pdf", fiche.octets, Attente.IDENTIQUE)
    yield Hostile(
        "chiffré",
        "excel.xlsx",
        _ole("EncryptionInfo", "EncryptedPackage"),
        Attente.REFUS,
        "mot de passe",
    )
    yield Hostile(
        "le maître lui-même", "maitre.xlsx", _MAITRE.read_bytes(), Attente.REFUS, "maître"
    )
    photo = random.Random(2).randbytes(6 * 2**20)  # noqa: S311 - a corpus, not a secret
    yield Hostile(
        "photographies",
        "photo.xlsx",
        fiche.build({"xl/media/image1.jpg": photo}),
        Attente.IDENTIQUE,
    )
    yield Hostile(
        "photographies",
        "album.xlsx",
        fiche.build({"xl/media/image1.jpg": photo * 4}),
        Attente.REFUS,
        "20 Mo",
    )
