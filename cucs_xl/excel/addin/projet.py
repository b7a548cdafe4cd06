"""The VBA project of the add-in, `vbaProject.bin`, from the text of its modules (MS-OVBA).

Only sources are stored, as the specification asks of writers: no performance cache, no
compiled code. Excel compiles them when it opens the add-in.
"""

import struct
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from cucs_xl.excel.addin.cfb import write_cfb
from cucs_xl.excel.addin.compression import compress

NOM = "CUCS"
#: Names this project; its characters key the (weak) encoding of the three states below.
IDENTIFIANT = "{6F1D0C52-2007-4C1B-9A3E-26C0C5E1A2F7}"
PAGE, ENCODAGE = 1252, "cp1252"

#: MS-OVBA 2.3.4.1: version 0xFFFF and no cache, on write.
VBA_PROJECT = bytes.fromhex("cc61ffff000000")

#: What the modules name beyond VBA and Excel, which are always there: name, libid.
_STDOLE = (
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb"
    "#OLE Automation"
)
_OFFICE = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    "#Microsoft Office 16.0 Object Library"
)
REFERENCES = (("stdole", _STDOLE), ("Office", _OFFICE))

#: Not protected, no password, visible: the data that CMG, DPB and GC encode.
ETATS = (("CMG", b"\0\0\0\0"), ("DPB", b"\0"), ("GC", b"\xff"))


class Genre(Enum):
    """What a module is, in the word that the PROJECT stream uses."""

    DOCUMENT = "Document"
    STANDARD = "Module"
    CLASSE = "Class"


class Module(NamedTuple):
    """A module: its text as stored, `Attribute` lines included, lines ended by LF."""

    nom: str
    genre: Genre
    texte: str

    @property
    def octets(self) -> bytes:
        """The text as VBA keeps it.

        Raises:
            ValueError: a character that Windows-1252 lacks.
        """
        return self.texte.replace("\n", "\r\n").encode(ENCODAGE)


def build_projet(modules: Sequence[Module]) -> bytes:
    """Build `vbaProject.bin`.

    Raises:
        ValueError: a source that Windows-1252 cannot hold.
    """
    return write_cfb(
        {
            "PROJECT": _format_project(modules).encode(ENCODAGE),
            "PROJECTwm": _pack_noms(modules),
            "VBA": {
                "_VBA_PROJECT": VBA_PROJECT,
                "dir": compress(b"".join(_pack_dir(modules))),
                **{module.nom: compress(module.octets) for module in modules},
            },
        }
    )


def _record(numero: int, contenu: bytes) -> bytes:
    return struct.pack("<HL", numero, len(contenu)) + contenu


def _record_double(numero: int, autre: int, texte: str) -> bytes:
    """Pack a text twice, in the code page then in UTF-16, as many records want."""
    return _record(numero, texte.encode(ENCODAGE)) + _record(autre, texte.encode("utf-16-le"))


