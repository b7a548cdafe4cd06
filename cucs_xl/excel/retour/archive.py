"""The zip of a stranger, read strictly: what was checked is what parsers are given.

Two readers of an ambiguous zip may see two different files. So entries must not overlap,
the two headers of each must agree, and sizes are measured while inflating, never believed.
"""

import zlib
from collections.abc import Iterable, Iterator
from struct import Struct
from typing import NamedTuple

from cucs_xl.excel.retour.refus import (
    ENREGISTREZ,
    RefusError,
    build_endommage,
    build_insolite,
    format_nom,
)

#: A filled sheet has some twenty parts and unpacks to less than a megabyte; formats dragged
#: down to row 1,048,576 make sixty.
ENTREES_MAX = 2_000
PART_MAX = 96 * 2**20
TOTAL_MAX = 160 * 2**20
#: Sheets shrink 5 to 30 times; deflate cannot do better than 1,032.
RATIO_MAX = 200
_FRANCHISE = 2**20

_FIN = Struct("<4s4H2LH")
_CENTRAL = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
_STOCKE, _DEFLATE = 0, 8
_CHIFFREE, _UTF8 = 0x2041, 0x800
_ZIP64 = 0xFFFFFFFF


class Entree(NamedTuple):
    """A part: where its compressed bytes lie, and what the zip declares of it."""

    nom: str
    debut: int
    fin: int
    methode: int
    somme: int
    taille: int


def read_entrees(octets: bytes) -> tuple[Entree, ...]:
    """List the parts of a zip.

    Raises:
        RefusError: truncated, contradictory, encrypted, or with names that lead elsewhere.
    """
    place = octets.rfind(b"PK\x05\x06")
    if place < 0 or place + _FIN.size > len(octets):
        raise build_endommage()
    _, disques, nombre, taille, debut, commentaire = _read_fin(octets, place)
    if disques or place + _FIN.size + commentaire != len(octets) or debut + taille != place:
        raise build_insolite() if debut == _ZIP64 else build_endommage()
    if nombre > ENTREES_MAX:
        raise RefusError(f"est une archive de {nombre} fichiers, et non la fiche : {ENREGISTREZ}")
    entrees = tuple(_read_centrales(octets, debut, place, nombre))
    if len({entree.nom.casefold() for entree in entrees}) != len(entrees):
        raise RefusError(
            f"contient deux fois la même partie, ce qu'aucun tableur n'écrit : {ENREGISTREZ}"
        )
    libre = 0
    for entree in sorted(entrees, key=lambda entree: entree.debut):
        if entree.debut - _LOCAL.size < libre or entree.fin > debut:
            raise build_endommage()
        libre = entree.fin
    return entrees


def _read_fin(octets: bytes, place: int) -> tuple[bytes, int, int, int, int, int]:
    signature, disque, depart, ici, nombre, taille, debut, commentaire = _FIN.unpack_from(
        octets, place
    )
    return signature, disque | depart | (ici ^ nombre), nombre, taille, debut, commentaire


def _read_centrales(octets: bytes, place: int, fin: int, nombre: int) -> Iterator[Entree]:
    for _ in range(nombre):
        if place + _CENTRAL.size > fin:
            raise build_endommage()
        (
            signature, _, _, drapeaux, methode, _, _, somme, comprimee, taille,
            long_nom, long_extra, long_commentaire, _, _, _, debut,
        ) = _CENTRAL.unpack_from(octets, place)  # fmt: skip
        brut = octets[place + _CENTRAL.size : place + _CENTRAL.size + long_nom]
        place += _CENTRAL.size + long_nom + long_extra + long_commentaire
        if signature != b"PK\x01\x02" or place > fin:
            raise build_endommage()
        if _ZIP64 in (comprimee, taille, debut):
            raise build_insolite()
        if drapeaux & _CHIFFREE:
            raise RefusError(
                "est une archive chiffrée : demandez au partenaire la fiche sans mot de passe."
            )
        if methode not in (_STOCKE, _DEFLATE):
            raise build_insolite()
        depart = _read_locale(octets, debut, brut, drapeaux, methode)
        nom = brut.decode("utf-8" if drapeaux & _UTF8 else "cp437", "replace")
        _check_nom(nom)
        yield Entree(nom, depart, depart + comprimee, methode, somme, taille)
    if place != fin:
        raise build_endommage()


