"""Opening what a user or a stranger put in a folder: regular files of decent size, or nothing."""

import errno
import os
import stat

from cucs_xl.excel.raison import format_raison
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


def read_octets(chemin: str) -> bytes:
    """Read a file at once.

    Raises:
        RefusError: not a regular file, too large, or not readable.
    """
    try:
        # Opening a device can act on it: look first, then check what was really opened.
        _check_genre(os.stat(chemin))  # noqa: PTH116 - the worker does without pathlib
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
