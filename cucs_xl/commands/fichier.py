"""How the product reads and writes files of its own."""

from pathlib import Path

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.raison import format_raison


def write_file(path: Path, contenu: bytes) -> Path:
    """Write a file of ours whole, replacing the previous one; open elsewhere, say so.

    Raises:
        CucsError: the file or its folder cannot be written.
    """
    from cucs_xl.excel.file.sauvegarde import write_atomique  # noqa: PLC0415 - only when writing

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomique(path, contenu, None)
    except OSError as erreur:
        raise CucsError(
            f"« {path} » n'a pas pu être écrit ({format_raison(erreur)}) : fermez-le s'il est ouvert, "
            "ou choisissez un autre dossier."
        ) from erreur
    return path


def read_file(path: Path, conseil: str) -> bytes:
    """Read a file whole.

    Raises:
        CucsError: it cannot be read; the message ends with what to do.
    """
    try:
        return path.read_bytes()
    except OSError as erreur:
        raise CucsError(
            f"« {path} » ne peut pas être lu ({format_raison(erreur)}) : {conseil}"
        ) from erreur
