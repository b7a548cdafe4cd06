"""A strict reading of compound files: Excel drops a VBA project whose container is doubtful.

Every sector serves once, every chain ends, every list of siblings is a true red-black tree
in the order that readers search it by.
"""

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cucs_xl.excel.addin.cfb import (
    ENTETE,
    ENTREE,
    FAT,
    FAT_MAX,
    FIN,
    FLUX,
    LIBRE,
    MINI,
    NOIR,
    RACINE,
    RIEN,
    ROUGE,
    SECTEUR,
    SEUIL,
    SIGNATURE,
    STOCKAGE,
    cle,
)


class CfbError(ValueError):
    """The container breaks a rule of MS-CFB."""


class _Noeud(NamedTuple):
    nom: str
    genre: int
    couleur: int
    gauche: int
    droite: int
    enfant: int
    debut: int
    taille: int


def read_cfb(octets: bytes) -> dict[str, bytes]:
    """Read every stream, by its path (« VBA/dir »).

    Raises:
        CfbError: the first rule that is broken.
    """
    return _Lecteur(octets).read()


def _verify(*, vrai: bool, faute: str) -> None:
    if not vrai:
        raise CfbError(faute)


class _Lecteur:
    def __init__(self, octets: bytes) -> None:
        _verify(
            vrai=len(octets) >= SECTEUR and len(octets) % SECTEUR == 0,
            faute="la taille du fichier n'est pas un nombre entier de secteurs",
        )
        champs = ENTETE.unpack_from(octets)
        _verify(
            vrai=champs[:8] == (SIGNATURE, bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0)
            and champs[10:12] == (0, SEUIL)
            and champs[14:] == (FIN, 0)
            and octets[34:40] == bytes(6),
            faute="l'en-tête n'est pas celui d'un fichier composé de version 3 sans DIFAT",
        )
        self.octets = octets
        self.nombre = len(octets) // SECTEUR - 1
        nombre_fat, self.repertoire, self.minifat, self.nombre_minifat = (
            champs[8], champs[9], champs[12], champs[13],
        )  # fmt: skip
        difat = struct.unpack_from(f"<{FAT_MAX}L", octets, ENTETE.size)
        secteurs_fat = difat[:nombre_fat]
        _verify(
            vrai=all(secteur < self.nombre for secteur in secteurs_fat)
            and set(difat[nombre_fat:]) <= {LIBRE},
            faute="la liste des secteurs de la FAT est fausse",
        )
        self.fat = [case for s in secteurs_fat for case in self._unpack(self._secteur(s))]
        _verify(
            vrai=len(self.fat) >= self.nombre and set(self.fat[self.nombre :]) <= {LIBRE},
            faute="la FAT n'a pas la taille du fichier",
        )
        self.vus = set(secteurs_fat)
        _verify(
            vrai=len(self.vus) == nombre_fat
            and {s for s, case in enumerate(self.fat) if case == FAT} == self.vus,
            faute="les secteurs de la FAT ne sont pas marqués comme tels",
        )

    def _secteur(self, numero: int) -> bytes:
        return self.octets[(numero + 1) * SECTEUR : (numero + 2) * SECTEUR]

    @staticmethod
    def _unpack(octets: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(octets) // 4}L", octets)

    @staticmethod
    def _follow(table: list[int], debut: int, vus: set[int]) -> Iterator[int]:
        while debut != FIN:
            _verify(vrai=debut < len(table), faute="une chaîne de secteurs sort de la table")
            _verify(vrai=debut not in vus, faute=f"le secteur {debut} sert deux fois")
            vus.add(debut)
            yield debut
            debut = table[debut]

    def _read_chaine(self, debut: int) -> bytes:
        return b"".join(map(self._secteur, self._follow(self.fat, debut, self.vus)))

    def read(self) -> dict[str, bytes]:
        """Follow everything, then require that nothing is left over."""
        self.noeuds = list(self._read_repertoire())
        racine = self.noeuds[0]
        _verify(
            vrai=(racine.nom, racine.genre, racine.gauche, racine.droite)
            == ("Root Entry", RACINE, RIEN, RIEN),
            faute="la première entrée n'est pas la racine",
        )
        minifat = self._read_chaine(self.minifat)
        _verify(
            vrai=len(minifat) == self.nombre_minifat * SECTEUR,
            faute="la table des petits secteurs n'a pas sa taille",
        )
        self.minis = list(self._unpack(minifat))
        self.petits = self._read_chaine(racine.debut)
        _verify(
            vrai=0 <= len(self.petits) - racine.taille < SECTEUR and racine.taille % MINI == 0,
            faute="la réserve des petits flux n'a pas sa taille",
        )
        self.minis_vus: set[int] = set()
        self.atteints = {0}
        flux = dict(self._read_stockage(racine, ""))
        _verify(
            vrai={i for i, n in enumerate(self.noeuds) if n.genre} == self.atteints,
            faute="une entrée du répertoire n'est rattachée à rien",
        )
        libres = {s for s in range(self.nombre) if self.fat[s] == LIBRE}
        _verify(
            vrai=not libres and self.vus == set(range(self.nombre)),
            faute="un secteur ne sert à rien",
        )
        occupes = {s for s, case in enumerate(self.minis) if case != LIBRE}
        _verify(
            vrai=occupes == self.minis_vus == set(range(racine.taille // MINI)),
            faute="un petit secteur ne sert à rien",
        )
        return flux

    def _read_repertoire(self) -> Iterator[_Noeud]:
        octets = self._read_chaine(self.repertoire)
        _verify(vrai=bool(octets), faute="le répertoire est vide")
        for champs in ENTREE.iter_unpack(octets):
            nom, longueur, genre, couleur, gauche, droite, enfant, _, _, ne, modifie, debut, taille = champs  # fmt: skip
            texte = nom[: max(longueur - 2, 0)].decode("utf-16-le", "replace")
            _verify(
                vrai=genre in {0, STOCKAGE, FLUX, RACINE} and couleur in {ROUGE, NOIR},
                faute=f"l'entrée « {texte} » n'a pas de genre ou de couleur connus",
            )
            if genre:
                _verify(
                    vrai=texte.encode("utf-16-le").ljust(64, b"\0") == nom and 2 < longueur <= 64,  # noqa: PLR2004
                    faute=f"le nom « {texte} » n'est pas terminé proprement",
                )
            _verify(vrai=not ne and not modifie, faute=f"l'entrée « {texte} » est datée")
            yield _Noeud(texte, genre, couleur, gauche, droite, enfant, debut, taille)

    def _read_stockage(self, stockage: _Noeud, prefixe: str) -> Iterator[tuple[str, bytes]]:
        _verify(
            vrai=stockage.enfant == RIEN or self.noeuds[stockage.enfant].couleur == NOIR,
            faute=f"l'arbre de « {stockage.nom} » n'a pas une racine noire",
        )
        enfants: list[_Noeud] = []
        self._walk(stockage.enfant, enfants, rouge=False)
        cles = [cle(noeud.nom) for noeud in enfants]
        _verify(
            vrai=all(a < b for a, b in pairwise(cles)),
            faute=f"les entrées de « {stockage.nom} » ne sont pas dans l'ordre",
        )
        for noeud in enfants:
            if noeud.genre == STOCKAGE:
                _verify(
                    vrai=noeud.debut in {0, FIN} and not noeud.taille,
                    faute=f"le dossier « {noeud.nom} » porte des octets",
                )
                yield from self._read_stockage(noeud, f"{prefixe}{noeud.nom}/")
            else:
                yield prefixe + noeud.nom, self._read_flux(noeud)

    def _walk(self, rang: int, enfants: list[_Noeud], *, rouge: bool) -> int:
        """Walk a tree of siblings in order; give its black height."""
        if rang == RIEN:
            return 0
        _verify(
            vrai=rang < len(self.noeuds) and rang not in self.atteints,
            faute="un lien du répertoire est faux",
        )
        self.atteints.add(rang)
        noeud = self.noeuds[rang]
        _verify(
            vrai=noeud.genre in {STOCKAGE, FLUX},
            faute=f"l'entrée « {noeud.nom} » n'est ni un dossier ni un flux",
        )
        est_rouge = noeud.couleur == ROUGE
        _verify(
            vrai=not (rouge and est_rouge), faute=f"deux entrées rouges de suite à « {noeud.nom} »"
        )
        gauche = self._walk(noeud.gauche, enfants, rouge=est_rouge)
        enfants.append(noeud)
        droite = self._walk(noeud.droite, enfants, rouge=est_rouge)
        _verify(vrai=gauche == droite, faute=f"l'arbre penche à « {noeud.nom} »")
        return gauche + (not est_rouge)

    def _read_flux(self, noeud: _Noeud) -> bytes:
        _verify(vrai=noeud.enfant == RIEN, faute=f"le flux « {noeud.nom} » a des enfants")
        if not noeud.taille:
            _verify(vrai=noeud.debut == FIN, faute=f"le flux vide « {noeud.nom} » a un secteur")
            return b""
        if noeud.taille < SEUIL:
            secteurs = list(self._follow(self.minis, noeud.debut, self.minis_vus))
            contenu = b"".join(self.petits[s * MINI : (s + 1) * MINI] for s in secteurs)
            unite = MINI
        else:
            contenu, unite = self._read_chaine(noeud.debut), SECTEUR
        _verify(
            vrai=0 <= len(contenu) - noeud.taille < unite,
            faute=f"le flux « {noeud.nom} » n'a pas sa taille",
        )
        return contenu[: noeud.taille]
