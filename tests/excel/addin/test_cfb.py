"""The compound file: read by olefile, and refused by our strict reader when one fact is off."""

import io
import struct

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cucs_xl.excel.addin.cfb import ENTREE, RIEN, SECTEUR, Arbre, cle, write_cfb
from cucs_xl.excel.addin.cfb_strict import CfbError, read_cfb

ARBRE: Arbre = {"PROJECT": b"p" * 300, "VBA": {f"M{i}": bytes([i]) * (700 * i) for i in range(12)}}
NOMS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFXYZ_0123456789", min_size=1, max_size=31)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(NOMS, st.integers(0, 9000).map(lambda n: b"\x07" * n), max_size=40).filter(
        lambda flux: len({nom.upper() for nom in flux}) == len(flux)
    )
)
def test_streams_are_read_back(flux: dict[str, bytes]) -> None:
    octets = write_cfb({"PROJECT": b"x", "VBA": flux})

    lus = read_cfb(octets)
    assert lus == {"PROJECT": b"x", **{f"VBA/{nom}": contenu for nom, contenu in flux.items()}}
    with olefile.OleFileIO(io.BytesIO(octets), raise_defects=olefile.DEFECT_POTENTIAL) as ole:
        assert {"/".join(nom): ole.openstream(nom).read() for nom in ole.listdir()} == lus


def _repertoire(octets: bytes) -> int:
    debut: int = struct.unpack_from("<L", octets, 48)[0]
    return (debut + 1) * SECTEUR


def _rang(octets: bytes, nom: str) -> int:
    """Give the offset of an entry."""
    return octets.index(nom.encode("utf-16-le") + b"\0\0", _repertoire(octets))


def _write(octets: bytes, position: int, contenu: bytes) -> bytes:
    return octets[:position] + contenu + octets[position + len(contenu) :]


def _entree(nom: str, decalage: int, contenu: bytes) -> bytes:
    octets = write_cfb(ARBRE)
    return _write(octets, _rang(octets, nom) + decalage, contenu)


def _fat(case: int, valeur: int) -> bytes:
    octets = write_cfb(ARBRE)
    debut = (struct.unpack_from("<L", octets, 76)[0] + 1) * SECTEUR
    return _write(octets, debut + 4 * case, struct.pack("<L", valeur))


MUTANTS = {
    "taille": (write_cfb(ARBRE)[:-1], "nombre entier de secteurs"),
    "signature": (b"X" + write_cfb(ARBRE)[1:], "l'en-tête"),
    "boutisme": (_write(write_cfb(ARBRE), 28, b"\xff\xfe"), "l'en-tête"),
    "difat": (_write(write_cfb(ARBRE), 76, b"\x00\x00\x00\x00"), "n'a pas la taille"),
    "fat longue": (_write(write_cfb(ARBRE), 80, b"\x00\x00\x00\x00"), "liste des secteurs"),
    "secteur double": (_fat(1, 1), "sert deux fois"),
    "secteur perdu": (_fat(0, 0xFFFFFFFE), "n'a pas sa taille"),
    "secteur libre": (write_cfb(ARBRE) + bytes(SECTEUR), "ne sert à rien"),
    "racine": (_entree("Root Entry", 66, b"\x01"), "racine"),
    "couleur": (_entree("M1", 67, b"\x05"), "couleur"),
    "genre": (_entree("M1", 66, b"\x05"), "ni un dossier ni un flux"),
    "date": (_entree("M1", 108, b"\x01"), "datée"),
    "nom": (_entree("M1", 64, b"\x04"), "terminé"),
    "lien": (_entree("VBA", 72, b"\x01\x00\x00\x00"), "lien"),
    "orphelin": (_entree("VBA", 76, b"\xff\xff\xff\xff"), "rattachée à rien"),
    "flux court": (_entree("M5", 120, b"\x01\x00\x00\x00"), "n'a pas sa taille"),
    "enfant de flux": (_entree("M5", 76, b"\x01\x00\x00\x00"), "a des enfants"),
}  # fmt: skip


@pytest.mark.parametrize(("octets", "faute"), list(MUTANTS.values()), ids=list(MUTANTS))
def test_a_broken_rule_is_named(octets: bytes, faute: str) -> None:
    with pytest.raises(CfbError, match=faute):
        read_cfb(octets)


def test_a_leaning_tree_and_a_wrong_order_are_named() -> None:
    """The faults that other writers of VBA projects make, and that Excel may not forgive."""
    octets = write_cfb({"a": b"1", "b": b"2", "c": b"3"})
    gauche, milieu = _rang(octets, "a"), _rang(octets, "b")

    with pytest.raises(CfbError, match="pas dans l'ordre"):
        read_cfb(_write(octets, gauche, "z".encode("utf-16-le")))
    with pytest.raises(CfbError, match="penche"):
        read_cfb(_write(octets, gauche + 67, b"\0"))
    with pytest.raises(CfbError, match="racine noire"):
        read_cfb(_write(octets, milieu + 67, b"\0"))
    penche = ENTREE.unpack_from(octets, milieu)
    assert RIEN not in penche[4:6], "the middle one holds both others"


def test_the_same_streams_give_the_same_bytes() -> None:
    assert write_cfb(ARBRE) == write_cfb(dict(reversed(list(ARBRE.items()))))


def test_siblings_go_by_length_then_capitals() -> None:
    """MS-CFB 2.6.4; writer and reader share the rule, so it is told here once more."""
    assert sorted(["AA", "b", "A", "aB"], key=cle) == ["A", "b", "AA", "aB"]
