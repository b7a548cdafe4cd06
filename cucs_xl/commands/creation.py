"""New masters: an empty one for any commune, the filled example."""

import re
from pathlib import Path

from cucs_xl.commands.fichier import write_file
from cucs_xl.excel.classeur import CucsError


def nouveau(path: Path, commune: str, insee: str, debut: int) -> Path:
    """Write the empty master of a commune's contract.

    Raises:
        CucsError: the file exists already or cannot be written; no commune, no INSEE code.
    """
    from cucs_xl.donnees import build_vierge  # noqa: PLC0415 - heavy
    from cucs_xl.excel.builder.maitre import build_maitre  # noqa: PLC0415

    if path.exists():
        raise CucsError(f"« {path} » existe déjà : choisissez un autre nom, rien n'a été écrit.")
    if not commune:
        raise CucsError("le nom de la commune est vide : donnez-le après --commune.")
    if not re.fullmatch(r"\d[\dAB]\d{3}", insee):
        raise CucsError(
            f"« {insee} » n'est pas un code INSEE : cinq caractères, par exemple 01004 ou 2A004."
        )
    if path.suffix.lower() != ".xlsx":
        raise CucsError(f"« {path.name} » doit finir par .xlsx : corrigez le nom.")
    return write_file(path, build_maitre(build_vierge(commune, insee, debut)))


def demo(dossier: Path) -> Path:
    """Write the filled master of the example; give its path."""
    from cucs_xl.donnees import read_exemple  # noqa: PLC0415 - heavy
    from cucs_xl.excel.builder.maitre import build_maitre  # noqa: PLC0415

    return write_file(dossier / "exemple_montelimar.xlsx", build_maitre(read_exemple()))