def _read_locale(octets: bytes, place: int, nom: bytes, drapeaux: int, methode: int) -> int:
    """Give where the bytes of a part begin; its second header must say the same as the first."""
    if place + _LOCAL.size > len(octets):
        raise build_endommage()
    signature, _, drapeaux_, methode_, _, _, _, _, _, long_nom, extra = _LOCAL.unpack_from(
        octets, place
    )
    place += _LOCAL.size
    if (
        signature != b"PK\x03\x04"
        or octets[place : place + long_nom] != nom
        or methode_ != methode
        or (drapeaux ^ drapeaux_) & _CHIFFREE
    ):
        raise build_endommage()
    return int(place + long_nom + extra)


def _check_nom(nom: str) -> None:
    if (
        nom.startswith("/")
        or ".." in nom.split("/")
        or not {"\\", ":"}.isdisjoint(nom)
        or not nom.isprintable()
    ):
        raise RefusError(
            f"contient un chemin qui mène ailleurs (« {format_nom(nom)} »), ce qu'aucun tableur "
            f"n'écrit : n'ouvrez pas ce fichier, demandez au partenaire de renvoyer sa fiche."
        )


def inflate(octets: bytes, entrees: Iterable[Entree]) -> Iterator[tuple[str, bytes]]:
    """Unpack parts one by one; nothing beyond the limits is ever allocated.

    Raises:
        RefusError: beyond the limits, or not what the zip declares.
    """
    total = 0
    vue = memoryview(octets)
    for entree in entrees:
        comprimes = vue[entree.debut : entree.fin]
        plafond = min(PART_MAX, TOTAL_MAX - total, max(_FRANCHISE, RATIO_MAX * len(comprimes)))
        contenu = _inflate(comprimes, entree.methode, plafond)
        if len(contenu) > plafond:
            raise RefusError(
                f"se dilate démesurément (« {format_nom(entree.nom)} ») : si le partenaire a mis "
                "en forme des lignes entières, qu'il efface ces formats ; sinon n'ouvrez pas ce "
                "fichier et demandez-lui de renvoyer sa fiche."
            )
        if len(contenu) != entree.taille or zlib.crc32(contenu) != entree.somme:
            raise build_endommage()
        total += len(contenu)
        yield entree.nom, contenu


def _inflate(comprimes: memoryview, methode: int, plafond: int) -> bytes:
    if methode == _STOCKE:
        return bytes(comprimes[: plafond + 1])
    moteur = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        contenu = moteur.decompress(comprimes, plafond + 1)
    except zlib.error as erreur:
        raise build_endommage() from erreur
    if len(contenu) <= plafond and (not moteur.eof or moteur.unused_data):
        raise build_endommage()
    return contenu


def build_archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack parts without compressing them: a parser that is handed this inflates nothing."""
    corps: list[bytes] = []
    centrales: list[bytes] = []
    place = 0
    for nom, contenu in parts:
        brut = nom.encode()
        faits = (0, 0, 0, zlib.crc32(contenu), len(contenu), len(contenu), len(brut), 0)
        corps += (_LOCAL.pack(b"PK\x03\x04", 20, *faits[:2], 0, *faits[2:]), brut, contenu)
        centrales.append(
            _CENTRAL.pack(b"PK\x01\x02", 20, 20, *faits[:2], 0, *faits[2:], 0, 0, 0, 0, place)
            + brut
        )
        place += _LOCAL.size + len(brut) + len(contenu)
    centre = b"".join(centrales)
    nombre = len(centrales)
    fin = _FIN.pack(b"PK\x05\x06", 0, 0, nombre, nombre, len(centre), place, 0)
    return b"".join((*corps, centre, fin))
