"""A strict reading of `vbaProject.bin`: each fact stands in three places that must agree.

Excel removes a project without a word of why; here each reason known has its sentence.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cucs_xl.excel.addin.cfb_strict import CfbError, read_cfb
from cucs_xl.excel.addin.compression import decompress
from cucs_xl.excel.addin.projet import (
    ENCODAGE,
    ETATS,
    NOM,
    PAGE,
    REFERENCES,
    VBA_PROJECT,
    Genre,
    Module,
    decode_etat,
)
from cucs_xl.excel.addin.sources import BASES

#: Records of the `dir` stream, in the one order that MS-OVBA 2.3.4.2 allows.
_TETE = (1, 2, 0x14, 3, 4, 5, 0x40, 6, 0x3D, 7, 8, 9, 0x0C, 0x3C)
_REFERENCE = (0x16, 0x3E, 0x0D)
_MODULES = (0x0F, 0x13)
_MODULE = (0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C)
_VERSION, _STANDARD, _CLASSE, _FIN_MODULE, _FIN = 9, 0x21, 0x22, 0x2B, 0x10

#: Lines that VBA adds to every class, and those it refuses to see twice.
_ATTRIBUTS = (
    "VB_Base", "VB_GlobalNameSpace", "VB_Creatable", "VB_PredeclaredId", "VB_Exposed",
    "VB_TemplateDerived", "VB_Customizable",
)  # fmt: skip


class _Decrit(NamedTuple):
    """A module as the `dir` stream describes it."""

    nom: str
    flux: str
    standard: bool


def read_projet(octets: bytes) -> dict[str, str]:
    """Give each module's text, lines ended by LF, by name.

    Raises:
        ValueError: what the container or the project breaks first.
    """
    flux = read_cfb(octets)
    if "VBA/dir" not in flux:
        raise ValueError("le flux dir manque")
    return {
        module.nom: decompress(flux.get(f"VBA/{module.flux}", b""))
        .decode(ENCODAGE)
        .replace("\r\n", "\n")
        for module in _read_dir(decompress(flux["VBA/dir"]))
    }


def check_projet(octets: bytes) -> list[str]:
    """Find every fault of the project; none: an empty list."""
    try:
        flux = read_cfb(octets)
        decrits = _read_dir(decompress(flux.get("VBA/dir", b"")))
        textes = read_projet(octets)
    except CfbError as erreur:
        return [f"vbaProject.bin : {erreur}"]
    except (ValueError, struct.error) as erreur:
        return [f"vbaProject.bin : le flux dir ou un module est illisible ({erreur})"]
    attendus = {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir"}
    attendus |= {f"VBA/{module.flux}" for module in decrits}
    fautes = [f"le flux {nom} manque ou est de trop" for nom in sorted(attendus ^ set(flux))]
    if not fautes:
        if flux["VBA/_VBA_PROJECT"] != VBA_PROJECT:
            fautes.append("_VBA_PROJECT n'est pas celui d'un projet sans code compilé")
        project = flux["PROJECT"].decode(ENCODAGE, "replace")
        fautes += _check_project(project, decrits)
        fautes += _check_noms(flux["PROJECTwm"], decrits)
        genres = _read_genres(project)
        for nom, texte in textes.items():
            fautes += check_module(Module(nom, genres.get(nom, Genre.STANDARD), texte))
    return [f"vbaProject.bin : {faute}" for faute in fautes]


def _read_records(octets: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(octets):
        numero, longueur = struct.unpack_from("<HL", octets, position)
        longueur = 6 if numero == _VERSION else longueur
        contenu = octets[position + 6 : position + 6 + longueur]
        if len(contenu) != longueur:
            raise ValueError("un enregistrement est tronqué")
        yield numero, contenu
        position += 6 + longueur


def _read_dir(octets: bytes) -> list[_Decrit]:
    records = list(_read_records(octets))
    numeros = tuple(numero for numero, _ in records)
    valeurs = dict(records[: len(_TETE)])
    fin_references = len(_TETE) + len(_REFERENCE) * len(REFERENCES)
    debut = fin_references + len(_MODULES)
    taille = len(_MODULE) + 2
    if numeros[:debut] != _TETE + _REFERENCE * len(REFERENCES) + _MODULES:
        raise ValueError("les enregistrements ne sont pas dans l'ordre")
    if valeurs[3] != struct.pack("<H", PAGE) or valeurs[4] != NOM.encode(ENCODAGE):
        raise ValueError("la page de codes ou le nom du projet est faux")
    libids = [
        contenu[4:-6].decode(ENCODAGE) for n, contenu in records[:debut] if n == _REFERENCE[-1]
    ]
    if libids != [libid for _, libid in REFERENCES]:
        raise ValueError("les références ne sont pas celles prévues")
    nombre = int.from_bytes(records[fin_references][1], "little")
    if len(records) != debut + nombre * taille + 1 or records[-1] != (_FIN, b""):
        raise ValueError("le nombre de modules est faux")
    return [_read_module(records[i : i + taille]) for i in range(debut, len(records) - 1, taille)]


def _read_module(records: Sequence[tuple[int, bytes]]) -> _Decrit:
    numeros = [numero for numero, _ in records]
    valeurs = dict(records)
    if (
        tuple(numeros[:-2]) != _MODULE
        or numeros[-2] not in {_STANDARD, _CLASSE}
        or numeros[-1] != _FIN_MODULE
    ):
        raise ValueError("un module n'est pas décrit dans l'ordre")
    nom = valeurs[0x19].decode(ENCODAGE)
    if valeurs[0x47] != nom.encode("utf-16-le") or valeurs[0x32].decode("utf-16-le") != valeurs[
        0x1A
    ].decode(ENCODAGE):
        raise ValueError(f"les deux noms du module {nom} diffèrent")
    if valeurs[0x31] != bytes(4) or valeurs[0x2C] != b"\xff\xff":
        raise ValueError(f"le module {nom} prétend contenir du code compilé")
    return _Decrit(nom, valeurs[0x1A].decode(ENCODAGE), numeros[-2] == _STANDARD)


def _read_genres(project: str) -> dict[str, Genre]:
    motif = rf"^({'|'.join(genre.value for genre in Genre)})=(\w+)(?:/&H00000000)?\r$"
    return {nom: Genre(genre) for genre, nom in re.findall(motif, project, re.MULTILINE)}


def _check_project(project: str, decrits: Sequence[_Decrit]) -> Iterator[str]:
    if "\n" in project.replace("\r\n", ""):
        yield "PROJECT a des fins de ligne nues"
    genres = _read_genres(project)
    if [module.nom for module in decrits] != list(genres):
        yield "PROJECT et dir n'ont pas les mêmes modules"
    elif any(m.standard != (genres[m.nom] is Genre.STANDARD) for m in decrits):
        yield "PROJECT et dir n'ont pas les mêmes genres de modules"
    if {nom for nom, genre in genres.items() if genre is Genre.DOCUMENT} != set(BASES):
        yield f"les modules de documents ne sont pas {', '.join(BASES)}"
    champs = dict(re.findall(r'^(\w+)="([^"\r\n]*)"\r$', project, re.MULTILINE))
    if champs.get("Name") != NOM:
        yield "PROJECT ne nomme pas le projet"
    for nom, etat in ETATS:
        try:
            if decode_etat(bytes.fromhex(champs.get(nom, "")), champs.get("ID", "")) != etat:
                yield f"{nom} : le projet serait protégé ou caché"
        except ValueError as erreur:
            yield f"{nom} : {erreur}"


def _check_noms(octets: bytes, decrits: Sequence[_Decrit]) -> Iterator[str]:
    attendu = b"".join(
        module.nom.encode(ENCODAGE) + b"\0" + (module.nom + "\0").encode("utf-16-le")
        for module in decrits
    )
    if octets != attendu + b"\0\0":
        yield "PROJECTwm et dir n'ont pas les mêmes modules"


def check_module(module: Module) -> Iterator[str]:
    """Find what VBA would refuse or read otherwise in a module's text."""
    lignes = module.texte.split("\n")
    if lignes[0] != f'Attribute VB_Name = "{module.nom}"':
        yield f"{module.nom} : la première ligne n'est pas Attribute VB_Name"
    attributs = [ligne.split()[1] for ligne in lignes if ligne.startswith("Attribute ")]
    attendus = ["VB_Name", *(_ATTRIBUTS if module.genre is not Genre.STANDARD else ())]
    if attributs != attendus:
        yield f"{module.nom} : les lignes Attribute ne sont pas {', '.join(attendus)}"
    base = BASES.get(module.nom)
    if base and f'Attribute VB_Base = "{base}"' not in lignes:
        yield f"{module.nom} : VB_Base n'est pas celui de ce document"
    if "\r" in module.texte or not module.texte.endswith("\n"):
        yield f"{module.nom} : les fins de ligne sont mêlées, ou la dernière manque"
    if "Option Explicit" not in lignes:
        yield f"{module.nom} : Option Explicit manque"
