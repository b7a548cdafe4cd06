"""The file on disk: whether it may be replaced, its dated copies, its atomic replacement."""

import os
import re
import shutil
import stat
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cucs_xl.excel.classeur import CucsError

#: Where the dated copies go, beside the workbook, and how many are kept.
SAUVEGARDES = "sauvegardes"
COPIES = 20

_DATE = r"(\d{4}-\d{2}-\d{2}_\d{6})(?:-(\d+))?"


def sauvegardes(classeur: Path) -> list[Path]:
    """List the dated copies of a workbook, oldest first; nothing else is listed."""
    return [path for *_, path in _read_datees(classeur)]


def write_sauvegarde(classeur: Path, octets: bytes, maintenant: datetime) -> Path:
    """Write a dated copy, durably, and forget those beyond the last ones."""
    dossier = classeur.parent / SAUVEGARDES
    dossier.mkdir(exist_ok=True)
    instant = f"{maintenant:%Y-%m-%d_%H%M%S}"
    # A number freed by an old copy is not taken again: order is what « annuler » relies on.
    numero = max((n for date, n, _ in _read_datees(classeur) if date == instant), default=0) + 1
    suffixe = f"-{numero}" if numero > 1 else ""
    path = dossier / f"{classeur.stem}_{instant}{suffixe}{classeur.suffix}"
    with path.open("xb") as sortie:
        sortie.write(octets)
        sortie.flush()
        os.fsync(sortie.fileno())
    for ancienne in sauvegardes(classeur)[:-COPIES]:
        with suppress(OSError):  # open in Excel, say: the next write will remove it
            ancienne.unlink()
    return path


def _read_datees(classeur: Path) -> list[tuple[str, int, Path]]:
    motif = re.compile(re.escape(classeur.stem) + "_" + _DATE + re.escape(classeur.suffix))
    dossier = classeur.parent / SAUVEGARDES
    if not dossier.is_dir():
        return []
    trouvees = [(motif.fullmatch(path.name), path) for path in dossier.iterdir()]
    return sorted((nom[1], int(nom[2] or 1), path) for nom, path in trouvees if nom)


def check_remplacable(classeur: Path) -> None:
    """Refuse to work on a file that could not be replaced in the end.

    Raises:
        CucsError: open in Excel or LibreOffice, read-only, or in a closed folder.
    """
    nom = classeur.name
    for verrou, logiciel in (
        (classeur.with_name(f"~${nom}"), "Excel"),
        (classeur.with_name(f".~lock.{nom}#"), "LibreOffice"),
    ):
        if verrou.exists():
            auteur = _read_auteur(verrou)
            raise CucsError(
                f"« {nom} » est ouvert dans {logiciel}{f' (par {auteur})' if auteur else ''} : "
                "enregistrez-le, fermez-le et recommencez. S'il n'est ouvert nulle part, "
                f"supprimez le fichier {verrou.name}."
            )
    if not _is_modifiable(classeur):
        raise CucsError(
            f"« {nom} » est en lecture seule : dans ses propriétés, décochez « Lecture seule », ou "
            "demandez le droit de le modifier."
        )
    if not _is_modifiable(classeur.parent):
        raise CucsError(
            f"Le dossier {classeur.parent} est en lecture seule : la sauvegarde n'y peut pas être "
            "écrite. Demandez le droit de le modifier, ou déplacez le classeur."
        )


def write_atomique(classeur: Path, octets: bytes, attendus: bytes | None) -> None:
    """Replace the file at once, unless it is no longer what it was (None: whatever it was).

    A crash at any point leaves the old file or the new one, whole.

    Raises:
        CucsError: changed meanwhile, or opened in Excel meanwhile (Windows refuses).
    """
    descripteur, nom = tempfile.mkstemp(".tmp", ".cucs-", classeur.parent)
    temporaire = Path(nom)
    try:
        with os.fdopen(descripteur, "wb") as sortie:
            sortie.write(octets)
            sortie.flush()
            os.fsync(sortie.fileno())
        if classeur.exists():
            shutil.copymode(classeur, temporaire)
        else:
            temporaire.chmod(0o666 & ~_umask())
        if attendus is not None:
            check_inchange(classeur, attendus)
        try:
            os.replace(temporaire, classeur)  # noqa: PTH105 - the name everyone knows for atomicity
        except PermissionError as erreur:
            raise CucsError(
                f"« {classeur.name} » est ouvert dans un autre programme : fermez-le et "
                "recommencez. Rien n'a été modifié."
            ) from erreur
    finally:
        temporaire.unlink(missing_ok=True)
    if os.name == "posix":
        _sync_dossier(classeur.parent)


def check_inchange(classeur: Path, attendus: bytes) -> None:
    """Refuse to go on when someone else wrote the file since it was read."""
    try:
        pareil = classeur.read_bytes() == attendus
    except OSError:
        pareil = False
    if not pareil:
        raise CucsError(
            f"« {classeur.name} » a été modifié ou déplacé par quelqu'un d'autre depuis sa "
            "lecture : rien n'a été écrit. Relancez la commande."
        )


def _sync_dossier(dossier: Path) -> None:
    """Make the new name durable too; some network disks cannot, and the file is whole anyway."""
    with suppress(OSError):
        descripteur = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(descripteur)
        finally:
            os.close(descripteur)


def _is_modifiable(path: Path) -> bool:
    """Tell whether mode bits (they bind even root, who is every container's user) and rights allow."""
    ecriture = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    return bool(path.stat().st_mode & ecriture) and os.access(path, os.W_OK)


def _read_auteur(verrou: Path) -> str:
    """Read who holds a lock file: a length then the name (Excel), or CSV (LibreOffice)."""
    try:
        octets = verrou.read_bytes()
    except OSError:
        return ""
    if verrou.name.startswith("~$"):
        return octets[1 : 1 + octets[0]].decode("cp1252", "replace").strip() if octets else ""
    champs = octets.decode("utf-8", "replace").split(",")
    return champs[1].strip() if len(champs) > 1 else ""


def _umask() -> int:
    """Read the mask of new files: a temporary file is private, what replaces it is not."""
    masque = os.umask(0)
    os.umask(masque)
    return masque