def _pack_dir(modules: Sequence[Module]) -> Iterator[bytes]:
    """Pack the `dir` stream, record by record in the order of MS-OVBA 2.3.4.2."""
    yield _record(0x0001, struct.pack("<L", 1))  # SYSKIND: Windows
    yield _record(0x0002, struct.pack("<L", 0x0409))  # LCID, of the language of VBA itself
    yield _record(0x0014, struct.pack("<L", 0x0409))  # LCIDINVOKE
    yield _record(0x0003, struct.pack("<H", PAGE))
    yield _record(0x0004, NOM.encode(ENCODAGE))
    yield _record_double(0x0005, 0x0040, "")  # DOCSTRING
    yield _record(0x0006, b"") + _record(0x003D, b"")  # HELPFILEPATH
    yield _record(0x0007, struct.pack("<L", 0))  # HELPCONTEXT
    yield _record(0x0008, struct.pack("<L", 0))  # LIBFLAGS
    yield struct.pack("<HLLH", 0x0009, 4, 1, 0)  # VERSION 1.0; 4 is a constant, no size
    yield _record_double(0x000C, 0x003C, "")  # CONSTANTS
    for nom, libid in REFERENCES:
        octets = libid.encode(ENCODAGE)
        yield _record_double(0x0016, 0x003E, nom)
        yield _record(0x000D, struct.pack("<L", len(octets)) + octets + bytes(6))
    yield _record(0x000F, struct.pack("<H", len(modules)))
    yield _record(0x0013, b"\xff\xff")  # COOKIE
    for module in modules:
        yield _record(0x0019, module.nom.encode(ENCODAGE))
        yield _record(0x0047, module.nom.encode("utf-16-le"))
        yield _record_double(0x001A, 0x0032, module.nom)  # STREAMNAME
        yield _record_double(0x001C, 0x0048, "")  # DOCSTRING
        yield _record(0x0031, struct.pack("<L", 0))  # OFFSET: no compiled code before the text
        yield _record(0x001E, struct.pack("<L", 0))  # HELPCONTEXT
        yield _record(0x002C, b"\xff\xff")  # COOKIE
        yield _record(0x0021 if module.genre is Genre.STANDARD else 0x0022, b"")
        yield _record(0x002B, b"")
    yield _record(0x0010, b"")


def _format_project(modules: Sequence[Module]) -> str:
    """Write the PROJECT stream: the same facts once more, as text (MS-OVBA 2.3.1)."""
    lignes = [f'ID="{IDENTIFIANT}"']
    for module in modules:
        suffixe = "/&H00000000" if module.genre is Genre.DOCUMENT else ""
        lignes.append(f"{module.genre.value}={module.nom}{suffixe}")
    lignes += [f'Name="{NOM}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    lignes += [f'{nom}="{encode_etat(etat).hex().upper()}"' for nom, etat in ETATS]
    lignes += [
        "", "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "", "[Workspace]",
    ]  # fmt: skip
    lignes += [f"{module.nom}=0, 0, 0, 0, C" for module in modules]
    return "".join(f"{ligne}\r\n" for ligne in lignes)


def _pack_noms(modules: Sequence[Module]) -> bytes:
    """Pack PROJECTwm: each module's name in the code page and in UTF-16."""
    return (
        b"".join(
            module.nom.encode(ENCODAGE) + b"\0" + module.nom.encode("utf-16-le") + b"\0\0"
            for module in modules
        )
        + b"\0\0"
    )


def encode_etat(etat: bytes, graine: int = 0) -> bytes:
    """Encode a state of the project (MS-OVBA 2.4.3.2); the seed is fixed: nothing is secret."""
    cle = sum(IDENTIFIANT.encode("ascii")) & 0xFF
    sortie = bytearray([graine, graine ^ 2, graine ^ cle])
    clair = cle
    ignores = bytes((graine & 6) // 2)
    for octet in ignores + struct.pack("<L", len(etat)) + etat:
        sortie.append(octet ^ (sortie[-2] + clair & 0xFF))
        clair = octet
    return bytes(sortie)


def decode_etat(octets: bytes, identifiant: str) -> bytes:
    """Decode what `encode_etat` encodes, whatever the seed.

    Raises:
        ValueError: encoded for another project, or by another version.

    >>> decode_etat(encode_etat(b"abc", graine=6), IDENTIFIANT)
    b'abc'
    """
    cle = sum(identifiant.encode("ascii", "replace")) & 0xFF
    if len(octets) < 3 or octets[0] ^ octets[1] != 2 or octets[0] ^ octets[2] != cle:  # noqa: PLR2004
        raise ValueError("un état du projet est encodé pour un autre projet")
    clair = bytearray()
    for rang in range(3, len(octets)):
        clair.append(octets[rang] ^ (octets[rang - 2] + (clair[-1] if clair else cle) & 0xFF))
    ignores = (octets[0] & 6) // 2
    longueur = int.from_bytes(clair[ignores : ignores + 4], "little")
    etat = bytes(clair[ignores + 4 :])
    if len(etat) != longueur:
        raise ValueError("un état du projet n'a pas sa longueur")
    return etat
