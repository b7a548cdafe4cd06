"""A compound file (MS-CFB, version 3): the small file system that holds a VBA project.

Sectors of 512 bytes; streams under 4096 bytes share the mini stream. Everything is laid
out in one order and nothing is dated, so that the same streams give the same bytes.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTEUR, MINI, SEUIL = 512, 64, 4096
FIN, LIBRE, FAT, RIEN = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
#: The header lists this many sectors of the FAT; more would need a DIFAT (6.8 MB of VBA).
FAT_MAX = 109
STOCKAGE, FLUX, RACINE = 1, 2, 5
ROUGE, NOIR = 0, 1

#: Offsets and meaning in MS-CFB 2.2 and 2.6.1.
ENTETE = struct.Struct("<8s16s5H6x9L")
ENTREE = struct.Struct("<64sHBBLLL16sLQQLQ")

Arbre = Mapping[str, "bytes | Arbre"]


@dataclass
class _Entree:
    """A directory entry before it is written; links are indexes into the directory."""

    nom: str
    genre: int
    contenu: bytes = b""
    couleur: int = NOIR
    gauche: int = RIEN
    droite: int = RIEN
    enfant: int = RIEN
    debut: int = 0
    taille: int = 0


@dataclass
class _Secteurs:
    """Sectors written so far and the chains that join them."""

    taille: int
    octets: bytearray = field(default_factory=bytearray)
    chaines: list[int] = field(default_factory=list)

    def write(self, contenu: bytes) -> int:
        """Append a stream as one run of sectors; give the first."""
        debut = len(self.chaines)
        nombre = -(-len(contenu) // self.taille)
        self.octets += contenu.ljust(nombre * self.taille, b"\0")
        self.chaines += [*range(debut + 1, debut + nombre), FIN] if nombre else []
        return debut if nombre else FIN


def cle(nom: str) -> tuple[int, str]:
    """Order siblings as MS-CFB 2.6.4 does: by length, then in capitals."""
    return len(nom.encode("utf-16-le")), nom.upper()


def write_cfb(arbre: Arbre) -> bytes:
    """Write a compound file; storages are mappings, streams are bytes.

    Raises:
        ValueError: more than the header's own list of FAT sectors can address.
    """
    entrees = [_Entree("Root Entry", RACINE)]
    _add_enfants(entrees, 0, arbre)
    secteurs, minis = _Secteurs(SECTEUR), _Secteurs(MINI)
    for entree in entrees:
        if entree.genre == FLUX:
            entree.taille = len(entree.contenu)
            magasin = minis if entree.taille < SEUIL else secteurs
            entree.debut = magasin.write(entree.contenu)
    entrees[0].debut, entrees[0].taille = secteurs.write(bytes(minis.octets)), len(minis.octets)
    minifat = b"".join(struct.pack("<L", suivant) for suivant in minis.chaines)
    minifat = minifat.ljust(-(-len(minifat) // SECTEUR) * SECTEUR, b"\xff")
    debut_minifat = secteurs.write(minifat)
    debut_repertoire = secteurs.write(_pack_repertoire(entrees))
    debut_fat, fat = _pack_fat(secteurs.chaines)
    nombre_fat = len(fat) // SECTEUR
    entete = ENTETE.pack(
        SIGNATURE, b"", 0x003E, 3, 0xFFFE, 9, 6,
        0, nombre_fat, debut_repertoire, 0, SEUIL,
        debut_minifat, len(minifat) // SECTEUR, FIN, 0,
    )  # fmt: skip
    difat = [*range(debut_fat, debut_fat + nombre_fat)] + [LIBRE] * (FAT_MAX - nombre_fat)
    return entete + struct.pack(f"<{FAT_MAX}L", *difat) + bytes(secteurs.octets) + fat


def _add_enfants(entrees: list[_Entree], parent: int, arbre: Arbre) -> None:
    """Append the children of a storage, linked as a balanced red-black tree."""
    rangs: dict[str, int] = {}
    for nom in sorted(arbre, key=cle):
        valeur = arbre[nom]
        rangs[nom] = len(entrees)
        if isinstance(valeur, bytes):
            entrees.append(_Entree(nom, FLUX, valeur))
        else:
            entrees.append(_Entree(nom, STOCKAGE))
            _add_enfants(entrees, rangs[nom], valeur)
    # Split in the middle: all levels are full but the last, so painting the last one red
    # leaves as many black entries on every way down.
    plein = (len(rangs) + 1).bit_length() - 1

    def link(freres: list[int], niveau: int) -> int:
        if not freres:
            return RIEN
        milieu = len(freres) // 2
        entree = entrees[freres[milieu]]
        entree.couleur = ROUGE if niveau == plein else NOIR
        entree.gauche = link(freres[:milieu], niveau + 1)
        entree.droite = link(freres[milieu + 1 :], niveau + 1)
        return freres[milieu]

    entrees[parent].enfant = link(list(rangs.values()), 0)


def _pack_repertoire(entrees: list[_Entree]) -> bytes:
    lignes = []
    for entree in entrees:
        nom = entree.nom.encode("utf-16-le") + b"\0\0"
        lignes.append(
            ENTREE.pack(
                nom,
                len(nom),
                entree.genre,
                entree.couleur,
                entree.gauche,
                entree.droite,
                entree.enfant,
                b"",
                0,
                0,
                0,
                entree.debut,
                entree.taille,
            )
        )
    vide = ENTREE.pack(b"", 0, 0, 0, RIEN, RIEN, RIEN, b"", 0, 0, 0, 0, 0)
    return b"".join(lignes + [vide] * (-len(lignes) % (SECTEUR // ENTREE.size)))


def _pack_fat(chaines: list[int]) -> tuple[int, bytes]:
    """Give the first sector of the FAT, which lies last, and the FAT."""
    par_secteur = SECTEUR // 4
    nombre = 0
    while len(chaines) + nombre > nombre * par_secteur:
        nombre += 1
    if nombre > FAT_MAX:
        raise ValueError("le projet VBA est trop gros pour un fichier composé sans DIFAT")
    cases = [*chaines, *[FAT] * nombre]
    cases += [LIBRE] * (nombre * par_secteur - len(cases))
    return len(chaines), struct.pack(f"<{len(cases)}L", *cases)
