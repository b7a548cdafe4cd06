"""The add-in: built, checked, told; and the guide that its button opens.

Its code is imported where it is used: no other command pays it.
"""

import sys
from enum import Enum
from pathlib import Path
from zipfile import BadZipFile

from cucs_xl.commands.fichier import read_file, write_file
from cucs_xl.excel.classeur import CucsError

GUIDE = "guide_complement.html"

_VERIFIEZ = "vérifiez le nom et le dossier."


class Etat(Enum):
    """How the add-in stands on this computer."""

    A_JOUR = "installé, à jour"
    AUTRE = (
        "installé, mais d'une autre version : lancez « cucs-xl complement installer », fermez Excel "
        "et rouvrez-le"
    )
    ABSENT = "non installé : lancez « cucs-xl complement installer »"
    IMPOSSIBLE = "Excel n'est pas sur ce poste"


def build_fichier(dossier: Path) -> Path:
    """Write the add-in in a folder.

    Raises:
        CucsError: the folder cannot be written.
    """
    from cucs_xl.excel.addin import FICHIER, build_complement  # noqa: PLC0415

    return write_file(dossier / FICHIER, build_complement())


def check_fichier(fichier: Path | None) -> list[str]:
    """List what is wrong in an add-in, a fresh one by default.

    Raises:
        CucsError: the file cannot be read.
    """
    from cucs_xl.excel.addin import build_complement, check_complement  # noqa: PLC0415

    if fichier is None:
        return check_complement(build_complement())
    return check_complement(read_file(fichier, _VERIFIEZ))


def read_etat(systeme: str = sys.platform) -> Etat:
    """Tell whether the add-in that Excel opens is the one of this program."""
    from cucs_xl.excel.addin import (  # noqa: PLC0415
        FICHIER,
        build_complement,
        read_parts,
        read_poste,
    )

    try:
        poste = read_poste(systeme)
    except CucsError:
        return Etat.IMPOSSIBLE
    fichier = poste.demarrage / FICHIER
    if not fichier.exists():
        return Etat.ABSENT
    try:
        pareils = read_parts(read_file(fichier, _VERIFIEZ)) == read_parts(build_complement())
    except BadZipFile:
        return Etat.AUTRE
    return Etat.A_JOUR if pareils else Etat.AUTRE


def guide(dossier: Path) -> Path:
    """Write the guide of the buttons, as the ribbon of this version declares them.

    Raises:
        CucsError: the folder cannot be written.
    """
    from cucs_xl.report.guide import build_guide  # noqa: PLC0415

    return write_file(dossier / GUIDE, build_guide().encode())
