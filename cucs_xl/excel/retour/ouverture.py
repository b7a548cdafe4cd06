"""Opening what a user or a stranger put in a folder: regular files of decent size, or nothing."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from cucs_xl.excel.file.sauvegarde import format_raison
from cucs_xl.excel.retour.refus import RefusError

#: A filled sheet weighs some 50 kB; with a photograph left in it, a few MB.
TAILLE_MAX = 20 * 2**20

_GENRES = (
    (stat.S_ISDIR, "est un dossier : indiquez les fiches qu'il contient."),
    (stat.S_ISFIFO, "est un tube nommé, et non un fichier : retirez-le du dossier."),
    (stat.S_ISSOCK, "est un point de connexion, et non un fichier : retirez-le du dossier."),
)
_PERIPHERIQUE = "est un périphérique, et non un fichier : indiquez une fiche."
_INACCESSIBLES = {
    errno.ENOENT: "est introuvable : vérifiez le nom et le dossier (un raccourci peut être rompu).",
    errno.ELOOP: "est un lien qui tourne en rond : supprimez-le et copiez la fiche elle-même.",
}


def list_fichiers(chemins: Iterable[Path]) -> list[Path]:
    """Turn folders into their direct files, sorted; lock files and hidden ones left out.

    A path that cannot be listed or found stays as it is: reading it will say why.
    """
    fichiers = (fichier for chemin in chemins for fichier in _list(chemin))
    return list(dict.fromkeys(fichiers))


def _list(chemin: Path) -> Iterator[Path]:
    try:
        with os.scandir(chemin) as entrees:
            noms = sorted(
                entree.name for entree in entrees if not entree.is_dir() and not _is_cache(entree)
            )
    except OSError:
        yield chemin
    else:
        yield from (chemin / nom for nom in noms)


def _is_cache(entree: os.DirEntry[str]) -> bool:
    """Tell a hidden file, by its name or, on Windows, by its attribute."""
    if entree.name.startswith((".", "~$")):
        return True
    try:
        attributs = getattr(entree.stat(follow_symlinks=False), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(attributs & stat.FILE_ATTRIBUTE_HIDDEN)


def format_fichier(chemin: Path) -> str:
    """Show the name of a file on one line, whatever bytes make it."""
    nom = os.fsencode(chemin.name or str(chemin)).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "?" for c in nom)


def read_octets(chemin: Path) -> bytes:
    """Read a file at once.

    Raises:
        RefusError: not a regular file, too large, or not readable.
    """
    try:
        # Opening a device can act on it: look first, then check what was really opened.
        _check_genre(chemin.stat())
        drapeaux = os.O_RDONLY
        for nom in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
            drapeaux |= getattr(os, nom, 0)
        with os.fdopen(os.open(chemin, drapeaux), "rb") as flux:
            _check_genre(os.fstat(flux.fileno()))
            octets = flux.read(TAILLE_MAX + 1)
    except (OSError, ValueError) as erreur:
        raise _build_inaccessible(erreur) from erreur
    _check_taille(len(octets))
    return octets


def _check_genre(faits: os.stat_result) -> None:
    if not stat.S_ISREG(faits.st_mode):
        raise RefusError(
            next((raison for test, raison in _GENRES if test(faits.st_mode)), _PERIPHERIQUE)
        )
    _check_taille(faits.st_size)


def _check_taille(taille: int) -> None:
    if taille > TAILLE_MAX:
        raise RefusError(
            f"pèse plus de {TAILLE_MAX // 2**20} Mo, bien plus qu'une fiche : demandez au "
            "partenaire d'en retirer les images et les feuilles ajoutées."
        )


def _build_inaccessible(erreur: OSError | ValueError) -> RefusError:
    numero = erreur.errno if isinstance(erreur, OSError) else errno.ENOENT
    raison = _INACCESSIBLES.get(numero or 0)
    if raison is None and isinstance(erreur, OSError):
        raison = (
            f"ne peut pas être lu ({format_raison(erreur)}) : fermez-le s'il est ouvert, et "
            "vérifiez vos droits sur ce fichier."
        )
    return RefusError(raison)
