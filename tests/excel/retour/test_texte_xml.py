import codecs

import pytest

from cucs_xl.excel.retour.refus import RefusError
from cucs_xl.excel.retour.texte_xml import (
    check_simple,
    read_attributs,
    read_xml,
    strip_prefixe,
    unescape,
)

TEXTE = '<?xml version="1.0" encoding="{}"?><a>é €</a>'


@pytest.mark.parametrize(
    ("codage", "marque"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("windows-1252", b""),
        ("iso-8859-15", b""),
    ],
)
def test_every_usual_encoding_becomes_utf8(codage: str, marque: bytes) -> None:
    """And no declaration is left to say otherwise to whoever parses it."""
    declare = codage[:6] if codage.startswith("utf-16") else codage
    lu = read_xml(marque + TEXTE.format(declare).encode(codage))

    assert lu.endswith("<a>é €</a>".encode())
    assert b"<?xml" not in lu or b"utf-8" in lu


@pytest.mark.parametrize("codage", ["utf-32", "utf-7", "cp500", "shift-jis"])
def test_any_other_is_refused(codage: str) -> None:
    with pytest.raises(RefusError, match="inhabituel"):
        read_xml(TEXTE.replace("é €", "e").format(codage).encode(codage))


@pytest.mark.parametrize("codage", ["utf-8", "utf-16"])
@pytest.mark.parametrize("entite", ["<!DOCTYPE a>", "<!doctype a>", '<!ENTITY a "b">'])
def test_entities_are_refused_in_any_encoding(codage: str, entite: str) -> None:
    with pytest.raises(RefusError, match="entités"):
        read_xml(f"<a/>{entite}".encode(codage))


def test_escaped_entities_are_text() -> None:
    """A partner may well write about them."""
    assert read_xml(b"<a>&lt;!DOCTYPE a&gt;</a>")


@pytest.mark.parametrize(
    "contenu", [b"<a><!-- b --></a>", b"<a><![CDATA[<c/>]]></a>", b"<a>\0</a>"]
)
def test_what_fools_regular_expressions_is_refused(contenu: bytes) -> None:
    with pytest.raises(RefusError, match="inhabituel"):
        check_simple(contenu)


def test_prefixes_go() -> None:
    xml = b'<?xml version="1.0"?>\n<x:a xmlns:x="u"><x:b x:c="1"/></x:a>'

    assert strip_prefixe(xml).endswith(b'<a xmlns:x="u"><b x:c="1"/></a>')


def test_attributes_are_read_with_either_quote() -> None:
    balise = """<a b="1&amp;2" c = 'é"' r:id="x"/>""".encode()

    assert read_attributs(balise) == {"b": "1&2", "c": 'é"', "r:id": "x"}


@pytest.mark.parametrize(
    ("brut", "texte"),
    [
        ("&amp;lt;", "&lt;"),
        ("&#233;&#xE9;", "éé"),
        ("&#xD800;&#9999999;", "\ufffd\ufffd"),
        ("&x;", "&x;"),
    ],
)
def test_references_are_resolved_once(brut: str, texte: str) -> None:
    assert unescape(brut) == texte
